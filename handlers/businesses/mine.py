"""/usaha: what somebody has registered; see, change, close, delete it, by buttons or in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup
from telegram import InlineKeyboardButton, Update

from bot import businesses
from bot.answers import Answer
from bot.businesses import DELETE, EDIT, EDITABLE, REGISTER, Meant, answers_of
from bot.businesses.fields import sector_label
from bot.forms import Say, Sheet, Typed
from bot.privacy import ERASE
from db.businesses import Business, Status
from handlers import forms
from handlers.businesses import card, interest, registering
from handlers.businesses.words import area_of, change_row, rows_of, scale_words
from handlers.gate import Context
from handlers.keyboards import Row, button, columns, keyboard

SURE = 0.7


# -- the list -------------------------------------------------------------------------------------------------------


async def show_all(update: Update, context: Context) -> None:
    """/usaha: the numbered list; a single business is shown at once."""
    mine = await _mine(context)
    if len(mine) == 1:
        await show(context, mine[0], mine)
        return
    t = context.t
    if not mine:
        await _say(context, t("businesses-none"), [*await _unfinished(context), [registering.register_button(context)]])
        return
    rows = [
        t(
            "businesses-list-row", at=at, name=one.name, sector=sector_label(context.house.city, one.sector),
            ward=area_of(context, one), status=str(one.status),
        )
        for at, one in enumerate(mine, 1)
    ]  # fmt: skip
    _remember(context, mine, None)
    text = t("businesses-list", list=Markup("\n").join(rows))
    await _say(context, text, [*_names(mine, "view"), *await _unfinished(context), [_register_more(context)]])


async def _mine(context: Context) -> Sequence[Business]:
    return await businesses.all_of(context.house.db, context.visitor.person_id)


def _names(mine: Sequence[Business], act: str) -> list[Row]:
    return columns([button(f"{at}. {one.name}", "biz", act, one.id) for at, one in enumerate(mine, 1)], 1)


def _register_more(context: Context) -> InlineKeyboardButton:
    return registering.register_button(context, "businesses-button-register-more")


async def _unfinished(context: Context) -> list[Row]:
    """A way back to a registration that waits."""
    state = await forms.desk_of(context.house).waiting(context.visitor.person_id, REGISTER.id)
    if state is None or not state.answers:
        return []
    go = button(context.t.plain("forms-button-go"), "form", REGISTER.id, state.tag, state.step, "!go")
    return [[go]]


def _remember(context: Context, mine: Sequence[Business], about: Business | None) -> None:
    """What "yg pertama" and "yg satunya" will mean."""
    ids = [one.id for one in mine]
    talk: dict[str, Any] = {"topic": "business.status", "businesses": ids}
    if about is not None and about.id in ids:
        talk["about_at"] = ids.index(about.id)
    context.house.talks[context.visitor.person_id] = talk


async def _say(context: Context, text: Markup, rows: Sequence[Row]) -> None:
    if context.incoming.callback_query is not None:
        await context.edit(text, keyboard(rows))
    else:
        await context.reply(text, keyboard(rows))


# -- one of them ----------------------------------------------------------------------------------------------------


async def show(context: Context, business: Business, mine: Sequence[Business] | None = None) -> None:
    """Everything that is known of it, and what can be done."""
    t = context.t
    text = t(
        "businesses-view",
        name=business.name,
        number=business.number or "",
        list=rows_of(context, business),
        scale=scale_words(context, business),
    )
    if businesses.is_due(business, context.now):
        text += Markup("\n\n") + t("businesses-view-due")
    mine = mine if mine is not None else await _mine(context)
    _remember(context, mine, business)
    await _say(context, text, _view_rows(context, business, alone=len(mine) == 1))


def _view_rows(context: Context, business: Business, *, alone: bool) -> list[Row]:
    def one(act: str) -> InlineKeyboardButton:
        return button(context.t.plain(f"businesses-button-{act}"), "biz", act, business.id)

    grow = button(context.t.plain("businesses-button-grow"), "grow", business.id)
    status = one("close") if business.status == Status.OPEN else one("reopen")
    still = [[one("still")]] if businesses.is_due(business, context.now) else []
    others = [] if alone else [button(context.t.plain("businesses-button-all"), "biz", "all")]
    return [
        *still,
        [one("edit"), one("card")],
        [grow, one("interests")],
        [one("history"), status],
        [one("delete")],
        [*others, _register_more(context)],
    ]


async def pressed(update: Update, context: Context) -> None:
    """biz:<act>[:<business>[:<field>]]"""
    await context.toast()
    act = context.argument(0)
    if act == "new":
        await registering.start(update, context)
        return
    if act == "all":
        await show_all(update, context)
        return
    business = await businesses.find(context.house.db, context.visitor.person_id, context.number(1))
    if business is None:
        await context.reply(context.t("businesses-view-gone"))
        return
    await _act(update, context, act, business)


async def _act(update: Update, context: Context, act: str, business: Business) -> None:
    match act:
        case "view":
            await show(context, business)
        case "edit":
            await choose_field(context, business)
        case "field":
            await edit(update, context, business, context.argument(2))
        case "delete":
            await delete(update, context, business)
        case "card":
            text = context.t("businesses-card-caption", name=business.name, number=business.number or "")
            await card.send(context, business, text)
        case "interests":
            await interest.show(context, business)
        case "history":
            await _history(context, business)
        case "close" | "reopen":
            await set_status(context, business, Status.CLOSED if act == "close" else Status.OPEN)
        case "still":
            await businesses.still_there(context.house.db, context.visitor.person_id, business.id, now=context.now)
            await context.edit(context.t("businesses-still", name=business.name), _back_to(context, business))


def _back_to(context: Context, business: Business) -> Any:
    label = context.t.plain("businesses-button-view", name=business.name)
    return keyboard([[button(label, "biz", "view", business.id)]])


async def _history(context: Context, business: Business) -> None:
    changes = await businesses.history(context.house.db, context.visitor.person_id, business.id)
    rows = Markup("\n").join(change_row(context, change) for change in changes)
    key = "businesses-history" if changes else "businesses-history-none"
    words = {"name": business.name, **({"list": rows} if changes else {})}
    await context.edit(context.t(key, **words), _back_to(context, business))


async def set_status(context: Context, business: Business, status: Status) -> None:
    """Close or open again; pressed twice it is done once."""
    person = context.visitor.person_id
    await businesses.set_status(context.house.db, person, business.id, status, now=context.now)
    key = "businesses-closed" if status == Status.CLOSED else "businesses-reopened"
    _remember(context, await _mine(context), business)
    text, below = context.t(key, name=business.name), _back_to(context, business)
    if context.incoming.callback_query is not None:
        await context.edit(text, below)
    else:
        await context.reply(text, below)


# -- change ---------------------------------------------------------------------------------------------------------


async def choose_edit(update: Update, context: Context) -> None:
    """/ubah: which business, then which part of it."""
    mine = await _mine(context)
    if not mine:
        await show_all(update, context)
    elif len(mine) == 1:
        await choose_field(context, mine[0])
    else:
        _remember(context, mine, None)
        await _say(context, context.t("businesses-edit-which"), _names(mine, "edit"))


async def choose_field(context: Context, business: Business) -> None:
    """Which part is to be changed."""
    t = context.t
    parts = [
        button(t.plain(f"businesses-label-{field.id}"), "biz", "field", business.id, field.id) for field in EDITABLE
    ]
    back = [button(t.plain("businesses-button-back", name=business.name), "biz", "view", business.id)]
    _remember(context, await _mine(context), business)
    await _say(context, t("businesses-edit-field", name=business.name), [*columns(parts, 2), back])


async def edit(update: Update, context: Context, business: Business, field: str, value: str | None = None) -> None:
    """Ask for one part anew, saying of which business; or take the `value` that came along."""
    if EDIT.field(field) is None:
        await choose_field(context, business)
        return
    await forms.begin(
        update, context, EDIT, step=field, subject=business.id, values={**answers_of(business), "field": field},
        first=Typed(value) if value else None, before=[context.t("businesses-editing", name=business.name)],
    )  # fmt: skip


async def changed(update: Update, context: Context, result: Mapping[str, Any]) -> None:
    """Before and after."""
    business = await _found(context, result)
    if business is None:
        await context.reply(context.t("businesses-view-gone"))
        return
    t, field = context.t, EDIT.field(result["field"])
    before, after = (_shown(context, field, result[when]) for when in ("before", "after"))
    key = "businesses-unchanged" if before == after else "businesses-changed"
    label = t.plain(f"businesses-label-{result['field']}")
    words = {"name": business.name, "field": label, "before": before, "after": after}
    if key == "businesses-unchanged":
        words = {"name": business.name}
    _remember(context, await _mine(context), business)
    view = button(t.plain("businesses-button-view", name=business.name), "biz", "view", business.id)
    await context.reply(t(key, **words), keyboard([[view], *await _unfinished(context)]))


async def _found(context: Context, result: Mapping[str, Any]) -> Business | None:
    if "business" not in result:
        return None
    return await businesses.find(context.house.db, context.visitor.person_id, int(result["business"]))


def _shown(context: Context, field: Any, answers: Mapping[str, Any]) -> Markup:
    house = context.house
    sheet = Sheet(house.city, house.answers.understanding, context.now, answers=answers)
    shown = field.show(sheet) if field is not None and field.show else None
    return forms.say(context.t, shown if shown not in (None, "") else Say("forms-empty"))


# -- delete ---------------------------------------------------------------------------------------------------------


async def delete(update: Update, context: Context, business: Business) -> None:
    """Ask for a clear yes, naming it."""
    values = {"name": business.name, "number": business.number or ""}
    _remember(context, await _mine(context), business)
    await forms.begin(update, context, DELETE, subject=business.id, values=values)


async def deleted(update: Update, context: Context, result: Mapping[str, Any]) -> None:
    """What is gone and what is still there; or that it was closed instead."""
    closed = await _found(context, result) if "closed" in result else None
    if closed is not None:
        await set_status(context, closed, Status.CLOSED)
        return
    if "deleted" not in result:
        await context.reply(context.t("businesses-view-gone"))
        return
    left = list(result["left"])
    text = context.t("businesses-deleted", name=result["deleted"], count=len(left), left=", ".join(left))
    _remember(context, await _mine(context), None)
    rows = [[button(context.t.plain("businesses-button-mine"), "biz", "all")]] if left else []
    await context.reply(text, keyboard(rows))


async def choose_delete(update: Update, context: Context) -> None:
    """One business, or everything about the person."""
    mine = await _mine(context)
    if not mine:
        await forms.begin(update, context, ERASE, values={"businesses": len(mine)})
        return
    everything: Row = [button(context.t.plain("businesses-button-erase-all"), "privacy", "all")]
    _remember(context, mine, None)
    await _say(context, context.t("businesses-delete-which"), [*_names(mine, "delete"), everything])


# -- in words -------------------------------------------------------------------------------------------------------


async def take_reference(update: Update, context: Context) -> bool:
    """ "yg pertama alamatnya pindah", "yg satunya hapus aja", after businesses were spoken of."""
    message, talk = update.message, context.visitor.talk
    if message is None or not message.text or not talk.get("businesses"):
        return False
    mine = [one for one in await _mine(context) if one.id in talk["businesses"]]
    if not mine:
        return False
    understanding = context.house.answers.understanding
    meant = businesses.meant(message.text, [one.name for one in mine], talk, understanding)
    if meant is None:
        return False
    await follow(update, context, mine[meant.at], meant)
    return True


async def follow(update: Update, context: Context, business: Business, meant: Meant) -> None:
    """Do what was meant."""
    match meant.action:
        case "delete":
            await delete(update, context, business)
        case "close":
            await set_status(context, business, Status.CLOSED)
        case "reopen":
            await set_status(context, business, Status.OPEN)
        case "edit" if meant.field is not None:
            await edit(update, context, business, meant.field, meant.value)
        case "edit":
            await choose_field(context, business)
        case _:
            await show(context, business)


async def wished(update: Update, context: Context, answer: Answer) -> bool:
    """Questions about one's businesses are answered by the businesses themselves."""
    if answer.confidence < SURE or answer.parent not in {"business.status", "business.edit", "business.delete"}:
        return False
    mine = await _mine(context)
    text = answer.understood.text if answer.understood else ""
    if answer.action == "delete" and text.rstrip().endswith("?"):
        return False  # how, not yet do it
    understanding = context.house.answers.understanding
    talk = context.visitor.talk
    meant = businesses.meant(text, [one.name for one in mine], talk, understanding) if text and mine else None
    if answer.action == "delete" and businesses.means_everything(text):
        await forms.begin(update, context, ERASE, values={"businesses": len(mine)})
    elif meant is not None and meant.action != "view":
        await follow(update, context, mine[meant.at], meant)
    elif answer.action == "delete":
        await choose_delete(update, context)
    elif answer.action == "edit":
        await choose_edit(update, context)
    else:
        await show_all(update, context)
    return True
