"""Joining a proposal of somebody else instead of sending the same: what is like it, supporting it, leaving it again."""

from dataclasses import dataclass

from bot.budget.proposal import Side, find_default_budget_year
from bot.budget.workdays import find_day
from bot.language.refusal import Refusal
from bot.office.together.likest import has_stems, list_likest
from bot.office.wording import supporters
from storage.answers import SentAnswer
from storage.joined.once import Once
from storage.people import Person
from storage.proposals import Proposal
from storage.store import Store
from storage.together.supports import Shown, Supported

MOST_SHOWN = 3
LOOKED_THROUGH = 200  # of a year's proposals that may be shown, the newest first


class NotForSupport(Refusal):
    """The proposal is not shown to others: not public, withdrawn, of another aimak, or one's own."""


class SupportedAlready(Refusal):
    """This person supports it in another messenger, which they have parted since: the answer comes there."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A proposal somebody has joined, with the answer in force."""

    proposal: Proposal
    sent: SentAnswer | None
    quotes: bool  # its text may be quoted


async def find_similar(
    store: Store,
    *,
    by: Person,
    aimak_id: int,
    text: str,
    side: Side,
    category: str | None,
    village_id: int | None,
    at: int,
) -> list[Shown]:
    """Lists at most three proposals of the same aimak, year and village that ask for the like, the likest first.

    Only those whose authors let everybody read them. At most 200 rows of the year, 400 characters of each, are compared.
    """
    if not has_stems(text):
        return []
    folds = await store.supports.list_folds(
        aimak_id,
        find_default_budget_year(find_day(at)),
        side=side,
        category=category,
        village_id=village_id,
        but=by.id,
        limit=LOOKED_THROUGH,
    )
    likest = list_likest(text, folds)
    return await store.supports.find_shown(likest[:MOST_SHOWN], aimak_id) if likest else []


async def support(store: Store, *, id: int, by: Person, at: int) -> Joined:
    """Joins a proposal: whoever does hears every answer to it. Twice done is once done.

    Raises NotForSupport, SupportedAlready.
    """
    proposal = await store.proposals.lock(id)
    if (
        proposal is None
        or proposal.aimak_id != by.aimak_id
        or proposal.author_id == by.id
        or by.consent_version is None
        or not await store.supports.may_be_seen(id)
    ):
        raise NotForSupport
    if proposal.received_at <= (await store.joins.list_parted(by.id)).get(proposal.author_id, 0):
        raise NotForSupport  # they were its author themselves
    if await store.joins.did_before_parting(Once.SUPPORT, id, by.id):
        raise SupportedAlready
    await store.supports.add(id, by.id, at=at)
    return Joined(proposal, await store.answers.find_latest(id), by.quotes)


async def leave(store: Store, *, id: int, by: Person) -> Proposal | None:
    """Ends somebody's support; returns of which proposal, None where there was none."""
    return await store.proposals.get(id) if await store.supports.remove(id, by.id) else None


async def list_supported(store: Store, *, by: Person, most: int) -> list[Supported]:
    """Lists what somebody supports, the newest first; most is how many are wanted."""
    return await store.supports.list_of_person(by.id, limit=most)


async def find_shown(store: Store, *, ids: tuple[int, ...], by: Person) -> list[Shown]:
    """Returns those of some proposals of a person's aimak that may still be shown, in this order."""
    return await store.supports.find_shown(ids, by.aimak_id or 0)


async def find_numbered(store: Store, *, number: int, by: Person) -> Proposal | None:
    """Finds the proposal with a number in a person's aimak, of the latest budget year. None: there is none to join."""
    found = await store.proposals.find_by_number(by.aimak_id or 0, number) if number > 0 else None
    return found if found is not None and found.withdrawn_at is None else None


async def tell_news(store: Store, *, proposal_id: int, at: int) -> None:
    """Tells the first supporters of a proposal what came of it, in this transaction; the others are told behind it."""
    await store.supports.note_news(proposal_id)
    await supporters.tell_supporters(store, at=at, proposal_id=proposal_id)
