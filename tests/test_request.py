"""HTTP to the Bot API: what goes out, and whether it went out at all."""

from __future__ import annotations

import asyncio
import json
import socket
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
import orjson
import pytest
from aiohttp import web
from aiohttp.client_reqrep import ClientRequest
from telegram import Bot, InputFile
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from handlers.request import AiohttpRequest, Flood, Lost, NotSent, Patience, ServerFailed, on_departure, read_json

TOKEN = "1234567890:AAFakeFakeFakeFakeFakeFakeFakeFakeFake"
QUICK = Patience(write=1, read=0.15, connect=1, pool=0.1)
Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def page(status: int, body: str = "<html>sorry</html>", kind: str = "text/html", more: str = "") -> bytes:
    raw = body.encode()
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(raw)}\r\n{more}\r\n"
    return head.encode() + raw


def api(status: int, description: str, **parameters: object) -> bytes:
    body: dict[str, object] = {"ok": False, "error_code": status, "description": description}
    if parameters:
        body["parameters"] = parameters
    return page(status, json.dumps(body), "application/json")


async def read_request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    lengths = (line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))
    length = int(next(lengths))
    return head + await reader.readexactly(length)


class Peer:
    """A server that reads whole requests, keeps them, and plays `play` for each."""

    def __init__(self, play: Answer) -> None:
        self.play, self.requests, self.url, self.connections = play, [], "", 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while not writer.is_closing():
                self.requests.append(await read_request(reader))
                await self.play(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass  # the client is gone, or the test is over
        finally:
            writer.close()


@asynccontextmanager
async def peer(play: Answer) -> AsyncIterator[Peer]:
    it = Peer(play)
    server = await asyncio.start_server(it.serve, "127.0.0.1", 0)
    it.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot"
    try:
        yield it
    finally:
        server.close()


def answering(raw: bytes) -> Answer:
    async def play(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(raw)
        await writer.drain()

    return play


async def reset(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    raw = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    writer.close()


async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


async def answer_half(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(200, '{"ok":true,"result":true}')[:-10])
    await writer.drain()
    writer.close()


async def say_nothing(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    await reader.read()


DONE = answering(page(200, '{"ok":true,"result":true}', "application/json"))


@asynccontextmanager
async def bot_to(url: str, request: AiohttpRequest | None = None) -> AsyncIterator[Bot]:
    request = request or AiohttpRequest(plain=QUICK)
    try:
        yield Bot(TOKEN, base_url=url, request=request, get_updates_request=request)
    finally:
        await request.shutdown()


def has_no_token(error: BaseException) -> bool:
    """Neither in its words nor in anything chained to it, suppressed or not."""
    texts, seen = [], error
    while seen is not None:
        texts += [str(seen), repr(seen), repr(seen.args), *traceback.format_exception(seen)]
        seen = seen.__cause__ or seen.__context__
    return not any(TOKEN in text or "AAFake" in text for text in texts)


async def failure_of(play: Answer, request: AiohttpRequest | None = None) -> TelegramError:
    async with peer(play) as it, bot_to(it.url, request) as bot:
        with pytest.raises(TelegramError) as caught:
            await bot.send_message(1, "halo")
    assert has_no_token(caught.value)
    return caught.value


async def test_parameters_go_out_as_json_with_their_own_types():
    async with peer(DONE) as it, bot_to(it.url) as bot:
        await bot.send_message(5, "selamat é", reply_markup={"inline_keyboard": [[{"text": "a"}]]})  # type: ignore[arg-type]
        head, body = it.requests[0].split(b"\r\n\r\n", 1)
    assert b"Content-Type: application/json" in head and b"/sendMessage HTTP/1.1" in head
    assert json.loads(body) == {
        "chat_id": 5,
        "text": "selamat é",
        "reply_markup": {"inline_keyboard": [[{"text": "a"}]]},
    }


async def test_files_go_out_as_multipart_with_their_own_names_and_types():
    seen: dict[str, tuple[str | None, str | None, bytes | str]] = {}

    async def take(request: web.Request) -> web.Response:
        async for part in await request.multipart():
            raw = await part.read()
            seen[part.name] = (part.filename, part.headers.get("Content-Type"), bytes(raw))
        return web.json_response({"ok": True, "result": True})

    app = web.Application(client_max_size=10**8)
    app.router.add_post("/{path:.*}", take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/bot"
    big = b"\x00\x01" * 900_000  # over the size at which aiohttp warns about raw bytes
    async with bot_to(url) as bot:
        await bot.send_document(7, InputFile(big, filename="laporan Mei – é.pdf"), caption="ini")
    await runner.cleanup()
    assert seen["document"] == ("laporan Mei – é.pdf", "application/pdf", big)
    assert seen["chat_id"][2] == b"7" and seen["caption"][2] == b"ini"


async def test_whoever_counts_messages_a_second_is_told_when_one_leaves_not_when_its_answer_comes():
    left = asyncio.Event()

    async def answer_once_it_is_known_to_have_left(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.wait_for(left.wait(), 5)
        await DONE(reader, writer)

    async with peer(answer_once_it_is_known_to_have_left) as it, bot_to(it.url) as bot:
        on_departure.set(left.set)
        await bot.send_message(1, "halo")


async def test_one_connection_serves_call_after_call():
    async with peer(DONE) as it, bot_to(it.url) as bot:
        for _ in range(3):
            await bot.send_message(1, "halo")
        assert (len(it.requests), it.connections) == (3, 1)


async def test_a_refused_connection_was_not_sent():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/bot"
        async with bot_to(url) as bot:
            with pytest.raises(NotSent, match="sendMessage: ClientConnectorError ECONNREFUSED") as caught:
                await bot.send_message(1, "halo")
    assert has_no_token(caught.value)


async def test_a_name_that_does_not_resolve_was_not_sent(monkeypatch: pytest.MonkeyPatch):
    async def fail(*_: object, **__: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", fail)
    async with bot_to("http://api.example.invalid/bot") as bot:
        with pytest.raises(NotSent) as caught:
            await bot.send_message(1, "halo")
    assert has_no_token(caught.value)


async def test_waiting_in_vain_for_a_free_connection_was_not_sent():
    async with peer(say_nothing) as it:
        request = AiohttpRequest(pool_size=1, plain=Patience(write=5, read=5, connect=0.05, pool=0.05))
        async with bot_to(it.url, request) as bot:
            first = asyncio.create_task(bot.send_message(1, "yang pertama"))
            while not it.requests:
                await asyncio.sleep(0.005)
            with pytest.raises(NotSent):
                await bot.send_message(1, "yang kedua")
            first.cancel()
            await asyncio.gather(first, return_exceptions=True)
        assert len(it.requests) == 1


async def test_a_failed_tls_handshake_was_not_sent():
    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    async with bot_to(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot") as bot:
        with pytest.raises(NotSent) as caught:
            await bot.send_message(1, "halo")
    server.close()
    assert has_no_token(caught.value)


async def test_a_connection_lost_before_the_body_was_written_was_not_sent(monkeypatch: pytest.MonkeyPatch):
    write = ClientRequest.write_bytes

    async def lose_it_first(
        self: ClientRequest, writer: object, conn: aiohttp.connector.Connection, length: int | None = None
    ) -> None:
        conn.transport.abort()
        await write(self, writer, conn, length)  # type: ignore[arg-type]

    monkeypatch.setattr(ClientRequest, "write_bytes", lose_it_first)
    async with peer(DONE) as it, bot_to(it.url) as bot:
        with pytest.raises(NotSent):
            await bot.send_message(1, "halo")
        assert it.requests == []


@pytest.mark.parametrize("play", [reset, hang_up, answer_half, say_nothing])
async def test_an_answer_that_never_came_whole_is_lost_not_refused(play: Answer):
    assert type(await failure_of(play)) is Lost


@pytest.mark.parametrize("play", [reset, hang_up, say_nothing])
async def test_an_upload_without_an_answer_is_lost(play: Answer):
    async with peer(play) as it, bot_to(it.url, AiohttpRequest(media=QUICK)) as bot:
        with pytest.raises(Lost) as caught:
            await bot.send_photo(1, b"x" * 100_000)
    assert has_no_token(caught.value)


async def test_a_kept_connection_that_hangs_up_on_the_second_request_is_not_tried_again():
    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await (DONE if len(it.requests) == 1 else reset)(reader, writer)

    async with peer(once) as it, bot_to(it.url) as bot:
        await bot.send_message(1, "satu")
        with pytest.raises(Lost):
            await bot.send_message(1, "dua")
        assert len(it.requests) == 2


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (page(500), ServerFailed),
        (page(502), ServerFailed),
        (page(503), ServerFailed),
        (api(500, "Internal Server Error: restart"), ServerFailed),
        (page(504), Lost),
        (page(524), Lost),
        (page(200), Lost),
        (api(200, "odd"), Lost),
        (page(200, '["x"]', "application/json"), Lost),
        (page(302, more="Location: /elsewhere\r\n"), ServerFailed),
        (page(403), ServerFailed),
        (page(404), ServerFailed),
        (page(405), ServerFailed),
        (page(413), BadRequest),
        (page(429), RetryAfter),
        (api(400, "Bad Request: chat not found"), BadRequest),
        (api(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-100123), ChatMigrated),
        (api(401, "Unauthorized"), InvalidToken),
        (api(404, "Not Found"), InvalidToken),
        (api(403, "Forbidden: bot was blocked by the user"), Forbidden),
        (api(409, "Conflict: terminated by other getUpdates request"), Conflict),
        (api(429, "Too Many Requests: retry after 7", retry_after=7), RetryAfter),
    ],
)
async def test_each_answer_becomes_the_error_that_says_what_to_do(raw: bytes, kind: type[TelegramError]):
    error = await failure_of(answering(raw))
    assert isinstance(error, kind)
    assert "sorry" not in str(error), "a page's text may hold the address it was asked for"


async def test_the_wait_of_a_429_is_the_one_telegram_named():
    error = await failure_of(answering(api(429, "Too Many Requests: retry after 7", retry_after=7)))
    assert isinstance(error, Flood) and (error.seconds, error.retry_after) == (7.0, 7)


async def test_a_verdict_keeps_telegrams_own_words():
    error = await failure_of(answering(api(400, "Bad Request: chat not found")))
    assert str(error) == "Chat not found"


async def test_a_redirect_is_not_followed_since_it_would_carry_the_token_away():
    async with peer(answering(page(307, more="Location: /elsewhere\r\n"))) as it, bot_to(it.url) as bot:
        with pytest.raises(ServerFailed):
            await bot.send_message(1, "halo")
        assert len(it.requests) == 1


async def test_a_long_poll_may_last_as_long_as_it_asked_for():
    async def late(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.4)  # well over the 0.15 s that plain calls get here
        await answering(page(200, '{"ok":true,"result":[]}'))(reader, writer)

    async with peer(late) as it, bot_to(it.url, AiohttpRequest(plain=QUICK, poll_margin=5)) as bot:
        assert await bot._post("getUpdates", {"timeout": 1}) == []


async def test_a_long_poll_that_never_ends_is_given_up_after_its_margin():
    async with peer(say_nothing) as it, bot_to(it.url, AiohttpRequest(poll_margin=0.1)) as bot:
        with pytest.raises(Lost):
            await bot._post("getUpdates", {"timeout": 0})


async def test_a_time_given_by_the_caller_wins():
    async with peer(say_nothing) as it, bot_to(it.url, AiohttpRequest(plain=Patience(write=60, read=60))) as bot:
        with pytest.raises(Lost):
            await bot.send_message(1, "halo", read_timeout=0.05)


async def test_updates_with_broken_surrogates_do_not_lose_the_batch():
    raw = page(200, '{"ok":true,"result":[{"update_id":1,"text":"\\ud83d"}]}')
    async with peer(answering(raw)) as it, bot_to(it.url) as bot:
        assert (await bot._post("getUpdates", {}))[0]["update_id"] == 1


async def test_a_text_that_is_no_unicode_is_refused_before_it_leaves():
    async with peer(DONE) as it, bot_to(it.url) as bot:
        with pytest.raises(BadRequest):
            await bot.send_message(1, "\ud83d")
        assert it.requests == []


async def test_files_are_fetched_whole_and_a_missing_one_says_so_without_its_address():
    async def file(_: web.Request) -> web.Response:
        return web.Response(body=b"\x89PNG")

    async def none(request: web.Request) -> web.Response:
        return web.Response(status=404, text=f"Cannot GET {request.path}")

    app = web.Application()
    app.router.add_get(f"/file/bot{TOKEN}/photos/1.png", file)
    app.router.add_get(f"/file/bot{TOKEN}/photos/2.png", none)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}/file/bot{TOKEN}/photos/"
    async with AiohttpRequest() as request:
        assert await request.retrieve(base + "1.png") == b"\x89PNG"
        with pytest.raises(NetworkError) as caught:
            await request.retrieve(base + "2.png")
    await runner.cleanup()
    assert has_no_token(caught.value)


async def test_after_shutdown_nothing_leaves_and_after_initialize_it_does_again():
    async with peer(DONE) as it:
        request = AiohttpRequest()
        async with bot_to(it.url, request) as bot:
            await bot.send_message(1, "satu")
            await request.shutdown()
            with pytest.raises(NotSent):
                await bot.send_message(1, "dua")
            await request.initialize()
            await bot.send_message(1, "tiga")
        assert len(it.requests) == 2


async def test_shutting_down_closes_every_connection():
    async with peer(DONE) as it:
        async with bot_to(it.url) as bot:
            await bot.send_message(1, "halo")
            session = bot.request._session  # type: ignore[attr-defined]
        assert session.closed and TOKEN not in repr(bot.request)


def test_half_a_character_is_mended_at_the_door_because_no_database_would_keep_it():
    read = read_json(rb'{"update_id": 1, "message": {"text": "a \ud83d b \ud83d\ude00"}}')
    assert read == {"update_id": 1, "message": {"text": "a ? b \U0001f600"}}
    assert orjson.loads(orjson.dumps(read)) == read


@pytest.mark.parametrize(
    ("spelt", "read"),
    [(rb"um\u0000km", "umkm"), (rb"\u0000\u0000", ""), (rb"C:\\u0000", r"C:\u0000"), (rb"C:\\\u0000b", "C:\\b")],
)
def test_nul_is_left_out_and_the_same_letters_as_text_stay(spelt, read):
    assert read_json(b'{"text": "%s"}' % spelt) == {"text": read}


@pytest.mark.parametrize("payload", [b"", b"[1]", b"hello", b"{", b"[" * 100_000, b"\xff\xfe"])
def test_what_is_no_json_object_is_nothing(payload):
    assert read_json(payload) is None
