"""Exclusions: what the office leaves out of the count, and what the author says to it; nothing is deleted."""

from bot.budget.permissions import Act
from bot.budget.proposal import NotYours
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.office.answers.access import lock_proposal, must_not_be_leaving
from bot.office.answers.answers import AnsweredBy
from bot.office.staff import record
from bot.office.wording import notices
from storage.answering.exclusions import Exclusion
from storage.people import Mailbox, Person
from storage.store import Store

EXCLUSIONS = ("spam", "test", "not_a_proposal")


async def exclude(store: Store, *, id: int, reason: str, by: Person, at: int) -> bool:
    """Leaves a proposal out of the count, and asks its author; nothing is deleted. False if there is nowhere to write to.

    Raises NotAllowed, AlreadyWithdrawn, AnsweredBy, OnItsWay.
    """
    proposal = await lock_proposal(store, id=id, by=by, act=Act.EXCLUDE)
    if reason not in EXCLUSIONS:
        raise ValueError(reason)
    answered = await store.answers.find_latest(id)
    if answered is not None:
        raise AnsweredBy(answered)
    await must_not_be_leaving(store, id)
    if (before := await store.exclusions.find_exclusion(id)) is not None:
        return await store.outbox.has_left(notices.EXCLUSION, before.id)
    note = await store.exclusions.exclude(id, reason=reason, by=by.id, at=at)
    await record(
        store, Act.EXCLUDE, by=by, aimak_id=proposal.aimak_id, at=at, object="proposal", object_id=id, reason=reason
    )

    def say(words: Words, _box: Mailbox) -> Reply:
        text = words.say(
            "The ayil okmotu does not count № {number}, {quote}, as a proposal: {reason}. Do you agree?",
            number=proposal.label,
            quote=notices.quote_proposal(words, proposal, 60),
            reason=words.say(notices.EXCLUSIONS[reason]),
        )
        choices = (
            notices.make_button(words, f"exclusion_yes:{id}", "Yes"),
            notices.make_button(words, f"exclusion_no:{id}", "No"),
        )
        return Reply(text, choices, about=f"reply:{id}")

    return await notices.tell(
        store, to=proposal.author_id, peer_id=proposal.peer_id, kind=notices.EXCLUSION, object_id=note, at=at, say=say,
        asker=notices.make_asking(proposal, by),
    )  # fmt: skip


async def include_again(store: Store, *, id: int, by: Person, at: int) -> None:
    """Lets an excluded proposal count again; its author, if told of it, is told so too. Raises NotAllowed, AlreadyWithdrawn."""
    proposal = await lock_proposal(store, id=id, by=by, act=Act.EXCLUDE)
    note = await store.exclusions.find_exclusion(id)
    if note is None or not await store.exclusions.lift_exclusion(id, at=at):
        return
    await record(store, "include_again", by=by, aimak_id=proposal.aimak_id, at=at, object="proposal", object_id=id)
    await notices.take_back_exclusion(store, note.id, at=at)
    if not await store.outbox.has_left(notices.EXCLUSION, note.id):
        return

    def say(words: Words, _box: Mailbox) -> Reply:
        return Reply(words.say("№ {number} counts as a proposal after all.", number=proposal.label))

    await notices.tell(
        store, to=proposal.author_id, peer_id=proposal.peer_id, kind="counted_again", object_id=note.id, at=at, say=say,
        asker=notices.make_asking(proposal, by),
    )  # fmt: skip


async def answer_exclusion(store: Store, *, id: int, agreed: bool, by: Person, at: int) -> Exclusion | None:
    """Keeps what the author says to an exclusion, and tells the office of a no. Raises NotYours."""
    proposal = await store.proposals.get(id)
    if proposal is None or proposal.author_id != by.id:
        raise NotYours
    exclusion = await store.exclusions.find_exclusion(id)
    if exclusion is None:
        return None
    await store.exclusions.note_author(exclusion.id, agreed=agreed, at=at)

    def say(words: Words, _box: Mailbox) -> Reply:
        text = words.say("The author of № {number} does not agree that it is no proposal.", number=proposal.label)
        return Reply(text, (notices.make_button(words, f"desk_one:{id}", "Open"),))

    if not agreed:
        await notices.tell_colleague(
            store,
            to=exclusion.excluded_by,
            aimak_id=proposal.aimak_id,
            kind="not_agreed",
            object_id=exclusion.id,
            at=at,
            say=say,
        )
    return exclusion
