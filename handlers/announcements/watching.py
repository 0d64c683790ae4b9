"""While it goes out: one message edited in place, pause, resume, cancel; and what its author is told by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from markupsafe import Markup
from telegram import InlineKeyboardMarkup

from bot import numbers, people
from bot.announcements import report, steering
from bot.announcements.hours import Hours
from bot.announcements.report import Progress
from bot.people import Actor, Right
from bot.texts import Texts
from db.announcements import Announcement, IllegalMove, State, Watch, records
from db.announcements.moves import ORPHANED
from handlers.announcements import cards, door, reporting, words
from handlers.gate import Context
from handlers.house import House
from handlers.keyboards import Row, button, keyboard

log = structlog.get_logger()

EVERY = timedelta(seconds=3)
"""A message is edited no more often; Telegram slows bots that do."""

INSISTS = timedelta(minutes=1)
"""So long the last numbers are written again when Telegram's answer to the edit was lost."""

GOING = frozenset({State.SENDING, State.PAUSED})
STRIVING = GOING | {State.FINISHED}
"""Where everybody is to be reached. A full bar below "cancelled" would say that everybody was."""

THE_BOT = Actor(steering.SYSTEM, frozenset({Right.REPORTS}))
BAR = 12
MAY_WATCH = frozenset({Right.ANNOUNCE, Right.APPROVE, Right.REPORTS})


async def _progress(house: House, number: int) -> Progress:
    now, pace = house.clock.now(), house.bot.rate_limiter.bulk_rate  # type: ignore[union-attr]
    return await report.progress(house.db, THE_BOT, number, house.settings, now=now, pace=pace)


def progress_text(house: House, t: Texts, at: Progress) -> Markup:
    """The numbers as they are now."""
    it = at.announcement
    what, state = words.headed(t, it), words.state(t, it)
    lines = [t("announcements-progress", sign=words.SIGNS[State(it.state)], what=what, state=state)]
    if it.state == State.PAUSED:
        lines.append(t(f"announcements-paused-{it.pause_reason or 'official'}"))
    if it.state in STRIVING:
        lines.append(Markup(_bar(at)))
    lines.append(words.buckets(t, it, at.tally))
    waits = _waits(house, at) if it.state == State.SENDING and at.tally.left else None
    if waits is not None:
        why, until = waits
        lines.append(t(f"announcements-progress-{why}", until=words.soon(house, until)))
    elif it.state == State.SENDING:
        lines.append(t("announcements-progress-pace", pace=numbers.number(round(at.pace, 1))))
    if at.finish_at is not None and at.tally.left:
        lines.append(t("announcements-progress-finish", at=words.soon(house, at.finish_at)))
    if it.state == State.CANCELLED and at.tally.sent:
        lines.append(t("announcements-progress-cancelled", action=it.action))
    return words.join(lines)


def _waits(house: House, at: Progress) -> tuple[str, datetime] | None:
    """What it waits for, and until when: a pause that Telegram asked for, and a quiet time it would end in."""
    it, now, hours = at.announcement, house.clock.now(), Hours.of(house.settings)
    goes_on = at.resting_until or now
    if not hours.may_send(it.kind, it.action, goes_on):
        return "quiet", hours.opens(goes_on)
    return ("flood", goes_on) if at.resting_until else None


def _bar(at: Progress) -> str:
    done = at.tally.total - at.tally.left
    share = done / at.tally.total if at.tally.total else 1.0
    full = int(share * BAR)  # full only when everybody is through
    return f"{'▓' * full}{'░' * (BAR - full)} {numbers.percent(share)}"


def progress_buttons(t: Texts, it: Announcement) -> InlineKeyboardMarkup:
    """Pause or resume, and cancel, while it goes out; the report afterwards."""
    stop = button(t.plain("announcements-button-cancel"), "ann-stop", it.id)
    rows: list[Row] = []
    if it.state == State.SENDING:
        rows.append([button(t.plain("announcements-button-pause"), "ann-pause", it.id), stop])
    elif it.state == State.PAUSED:
        rows.append([button(t.plain("announcements-button-resume"), "ann-resume", it.id), stop])
    rows.append([button(t.plain("announcements-button-report"), "ann-report", it.id)])
    return keyboard([*rows, cards.to_card(t, it.id)])


# -- buttons ----------------------------------------------------------------------------------------------------------


@door.about(*door.EITHER)
async def watch(context: Context, it: Announcement) -> None:
    """ann-watch:number: this message becomes the one that is kept up to date."""
    if it.started_at is None:
        raise IllegalMove(it.id, State.SENDING)
    await context.toast()
    await _put_progress(context, it)


async def _put_progress(context: Context, it: Announcement) -> None:
    house = context.house
    at = await _progress(house, it.id)
    text = progress_text(house, context.t, at)
    placed = await context.edit(text, progress_buttons(context.t, at.announcement))
    there = placed or context.incoming.effective_message  # an edit whose answer was lost is made again
    if there is not None and not _is_over(at):
        await _keep(house, it.id, context.chat, there.message_id, text if placed else "")


def _is_over(at: Progress) -> bool:
    """Whether its numbers will change no more: those under way when it was cancelled have landed, too."""
    return at.announcement.state not in GOING and not at.tally.left


async def look_away(context: Context, it: Announcement) -> None:
    """The message pressed on shows something else from now on; it is not edited back to the numbers."""
    message = context.incoming.effective_message
    async with context.house.db.read() as session:
        kept = await records.watches(session)
    for one in kept:
        same = (one.announcement_id, one.chat_id) == (it.id, context.chat)
        if same and message is not None and one.message_id == message.message_id:
            await _let_go(context.house, one)


async def _keep(house: House, number: int, chat_id: int, message_id: int, text: str) -> None:
    house.shown[number, chat_id] = text
    async with house.db.write() as session:
        await records.watch(session, number, chat_id, message_id, house.clock.now())


@door.about(*door.EITHER)
async def pause(context: Context, it: Announcement) -> None:
    """ann-pause:number."""
    it = await steering.pause(context.house.db, context.visitor.actor, it.id, now=context.now)
    await context.toast(context.t.plain("announcements-paused-toast"))
    await _put_progress(context, it)


@door.about(*door.EITHER)
async def resume(context: Context, it: Announcement) -> None:
    """ann-resume:number."""
    it = await steering.resume(context.house.db, context.visitor.actor, it.id, now=context.now)
    await context.toast(context.t.plain("announcements-resumed-toast"))
    await _put_progress(context, it)


@door.about(*door.EITHER)
async def ask_to_cancel(context: Context, it: Announcement) -> None:
    """ann-stop:number: asked once more, saying how many would not get it."""
    if it.state not in GOING | {State.AWAITING, State.APPROVED}:
        raise IllegalMove(it.id, State.CANCELLED)
    await context.toast()
    t, at = context.t, await _progress(context.house, it.id)
    await look_away(context, it)
    text = _whether_to_cancel(t, at)
    yes = button(t.plain("announcements-button-cancel-sure"), "ann-stopped", it.id)
    no = button(t.plain("announcements-button-cancel-not"), "ann-watch" if it.state in GOING else "ann-card", it.id)
    await context.edit(text, keyboard([[yes], [no]]))


def _whether_to_cancel(t: Texts, at: Progress) -> Markup:
    it, left, sent = at.announcement, numbers.number(at.tally.left), numbers.number(at.tally.sent)
    key = "announcements-cancel-rest" if it.state in GOING else "announcements-cancel"
    text = t(key, action=it.action, what=words.called(t, it), left=left, sent=sent)
    return text if it.state != State.SENDING else Markup("\n\n").join([text, t("announcements-cancel-goes-on")])


@door.about(*door.EITHER)
async def cancel(context: Context, it: Announcement) -> None:
    """ann-stopped:number."""
    left = await steering.cancel(context.house.db, context.visitor.actor, it.id, now=context.now)
    it, t = await door.find(context, it.id), context.t  # it may have started just before
    await _tell_author(context, it)
    if it.started_at is not None:
        await context.toast(t.plain("announcements-cancelled-toast", action=it.action, left=numbers.number(left)))
        await _put_progress(context, it)
        return
    await context.toast()
    said = t("announcements-cancelled", action=it.action, what=words.headed(t, it))
    await context.edit(said, keyboard([cards.to_card(t, it.id)]))


async def _tell_author(context: Context, it: Announcement) -> None:
    """A colleague called it off."""
    if it.author_id in {steering.SYSTEM, context.visitor.person_id}:
        return
    t = context.house.texts[None]
    said = t("announcements-news-cancelled", what=words.headed(t, it), name=words.caller(context))
    await context.house.sender.reply(it.author_id, said, keyboard([cards.to_card(t, it.id)]))


# -- kept up to date by the timetable ---------------------------------------------------------------------------------


async def keep_up(house: House) -> None:
    """Edit every message in which somebody watches, when its numbers changed, at most every few seconds."""
    async with house.db.read() as session:
        found = await records.watches(session)
    now = house.clock.now()
    for one in found:
        if not timedelta(0) <= now - one.shown_at < EVERY:
            await _bring_up_to_date(house, one)


async def _bring_up_to_date(house: House, one: Watch) -> None:
    seen = await people.visitors(house.db, [one.chat_id], house.settings.admin_ids, now=house.clock.now())
    watcher = seen[one.chat_id]
    if watcher.rights.isdisjoint(MAY_WATCH):
        await _let_go(house, one)
        return
    at = await _progress(house, one.announcement_id)
    t = house.texts[watcher.language]
    text = progress_text(house, t, at)
    over, placed = _is_over(at), None
    if over or house.shown.get((one.announcement_id, one.chat_id)) != text:
        buttons = progress_buttons(t, at.announcement)
        placed = await house.sender.edit_message(one.chat_id, one.message_id, text, buttons)
        await _keep(house, one.announcement_id, one.chat_id, one.message_id, text)
    if over and (placed is not None or house.clock.now() - at.announcement.updated_at > INSISTS):
        await _let_go(house, one)


async def _let_go(house: House, one: Watch) -> None:
    house.shown.pop((one.announcement_id, one.chat_id), None)
    async with house.db.write() as session:
        await records.unwatch(session, one.announcement_id, one.chat_id)


# -- what its author hears --------------------------------------------------------------------------------------------


class Teller:
    """Tells an author, once, what became of their announcement; see `bot.announcements.tending.tell_all`."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def __call__(self, it: Announcement) -> None:
        """Never raises for one announcement what would hold up the others."""
        try:
            for who in await self._listeners(it):
                await self._tell(it, who)
        except Exception:
            log.exception("announcement.not_told", number=str(it.id), state=it.state)

    async def _listeners(self, it: Announcement) -> list[int]:
        """The author; for what the system made, everybody who may announce, and only when it stopped; for what lost its
        author, everybody who may announce or approve.
        """
        if it.told == ORPHANED:
            return sorted({*await self._holders(Right.ANNOUNCE), *await self._holders(Right.APPROVE)} - {it.author_id})
        if it.author_id:  # who paused it themselves knows
            return [] if it.state == State.PAUSED and it.paused_by == it.author_id else [it.author_id]
        if it.state != State.PAUSED:
            return []
        return await self._holders(Right.ANNOUNCE)

    async def _holders(self, right: Right) -> list[int]:
        return await people.holders(self._house.db, right, self._house.settings.admin_ids)

    async def _tell(self, it: Announcement, who: int) -> None:
        house = self._house
        t = house.texts[None]
        if it.state == State.SENDING:
            await self._show_progress(it, who, t)
            return
        if it.state == State.FINISHED:
            await reporting.send_report(house, who, t, it)
            return
        card = keyboard([cards.to_card(t, it.id)])
        news = await self._news(it, t)
        await house.sender.reply(who, news, progress_buttons(t, it) if it.state == State.PAUSED else card)

    async def _news(self, it: Announcement, t: Texts) -> Markup:
        if it.told == ORPHANED:
            original = str(it.corrects_id or it.id)
            return t("announcements-news-orphaned", what=words.headed(t, it), action=it.action, original=original)
        if it.state == State.PAUSED and it.paused_by:
            names = await people.names(self._house.db, [it.paused_by])
            name = names.get(it.paused_by) or t.plain("announcements-nameless-official")
            return t("announcements-news-paused-by", what=words.headed(t, it), name=name)
        if it.state == State.PAUSED:
            why = t(f"announcements-paused-{it.pause_reason or 'official'}")
            return t("announcements-news-paused", what=words.headed(t, it), why=why)
        if it.state == State.REJECTED:
            return t("announcements-news-rejected", what=words.headed(t, it), reason=it.rejected_reason or "")
        if it.state == State.EXPIRED and it.started_at is None:
            return t("announcements-news-expired-unsent", what=words.headed(t, it))
        return t(f"announcements-news-{it.state}", what=words.headed(t, it), when=self._start(it, t))

    def _start(self, it: Announcement, t: Texts) -> str:
        """When it will really begin: quiet times are waited for."""
        now = self._house.clock.now()
        begins = Hours.of(self._house.settings).begins(it.kind, it.action, it.send_at, now)
        return words.moment(self._house, begins) if begins > now else t("announcements-soon")

    async def _show_progress(self, it: Announcement, who: int, t: Texts) -> None:
        house = self._house
        async with house.db.read() as session:
            watched = any(one.announcement_id == it.id and one.chat_id == who for one in await records.watches(session))
        if watched:  # resumed: the message is there already
            return
        at = await _progress(house, it.id)
        text = progress_text(house, t, at)
        message = await house.sender.reply(who, text, progress_buttons(t, at.announcement))
        if message is not None:
            await _keep(house, it.id, who, message.message_id, text)
