"""Whoever asks on gets the side of the matter that was asked about, and not the whole answer again."""

from __future__ import annotations

import pytest

from bot.answers import Answer
from tests.test_dialogues import talk_through, topics


def said(*messages: str) -> list[str]:
    return [answer.plain for answer in talk_through(*messages)]


def short(answer: Answer, whole: Answer) -> bool:
    """One side, with nothing of the rest."""
    return answer.partial and len(answer.plain) < len(whole.plain)


@pytest.mark.parametrize(
    ("first", "then", "told"),
    [
        ("cara urus nib", "dipungut biaya?", "gratis"),
        ("cara urus nib", "yang disiapin apa saja", "KTP, nomor HP dan email aktif"),
        ("cara urus nib", "masa berlakunya?", "selama usahanya berjalan"),
        ("cara urus nib", "perlu datang ke kantor ga", "oss.go.id"),
        ("sertifikat halal gimana", "gratis ga", "SEHATI gratis selama kuota ada"),
        ("sertifikat halal gimana", "kalau jualan bebek?", "syarat tambahan"),
        ("info kur dong", "bunganya berapa", "6% per tahun"),
        ("info kur dong", "jaminannya apa", "tanpa agunan tambahan"),
        ("info kur dong", "dokumennya apa saja", "minimal 6 bulan"),
        ("ada pelatihan apa", "jadwalnya kapan", "Jadwal pelatihan belum diumumkan"),
        ("ada pelatihan apa", "dapat sertifikat ga", "belum diumumkan"),
        ("info kur dong", "butuh npwp ga", "di atas Rp50 juta"),
        ("info kur dong", "kalau ditolak gimana", "Keputusannya di bank"),
        ("cara urus pirt", "kalau katering juga?", "bukan PIRT"),
        ("daftar merek gimana", "tarifnya", "Rp500.000"),
        ("pajak umkm gimana", "kalau cv?", "tidak mendapat bagian bebas"),
        ("klinik kemasan itu apa", "kapan bukanya", "tiap Jumat pukul 08.00-11.30"),
        ("cara masuk galeri bandara", "syaratnya?", "sertifikat halal, izin edar"),
        ("aturan jualan di pasar ramadan", "izinnya ke siapa", "ke camat"),
        ("pajak umkm gimana", "bayar berapa", "0,5%"),
        ("cara masuk e-katalog", "berkasnya?", "NIB, NPWP, rekening usaha"),
        ("info kur dong", "harus punya nib ga", "NIB atau surat keterangan usaha"),
        ("data saya dipakai buat apa", "dibagikan ke pihak lain ga", "bukan untuk dijual"),
        ("kantor dinas di mana", "nomor teleponnya?", "belum kami punya"),
    ],
)
def test_one_side_is_asked_for_and_one_side_is_told(first: str, then: str, told: str) -> None:
    whole, side = talk_through(first, then)
    assert side.topic == whole.topic
    assert told in side.plain
    assert short(side, whole)


@pytest.mark.parametrize(
    ("first", "then", "whom"),
    [
        ("cara urus nib", "lama ga prosesnya", "MPP Balikpapan"),
        ("sertifikat halal gimana", "berapa lama jadinya", "BPJPH"),
        ("cara urus pirt", "bayar berapa", "Dinas Kesehatan Kota Balikpapan"),
    ],
)
def test_what_is_not_known_of_a_matter_is_said_with_who_knows_it(first: str, then: str, whom: str) -> None:
    side = talk_through(first, then)[-1]
    assert "belum kami ketahui" in side.plain and whom in side.plain
    assert not any(digit.isdigit() for digit in side.plain)


def test_a_side_of_what_was_talked_about_before_the_last_thing_is_found() -> None:
    assert topics("cara urus nib", "kantor dinas di mana", "bayar berapa")[-1] == "legal.nib"


def test_what_is_not_known_of_a_permit_is_not_taken_from_another() -> None:
    last = talk_through("cara urus nib", "kalau pirt?", "expired berapa lama")[-1]
    assert last.topic == "legal.pirt" and "belum kami ketahui" in last.plain


def test_the_same_side_of_two_matters_is_answered_for_both() -> None:
    both, second = talk_through("nib bayar ga? terus pirt bayar ga?", "yg kedua ngurusnya dimana")
    assert "gratis" in both.plain and "PIRT" in both.plain
    assert second.topic == "legal.pirt"


def test_a_new_question_of_few_words_is_not_a_side_of_the_old_one() -> None:
    assert topics("omzet 10 juta sebulan masuk apa", "umkm ada berapa")[-1] == "stat.total"
    assert topics("cara urus nib", "terus musim jualan berikutnya apa")[-1] == "season.next"


def test_the_nearer_permit_is_named() -> None:
    assert topics("jual keripik perlu izin apa saja", "yang nib caranya?", "kalau makanan beku?")[1:] == [
        "legal.nib", "legal.bpom",
    ]  # fmt: skip


def test_amounts_go_on_with_the_tax_and_keep_their_period() -> None:
    _, none, due = said("usaha kecil kena pajak ga", "omzet saya 30 juta sebulan", "kalau 70 juta?")
    assert "tidak kena PPh final" in none
    assert "Rp70 juta × 12 bulan = Rp840 juta" in due and "Rp1.700.000 setahun" in due


def test_the_tax_is_worked_out_on_the_amount_just_named() -> None:
    assert "Rp1.100.000 setahun" in said("omzet 60 juta sebulan masuk apa", "pajaknya jadi berapa")[-1]


def test_the_way_to_the_next_class_is_of_the_amount_just_named() -> None:
    assert "Rp200 juta lagi" in said("omzet 150 juta sebulan masuk apa", "tinggal berapa lagi biar naik")[-1]


def test_a_class_that_is_asked_for_by_name_is_told_with_its_limits() -> None:
    assert "di atas Rp15 miliar sampai Rp50 miliar" in said("usaha saya masuk apa", "kalau menengah harus berapa")[-1]


@pytest.mark.parametrize(
    ("amount", "kind"),
    [("8 juta", "KUR super mikro"), ("40 juta", "KUR mikro"), ("200 juta", "KUR kecil"), ("2 miliar", "lebih besar")],
)
def test_an_amount_after_capital_is_held_against_the_kinds_of_kur(amount: str, kind: str) -> None:
    asked = talk_through("butuh modal usaha", f"kalau {amount} bisa?")[-1]
    assert asked.topic == "program.kur"
    assert kind in asked.plain
    assert "Sumber" in asked.plain


def test_another_city_and_what_was_never_published_leave_the_talk_on_figures() -> None:
    asked = ("umkm tarakan ada berapa", "ya udah yang di sini", "per kelurahan ada?", "terus yang ada apa saja")
    assert topics(*asked)[1:] == ["stat.total", "out_of_scope.unpublished_stat", "stat.available"]


def test_a_difference_to_other_figures_is_explained_without_another_figure() -> None:
    answer = talk_through("jumlah umkm balikpapan", "kok beda sama berita lain, katanya 70 ribu")[-1]
    assert answer.topic == "stat.difference"
    assert "93 ribu" in answer.plain and "70" not in answer.plain


def test_figures_are_followed_to_their_day_and_to_other_trades() -> None:
    total, day = talk_through("jumlah umkm balikpapan", "itu data tahun berapa")
    assert "10 November 2025" in day.plain and short(day, total)
    assert topics("jumlah umkm balikpapan", "yang jasa berapa persen")[-1] == "stat.sectors"


def test_the_second_of_two_answers_is_asked_on_in_many_words() -> None:
    both = "total umkm bpp brp? terus syarat ikut pelatihan apa aja?"
    answer = talk_through(both, "yg kedua itu online apa dateng langsung")[-1]
    assert answer.topic == "program.apply"
    assert "belum diumumkan" in answer.plain


def test_the_second_of_the_programmes_is_the_second_that_was_named() -> None:
    assert topics("program apa saja yang ada", "yang kedua tadi")[-1] == "program.mentoring"
    assert topics("program apa saja yang ada", "yang terakhir")[-1] == "program.financing"


def test_the_second_of_the_moments_shown_is_meant_and_more_ideas_are_other_ideas() -> None:
    _, second, more = talk_through("habis ini momen jualan apa", "yang kedua", "ada ide lain?")
    assert second.talk["season"] == more.talk["season"] == "nataru"
    assert second.plain != more.plain


def test_one_goes_back_to_the_options_even_when_one_of_them_showed_a_list() -> None:
    hello, _, again = talk_through("halo", "2", "bukan yang itu")
    assert again.next == hello.next


def test_what_was_talked_about_earlier_is_taken_up_again() -> None:
    assert topics("jumlah umkm berapa", "balik ke nib tadi, biayanya")[-1] == "legal.nib"


@pytest.mark.parametrize("message", ["eh gak jadi", "ga usah deh", "batal, nanti aja", "lupain aja kak"])
def test_never_mind_switches_nothing_off(message: str) -> None:
    assert topics("kapan lebaran", message) == ["season.ramadan", "chitchat.never_mind"]


def test_who_apologises_is_forgiven_and_who_laughs_is_not_told_to_write_better() -> None:
    assert topics("maaf ya tadi marah-marah") == ["chitchat.sorry"]
    assert topics("cara urus nib", "wkwkwkwk", "lama ga")[-1] == "legal.nib"


def test_what_a_programme_costs_is_said_when_it_is_asked_first() -> None:
    assert said("pelatihannya gratis ga")[0].startswith("Gratis atau berbayar belum diumumkan")


def test_the_interest_of_a_loan_is_no_trade_in_flowers() -> None:
    assert talk_through("bunga kur berapa")[0].talk["sector"] is None


def test_a_side_repeats_no_source_unless_it_shows_a_figure() -> None:
    _, free, rate = talk_through("info kur dong", "ada biaya ga", "bunganya berapa")
    assert "Sumber" not in free.plain
    assert "6%" in rate.plain and "Sumber" in rate.plain
    assert "Aturan dan biaya bisa berubah" not in free.plain + rate.plain
