"""What people ask in the benchmark: about 300 different questions, and as many fresh ones as wanted.

All are plain questions: none asks for a human or opens a form, which would take the next ones as their own.
Half of a load is fresh (a number nobody wrote before is in the text), so that no memory of texts flatters anybody.
"""

from __future__ import annotations

import itertools
import random

OPENERS = ("", "Halo, ", "min ", "kak mau nanya, ", "Selamat pagi, ", "permisi ")
ASKED = (
    "berapa jumlah umkm di balikpapan", "brp umkm bpp skrg", "usaha mikro ada berapa",
    "apakah ada data usaha kecil dan menengah", "berapa persen yang kuliner", "sektor apa yang paling banyak",
    "pertumbuhan umkm tiap tahun gimana", "jumlah umkm per kecamatan berapa", "program pelatihan apa saja",
    "ada pendampingan untuk usaha baru ga", "gmn cara ikut pameran", "modal usaha bisa pinjam di mana",
    "syarat kur apa aja", "bunga kur berapa", "cara naik kelas dari mikro ke kecil", "daftar program di mana",
    "cara bikin nib", "nib itu bayar ga", "urus halal berapa lama", "pirt buat keripik gimana",
    "izin bpom wajib ga buat sambal", "pajak umkm berapa persen", "daftar merek dagang gimana caranya",
    "cara bikin qris buat warung", "pembukuan sederhana contohnya kayak apa", "jualan di e-katalog gmn",
    "ada yg minta uang ngaku dari dinas itu penipuan ya", "alamat kantor dinas koperasi di mana",
    "jam buka kantor jam berapa", "nomor telepon dinas berapa", "data umkm balikpapan diambil dari sumber mana",
    "musim ramai paling dekat kapan", "persiapan jualan ramadan apa", "akhir tahun enaknya jualan apa",
    "ide usaha buat lebaran", "kapan imlek tahun depan", "syarat ikut pelatihan digital marketing apa",
    "omzet berapa supaya masuk usaha kecil",
    "pinjaman kur maksimal berapa juta", "pelatihan bulan depan ada lagi tidak", "kamu bisa bantu apa aja",
    "terima kasih banyak infonya", "harga emas hari ini berapa", "cuaca besok hujan tidak",
    "usaha laundry saya omzet 300 juta termasuk apa", "umkm itu singkatan dari apa", "bedanya mikro sama kecil apa",
    "galeri umkm di bandara cara masuknya", "koperasi bisa bantu apa", "bantuan hibah masih ada tidak",
)  # fmt: skip
CLOSERS = ("?", " ya?", " kak", " min?", "", " dong")


Parts = tuple[str, str, str]


def known(count: int = 300) -> list[Parts]:
    """`count` different questions in three parts. None is so short that the bot would wait for more to come."""
    every = [parts for parts in itertools.product(OPENERS, ASKED, CLOSERS) if len("".join(parts).split()) > 4]
    return random.Random(1).sample(every, count)


def stream(count: int, seed: int) -> list[str]:
    """`count` questions in turn: a known one, a fresh one."""
    chance = random.Random(seed)
    chosen = known()
    numbers = itertools.count(chance.randrange(1_000, 100_000) * 1000)
    return [_said(chance.choice(chosen), f" {next(numbers)}" if turn % 2 else "") for turn in range(count)]


def _said(parts: Parts, number: str) -> str:
    opener, asked, closer = parts
    return f"{opener}{asked}{number}{closer}"
