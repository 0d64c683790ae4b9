"""Who may be written to, and what people do to the bot."""

from __future__ import annotations

import asyncio

import pytest

from bot.simulator import Person, Silence, Simulator
from tests.simulator.conftest import Wire


@pytest.mark.parametrize(
    "method",
    [
        ("sendMessage", {"text": "hai"}),
        ("sendChatAction", {"action": "typing"}),
        ("editMessageText", {"message_id": 1, "text": "a"}),
        ("deleteMessage", {"message_id": 1}),
    ],
    ids=lambda case: case[0],
)
async def test_who_blocked_the_bot_gets_nothing(wire: Wire, ani: Person, method: tuple[str, dict]) -> None:
    ani.block()
    refused = await wire.refused(method[0], chat_id=ani.id, **method[1])
    assert refused == (403, "Forbidden: bot was blocked by the user")


async def test_the_bot_cannot_write_first(sim: Simulator, wire: Wire) -> None:
    stranger = sim.person("Budi")
    refused = await wire.refused("sendMessage", chat_id=stranger.id, text="hai")
    assert refused == (403, "Forbidden: bot can't initiate conversation with a user")
    stranger.queue("/start")
    await wire.result("sendMessage", chat_id=stranger.id, text="hai")


async def test_a_deactivated_person_cannot_be_written_to(wire: Wire, ani: Person) -> None:
    ani.deactivate()
    refused = await wire.refused("sendMessage", chat_id=ani.id, text="hai")
    assert refused == (403, "Forbidden: user is deactivated")


async def test_nobody_is_not_found(wire: Wire) -> None:
    assert await wire.refused("sendMessage", chat_id=5, text="hai") == (400, "Bad Request: chat not found")


async def test_blocking_and_coming_back_are_told_to_the_bot(sim: Simulator, wire: Wire, ani: Person) -> None:
    ani.block()
    ani.unblock()
    left, back = [update["my_chat_member"] for update in await wire.result("getUpdates")]
    assert (left["old_chat_member"]["status"], left["new_chat_member"]["status"]) == ("member", "kicked")
    assert back["new_chat_member"]["status"] == "member"


async def test_a_bot_that_was_thrown_out_of_a_group_may_not_write_there(sim: Simulator, wire: Wire) -> None:
    group, channel = sim.group("UMKM Balikpapan Tengah"), sim.channel("Kabar UMKM")
    for place in (group, channel):
        await wire.result("sendMessage", chat_id=place.id, text="hai")
        place.kick_bot()
    assert await wire.refused("sendMessage", chat_id=group.id, text="hai") == (
        403,
        "Forbidden: bot was kicked from the group chat",
    )
    assert await wire.refused("sendMessage", chat_id=channel.id, text="hai") == (
        403,
        "Forbidden: bot was kicked from the channel chat",
    )


async def test_a_group_that_became_a_supergroup_tells_its_new_number(sim: Simulator, wire: Wire) -> None:
    group = sim.group("UMKM Balikpapan Tengah")
    bigger = group.upgrade()
    answer = await wire("sendMessage", chat_id=group.id, text="hai")
    assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert answer["parameters"] == {"migrate_to_chat_id": bigger.id}


async def test_a_channel_can_be_written_to_by_name(sim: Simulator, wire: Wire) -> None:
    channel = sim.channel("Kabar UMKM", username="kabar_umkm")
    sent = await wire.result("sendMessage", chat_id="@Kabar_UMKM", text="hai")
    assert (sent["chat"]["id"], sent["sender_chat"]["title"]) == (channel.id, "Kabar UMKM")
    assert (await wire.refused("sendMessage", chat_id="@lain", text="hai"))[1] == "Bad Request: chat not found"


async def test_who_writes_again_has_let_the_bot_back_in(wire: Wire, ani: Person) -> None:
    ani.block()
    ani.queue("halo lagi")
    assert [set(update) - {"update_id"} for update in await wire.result("getUpdates")] == [
        {"my_chat_member"},
        {"my_chat_member"},
        {"message"},
    ]
    await wire.result("sendMessage", chat_id=ani.id, text="hai")
    ani.deactivate()
    with pytest.raises(ValueError, match="no account any more"):
        ani.queue("halo")


async def test_people_write_in_groups_too(sim: Simulator, wire: Wire, ani: Person) -> None:
    group = sim.group("UMKM Balikpapan Tengah")
    ani.queue("halo semua", chat=group.chat)
    (update,) = await wire.result("getUpdates")
    assert update["message"]["chat"] == {"id": group.id, "type": "group", "title": "UMKM Balikpapan Tengah"}
    assert update["message"]["from"]["first_name"] == "Ani"


async def test_the_persons_place_in_a_chat_can_be_asked(sim: Simulator, wire: Wire, ani: Person) -> None:
    assert (await wire.result("getChatMember", chat_id=ani.id, user_id=ani.id))["status"] == "member"
    chat = await wire.result("getChat", chat_id=ani.id)
    assert (chat["type"], chat["first_name"]) == ("private", "Ani")


async def test_pinning_and_reactions(wire: Wire, ani: Person) -> None:
    sent = await wire.result("sendMessage", chat_id=ani.id, text="penting")
    here = {"chat_id": ani.id, "message_id": sent["message_id"]}
    assert await wire.result("pinChatMessage", **here) is True
    assert (await wire.result("getChat", chat_id=ani.id))["pinned_message"]["text"] == "penting"
    assert await wire.result("unpinChatMessage", chat_id=ani.id) is True
    assert await wire.result("setMessageReaction", **here, reaction=[{"type": "emoji", "emoji": "👍"}]) is True
    assert ani.last.message.reaction == {"type": "emoji", "emoji": "👍"}


async def test_a_crowd_can_be_written_to_and_counted(sim: Simulator, wire: Wire) -> None:
    sim.limits.mode = "off"
    crowd = sim.crowd(500)
    for id in crowd[:40]:
        await wire.result("sendMessage", chat_id=id, text="hai")
    assert sim.deliveries().keys() == set(crowd[:40])
    assert sim.somebody(crowd[3]).last.text == "hai"


async def test_saying_returns_the_bots_new_and_changed_messages(sim: Simulator, wire: Wire, polling) -> None:
    async def answer(update: dict) -> None:
        chat = update["message"]["chat"]["id"]
        for text in ("satu", "dua"):
            await wire.result("sendMessage", chat_id=chat, text=text)

    polling(answer)
    ani = sim.person("Ani")
    assert [shown.text for shown in await ani.say("halo")] == ["satu", "dua"]
    assert [shown.text for shown in ani.screen] == ["halo", "satu", "dua"]
    assert ani.last.text == "dua"


async def test_a_silent_bot_gives_nothing_and_waiting_for_it_fails_in_words(sim: Simulator, ani: Person) -> None:
    assert await ani.say("halo", timeout=0.1) == []
    with pytest.raises(Silence, match="Ani heard 0 of 1 messages"):
        await ani.hears(timeout=0.05)
    await ani.hears_nothing(0.02)


async def test_messages_that_come_later_can_be_waited_for(sim: Simulator, wire: Wire, ani: Person) -> None:
    for text in ("satu", "dua"):
        await wire.result("sendMessage", chat_id=ani.id, text=text)
    assert [shown.text for shown in await ani.hears(2)] == ["satu", "dua"]
    with pytest.raises(AssertionError, match="tiga"):
        await wire.result("sendMessage", chat_id=ani.id, text="tiga")
        await ani.hears_nothing(0.02)


async def test_a_bot_that_says_when_it_is_idle_is_waited_for_exactly(sim: Simulator, wire: Wire, polling) -> None:
    busy = False

    async def answer(update: dict) -> None:
        nonlocal busy
        busy = True
        await asyncio.sleep(sim.settle * 3)  # longer than the usual quiet
        await wire.result("sendMessage", chat_id=update["message"]["chat"]["id"], text="selesai")
        busy = False

    sim.bot_is_idle = lambda: not busy
    polling(answer)
    ani = sim.person("Ani")
    assert [shown.text for shown in await ani.say("halo")] == ["selesai"]


async def test_what_people_send_arrives_as_telegram_sends_it(sim: Simulator, wire: Wire, ani: Person) -> None:
    await ani.share_contact("62811", timeout=0.01)
    await ani.share_contact("62822", own=False, timeout=0.01)
    await ani.share_location(-1.2, 116.8, timeout=0.01)
    await ani.send_photo(caption="Warung", timeout=0.01)
    await ani.send_document(b"a;b", name="data.csv", timeout=0.01)
    await ani.send_voice(timeout=0.01)
    await ani.send_sticker(timeout=0.01)
    await ani.send_video(timeout=0.01)
    sent = [update["message"] for update in await wire.result("getUpdates")]
    own, other, place, photo, paper, voice, sticker, film = sent
    assert own["contact"]["user_id"] == ani.id
    assert "user_id" not in other["contact"]
    assert place["location"] == {"latitude": -1.2, "longitude": 116.8}
    assert photo["caption"] == "Warung"
    assert (photo["photo"][-1]["width"], photo["photo"][-1]["height"]) == (480, 320)
    assert paper["document"]["file_name"] == "data.csv"
    assert ("voice" in voice, "sticker" in sticker, "video" in film) == (True, True, True)
    assert {message["from"]["language_code"] for message in sent} == {"id"}


async def test_edits_forwards_and_answers_of_people_arrive(sim: Simulator, wire: Wire, ani: Person) -> None:
    budi = sim.person("Budi", started=True)
    await wire.result("sendMessage", chat_id=ani.id, text="Siapa nama Kakak?")
    await ani.reply_to(ani.last, "Ani", timeout=0.01)
    await ani.edit(ani.screen[-1], "Aniah", timeout=0.01)
    await budi.forward(ani.screen[-1], ani, timeout=0.01)
    answer, edit, forward = await wire.result("getUpdates")
    assert answer["message"]["reply_to_message"]["text"] == "Siapa nama Kakak?"
    assert edit["edited_message"]["text"] == "Aniah"
    assert forward["message"]["forward_origin"]["sender_user"]["first_name"] == "Ani"
    assert forward["message"]["from"]["first_name"] == "Budi"


async def test_keys_of_the_reply_keyboard_say_or_share(sim: Simulator, wire: Wire, ani: Person) -> None:
    keys = [[{"text": "Nomor saya", "request_contact": True}, {"text": "Lewati"}]]
    await wire.result("sendMessage", chat_id=ani.id, text="?", reply_markup={"keyboard": keys})
    await ani.taps_keyboard("Lewati", timeout=0.01)
    await ani.taps_keyboard("nomor", timeout=0.01)
    said, shared = await wire.result("getUpdates")
    assert said["message"]["text"] == "Lewati"
    assert shared["message"]["contact"]["user_id"] == ani.id
    with pytest.raises(Silence, match="sees no key 'Batal'"):
        await ani.taps_keyboard("Batal")
