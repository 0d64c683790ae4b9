"""Corrections, amounts without their unit, a mere "iya", and coming back to something: each is understood."""

from __future__ import annotations

import pytest

from tests.test_dialogues import ANSWERS, talk_through, topics


@pytest.mark.parametrize(
    ("first", "then", "shown"),
    [
        ("omzet 250 juta setahun masuk apa", "kalau 900?", "Rp900 juta setahun"),
        ("omzet 4 miliar setahun masuk apa", "klo 16", "Rp16 miliar setahun"),
        ("omzet 30 juta sebulan kena pajak berapa", "kalau 80?", "Rp80 juta × 12 bulan"),
        ("pinjam kur 40 juta bisa", "kalau 150", "Pinjaman Rp150 juta"),
        ("omzet 250 juta setahun masuk apa", "kalau 90 sebulan?", "Rp90 juta × 12 bulan"),
    ],
)
def test_a_number_after_an_amount_is_of_the_same_unit(first: str, then: str, shown: str) -> None:
    assert shown in talk_through(first, then)[-1].plain


@pytest.mark.parametrize("counted", ["kalau 2 tahun lagi", "kalau 5 orang", "kalau 2027"])
def test_what_is_counted_in_something_else_is_no_amount(counted: str) -> None:
    assert "Rp" not in talk_through("omzet 250 juta setahun masuk apa", counted)[-1].plain.split("mikro sampai")[0]


@pytest.mark.parametrize("choice", ["2", "yang 2", "nomor 2"])
def test_a_number_that_may_be_one_of_the_list_still_chooses_from_it(choice: str) -> None:
    shown, chosen = talk_through("omzet 250 juta setahun masuk apa", choice)
    assert chosen.topic == shown.next[1]


@pytest.mark.parametrize(
    "before", ["omzet berapa supaya masuk usaha kecil", "cara urus nib", "galeri bandara cara masuknya"]
)
@pytest.mark.parametrize(
    ("asked", "topic"), [("berapa persen yang kuliner", "stat.sector_culinary"), ("jumlah yang mikro", "stat.micro")]
)
def test_a_figure_asked_for_after_something_else_is_that_figure(before: str, asked: str, topic: str) -> None:
    assert topics(before, asked)[-1] == topic


def test_a_loan_is_nobodys_sales() -> None:
    tax = talk_through("pinjam kur 40 juta bisa", "pajaknya berapa")[-1]
    assert tax.topic == "legal.tax" and "Rp40 juta" not in tax.plain


def test_the_amount_is_still_known_after_something_else_was_asked() -> None:
    asked = ("omzet 70 juta sebulan masuk apa", "alamat dinas di mana", "pajaknya jadi berapa")
    assert "Rp70 juta × 12 bulan" in talk_through(*asked)[-1].plain


@pytest.mark.parametrize(
    ("first", "then", "topic"),
    [
        ("berapa usaha mikro", "eh maksudnya yang kecil", "stat.small_medium"),
        ("berapa usaha mikro", "maksud saya kuliner", "stat.sector_culinary"),
        ("cara urus nib", "salah, pirt maksudnya", "legal.pirt"),
        ("ada pelatihan apa", "bukan pelatihan tapi pinjaman", "program.financing"),
        ("ada pelatihan apa", "sorry i mean mentoring", "program.mentoring"),
        ("mau daftar usaha", "eh salah, mau ubah alamat usaha", "business.edit"),
    ],
)
def test_a_correction_replaces_what_was_said(first: str, then: str, topic: str) -> None:
    assert topics(first, then)[-1] == topic


@pytest.mark.parametrize(
    "message", ["apa", "maksudnya?", "maksudnya gimana", "gak paham kak", "jelasin lagi", "what do you mean"]
)
def test_who_asks_what_is_meant_is_asked_what_is_unclear_and_nothing_is_forgotten(message: str) -> None:
    _, asked_back, on = talk_through("cara urus nib", message, "bayar ga")
    assert asked_back.topic == "chitchat.unclear" and "Maksudnya yang mana" in asked_back.plain
    assert on.topic == "legal.nib" and on.partial


def test_what_was_talked_about_earlier_is_asked_on_by_its_name() -> None:
    rate = talk_through("info kur dong", "kapan lebaran", "yang kur tadi bunganya berapa")[-1]
    assert rate.topic == "program.kur" and rate.partial and "6%" in rate.plain
    assert (
        topics("daftar merek gimana", "umkm ada berapa", "kapan natal", "balik ke merek tadi, tarifnya")[-1]
        == "legal.brand"
    )


def test_a_side_that_the_last_matter_does_not_have_is_of_the_permit_before() -> None:
    assert topics("cara urus nib", "umkm bpp ada berapa", "bayar ga")[-1] == "legal.nib"
    unknown = talk_through("cara urus pirt", "omzet 20 juta sebulan masuk apa", "berapa lama prosesnya")[-1]
    assert unknown.topic == "legal.pirt" and "belum kami ketahui" in unknown.plain


def test_a_feast_has_a_day_of_its_own_whatever_came_before() -> None:
    assert topics("info kur dong", "lebaran tahun depan tanggal berapa")[-1].startswith("season.")


def test_yes_shows_once_more_what_was_offered() -> None:
    assert topics("mau daftarin usaha", "iya")[-1] == "business.register"
    answer, options = talk_through("ada pelatihan apa", "mau dong")
    assert options.next == answer.next and "1." in options.plain


def test_another_matter_is_asked_for_with_little_more_than_its_name() -> None:
    assert topics("cara urus nib", "and the loan?", "kalau pajaknya?", "terus pelatihan?")[1:] == [
        "program.financing", "legal.tax", "program.training",
    ]  # fmt: skip


def test_training_is_asked_on_for_its_own_sides() -> None:
    answer = talk_through("ada pelatihan apa", "boleh online?")[-1]
    assert answer.topic == "program.training" and answer.partial
    assert topics("ada pelatihan apa", "dapat uang transpor ga")[-1] == "program.training"


@pytest.mark.parametrize("message", ["ada diagramnya ga", "jumlah umkm bpp > minta grafiknya dong"])
def test_who_wants_a_picture_of_the_figures_is_told_where_it_is(message: str) -> None:
    answer = talk_through(*message.split(" > "))[-1]
    assert answer.topic == "stat.available" and "/statistik" in answer.plain


def test_what_nobody_knows_of_a_permit_is_said_first_when_it_is_asked_first() -> None:
    assert talk_through("bikin nib berapa lama")[0].plain.startswith("NIB / OSS: lama prosesnya belum kami ketahui")


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("kuota haji tahun ini", "out_of_scope.other"),
        ("biaya naik haji berapa", "out_of_scope.other"),
        ("haji kapan", "season.next"),
        ("jualan apa pas musim haji", "season.ideas"),
        ("masakan khas sini apa", "out_of_scope.knowledge"),
        ("berapa usaha yang omzetnya di atas 1 miliar", "out_of_scope.unpublished_stat"),
        ("ukm di kota ini ada berapa", "stat.total"),
        ("ukm selain mikro berapa", "stat.small_medium"),
        ("sertifikat pelatihan saya kok tidak dikasih", "human.handoff"),
    ],
)
def test_near_each_other_and_not_the_same(question: str, topic: str) -> None:
    assert topics(question) == [topic]


def test_a_matter_by_its_own_name_wins_over_a_side_of_the_last_one() -> None:
    qris = talk_through("daftar merek gimana", "kalau qris bayar juga?")[-1]
    assert qris.topic == "legal.qris" and qris.plain.startswith("Untuk usaha mikro")
    assert topics("berapa umkm", "yang punya nib berapa")[-1] == "out_of_scope.unpublished_stat"


def test_what_names_no_topic_is_gone_back_to_by_what_was_talked_about() -> None:
    asked = ("ide jualan natal", "pajak umkm gimana", "balik ke hampers td, mulai kapan")
    assert topics(*asked)[-1].startswith("season.")


def test_everything_is_everything_even_beside_the_name_of_a_part() -> None:
    assert topics("umkm kuliner berapa", "maksudku semuanya, bukan cuma kuliner")[-1] == "stat.total"


def test_what_comes_after_a_permit_is_the_next_permit() -> None:
    assert "lalu PIRT" in talk_through("cara urus nib", "abis itu?")[-1].plain
    assert "belum kami ketahui" not in talk_through("cara urus nib", "setelah itu apa")[-1].plain


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("cara urus nib", "klo gagal gimana"),
        ("daftar merek gimana", "kalau mbulet kepriben"),
        ("info kur dong", "kalau telat bayar?"),
    ],
)
def test_a_side_that_is_not_even_understood_is_said_not_to_be_known_with_who_knows(first: str, then: str) -> None:
    whole, side = talk_through(first, then)
    assert side.topic == whole.topic and side.partial
    assert "rincian itu belum kami ketahui" in side.plain or "ditolak" in side.plain


def test_an_amount_is_forgotten_when_the_talk_has_long_moved_on() -> None:
    asked = (
        "omzet 70 juta sebulan masuk apa",
        "alamat dinas",
        "kapan natal",
        "cara urus nib",
        "ada pelatihan apa",
        "umkm ada berapa",
    )
    assert "Rp70 juta" not in talk_through(*asked, "berapa pajak umkm")[-1].plain


def test_ideas_for_little_money_are_ideas_and_no_loan() -> None:
    assert topics("ide jualan lebaran", "yang modal kecil")[-1] == "season.ideas"


@pytest.mark.parametrize("message", ["gak ada kak", "tidak ada lagi kak", "itu saja kak"])
def test_who_needs_nothing_more_is_not_sent_to_an_official(message: str) -> None:
    assert talk_through("cara urus nib", message)[-1].parent == "chitchat.thanks"


@pytest.mark.parametrize(
    ("messages", "topic"),
    [
        (("info kur dong", "baru buka usaha bisa?"), "program.kur"),
        (("cara urus nib", "gajadi deh"), "chitchat.never_mind"),
        (("lihat data usahaku", "alamatnya mau kuganti"), "business.edit"),
        (("mau lapor petugas", "ke siapa saya harus ngomong"), "human.handoff"),
        (("saya usaha sablon kaos, ramai lagi kapan",), "season.next"),
    ],
)
def test_words_written_as_one_and_trades_told_first_do_not_lead_astray(messages: tuple[str, ...], topic: str) -> None:
    assert topics(*messages)[-1] == topic


def test_the_others_after_a_share_are_the_rest() -> None:
    assert "56 ribu" in talk_through("umkm kuliner berapa persen", "berarti yang lain berapa")[-1].plain


@pytest.mark.parametrize("again", ["balik ke ", "bkn a, ", "salah, "])
def test_a_message_of_nothing_but_corrections_is_read_once(again: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    context = ANSWERS.understanding._context
    one = context._one
    monkeypatch.setattr(context, "_one", lambda text: read.append(text) or one(text))
    talk_through("berapa umkm", again * 500 + "nib")
    assert not read
