"""What is said of an answer that waits for the head. The head is told that it waits, its clerk what the head did with it."""

from collections.abc import Sequence

from bot.budget.permissions import Act, Role, write_act_right
from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.language.kyrgyz import quote
from bot.office.answers.access import find_colleague
from bot.office.wording import notices
from bot.office.years import join_numbers
from storage.answering.drafts import AnswerDraft
from storage.people import Mailbox, Person
from storage.proposals import Proposal
from storage.queue.outbox import Lane
from storage.store import Store

LONGEST_REMARK = 500  # characters


async def tell_heads(store: Store, *, proposals: Sequence[Proposal], at: int) -> None:
    """Tells the heads in one message that answers wait for them.

    Answers put before them anew are told anew, once a minute.
    """
    first, labels = proposals[0], [proposal.label for proposal in proposals]

    def say(words: Words, _box: Mailbox) -> Reply:
        if len(labels) == 1:
            text = words.say("The answer to № {number} waits for you.", number=first.label)
            return Reply(text, (notices.make_button(words, f"desk_one:{first.id}", "Open"),))
        text = words.say_n(
            "{n} answer waits for you: {numbers}.",
            "{n} answers wait for you: {numbers}.",
            len(labels),
            numbers=join_numbers(labels),
        )
        return Reply(text, (notices.make_button(words, "desk_list:for_head", "Waiting for approval"),))

    await notices.tell_office(
        store, aimak_id=first.aimak_id, kind="approval", object_id=first.id, revision=at // 60_000, at=at,
        say=say, roles={Role.HEAD},
    )  # fmt: skip


async def tell_approved(store: Store, *, proposals: Sequence[Proposal], to: int, at: int) -> None:
    """Tells a clerk (person) which of their answers the head has approved, in one message; whoever has gone hears nothing."""
    first, labels = proposals[0], [proposal.label for proposal in proposals]
    if await find_colleague(store, to, aimak_id=first.aimak_id) is None:
        return

    def say(words: Words, _box: Mailbox) -> Reply:
        text = words.say_n(
            "The head approved {n} answer of yours: {numbers}. It is on its way.",
            "The head approved {n} of your answers: {numbers}. They are on their way.",
            len(labels),
            numbers=join_numbers(labels),
        )
        if len(labels) == 1:
            return Reply(text, (notices.make_button(words, f"desk_one:{first.id}", "Open"),))
        return Reply(text, (notices.make_button(words, "desk_list:answered", "Answered proposals"),))

    await notices.tell(
        store, to=to, kind="approved", object_id=first.id, revision=None, at=at, say=say,
        right=write_act_right(Act.READ_QUEUE, first.aimak_id), lane=Lane.ANSWER,
    )  # fmt: skip


async def tell_given_back(
    store: Store, *, proposal: Proposal, draft: AnswerDraft, remark: str, by: Person, at: int
) -> int:
    """Tells whoever wrote an answer that the head gave it back, and why; where they have gone, everybody else there.

    Returns for how many it is queued.
    """

    def say(words: Words, _box: Mailbox) -> Reply:
        text = words.say(
            "The head gave the answer to № {number} back: «{remark}»",
            number=proposal.label,
            remark=quote(remark, LONGEST_REMARK),
        )
        return Reply(text, (notices.make_button(words, f"desk_one:{proposal.id}", "Open"),))

    aimak_id = proposal.aimak_id
    if await find_colleague(store, draft.written_by, aimak_id=aimak_id) is None:
        return await notices.tell_office(
            store, aimak_id=aimak_id, kind="given_back", object_id=proposal.id, revision=None, at=at, say=say, but=by.id
        )
    return await notices.tell_colleague(
        store,
        to=draft.written_by,
        aimak_id=aimak_id,
        kind="given_back",
        object_id=proposal.id,
        revision=None,
        at=at,
        say=say,
    )


async def tell_otherwise(store: Store, *, proposal: Proposal, to: int, at: int) -> None:
    """Tells a clerk (person) whose answer waited that the head sent another in its place."""
    if await find_colleague(store, to, aimak_id=proposal.aimak_id) is None:
        return

    def say(words: Words, _box: Mailbox) -> Reply:
        text = words.say("The head answered № {number} with another answer than yours.", number=proposal.label)
        return Reply(text, (notices.make_button(words, f"desk_one:{proposal.id}", "Open"),))

    await notices.tell(
        store, to=to, kind="approved", object_id=proposal.id, revision=None, at=at, say=say,
        right=write_act_right(Act.READ_QUEUE, proposal.aimak_id),
    )  # fmt: skip
