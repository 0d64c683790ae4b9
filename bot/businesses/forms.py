"""The forms about businesses, as data: register one, change one answer of it, delete it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.businesses import contact, fields, money, places, records
from bot.forms.parts import (
    Choice,
    Choices,
    Drop,
    Entry,
    Field,
    Form,
    Outcome,
    Pressed,
    Say,
    Sheet,
    Stored,
    Typed,
    Unread,
)
from bot.forms.words import is_no, is_yes

NAME = Field(
    "name",
    fields.check_name,
    choices=fields.name_choices,
    loose=True,
    show=lambda sheet: str(sheet.answers.get("name", "")),
    words=frozenset({"nama"}),
)
TRADE = Field(
    "trade",
    fields.check_trade,
    choices=fields.trade_choices,
    show=fields.show_trade,
    stores=("sector", "description"),
    words=frozenset({"bidang", "jenis", "sektor", "kategori", "jualan", "produk", "usaha"}),
)
WARD = Field(
    "ward",
    places.check,
    choices=places.choices,
    show=places.show,
    share=places.shared,
    stores=("kelurahan", "kecamatan"),
    words=frozenset({"alamat", "lokasi", "kelurahan", "kecamatan", "tempat", "pindah", "wilayah", "daerah"}),
)
TWIN = Field(
    "twin",
    fields.check_twin,
    choices=fields.twin_choices,
    ask=fields.ask_twin,
    when=fields.has_twin,
    stores=("twin_ok",),
    counts=False,
)
YEAR = Field(
    "year",
    fields.check_year,
    choices=fields.year_choices,
    optional=True,
    show=fields.show_year,
    stores=("started_year",),
    words=frozenset({"tahun", "thn", "sejak", "berdiri", "mulai"}),
)
MONEY = Field(
    "money",
    money.check,
    choices=money.choices,
    ask=money.ask,
    optional=True,
    show=money.show,
    remark=money.remark,
    stores=money.KEEPS,
    echo=True,
    words=frozenset({"omzet", "omset", "modal", "penjualan", "pendapatan", "pemasukan", "skala"}),
)
NIB = Field(
    "nib",
    contact.check_nib,
    choices=contact.nib_choices,
    optional=True,
    show=contact.show_nib,
    words=frozenset({"nib", "izin", "ijin"}),
)
PHONE = Field(
    "phone",
    contact.check_phone,
    choices=contact.phone_choices,
    optional=True,
    when=contact.wants_phone,
    show=contact.show_phone,
    share=contact.shares_phone,
    stores=("phone", "phone_told"),
    words=frozenset({"nomor", "no", "hp", "wa", "whatsapp", "telepon", "telpon", "telp", "kontak"}),
)
EDITABLE = (NAME, TRADE, WARD, YEAR, MONEY, NIB, PHONE)
"""What can be changed afterwards, in the order of the menu."""


# -- register -------------------------------------------------------------------------------------------------------


async def _register(session: AsyncSession, sheet: Sheet, key: str) -> Mapping[str, Any]:
    business = await records.register(session, sheet, key)
    return {"business": business.id}


async def _notice(session: AsyncSession, sheet: Sheet) -> Mapping[str, Any]:
    """A business of the same owner that may be this one."""
    if "twin" in sheet.answers or not {"name", "kecamatan"} <= set(sheet.answers):
        return {}
    twin = await records.twin_of(session, sheet.person_id, sheet.answers["name"], sheet.answers["kecamatan"])
    return {"twin": {"id": twin.id, "name": twin.name, "number": twin.number}} if twin else {}


REGISTER = Form(
    "register", "businesses", (NAME, TRADE, WARD, TWIN, YEAR, MONEY, NIB, PHONE), _register, notice=_notice, nudge=True
)


# -- change one answer ----------------------------------------------------------------------------------------------


async def _change(session: AsyncSession, sheet: Sheet, key: str) -> Mapping[str, Any]:
    field = next((one for one in EDITABLE if one.id == sheet.answers.get("field")), None)
    if field is None or sheet.subject is None:
        return {}
    return await records.change(session, sheet, sheet.subject, field)


def _always(_: Sheet) -> bool:
    return True


EDIT = Form("edit", "businesses", tuple(replace(field, when=_always) for field in EDITABLE), _change, summary=False)


# -- delete ---------------------------------------------------------------------------------------------------------


def _ask_delete(sheet: Sheet) -> Say:
    return Say("businesses-ask-sure", name=sheet.answers.get("name", ""), number=sheet.answers.get("number", ""))


def _check_sure(entry: Entry, sheet: Sheet) -> Outcome:
    text = entry.text if isinstance(entry, Typed) else ""
    pressed = entry.value if isinstance(entry, Pressed) else ""
    if _INSTEAD.search(text):
        return Stored({"sure": True, "close": True})
    if pressed == "yes" or is_yes(text) or text.strip().lower() in {"hapus", "ya hapus", "iya hapus", "hapus aja"}:
        return Stored({"sure": True})
    if pressed == "no" or is_no(text):
        return Drop(Say("businesses-delete-kept", name=sheet.answers.get("name", "")))
    return Unread(Say("businesses-sure-unread"))


_INSTEAD = re.compile(r"\b(?:tutup|sementara|libur|istirahat)\b", re.IGNORECASE)
"""Who hears that deleting is for good may only want to close it for a while."""


def _sure_choices(sheet: Sheet) -> Choices:
    return ((Choice("yes", Say("businesses-button-sure-yes")),), (Choice("no", Say("businesses-button-sure-no")),))


async def _delete(session: AsyncSession, sheet: Sheet, key: str) -> Mapping[str, Any]:
    if sheet.subject is None:
        return {}
    if sheet.answers.get("close"):
        return {"business": sheet.subject, "closed": True}
    return await records.delete(session, sheet, sheet.subject)


SURE = Field("sure", _check_sure, choices=_sure_choices, ask=_ask_delete, stores=("sure", "close"))
DELETE = Form("delete", "businesses", (SURE,), _delete, summary=False, tells=True)

FORMS = (REGISTER, EDIT, DELETE)
