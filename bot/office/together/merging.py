"""Two aimaks become one: the first goes on inside the second, and everybody of it is told once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from bot.budget.workdays import find_day
from bot.chat.message import Message, Reply
from bot.chat.texts import LANGUAGES, Words
from bot.language.kyrgyz import quote
from bot.language.refusal import Refusal
from bot.office.staff import record
from bot.office.wording.notices import tell_office
from storage.aimaks import Aimak
from storage.people import Mailbox
from storage.queue.outbox import Lane
from storage.store import Store
from storage.together.merging import Moving

LISTED_AT_ONCE = 1000  # people of a notice that had not reached everybody


class CannotMerge(Refusal):
    """An aimak cannot become part of itself, of one that is merged already, or twice."""


class DayToCome(Refusal):
    """A merger is done at once, so its first day has come; today is the latest there can be."""

    def __init__(self, today: date) -> None:
        super().__init__(f"{today}")
        self.today = today


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merger came to, and how many people are told."""

    moved: Moving
    told: int


async def plan(store: Store, *, aimak: Aimak, into: Aimak, on: date, at: int) -> Moving:
    """Counts what a merger would move; nothing changes. Raises CannotMerge, DayToCome."""
    _check(aimak, into, on=on, at=at)
    return await store.merging.count(aimak.id)


async def merge(store: Store, *, aimak: Aimak, into: Aimak, on: date, at: int) -> Merged:
    """Merges one aimak into another, in this transaction: all of it, or nothing. on is the first day of the new one.

    Its answered proposals, and those of years whose results are published, stay in its own log. That log is closed:
    criterion 6 of both counts every proposal once. Raises CannotMerge, DayToCome.
    """
    for id in sorted((aimak.id, into.id)):
        await store.aimaks.lock(id)
    aimak, into = await store.aimaks.get(aimak.id), await store.aimaks.get(into.id)
    _check(aimak, into, on=on, at=at)
    await _list_who_asked(store, (aimak.id, into.id))
    told = await _tell_people(store, aimak=aimak, into=into, on=on, at=at)
    moved = await store.merging.merge(aimak.id, into.id, on=on, at=at)
    for one in (aimak, into):
        await record(
            store, "merge", by=None, aimak_id=one.id, at=at, object="aimak", object_id=aimak.id, into=into.id, on=on,
            proposals=moved.proposals,
        )  # fmt: skip
    await _tell_office(store, aimak=aimak, into=into, on=on, moved=moved, at=at)
    return Merged(moved, told)


def _check(aimak: Aimak, into: Aimak, *, on: date, at: int) -> None:
    if aimak.id == into.id or aimak.merged_into_id is not None or into.merged_into_id is not None:
        raise CannotMerge
    if on > find_day(at):
        raise DayToCome(find_day(at))


async def _list_who_asked(store: Store, aimak_ids: Collection[int]) -> None:
    # A notice of a theme is for those who asked this office for it. They are listed before the wishes of both are
    # mixed.
    for id in await store.broadcasts.lock_topics(aimak_ids):
        broadcast = await store.broadcasts.get(id)
        while broadcast is not None and not broadcast.listed:
            await store.broadcasts.list_more(broadcast, limit=LISTED_AT_ONCE)
            broadcast = await store.broadcasts.get(id)


async def _tell_people(store: Store, *, aimak: Aimak, into: Aimak, on: date, at: int) -> int:
    bodies = {language: _compose(Words(language), aimak, into, on) for language in LANGUAGES}
    told, after = 0, 0
    while (page := await store.merging.list_chats(aimak.id, after=after)) is not None:
        chats, after = page
        told += await store.outbox.queue_many(
            chats,
            kind="merged",
            object_id=aimak.id,
            revision=1,
            aimak_id=into.id,
            lane=Lane.NOTICE,
            at=at,
            bodies=bodies,
        )
    return told


def _compose(words: Words, aimak: Aimak, into: Aimak, on: date) -> str:
    text = words.say(
        "{old} is part of {new} from {day}. Your proposals keep their numbers, and their answers come here as before. "
        "What you propose now goes to {new}.",
        old=quote(aimak.name(words.language)),
        new=quote(into.name(words.language)),
        day=words.long_day(on),
    )
    return Message.notice(Reply(text)).to_json()


async def _tell_office(store: Store, *, aimak: Aimak, into: Aimak, on: date, moved: Moving, at: int) -> None:
    def say(words: Words, _box: Mailbox) -> Reply:
        values = {
            "old": quote(aimak.name(words.language)),
            "new": quote(into.name(words.language)),
            "day": words.long_day(on),
        }
        if not moved.proposals:
            return Reply(words.say("{old} is part of {new} from {day}. No proposal of it awaits an answer.", **values))
        text = words.say_n(
            "{old} is part of {new} from {day}. {n} proposal of it awaits your answer, under its old number.",
            "{old} is part of {new} from {day}. {n} proposals of it await your answer, under their old numbers.",
            moved.proposals,
            **values,
        )
        return Reply(text)

    await tell_office(store, aimak_id=into.id, kind="merged_office", object_id=aimak.id, at=at, say=say)
