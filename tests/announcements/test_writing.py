"""Writing: every field is checked at the door, and what is missing is said in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.announcements import approval, writing
from bot.announcements.content import limit
from bot.announcements.refusals import Refused
from bot.people import Actor
from bot.settings import Settings
from bot.texts import Catalogue
from db.announcements import State
from db.announcements.audience import Audience
from db.engine import Database
from tests.announcements.conftest import AUTHOR, BOTH, drafted, reread

NOW = datetime(2026, 12, 11, 2, 0, tzinfo=UTC)
FRIDAY_PRAYER = datetime(2026, 12, 11, 4, 0, tzinfo=UTC)
"""12.00 WITA; nothing is sent until 13.30."""
TEXTS = Catalogue()["id"]
LINK = {"label": "Daftar", "url": "https://balikpapan.go.id/x"}


@pytest.fixture
async def db(lite: Database) -> Database:
    return lite


@pytest.mark.parametrize(
    ("why", "fields"),
    [
        ("too-long", {"text": "x" * (limit(None) + 1)}),
        ("too-long", {"text": "😀" * (limit(None) // 2 + 1)}),
        ("too-long", {"text": "x" * (limit("photo") + 1), "media_kind": "photo", "media_id": "A"}),
        ("many-buttons", {"buttons": [LINK] * 4}),
        ("button-label", {"buttons": [{**LINK, "label": " "}]}),
        ("button-url", {"buttons": [{**LINK, "url": "balikpapan.go.id"}]}),
        ("button-url", {"buttons": [{**LINK, "url": "javascript:alert(1)"}]}),
        ("button-url", {"buttons": [{**LINK, "url": "https://["}]}),
        ("media", {"media_kind": "voice", "media_id": "A"}),
        ("blank-unknown", {"blanks": {"nik": "x"}}),
        ("blank-fallback", {"blanks": {"nama": " "}}),
        ("in-the-past", {"send_at": NOW - timedelta(seconds=1)}),
        ("in-the-past", {"not_after": NOW}),
        ("validity", {"send_at": NOW + timedelta(hours=2), "not_after": NOW + timedelta(hours=1)}),
        ("signature", {"signed": "x" * 41}),
        ("fixed", {"state": "approved"}),
        ("fixed", {"audience": {"listed": True}}),
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_changes(db: Database, why: str, fields: dict[str, Any]) -> None:
    draft = await drafted(db, NOW)
    with pytest.raises(Refused) as refused:
        await writing.edit(db, AUTHOR, draft.id, now=NOW, **fields)
    assert refused.value.why == why
    assert len(TEXTS(refused.value.key, **refused.value.values)) > 10
    assert (await reread(db, draft.id)).text == draft.text


@pytest.mark.parametrize(
    ("why", "fields"),
    [
        ("empty", {"text": " "}),
        ("media", {"media_kind": "photo"}),
        ("blank-without-fallback", {"text": "Halo {nama}"}),
        ("blank-unknown", {"text": "Halo {nik}"}),
        ("validity", {"not_after": NOW + timedelta(seconds=30)}),
    ],
)
async def test_what_is_missing_is_said_when_it_is_handed_in(
    db: Database, settings: Settings, why: str, fields: dict[str, Any]
) -> None:
    draft = await drafted(db, NOW, **fields)
    with pytest.raises(Refused) as refused:
        await approval.submit(db, AUTHOR, draft.id, settings, now=NOW)
    assert refused.value.why == why
    assert len(TEXTS(refused.value.key, **refused.value.values)) > 10
    assert (await reread(db, draft.id)).state == State.DRAFT


async def test_an_emergency_may_be_valid_in_quiet_hours_only(db: Database, settings: Settings) -> None:
    draft = await drafted(
        db, NOW, kind="emergency", send_at=FRIDAY_PRAYER, not_after=FRIDAY_PRAYER + timedelta(hours=1)
    )
    assert (await approval.submit(db, AUTHOR, draft.id, settings, now=NOW)).state == State.AWAITING


async def test_without_an_audience_it_cannot_be_handed_in(db: Database, settings: Settings) -> None:
    draft = await writing.write(db, AUTHOR, now=NOW)
    await writing.edit(db, AUTHOR, draft.id, now=NOW, text="Halo")
    with pytest.raises(Refused, match="no-audience"):
        await approval.submit(db, AUTHOR, draft.id, settings, now=NOW)


async def test_only_the_author_edits_and_others_copy(db: Database) -> None:
    draft = await drafted(db, NOW, buttons=[LINK], audience=Audience(sectors=("kuliner",)))
    with pytest.raises(Refused, match="not-yours"):
        await writing.edit(db, BOTH, draft.id, now=NOW, text="Lain")
    copy = await writing.write(db, BOTH, now=NOW, copy_of=draft.id)
    assert (copy.author_id, copy.text, copy.audience) == (4, draft.text, {"sectors": ["kuliner"]})


async def test_a_template_is_copied_and_never_sent_itself(db: Database, settings: Settings) -> None:
    draft = await drafted(db, NOW)
    template = await writing.keep_as_template(db, AUTHOR, draft.id, "Pelatihan bulanan", now=NOW)
    with pytest.raises(Refused, match="template"):
        await approval.submit(db, AUTHOR, template.id, settings, now=NOW)
    copy = await writing.write(db, AUTHOR, now=NOW, copy_of=template.id)
    assert (copy.text, copy.template) == (draft.text, None)


async def test_formatting_is_kept_as_telegram_gave_it(db: Database) -> None:
    given = [{"type": "text_link", "offset": 0, "length": 4, "url": "https://a.id"}]
    draft = await drafted(db, NOW, text="\nSini <b>bukan tebal</b>", entities=given)
    found = await reread(db, draft.id)
    assert (found.text, found.entities) == ("\nSini <b>bukan tebal</b>", given)


async def test_an_announcement_there_is_not_is_said_so(db: Database) -> None:
    with pytest.raises(Refused, match="unknown"):
        await writing.edit(db, AUTHOR, 77, now=NOW, text="x")
    assert Actor(1).rights == frozenset()
