"""Businesses in the chat: register, mine, card and interest."""

from __future__ import annotations

from telegram.ext import Application, CommandHandler

from bot import businesses
from handlers import forms
from handlers.businesses import card, growing, interest, mine, registering
from handlers.keyboards import on_button


def register(app: Application) -> None:
    """Add this noun's handlers, forms, actions and deep link."""
    house = app.bot_data["house"]
    forms.add(app, businesses.REGISTER, registering.registered)
    forms.add(app, businesses.EDIT, mine.changed)
    forms.add(app, businesses.DELETE, mine.deleted)
    house.takers += [registering.take_consent, mine.take_reference]
    house.actions |= {
        "register": registering.wished,
        "status": mine.wished,
        "edit": mine.wished,
        "delete": mine.wished,
        "class": growing.own_class,
    }
    house.offers.append(interest.offers)
    house.deep_links["usaha"] = card.check
    app.add_handler(CommandHandler("daftar", registering.start))
    app.add_handler(CommandHandler("usaha", mine.show_all))
    app.add_handler(CommandHandler("ubah", mine.choose_edit))
    on_button(app, "consent", registering.consented)
    on_button(app, "biz", mine.pressed)
    on_button(app, "grow", growing.pressed)
    on_button(app, "minat", interest.pressed)
