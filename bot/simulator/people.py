"""People who use the bot: the front door for tests. They see and do what one can see and do in a Telegram app."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bot.simulator import samples
from bot.simulator.methods.sending import forwarded
from bot.simulator.records import Chat, Json, Upload, User
from bot.simulator.shown import Shown
from bot.simulator.world import Callback

if TYPE_CHECKING:
    from bot.simulator.simulator import Simulator

TIMEOUT = 5.0  # seconds a person waits for the bot


class Silence(AssertionError):
    """The bot did not say what was waited for."""


class Person:
    """One person. What they do waits for the bot and returns its new and edited messages in that chat, [] if none."""

    def __init__(self, sim: Simulator, user: User) -> None:
        self.sim = sim
        self.user = user
        self.pressed: Callback | None = None  # the latest pressed button; `.answer` is what the bot answered
        self.opened: list[str] = []  # addresses of pressed link buttons
        self._seen = sim.world.seq

    @property
    def id(self) -> int:
        """Telegram's number of the person, and of their private chat."""
        return self.user.id

    @property
    def name(self) -> str:
        """The first name."""
        return self.user.first_name

    @property
    def chat(self) -> Chat:
        """The private chat with the bot."""
        return self.sim.world.chats[self.user.id]

    # --- what they see ---

    @property
    def screen(self) -> list[Shown]:
        """All messages that stand in the private chat, oldest first, their own too."""
        return [shown for shown in self.everything if not shown.deleted]

    @property
    def everything(self) -> list[Shown]:
        """The same with deleted messages."""
        return [Shown(message, self.sim.world.files) for message in self.chat.messages.values()]

    @property
    def last(self) -> Shown:
        """The bot's newest message that stands; raises Silence when there is none."""
        found = next((shown for shown in reversed(self.screen) if shown.from_bot), None)
        if found is None:
            raise Silence(f"{self.name} has no message of the bot")
        return found

    @property
    def keyboard(self) -> list[str]:
        """Labels of the reply keyboard below the input."""
        rows = (self.chat.keyboard or {}).get("keyboard", [])
        return [button["text"] for row in rows for button in row]

    @property
    def toast(self) -> str | None:
        """What the bot answered to the latest pressed button; None while it has not answered."""
        answer = self.pressed.answer if self.pressed else None
        return None if answer is None else str(answer.get("text", ""))

    # --- what they say ---

    async def say(self, text: str, *, chat: Chat | None = None, timeout: float = TIMEOUT) -> list[Shown]:
        """Sends a text and waits for the reaction."""
        return await self._wait(lambda: self.queue(text, chat=chat), timeout, chat)

    def queue(self, text: str, *, chat: Chat | None = None, **extra: Any) -> int | None:
        """Sends a text without waiting; the number of the update."""
        return self.send({**self.sim.text_body(text), **extra}, chat=chat)

    def send(self, body: Json, *, chat: Chat | None = None) -> int | None:
        """Any content, by the Bot API's field names, without waiting; who writes has let the bot back in."""
        if self.user.deactivated:
            raise ValueError(f"{self.name} has no account any more")
        if self.user.blocked:
            self.unblock()
        self.user.started = True
        chat = chat or self.chat
        message = self.sim.world.post(chat, self.user, body)
        kind = "channel_post" if chat.type == "channel" else "message"
        return self.sim.world.mailbox.put(kind, message.as_json(self.sim.world.bot))

    async def start(self, argument: str = "", *, timeout: float = TIMEOUT) -> list[Shown]:
        """/start, with the argument of a deep link; also how one comes back after blocking."""
        return await self.say(f"/start {argument}".strip(), timeout=timeout)

    async def reply_to(self, message: Shown, text: str, *, timeout: float = TIMEOUT) -> list[Shown]:
        """Answers one message."""
        quoted = message.message.as_json(self.sim.world.bot, shallow=True)
        return await self._wait(lambda: self.queue(text, reply_to_message=quoted), timeout)

    async def forward(
        self, message: Shown, from_person: Person | None = None, *, timeout: float = TIMEOUT
    ) -> list[Shown]:
        """Passes a message on to the bot (one of `from_person`'s, or of their own chat)."""
        body = forwarded(message.message, self.sim.world.bot)
        if from_person:
            body["forward_origin"]["sender_user"] = from_person.user.as_json()
        return await self._wait(lambda: self.send(body), timeout)

    async def edit(self, message: Shown, text: str, *, timeout: float = TIMEOUT) -> list[Shown]:
        """Changes an own message."""
        return await self._wait(lambda: self.queue_edit(message, text), timeout)

    def queue_edit(self, shown: Shown, text: str) -> int | None:
        """Changes an own message without waiting; the number of the update."""
        world, message = self.sim.world, shown.message
        if message.sender is not self.user:
            raise ValueError("only own messages can be edited")
        key = "text" if "text" in message.body else "caption"
        world.edit(message, {**message.body, key: text}, message.markup)
        return world.mailbox.put("edited_message", message.as_json(world.bot))

    # --- what they press ---

    async def press(self, label: str, message: Shown | None = None, *, timeout: float = TIMEOUT) -> list[Shown]:
        """Presses the inline button with this label (or a part of it) on the newest message that has it."""
        where, button = self._find(label, message)
        if "url" in button:
            self.opened.append(button["url"])
            return []
        if "callback_data" not in button:
            raise Silence(f"the button {button['text']!r} sends nothing to the bot")
        return await self.press_data(button["callback_data"], where, timeout=timeout)

    async def press_data(self, data: str, message: Shown | None = None, *, timeout: float = TIMEOUT) -> list[Shown]:
        """Presses a button with any data, forged too, on a message (default: the bot's last)."""
        on = (message or self.last).message

        def press() -> int | None:
            self.pressed, number = self.sim.world.press(self.user, on, data)
            return number

        return await self._wait(press, timeout, on.chat)

    def _find(self, label: str, message: Shown | None) -> tuple[Shown, Json]:
        places = [message] if message else [shown for shown in reversed(self.screen) if shown.rows]
        for same in (_equal, _part):
            for place in places:
                for row in place.rows:
                    for button in row:
                        if same(label, button["text"]):
                            return place, button
        there = [place.buttons for place in places[:3]]
        raise Silence(f"{self.name} sees no button {label!r}; there are {there}")

    async def taps_keyboard(self, label: str, *, timeout: float = TIMEOUT) -> list[Shown]:
        """Taps the reply keyboard's button: says its label, or shares contact or place when it asks for that."""
        buttons = [b for row in (self.chat.keyboard or {}).get("keyboard", []) for b in row]
        found = next((b for same in (_equal, _part) for b in buttons if same(label, b["text"])), None)
        if found is None:
            raise Silence(f"{self.name} sees no key {label!r}; there are {self.keyboard}")
        if (self.chat.keyboard or {}).get("one_time_keyboard"):
            self.chat.keyboard = None
        if found.get("request_contact"):
            return await self.share_contact(timeout=timeout)
        if found.get("request_location"):
            return await self.share_location(timeout=timeout)
        return await self.say(found["text"], timeout=timeout)

    # --- what they share ---

    async def share_contact(self, phone: str = "", *, own: bool = True, timeout: float = TIMEOUT) -> list[Shown]:
        """Sends a telephone number: their own, or somebody else's card."""
        return await self._wait(lambda: self.send(self.contact_body(phone, own=own)), timeout)

    def contact_body(self, phone: str = "", *, own: bool = True) -> Json:
        """The content of a shared contact; only one's own carries `user_id`."""
        phone = phone or self.user.phone or "6281234567890"
        contact: Json = {"phone_number": phone, "first_name": self.name if own else "Orang lain"}
        return {"contact": contact | ({"user_id": self.id} if own else {})}

    async def share_location(
        self, latitude: float = -1.2675, longitude: float = 116.8289, *, timeout: float = TIMEOUT
    ) -> list[Shown]:
        """Sends a point on the map."""
        place = {"latitude": latitude, "longitude": longitude}
        return await self._wait(lambda: self.send({"location": place}), timeout)

    async def send_photo(self, content: bytes = b"", caption: str = "", **options: Any) -> list[Shown]:
        """Sends a picture."""
        return await self.send_file("photo", content, caption, **options)

    async def send_document(
        self, content: bytes = b"", caption: str = "", *, name: str = "berkas.txt", **options: Any
    ) -> list[Shown]:
        """Sends a file."""
        return await self.send_file("document", content, caption, name=name, **options)

    async def send_video(self, content: bytes = b"", caption: str = "", **options: Any) -> list[Shown]:
        """Sends a film."""
        return await self.send_file("video", content, caption, **options)

    async def send_voice(self, content: bytes = b"", caption: str = "", **options: Any) -> list[Shown]:
        """Sends a spoken message."""
        return await self.send_file("voice", content, caption, **options)

    async def send_sticker(self, content: bytes = b"", **options: Any) -> list[Shown]:
        """Sends a sticker."""
        return await self.send_file("sticker", content, **options)

    async def send_file(
        self, kind: str, content: bytes = b"", caption: str = "", *, name: str = "", timeout: float = TIMEOUT
    ) -> list[Shown]:
        """Sends a photo, document, video, voice or sticker; without content a small sample."""
        sample = samples.upload(kind)
        upload = Upload(name or sample.name, sample.mime, content or sample.content)
        body = self.sim.file_body(kind, upload, caption)
        return await self._wait(lambda: self.send(body), timeout)

    # --- what they do to the bot ---

    def block(self) -> None:
        """Blocks the bot; it learns of it as in Telegram."""
        self.user.blocked = True
        self._membership("member", "kicked")

    def unblock(self) -> None:
        """Lets the bot back in."""
        self.user.blocked = False
        self._membership("kicked", "member")

    def deactivate(self) -> None:
        """Deletes the account; Telegram tells nobody."""
        self.user.deactivated = True
        self.sim.world.tell("people")

    def _membership(self, old: str, new: str) -> None:
        self.sim.membership(self.chat, self.user, old, new)

    # --- waiting ---

    async def hears(self, n: int = 1, *, timeout: float = TIMEOUT) -> list[Shown]:
        """Waits for `n` messages of the bot that were not returned yet; raises Silence."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        while len(found := self.sim.news(self.chat, self._seen)) < n:
            if loop.time() >= deadline:
                raise Silence(f"{self.name} heard {len(found)} of {n} messages in {timeout} s: {self.screen[-4:]}")
            await self.sim.world.next_pulse(deadline - loop.time())
        self._seen = self.sim.world.seq
        return found

    async def hears_nothing(self, seconds: float = 0.3) -> None:
        """Raises AssertionError when the bot says something within that time."""
        await asyncio.sleep(seconds)
        found = self.sim.news(self.chat, self._seen)
        if found:
            raise AssertionError(f"{self.name} should have heard nothing, but: {found}")

    async def _wait(self, act: Callable[[], int | None], timeout: float, chat: Chat | None = None) -> list[Shown]:
        where = chat or self.chat
        before, calls = self.sim.world.seq, where.calls
        number = act()
        await self.sim.settled(where, before, calls, number, timeout)
        self._seen = self.sim.world.seq
        return self.sim.news(where, before)

    def __repr__(self) -> str:
        return f"<{self.name} {self.id}>"


def _equal(wanted: str, label: str) -> bool:
    return wanted == label


def _part(wanted: str, label: str) -> bool:
    return wanted.lower() in label.lower()
