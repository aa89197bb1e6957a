"""What an author adds to a proposal that was sent, asked by the bot: what is missing, and the answer."""

from dataclasses import dataclass

from bot.budget.permissions import Act, write_act_right
from bot.budget.proposal import AlreadyAnswered, AlreadyWithdrawn, NotYours, make_storable
from bot.budget.proposal_text.decidable import Need, list_missing
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.language.kyrgyz import put_in_quotes, quote
from bot.language.refusal import Refusal
from bot.office import proposals
from bot.office.wording import notices
from storage.answering.dialogue import Said
from storage.log.dialogue_kinds import ADDED
from storage.people import Mailbox, Person
from storage.proposals import Proposal
from storage.store import Store

MOST = 500  # characters of an addition
LOOKED_THROUGH = 20  # proposals of one person, the newest first


class NothingAdded(Refusal):
    """An addition is empty or too long."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A proposal and what is still missing of it."""

    proposal: Proposal
    missing: tuple[Need, ...]


def find_need(said: Said) -> Need | None:
    """Which question an addition answers; None of what is no addition."""
    return Need(said.kind.removeprefix(ADDED)) if said.kind.startswith(ADDED) else None


def find_missing(proposal: Proposal, said: list[Said]) -> tuple[Need, ...]:
    """What an office would still have to ask about a proposal."""
    return list_missing(
        proposal.category,
        proposal.side,
        proposal.text,
        place=proposal.place,
        amount=proposal.amount,
        said=frozenset(need for one in said if (need := find_need(one)) is not None),
    )


async def read_missing(store: Store, *, id: int, by: Person) -> Asked | None:
    """Returns what its author may still add to a proposal; None where it is theirs no more to add to."""
    try:
        proposal = await proposals.get_correctable(store, by=by, id=id)
    except (NotYours, AlreadyAnswered, AlreadyWithdrawn):
        return None
    return Asked(proposal, find_missing(proposal, await store.dialogue.list_dialogue(id)))


async def add(
    store: Store, *, id: int, need: Need, text: str, by: Person, at: int, media: tuple[tuple[str, str], ...] = ()
) -> Proposal:
    """Keeps an author's answer, words or a file, with its time, and tells the clerk who has taken the proposal.

    Raises NotYours, AlreadyWithdrawn, AlreadyAnswered, NothingAdded.
    """
    await store.proposals.lock(id)
    proposal = await proposals.get_correctable(store, by=by, id=id)
    added = make_storable(text).strip()
    if not (added or media) or len(added) > MOST:
        raise NothingAdded
    said = await store.dialogue.say(id, kind=f"{ADDED}{need}", by=by.id, text=added, at=at)
    for file, reference in media:
        await store.media.want(id, by.channel, by.account, kind=file, reference=reference, at=at, said_id=said)

    def say(words: Words, _box: Mailbox) -> Reply:
        text = (
            words.say("The author adds to № {number}: {text}", number=proposal.label, text=put_in_quotes(quote(added)))
            if added
            else words.say("The author of № {number} replies by voice or photo.", number=proposal.label)
        )
        return Reply(text, (notices.make_button(words, f"desk_one:{id}", "Open"),))

    if proposal.taken_by in await store.roles.list_colleagues(proposal.aimak_id, notices.OFFICE):
        await notices.tell(
            store, to=proposal.taken_by, kind="added", object_id=said, at=at, say=say,
            right=write_act_right(Act.READ_QUEUE, proposal.aimak_id),
        )  # fmt: skip
    return proposal


async def find_own(store: Store, *, id: int, by: Person) -> tuple[Proposal, Said] | None:
    """Finds an addition of a person's own that may still be taken back: its proposal stands and is not answered."""
    for proposal in await store.proposals.list_of_author(by.id, limit=LOOKED_THROUGH):
        for said in await store.dialogue.list_dialogue(proposal.id):
            if said.id == id and find_need(said) is not None:
                found = await read_missing(store, id=proposal.id, by=by)
                return (found.proposal, said) if found is not None else None
    return None


async def find_last(store: Store, *, by: Person) -> Said | None:
    """Finds what a person added last to a proposal that still waits for its answer. None: there is no such addition."""
    last: Said | None = None
    for proposal in await store.proposals.list_of_author(by.id, limit=LOOKED_THROUGH):
        if await read_missing(store, id=proposal.id, by=by) is None:
            continue
        added = [one for one in await store.dialogue.list_dialogue(proposal.id) if find_need(one) is not None]
        if added and (last is None or added[-1].said_at > last.said_at):
            last = added[-1]
    return last


async def remove(store: Store, *, id: int, by: Person, at: int) -> Proposal | None:
    """Takes an addition back, words and files, and tells the clerk who has taken the proposal. None: it cannot be taken back.

    id is that of the addition. It cannot be after the answer: the answer rests on it.
    """
    found = await find_own(store, id=id, by=by)
    if found is None:
        return None
    proposal, said = found
    await store.proposals.lock(proposal.id)
    await store.dialogue.unsay(said.id)
    await store.media.expire_said(proposal.id, said.id)

    def say(words: Words, _box: Mailbox) -> Reply:
        text = words.say("The author of № {number} has taken an addition back.", number=proposal.label)
        return Reply(text, (notices.make_button(words, f"desk_one:{proposal.id}", "Open"),))

    if proposal.taken_by in await store.roles.list_colleagues(proposal.aimak_id, notices.OFFICE):
        await notices.tell(
            store, to=proposal.taken_by, kind="unadded", object_id=said.id, at=at, say=say,
            right=write_act_right(Act.READ_QUEUE, proposal.aimak_id),
        )  # fmt: skip
    return proposal
