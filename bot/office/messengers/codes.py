"""Joining another messenger: a code is made in one, opened in the other, and agreed to there.

A code that somebody else forwards must hand over nothing. So whoever opens it is asked, and the first messenger is told.
Whoever has a role is asked in both, and makes the code where the role is.
"""

import secrets
from dataclasses import dataclass

from bot.language.refusal import Refusal
from bot.office import staff
from bot.office.contest import judging
from bot.office.messengers import words
from bot.office.wording.notices import OFFICE
from storage.joined.codes import LinkCode
from storage.people import Person
from storage.store import Store

LINK = "l_"
WANTED = "m_"  # the start by which a page asks for a code
DIGITS = 20  # 66 bits, and each keyboard has them
KEPT = 15 * 60 * 1000  # milliseconds a code is good for
MOST_MESSENGERS = 5  # of one person


class CodeUnknown(Refusal):
    """There is no such code, it was used, or it is too old. Or nobody could tell whoever made it."""


class OwnCode(Refusal):
    """The code was made in this very chat: it is for the other messenger."""


class JoinedAlready(Refusal):
    """The chat is the person's already."""


class SameMessenger(Refusal):
    """The code was made by somebody else of the same messenger: this joins nobody there."""


class JoinedElsewhere(Refusal):
    """The chat is joined with another one, and has to part from it first."""


class WorksHere(Refusal):
    """Whoever opens the code has a role: they make the code themselves, and open it in the other messenger."""


class BothWork(Refusal):
    """Either has a role: the head takes one of them away first, or nobody would know whose it is."""


class BothJudge(Refusal):
    """Either has marked in a contest that is still open: one person would have two seats."""


class TooManyMessengers(Refusal):
    """Whoever made the code has as many messengers as can be joined."""


@dataclass(frozen=True, slots=True)
class FreshCode:
    """What is shown once and never kept: the payload of a link, and the digits to type."""

    payload: str
    typed: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What somebody is asked who opened a code: who made it and when, and whether both have to agree."""

    owner: Person
    made_at: int
    both_agree: bool


async def make_code(store: Store, *, by: Person, at: int) -> FreshCode:
    """Makes a person's code, good for 15 minutes and once; the one before it is good no more."""
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    await store.link_codes.put(by.id, peer_id=by.peer_id, code=code, at=at)
    return FreshCode(LINK + code, " ".join(code[first : first + 5] for first in range(0, DIGITS, 5)))


def read_code(typed: str) -> str | None:
    """The digits of a code as somebody typed them; None where this is none."""
    code = typed.strip().removeprefix(LINK).replace(" ", "").replace("-", "").replace("\xa0", "")
    return code if len(code) == DIGITS and code.isascii() and code.isdigit() else None


async def open_code(store: Store, *, key: str, by: Person, at: int) -> Offer:
    """Reads a code that somebody opened or typed; nothing is joined yet. Raises the refusals of this room, TooManyTries."""
    if await store.roles.count_try(by.peer_id, at=at, window=staff.TRIES_WINDOW) > staff.TRIES:
        raise staff.TooManyTries
    code = read_code(key)
    found = await store.link_codes.find(code, since=at - KEPT) if code is not None else None
    return await _look_at(store, found, by)


async def find_offer(store: Store, *, made_at: int, owner_id: int, by: Person, at: int) -> Offer:
    """What somebody was asked is read again as they answer. Raises the refusals of this room."""
    found = await store.link_codes.find_of(owner_id, since=at - KEPT)
    return await _look_at(store, found if found is not None and found.made_at == made_at else None, by)


async def _look_at(store: Store, code: LinkCode | None, by: Person) -> Offer:
    owner = await store.people.find_by_peer(code.peer_id) if code is not None else None
    if code is None or owner is None or owner.blocked or owner.id != code.person_id or code.opened_by is not None:
        raise CodeUnknown
    if owner.peer_id == by.peer_id:
        raise OwnCode
    if owner.id == by.id:
        raise JoinedAlready
    boxes = await store.people.list_mailboxes([owner.id, by.id])
    if any((box.channel, box.account) == (by.channel, by.account) for box in boxes[owner.id]):
        raise SameMessenger
    if len(boxes.get(by.id, [])) > 1 or await store.joins.find(by.peer_id) is not None:
        raise JoinedElsewhere
    works_there = bool(await store.roles.list_standings(owner.id))
    if await store.roles.list_standings(by.id):
        raise BothWork if works_there else WorksHere
    if await store.contest_marks.list_judged(owner.id) & await store.contest_marks.list_judged(by.id):
        raise BothJudge
    if len(boxes[owner.id]) >= MOST_MESSENGERS:
        raise TooManyMessengers
    return Offer(owner, code.made_at, both_agree=works_there)


async def agree(store: Store, *, made_at: int, owner_id: int, by: Person, at: int) -> Offer:
    """Joins the chat of whoever opened a code, or asks its maker where both have to agree. Raises the refusals of this room.

    The first messenger hears of it either way.
    """
    offer = await find_offer(store, made_at=made_at, owner_id=owner_id, by=by, at=at)
    if offer.both_agree:
        await store.link_codes.note_opened(owner_id, by.peer_id, at=at)
        await words.ask_owner(store, owner=offer.owner, by=by, at=at)
        return offer
    if not await store.link_codes.use(owner_id, made_at=made_at):
        raise CodeUnknown
    await _join(store, offer.owner, by, at=at)
    await words.tell_joined(store, to=offer.owner, other=by, at=at)
    return offer


async def agree_too(store: Store, *, by: Person, at: int) -> Person:
    """Joins what somebody who has a role agrees to in the first messenger as well. Returns who is joined.

    Raises the refusals of this room, CodeUnknown above all where this comes too late.
    """
    code = await store.link_codes.find_of(by.id, since=at - KEPT)
    other = await store.people.find_by_peer(code.opened_by) if code is not None and code.opened_by else None
    if code is None or other is None or code.peer_id != by.peer_id:
        raise CodeUnknown
    await store.lock_peer(other.channel, other.account, other.address)
    if not await store.link_codes.use(by.id, made_at=code.made_at):
        raise CodeUnknown
    await _look_at(store, LinkCode(code.person_id, code.peer_id, code.made_at, None), other)
    await _join(store, by, other, at=at)
    await words.tell_joined(store, to=other, other=by, at=at)
    return other


async def refuse(store: Store, *, by: Person) -> None:
    """Leaves the code that somebody made, and whoever opened it."""
    await store.link_codes.forget(by.id)


async def _join(store: Store, owner: Person, other: Person, *, at: int) -> None:
    await store.joins.join(other.peer_id, other_id=other.id, to=owner.id, at=at)
    await judging.note_joined(store, by=owner, at=at)
    if other.aimak_id is None and owner.aimak_id is not None:
        await store.people.set_aimak(other.peer_id, owner.aimak_id)
    for standing in await store.roles.list_standings(owner.id):
        await staff.record(
            store, "join_chat", by=owner, aimak_id=standing.aimak_id, at=at, object="peer", object_id=other.peer_id,
            channel=other.channel,
        )  # fmt: skip
        if standing.aimak_id is not None and standing.role in OFFICE:
            await words.tell_colleagues(store, owner=owner, other=other, aimak_id=standing.aimak_id, at=at)
