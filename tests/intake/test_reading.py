"""Typed text is read into the same objects as the library's reader makes, only sooner."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot, Chat, Message, Update, User

from handlers.intake import reading

BOT = Bot("123:abc")

words = st.text(max_size=40)
ids = st.integers(1, 2**52)
people = st.fixed_dictionaries(
    {"id": ids, "is_bot": st.just(False), "first_name": words},
    optional={"last_name": words, "username": words, "language_code": st.sampled_from(["id", "en"])},
)
chats = st.fixed_dictionaries(
    {"id": ids, "type": st.just("private")}, optional={"first_name": words, "username": words}
)
entities = st.lists(
    st.fixed_dictionaries({"type": st.sampled_from(["bot_command", "bold", "url"]), "offset": ids, "length": ids}),
    max_size=3,
)
messages = st.fixed_dictionaries(
    {"message_id": ids, "date": st.integers(0, 2**31), "chat": chats, "from": people, "text": words},
    optional={"entities": entities},
)


def both(raw: dict[str, Any]) -> tuple[Update, Update]:
    return reading.read(raw, BOT), Update.de_json(raw, BOT)


def fields(of: object, kind: type) -> dict[str, Any]:
    names = {name for one in kind.__mro__ for name in getattr(one, "__slots__", ()) if not name.startswith("_")}
    return {name: getattr(of, name) for name in names}


@given(st.fixed_dictionaries({"update_id": ids, "message": messages}))
def test_every_field_is_what_the_library_makes_of_it(raw: dict[str, Any]) -> None:
    mine, its = both(raw)
    assert type(mine.message) is not Message, "the short way was taken"
    assert mine.to_dict() == its.to_dict()
    assert mine.message == its.message and mine.effective_user == its.effective_user
    for ours, theirs, kind in (
        (mine.message, its.message, Message),
        (mine.effective_user, its.effective_user, User),
        (mine.effective_chat, its.effective_chat, Chat),
    ):
        assert isinstance(ours, kind) and ours.get_bot() is BOT
        assert fields(ours, kind) == fields(theirs, kind)
    assert mine.message.effective_attachment is None


PLAIN = {"message_id": 5, "date": 7, "chat": {"id": 9, "type": "private"},
         "from": {"id": 9, "is_bot": False, "first_name": "Ani"}, "text": "halo"}  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {"photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]},
        {"chat": {"id": -9, "type": "group", "title": "Pasar"}},
        {"from": {"id": 9, "is_bot": True, "first_name": "Bot"}},
        {"forward_origin": {"type": "hidden_user", "sender_user_name": "X", "date": 3}},
        {"from": {"id": 9, "is_bot": False, "first_name": "Ani", "something_new": 1}},
    ],
)
def test_anything_else_is_the_librarys(change: dict[str, Any]) -> None:
    mine, its = both({"update_id": 3, "message": {**PLAIN, **change}})
    assert type(mine.message) is Message and mine.to_dict() == its.to_dict()


def test_it_cannot_be_changed_and_has_no_fields_of_its_own() -> None:
    message = reading.read({"update_id": 3, "message": PLAIN}, BOT).message
    with pytest.raises(AttributeError):
        message.text = "other"
    with pytest.raises(AttributeError):
        message.nonsense  # noqa: B018


@pytest.mark.parametrize("broken", [{"text": 7}, {"date": "now"}, {"from": None}, {"chat": []}, {"message_id": None}])
def test_what_is_odd_meets_the_library_as_before(broken: dict[str, Any]) -> None:
    raw = {"update_id": 3, "message": {**PLAIN, **broken}}
    try:
        expected: Any = Update.de_json(raw, BOT).to_dict()
    except Exception as error:
        with pytest.raises(type(error)):
            reading.read(raw, BOT)
    else:
        assert reading.read(raw, BOT).to_dict() == expected
