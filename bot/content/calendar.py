"""The calendar of selling seasons (seasons.yaml)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from bot.content.basics import Confidence, Day, Ids, Model, Words, Zone


class CalendarRules(Model):
    """When reminders go out, and how an estimated date is spoken of.

    `ideas_from`: for a sector without ideas of its own, the sector whose ideas come closest.
    """

    timezone: Zone
    reminder_hour: Annotated[int, Field(ge=0, le=23)]
    merge_within_days: Annotated[int, Field(ge=0)]
    skip_holy_day: bool
    estimate_note: str
    isbat_note: str
    ideas_from: dict[str, str] = Field(default_factory=dict)


class LeadProfile(Model):
    """Days before a season on which a reminder goes out, and days after it for the look back (0 = none)."""

    days: tuple[int, ...]
    after: int


class SeasonDate(Model):
    """When a season is in a year. `until` is its last day where it has several anchors."""

    year: int
    date: Day
    until: Day | None = None
    status: Literal["tetap", "hitungan", "pasti", "perkiraan"]
    margin_days: int = 0
    note: str | None = None
    checks: dict[str, Day] = Field(default_factory=dict)

    @property
    def last_day(self) -> Day:
        """The day after which the season is over."""
        return self.until or self.date

    @property
    def is_estimate(self) -> bool:
        """Not announced yet."""
        return self.status == "perkiraan"


class Season(Model):
    """A selling season with its dates and, by sector, ideas what to sell."""

    id: str
    label: str
    synonyms: Words
    date_rule: str
    lead_profile: str
    opt_in: bool
    holy_day: bool
    isbat: bool
    confidence: Confidence
    sources: Annotated[Ids, Field(min_length=1)]
    remark: str | None = None
    notes: Words = ()
    dates: tuple[SeasonDate, ...]
    ideas: dict[str, Words]


class Disagreement(Model):
    """Libraries that give different days for a season."""

    season: str
    year: int
    chosen: Day
    values: dict[str, Day]


class Calendar(Model):
    """All of seasons.yaml. `phases` maps days before a season ("60", "after") to what to do then."""

    rules: CalendarRules
    lead_profiles: dict[str, LeadProfile]
    phases: dict[str, Words]
    seasons: tuple[Season, ...]
    disagreements: tuple[Disagreement, ...] = ()
