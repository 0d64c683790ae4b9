"""Near misses: a pattern is searched for only where it may find something, and that loses none."""

import pytest

from bot.language.lexicon import Lexicon
from bot.language.misses import NearMisses, _first_words
from bot.language.normalise import normalise
from tests.language.conftest import Phrases, content


@pytest.mark.parametrize(
    ("pattern", "firsts"),
    [
        (r"\b(?:jumlah|total)\b.*\bbanjarmasin\b", {"jumlah", "total"}),
        (r"\b(?:berapa (?:banyak |persen )?umkm|data umkm)\b.*\bhalal\b", {"berapa", "data"}),
        (r"\b(?:kutai\ barat|pasir)\b.*", {"kutai", "pasir"}),
        (r"\bpuasa (?:senin|kamis)\b", {"puasa"}),
        (r"\b(?:kata-kata|doa)\b", {"kata", "doa"}),
        (r"^(?:umkm\s+)?samarinda\b", None),
        (r"\b(?:jumlah)\b.*|\bsamarinda\b", None),
        (r"\b(?:dibanding\w*|dari)\b", None),
        (r"\b(?:umkm|usaha)?\bsamarinda\b", None),
        (r"(?:^|\W)\d+ (?:x|kali) \d+", None),
    ],
)
def test_the_first_words_of_a_pattern_are_told_or_left_alone(pattern: str, firsts: set[str] | None) -> None:
    assert _first_words(pattern) == firsts


def test_no_near_miss_is_lost_by_looking_only_where_it_may_be(lexicon: Lexicon, phrases: Phrases) -> None:
    """Held against every pattern of the city, one by one, over all its phrases."""
    cities, areas = ["Samarinda", "Kutai Barat", "Bontang"], ["Gunung Sari Ilir", "Manggar"]
    quick = NearMisses(content("language")["near_misses"], cities, areas)
    texts = [text for styles in phrases.values() for texts in styles.values() for text in texts]
    texts += [f"{text} {name.lower()}" for text in texts[::7] for name in (*cities, *areas)]
    found = 0
    for text in (normalise(text, lexicon) for text in texts):
        slow = _every_pattern(quick, text)
        assert quick.topic(text) == slow, text
        found += slow is not None
    assert found > 200


def _every_pattern(misses: NearMisses, text: str) -> str | None:
    for rule in misses._rules:
        fits = len(text.split(" ")) <= rule.longest and any(pattern.search(text) for pattern in rule.patterns)
        if fits and not any(pattern.search(text) for pattern in rule.unless):
            return rule.topic
    return None
