"""Human help: people's questions to officials, officials' answers, and what the bot could not answer.

question = await asking.ask(db, person_id, text, now=now, origin=str(update_id))   # Refused when it cannot be taken
await answering.answer(db, actor, question.group_id, text, now=now)    # the first wins; reaches everyone who asked
for letter in await answering.letters(db, now=now): ...                # then answering.delivered(...)
await forget_person(session, person_id)                                # for /hapus, in its transaction
"""

from bot.inbox.asking import LIMIT, Refused, forget_old, forget_person

__all__ = ["LIMIT", "Refused", "forget_old", "forget_person"]
