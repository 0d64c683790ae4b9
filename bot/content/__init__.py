"""The city's content: read from a folder of YAML, checked, kept as rows officials can edit, held in memory as a City.

content = load_folder(FOLDER / "balikpapan")     # ContentError with sentences when a file cannot be used
check_folder(path), check(content)               # every fault as a Problem
await load(db, content, now)                     # files -> rows, idempotent, officials' edits win
city = await read_city(db, content)              # rows -> City
city.answer("stat.total", today).whole           # text, source, footer
"""

from bot.content.basics import spoken
from bot.content.calendar import Season, SeasonDate
from bot.content.check import check, check_folder
from bot.content.city import Answer, City, Occurrence
from bot.content.fill import UnknownPlaceholder
from bot.content.folder import FOLDER, load_folder
from bot.content.models import CityContent, Figure, Kind, Office, Programme, Source, Topic
from bot.content.places import District, Sector, Ward
from bot.content.problems import ContentError, Problem
from bot.content.store import LoadReport, edit, edited_keys, load, read_city, revert, tried

__all__ = [
    "FOLDER", "Answer", "City", "CityContent", "ContentError", "District", "Figure", "Kind", "LoadReport",
    "Occurrence", "Office", "Problem", "Programme", "Season", "SeasonDate", "Sector", "Source", "Topic",
    "UnknownPlaceholder", "Ward", "check", "check_folder", "edit", "edited_keys", "load", "load_folder", "read_city",
    "revert", "spoken", "tried",
]  # fmt: skip
