"""Content in the database: loading is idempotent, officials' edits win, nothing is lost on the way back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.content import City, CityContent, ContentError, Kind, edit, load, read_city, revert
from bot.people import Actor, NotAllowed
from db import answers
from db.answers import ContentItem
from db.engine import Database
from db.people import Audit, Right
from tests.test_content import content

NOW = datetime(2026, 12, 11, 2, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
TODAY = date(2026, 12, 11)
BUDI = Actor(7, frozenset({Right.CONTENT}))


def with_total(value: int) -> CityContent:
    """The files with another F01."""
    figures = tuple(f.model_copy(update={"value": value}) if f.id == "F01" else f for f in content().figures)
    return content().model_copy(update={"figures": figures})


async def test_a_first_load_adds_everything_and_a_second_changes_nothing(db: Database) -> None:
    first = await load(db, content(), NOW)
    async with db.read() as session:
        before = await answers.stamp(session)
    second = await load(db, content(), LATER)
    async with db.read() as session:
        assert await answers.stamp(session) == before
    assert first.changed
    assert not second.changed
    assert sorted(second.unchanged) == sorted(first.added)
    assert {"office/office", "figure/F01", "topic/stat.total", "season/nataru", "source/SEED"} <= set(first.added)


async def test_the_city_from_the_rows_is_the_city_from_the_files(db: Database) -> None:
    await load(db, content(), NOW)
    city = await read_city(db, content())
    assert city.version == City(content()).version
    assert city.faults == ()


async def test_without_rows_the_city_is_the_one_of_the_files(db: Database) -> None:
    assert (await read_city(db, content())).version == City(content()).version


async def test_a_changed_file_changes_its_row_only(db: Database) -> None:
    await load(db, content(), NOW)
    report = await load(db, with_total(95_000), LATER)
    assert report.updated == ["figure/F01"]
    city = await read_city(db, content())
    assert "sekitar 95 ribu" in city.answer("stat.total", TODAY).text


async def test_what_is_gone_from_the_files_is_retired_and_comes_back_with_them(db: Database) -> None:
    await load(db, content(), NOW)
    fewer = content().model_copy(update={"programmes": content().programmes[1:]})
    gone = f"programme/{content().programmes[0].id}"
    assert (await load(db, fewer, LATER)).retired == [gone]
    assert (await load(db, fewer, LATER)).retired == []
    assert len((await read_city(db, fewer)).programmes) == len(fewer.programmes)
    assert gone in (await load(db, content(), LATER)).updated
    assert (await read_city(db, content())).programmes == content().programmes


async def test_an_officials_edit_survives_every_load(db: Database) -> None:
    await load(db, content(), NOW)
    city = await read_city(db, content())
    city = await edit(db, city, BUDI, Kind.OFFICE, "office", {"address": "Jalan Contoh"}, now=NOW)
    report = await load(db, content(), LATER)
    assert report.kept == ["office/office"]
    assert report.outdated == []
    assert (await read_city(db, content())).office.address == "Jalan Contoh"
    assert "Alamat: Jalan Contoh" in city.answer("office.contact", TODAY).text


async def test_a_file_that_changed_under_an_edit_is_reported_and_the_edit_stays(db: Database) -> None:
    await load(db, content(), NOW)
    await edit(db, City(content()), BUDI, Kind.FIGURE, "F01", {"value": 96_000}, now=NOW)
    for _ in range(2):
        report = await load(db, with_total(95_000), LATER)
        assert (report.kept, report.outdated, report.updated) == (["figure/F01"], ["figure/F01"], [])
    assert (await read_city(db, content())).value("F01") == 96_000


async def test_the_report_says_in_a_sentence_what_was_kept_and_why(db: Database) -> None:
    await load(db, content(), NOW)
    await edit(db, City(content()), BUDI, Kind.FIGURE, "F01", {"value": 96_000}, now=NOW)
    said = str(await load(db, with_total(95_000), LATER))
    assert said.startswith("Content: 0 added; 0 updated; ")
    assert "1 kept as officials edited them (figure/F01)" in said
    assert said.endswith("changed in the files since the edit: figure/F01.")


async def test_an_edited_item_that_is_gone_from_the_files_is_kept(db: Database) -> None:
    await load(db, content(), NOW)
    key = content().programmes[0].id
    await edit(db, City(content()), BUDI, Kind.PROGRAMME, key, {"cost": "Gratis"}, now=NOW)
    fewer = content().model_copy(update={"programmes": content().programmes[1:]})
    report = await load(db, fewer, LATER)
    assert f"programme/{key}" in report.kept
    assert (await read_city(db, fewer)).programme(key).cost == "Gratis"


async def test_a_reverted_edit_follows_the_files_again(db: Database) -> None:
    await load(db, content(), NOW)
    await edit(db, City(content()), BUDI, Kind.FIGURE, "F01", {"value": 96_000}, now=NOW)
    city = await revert(db, content(), BUDI, Kind.FIGURE, "F01", now=LATER)
    assert city.value("F01") == 93_000
    assert (await load(db, with_total(95_000), LATER)).updated == ["figure/F01"]


async def test_an_official_can_add_a_programme_that_no_file_has(db: Database) -> None:
    await load(db, content(), NOW)
    city = await read_city(db, content())
    fields = city.programme("pelatihan").model_dump(mode="json") | {"title": "Pelatihan foto produk", "id": "foto"}
    city = await edit(db, city, BUDI, Kind.PROGRAMME, "foto", fields, now=NOW)
    assert city.programmes[-1].id == "foto"
    report = await load(db, content(), LATER)
    assert report.kept == ["programme/foto"]
    assert report.retired == []


async def test_an_edit_is_in_the_audit_with_what_it_was_before(db: Database) -> None:
    await load(db, content(), NOW)
    await edit(db, City(content()), BUDI, Kind.FIGURE, "F01", {"value": 96_000}, now=LATER)
    async with db.read() as session:
        act = (await session.scalars(select(Audit))).one()
    assert (act.actor_id, act.act, act.subject) == (7, "content.edit", "figure/F01")
    assert act.detail == {"changed": {"value": [93_000, 96_000], "range": [[92_500.0, 93_499.0], None]}}


async def test_an_edit_needs_the_right(db: Database) -> None:
    nobody = Actor(8, frozenset({Right.ANNOUNCE}))
    with pytest.raises(NotAllowed):
        await edit(db, City(content()), nobody, Kind.FIGURE, "F01", {"value": 1}, now=NOW)
    with pytest.raises(NotAllowed):
        await revert(db, content(), nobody, Kind.FIGURE, "F01", now=NOW)


@pytest.mark.parametrize(
    ("kind", "key", "changes", "says"),
    [
        (Kind.FIGURE, "F01", {"as_of": "kemarin"}, "as_of: 'kemarin' is not a date"),
        (Kind.FIGURE, "F01", {"sources": ["XX"]}, "unknown source XX"),
        (Kind.FIGURE, "F01", {"id": "F77"}, "an id cannot be changed"),
        (Kind.FIGURE, "F15", {"use": "boleh"}, "F15: has no wording"),
        (Kind.TOPIC, "bot.help", {"answer": "Ada 5000 orang."}, "the number 5000 stands in the text without a source"),
        (Kind.TOPIC, "bot.help", {"answer": "x {F99}"}, "cannot be filled"),
        (Kind.PROGRAMME, "baru", {"title": "Baru"}, "what is missing"),
    ],
)
async def test_an_edit_that_would_break_a_promise_is_refused_and_nothing_changes(
    db: Database, kind: Kind, key: str, changes: dict[str, object], says: str
) -> None:
    await load(db, content(), NOW)
    with pytest.raises(ContentError, match=says.replace("(", r"\(")):
        await edit(db, City(content()), BUDI, kind, key, changes, now=LATER)
    assert (await read_city(db, content())).version == City(content()).version
    async with db.read() as session:
        assert (await session.scalars(select(Audit))).all() == []


async def test_other_processes_can_tell_that_something_changed(db: Database) -> None:
    await load(db, content(), NOW)
    async with db.read() as session:
        before = await answers.stamp(session)
    await edit(db, City(content()), BUDI, Kind.FIGURE, "F01", {"value": 96_000}, now=LATER)
    async with db.read() as session:
        assert await answers.stamp(session) != before


async def test_a_row_of_an_older_version_is_replaced_by_the_files_item_and_named(db: Database) -> None:
    await load(db, content(), NOW)
    async with db.write() as session:
        old = update(ContentItem).where(ContentItem.kind == "figure", ContentItem.key == "F01")
        await session.execute(old.values(data={"id": "F01", "amount": 5}))
    city = await read_city(db, content())
    assert city.value("F01") == 93_000
    assert {(fault.file, fault.id) for fault in city.faults} == {("database figure", "F01")}
