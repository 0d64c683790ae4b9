"""One-time links for new officials, made in the chat and followed by /start undang-<secret>."""

from __future__ import annotations

from telegram import Update

from bot import people
from bot.people import INVITE_LASTS, InviteRefused, Right
from handlers.desk.menu import show_command
from handlers.desk.people import right_argument
from handlers.gate import Context, official
from handlers.keyboards import button, keyboard


@official(Right.PEOPLE)
async def choose(update: Update, context: Context) -> None:
    """Which right the new official shall have."""
    await context.toast()
    t = context.t
    rows = [[button(t.plain(f"desk-right-{right}").capitalize(), "desk-link", right)] for right in Right]
    back = [button(t.plain("desk-button-people-back"), "desk-people")]
    await context.edit(t("desk-invite"), keyboard([*rows, back]))


@official(Right.PEOPLE)
async def make(update: Update, context: Context) -> None:
    """Make the link and show it once."""
    await context.toast()
    house, t, right = context.house, context.t, right_argument(context, 0)
    secret = await people.invite(house.db, context.visitor.actor, right, now=context.now)
    until = house.moment(context.now + INVITE_LASTS)
    words = t("desk-link", right=t(f"desk-right-{right}"), link=house.link(f"undang-{secret}"), until=until)
    second = right in people.NEEDS_SECOND and house.settings.two_admins
    back = [button(t.plain("desk-button-people-back"), "desk-people")]
    await context.edit(f"{words}\n\n{t('desk-link-second')}" if second else words, keyboard([back]))


async def accept(update: Update, context: Context, secret: str) -> None:
    """Somebody follows a link."""
    house, t, who = context.house, context.t, context.visitor.person_id
    two = house.settings.two_admins
    try:
        right, in_force = await people.accept_invite(house.db, who, secret, two_admins=two, now=context.now)
    except InviteRefused as refused:
        await context.reply(t(f"desk-invite-{refused.reason}", office=house.city.office.short_name))
        return
    name = t(f"desk-right-{right}")
    if in_force:
        await show_command(house, who)
        await context.reply(t("desk-welcome", right=name, office=house.city.office.short_name))
    else:
        await context.reply(t("desk-welcome-waits", right=name))
    await _tell_admins(update, context, right, in_force=in_force)


async def _tell_admins(update: Update, context: Context, right: Right, *, in_force: bool) -> None:
    """Whoever looks after officials sees who came: a link that went astray shows at once."""
    house, who = context.house, context.visitor.person_id
    t = house.texts[None]
    user = update.effective_user
    key = "desk-came" if in_force else "desk-came-waits"
    words = t(key, name=user.full_name if user else str(who), right=t(f"desk-right-{right}"))
    rows = [[button(t.plain("desk-button-look"), "desk-person", who)]]
    for admin in await people.holders(house.db, Right.PEOPLE, house.settings.admin_ids):
        if admin != who:
            await house.sender.reply(admin, words, keyboard(rows))
