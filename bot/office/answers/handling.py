"""Who of an office handles a proposal, and where it belongs: hand over, release, correct its side and category."""

from bot.budget.permissions import Act, NotAllowed, Role, Standing
from bot.budget.proposal import SIDES, Side
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.language.refusal import Refusal
from bot.office.answers.access import find_holder, lock_proposal, must_not_be_leaving
from bot.office.answers.answers import AnsweredBy, TakenBy
from bot.office.categories import find_category as category_of
from bot.office.staff import permit, record
from bot.office.wording import notices
from storage.mornings.mornings import Said
from storage.people import Mailbox, Person
from storage.proposals import Proposal
from storage.roles import Member
from storage.store import Store


class NoColleague(Refusal):
    """Whoever was named works in this office no more."""


class HasItAlready(Refusal):
    """Whoever it is to be handed to has it already."""


class WrongCategory(Refusal):
    """There is no such category on that side of the budget."""


async def list_colleagues(store: Store, *, id: int, by: Person) -> list[Member]:
    """Lists whom somebody may hand a proposal over to: the others of its office. Raises NotAllowed."""
    proposal = await store.proposals.get(id)
    await permit(store, by=by, act=Act.TAKE, aimak_id=proposal.aimak_id if proposal else -1)
    if proposal is None:
        raise NotAllowed(Act.TAKE)
    return await _list_colleagues(store, proposal, by)


async def hand_over(store: Store, *, id: int, to: int, by: Person, at: int) -> bool:
    """Gives a proposal to a colleague, given by their role (id); false if there is nowhere to tell them.

    What a colleague has only the head gives on; others take it over first. Raises NotAllowed, AlreadyWithdrawn,
    AnsweredBy, TakenBy, OnItsWay, NoColleague, HasItAlready.
    """
    proposal = await _lock_open(store, id=id, by=by)
    member = next((one for one in await _list_colleagues(store, proposal, by) if one.id == to), None)
    if member is None:
        raise NoColleague
    if proposal.taken_by == member.person_id:
        raise HasItAlready
    await store.proposals.take(id, by=member.person_id, at=at)
    await store.mornings.forget(id, Said.SOON)
    await record(
        store, "hand_over", by=by, aimak_id=proposal.aimak_id, at=at, object="proposal", object_id=id,
        to=member.person_id,
    )  # fmt: skip

    def say(words: Words, _box: Mailbox) -> Reply:
        text = words.say("A colleague handed № {number} over to you.", number=proposal.label)
        return Reply(text, (notices.make_button(words, f"desk_one:{id}", "Open"),))

    return bool(
        await notices.tell_colleague(
            store, to=member.person_id, aimak_id=proposal.aimak_id, kind="handed", object_id=id, revision=None, at=at,
            say=say,
        )
    )  # fmt: skip


async def release(store: Store, *, id: int, by: Person, at: int) -> Proposal:
    """Lets go of a proposal, so that any colleague may take it. What a colleague has only the head lets go of.

    Raises NotAllowed, AlreadyWithdrawn, AnsweredBy, TakenBy, OnItsWay.
    """
    proposal = await _lock_open(store, id=id, by=by)
    if proposal.taken_by is not None:
        await store.proposals.take(id, by=None, at=at)
        await record(store, "release", by=by, aimak_id=proposal.aimak_id, at=at, object="proposal", object_id=id)
    return proposal


async def sort(store: Store, *, id: int, side: Side, category: str | None, by: Person, at: int) -> bool | None:
    """Corrects the side and the category of a proposal; its author is told where the side changes.

    Returns whether there was anywhere to tell them; None where the side stays, and nothing is told.
    Raises NotAllowed, AlreadyWithdrawn, WrongCategory.
    """
    proposal = await lock_proposal(store, id=id, by=by, act=Act.SORT)
    try:
        if side not in SIDES or (category is not None and category_of(category).side is not side):
            raise WrongCategory
    except KeyError:
        raise WrongCategory from None
    if (proposal.side, proposal.category) == (side, category):
        return None
    await store.proposals.sort(id, side=side, category=category)
    await record(
        store, Act.SORT, by=by, aimak_id=proposal.aimak_id, at=at, object="proposal", object_id=id,
        side=side.value, category=category, before=f"{proposal.side.value}, {proposal.category}",
    )  # fmt: skip
    return await _tell_author(store, proposal, side, by=by, at=at) if proposal.side is not side else None


async def _tell_author(store: Store, proposal: Proposal, side: Side, *, by: Person, at: int) -> bool:
    def say(words: Words, _box: Mailbox) -> Reply:
        sentences = {
            Side.REVENUE: words.say(
                "The ayil okmotu counts № {number} as a proposal on revenue.", number=proposal.label
            ),
            Side.SPENDING: words.say(
                "The ayil okmotu counts № {number} as a proposal on spending.", number=proposal.label
            ),
        }
        return Reply(sentences[side], about=f"reply:{proposal.id}")

    return await notices.tell(
        store, to=proposal.author_id, peer_id=proposal.peer_id, kind="sorted", object_id=proposal.id, revision=None, at=at,
        say=say, asker=notices.make_asking(proposal, by),
    )  # fmt: skip


async def _lock_open(store: Store, *, id: int, by: Person) -> Proposal:
    proposal = await lock_proposal(store, id=id, by=by, act=Act.TAKE)
    answered = await store.answers.find_latest(id)
    if answered is not None:
        raise AnsweredBy(answered)
    await must_not_be_leaving(store, id)
    is_head = Standing(Role.HEAD, proposal.aimak_id) in await store.roles.list_standings(by.id)
    holder = await find_holder(store, proposal)
    if holder is not None and holder != by.id and not is_head:
        raise TakenBy(holder)
    return proposal


async def _list_colleagues(store: Store, proposal: Proposal, by: Person) -> list[Member]:
    office = await store.roles.list_colleagues(proposal.aimak_id, notices.OFFICE)
    found = [
        await store.roles.find_member_of(person_id, proposal.aimak_id) for person_id in office if person_id != by.id
    ]
    return [member for member in found if member is not None]
