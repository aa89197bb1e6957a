"""Proposals that repeat one another: what is like one is suggested, a clerk links them and takes one out again.

Those that are linked get one answer (bot/office/answers/linked.py); each stays a row of its own, with its own number.
"""

from dataclasses import dataclass

from bot.budget.permissions import Act, NotAllowed
from bot.language.refusal import Refusal
from bot.office.answers.access import lock_proposal
from bot.office.staff import permit, record
from bot.office.together.likest import list_likest
from storage.people import Person
from storage.proposals import Proposal
from storage.store import Store
from storage.together.links import UNLINK, Repeated

MOST_LINKED = 50  # proposals that get one answer
MOST_SUGGESTED = 15
SUGGESTED_FROM = 50  # of 100 (likest.py): a clerk reads each before it is linked
LOOKED_THROUGH = 200  # proposals of a year that are compared: those with most stems in common


class CannotLink(Refusal):
    """The two are one, or of two aimaks or budget years, or one was withdrawn."""


class TooManyLinked(Refusal):
    """More proposals would get one answer than one can look over."""


@dataclass(frozen=True, slots=True)
class Similar:
    """A proposal with those that are linked with it, and those that may be."""

    proposal: Proposal
    linked: list[Repeated]
    suggested: list[Repeated]


async def list_similar(store: Store, *, id: int, by: Person) -> Similar:
    """Lists what is linked with a proposal and what asks for the like in its year, the likest first. Raises NotAllowed.

    At most 200 rows, 400 characters of each, are compared; at most 15 are suggested.
    """
    one = await store.proposals.get(id)
    await permit(store, by=by, act=Act.READ_QUEUE, aimak_id=one.aimak_id if one else -1)
    if one is None:
        raise NotAllowed(Act.READ_QUEUE)
    folds = await store.links.list_candidates(
        id,
        aimak_id=one.aimak_id,
        year=one.budget_year,
        side=one.side,
        village_id=one.village_id,
        text=one.text,
        limit=LOOKED_THROUGH,
    )
    linked = await store.links.list_linked(id)
    known = {other.id for other in linked}
    likest = [other for other in list_likest(one.text, folds, least=SUGGESTED_FROM) if other not in known][
        :MOST_SUGGESTED
    ]
    return Similar(one, linked, await store.links.find(likest))


async def link(store: Store, *, id: int, to: int, by: Person, at: int) -> bool:
    """Links a proposal, and all that are linked with it, with another and all of its. False: they are linked already.

    Raises NotAllowed, AlreadyWithdrawn, CannotLink, TooManyLinked.
    """
    one, other = await _lock(store, id, to, by=by)
    if one.linked_to is not None and one.linked_to == other.linked_to:
        return False
    members = {id, to}
    for first in (one.linked_to, other.linked_to):
        members |= set(await store.links.list_members(first))
    if len(members) > MOST_LINKED:
        raise TooManyLinked
    await store.links.write(members)
    await _record(store, Act.LINK, one, other, by=by, at=at)
    return True


async def unlink(store: Store, *, id: int, from_: int, by: Person, at: int) -> bool:
    """Takes a proposal out of those that another is linked with; false where it is not among them.

    Raises NotAllowed, AlreadyWithdrawn, CannotLink.
    """
    one, other = await _lock(store, id, from_, by=by)
    if one.linked_to is None or one.linked_to != other.linked_to:
        return False
    others = [member for member in await store.links.list_members(one.linked_to) if member != id]
    await store.links.write([id])
    await store.links.write(others)
    await _record(store, UNLINK, one, other, by=by, at=at)
    return True


async def _lock(store: Store, id: int, other_id: int, *, by: Person) -> tuple[Proposal, Proposal]:
    if id == other_id:
        raise CannotLink
    # Always in one order: two who link the same two would wait for each other.
    locked = {one: await lock_proposal(store, id=one, by=by, act=Act.LINK) for one in sorted((id, other_id))}
    one, other = locked[id], locked[other_id]
    if (one.aimak_id, one.budget_year) != (other.aimak_id, other.budget_year):
        raise CannotLink
    return one, other


async def _record(store: Store, act: Act | str, one: Proposal, other: Proposal, *, by: Person, at: int) -> None:
    # Each of the two says it in its own history. As of a day the links are read of these rows, one behind the other.
    for of, with_ in ((one, other), (other, one)):
        await record(
            store, act, by=by, aimak_id=of.aimak_id, at=at, object="proposal", object_id=of.id, number=with_.label
        )
