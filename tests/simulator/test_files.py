"""Files, both ways."""

from __future__ import annotations

import io

import aiohttp
import orjson
import pytest
from PIL import Image

from bot.simulator import Person, Simulator
from bot.simulator import files as simulated_files
from bot.simulator.samples import picture
from tests.simulator.conftest import Wire


async def upload(sim: Simulator, wire: Wire, method: str, fields: dict, **parts: tuple[str, bytes]) -> dict:
    form = aiohttp.FormData()
    for name, value in fields.items():
        form.add_field(name, value if isinstance(value, str) else orjson.dumps(value).decode())
    for name, (file_name, content) in parts.items():
        form.add_field(name, content, filename=file_name, content_type="application/octet-stream")
    async with wire.session.post(f"{sim.base_url}/bot{sim.token}/{method}", data=form) as reply:
        return await reply.json()


async def test_an_uploaded_photo_is_shown_and_can_be_sent_again_by_id(sim: Simulator, wire: Wire, ani: Person) -> None:
    answer = await upload(sim, wire, "sendPhoto", {"chat_id": str(ani.id)}, photo=("warung.jpg", picture()))
    size = answer["result"]["photo"][-1]
    assert (size["width"], size["height"], size["file_size"]) == (480, 320, len(picture()))
    await wire.result("sendPhoto", chat_id=ani.id, photo=size["file_id"], caption="lagi")
    assert ani.last.photo == picture()


async def test_attach_names_a_part_of_the_same_request(sim: Simulator, wire: Wire, ani: Person) -> None:
    media = [
        {"type": "photo", "media": "attach://satu", "caption": "Depan"},
        {"type": "photo", "media": "attach://dua"},
    ]
    fields = {"chat_id": str(ani.id), "media": media}
    parts = {"satu": ("a.jpg", picture()), "dua": ("b.jpg", picture())}
    answer = await upload(sim, wire, "sendMediaGroup", fields, **parts)
    assert len({message["media_group_id"] for message in answer["result"]}) == 1
    assert [shown.text for shown in ani.screen] == ["Depan", ""]
    missing = await upload(sim, wire, "sendMediaGroup", fields, satu=("a.jpg", picture()))
    assert missing["description"] == "Bad Request: can't parse InputMedia: media not found"


@pytest.mark.parametrize(
    ("count", "reason"),
    [
        (0, "there are no messages to send"),
        (1, "an album has 2-10 media"),
        (11, "too many messages to send as an album"),
    ],
)
async def test_an_album_has_2_to_10(wire: Wire, ani: Person, count: int, reason: str) -> None:
    media = [{"type": "photo", "media": "x"}] * count
    assert await wire.refused("sendMediaGroup", chat_id=ani.id, media=media) == (400, f"Bad Request: {reason}")


async def test_a_video_is_as_large_and_long_as_its_sender_says(sim: Simulator, wire: Wire, ani: Person) -> None:
    fields = {"chat_id": str(ani.id), "width": "100", "height": "50", "duration": "7", "has_spoiler": "true"}
    message = (await upload(sim, wire, "sendVideo", fields, video=("v.mp4", b"film")))["result"]
    video = message["video"]
    assert (video["width"], video["height"], video["duration"]) == (100, 50, 7)
    assert message["has_media_spoiler"] is True


async def test_a_document_can_be_fetched_by_its_path(sim: Simulator, wire: Wire, ani: Person) -> None:
    await ani.send_document(b"isi berkas", name="data.txt", timeout=0.01)
    (update,) = await wire.result("getUpdates")
    file = await wire.result("getFile", file_id=update["message"]["document"]["file_id"])
    async with wire.session.get(f"{sim.base_url}/file/bot{sim.token}/{file['file_path']}") as reply:
        assert await reply.read() == b"isi berkas"
    async with wire.session.get(f"{sim.base_url}/file/bot1:WRONG/{file['file_path']}") as reply:
        assert reply.status == 401


async def test_unknown_files_and_addresses_are_refused(wire: Wire, ani: Person) -> None:
    unknown = await wire.refused("sendPhoto", chat_id=ani.id, photo="AgACxyz")
    remote = await wire.refused("sendPhoto", chat_id=ani.id, photo="https://example.org/a.jpg")
    assert unknown == (400, "Bad Request: wrong file identifier/HTTP URL specified")
    assert remote == (400, "Bad Request: failed to get HTTP URL content")
    assert await wire.refused("getFile", file_id="x") == (400, "Bad Request: invalid file_id")


async def test_a_file_keeps_its_kind(sim: Simulator, wire: Wire, ani: Person) -> None:
    answer = await upload(sim, wire, "sendDocument", {"chat_id": str(ani.id)}, document=("a.txt", b"halo"))
    file_id = answer["result"]["document"]["file_id"]
    refused = await wire.refused("sendPhoto", chat_id=ani.id, photo=file_id)
    assert refused == (400, "Bad Request: can't use file of type Document as Photo")


async def test_a_photo_must_be_a_picture_of_sane_size(
    sim: Simulator, wire: Wire, ani: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    thin = io.BytesIO()
    Image.new("RGB", (2100, 100)).save(thin, "PNG")
    monkeypatch.setattr(simulated_files, "MAX_PHOTO", 5000)
    for content, reason in (
        (b"x" * 5001, "file of size 5001 bytes is too big for a photo; the maximum size is 5000 bytes"),
        (b"bukan gambar", "IMAGE_PROCESS_FAILED"),
        (thin.getvalue(), "PHOTO_INVALID_DIMENSIONS"),
        (b"", "file must be non-empty"),
    ):
        answer = await upload(sim, wire, "sendPhoto", {"chat_id": str(ani.id)}, photo=("a.jpg", content))
        assert answer["description"] == f"Bad Request: {reason}"


async def test_too_large_files_are_refused(
    sim: Simulator, wire: Wire, ani: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulated_files, "MAX_UPLOAD", 10)
    monkeypatch.setattr(simulated_files, "MAX_DOWNLOAD", 5)
    large = await upload(sim, wire, "sendDocument", {"chat_id": str(ani.id)}, document=("a.txt", b"x" * 11))
    assert (large["error_code"], large["description"]) == (413, "Request Entity Too Large")
    fits = await upload(sim, wire, "sendDocument", {"chat_id": str(ani.id)}, document=("a.txt", b"x" * 9))
    refused = await wire.refused("getFile", file_id=fits["result"]["document"]["file_id"])
    assert refused == (400, "Bad Request: file is too big")
