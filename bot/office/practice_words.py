"""What stands at the top of every screen and message of a practice aimak, in both languages."""

from dataclasses import replace

from bot.chat.message import Reply
from bot.chat.texts import LANGUAGES, Words
from storage.store import Store


def say_practice() -> str:
    """That nothing counts here, in both languages."""
    return "\n".join(Words(one).say("PRACTICE AIMAK: nothing counts here.") for one in LANGUAGES)


async def mark(store: Store, reply: Reply, *, aimak_id: int | None) -> Reply:
    """The same, marked where the aimak is for practice; what has no words of its own stays as it is."""
    if not reply.text or not await store.aimaks.is_practice(aimak_id):
        return reply
    return replace(reply, text=f"{say_practice()}\n\n{reply.text}")
