"""The coming 90 days as a picture: one line per season on a scale of days, estimates with a dashed rim.

matplotlib is imported only when a picture is drawn, without pyplot. Colours as in `bot.answers.chart`.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot import numbers
from bot.answers.chart import DPI, FIRST, INK, MUTED, PAPER, SECOND
from bot.content import City
from bot.content.basics import Day
from bot.seasons.calendar import Event, coming, ref
from bot.texts import Texts

DAYS = 90
MOST = 12
WIDTH, ROW, HEAD, FOOT = 8.0, 0.62, 1.75, 0.75
"""Inches."""
LEFT, RIGHT = 0.47, 0.93
"""Where the scale begins and ends, as fractions of the width."""


@dataclass(frozen=True, slots=True)
class Line:
    """One season: what is written, where its mark stands (0..1 of the 90 days), how sure its day is."""

    label: str
    date: str
    left: str
    place: float
    estimate: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn, as data; `alt` says the same in words."""

    title: str
    range: str
    today: str
    note: str | None
    lines: tuple[Line, ...]
    months: tuple[tuple[str, float], ...]
    alt: str
    key: str


def picture(city: City, t: Texts, today: Day, events: tuple[Event, ...] | None = None) -> Picture:
    """The main seasons of the coming 90 days (or the given ones)."""
    shown = (coming(city, today, days=DAYS) if events is None else events)[:MOST]
    lines = tuple(_line(t, event, today) for event in shown)
    until = today + timedelta(days=DAYS)
    estimates = any(line.estimate for line in lines)
    listed = "\n".join(f"• {line.label}: {line.date}, {line.left}" for line in lines)
    return Picture(
        title=t.plain("seasons-picture-title", city=city.info.short_name),
        range=t.plain("seasons-picture-range", **{"from": numbers.day(today), "until": numbers.day(until)}),
        today=t.plain("seasons-picture-today"),
        note=t.plain("seasons-picture-estimate") if estimates else None,
        lines=lines,
        months=_months(today),
        alt=listed or t.plain("seasons-picture-empty"),
        key=f"seasons:{t.language}:{city.version}:{today}:{'|'.join(ref([event]) for event in shown)}",
    )


def _line(t: Texts, event: Event, today: Day) -> Line:
    days = event.left(today)
    date = f"{'± ' if event.estimate else ''}{numbers.day(event.date)}"
    return Line(event.label, date, t.plain("seasons-picture-left", days=days), days / DAYS, event.estimate)


def _months(today: Day) -> tuple[tuple[str, float], ...]:
    """The first of each month within the range, where it stands."""
    days = (today + timedelta(days=shift) for shift in range(1, DAYS + 1))
    return tuple((numbers.month(day).split()[0], (day - today).days / DAYS) for day in days if day.day == 1)


def draw(shown: Picture) -> bytes:
    """The picture as PNG. Takes a few hundred milliseconds: call it in a thread."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    height = HEAD + FOOT + ROW * max(len(shown.lines), 2)
    figure = Figure(figsize=(WIDTH, height), dpi=DPI, facecolor=PAPER)
    FigureCanvasAgg(figure)
    figure.text(0.06, 1 - 0.45 / height, shown.title, fontsize=22, fontweight="bold", color=INK, va="center")
    figure.text(0.06, 1 - 0.87 / height, shown.range, fontsize=14, color=MUTED, va="center")
    axes: Any = figure.add_axes((0, FOOT / height, 1, 1 - (HEAD + FOOT - 0.35) / height))
    axes.set_xlim(0, 1)
    axes.set_ylim(max(len(shown.lines), 2) - 0.4, -0.95)
    axes.axis("off")
    _scale(axes, shown)
    for row, line in enumerate(shown.lines):
        _row(axes, row, line)
    if shown.note:
        figure.text(0.06, 0.3 / height, shown.note, fontsize=11.5, color=MUTED, va="center")
    target = io.BytesIO()
    figure.savefig(target, format="png")
    return target.getvalue()


def _x(place: float) -> float:
    return LEFT + place * (RIGHT - LEFT)


def _scale(axes: Any, shown: Picture) -> None:
    bottom = max(len(shown.lines), 2) - 0.5
    for name, place in shown.months:
        axes.plot([_x(place)] * 2, [-0.5, bottom], color=SECOND, linewidth=1.2, zorder=0)
        axes.text(_x(place), -0.72, name, fontsize=11.5, color=MUTED, ha="center")
    axes.plot([_x(0)] * 2, [-0.5, bottom], color=INK, linewidth=1.6, zorder=0)
    if not any(place < 0.12 for _, place in shown.months):
        axes.text(_x(0), -0.72, shown.today, fontsize=11.5, color=INK, ha="center")


def _row(axes: Any, row: int, line: Line) -> None:
    x = _x(line.place)
    axes.text(0.06, row - 0.14, _short(line.label), fontsize=13, fontweight="bold", color=INK, va="center")
    axes.text(0.06, row + 0.24, line.date, fontsize=11.5, color=MUTED, va="center")
    axes.plot([_x(0), x], [row, row], color=SECOND, linewidth=7, solid_capstyle="butt", zorder=1)
    rim = {"linestyle": (0, (2, 1.2)), "facecolor": PAPER} if line.estimate else {"linestyle": "-", "facecolor": FIRST}
    axes.scatter([x], [row], s=190, edgecolors=FIRST, linewidths=2, zorder=2, **rim)
    beside = x - 0.022 if line.place > 0.62 else x + 0.022
    side = "right" if line.place > 0.62 else "left"
    box = {"facecolor": PAPER, "edgecolor": "none", "pad": 2}
    axes.text(beside, row, line.left, fontsize=11.5, color=INK, ha=side, va="center", zorder=3, bbox=box)


def _short(label: str) -> str:
    """What stands in brackets is left out where there is little room."""
    return label.split(" (")[0]
