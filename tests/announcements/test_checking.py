"""/cek: what is really the office's, what was altered, and what it never sent."""

from __future__ import annotations

import re
import string
import time

import pytest
from hypothesis import assume, example, given
from hypothesis import settings as pace
from hypothesis import strategies as st

from bot.announcements import checking, correction
from bot.announcements.checking import Found
from bot.announcements.comparing import ROOMS, Difference, Shown
from bot.announcements.frame import closing
from bot.announcements.system import Letter, announce_by_system
from bot.clock import MovableClock
from bot.settings import Settings
from bot.texts import Catalogue
from db.announcements import Action, Announcement, ledger
from db.base import insert_many
from db.engine import Database
from tests.announcements.conftest import AUTHOR, Telegram, drafted, let, reread, sent, settle_in, through

TEXTS = Catalogue()["id"]
OFFICE = "DKUMKMP"
OURS = checking.Ours(TEXTS, OFFICE, "umkm_bot", lambda argument: f"https://t.me/umkm_bot?start={argument}")


@pytest.fixture
async def db(lite: Database) -> Database:
    """The rules of comparing; that both databases find the texts is in the chat's tests."""
    return lite


async def looked_up(db: Database, asked: str) -> Found | None:
    return await checking.lookup(db, asked, OURS)


REAL = "Pendaftaran pelatihan kemasan dibuka, {nama}. Gratis, di https://balikpapan.go.id/latih atau 0542-123456."


@pytest.fixture
async def announced(db: Database, clock: MovableClock, settings: Settings, telegram: Telegram) -> int:
    await settle_in(db, [100], clock.now())
    return await sent(db, clock, settings, telegram, text=REAL, blanks={"nama": "Kak"})


@pytest.mark.parametrize("asked", ["{n}", "#{n}", "nomor {n}", "Pengumuman nomor {n}", "pengumuman #{n}."])
async def test_a_number_is_recognised(db: Database, announced: int, asked: str) -> None:
    found = await looked_up(db, asked.format(n=announced))
    assert found is not None and found.announcement.id == announced and found.exact
    assert await looked_up(db, asked.format(n=announced + 1)) is None


async def test_a_pasted_text_is_recognised_with_names_filled_and_frame(db: Database, announced: int) -> None:
    pasted = REAL.replace("{nama}", "Bu Ani").upper() + "\n\n📢 Pengumuman nomor 1 · DKUMKMP\nAsli? Ketik /cek 1"
    found = await looked_up(db, pasted.replace(" ", "  "))
    assert found is not None and (found.announcement.id, found.exact, found.altered) == (announced, True, ())


@pytest.mark.parametrize(
    ("real", "forged"),
    [
        ("https://balikpapan.go.id/latih", "https://balikpapan-go.id.xyz/latih"),
        ("0542-123456", "0812 3456 7890"),
        ("Gratis,", "Biaya Rp50.000 ke rekening 1234567890,"),
        ("dibuka", "dibuka oleh @panitia_palsu"),
    ],
)
async def test_a_forgery_is_not_taken_for_the_real_one_and_what_is_altered_is_named(
    db: Database, announced: int, real: str, forged: str
) -> None:
    found = await looked_up(db, REAL.replace("{nama}", "Kak").replace(real, forged))
    assert found is not None and found.announcement.id == announced
    assert not found.exact
    assert len(found.altered) == 1 and found.altered[0] in forged


async def test_what_the_office_never_sent_is_not_found(db: Database, announced: int) -> None:
    assert await looked_up(db, "Selamat! Anda memenangkan bantuan Rp5 juta, klik bit.ly/xyz") is None
    assert await looked_up(db, "halo") is None
    assert await looked_up(db, "") is None


async def test_a_draft_is_nobodys_business(db: Database, clock: MovableClock) -> None:
    draft = await drafted(db, clock.now(), text="Rahasia sampai Senin, jangan bilang siapa-siapa dulu")
    assert await looked_up(db, str(draft.id)) is None
    assert await looked_up(db, draft.text) is None


async def test_a_check_shows_what_was_corrected_later(
    db: Database, clock: MovableClock, settings: Settings, telegram: Telegram, announced: int
) -> None:
    draft = await correction.correct(
        db, AUTHOR, announced, now=clock.now(), text="Pelatihan kemasan ditunda, {nama}.", entities=[]
    )
    await let(db, clock, settings, draft)
    await through(db, clock, settings, telegram, draft.id)
    found = await looked_up(db, str(announced))
    assert found is not None and [one.text for one in found.corrections] == ["Pelatihan kemasan ditunda, {nama}."]


# -- word by word -----------------------------------------------------------------------------------------------------

SHORT = "Bazar akhir tahun di lapangan Merdeka, Minggu pukul 9."
LONG_LIE = (
    "Peserta wajib transfer Rp500.000 ke rekening BCA 1234567890 a.n. Panitia, lalu kirim bukti dan kode OTP. " * 12
)


@pytest.fixture
async def bazaar(db: Database, clock: MovableClock, settings: Settings, telegram: Telegram) -> int:
    await settle_in(db, [AUTHOR.person_id], clock.now(), name="Rina")
    return await sent(db, clock, settings, telegram, text=SHORT)


@pytest.mark.parametrize("lie", ["Transfer Rp50.000 ke rekening 1234567890", "Bawa KTP dan uang tunai", LONG_LIE])
@pytest.mark.parametrize(
    "form", ["{real} {lie}", "{real}\n\n{lie}", "{framed}\n\n{lie}", "{lie}\n\n{framed}", "{lie} {real}"]
)
async def test_a_short_real_one_with_a_forged_addition_is_altered_however_long_the_addition(
    db: Database, bazaar: int, form: str, lie: str
) -> None:
    framed = f"{SHORT}\n\n{closing(TEXTS, OFFICE, bazaar, signed='Rina')}"
    assert (await looked_up(db, framed) or pytest.fail("not found")).exact
    found = await looked_up(db, form.format(real=SHORT, framed=framed, lie=lie))
    assert found is not None and found.announcement.id == bazaar
    assert not found.exact and " ".join(found.added).startswith(lie.split()[0])


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("Kak, ini asli gak? {framed}", "exact"),
        ("{framed} apakah benar dari dinas?", "exact"),
        ("Bazar akhr tahun di lapangan Merdeka, Minggu pukul 9", "nearly"),
        ("Bazar akhir tahun di lapangan Merdeka", "nearly"),
        ("Bazar akhir tahun di lapangan Merdeka, Minggu pukul 10", "altered"),
        ("Bazar akhir tahun di lapangan Merdeka, Senin pukul 9", "altered"),
        ("Bazar akhir tahun di lapangan Merdeka, Minggu pukul 9. Info @panitia_bazar", "altered"),
        ("Bazar akhir tahun di Bazar\u200bku.online lapangan Merdeka, Minggu pukul 9", "altered"),
        ("Lapangan Merdeka ramai hari Minggu", None),
        ("bazar akhir tahun?", None),
        ("Kapan ada bazar lagi di Balikpapan, Kak? Saya mau ikut jualan keripik", None),
    ],
)  # fmt: skip
async def test_slips_and_questions_are_forgiven_and_changed_numbers_are_not(
    db: Database, bazaar: int, said: str, verdict: str | None
) -> None:
    found = await looked_up(db, said.format(framed=f"{SHORT}\n\n{closing(TEXTS, OFFICE, bazaar, signed='Rina')}"))
    kind = None if found is None else "exact" if found.exact else "altered" if found.added else "nearly"
    assert kind == verdict, found


async def test_another_name_or_number_below_a_real_text_is_altered(db: Database, bazaar: int) -> None:
    for line in (closing(TEXTS, OFFICE, bazaar, signed="Wali Kota"), closing(TEXTS, OFFICE, bazaar + 7, signed="Rina")):
        found = await looked_up(db, f"{SHORT}\n\n{line}")
        assert found is not None and found.added, line


async def test_what_a_group_got_is_genuine_too_and_names_no_other_bot(db: Database, bazaar: int) -> None:
    line = closing(TEXTS, OFFICE, bazaar, signed="Rina", bot="umkm_bot")
    found = await looked_up(db, f"{SHORT}\n\n{line}")
    assert found is not None and found.exact
    found = await looked_up(db, f"{SHORT}\n\n{line.replace('@umkm_bot', '@umkm_resmi_bot')}")
    assert found is not None and found.added == ("@umkm_resmi_bot",)


async def test_a_correction_is_known_as_people_have_it_whatever_day_it_reached_them(
    db: Database, clock: MovableClock, settings: Settings, telegram: Telegram, bazaar: int
) -> None:
    draft = await correction.correct(db, AUTHOR, bazaar, now=clock.now(), text=SHORT.replace("Minggu", "Sabtu"))
    await let(db, clock, settings, draft)
    await through(db, clock, settings, telegram, draft.id)
    line = closing(TEXTS, OFFICE, bazaar, signed="Rina", action=Action.EDIT, at="30 September 2031")
    found = await looked_up(db, f"{draft.text}\n\n{line}")
    assert found is not None and found.exact and found.announcement.id == draft.id


async def test_an_official_who_erased_their_data_is_not_named_any_more_and_their_announcements_stay_genuine(
    db: Database, clock: MovableClock, bazaar: int
) -> None:
    async with db.write() as session:
        await ledger.forget_person(session, AUTHOR.person_id, -(2**62), clock.now())
    assert (await reread(db, bazaar)).signed == ""
    found = await looked_up(db, f"{SHORT}\n\n{closing(TEXTS, OFFICE, bazaar, signed='Rina')}")
    assert found is not None and found.exact


async def test_a_letter_of_the_system_is_found_with_its_own_words(
    db: Database, clock: MovableClock, settings: Settings, telegram: Telegram
) -> None:
    await settle_in(db, [100, 101], clock.now())
    letters = {"a": Letter("Ramadan tinggal 30 hari: stok kurma untuk katering"), "b": Letter("Ramadan untuk penjahit")}
    number = await announce_by_system(db, "season:ramadan:2027:1", letters, [(100, "a"), (101, "b")], now=clock.now())
    assert number is not None
    await through(db, clock, settings, telegram, number)
    found = await looked_up(db, f"{letters['a'].text}\n\n{closing(TEXTS, OFFICE, number)}")
    assert found is not None and found.exact and found.text == letters["a"].text
    found = await looked_up(db, f"{letters['a'].text}. Bayar ke 0812-3456-7890")
    assert found is not None and found.altered == ("0812-3456-7890",)
    found = await looked_up(db, f"{letters['a'].text}\n\n{closing(TEXTS, OFFICE, number, signed='Rina')}")
    assert found is not None and found.added, "no official signs what the system sends"


MANY = 3000


async def test_the_oldest_of_thousands_is_compared_too_within_a_moment(
    db: Database, clock: MovableClock, bazaar: int
) -> None:
    said = [f"Pelatihan {n} kemasan dan foto produk di kantor dinas, Senin pukul {n % 24}.00, untuk {n} orang. " * 4
            for n in range(MANY)]  # fmt: skip
    first = await reread(db, bazaar)
    row = {"author_id": 1, "state": "finished", "approved_hash": "x", "started_at": clock.now(), "canary": {},
           "created_at": clock.now(), "updated_at": clock.now(), "fingerprint": ""}  # fmt: skip
    async with db.write() as session:
        await insert_many(session, Announcement, [{**row, "text": one} for one in said])
    for asked in (f"{SHORT} Bawa uang tunai ke panitia", f"{SHORT} {LONG_LIE}"):
        began = time.perf_counter()
        found = await looked_up(db, asked)
        assert found is not None and found.announcement.id == first.id and found.added, asked
        assert time.perf_counter() - began < 3, "a tenth of that on a quiet machine"
    found = await looked_up(db, said[7].replace("untuk 7", "untuk 70"))
    assert found is not None and found.text == said[7] and found.added


# -- what may stand in a blank ----------------------------------------------------------------------------------------

READERS = {"Ani": 100, "Siti Nur Aisyah Putri Rahmawati binti Haji Muhammad Arifin": 101}


@pytest.mark.parametrize(
    ("shown", "asker", "genuine"),
    [
        ("Ani", "Ani", True),
        ("Kak", "Ani", True),
        ("Hj. Siti Nur Aisyah", "Ani", True),  # forwarded by somebody else
        ("Siti Nur Aisyah Putri Rahmawati binti Haji Muhammad Arifin", "Siti", True),  # long, but theirs
        ("Siti Nur Aisyah Putri Rahmawati binti Haji Muhammad Arifin", "Ani", False),
        ("Ani dan tetangga semua, silakan datang ke rumah panitia besok", "Ani", False),
        ("Ani bayar di tempat", "Ani", False),
        ("Ani, pembayarannya di panitia", "Ani", False),
        ("Ani. Serahkan berkas", "Ani", False),
        ("Ani 50", "Ani", False),
        ("Ani bit.ly/abc", "Ani", False),
    ],
)
async def test_only_a_name_stands_where_a_name_belongs(
    db: Database, clock: MovableClock, settings: Settings, telegram: Telegram, shown: str, asker: str, genuine: bool
) -> None:
    for name, person in READERS.items():
        await settle_in(db, [person], clock.now(), name=name)
    await sent(db, clock, settings, telegram, text=REAL, blanks={"nama": "Kak"})
    who = next(person for name, person in READERS.items() if name.startswith(asker))
    found = await checking.lookup(db, REAL.replace("{nama}", shown), OURS, who)
    assert found is not None and bool(found.added) is not genuine, found.added


async def test_a_business_may_have_a_number_in_its_name_and_no_amount(
    db: Database, clock: MovableClock, settings: Settings, telegram: Telegram
) -> None:
    await settle_in(db, [100], clock.now())
    text = "Halo {usaha}, bazar akhir tahun di lapangan Merdeka, Minggu pukul 9."
    await sent(db, clock, settings, telegram, text=text, blanks={"usaha": "usaha Kakak"})
    for shown, genuine in (("Warung Makan Bu Ani 99", True), ("usaha Kakak", True), ("Toko Ani 500000", False)):
        found = await looked_up(db, text.replace("{usaha}", shown))
        assert found is not None and bool(found.added) is not genuine, shown


SAID = """
    pelatihan kemasan gratis pendaftaran dibuka Kamis 17 Desember pukul 09.00 kantor dinas usaha kuliner bantuan alat
    warung modal sertifikat halal bazar lapangan gedung https://balikpapan.go.id/daftar 0542-421234 peserta 40
"""
CLAIMED = "selamat anda menang undian hadiah mobil segera konfirmasi pajak pemenang grand prize"
REAL_TEXTS = st.lists(st.sampled_from(SAID.split()), min_size=8, max_size=25, unique=True).map(" ".join)
LIES = st.sampled_from([
    "transfer Rp500.000 ke rekening 1234567890", "hubungi 0899-1111-2222", "klik https://hadiah-umkm.xyz/klaim",
    "kirim kode OTP ke @petugas_dinas", "bayar biaya admin dulu", LONG_LIE,
])  # fmt: skip
NAMES = st.text(string.ascii_letters + " '.", min_size=1, max_size=30).filter(str.strip)
LINE = closing(TEXTS, OFFICE, 12, signed="Rina")


def compared(real: str, shown: str) -> Difference | None:
    looked_at = Shown(shown)
    return looked_at.beside(real, LINE) if looked_at.may_be(real) else None


@given(REAL_TEXTS, st.booleans(), st.sampled_from([" ", "  ", "\n"]), st.booleans())
def test_what_was_forwarded_or_pasted_is_genuine(real: str, framed: bool, space: str, shouted: bool) -> None:
    shown = (f"{real}\n\n{LINE}" if framed else real).replace(" ", space)
    found = compared(real, shown.upper() if shouted else shown)
    assert found is not None and found.none, found


@given(REAL_TEXTS, NAMES, st.integers(0, 40))
@example("pelatihan kemasan gratis pendaftaran dibuka Kamis", "O'Neil St. A", 3)
def test_a_name_filled_in_changes_nothing(real: str, name: str, place: int) -> None:
    parts = real.split()
    at = min(place, len(parts))
    assume(not set(name.casefold().split()) & {"di", "ke"})
    assume(len(re.findall(r"[a-z]{3,}", name.casefold())) <= ROOMS["nama"].words)
    written, read = ([*parts[:at], word, *parts[at:]] for word in ("{nama}", name))
    found = compared(" ".join(written), f"{' '.join(read)}\n\n{LINE}")
    assert found is not None and not found.added, found


@pace(max_examples=200)
@given(REAL_TEXTS, LIES, st.integers(0, 40), st.booleans())
def test_whatever_is_added_wherever_is_named(real: str, lie: str, place: int, framed: bool) -> None:
    parts = real.split()
    at = min(place, len(parts))
    shown = " ".join([*parts[:at], lie, *parts[at:]])
    found = compared(real, f"{shown}\n\n{LINE}" if framed else shown)
    assert found is not None and found.added, found


@given(REAL_TEXTS, st.integers(0, 39), st.sampled_from(["0542-421235", "https://balikpapan.go.id.xyz/daftar", "71"]))
def test_an_exchanged_number_or_link_is_named(real: str, place: int, swapped: str) -> None:
    parts = real.split()
    at = place % len(parts)
    parts[at] = swapped
    found = compared(real, f"{' '.join(parts)}\n\n{LINE}")
    assert found is not None and found.added, found


STRANGERS = st.lists(st.sampled_from(CLAIMED.split()), min_size=1, max_size=60).map(" ".join)


@given(REAL_TEXTS, STRANGERS, st.booleans())
def test_a_stranger_is_a_stranger_also_below_a_copied_frame(real: str, stranger: str, framed: bool) -> None:
    assert compared(real, f"{stranger}\n\n{LINE}" if framed else stranger) is None
