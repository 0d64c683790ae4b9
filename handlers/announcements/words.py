"""How announcements are put into words for officials: the card, the audience, the numbers of the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from markupsafe import Markup, escape

from bot import numbers
from bot.announcements import blanks, content, frame, report
from bot.announcements.hours import Hours
from bot.clock import city_day
from bot.content import City
from bot.html import units
from bot.texts import Texts
from db.announcements import Action, Announcement, State
from db.announcements.audience import Audience, Reach
from db.announcements.ledger import Tally
from handlers.gate import Context
from handlers.house import House

EXCERPT = 300
TITLE = 26
SIGNS = {
    State.DRAFT: "📝", State.AWAITING: "⏳", State.APPROVED: "✅", State.SENDING: "📤", State.PAUSED: "⏸",
    State.FINISHED: "🏁", State.REJECTED: "↩️", State.CANCELLED: "✖️", State.EXPIRED: "⌛",
}  # fmt: skip
AHEAD = frozenset({State.DRAFT, State.AWAITING, State.APPROVED})
DIMENSIONS = ("sectors", "kecamatan", "scales", "programmes", "languages")
"""The conditions of an audience that are lists, in the order in which they are said."""


def join(lines: Iterable[str | None]) -> Markup:
    """Lines that are there, one below the other."""
    return Markup("\n").join(line for line in lines if line is not None)


def excerpt(text: str, most: int = EXCERPT) -> str:
    """The beginning of a text, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def moment(house: House, when: datetime) -> str:
    """ "Sabtu, 12 Desember 2026 pukul 08.30 WITA"."""
    return house.moment(when)


def start(context: Context, it: Announcement) -> str | Markup:
    """When it goes out; while that is ahead and falls into quiet hours, when these end."""
    house, now = context.house, context.now
    begins = Hours.of(house.settings).begins(it.kind, it.action, it.send_at, now)
    if it.state in AHEAD and begins > max(now, it.send_at or now):
        return context.t("announcements-after-quiet", at=moment(house, begins))
    return moment(house, it.send_at) if it.send_at else context.t("announcements-at-once")


def soon(house: House, when: datetime) -> str:
    """ "14.35 WITA" for today, else the whole moment."""
    zone, label = house.settings.zone, house.city.info.time_label
    if city_day(when, zone) == city_day(house.clock.now(), zone):
        return f"{numbers.clock(when, zone)} {label}"
    return moment(house, when)


def caller(context: Context) -> str:
    """What the visitor goes by in Telegram, as a colleague reads it."""
    user = context.incoming.effective_user
    return user.full_name if user else str(context.visitor.person_id)


def sender(house: House, it: Announcement) -> str:
    """Who recipients read it is from: "Rina, DKUMKMP"."""
    return frame.sender(house.texts["id"], house.city.office.short_name, it.signed)


def filled(it: Announcement, text: str = "", name: str = "") -> str:
    """The text as somebody of that name got it, {usaha} with its fallback."""
    return blanks.Template(content.Message(text or it.text), it.blanks).fill({"nama": name}).text


def title(t: Texts, it: Announcement) -> str:
    """One line for lists: sign, number and the first words."""
    nothing = "announcements-no-text-yet" if it.author_id else "announcements-by-system"
    words = excerpt(it.text, TITLE) or t.plain(nothing)
    if it.corrects_id is not None:
        words = t.plain(f"announcements-title-{it.action}", original=str(it.corrects_id), words=words)
    return f"{SIGNS[State(it.state)]} {it.id} · {words}"


def called(t: Texts, it: Announcement) -> Markup:
    """ "pengumuman nomor 12", or for a correction "ralat pengumuman nomor 12 (draf nomor 14)"."""
    return t(f"announcements-called-{it.action}", number=str(it.id), original=str(it.corrects_id or it.id))


def headed(t: Texts, it: Announcement) -> Markup:
    """The same at the beginning of a sentence."""
    name = called(t, it)
    return name[:1].upper() + name[1:]


def state(t: Texts, it: Announcement) -> Markup:
    """What it is doing: an announcement is sent, a correction corrects, a retraction takes back."""
    return t(f"announcements-state-{it.state}", action=it.action)


def card(context: Context, it: Announcement) -> Markup:
    """Everything an official should see of an announcement, in the state it is in."""
    t = context.t
    standing = t("announcements-card-state", sign=SIGNS[State(it.state)], state=state(t, it))
    if it.template is not None:  # it is never sent itself, so neither its state nor its time matters
        return join([_head(t, it), "", *_content(t, it), "", *_whom(context, it)])
    return join([_head(t, it), standing, *_why(t, it), "", *_content(t, it), "", *_conditions(context, it)])


def _head(t: Texts, it: Announcement) -> Markup:
    if it.template is not None:
        return t("announcements-card-template", name=it.template)
    if it.corrects_id is None:
        return t("announcements-card-send", number=str(it.id))
    return t(f"announcements-card-{it.action}", number=str(it.id), original=str(it.corrects_id))


def _why(t: Texts, it: Announcement) -> list[Markup]:
    if it.state == State.REJECTED:
        return [t("announcements-card-rejected", reason=it.rejected_reason or "")]
    if it.state == State.PAUSED:
        return [t(f"announcements-paused-{it.pause_reason or 'official'}")]
    return []


def _content(t: Texts, it: Announcement) -> list[Markup]:
    if not it.text and not it.media_id:
        return [t("announcements-card-empty" if it.author_id else "announcements-card-by-system")]
    lines = [Markup("<blockquote>{}</blockquote>").format(excerpt(it.text))] if it.text else []
    have, most = numbers.number(units(it.text)), numbers.number(content.limit(it.media_kind))
    lines.append(t("announcements-card-length", have=have, most=most))
    if it.media_kind and it.action == Action.SEND:
        lines.append(t("announcements-card-media", media=t(f"announcements-media-{it.media_kind}")))
    for one in it.buttons:
        lines.append(t("announcements-card-link", label=one["label"], url=one.get("url", "")))
        if one.get("counted"):
            lines.append(t("announcements-card-counted"))
    return [*lines, *fallbacks(t, it)]


def fallbacks(t: Texts, it: Announcement) -> list[Markup]:
    """What stands where each reader's name or business is not known. Who approves should know that it is filled in."""
    return [
        t("announcements-card-blank", blank=f"{{{name}}}", fallback=it.blanks[name])
        for name in blanks.used(it.text)
        if name in it.blanks
    ]


def _conditions(context: Context, it: Announcement) -> list[Markup]:
    t, house = context.t, context.house
    lines = [t("announcements-card-sender", sender=sender(house, it))] if it.author_id else []
    lines += _whom(context, it)
    lines.append(t("announcements-card-when", when=start(context, it)))
    if it.not_after:
        lines.append(t("announcements-card-not-after", when=moment(house, it.not_after)))
    return lines


def _whom(context: Context, it: Announcement) -> list[Markup]:
    t = context.t
    lines = [t("announcements-card-kind", kind=t(f"announcements-kind-{it.kind}"))]
    if it.action == Action.SEND:
        lines.append(t("announcements-card-audience", audience=audience(t, context.house.city, it.audience)))
    return lines


def audience(t: Texts, city: City, chosen: dict[str, object]) -> Markup:
    """ "Kuliner atau Fesyen · Balikpapan Selatan", or that nothing was chosen yet."""
    if not chosen:
        return t("announcements-audience-none")
    picked = Audience.from_json(chosen)
    if picked.listed:
        return t("announcements-audience-listed")
    if picked.chats_only:
        return t("announcements-audience-chats-only")
    return Markup(" · ").join(_chosen(t, city, picked))


def _chosen(t: Texts, city: City, picked: Audience) -> list[Markup]:
    either = t("announcements-audience-or")
    found = [
        either.join(escape(choice(t, city, dimension, value)) for value in values)
        for dimension in DIMENSIONS
        if (values := getattr(picked, dimension))
    ]
    if picked.registered is not None:
        found.append(t(f"announcements-audience-{'registered' if picked.registered else 'unregistered'}"))
    if not found:
        found.append(t("announcements-audience-everyone"))
    if picked.chats:
        found.append(t("announcements-audience-chats"))
    return found


def choice(t: Texts, city: City, dimension: str, value: str) -> str:
    """A choice of the audience as people call it; what the content no longer has keeps its id."""
    try:
        match dimension:
            case "sectors":
                return city.sector(value).label
            case "kecamatan":
                return city.area(value).name
            case "programmes":
                return city.programme(value).title
    except KeyError:
        return value
    key = f"announcements-choice-{value}"
    return t.plain(key) if key in t else value


def reach(t: Texts, counted: Reach) -> Markup:
    """How many will get it, and why the others will not; the lines sum to everybody."""
    why = (("opted-out", counted.opted_out), ("blocked", counted.blocked), ("budget", counted.budget_used),
           ("outside", counted.outside))  # fmt: skip
    lines = [t("announcements-reach-will", count=numbers.number(counted.will_get))]
    if counted.chats:
        lines.append(t("announcements-reach-chats", count=numbers.number(counted.chats)))
    lines += [t(f"announcements-reach-{name}", count=numbers.number(many)) for name, many in why if many]
    return join([*lines, t("announcements-reach-total", count=numbers.number(counted.total))])


def buckets(t: Texts, it: Announcement, tally: Tally) -> Markup:
    """The ledger's buckets, those that hold somebody; unknown ones are said, not hidden."""
    named = (("sent", tally.sent), ("blocked", tally.blocked), ("failed", tally.failed),
             ("unknown", tally.unknown), ("skipped", tally.skipped), ("left", tally.left))  # fmt: skip
    return join(
        t(f"announcements-bucket-{name}", count=numbers.number(many), action=it.action)
        for name, many in named
        if many or name in {"sent", "left"}
    )


def reasons(t: Texts, tally: Tally) -> list[Markup]:
    """Why, of those who did not get it: "• Memblokir bot: 12"."""
    return [
        t("announcements-reason", reason=report.reason(t, state, why), count=numbers.number(many))
        for state, why, many in tally.reasons
    ]
