"""What stands at the top of every screen and message of a practice aimak, in both languages."""

from collections.abc import Sequence
from dataclasses import replace

from bot.chat.message import Reply
from bot.chat.texts import LANGUAGES, Words
from storage.aimaks import Aimak
from storage.store import Store


def say_practice() -> str:
    """That nothing counts here, in both languages."""
    return "\n".join(Words(one).say("PRACTICE AIMAK: nothing counts here.") for one in LANGUAGES)


def name_practice() -> str:
    """That something is for practice, in both languages, as the name of a file or of a sheet says it."""
    return "-".join(dict.fromkeys(Words(one).say("practice") for one in LANGUAGES)).replace(" ", "-")


def name_code(aimak: Aimak) -> str:
    """The code of an aimak as names of files have it: one for practice says so."""
    return aimak.code if aimak.practice_of_id is None else f"{aimak.code}-{name_practice()}"


def list_marks(aimak: Aimak | None) -> tuple[str, ...]:
    """The lines that stand above what is made of an aimak; none where that counts."""
    return tuple(say_practice().split("\n")) if aimak is not None and aimak.practice_of_id is not None else ()


async def read_marks(store: Store, aimak_id: int | None) -> tuple[str, ...]:
    """The same of an aimak by its id; none where that is every aimak."""
    return () if aimak_id is None else list_marks(await store.aimaks.get(aimak_id))


async def mark(store: Store, reply: Reply, *, aimak_id: int | None) -> Reply:
    """The same, marked where the aimak is for practice; what has no words of its own stays as it is."""
    return (await mark_each(store, [reply], aimak_id=aimak_id))[0]


async def mark_each(store: Store, replies: Sequence[Reply], *, aimak_id: int | None) -> list[Reply]:
    """The same of several, for which the database is asked once."""
    if not any(reply.text for reply in replies) or not await store.aimaks.is_practice(aimak_id):
        return list(replies)
    return [replace(one, text=f"{say_practice()}\n\n{one.text}") if one.text else one for one in replies]
