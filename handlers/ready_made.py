"""What the demo begins with: an owner of every kind of business who is reminded, and days worth moving the clock to."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from bot.businesses import records
from bot.clock import city_day, city_moment, city_time
from bot.content import City
from bot.forms.parts import Sheet
from bot.privacy import REGISTRATION, VERSION
from bot.seasons import choosing
from bot.seasons.calendar import AFTER, Planned, plan
from bot.simulator import Simulator
from bot.texts import Texts
from db import people, privacy
from handlers.house import House
from handlers.seasons import job

FIRST = 111
OWNERS = {
    "kuliner": ("Tuti", "Dapur Bu Tuti"), "fesyen": ("Rudi", "Konveksi Mandiri"),
    "alat_rumah_tangga": ("Wati", "Perabot Wati"), "kebutuhan_harian": ("Hasan", "Sembako Barokah"),
    "kerajinan": ("Dewi", "Rotan Manuntung"), "jasa": ("Agus", "Laundry Bersih"),
    "perdagangan": ("Lina", "Toko Lina"), "pertanian_perikanan": ("Udin", "Tambak Teritip"),
    "ekraf_digital": ("Maya", "Studio Maya"), "transportasi": ("Joni", "Angkutan Joni"),
    "lainnya": ("Nur", "Usaha Nur"),
}  # fmt: skip
"""A name and a business for every sector there may be; played with in the demo only."""

MOST = 16
AHEAD = timedelta(days=120)
JUMP = timedelta(seconds=5)
LOOK_SECONDS = 1.0


async def furnish(house: House, sim: Simulator) -> None:
    """Registered owners who agreed to reminders, and the page's quick days."""
    now = house.clock.now()
    sectors = [sector for sector in house.city.sectors.sectors if sector.id in OWNERS]
    for number, sector in enumerate(sectors):
        name, business = OWNERS[sector.id]
        sim.person(name, id=FIRST + number, role=sector.label, started=True)
        await _register(house, FIRST + number, name, business, sector.id, now)
    sim.moments = moments(house.city, house.texts[None], now)


async def _register(house: House, person: int, name: str, business: str, sector: str, now: datetime) -> None:
    districts = house.city.areas.districts
    answers = {"name": business, "sector": sector, "kecamatan": districts[person % len(districts)].code}
    async with house.db.write() as session:
        await people.welcome(session, person, name, "id", now)
        await privacy.agree(session, person, REGISTRATION, VERSION, now)
        sheet = Sheet(house.city, house.answers.understanding, now, person, name, answers)
        await records.register(session, sheet, "demo")
    await choosing.switch_main_on(house.db, person, now=now)


def moments(city: City, t: Texts, now: datetime) -> list[dict[str, str]]:
    """The coming reminders' days as the page wants them, just after the hour at which they go out."""
    today = city_day(now, city.zone)
    ahead = [wave for wave in plan(city) if today < wave.day <= today + AHEAD and wave.wave != AFTER]
    main = [wave for wave in ahead if any(not event.opt_in for event in wave.events)][:MOST]
    hour = city.calendar.rules.reminder_hour
    return [{"label": _label(t, wave), "at": _when(city, wave, hour)} for wave in main]


def _label(t: Texts, wave: Planned) -> str:
    events = [event for event in wave.events if not event.opt_in]
    labels = " + ".join(event.label.split(" (")[0] for event in events[:2])
    return t.plain("seasons-moment", days=wave.wave, label=labels)


def _when(city: City, wave: Planned, hour: int) -> str:
    return city_time(city_moment(wave.day, hour, 0, city.zone) + JUMP, city.zone).isoformat()


async def notice_jumps(house: House, sim: Simulator) -> None:
    """Look at the calendar at once when somebody moves the demo's clock, instead of at the next minute."""
    loop = asyncio.get_running_loop()
    seen, at = house.clock.now(), loop.time()
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        now, later = house.clock.now(), loop.time()
        if abs((now - seen) - timedelta(seconds=later - at)) > JUMP:
            sim.moments = moments(house.city, house.texts[None], now)
            await job.make_due(house)
        seen, at = now, later
