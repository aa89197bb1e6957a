"""Words about a proposal that colleagues share: who has it, who answered it, what can no longer be done."""

from bot.budget.permissions import NotAllowed
from bot.budget.proposal import AlreadyWithdrawn
from bot.budget.workdays import find_day
from bot.chat.message import Reply
from bot.chat.screens import put_above
from bot.language.refusal import Refusal
from bot.office.answers import access, answers
from bot.office.reads import proposals
from bot.office.wording.answers.answer_words import name_decision
from bot.office.wording.as_written import show_as_written
from handlers.office.staff_only import Desk, proposal_acts, proposal_desk, reads_queue
from handlers.shared.router import Talk
from handlers.shared.states import Menu
from storage.answers import SentAnswer
from storage.proposals import Proposal
from storage.roles import Member


async def say_taken_by(talk: Talk, refused: answers.TakenBy, proposal_id: int) -> str:
    proposal = await answers.authorised(talk.store, id=proposal_id, by=talk.person)
    name = await say_who(talk, refused.person_id, proposal.aimak_id)
    return talk.say("{who} has taken it. Press once more to take it over.", who=name)


async def say_answered_by(talk: Talk, refused: answers.AnsweredBy) -> str:
    """Says who answered first, and what."""
    sent = refused.sent
    decision = name_decision(talk.words, sent.answer.decision)
    if sent.answered_by == talk.person.id:
        return talk.say("You have answered already: {decision}.", decision=decision)
    return talk.say("{who} has answered already: {decision}.", who=say_who_sent(talk, sent), decision=decision)


@proposal_acts.refuses(NotAllowed, AlreadyWithdrawn, access.NothingToTell)
@proposal_desk.refuses(AlreadyWithdrawn, access.NothingToTell, answers.NothingToCorrect)
async def say_gone(talk: Talk, refused: Refusal) -> Reply:
    """Says that this cannot be done any more, and returns to the list. Whoever may not read it returns to the menu."""
    if not await reads_queue(talk):
        is_barred = isinstance(refused, NotAllowed)
        said = talk.say("You have no right to do this here.") if is_barred else say_no_longer(talk)
        return put_above(said, await talk.ask(Menu.open))
    return put_above(say_no_longer(talk), await talk.ask(Desk.list))


def say_on_its_way(talk: Talk) -> str:
    """Says that an answer was sent a moment ago, and what to do then."""
    return talk.say("An answer to it was sent a moment ago, and can still be taken back. Please try again in a minute.")


def say_no_longer(talk: Talk) -> str:
    """Says that an act came too late."""
    return talk.say("This can no longer be done: it was withdrawn, or changed meanwhile.")


def say_name(talk: Talk, member: Member | None) -> str:
    """How a colleague is called: the post they gave, else a word with their number in the office."""
    if member is None:
        return talk.say("A colleague")
    return show_as_written(talk.words, member.title) if member.title else talk.say("Colleague {n}", n=member.nth)


async def say_who(talk: Talk, person_id: int, aimak_id: int) -> str:
    """How a colleague in an aimak is called."""
    member = await proposals.find_colleague(talk.store, person_id=person_id, aimak_id=aimak_id, by=talk.person)
    return say_name(talk, member)


def say_who_sent(talk: Talk, sent: SentAnswer) -> str:
    """How whoever sent an answer is called: you, the post they gave, else a word."""
    if sent.answered_by == talk.person.id:
        return talk.say("You")
    return show_as_written(talk.words, sent.who) if sent.who else talk.say("A colleague")


def is_late(talk: Talk, proposal: Proposal, sent: SentAnswer | None) -> bool:
    """Whether a proposal is past its due date without an answer."""
    return sent is None and proposal.due_on < find_day(talk.now)


async def say_taken_by_line(talk: Talk, person_id: int | None, aimak_id: int) -> str:
    """Says who of an aimak's office has taken a proposal; empty where nobody has."""
    if person_id is None:
        return ""
    if person_id == talk.person.id:
        return talk.say("You have taken it.")
    member = await proposals.find_colleague(talk.store, person_id=person_id, aimak_id=aimak_id, by=talk.person)
    return "" if member is None else talk.say("Taken by: {who}.", who=say_name(talk, member))
