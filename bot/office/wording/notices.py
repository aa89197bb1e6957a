"""The words of what is queued for people who did not ask just now. Text and language are fixed when queued.

One file past 300 lines: whom to tell and the words of an answer use each other.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.budget.permissions import TABLE, Act, Role, write_act_right
from bot.budget.proposal import Answer, Decision, Reason, Side
from bot.budget.workdays import find_day
from bot.chat.message import Choice, Message, Reply, read_asked
from bot.chat.texts import Words, say_in_every_language
from bot.language.in_words.which import guess_language
from bot.language.intents import Intent
from bot.language.kyrgyz import clean, quote
from bot.office.messengers.names import say_why_here
from bot.office.practice_words import mark
from bot.office.wording.as_written import show_as_written
from storage.answers import SentAnswer
from storage.people import Mailbox, Person, choose_mailbox
from storage.proposals import Proposal
from storage.queue.outbox import ANSWER, Lane
from storage.store import Store

OFFICE = {Role.STAFF, Role.HEAD}
EXCLUSION = "exclusion"  # rows that tell an author of an exclusion; object_id is its note's
Telling = Callable[[Words, Mailbox], Reply]


async def tell(
    store: Store,
    *,
    to: int,
    kind: str,
    object_id: int,
    at: int,
    say: Telling,
    peer_id: int | None = None,
    of_chat: bool = False,
    revision: int | None = 1,
    lane: Lane = Lane.ANSWER,
    right: dict[str, Any] | None = None,
    asker: dict[str, Any] | None = None,
    expires_at: int | None = None,
    asks: Callable[[Words], Reply] | None = None,
) -> bool:
    """Queues a notice for a person, once for its kind, object and revision. False: there is nowhere to write to.

    of_chat: it is about the chat named. So it is told there, on a page too, while one can write to it.
    revision None is said as often as it happens. After expires_at (ms UTC) it leaves no more.
    asks is a reply that went before and is still asked. A typed answer to this notice is one to that.
    right is what they must still be allowed when it leaves. asker is who hears of it where it reaches nobody
    (see bot/office/wording/unreached.py).
    """
    boxes = (await store.people.list_mailboxes([to])).get(to, [])
    box = choose_mailbox(boxes, peer_id)
    if of_chat:
        box = next((one for one in boxes if one.peer_id == peer_id and not one.blocked and not one.gone), box)
    if box is None:
        return False
    words = Words(box.language or "")
    about = (right or asker or {}).get("aimak") or box.aimak_id
    said = await mark(store, say(words, box), aimak_id=about)
    for named in boxes:
        if named.peer_id == peer_id and named is not box and named.blocked:
            said = replace(said, text=f"{say_why_here(words, named.channel)}\n\n{said.text}")
    message = replace(Message.notice(said), right=right, asker=asker)
    if asks is not None:
        message = replace(message, asks=read_asked(asks(words)), about=asks(words).about)
    if revision is None:
        before = await store.outbox.find_latest(box.peer_id, kind, object_id)
        revision = before.revision + 1 if before is not None else 1
    await store.outbox.queue(
        box.peer_id,
        box.channel,
        box.account,
        kind=kind,
        object_id=object_id,
        revision=revision,
        lane=lane,
        language=words.language,
        body=message.to_json(),
        at=at,
        expires_at=expires_at,
    )
    return True


async def tell_office(
    store: Store,
    *,
    aimak_id: int,
    kind: str,
    object_id: int,
    at: int,
    say: Telling,
    revision: int | None = 1,
    roles: set[Role] = OFFICE,
    but: int = 0,
    lane: Lane = Lane.ANSWER,
    expires_at: int | None = None,
) -> int:
    """Queues a notice for everyone with one of the roles in an aimak's office, but one person. Returns for how many.

    It leaves only to those who still work there then. Where nobody does, whoever runs the install is told so.
    """
    right, told = write_act_right(Act.APPROVE if roles == {Role.HEAD} else Act.READ_QUEUE, aimak_id), 0
    for person_id in await store.roles.list_colleagues(aimak_id, roles):
        if person_id != but:
            told += await tell(
                store, to=person_id, kind=kind, object_id=object_id, revision=revision, at=at, say=say, right=right,
                lane=lane, expires_at=expires_at,
            )  # fmt: skip
    if not told and roles == OFFICE:
        await tell_no_office(store, aimak_id=aimak_id, at=at)
    return told


async def tell_colleague(
    store: Store,
    *,
    to: int | None,
    aimak_id: int,
    kind: str,
    object_id: int,
    at: int,
    say: Telling,
    revision: int | None = 1,
    act: Act = Act.READ_QUEUE,
) -> int:
    """Queues a notice for one person if they may still do an act in an aimak.

    Else for its whole office; returns for how many.
    """
    if to in await store.roles.list_colleagues(aimak_id, TABLE[act]):
        right = write_act_right(act, aimak_id)
        return await tell(store, to=to, kind=kind, object_id=object_id, revision=revision, at=at, say=say, right=right)
    return await tell_office(
        store, aimak_id=aimak_id, kind=kind, object_id=object_id, revision=revision, at=at, say=say
    )


async def tell_admins(store: Store, *, kind: str, object_id: int, revision: int, at: int, say: Telling) -> None:
    """Queues a notice for everyone who runs the install."""
    for person_id in await store.roles.list_admins():
        await tell(store, to=person_id, kind=kind, object_id=object_id, revision=revision, at=at, say=say)


async def tell_no_office(store: Store, *, aimak_id: int, at: int) -> None:
    """Tells whoever runs the install, once a day, that nobody of an aimak's office hears what is sent to it."""
    aimak = await store.aimaks.get(aimak_id)
    if aimak.merged_into_id is not None or aimak.practice_of_id is not None:
        return  # nobody can be invited there any more, or nobody else is to hear of it

    def say(words: Words, _box: Mailbox) -> Reply:
        return Reply(
            words.say(
                "Nobody of the office of {aimak} gets the bot's messages: please invite somebody there.",
                aimak=quote(aimak.name(words.language), 60),
            )
        )

    day = find_day(at).toordinal()
    await tell_admins(store, kind="no_staff", object_id=aimak_id, revision=day, at=at, say=say)


async def take_back_exclusion(store: Store, note: int, *, at: int) -> None:
    """Keeps what tells an author of an exclusion (id of its note) from leaving: it was taken back."""
    await store.outbox.skip(EXCLUSION, note, code="taken_back", at=at, in_hand=True)


def make_asking(proposal: Proposal, by: Person) -> dict[str, Any]:
    """Who hears of it where a notice to a proposal's author reaches nobody: the clerk, of the proposal's office."""
    return {"person": by.id, "aimak": proposal.aimak_id, "proposal": proposal.id, "label": proposal.label}


def make_button(words: Words, id: str, title: str, means: tuple[Intent, ...] = ()) -> Choice:
    """A button whose title is one of the bot's own sentences."""
    return Choice(id, words.say(title), say_in_every_language(title), means=means)


def quote_proposal(words: Words, proposal: Proposal, limit: int = 200) -> str:
    """A proposal's text in quotation marks, its files counted."""
    return quote_with_files(words, proposal.text, proposal.files, limit)


_READ_OF_LINES = 8  # times what is shown: spaces and marks are left out of a quotation
_ENDS_IN_A_WORD = re.compile(r"[\w»\")]$")


def end_lines(text: str) -> str:
    """Ends each line of a text as a sentence, for showing it in one line. So what was added reads as added."""
    lines = [line.strip() for line in text.split("\n")]
    ended = [
        f"{line}." if len(line.split()) > 1 and len(after.split()) > 1 and _ENDS_IN_A_WORD.search(line) else line
        for line, after in zip(lines, [*lines[1:], ""], strict=True)
    ]  # a word alone is no sentence
    return "\n".join(ended)


def quote_with_files(words: Words, text: str, files: Mapping[str, int], limit: int = 200) -> str:
    """A text in quotation marks, then the voices, photos and documents counted."""
    parts = [f"«{quote(end_lines(text[: limit * _READ_OF_LINES]), limit)}»"] if text else []
    if voices := files.get("voice"):
        parts.append(words.say_n("{n} voice message", "{n} voice messages", voices))
    if photos := files.get("photo"):
        parts.append(words.say_n("{n} photo", "{n} photos", photos))
    if documents := files.get("document"):
        parts.append(words.say_n("{n} document", "{n} documents", documents))
    return ", ".join(parts)


def name_decision(words: Words, decision: Decision, *, inside: bool = False) -> str:
    """A decision as it stands on its button; inside a sentence it begins with a small letter."""
    said = words.say(DECISIONS[decision])
    return said[0].lower() + said[1:] if inside else said


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for a message that is said later
    """Marks a message that is said later."""
    return message


DECISIONS = {
    Decision.INCLUDED: N_("In the draft"),
    Decision.PARTLY: N_("Partly in the draft"),
    Decision.NOT_INCLUDED: N_("Not in the draft"),
    Decision.DEFERRED: N_("Next year"),
    Decision.REDIRECTED: N_("To another body"),
}
HEADINGS = {
    Decision.INCLUDED: N_("INCLUDED IN THE DRAFT BUDGET"),
    Decision.PARTLY: N_("PARTLY INCLUDED IN THE DRAFT"),
    Decision.NOT_INCLUDED: N_("NOT INCLUDED IN THE DRAFT"),
    Decision.DEFERRED: N_("DEFERRED TO THE NEXT YEAR"),
    Decision.REDIRECTED: N_("PASSED TO ANOTHER BODY"),
}
REASONS = {
    Reason.NO_MONEY: N_("the budget has no means for it"),
    Reason.NOT_OURS: N_("it is not among the duties of the ayil okmotu"),
    Reason.NEEDS_KENESH: N_("the ayil kenesh decides this"),
    Reason.AGAINST_LAW: N_("it is against the law"),
    Reason.FIXED_BY_NORM: N_("the expense is fixed by a norm"),
    Reason.NEEDS_STUDY: N_("the calculations have to be made clear"),
    Reason.NEEDS_COFINANCING: N_("additional financing is needed"),
    Reason.PHASED: N_("it is done in stages"),
    Reason.ALREADY_PLANNED: N_("it is in the plan"),
    Reason.DONE_ALREADY: N_("it is done"),
}
REASON_BUTTONS = {
    Reason.NO_MONEY: N_("No means"),
    Reason.NOT_OURS: N_("Not our duty"),
    Reason.NEEDS_KENESH: N_("The kenesh decides"),
    Reason.AGAINST_LAW: N_("Against the law"),
    Reason.FIXED_BY_NORM: N_("Fixed by a norm"),
    Reason.NEEDS_STUDY: N_("Needs calculation"),
    Reason.NEEDS_COFINANCING: N_("Needs co-financing"),
    Reason.PHASED: N_("In stages"),
    Reason.ALREADY_PLANNED: N_("Already planned"),
    Reason.DONE_ALREADY: N_("Done already"),
}
_NO_MONEY_IN = N_("the budget for {year} has no means for it")
EXCLUSIONS = {
    "not_a_proposal": N_("a greeting or an opinion"),
    "spam": N_("an advertisement"),
    "test": N_("a test"),
}
POSTS = {
    Role.STAFF: N_("a specialist of the ayil okmotu"),
    Role.HEAD: N_("the head of the ayil okmotu"),
}


def say_reason(words: Words, reason: Reason, *, year: int) -> str:
    """A reason of the catalogue inside a sentence; year is the budget year that is decided about."""
    return words.say(_NO_MONEY_IN, year=year) if reason is Reason.NO_MONEY else words.say(REASONS[reason])


def compose_answer(
    words: Words, proposal: Proposal, answer: Answer, *, revision: int, who: str | None, role: Role, quotes: bool
) -> str:
    """An answer exactly as its author reads it: the result first, then quote, sum, reason, who, and who decides last.

    who is the post the clerk gave, else the role's own words stand there.
    """
    lines = [words.say(HEADINGS[answer.decision])]
    if revision > 1:
        lines.append(words.say("Corrected answer, number {revision}.", revision=revision))
    lines.append(f"№ {proposal.label}: {quote_proposal(words, proposal)}" if quotes else f"№ {proposal.label}")
    if answer.amount is not None:
        values = {"year": proposal.budget_year, "sum": words.som(answer.amount)}
        match proposal.side:
            case Side.REVENUE:
                lines.append(words.say("In the revenue for {year}: {sum}.", **values))
            case Side.SPENDING:
                lines.append(words.say("In the spending for {year}: {sum}.", **values))
            case Side.UNSURE:
                lines.append(words.say("In the draft for {year}: {sum}.", **values))
    if answer.budget_line:
        lines.append(words.say("Budget line: {line}.", line=clean(answer.budget_line)))
    sentence = clean(answer.sentence_for(words.language))
    if not answer.other or answer.other_in != words.language:
        sentence = say_in_which_language(words, sentence)
    if answer.reason_code is not None:
        reason = say_reason(words, answer.reason_code, year=proposal.budget_year)
        lines.append(words.say("Reason: {reason}. {sentence}", reason=reason, sentence=sentence).rstrip())
    elif sentence:
        lines.append(sentence)
    by = show_as_written(words, who) if who else words.say(POSTS.get(role, POSTS[Role.STAFF]))
    if answer.decision is Decision.REDIRECTED:
        lines.append(words.say("Answered by: {who}.", who=by))
    else:
        lines.append(words.say("Answered by: {who}. The final decision is made by the ayil kenesh.", who=by))
    return "\n".join(lines)


def compose_sent(words: Words, proposal: Proposal, sent: SentAnswer, *, quotes: bool) -> str:
    """An answer that was sent, as its author reads it; quotes: with the beginning of the proposal's text."""
    return compose_answer(
        words, proposal, sent.answer, revision=sent.revision, who=sent.who, role=sent.role, quotes=quotes
    )


def say_in_which_language(words: Words, text: str) -> str:
    """A text of the office, marked where it is plainly not in the language of its reader."""
    written = guess_language(text)
    if written is None or written == words.language:
        return text
    if written == "ru":
        return words.say("The ayil okmotu wrote in Russian: {text}", text=text)
    return words.say("The ayil okmotu wrote in Kyrgyz: {text}", text=text)


def offer_reactions(words: Words, answer_id: int) -> tuple[Choice, ...]:
    """The three taps under an answer."""
    return (
        make_button(words, f"clear:{answer_id}", "It is clear", (Intent.CLEAR,)),
        make_button(words, f"question:{answer_id}", "I have a question", (Intent.WHY,)),
        make_button(words, f"disagree:{answer_id}", "I do not agree", (Intent.DISAGREE,)),
    )


def ask_reaction(words: Words, answer_id: int) -> Reply:
    """What an answer asks its author, below its words."""
    return Reply("", offer_reactions(words, answer_id), about=f"question:{answer_id}")


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
