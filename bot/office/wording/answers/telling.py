"""Who is told of an answer, of a text that was changed or withdrawn, and of what did not arrive."""

from dataclasses import replace

from bot.budget.permissions import Act, write_act_right
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.office.wording.answers.answer_words import ask_reaction, compose_sent
from bot.office.wording.notices import N_, OFFICE, make_button, quote_proposal, tell, tell_colleague
from storage.answers import SentAnswer
from storage.people import Mailbox
from storage.proposals import Proposal
from storage.queue.outbox import ANSWER
from storage.store import Store


async def tell_answer(store: Store, *, proposal: Proposal, sent: SentAnswer, at: int) -> bool:
    """Queues an answer for its author. False: there is nowhere to write to, so it must be told in person."""

    def say(words: Words, box: Mailbox) -> Reply:
        text = compose_sent(words, proposal, sent, quotes=box.quotes)
        return replace(ask_reaction(words, sent.id), text=text)

    return await tell(
        store,
        to=proposal.author_id,
        peer_id=proposal.peer_id,
        kind=ANSWER,
        object_id=sent.id,
        revision=sent.revision,
        at=at,
        say=say,
    )


async def tell_withdrawn(store: Store, *, proposal: Proposal, at: int) -> None:
    """Tells whoever has taken a proposal that its author withdrew it."""

    def say(words: Words, _box: Mailbox) -> Reply:
        return Reply(words.say("№ {number} was withdrawn by its author: no answer is needed.", number=proposal.label))

    if proposal.taken_by in await store.roles.list_colleagues(proposal.aimak_id, OFFICE):
        await tell(
            store, to=proposal.taken_by, kind="withdrawn", object_id=proposal.id, at=at, say=say,
            right=write_act_right(Act.READ_QUEUE, proposal.aimak_id),
        )  # fmt: skip


async def tell_corrected(store: Store, *, proposal: Proposal, at: int) -> None:
    """Tells whoever has taken a proposal that its author changed it."""

    def say(words: Words, _box: Mailbox) -> Reply:
        text = words.say(
            "The author has changed № {number}: {quote}.", number=proposal.label, quote=quote_proposal(words, proposal)
        )
        return Reply(
            text, (make_button(words, f"desk_one:{proposal.id}", "Open"),), about=f"answer_words:{proposal.id}"
        )

    if proposal.taken_by in await store.roles.list_colleagues(proposal.aimak_id, OFFICE):
        await tell(
            store, to=proposal.taken_by, kind="corrected", object_id=proposal.id, revision=proposal.revision, at=at,
            say=say, right=write_act_right(Act.READ_QUEUE, proposal.aimak_id),
        )  # fmt: skip


_NOT_REACHED = {
    "not_reached": N_("The answer to № {number} did not reach its author: please tell them in person."),
    "file_not_told": N_("№ {number}: the answer was sent, but its voice or file did not arrive."),
}


async def tell_who_answered(store: Store, *, answer_id: int, kind: str, at: int) -> None:
    """Tells the clerk who answered what of the answer did not arrive (kind), once for an answer.

    Where it is all of it, they tell the author in person.
    """
    sent = await store.answers.get(answer_id)
    proposal = await store.proposals.get(sent.proposal_id) if sent else None
    if sent is None or proposal is None:
        return
    label, proposal_id = proposal.label, proposal.id

    def say(words: Words, _box: Mailbox) -> Reply:
        text = words.say(_NOT_REACHED[kind], number=label)
        return Reply(text, (make_button(words, f"desk_one:{proposal_id}", "Open"),))

    await tell_colleague(
        store, to=sent.answered_by, aimak_id=proposal.aimak_id, kind=kind, object_id=answer_id, at=at, say=say
    )
