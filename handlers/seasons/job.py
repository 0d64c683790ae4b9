"""What the timer rings: make the reminders that are due, and ask officials about those that want confirming."""

from __future__ import annotations

from bot import numbers
from bot.people import Right
from bot.seasons import making
from bot.seasons.calendar import Planned
from bot.seasons.ideas import names
from db import people
from handlers.house import House
from handlers.keyboards import button, keyboard
from handlers.seasons.office import arguments_of
from handlers.seasons.reminders import hour_of


async def make_due(house: House) -> None:
    """One ring."""
    done = await making.ring(house.db, house.city, house.texts, house.settings, now=house.clock.now())
    for planned in done.to_confirm:
        await _ask_officials(house, planned)


async def _ask_officials(house: House, planned: Planned) -> None:
    async with house.db.read() as session:
        holders = set(await people.holders(session, Right.APPROVE)) | house.settings.admin_ids
    city, t = house.city, house.texts[None]
    text = t(
        "seasons-office-confirm", names=names(city, planned.events), wave=t("seasons-wave-name", wave=planned.wave),
        day=numbers.weekday(planned.day), hour=hour_of(city.calendar.rules.reminder_hour), zone=city.info.time_label,
    )  # fmt: skip
    buttons = keyboard([[button(t.plain("seasons-office-button-open"), "cal-card", *arguments_of(planned))]])
    for person_id in sorted(holders):
        await house.sender.reply(person_id, text, buttons)
