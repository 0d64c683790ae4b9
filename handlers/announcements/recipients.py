"""What everybody may do: mute a kind, see what they got, and ask whether a message is really the office's."""

from __future__ import annotations

import re
from collections.abc import Sequence

import structlog
from markupsafe import Markup, escape
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update

from bot import waiting
from bot.announcements import checking, muting
from bot.announcements.checking import Found
from bot.clock import city_day
from bot.texts import Texts
from db.announcements import Action, Announcement, Fate, Kind, records
from db.announcements.records import Received
from handlers.announcements import steps, words
from handlers.gate import Context, Forged
from handlers.keyboards import Row, button, keyboard
from handlers.people import home_button

log = structlog.get_logger()

CHECK = "announcement-check"
"""What is waited for after /cek."""

SCAM = "legal.scam"
"""The topic with the office's words about fraud."""

HISTORY = 10
EXCERPT = 120
PASSAGE, MOST_PASSAGES = 160, 5


# -- mute -------------------------------------------------------------------------------------------------------------


def _kind(context: Context) -> Kind:
    try:
        kind = Kind(context.argument(0))
    except ValueError:
        raise Forged("no such kind") from None
    if kind not in muting.MUTABLE:
        raise Forged("a kind that cannot be muted")
    return kind


async def mute(update: Update, context: Context) -> None:
    """mute:kind, below every announcement. The announcement stays as it is; what was done is said below it."""
    kind = _kind(context)
    await muting.mute(context.house.db, context.visitor.person_id, kind, now=context.now)
    await context.toast()
    t = context.t
    undo = button(t.plain("announcements-button-unmute"), "unmute", kind)
    await context.reply(t("announcements-muted", kind=t(f"announcements-kind-{kind}")), keyboard([[undo]]))


async def unmute(update: Update, context: Context) -> None:
    """unmute:kind."""
    kind = _kind(context)
    await muting.unmute(context.house.db, context.visitor.person_id, kind)
    await context.toast()
    t = context.t
    await context.edit(t("announcements-unmuted", kind=t(f"announcements-kind-{kind}")), keyboard([home_button(t)]))


# -- /riwayat ---------------------------------------------------------------------------------------------------------


async def history(update: Update, context: Context) -> None:
    """/riwayat: what one got, when, and why; muted kinds can be turned on again here."""
    t, house, who = context.t, context.house, context.visitor.person_id
    received = await checking.history(house.db, who, HISTORY)
    muted = await muting.muted(house.db, who)
    parts = [t("announcements-history", count=len(received)), *(_received(context, one) for one in received)]
    names = {kind: t.plain(f"announcements-kind-{kind}") for kind in muted}
    rows: list[Row] = [
        [button(t.plain("announcements-button-unmute-kind", kind=name), "unmute", kind)] for kind, name in names.items()
    ]
    if names:
        parts.append(t("announcements-history-muted", kinds=", ".join(names.values())))
    await context.reply(Markup("\n\n").join(parts), keyboard([*rows, home_button(t)]))


def _name(context: Context) -> str:
    user = context.incoming.effective_user
    return user.first_name if user else ""


def _received(context: Context, one: Received) -> Markup:
    t, house, it = context.t, context.house, one.announcement
    key = "announcements-history-maybe" if one.state == Fate.UNKNOWN else "announcements-history-got"
    return words.join([
        t(key, number=str(it.id), at=words.moment(house, one.at), kind=t(f"announcements-kind-{it.kind}")),
        *_changed(context, one.later),
        Markup("<i>{}</i>").format(words.excerpt(_now(context, one), EXCERPT)),
        t("announcements-history-why", sender=words.sender(house, it),
          audience=words.audience(t, house.city, it.audience)),
    ])  # fmt: skip


def _changed(context: Context, later: Announcement | None) -> list[Markup]:
    if later is None:
        return []
    key = "announcements-history-retracted" if later.action == Action.DELETE else "announcements-history-corrected"
    return [context.t(key, at=words.moment(context.house, later.started_at) if later.started_at else "")]


def _now(context: Context, one: Received) -> str:
    """The words as they stand in the reader's chat, or stood until they were taken back."""
    return words.filled(one.corrected or one.announcement, "" if one.corrected else one.text, _name(context))


# -- /cek -------------------------------------------------------------------------------------------------------------


async def check(update: Update, context: Context) -> None:
    """/cek, alone (then the next message is looked at), with a number or a text, or as a reply to a message."""
    message = update.effective_message
    quoted = message.reply_to_message if message else None
    asked = _said(quoted) if quoted else re.sub(r"^/\S+\s*", "", (message.text or "") if message else "")
    if asked.strip():
        looked_at = quoted or message
        await _judge(context, asked, _hidden(looked_at) if looked_at else ())
        return
    visitor = context.visitor
    visitor.draft = await waiting.wait_for(context.house.db, visitor.person_id, CHECK, {}, now=context.now)
    cancel = button(context.t.plain("announcements-button-check-not"), "ann-check-not")
    await context.reply(context.t("announcements-check-what"), keyboard([[cancel]]))


async def check_not(update: Update, context: Context) -> None:
    """Nothing to check after all."""
    await _stop(context)
    await context.toast()
    await context.edit(context.t("announcements-check-cancelled"), keyboard([home_button(context.t)]))


async def leave(context: Context) -> bool:
    """Out of the wait for what is to be checked; False when nothing is waited for."""
    if context.visitor.draft is None or context.visitor.draft.form != CHECK:
        return False
    await _stop(context)
    await context.reply(context.t("announcements-check-cancelled"), keyboard([home_button(context.t)]))
    return True


async def _stop(context: Context) -> None:
    draft = context.visitor.draft
    if draft is not None and draft.form == CHECK:
        await waiting.stop(context.house.db, context.visitor.person_id, CHECK)
        context.visitor.draft = None


async def take(update: Update, context: Context) -> bool:
    """The message after /cek, with or without a picture; and anything forwarded while nothing else is asked."""
    message, draft = update.message, context.visitor.draft
    if message is None:
        return False
    if draft is not None and draft.form == CHECK:
        due = waiting.is_due(draft, context.now)
        await _stop(context)
        if not due:
            return False
        if steps.says_to_leave(message):
            await context.reply(context.t("announcements-check-cancelled"), keyboard([home_button(context.t)]))
            return True
    elif message.forward_origin is None:
        return False
    asked = _said(message)
    if not asked.strip():
        await context.reply(context.t("announcements-check-no-words"))
        return True
    await _judge(context, asked, _hidden(message))
    return True


def _said(message: Message) -> str:
    """Its words."""
    return message.text or message.caption or ""


def _hidden(message: Message) -> list[str]:
    """Addresses behind words and buttons: there a forger hides the own one."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    behind = [one.url for one in (*message.entities, *message.caption_entities)]
    return [url for url in (*behind, *(one.url for row in rows for one in row)) if url]


async def _judge(context: Context, asked: str, hidden: Sequence[str] = ()) -> None:
    """Say whether the office sent it, and when; a forgery, or a stranger, comes with the words about fraud."""
    house, t, office = context.house, context.t, context.house.city.office.short_name
    ours = checking.Ours(house.texts["id"], office, house.username, house.link)
    number = checking.NUMBER.match(_without_points(asked).strip())
    found = await checking.lookup(house.db, _without_points(asked), ours, context.visitor.person_id)
    if found is None:
        key, values = ("no-number", {"number": number[1].lstrip("0") or "0"}) if number else ("no", {})
        text = t(f"announcements-check-{key}", office=office, **values)
        await context.reply(words.join([text, "", _warning(context)]), _human(t))
        return
    foreign = [*_passages(found), *checking.foreign(found.announcement, hidden, ours)]
    if foreign:
        await context.reply(words.join([_altered(context, found, foreign), "", _warning(context)]), _human(t))
        return
    await context.reply(_genuine(context, found, by_number=bool(number)), keyboard([home_button(t)]))


def _passages(found: Found) -> list[str]:
    """What is not the office's, shortened, but never so that a link or a number in it is lost."""
    passages = [words.excerpt(one, PASSAGE) for one in found.added[:MOST_PASSAGES]]
    return [*passages, *(one for one in found.altered if not any(one in passage for passage in passages))]


def _without_points(asked: str) -> str:
    """ "1.234" is number 1234."""
    return asked.replace(".", "") if re.fullmatch(r"\s*\d{1,3}(\.\d{3})+\s*", asked) else asked


def _genuine(context: Context, found: Found, *, by_number: bool) -> Markup:
    t, house, it = context.t, context.house, found.announcement
    how = "number" if by_number else "yes" if found.exact else "nearly"
    key = f"announcements-check-{how}"
    lines = [t(key, **_named(context, found.first), office=house.city.office.short_name, likeness=int(found.likeness))]
    return words.join([*lines, *_quoted(it, found.text), *_links(t, found), *_later(context, found)])


def _named(context: Context, it: Announcement) -> dict[str, str]:
    """Its number, when it was sent and by whom."""
    at = words.moment(context.house, it.started_at) if it.started_at else ""
    return {"number": str(it.id), "at": at, "sender": words.sender(context.house, it)}


def _quoted(it: Announcement, text: str) -> list[Markup]:
    return [Markup("<blockquote>{}</blockquote>").format(words.excerpt(words.filled(it, text)))] if text else []


def _links(t: Texts, found: Found) -> list[Markup]:
    """The addresses of the genuine one, so that nobody need trust those of a copy."""
    urls = [one["url"] for one in found.announcement.buttons if one.get("url")]
    return [t("announcements-check-links", urls=", ".join(urls))] if urls else []


def _altered(context: Context, found: Found, foreign: Sequence[str]) -> Markup:
    """What the office did send, and when; and what is not from it."""
    t, it = context.t, found.announcement
    office = context.house.city.office.short_name
    return words.join([
        t("announcements-check-altered", **_named(context, found.first), office=office),
        *(Markup("• <code>{}</code>").format(one) for one in foreign[:MOST_PASSAGES]),
        "", t("announcements-check-altered-real"), *_quoted(it, found.text), *_links(t, found), *_later(context, found),
    ])  # fmt: skip


def _later(context: Context, found: Found) -> list[Markup]:
    """What the office changed, or took back, since it was first sent; with what counts now unless that is shown."""
    last = found.last
    if last is None:
        return []
    shown = last.id == found.announcement.id
    key = "retracted" if last.action == Action.DELETE else "correction" if shown else "corrected"
    values = _named(context, last)
    line = context.t(f"announcements-check-{key}", at=values["at"], sender=values["sender"])
    return [line, *([] if shown or last.action == Action.DELETE else _quoted(last, last.text))]


def _warning(context: Context) -> Markup:
    """The office's own words about fraud, from the city's content."""
    if not context.house.city.has_topic(SCAM):
        return Markup()
    return escape(context.house.city.answer(SCAM, city_day(context.now, context.house.settings.zone)).text)


def _human(t: Texts) -> InlineKeyboardMarkup:
    return keyboard([[button(t.plain("answers-button-human"), "ask", "human.handoff")], home_button(t)])


# -- counted links ----------------------------------------------------------------------------------------------------


async def follow(update: Update, context: Context, rest: str) -> None:
    """/start tautan-<announcement>-<position>: counted, then shown as a button."""
    found = re.fullmatch(r"(\d{1,15})-(\d{1,2})", rest)
    url = None
    if found:
        async with context.house.db.write() as session:
            url = await records.click(session, int(found[1]), int(found[2]))
    if url is None:
        log.info("link.unknown", rest=rest[:40])
        await context.reply(context.t("announcements-link-unknown"), keyboard([home_button(context.t)]))
        return
    go = InlineKeyboardButton(context.t.plain("announcements-button-go"), url=url)
    await context.reply(context.t("announcements-link", url=url), InlineKeyboardMarkup([[go]]))
