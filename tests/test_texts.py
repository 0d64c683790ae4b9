"""Every word people read stands in the catalogue, in every language, and every text that code asks for exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content import load_folder
from bot.html import plain
from bot.settings import CONTENT
from bot.texts import Catalogue, MissingText

ROOT = Path(__file__).parent.parent
CATALOGUE = Catalogue()
INDONESIAN = CATALOGUE["id"]
ASKED = re.compile(r"""\bt(?:exts\[[^]]+\])?(?:\.plain)?\(\s*f?["']([a-z0-9-]+(?:\{[^}]+\}[a-z0-9-]*)*)["']""")


def asked_keys() -> set[tuple[str, str]]:
    files = [*(ROOT / "handlers").rglob("*.py"), *(ROOT / "bot").rglob("*.py")]
    return {(path.name, key) for path in files for key in ASKED.findall(path.read_text("utf8"))}


def test_every_text_that_code_asks_for_exists() -> None:
    missing = []
    for name, key in asked_keys():
        pattern = re.compile(re.sub(r"\\\{[^}]+\\?\}", "[a-z0-9-]+", re.escape(key)) + "$")
        if not any(pattern.match(known) for known in INDONESIAN.keys):
            missing.append(f"{key} ({name})")
    assert missing == []


@pytest.mark.parametrize("language", CATALOGUE.languages)
def test_every_language_has_every_text(language: str) -> None:
    assert CATALOGUE[language].keys == INDONESIAN.keys


def test_a_language_there_is_not_falls_back_to_indonesian() -> None:
    assert CATALOGUE["xx"] is INDONESIAN
    assert CATALOGUE[None] is INDONESIAN


def test_a_missing_text_or_argument_is_an_error_and_never_shown() -> None:
    with pytest.raises(MissingText):
        INDONESIAN("people-no-such-text")
    with pytest.raises(MissingText):
        INDONESIAN("people-start")


@given(st.text(max_size=60))
def test_nobodys_name_can_break_or_forge_a_message(name: str) -> None:
    html = INDONESIAN("people-start", name=name, office="Dinas", city="Kota")
    assert "<a " not in html
    assert name.replace("\r", "") in plain(html).replace("\r", "")


def test_texts_use_only_tags_that_telegram_knows() -> None:
    known = {"b", "i", "u", "s", "code", "pre", "a", "blockquote", "tg-spoiler"}
    for source in INDONESIAN.sources.values():
        assert set(re.findall(r"</?([a-z-]+)[ >]", source)) <= known


def test_texts_do_not_mix_in_english_or_stiff_forms() -> None:
    shunned = re.compile(
        r"\b(error|please|submit|cancel|button|klik|user|loading|success|failed|online|offline|link|upload|download|update|"
        r"Anda|kamu)\b"
    )
    found = [line for source in INDONESIAN.sources.values() for line in source.splitlines()
             if not line.startswith("#") and shunned.search(re.sub(NOT_READ, "", line))]  # fmt: skip
    assert found == []


CASE = r"^ +\*?\[\w+\] *"
"""How a line begins that says what stands there in one case of several; nobody reads its name."""
NOT_READ = rf"\{{[^}}]*\}}|^[a-z0-9-]+ =|{CASE}"
MISSPELT = re.compile(
    r"\b(dimana|kemana|darimana|disini|disana|diatas|dibawah|didalam|apapun|siapapun|kapanpun|silahkan|ijin|resiko|"
    r"analisa|aktifitas|jadual|nasehat|kadaluarsa|kaos|pra-pesan)\b| [,.?!]|(?<![> ]) {2,}[a-z]",
    re.IGNORECASE,
)


def read_by_people() -> Iterator[tuple[str, str]]:
    """Every sentence of the catalogue and of the city's content, with where it stands."""
    for noun, source in INDONESIAN.sources.items():
        for number, line in enumerate(source.splitlines(), 1):
            if not line.startswith("#"):
                yield (
                    f"{noun}.ftl:{number}",
                    re.sub(r"\{[^}]*\}?", "x", line.partition(" = ")[2] or re.sub(CASE, "", line).strip()),
                )
    city = load_folder(CONTENT / "balikpapan")
    for topic in city.topics:
        yield from ((topic.id, said) for said in (topic.answer, *(later.answer for later in topic.date_variants)))
    yield from ((figure.id, figure.wording or "") for figure in city.figures)
    for programme in city.programmes:
        yield from ((programme.id, said) for said in (programme.what, programme.for_whom, *programme.steps))
    for season in city.calendar.seasons:
        yield from ((season.id, idea) for ideas in season.ideas.values() for idea in ideas)


def test_sentences_are_spelt_as_the_dictionary_does() -> None:
    found = [f"{where}: {said.strip()}" for where, said in read_by_people() if MISSPELT.search(said)]
    assert found == []


WIDEST = 28
"""Letters of a button beside what is filled in; more is cut on a small telephone."""


def test_buttons_fit_a_small_telephone() -> None:
    labels = re.compile(r"^[a-z]+-(?:office-)?button-[a-z-]+ = (.+)", re.MULTILINE)
    written = [
        re.sub(r"\{[^}]*\}", "", label) for source in INDONESIAN.sources.values() for label in labels.findall(source)
    ]
    assert len(written) > 100
    assert [label for label in written if len(label) > WIDEST] == []
