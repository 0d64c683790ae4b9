"""The chat page in a real browser: what a tester sees and does."""

from __future__ import annotations

import aiohttp
import pytest
from playwright.async_api import Browser, Page, expect

from bot.simulator import Simulator
from bot.simulator.samples import upload
from tests.browser.conftest import PHONE, WIDE, Opener, ScriptedBot
from tests.browser.looking import choose, ready

pytestmark = pytest.mark.browser
BOT = ".message.theirs"
CONTRASTS = """() => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => numbers(colour).slice(0, 3).map((n) => n / 255)
    .map((n) => n <= 0.03928 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4)
    .reduce((sum, n, at) => sum + n * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = (element) => {
    const colour = getComputedStyle(element).backgroundColor;
    return numbers(colour)[3] === undefined ? colour : ground(element.parentElement);
  };
  const ratio = (element) => {
    const [a, b] = [light(getComputedStyle(element).color), light(ground(element))].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  const seen = [".text", ".mine .text", ".person .name", ".preview", ".status", ".inline button", ".clock strong"];
  return Object.fromEntries(seen.map((what) => [what, ratio(document.querySelector(what))]));
}"""
MINE = ".message.mine"


@pytest.fixture
async def page(open_page: Opener) -> Page:
    """The page with a conversation that has begun."""
    opened = await open_page(WIDE)
    await opened.get_by_role("button", name="Mulai", exact=True).click()
    await expect(opened.locator(BOT)).to_contain_text("Halo, Ibu Ani!")
    return opened


async def say(page: Page, text: str) -> None:
    await page.get_by_label("Tulis pesan").fill(text)
    await page.keyboard.press("Enter")


async def test_a_conversation_begins_with_mulai_and_shows_formatting(page: Page, shot) -> None:
    await expect(page.locator(f"{MINE} .bubble")).to_contain_text("/start")
    welcome = page.locator(f"{BOT} .text")
    for tag, text in (("b", "Halo, Ibu Ani!"), ("i", "angka"), ("code", "tanya"), ("blockquote", "Kutipan")):
        await expect(welcome.locator(tag)).to_have_text(text)
    spoiler = page.locator(".spoiler")
    await spoiler.click()
    await expect(spoiler).to_have_class("spoiler open")
    await shot(page, "page-welcome")


async def test_a_question_is_asked_and_its_answer_quotes_it(page: Page, shot) -> None:
    await say(page, "min brp jumlah umkm di balikpapan?")
    answer = page.locator(BOT).last
    await expect(answer).to_contain_text("Kata Kakak: min brp jumlah umkm di balikpapan?")
    await expect(answer.locator(".quote")).to_contain_text("Ibu Ani")
    await shot(page, "page-question")


async def test_a_button_is_pressed_and_its_message_edited_live(page: Page, shot) -> None:
    await page.get_by_role("button", name="Jumlah UMKM").click()
    await expect(page.locator(BOT)).to_contain_text("Sekitar 93 ribu UMKM")
    await expect(page.locator(f"{BOT} .meta")).to_contain_text("diedit")
    await expect(page.locator(".toast")).to_have_text("Sebentar, Kak")
    await shot(page, "page-button")


async def test_a_deleted_message_disappears(page: Page) -> None:
    await page.get_by_role("button", name="Hapus pesan ini").click()
    await expect(page.locator(BOT)).to_have_count(0)


async def test_a_contact_is_shared_from_the_reply_keyboard(page: Page, shot) -> None:
    await page.get_by_role("button", name="Nomor saya").click()
    await page.get_by_role("button", name="Bagikan nomor").click()
    await shot(page, "page-contact")
    await page.get_by_role("dialog").get_by_role("button", name="Bagikan").click()
    await expect(page.locator(BOT).last).to_contain_text("Nomor 6281234567890")
    await expect(page.locator(".keyboard")).to_be_hidden()


async def test_a_photo_is_sent_and_shown_both_ways(page: Page, shot) -> None:
    await page.get_by_role("button", name="Lampirkan").click()
    await shot(page, "page-attach")
    await page.get_by_role("menuitem", name="Foto contoh").click()
    await expect(page.locator(BOT).last).to_contain_text("Foto diterima")
    sizes = await page.eval_on_selector_all(".photo", "all => all.map(image => image.naturalWidth)")
    assert sizes == [480, 480]
    await shot(page, "page-photo")


async def test_a_slash_offers_the_commands(page: Page, shot) -> None:
    await page.get_by_label("Tulis pesan").fill("/sta")
    options = page.get_by_role("option")
    await expect(options).to_have_count(2)
    await shot(page, "page-commands")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator(MINE).last).to_contain_text("/statistik")


async def test_an_own_message_is_edited(page: Page, sim: Simulator) -> None:
    await say(page, "salah tulis")
    await expect(page.locator(BOT)).to_have_count(2)
    await page.locator(MINE).last.hover()
    await page.locator(MINE).last.get_by_label("Pilihan pesan").click()
    await page.get_by_role("menuitem", name="Edit").click()
    await say(page, "sudah betul")
    await expect(page.locator(MINE).last).to_contain_text("sudah betul")
    await expect(page.locator(f"{MINE} .meta").last).to_contain_text("diedit")
    assert [shown.text for shown in sim.somebody(700_000_001).screen if shown.edited] == ["sudah betul"]


SCROLL = "document.querySelector('.scroll')"
LEFT_BELOW = f"{SCROLL}.scrollHeight - {SCROLL}.scrollTop - {SCROLL}.clientHeight"


async def test_an_answer_to_a_long_message_is_in_sight(page: Page) -> None:
    await say(page, "panjang " * 400)
    await expect(page.locator(BOT).last).to_contain_text("Kata Kakak: panjang")
    await page.wait_for_function(f"{LEFT_BELOW} < 3")
    await expect(page.get_by_label("Ke pesan terbaru")).to_be_hidden()


async def test_who_reads_above_is_left_there_until_the_arrow_is_pressed(page: Page, sim: Simulator) -> None:
    await say(page, "panjang " * 400)
    await page.wait_for_function(f"{LEFT_BELOW} < 3")
    await page.locator(".scroll").hover()
    await page.mouse.wheel(0, -700)
    await page.wait_for_function(f"{LEFT_BELOW} > 300")
    async with aiohttp.ClientSession() as session:
        await ScriptedBot(sim, session).call("sendMessage", chat_id=700_000_001, text="ada kabar")
    await expect(page.locator(BOT).last).to_contain_text("ada kabar")
    assert await page.evaluate(LEFT_BELOW) > 300
    await page.get_by_label("Ke pesan terbaru").click()
    await page.wait_for_function(f"{LEFT_BELOW} < 3")


async def test_what_was_begun_is_kept_for_each_person_and_an_edit_given_up_is_gone(page: Page) -> None:
    written = page.get_by_label("Tulis pesan")
    await written.fill("belum selesai")
    await choose(page, "Pak Budi")
    await expect(written).to_have_value("")
    await choose(page, "Ibu Ani")
    await expect(written).to_have_value("belum selesai")
    await written.fill("")
    await page.locator(MINE).last.hover()
    await page.locator(MINE).last.get_by_label("Pilihan pesan").click()
    await page.get_by_role("menuitem", name="Edit").click()
    await expect(written).to_have_value("/start")
    await page.keyboard.press("Escape")
    await expect(written).to_have_value("")


async def test_commands_are_chosen_with_the_keyboard_and_read_aloud(page: Page) -> None:
    written = page.get_by_label("Tulis pesan")
    await written.press_sequentially("/")
    await written.press("ArrowDown")
    chosen = await written.get_attribute("aria-activedescendant")
    await expect(page.locator(f"#{chosen}")).to_have_attribute("aria-selected", "true")
    await expect(page.locator(f"#{chosen}")).to_contain_text("/statistik")
    await written.press("Enter")
    await expect(page.locator(MINE).last).to_contain_text("/statistik")
    await expect(page.get_by_label("Daftar perintah")).to_have_attribute("aria-expanded", "false")


async def test_a_covered_photo_is_seen_when_it_is_pressed(page: Page, sim: Simulator) -> None:
    file_id = sim.file_body("photo", upload("photo"))["photo"][0]["file_id"]
    async with aiohttp.ClientSession() as session:
        await ScriptedBot(sim, session).call("sendPhoto", chat_id=700_000_001, photo=file_id, has_spoiler=True)
    photo = page.locator(f"{BOT} img")
    await expect(photo).to_have_class("photo veiled")
    await photo.press("Enter")
    await expect(photo).to_have_class("photo")


async def test_a_long_quote_and_a_spoiler_open_by_keyboard(page: Page, sim: Simulator) -> None:
    quote = "baris<b>.</b>\n" * 9
    text = f"<blockquote expandable>{quote}</blockquote> <tg-spoiler>rahasia</tg-spoiler>"
    async with aiohttp.ClientSession() as session:
        await ScriptedBot(sim, session).call("sendMessage", chat_id=700_000_001, text=text, parse_mode="HTML")
    message = page.locator(BOT).last
    await message.locator("blockquote").press("Enter")
    await expect(message.locator("blockquote")).to_have_class("long open")
    await message.get_by_role("button", name="Teks tersembunyi").press(" ")
    await expect(message.locator(".spoiler")).to_have_class("spoiler open")


async def test_what_could_not_be_sent_is_there_to_be_sent_again(sim: Simulator, browser: Browser) -> None:
    page = await browser.new_page(viewport=WIDE)
    await page.goto(sim.base_url)
    await ready(page)
    await page.route("**/control/say", lambda route: route.abort())
    await say(page, "masih ada?")
    await expect(page.locator(".toast")).to_have_text("Tidak bisa: simulator tidak menjawab.")
    await expect(page.get_by_label("Tulis pesan")).to_have_value("masih ada?")


async def test_in_the_dark_it_is_dark_and_can_be_read(open_page: Opener, shot) -> None:
    page = await open_page(WIDE, color_scheme="dark")
    await page.get_by_role("button", name="Mulai", exact=True).click()
    await expect(page.locator(BOT)).to_contain_text("Halo, Ibu Ani!")
    await shot(page, "page-dark")
    contrasts = await page.evaluate(CONTRASTS)
    assert {what: ratio for what, ratio in contrasts.items() if ratio < 4.5} == {}


async def test_the_clock_is_moved_and_new_messages_carry_the_new_day(page: Page, shot) -> None:
    await page.get_by_role("button", name="Pilih hari").click()
    await shot(page, "page-clock")
    await page.get_by_role("button", name="Sehari sebelum Ramadan").click()
    await expect(page.locator("#clock-date")).to_have_text("Rabu, 17 Februari 2027")
    await page.get_by_role("button", name="+1 hari").click()
    await expect(page.locator("#clock-date")).to_have_text("Kamis, 18 Februari 2027")
    await say(page, "halo")
    await expect(page.locator(".day").last).to_have_text("Kamis, 18 Februari 2027")


async def test_two_people_side_by_side_and_unread_marks_for_others(page: Page, sim: Simulator, shot) -> None:
    await page.get_by_role("button", name="Dua layar").click()
    await expect(page.locator(".pane")).to_have_count(2)
    await page.locator(".pane").nth(1).get_by_role("button", name="Mulai", exact=True).click()
    await expect(page.locator(".pane").nth(1).locator(BOT)).to_contain_text("Halo, Pak Budi!")
    citra = next(person for person in sim.people.values() if person.name == "Citra")
    citra.queue("/start")
    await expect(page.locator(".badge")).to_have_text("1")
    await shot(page, "page-two-people")


async def test_a_person_is_added_and_chosen(page: Page) -> None:
    await page.get_by_role("button", name="+ Tambah orang").click()
    await page.get_by_label("Nama").fill("Dewi")
    await page.get_by_label("Peran").fill("Penjahit")
    await page.keyboard.press("Enter")
    await expect(page.locator(".person[aria-current=true]")).to_contain_text("Dewi")
    await expect(page.locator(".status")).to_contain_text("layar Dewi · Penjahit")


async def test_the_bot_is_blocked_and_let_back_in(page: Page) -> None:
    await page.get_by_label("Pilihan obrolan").click()
    await page.get_by_role("menuitem", name="Blokir bot").click()
    await expect(page.locator(".composer")).to_be_hidden()
    await page.get_by_role("button", name="Buka blokir dan mulai lagi").click()
    await expect(page.locator(BOT)).to_have_count(2)


async def test_misbehaviour_is_switched_on_and_calmed(page: Page, sim: Simulator, shot) -> None:
    await page.get_by_role("button", name="Ulah Telegram").click()
    panel = page.get_by_role("complementary", name="Ulah Telegram")
    await panel.get_by_label("Ulah", exact=True).select_option("500")
    await panel.get_by_label("Pada panggilan").select_option("sendMessage")
    await panel.get_by_role("button", name="Mulai").click()
    await expect(panel.locator(".active")).to_contain_text("Galat 500 · sendMessage · 0 dari 1")
    await say(page, "hilang")
    await expect(panel.locator(".calls .bad").first).to_have_text("ulah 500")
    await shot(page, "page-misbehaviour")
    await panel.get_by_role("button", name="Tenangkan semua").click()
    await expect(panel.locator(".active li")).to_have_count(0)
    assert sim.faults.active == []


async def test_it_fits_the_narrowest_phone(open_page: Opener) -> None:
    page = await open_page({"width": 320, "height": 560})
    assert not await page.evaluate("document.documentElement.scrollWidth > innerWidth")
    await choose(page, "Ibu Ani")
    assert not await page.evaluate("document.documentElement.scrollWidth > innerWidth")


async def test_it_fits_a_phone(open_page: Opener, shot) -> None:
    page = await open_page(PHONE)
    await shot(page, "phone-people")
    await page.locator(".person").first.click()
    await page.get_by_role("button", name="Mulai", exact=True).click()
    await expect(page.locator(BOT)).to_contain_text("Halo, Ibu Ani!")
    wider = await page.evaluate("document.documentElement.scrollWidth > innerWidth")
    await shot(page, "phone-chat")
    assert not wider
    await page.get_by_label("Kembali ke daftar orang").click()
    await expect(page.locator(".person").first).to_be_visible()


async def test_everything_can_be_reached_by_keyboard_and_has_a_name(page: Page) -> None:
    nameless = await page.evaluate(
        """() => [...document.querySelectorAll("button, input, textarea, select")]
            .filter((each) => each.offsetParent && !each.closest("template"))
            .filter((each) => !(each.ariaLabel || each.textContent.trim() || each.labels?.length))
            .map((each) => each.outerHTML)"""
    )
    assert nameless == []
    await page.locator(".person").first.focus()
    for _ in range(60):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.textContent === 'Jumlah UMKM'"):
            break
    await page.keyboard.press("Enter")
    await expect(page.locator(BOT)).to_contain_text("Sekitar 93 ribu UMKM")


async def test_it_reconnects_after_the_stream_was_cut(page: Page, sim: Simulator) -> None:
    for connection in list(sim._server.server_state.connections):
        if connection.scope["path"] == "/control/events":
            connection.transport.abort()
    await expect(page.locator("#offline")).to_be_visible()
    await expect(page.locator("#offline")).to_be_hidden()
    await say(page, "masih di sini?")
    await expect(page.locator(BOT).last).to_contain_text("masih di sini?")
