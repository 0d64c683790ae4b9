"""The words of a reminder, as its reader gets them. One text serves everyone with the same seasons and sector."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from bot import numbers
from bot.content import City, Programme
from bot.content.basics import Day
from bot.html import with_entities
from bot.seasons.calendar import AFTER, Event, Planned, ref
from bot.seasons.ideas import Ideas, checklist, helpful, ideas_for, names
from bot.texts import Texts
from db.seasons import PROGRAMME

TODO_MOST = 3
LABEL_MOST = 40

Button = dict[str, str]
"""{"label", "data"}: a button of the bot under a message; rows are made by whoever sends it."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One text of a wave, and the buttons under it."""

    html: Markup
    buttons: tuple[Button, ...]

    def as_variant(self) -> dict[str, Any]:
        """As the ledger keeps it: text, Bot API entities, buttons."""
        text, entities = with_entities(str(self.html))
        return {"text": text, "entities": entities, "buttons": [dict(button) for button in self.buttons]}


def date_of(city: City, event: Event) -> str:
    """ "Senin, 8 Februari 2027 (perkiraan, menunggu sidang isbat)"."""
    return f"{numbers.weekday(event.date)}{estimate(city, event)}"


def short_date_of(city: City, event: Event) -> str:
    """The same without the day of the week."""
    return f"{numbers.day(event.date)}{estimate(city, event)}"


def estimate(city: City, event: Event) -> str:
    """ " (perkiraan, ...)" for an estimate, else ""."""
    rules = city.calendar.rules
    return f" ({rules.isbat_note if event.isbat else rules.estimate_note})" if event.estimate else ""


def left(t: Texts, event: Event, today: Day) -> Markup:
    """ "14 hari lagi"."""
    return t("seasons-left", days=event.left(today))


def compose(
    city: City, t: Texts, planned: Planned, sector: str | None, today: Day, notes: Sequence[str] = ()
) -> Reminder:
    """The reminder for owners of `sector` as it is sent on `today`."""
    events = planned.events
    if events[0].season.startswith(PROGRAMME):
        return _deadline(city, t, events[0], today, notes)
    if planned.wave == AFTER:
        parts = [_after_title(city, t, events, today), *_todo(city, t, AFTER, "seasons-after-todo")]
        days = AFTER
    else:
        days = events[0].left(today)
        parts = [_title(city, t, events, today), *_remarks(city, t, events), _ideas(city, t, planned, sector, today)]
        parts += _todo(city, t, days, "seasons-wave-todo")
    programme = next((found for event in events if (found := helpful(city, event.season, sector, days, today))), None)
    if programme:
        parts.append(_programme_line(t, programme))
    parts += [t("seasons-wave-note", text=note) for note in notes]
    if sector is None:
        parts.append(t("seasons-wave-no-sector"))
    parts.append(t("seasons-wave-stop"))
    return Reminder(_paragraphs(parts), tuple(_buttons(t, events, planned.wave, programme)))


def _paragraphs(parts: Iterable[str]) -> Markup:
    return Markup("\n\n").join([Markup(part) for part in parts if part])


def _lines(head: Markup, items: Iterable[Markup]) -> Markup:
    return Markup("\n").join([head, *items])


def _title(city: City, t: Texts, events: Sequence[Event], today: Day) -> Markup:
    if len(events) == 1:
        (event,) = events
        title = t("seasons-wave-title", label=event.label, left=left(t, event, today))
        return _lines(title, [t("seasons-wave-when", date=date_of(city, event))])
    title = t("seasons-wave-title-many", names=names(city, events))
    lines = [t("seasons-wave-event", label=e.label, date=date_of(city, e), left=left(t, e, today)) for e in events]
    return _lines(title, lines)


def _after_title(city: City, t: Texts, events: Sequence[Event], today: Day) -> Markup:
    if len(events) > 1:
        return t("seasons-after-title-many", names=names(city, events))
    (event,) = events
    ago = t("seasons-ago", days=(today - event.last_day).days)
    return t("seasons-after-title", label=event.label, left=ago, date=numbers.day(event.last_day))


def _remarks(city: City, t: Texts, events: Sequence[Event]) -> list[Markup]:
    """What the content says about a season itself. That the isbat decides is said beside the date already."""
    found = [remark for event in events if not event.isbat and (remark := city.season(event.season).remark)]
    return [t("seasons-wave-remark", text=found[0])] if found and len(events) == 1 else []


def _ideas(city: City, t: Texts, planned: Planned, sector: str | None, today: Day) -> Markup:
    """Two ideas for one season; one for each of several. Each wave begins with another one."""
    events = planned.events
    if len(events) == 1:
        start = _turn(events[0], planned.wave)
        found = [ideas_for(city, events[0].season, sector, left=events[0].left(today), start=start)]
    else:
        found = [
            ideas_for(city, e.season, sector, left=e.left(today), start=_turn(e, planned.wave), most=1) for e in events
        ]
    return _lines(ideas_head(city, t, found[0], sector, "seasons-wave-ideas"), _idea_lines(t, events, found))


def _turn(event: Event, wave: int) -> int:
    return 2 * event.days.index(wave) if wave in event.days else 0


def ideas_head(city: City, t: Texts, found: Ideas, sector: str | None, key: str, **more: str) -> Markup:
    """Whose ideas these are: the owner's trade's, those of the nearest one, or of several."""
    if found.sector is None or sector is None:
        return t(f"{key}-mixed", **more)
    label = city.sector(sector if sector != "lainnya" else found.sector).label.lower()
    return t(key if found.own else f"{key}-near", sector=label, **more)


def _idea_lines(t: Texts, events: Sequence[Event], found: Sequence[Ideas]) -> list[Markup]:
    if len(events) == 1:
        return [t("seasons-wave-idea", text=text) for text in found[0].texts]
    return [
        t("seasons-wave-idea-of", label=event.label, text=text)
        for event, ideas in zip(events, found, strict=True)
        for text in ideas.texts
    ]


def _todo(city: City, t: Texts, days: int, head: str) -> list[Markup]:
    items = [t("seasons-wave-todo-item", text=text) for text in checklist(city, days)[:TODO_MOST]]
    return [_lines(t(head), items)] if items else []


def _programme_line(t: Texts, programme: Programme) -> Markup:
    if programme.deadline:
        deadline = t("seasons-wave-deadline", date=numbers.day(programme.deadline))
    else:
        deadline = t("seasons-wave-no-deadline")
    return t("seasons-wave-programme", title=programme.title, deadline=deadline)


def _buttons(t: Texts, events: Sequence[Event], wave: int, programme: Programme | None) -> Iterable[Button]:
    if wave != AFTER:
        yield _button(t, "seasons-button-ready", "ready", events)
        yield _button(t, "seasons-button-again", "again", events)
        yield _button(t, "seasons-button-more", "more", events)
    yield _button(t, "seasons-button-off", "off", events)
    if programme:
        title = programme.title[:LABEL_MOST]
        yield {"label": t.plain("seasons-button-programme", title=title), "data": f"ask:{programme.topic}"}


def _button(t: Texts, key: str, act: str, events: Sequence[Event]) -> Button:
    return {"label": t.plain(key), "data": f"season:{act}:{ref(events)}"}


def _deadline(city: City, t: Texts, event: Event, today: Day, notes: Sequence[str]) -> Reminder:
    programme = city.filled(city.programme(event.season.removeprefix(PROGRAMME)), today)
    steps = [t("seasons-wave-todo-item", text=step) for step in programme.steps[:TODO_MOST]]
    parts = [
        _lines(
            t("seasons-deadline-title", label=programme.title, left=left(t, event, today)),
            [t("seasons-wave-when", date=numbers.weekday(event.date))],
        ),
        Markup.escape(programme.what),
        _lines(t("seasons-deadline-steps"), steps),
        t("seasons-deadline-check", **{"with": programme.check_with}),
        *[t("seasons-wave-note", text=note) for note in notes],
        t("seasons-deadline-stop"),
    ]
    buttons = [
        _button(t, "seasons-button-ready", "ready", [event]),
        _button(t, "seasons-button-off-programme", "off", [event]),
        {"label": t.plain("seasons-button-programme", title=programme.title[:LABEL_MOST]),
         "data": f"ask:{programme.topic}"},
    ]  # fmt: skip
    return Reminder(_paragraphs(parts), tuple(buttons))
