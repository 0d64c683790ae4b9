"""Before it goes out: the real message to oneself and to a test group, handing in, and the other pair of eyes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup
from telegram import Message

from bot import numbers, people
from bot.announcements import approval, counting, steering, writing
from bot.announcements.content import content_hash
from bot.announcements.refusals import Refused
from bot.outcomes import Never, Sent
from bot.people import Right
from db.announcements import Action, Announcement, IllegalMove, Kind, State, records
from handlers.announcements import audience, cards, door, real, words
from handlers.gate import Context, Forged
from handlers.keyboards import button, keyboard
from handlers.waiting import WAITING, ask_for, cancel_button, stop

REASON = "announcement-reason"
"""What is waited for while an approver writes why not."""

SAMPLES = 3


async def summary(context: Context, it: Announcement) -> Markup:
    """What an official should know before it goes out: who gets it and why others not, examples, when it is through."""
    t, house = context.t, context.house
    key = "announcements-preview-retraction" if it.action == Action.DELETE else "announcements-preview"
    lines: list[Markup | str] = [t(key, what=words.called(t, it)), "", await audience.reached(context, it)]
    if it.action == Action.SEND and it.audience:
        lines += await _people(context, it)
    similar = await counting.similar(house.db, it, now=context.now) if it.action == Action.SEND and it.text else []
    if similar:
        lines += ["", t("announcements-preview-similar", number=str(similar[0][0]), likeness=round(similar[0][1]))]
    if house.settings.announce_chats and it.action == Action.SEND and "chats" not in it.audience:
        lines.append(t("announcements-preview-no-chats"))
    return words.join([*lines, "", *_times(context, it)])


async def _people(context: Context, it: Announcement) -> list[Markup | str]:
    house, t, actor = context.house, context.t, context.visitor.actor
    some = await counting.samples(house.db, actor, it, house.settings, now=context.now, most=SAMPLES)
    names = [t("announcements-sample", name=one.name, business=one.business or t.plain("announcements-no-business"))
             for one in some]  # fmt: skip
    counted = await counting.count(house.db, actor, it, house.settings, now=context.now)
    pace = house.bot.rate_limiter.bulk_rate  # type: ignore[union-attr]
    through = counting.finish_time(it, counted.will_get, house.settings, now=context.now, pace=pace)
    finish = t("announcements-preview-finish", at=words.moment(house, through), pace=numbers.number(round(pace)))
    late = [t("announcements-preview-late")] if it.not_after and through > it.not_after else []
    return [*(["", t("announcements-preview-samples"), *names] if names else []), "", finish, *late]


def _times(context: Context, it: Announcement) -> list[Markup]:
    t, house = context.t, context.house
    when = words.start(context, it)
    kind = t(f"announcements-kind-{it.kind}")
    lines = [t("announcements-card-kind", kind=kind), t("announcements-card-when", when=when)]
    if it.not_after:
        lines.append(t("announcements-card-not-after", when=words.moment(house, it.not_after)))
    return [*lines, *words.fallbacks(t, it)]


# -- preview ----------------------------------------------------------------------------------------------------------


@door.about(*door.EITHER)
async def preview(context: Context, it: Announcement) -> None:
    """ann-see:number: the real message to oneself, below it the count with its reasons."""
    _check_there_is_something(it)
    await context.toast()
    if not await _shown(context, context.chat, it):
        return
    await _reply_summary(context, it)


async def _reply_summary(context: Context, it: Announcement) -> None:
    t = context.t
    mine = it.author_id == context.visitor.person_id and it.state == State.DRAFT
    if mine:
        rows = [
            [button(t.plain("announcements-button-test"), "ann-test", it.id)],
            [button(t.plain("announcements-button-submit"), "ann-submit", it.id)],
            cards.to_card(t, it.id),
        ]
        await context.reply(await summary(context, it), keyboard(rows))
        return
    await context.reply(await summary(context, it), cards.buttons(context, it))


def _check_there_is_something(it: Announcement) -> None:
    if not it.text and not it.media_id:
        raise Refused("empty")


async def _shown(context: Context, chat_id: int, it: Announcement) -> bool:
    """Whether the real message arrived; else says to whoever asked why not."""
    outcome = await real.show(context.house, chat_id, it)
    if isinstance(outcome, Sent):
        return True
    if chat_id == context.chat:
        why = context.t(outcome.key) if isinstance(outcome, Never) else context.t("announcements-media-away")
        await context.reply(context.t("announcements-preview-failed", why=why))
    return False


@door.drafting
async def test(context: Context, it: Announcement) -> None:
    """ann-test:number: the real message to every other official who may announce."""
    house = context.house
    _check_there_is_something(it)
    await context.toast()
    others = await people.holders(house.db, Right.ANNOUNCE, house.settings.admin_ids)
    arrived = 0
    for who in others:
        if who != context.visitor.person_id and await _shown(context, who, it):
            arrived += 1
            note = house.texts[None]("announcements-test-note", name=words.caller(context), number=str(it.id))
            await house.sender.reply(who, note)
    await context.reply(context.t("announcements-tested", count=arrived))


# -- handing in -------------------------------------------------------------------------------------------------------


@door.about(Right.ANNOUNCE)
async def submit(context: Context, it: Announcement) -> None:
    """ann-submit:number: to the other officials, or straight on where four eyes are switched off."""
    house = context.house
    it = await approval.submit(house.db, context.visitor.actor, it.id, house.settings, now=context.now)
    await context.toast(context.t.plain("announcements-submitted-toast"))
    await cards.show(context, it)
    if it.state == State.AWAITING:
        await _ask_and_say(context, it)


@door.about(Right.ANNOUNCE)
async def remind(context: Context, it: Announcement) -> None:
    """ann-remind:number: show it once more to those who may decide, some of whom were out of reach."""
    if it.author_id != context.visitor.person_id:
        raise Refused("not-yours", number=it.id)
    if it.state != State.AWAITING:
        raise IllegalMove(it.id, State.AWAITING)
    await context.toast()
    await _ask_and_say(context, it)


async def _ask_and_say(context: Context, it: Announcement) -> None:
    """Ask those who may decide, and say who was asked; where too few can be reached, what to do about it."""
    house, t = context.house, context.t
    async with house.db.read() as session:
        confirmed = {one.person_id for one in await records.approvals(session, it.id)}
    others = [who for who in await people.holders(house.db, Right.APPROVE, house.settings.admin_ids)
              if who not in {it.author_id, *confirmed}]  # fmt: skip
    reached = await _ask_approvers(context, it, others)
    needed = approval.confirmations_needed(it.kind, house.settings) - len(confirmed)
    lines = [t("announcements-submitted", count=len(reached), needed=needed)] if reached else []
    if len(reached) >= needed:
        await context.reply(words.join(lines))
        return
    manages = Right.PEOPLE in context.visitor.rights
    lost = [who for who in others if who not in reached]
    if lost:
        lines.append(t("announcements-submitted-unreachable", names=", ".join(await _names(context, lost))))
    if len(others) < needed:
        lines.append(t("announcements-submitted-too-few", more=needed - len(others)))
        lines.append(t(f"announcements-submitted-{'invite' if manages else 'admin'}"))
    again = button(t.plain("announcements-button-remind"), "ann-remind", it.id)
    await context.reply(Markup("\n\n").join(lines), keyboard([[again], cards.to_card(t, it.id)]))


async def _names(context: Context, ids: Sequence[int]) -> list[str]:
    """What they are called; an admin who never came has no name here."""
    known = await people.names(context.house.db, ids)
    nobody = context.t.plain("announcements-nameless")
    return list(dict.fromkeys(known.get(who) or nobody for who in ids))


async def _ask_approvers(context: Context, it: Announcement, others: Sequence[int]) -> list[int]:
    """Show those who may decide the real message, the count with reasons, and the two buttons; who was reached."""
    house = context.house
    t = house.texts[None]
    asked = t("announcements-please-decide", name=words.caller(context), what=words.called(t, it))
    text = words.join([asked, await summary(context, it)])
    if it.kind == Kind.EMERGENCY:
        text = words.join([t("announcements-please-decide-emergency"), text])
    reached = []
    for who in others:
        shown = await _shown(context, who, it)
        if shown and await house.sender.reply(who, text, keyboard(cards.to_decide(t, it))) is not None:
            reached.append(who)
    return reached


@door.about(Right.ANNOUNCE)
async def pull_back(context: Context, it: Announcement) -> None:
    """ann-pull:number: back to a draft, to work on it; what was approved is not approved any more."""
    if it.state not in {State.AWAITING, State.APPROVED}:
        raise IllegalMove(it.id, State.DRAFT)
    it = await writing.withdraw(context.house.db, context.visitor.actor, it.id, now=context.now)
    await context.toast(context.t.plain("announcements-pulled"))
    await cards.show(context, it)


# -- deciding ---------------------------------------------------------------------------------------------------------


@door.about(Right.APPROVE)
async def approve(context: Context, it: Announcement) -> None:
    """ann-yes:number:hash. The hash is of what was shown; anything changed since is refused."""
    house, seen = context.house, context.argument(1)
    if len(seen) != cards.HASH_SHOWN:
        raise Forged("no hash")
    whole = content_hash(it)
    seen_hash = whole if whole.startswith(seen) else seen
    missing = await approval.approve(house.db, context.visitor.actor, it.id, seen_hash, house.settings, now=context.now)
    await context.toast(context.t.plain("announcements-approved-toast"))
    key = "announcements-confirmed" if missing else "announcements-approved"
    said = context.t(key, what=words.headed(context.t, it), missing=missing)
    await context.edit(said, keyboard([cards.to_card(context.t, it.id)]))
    if missing:
        t = house.texts[None]
        first = t(
            "announcements-confirmed-author", name=words.caller(context), what=words.called(t, it), missing=missing
        )
        await house.sender.reply(it.author_id, first)


@door.about(Right.APPROVE)
async def reject(context: Context, it: Announcement) -> None:
    """ann-no:number: asks for the reason, which the author will read."""
    if it.author_id == context.visitor.person_id:
        raise Refused("own")
    if it.state != State.AWAITING:
        raise IllegalMove(it.id, State.REJECTED)
    await context.toast()
    await ask_for(context, REASON, number=it.id)
    await context.reply(
        context.t("announcements-why-not", what=words.called(context.t, it)), keyboard([cancel_button(context)])
    )


async def rejected(context: Context, message: Message, data: dict[str, Any]) -> None:
    """The reason came."""
    try:
        it = await approval.reject(
            context.house.db, context.visitor.actor, data["number"], message.text or "", now=context.now
        )
    except (Refused, IllegalMove) as error:
        await door.say_why(context, error)
        if not isinstance(error, Refused) or error.why != "no-reason":
            await stop(context)
        return
    await stop(context)
    said = context.t("announcements-rejected", what=words.headed(context.t, it))
    await context.reply(said, keyboard([cards.back(context.t)]))


WAITING[REASON] = rejected


# -- calling off ------------------------------------------------------------------------------------------------------


@door.drafting
async def drop(context: Context, it: Announcement) -> None:
    """ann-dropped:number: the draft is gone, or the template; what was made of that stays."""
    t = context.t
    await steering.cancel(context.house.db, context.visitor.actor, it.id, now=context.now)
    await context.toast()
    said = t("announcements-dropped", number=str(it.id))
    if it.template is not None:
        said = t("announcements-dropped-template", name=it.template)
    await context.edit(said, keyboard([cards.back(t)]))
