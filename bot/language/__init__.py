"""Understanding what people write: plain Python, no Telegram, no database, no clock."""

from bot.language.amounts import find_amounts, parse_amount, parse_count
from bot.language.areas import AreaGuess
from bot.language.lexicon import Lexicon
from bot.language.normalise import normalise
from bot.language.sectors import SectorGuess
from bot.language.slots import About, Slots
from bot.language.talk import Aspects, Talk
from bot.language.understand import Understanding
from bot.language.understood import UNSURE, Understood

__all__ = [
    "UNSURE",
    "About",
    "AreaGuess",
    "Aspects",
    "Lexicon",
    "SectorGuess",
    "Slots",
    "Talk",
    "Understanding",
    "Understood",
    "find_amounts",
    "normalise",
    "parse_amount",
    "parse_count",
]
