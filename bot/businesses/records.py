"""What the forms do in the database, inside the transaction that also keeps the draft: saved once, or not at all."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.businesses import money
from bot.forms.parts import Field, Sheet
from bot.language.matching import words_of
from db import businesses
from db import forms as drafts
from db.businesses import Business

COLUMNS = (
    "name", "description", "sector", "kecamatan", "kelurahan", "started_year", "capital", "yearly_sales",
    "amount_range", "nib", "phone",
)  # fmt: skip
ALIKE = 88
"""Out of 100, for names without "Warung", "Toko" and the like: "Dapur Bu Tutik" and "Dapur Bu Tuti" are alike."""

GENERIC = frozenset(["usaha", "ud", "cv", "toko", "warung", "kedai", "rumah", "makan", "depot", "kios", "lapak"])


async def register(session: AsyncSession, sheet: Sheet, key: str) -> Business:
    """Keep a registration. The same form saved again gives the business it was saved as."""
    answers = sheet.answers
    verdict = money.verdict(sheet.city, answers)
    draft_key = f"{sheet.person_id}:{key}"
    row: dict[str, Any] = {
        **{name: answers.get(name) for name in COLUMNS},
        "description": answers.get("description") or "",
        "owner_id": sheet.person_id,
        "draft_key": draft_key,
        "token": secrets.token_urlsafe(9),
        "scale": str(verdict.scale) if verdict else None,
        "status": businesses.Status.OPEN,
        "created_at": sheet.now,
        "updated_at": sheet.now,
        "confirmed_at": sheet.now,
    }
    await businesses.add(session, row)
    business = await businesses.by_draft(session, draft_key)
    if business.number is None:
        business.number = f"UMKM-{sheet.now.astimezone(sheet.city.zone):%Y}-{business.id:06d}"
    return business


async def twin_of(session: AsyncSession, owner_id: int, name: str, kecamatan: str) -> Business | None:
    """A business of the same owner that is probably the same one."""
    for business in await businesses.all_of(session, owner_id):
        if business.kecamatan == kecamatan and alike(business.name, name):
            return business
    return None


def alike(one: str, other: str) -> bool:
    """Much the same name."""
    from rapidfuzz import fuzz

    return fuzz.token_sort_ratio(_core(one), _core(other)) >= ALIKE


def _core(name: str) -> str:
    words = words_of(name)
    return " ".join([word for word in words if word not in GENERIC] or words) or re.sub(r"\s+", " ", name.lower())


async def change(session: AsyncSession, sheet: Sheet, business_id: int, field: Field) -> Mapping[str, Any]:
    """Change one answer; what it was is kept in the history. The class follows from the figures."""
    business = await businesses.of(session, sheet.person_id, business_id, lock=True)
    if business is None:
        return {}
    before = answers_of(business)
    values = {name: sheet.answers.get(name) for name in field.keeps if name in COLUMNS}
    if "description" in values:
        values["description"] = values["description"] or ""
    changed = _apply(business, values)
    if field.id in {"money", "year"}:
        verdict = money.verdict(sheet.city, answers_of(business))
        changed |= _apply(business, {"scale": str(verdict.scale) if verdict else None})
    if changed:
        business.updated_at = business.confirmed_at = sheet.now
        businesses.note_change(session, business, sheet.person_id, sheet.now, changed)
    return {"business": business.id, "field": field.id, "before": before, "after": answers_of(business)}


def _apply(business: Business, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    changed = {}
    for name, value in values.items():
        before = getattr(business, name)
        if before != value:
            setattr(business, name, value)
            changed[name] = (before, value)
    return changed


def answers_of(business: Business) -> dict[str, Any]:
    """A business as answers of the form, so that the same fields can show it."""
    found = {name: getattr(business, name) for name in COLUMNS}
    return {name: value for name, value in found.items() if value not in (None, "")}


async def delete(session: AsyncSession, sheet: Sheet, business_id: int) -> Mapping[str, Any]:
    """Erase one business; the name is given back for the last word about it."""
    business = await businesses.of(session, sheet.person_id, business_id, lock=True)
    if business is None:
        return {}
    name = business.name
    await drafts.drop(session, sheet.person_id, "edit")  # it may show what this business was like
    await businesses.remove(session, business, sheet.now.astimezone(sheet.city.zone).date())
    left = [one.name for one in await businesses.all_of(session, sheet.person_id)]
    return {"deleted": name, "left": left}
