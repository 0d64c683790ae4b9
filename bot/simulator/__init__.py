"""Telegram in miniature: a Bot API server on 127.0.0.1 with a chat page, for trying the bot out and for its tests.

    async with Simulator(clock=None) as sim:          # clock: anything with now(); default a MovableClock
        sim.base_url, sim.token                       # BOT_API_URL and BOT_TOKEN; the page is at base_url too
        ani = sim.person("Ani", id=None, language_code="id", username=None, phone="", role="", started=False)
        for message in await ani.say("berapa umkm?"): # the bot's new and edited messages, [] after timeout=5.0
            message.text, .html, .buttons, .data, .photo, .document, .file_name, .edited, .deleted, .message_id

People (every `await` waits until the bot has reacted and is quiet; all take timeout=):
    await ani.start("argument") · say(text) · press("label or part", message=None) · press_data("forged:1", message)
    taps_keyboard(label) · share_contact(phone, own=True) · share_location(lat, lon) · reply_to(message, text)
    send_photo/send_document/send_video/send_voice/send_sticker(bytes or nothing, caption) · edit(message, text)
    forward(message, from_person) · hears(n=1) (n more messages, or Silence) · hears_nothing(seconds)
    ani.screen (what stands, own messages too) · ani.everything (deleted ones too) · ani.last (the bot's newest)
    ani.keyboard (labels of the reply keyboard) · ani.toast (answer to the latest press) · ani.opened (pressed links)
    ani.queue(text) without waiting · ani.send(body) anything · ani.block() · unblock() · deactivate()
    say(text, chat=group.chat) writes in a group

The rest:
    sim.group(title) · sim.channel(title) -> .id, .screen, .kick_bot(), .upgrade() · sim.crowd(93_000) -> range of ids
    sim.somebody(id) -> Person · sim.inject(raw_update) · sim.move_clock(to=datetime, by=timedelta)
    sim.misbehave("reset_after", method="sendMessage", times=1) · sim.calm() · sim.latency = 0.05
        kinds: 500, 502_page, reset_before, reset_after, timeout_before, timeout_after, 429, slow, 403
        options: method (None: all but getUpdates; "*": all), times, probability, retry_after, seconds, chat_id
        "after" means: it was really delivered, only the answer is lost
    sim.limits.mode = "burst" | "strict" | "off" · .overall, .per_chat, .burst, .per_group, .penalty, .refused, .reset()
    sim.calls -> [Call(method, params, at, outcome, seconds, message_id)] · sim.desk.counts["sendMessage"]
    sim.complaints and sim.unanswered_callbacks should be empty at the end of a test
    sim.delivered(chat_id) -> the bot's messages there, deleted ones too · sim.deliveries() -> {chat_id: [message_id]}
    message.message.history -> earlier versions [{"until", "what", "body", "markup"}]
    sim.bot_is_idle = callable -> bool   lets people wait exactly as long as the bot has something in hand
    sim.settle                           seconds of quiet that count as "finished" otherwise (0.15)
    Simulator(keep_calls=False | 1000)   for heavy use; about 1 KB per message otherwise

Over HTTP the same is at /control/ (JSON; see `control.py`), for a page or a test in another process:
`python -m bot.simulator --port 8091 [--limits off] [--no-record]` runs it alone and writes its address first.
Rules and error texts are those of Telegram's own server (telegram-bot-api and td on GitHub).
Parse modes: HTML, MarkdownV2, Markdown. Sending by address is refused: there is no network here.
"""

from bot.simulator.errors import ApiError
from bot.simulator.faults import KINDS, Fault
from bot.simulator.limits import Limits
from bot.simulator.people import Person, Silence
from bot.simulator.records import Call
from bot.simulator.shown import Shown
from bot.simulator.simulator import TOKEN, Group, Simulator

__all__ = [
    "KINDS",
    "TOKEN",
    "ApiError",
    "Call",
    "Fault",
    "Group",
    "Limits",
    "Person",
    "Shown",
    "Silence",
    "Simulator",
]
