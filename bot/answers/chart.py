"""/statistik as a picture: shares by size and by sector, drawn from the figures.

The press's yearly counts are never drawn: their definitions differ, and a line through them would say what nobody
measured. matplotlib is imported only when a chart is drawn, without pyplot: 45 MB and 0.3 s that few starts need.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from bot.content import City
from bot.texts import Texts

INK, MUTED, PAPER = "#12312b", "#5f7a74", "#ffffff"
FIRST, SECOND = "#0f8a6d", "#bfe3d8"
SIZE_INCHES, DPI = (8, 6.4), 130


@dataclass(frozen=True, slots=True)
class Share:
    """One bar: a part of the whole and the rest. `part` is a fraction of one; the labels are what people read."""

    title: str
    part: float
    part_label: str
    rest_label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """What the picture shows, as data; `alt` says the same in words for those who cannot see it."""

    title: str
    big: str
    shares: tuple[Share, ...]
    source: str
    alt: str


def chart(city: City, t: Texts) -> Chart:
    """The city's figures as a chart. Raises KeyError when a figure it needs is gone."""
    known = {name: city.shown(id) for name, id in FIGURES.items()}
    bare = {f"{name}-bare": city.shown(id, about=False) for name, id in FIGURES.items()}
    shares = (
        Share(
            t.plain("answers-chart-by-scale"),
            city.value("F02") / city.value("F01"),
            t.plain("answers-chart-micro", count=bare["micro-bare"], share=bare["micro_share-bare"]),
            t.plain("answers-chart-bigger", count=bare["bigger-bare"]),
        ),
        Share(
            t.plain("answers-chart-by-sector"),
            city.value("F05") / 100,
            t.plain("answers-chart-food", count=bare["food_count-bare"], share=bare["food-bare"]),
            t.plain("answers-chart-others", count=bare["others-bare"]),
        ),
    )
    source = city.source_line(city.figure("F01").sources) or ""
    return Chart(
        title=t.plain("answers-chart-title", city=city.info.short_name),
        big=_capital(t.plain("answers-chart-total", total=known["total"])),
        shares=shares,
        source=source.removeprefix("📎 "),
        alt=t.plain("answers-chart-alt", city=city.info.name, source=source, **known),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


FIGURES = {"total": "F01", "micro": "F02", "micro_share": "D01", "bigger": "D02", "food": "F05", "food_count": "D03",
           "others": "D04"}  # fmt: skip


def draw(shown: Chart) -> bytes:
    """The chart as PNG. Takes a few hundred milliseconds: call it in a thread."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=SIZE_INCHES, dpi=DPI, facecolor=PAPER)
    FigureCanvasAgg(figure)
    figure.text(0.06, 0.915, shown.title, fontsize=17, color=MUTED)
    figure.text(0.06, 0.815, shown.big, fontsize=28, fontweight="bold", color=INK)
    for number, share in enumerate(shown.shares):
        _bar(figure, share, bottom=0.5 - number * 0.32)
    figure.text(0.06, 0.035, shown.source, fontsize=10.5, color=MUTED)
    picture = io.BytesIO()
    figure.savefig(picture, format="png")
    return picture.getvalue()


def _bar(figure: object, share: Share, bottom: float) -> None:
    axes = figure.add_axes((0.06, bottom, 0.88, 0.115))  # type: ignore[attr-defined]
    axes.barh([0], [share.part], color=FIRST, height=1)
    axes.barh([0], [1 - share.part], left=[share.part], color=SECOND, height=1)
    axes.set_xlim(0, 1)
    axes.set_ylim(-0.5, 0.5)
    axes.axis("off")
    axes.text(0, 0.78, share.title, fontsize=14.5, color=INK, fontweight="bold", va="bottom")
    axes.text(0, -0.66, share.part_label, fontsize=13, color=FIRST, fontweight="bold", va="top")
    axes.text(1, -0.66, share.rest_label, fontsize=13, color=MUTED, va="top", ha="right")
