"""The one file an announcement may carry, as its author sends it."""

from __future__ import annotations

from telegram import Message

from bot.outcomes import Never, Sent
from handlers.announcements import real
from handlers.gate import Context


def carries(message: Message) -> bool:
    """Whether a message carries anything besides words."""
    return bool(message.effective_attachment)


async def checked(context: Context, message: Message) -> tuple[str, str] | None:
    """Kind and id of what the message carries, once Telegram took it back; says why when it cannot be used."""
    kind, file_id = _file(message)
    if not file_id:
        await context.reply(context.t("announcements-need-media"))
        return None
    outcome = await real.check_file(context.house, context.chat, kind, file_id)
    if isinstance(outcome, Sent):
        return kind, outcome.file_id or file_id
    why = context.t(outcome.key) if isinstance(outcome, Never) else context.t("announcements-media-away")
    await context.reply(context.t("announcements-media-refused", why=why))
    return None


def _file(message: Message) -> tuple[str, str]:
    if message.photo:
        return "photo", message.photo[-1].file_id
    if message.video:
        return "video", message.video.file_id
    if message.document and not message.animation:
        return "document", message.document.file_id
    return "", ""
