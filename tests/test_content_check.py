"""`content check` finds every kind of fault and says it in one sentence with file and id."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.content import FOLDER, ContentError, check_folder, load_folder

Data = dict[str, Any]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The city's folder with one phrase for each topic, because all of them are long."""
    copy = tmp_path_factory.mktemp("sound") / "city"
    shutil.copytree(FOLDER / "balikpapan", copy, ignore=shutil.ignore_patterns("phrases"))
    (copy / "phrases").mkdir()
    phrases = {one["id"]: {"casual": ["halo"]} for one in read(copy / "topics.yaml")["topics"]}
    write(copy / "phrases" / "one.yaml", phrases)
    return copy


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    """A copy of it to break."""
    return shutil.copytree(sound, tmp_path / "city")


def read(path: Path) -> Data:
    """YAML, ten times faster than without libyaml."""
    return yaml.load(path.read_text("utf8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def write(path: Path, data: Data) -> None:
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    path.write_text(yaml.dump(data, Dumper=dumper, allow_unicode=True), "utf8")


def change(path: Path, how: Callable[[Data], object]) -> None:
    data = read(path)
    how(data)
    write(path, data)


def of(kind: str, id: str, **values: Any) -> Callable[[Data], object]:
    """Set fields of one item; `...` removes the field."""

    def how(data: Data) -> None:
        item = next(item for item in data[kind] if item["id"] == id)
        for name, value in values.items():
            item.pop(name, None)
            if value is not ...:
                item[name] = value

    return how


def again(kind: str) -> Callable[[Data], object]:
    return lambda data: data[kind].append(data[kind][0])


def season(id: str, **values: Any) -> Callable[[Data], object]:
    """Change the first date of a season."""
    return lambda data: next(item for item in data["seasons"] if item["id"] == id)["dates"][0].update(values)


def figure(id: str, **values: Any) -> Callable[[Data], object]:
    return of("figures", id, **values)


def topic(id: str, **values: Any) -> Callable[[Data], object]:
    return of("topics", id, **values)


FAULTS = [
    ("figures", figure("F01", sources=...), "figures.yaml: F01: sources is missing"),
    ("figures", figure("F01", sources=[]), "figures.yaml: F01: sources: Tuple should have at least 1 item"),
    ("figures", figure("F01", as_of=...), "figures.yaml: F01: as_of is missing"),
    ("figures", figure("F01", confidence=...), "figures.yaml: F01: confidence is missing"),
    ("figures", figure("F01", confidence="sure"), "figures.yaml: F01: confidence: Input should be 'high'"),
    ("figures", figure("F01", as_of="2025-02-31"), "figures.yaml: F01: as_of: '2025-02-31' is not a date"),
    ("figures", figure("F01", sources=["XX"]), "figures.yaml: F01: names the unknown source XX"),
    ("figures", figure("F01", sourcse=["SEED"]), "figures.yaml: F01: sourcse is not a known field"),
    ("figures", figure("F15", wording="Paling aktif."), "F15: has a wording although it must not be stated"),
    ("figures", figure("F05", wording=...), "figures.yaml: F05: has no wording"),
    ("figures", figure("F11", caveat=None), "figures.yaml: F11: has no caveat although its use is hati"),
    ("figures", figure("D01", formula=...), "figures.yaml: D01: is derived without a formula"),
    ("figures", figure("D01", formula="F02 / F99"), "D01: cannot be computed: F99 is not a figure"),
    ("figures", figure("D01", formula="D01 * 2"), "D01: cannot be computed: D01 depends on itself"),
    ("figures", figure("D01", formula="F04 * 2"), "D01: cannot be computed: F04 has no number"),
    ("figures", figure("F01", value=95_000), "F01: is 95000, outside its range 92500 to 93499"),
    ("figures", figure("D06", formula="C05 - C04"), "joins C04 and C05: comparators are never made into a series"),
    ("figures", figure("D06", use="boleh"), "D06: uses the comparator C05, so its use must be hati"),
    ("figures", figure("nib_digits", value=...), "nib_digits: is a rule without a value"),
    ("figures", figure("F01", wording="{F01.wording}"), "F01: cannot be filled: '{F01.wording}' refers to itself"),
    ("figures", again("figures"), "figures.yaml: F01: stands 2 times"),
    ("topics", again("topics"), "topics.yaml: stat.total: stands 2 times"),
    ("topics", topic("legal.qris", parent="legal.xx"), "legal.qris: names the unknown parent legal.xx"),
    ("topics", topic("legal.qris", parent="legal.qris"), "legal.qris: is its own parent"),
    ("topics", topic("legal.qris", next=["x.y"]), "legal.qris: names the unknown next topic x.y"),
    ("topics", topic("legal.qris", next=["legal.qris"]), "legal.qris: offers itself as the next topic"),
    ("topics", topic("legal.qris", next=["bot.help"] * 5), "legal.qris: next: Tuple should have at most 4"),
    ("topics", topic("legal.qris", aspects={"rasa": "Enak."}), "legal.qris: names the unknown aspect rasa"),
    ("topics", topic("legal.qris", goes_on_as="x.y"), "legal.qris: names the unknown topic to go on as x.y"),
    ("topics", topic("legal.qris", sources=["XX"]), "legal.qris: names the unknown source XX"),
    ("topics", topic("legal.qris", title="x" * 31), "legal.qris: title: String should have at most 30"),
    ("topics", topic("legal.qris", seasons=["musim_durian"]), "legal.qris: names the unknown season musim_durian"),
    ("topics", topic("bot.help", answer="Ada 12 hal."), "bot.help: the number 12 stands in the text without"),
    ("topics", topic("bot.help", answer="Ada 12.", sources=["OWN"]), "bot.help: the number 12 stands in the text"),
    ("topics", topic("stat.total", answer="Ada 93 ribu."), "stat.total: types '93 ribu': write {F01.bare}"),
    ("topics", topic("stat.total", answer="Ada {F99}."), "stat.total: cannot be filled: {F99} is not a figure"),
    ("topics", topic("stat.total", answer="Ini {F15}."), "cannot be filled: {F15} must not be stated"),
    ("topics", topic("stat.total", answer="{F01.nama}"), "cannot be filled: {F01.nama}: a figure has bare"),
    ("topics", topic("stat.total", answer="{office.fax}"), "cannot be filled: {office.fax}: the office has"),
    ("topics", topic("stat.total", answer="{season.x}"), "cannot be filled: {season.x} is not a season"),
    ("topics", topic("stat.total", answer="{F01"), "stat.total: has a stray {"),
    ("topics", topic("stat.total", answer="{C04} {C05}"), "shows C04 and C05 together: press series are never joined"),
    ("topics", topic("bot.help", answer="a" * 4097), "bot.help: is 4097 characters long, Telegram takes 4096"),
    ("topics", topic("bot.help", stability="unstable"), "is unstable but lacks valid_as_of or check_with"),
    ("topics", topic("bot.help", date_variants=[{"from": "nanti"}]), "bot.help: date_variants.0.from"),
    ("programmes", of("programmes", "kur", topic="x.y"), "programmes.yaml: kur: names the unknown topic x.y"),
    ("programmes", of("programmes", "kur", sectors=["emas"]), "programmes.yaml: kur: names the unknown sector emas"),
    ("programmes", of("programmes", "kur", deadline="besok"), "programmes.yaml: kur: deadline"),
    ("sectors", of("sectors", "jasa", topics=["x.y"]), "sectors.yaml: jasa: names the unknown topic x.y"),
    ("sectors", again("sectors"), "sectors.yaml: kuliner: stands 2 times"),
    ("seasons", season("imlek", date="2025-13-01"), "seasons.yaml: imlek: dates.0.date"),
    ("seasons", season("imlek", date="2026-01-29"), "seasons.yaml: imlek: 2026-01-29 is not in 2025"),
    ("seasons", season("nataru", until="2025-12-01"), "nataru: ends on 2025-12-01, before it begins on 2025-12-25"),
    ("seasons", season("ramadan", date="2025-03-02"), "ramadan: 2025-03-01 was chosen but is not among its dates"),
    ("seasons", season("imlek", margin_days=1), "imlek: 2025-01-29 has margin_days but is not an estimate"),
    ("seasons", of("seasons", "imlek", lead_profile="raksasa"), "imlek: names the unknown lead profile raksasa"),
    ("seasons", of("seasons", "imlek", ideas={"emas": ["x"]}), "imlek: names the unknown sector emas"),
    ("areas", lambda data: data["stems"][0].update(wards=["1"]), "areas.yaml: sepinggan: names the unknown ward 1"),
    ("office", lambda data: data.update(fax="1"), "office.yaml: fax is not a known field"),
    ("city", lambda data: data.pop("timezone"), "city.yaml: timezone is missing"),
    (
        "city",
        lambda data: data.update(timezone="Asia/Bpn"),
        "timezone: 'Asia/Bpn' is not a time zone: write ",
    ),
    (
        "city",
        lambda data: data.update(timezone="Asia/Jakarta"),
        "seasons.yaml: timezone must be that of city.yaml, ",
    ),
    (
        "city",
        lambda data: data.update(footer_unstable="Per {valid}"),
        "must hold {valid_as_of} and {check_with}",
    ),
    ("city", lambda data: data.update(source_line="Sumber {sources"), "source_line: has a brace too many or too few"),
    ("sources", of("sources", "SEED", tier="blog"), "sources.yaml: SEED: tier: Input should be 'official'"),
]


@pytest.mark.parametrize(("file", "how", "says"), FAULTS, ids=[says[:60] for _, _, says in FAULTS])
def test_a_fault_is_found_and_said_in_a_sentence(
    folder: Path, file: str, how: Callable[[Data], object], says: str
) -> None:
    change(folder / f"{file}.yaml", how)
    found = [str(problem) for problem in check_folder(folder)]
    assert any(says in problem for problem in found), found
    assert all("\n" not in problem for problem in found)


def test_the_copied_folder_has_no_fault_before_it_is_broken(folder: Path) -> None:
    assert check_folder(folder) == []


def test_phrases_of_an_unknown_topic_are_found(folder: Path) -> None:
    (folder / "phrases" / "new.yaml").write_text("stat.totla:\n  casual: ['berapa']\n", "utf8")
    assert [str(problem) for problem in check_folder(folder)] == ["phrases: names the unknown topic stat.totla"]


def test_phrases_of_another_shape_are_found(folder: Path) -> None:
    (folder / "phrases" / "new.yaml").write_text("stat.total: [berapa]\n", "utf8")
    assert "phrases/new.yaml: stat.total: must be manners" in str(check_folder(folder)[0])


def test_a_name_that_stands_twice_in_a_block_is_found(folder: Path) -> None:
    path = folder / "city.yaml"
    path.write_text(path.read_text("utf8") + "\nname: Kota Lain\n", "utf8")
    assert any("name stands twice" in str(problem) for problem in check_folder(folder))


def test_a_file_that_is_missing_or_no_yaml_is_named(folder: Path) -> None:
    (folder / "areas.yaml").unlink()
    (folder / "office.yaml").write_text("name: [", "utf8")
    (folder / "sources.yaml").write_text("- a\n- b\n", "utf8")
    found = [str(problem) for problem in check_folder(folder)]
    assert "areas.yaml: this file is missing" in found
    assert any(problem.startswith("office.yaml: is not readable YAML") for problem in found)
    assert any(problem.startswith("sources.yaml: must consist of names and values") for problem in found)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert "there is no such folder" in str(check_folder(tmp_path / "nowhere")[0])


def test_a_folder_with_a_fault_in_its_shape_is_not_loaded(folder: Path) -> None:
    change(folder / "figures.yaml", of("figures", "F01", as_of=...))
    with pytest.raises(ContentError, match=r"figures.yaml: F01: as_of is missing"):
        load_folder(folder)


def test_a_topic_that_no_question_would_find_is_found(folder: Path) -> None:
    change(folder / "phrases" / "one.yaml", lambda data: data.pop("stat.micro"))
    assert [str(problem) for problem in check_folder(folder)] == [
        "phrases: stat.micro: has no phrases, so no question would ever find it"
    ]


def test_two_districts_of_one_name_are_found(folder: Path) -> None:
    change(folder / "areas.yaml", lambda data: data["districts"][1].update(name=data["districts"][0]["name"]))
    assert [str(problem) for problem in check_folder(folder)] == ["areas.yaml: Balikpapan Timur: stands 2 times"]
