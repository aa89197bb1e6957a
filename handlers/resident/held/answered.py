"""The question about a held text, answered: yes, no, later, of which side, or another door."""

from dataclasses import replace

from bot.budget.proposal import Side
from bot.budget.referral.doors import Door, find_door
from bot.chat.message import BACK, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.intents import NO_FIRST, Intent, find_meanings
from bot.language.kyrgyz import fold
from bot.language.meanings.yes import is_bare_consent, is_resigned
from handlers.resident.budget_papers import on_budget_wanted
from handlers.resident.dialogue.said import find_recent_answer, on_held_is_objection
from handlers.resident.forgetting import on_forgetting_wanted
from handlers.resident.hearings.hearing_list import on_hearings_wanted
from handlers.resident.held.leading_on import go_back, lead_on, let_go
from handlers.resident.my_proposals.listed import on_mine_wanted
from handlers.resident.proposal.asked_after import wants_all_erased
from handlers.resident.proposal.begin import on_proposal_wanted
from handlers.resident.reactions import on_answer_not_agreed
from handlers.shared import held_text
from handlers.shared.guidance import show_here, show_stale
from handlers.shared.proposal_draft import Drafts
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu, Propose


@router.on(Menu.held, choice="held")
async def on_held_answered(talk: Talk) -> Replies:
    """Leads the held text through the missing steps, or says where else to turn."""
    if talk.chosen == "no" and (sent := await _find_answer_objected_to(talk)) is not None:
        talk.chosen = str(sent)
        return await on_answer_not_agreed(talk)
    if talk.chosen == "no" and (answer := await _find_answer_held_against(talk)) is not None:
        talk.chosen = str(answer)
        return await on_held_is_objection(talk)
    if talk.chosen == "no" and talk.incoming.kind is Kind.TEXT and wants_all_erased(talk.text):
        return await on_forgetting_wanted(talk)  # more than what is held
    if talk.chosen == "yes" and _wants_another(talk):
        await held_text.leave_aside(talk)
        return await on_proposal_wanted(talk)
    if talk.chosen == "both" and not await held_text.join_held(talk):
        return await show_stale(talk)
    aside = Drafts.of(talk).aside
    if (
        talk.chosen == "yes"
        and talk.incoming.kind is Kind.TEXT
        and (is_bare_consent(talk.text) or is_resigned(talk.text))
    ):
        # It was meant for the consent one screen before, and says nothing of what is held.
        return put_above(talk.say("Please press a button, or write only its number."), await talk.ask_again())
    if talk.chosen not in {"yes", "both"}:
        return await let_go(talk)
    return await lead_on(talk, aside)


def _wants_another(talk: Talk) -> bool:
    # «Жок уулум, сунуш бермекмин»: what is held is none, and one is to come.
    first = fold(talk.text).split(" ")[0] if talk.incoming.kind is Kind.TEXT else ""
    return first in NO_FIRST and Intent.PROPOSE in find_meanings(talk.text)


async def _find_answer_objected_to(talk: Talk) -> int | None:
    # «Жок, макул эмесмин» right below an answer is no «no» to words that were held before it came.
    if talk.incoming.kind is not Kind.TEXT or Intent.DISAGREE not in find_meanings(talk.text):
        return None
    recent = await find_recent_answer(talk)
    return recent[0].id if recent is not None and recent[0].sent_at > Drafts.of(talk).aside.touched else None


async def _find_answer_held_against(talk: Talk) -> int | None:
    # «Макул эмес» is no «no»: what is held is why.
    if talk.incoming.kind is not Kind.TEXT or Intent.DISAGREE not in find_meanings(talk.text):
        return None
    recent = await find_recent_answer(talk)
    return recent[0].id if recent is not None else None


@router.on(Menu.held, means=Intent.REVENUE)
@router.on(Menu.held, means=Intent.SPENDING)
async def on_held_side_named(talk: Talk) -> Reply:
    """Whoever names a side says by it that what is held is a proposal of that side."""
    named, aside = find_meanings(talk.text) & {Intent.REVENUE, Intent.SPENDING}, Drafts.of(talk).aside
    if len(named) == 1:
        aside = replace(aside, side=Side.REVENUE if Intent.REVENUE in named else Side.SPENDING)
    return await lead_on(talk, aside)


@router.on(Menu.held, means=Intent.CHANGE)
async def on_held_changed(talk: Talk) -> Reply:
    """Asks for the text anew; what is held stands there until it is written otherwise."""
    await lead_on(talk, Drafts.of(talk).aside)
    return await talk.ask(Propose.text)


@router.on(Menu.held, means=Intent.NO)
async def on_held_left(talk: Talk) -> Reply:
    """Leaves what was held where no button says «no»."""
    return await let_go(talk)


@router.on(Menu.held, means=Intent.LATER)
async def on_held_put_off(talk: Talk) -> Reply:
    """Keeps what was held for a day, to be asked about when a proposal is wanted. A call in danger is no such text."""
    aside = Drafts.of(talk).aside
    door = find_door(aside.text)
    if door is Door.COMPLAINT or (door is Door.EMERGENCY and not aside.media):
        return await let_go(talk)
    said = talk.say("It is kept for 24 hours. Press «{button}» to go on.", button=talk.say("Make a proposal"))
    await talk.state.set_state(Drafts.of(talk).before_held)
    return put_above(said, await show_here(talk))


# What was held was a question, and its button answers it: it is not spoken of again. What may be a proposal waits.
@router.on(Menu.held, choice="mine")
async def on_own_asked_for(talk: Talk) -> Replies:
    """Lists the person's proposals."""
    await held_text.drop_chatter(talk)
    return await on_mine_wanted(talk)


@router.on(Menu.held, choice="hearings")
async def on_hearings_asked_for(talk: Talk) -> Replies:
    await held_text.drop_chatter(talk)
    return await on_hearings_wanted(talk)


@router.on(Menu.held, choice="budget")
async def on_budget_asked_for(talk: Talk) -> Replies:
    """Shows the papers of the budget."""
    await held_text.drop_chatter(talk)
    return await on_budget_wanted(talk)


@router.on(Menu.held, choice=BACK)
async def on_back_from_held(talk: Talk) -> Reply:
    """Goes on where the text was written; it was no proposal."""
    return await go_back(talk)
