"""Erasing somebody who asks for it, or who takes their consent back: what goes, what stays, and who is told."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial

from bot.budget.permissions import Act
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.office import proposals, staff
from bot.office.messengers.names import name_messenger
from bot.office.personal.one_text import blank_text
from bot.office.sheets import waiting
from bot.office.together import supports
from bot.office.wording.answers.telling import tell_withdrawn
from bot.office.wording.notices import make_button, tell
from storage.database.engine import Database
from storage.people import Mailbox, Person
from storage.personal.ledger import Erasure, Ledger
from storage.personal.open_erasures import Left, OpenErasure
from storage.store import Store

GOODBYE_WAITS = (
    60 * 60 * 1000
)  # milliseconds in which the last word may still leave before its address is forgotten too


_Look = Callable[[Erasure, int, Store], Awaitable[tuple[list[int], int]]]


@dataclass(frozen=True, slots=True)
class Held:
    """What is kept of somebody, in numbers, for the question whether it is to go."""

    proposals: int
    awaiting: int  # of them: not answered and not withdrawn
    public: int  # of them: their text may be public
    works_here: bool


async def count_kept(store: Store, *, by: Person) -> Held:
    """Counts what somebody is asked about before it goes."""
    own = await store.proposals.list_of_author(by.id)
    answered = {one.id for one in own if await store.answers.find_latest(one.id) is not None}
    return Held(
        proposals=len(own),
        awaiting=sum(one.withdrawn_at is None and one.id not in answered for one in own),
        public=sum(one.public_text is True and one.withdrawn_at is None and bool(one.text) for one in own),
        works_here=bool(await staff.list_standings(store, by)),
    )


async def forget(store: Store, *, by: Person, keeps_public: bool, at: int) -> Person:
    """Erases a person; numbers, decisions and acts of an office stay without them. Returns who is answered now.

    That is somebody unknown at the same address, who is forgotten as well once the last word has left. Files, conversations
    and what the office was told follow the commit: bot/delivery/after_erasure.py.
    """
    for member in await store.roles.list_of_person(by.id):
        await staff.record(
            store,
            Act.REMOVE,
            by=by,
            aimak_id=member.aimak_id,
            at=at,
            object="person",
            object_id=by.id,
            role=member.role,
        )
    others = [one for one in await _list_chats(store, by) if one.peer_id != by.peer_id and not one.blocked]
    open_ones = [one for one in await store.proposals.list_of_author(by.id) if one.withdrawn_at is None]
    left = await erase(store, person_id=by.id, keeps_public=keeps_public, at=at)
    for one in open_ones:
        after = await proposals.get_own(store, by=by, id=one.id)
        if after.withdrawn_at is not None:
            await tell_withdrawn(store, proposal=after, at=at)
            await supports.tell_news(store, proposal_id=one.id, at=at)
    await store.open_erasures.add(uuid.uuid4().hex, at=at, left=left.to_json())
    for other in others:
        await _tell_other(store, other, by, at=at)
    unknown = await store.people.meet(by.channel, by.account, by.address, at=at)
    if by.language is not None:
        await store.people.set_language(unknown.peer_id, by.language)
    return replace(unknown, language=by.language)


async def erase(store: Store, *, person_id: int, keeps_public: bool, at: int) -> Left:
    """Erases the rows of a person, and what waits in spreadsheets about their proposals; returns what is still to do."""
    left = await store.erasures.erase(person_id, keeps_public=keeps_public, at=at)
    if left.proposals:
        await waiting.forget_rows(store, proposals=left.proposals)
    return left


async def _list_chats(store: Store, by: Person) -> list[Person]:
    boxes = (await store.people.list_mailboxes([by.id])).get(by.id, [])
    found = [await store.people.find_by_peer(box.peer_id) for box in boxes]
    return [one for one in found if one is not None]


async def _tell_other(store: Store, other: Person, by: Person, *, at: int) -> None:
    # The last word there goes to somebody unknown as well, who is forgotten once it has left.
    unknown = await store.people.meet(other.channel, other.account, other.address, at=at)
    if other.language is not None:
        await store.people.set_language(unknown.peer_id, other.language)
    here = name_messenger(by.channel)

    def say(words: Words, _box: Mailbox) -> Reply:
        return Reply(
            words.say("You asked in {messenger} to erase everything of yours. It is erased here too.", messenger=here),
            (make_button(words, "begin_again", "Begin again"),),
        )

    await tell(store, to=unknown.id, kind="erased", object_id=unknown.id, at=at, say=say)


async def _forget_again(store: Store, *, erasure: Erasure, person_ids: list[int], text_ids: list[int]) -> None:
    """Erases in an older copy of the database what a line of the ledger means. Nobody is told anew."""
    if erasure.id in await store.open_erasures.known():
        return
    left = Left(who=erasure.who, keeps_public=erasure.keeps_public)
    ones = [
        *[await erase(store, person_id=id, keeps_public=erasure.keeps_public, at=erasure.at) for id in person_ids],
        *[await blank_text(store, id=id, at=erasure.at) for id in text_ids],
    ]
    for one in ones:
        left = replace(
            one,
            who=erasure.who,
            files=left.files + one.files,
            conversations=left.conversations + one.conversations,
            offices=tuple({*left.offices, *one.offices}),
            since=min(since for since in (left.since, one.since) if since or left.since == one.since),
            proposals=tuple({*left.proposals, *one.proposals}),
        )
    await store.open_erasures.add(erasure.id, at=erasure.at, left=left.to_json())


async def apply_erasures(database: Database, ledger: Ledger) -> int:
    """Erases in this database whom the ledger had erased in a newer one: after a restore, and at each start.

    `sunush db restore` calls it once the copy lies in its place. Files follow at the next `sunush run`, or at once by
    `Erasing.finish` of bot/delivery/after_erasure.py. What this database has erased itself is known to it.
    A second call does nothing (idempotent). Returns how many lines were new to it.
    Raises OSError where the ledger cannot be read.
    """
    entries = await asyncio.to_thread(lambda: list(ledger.read()))
    known = await database.read(lambda store: store.open_erasures.known())
    unknown = [entry for entry in entries if entry.id not in known]
    for entry in unknown:
        people = await _meant(database, entry, (_look_for, _look_for_authors))
        texts = await _meant(database, entry, (_look_for_texts,))
        await database.write(partial(_again, entry, people, texts))
    return len(unknown)


async def _again(entry: Erasure, person_ids: list[int], text_ids: list[int], store: Store) -> None:
    await _forget_again(store, erasure=entry, person_ids=person_ids, text_ids=text_ids)


async def _look_for(entry: Erasure, after: int, store: Store) -> tuple[list[int], int]:
    return await store.open_erasures.find_people(entry.who, at=entry.at, after=after)


async def _look_for_authors(entry: Erasure, after: int, store: Store) -> tuple[list[int], int]:
    return await store.open_erasures.find_authors(entry.who, after=after)


async def _look_for_texts(entry: Erasure, after: int, store: Store) -> tuple[list[int], int]:
    return await store.open_erasures.find_texts(entry.who, after=after)


async def _meant(database: Database, entry: Erasure, looks: tuple[_Look, ...]) -> list[int]:
    found: list[int] = []
    for look in looks:
        after, looked_at = -1, 0
        while looked_at != after:
            after = looked_at
            some, looked_at = await database.read(partial(look, entry, after))
            found += some
    return list(dict.fromkeys(found))


async def let_go(store: Store, *, erasure: OpenErasure, now: int) -> bool:
    """Forgets the addresses of the last word once it has left, or could not for an hour. Until then it is false.

    Whoever has written again meanwhile is somebody new, and stays.
    """
    is_over = True
    for channel, account, address in erasure.left.conversations:
        unknown = await store.people.find(channel, account, address)
        if unknown is None or not await store.strangers.is_silent(unknown.peer_id, since=erasure.at):
            continue
        if await store.outbox.is_empty(unknown.peer_id) or now - erasure.at > GOODBYE_WAITS:
            await store.strangers.erase_stranger(unknown.id, unknown.peer_id)
        else:
            is_over = False
    return is_over
