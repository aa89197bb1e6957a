"""What is told beside a proposal without belonging to its text: a sum, a question to the bot."""

from dataclasses import replace

from bot.budget.proposal import AmountOpen, AmountOutOfRange, AmountUnreadable, parse_amount
from bot.chat.message import Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.in_words.asked_of_the_bot import Asked, read_asked, read_asked_within
from bot.language.in_words.details_named import is_bare_sum, read_name_told, read_sum_told
from bot.office.wording.notices import N_
from handlers.resident.budget_papers import show_budget
from handlers.resident.proposal.amount import read_back
from handlers.shared import draft_pieces, proposal_draft
from handlers.shared.guidance import reads_first, show_here
from handlers.shared.referrals import say_kenesh_phone
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu, Propose
from handlers.shared.wording import say_whom_to_call

_ASKED_FIRST = {str(Propose.side), str(Propose.join), str(Propose.split)}


def is_told_beside(text: str) -> bool:
    """Whether a text only tells a sum or a name, or asks something of the bot itself."""
    return bool(_read_sum(text) or read_name_told(text)) or read_asked(text) is not None


def _read_sum(text: str) -> str:
    told = read_sum_told(text) or (text if is_bare_sum(text) else "")
    try:
        parse_amount(told)
    except AmountOpen:
        return told
    except (AmountUnreadable, AmountOutOfRange):
        return ""
    return told


@reads_first
async def take_told_beside(talk: Talk) -> Reply | None:
    """Reads a sum back where a proposal is at hand. Else it is None."""
    state = talk.state.state
    has_text = draft_pieces.has_content(proposal_draft.find(talk))
    if talk.incoming.media or not (has_text or state == Propose.side):
        return None
    sum_told = _read_sum(talk.text)
    if not sum_told or state not in {str(Propose.check), *_ASKED_FIRST}:
        return None
    if state in _ASKED_FIRST:
        return put_above(
            talk.say("Choose first. The sum and the name can be written after that."), await talk.ask_again()
        )
    talk.incoming = replace(talk.incoming, text=sum_told)
    return await read_back(talk)


async def _lead_to_the_text(talk: Talk) -> Reply | None:
    # «Хочу написать про мусор» says nothing yet that could be kept.
    if talk.state.state not in {None, str(Menu.open)} or talk.person.aimak_id is None or talk.person.language is None:
        return None
    if draft_pieces.has_content(proposal_draft.find(talk)):
        return await talk.ask(Propose.resume)
    await proposal_draft.begin(talk)
    return await talk.ask(Propose.side)


@reads_first
async def answer_asked(talk: Talk) -> Reply | None:
    """Answers what is asked of the bot itself, and the step is asked again; None of other words."""
    asked = None if talk.incoming.media else read_asked(talk.text) or _read_asked_at_check(talk)
    return None if asked is None else await _answer(talk, asked)


@router.asked("free")
async def on_price_asked(talk: Talk) -> Replies:
    """Says what it costs, asked in words that no rule has."""
    return await _answer(talk, Asked.PRICE) or await show_here(talk)


@router.asked("bring")
async def on_papers_asked(talk: Talk) -> Replies:
    """Says what is brought to a hearing, asked in words that no rule has."""
    return await _answer(talk, Asked.BRING) or await show_here(talk)


def _read_asked_at_check(talk: Talk) -> Asked | None:
    return read_asked_within(talk.text) if talk.state.state == Propose.check else None


async def _answer(talk: Talk, asked: Asked) -> Reply | None:
    if asked is Asked.ANNOUNCED:
        return await _lead_to_the_text(talk)
    if asked is Asked.BUDGET and talk.state.state in {None, str(Menu.open)} and talk.person.aimak_id is not None:
        return await show_budget(talk)
    said = [talk.say(one) for one in _SAID.get(asked, ())]
    if asked in {Asked.LETTER, Asked.SITTING}:
        said.append(await say_kenesh_phone(talk))
    elif asked in {Asked.POLICE, Asked.BRING}:
        said.append(await say_whom_to_call(talk))
    return put_above(" ".join(said).strip(), await show_here(talk))


_SAID = {
    Asked.PRICE: (
        N_("Making a proposal is free of charge."),
        N_("This bot never asks for money, a password or a code."),
    ),
    Asked.FOR_ANOTHER: (
        N_("Yes, you may write for somebody else: in their words, and with their name if they agree."),
    ),
    Asked.SUPPORT: (
        N_(
            "Write in your own words what it is about. If something like it was proposed, it is shown to you, and you "
            "can support it."
        ),
    ),
    Asked.BUDGET: (N_("How much money there is and what it goes on: /budget"),),
    Asked.WHO_DECIDES: (N_("The ayil okmotu answers each proposal; the ayil kenesh approves the budget."),),
    Asked.WHEN_DECIDED: (N_("The ayil kenesh approves the budget, from December to March."),),
    Asked.LETTER: (
        N_(
            "What is written here the ayil okmotu reads, not the ayil kenesh. Give a letter to the kenesh itself in "
            "writing."
        ),
    ),
    Asked.SITTING: (
        N_(
            "Sittings of the ayil kenesh are open. When and where the next one is, and how to see a deputy, ask the "
            "kenesh or the ayil okmotu."
        ),
    ),
    Asked.POLICE: (N_("Police: 102; in danger: 112. Who your district officer is, the bot does not know."),),
    Asked.RESCUE: (N_("If there is danger, call 112 at once: here you are not answered at once."),),
    Asked.PHOTO: (N_("A photo or a document may be added on the last step: «Change». It need not be."),),
    Asked.COPY: (N_("A copy of all that is kept of you: /mydata. Papers of the budget: /budget"),),
    Asked.BRING: (N_("Nothing has to be brought to a hearing."),),
}
