"""A sentence in answer to the question about a held text: a no, a yes with more, or another text."""

from dataclasses import replace

from bot.budget.proposal_text.agreed import (
    calls_itself_one,
    cut_after_a_yes,
    is_thrown_back,
    names_the_first,
    says_to_write_it,
)
from bot.budget.proposal_text.denied import denies, denies_danger, says_none
from bot.budget.proposal_text.parted import Parting, read_parting
from bot.budget.referral.doors import Door, find_door
from bot.chat.message import Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.in_words.asked_of_the_bot import read_asked
from bot.language.kyrgyz import fold
from bot.office.guessing.guess import names_a_matter
from handlers.resident.choose_aimak import ask_other_aimak
from handlers.resident.dialogue.said import offer_objection
from handlers.resident.held.leading_on import lead_on, let_go
from handlers.resident.held.said_outside import on_said_outside
from handlers.shared import draft_pieces, held_text, proposal_draft
from handlers.shared.guidance import open_door, read_first
from handlers.shared.held_text import find_held_before
from handlers.shared.meant import on_not_clear_to_them
from handlers.shared.proposal_draft import Drafts
from handlers.shared.referrals import say_right_door
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu


@router.on(Menu.held, kind=Kind.TEXT)
async def on_more_said(talk: Talk) -> Replies:
    """A no in a sentence of one's own leaves the question.

    More beside a yes is asked about; anything else is held in its turn.
    """
    if read_parting(talk.text) is Parting.EACH:
        return await lead_on(talk, Drafts.of(talk).aside)  # «нет, это два предложения»: a yes, and more than one
    if read_asked(talk.text) is not None and (answered := await read_first(talk)) is not None:
        return answered  # a question to the bot is answered, and the held text stays
    if says_none(talk.text):
        return await _denied(talk) or await let_go(talk)
    if find_door(Drafts.of(talk).aside.text) is Door.EMERGENCY and denies_danger(talk.text):
        return await lead_on(talk, Drafts.of(talk).aside)  # «өрт эмес, көпүрө чирик дейм»: the words before are meant
    if says_to_write_it(talk.text):
        return await lead_on(talk, Drafts.of(talk).aside)
    if names_the_first(talk.text) and (first := find_held_before(talk)) is not None:
        await held_text.choose_first(talk, first)
        return await lead_on(talk, Drafts.of(talk).aside)
    if is_thrown_back(talk.text) and not await held_text.may_be_meant(talk.text):
        return await on_not_clear_to_them(talk)  # it asks the bot what it means; the held text stays
    if (named := await ask_other_aimak(talk)) is not None:
        return named
    if await _goes_on_objecting(talk):
        await replace(
            Drafts.of(talk), aside=draft_pieces.with_words_added(Drafts.of(talk).aside, talk, talk.text)
        ).keep(talk)
        return await talk.ask_again()
    if (meant := await held_text.cut_no(talk)) and not talk.incoming.forwarded:
        # «Нет, хочу …»: a no to what is held, and what is meant.
        await held_text.leave_aside(talk)
        talk.incoming = replace(talk.incoming, text=meant)
        return await on_said_outside(talk)
    more = cut_after_a_yes(talk.text)
    if more and proposal_draft.may_be_a_proposal(more) and not talk.incoming.forwarded:
        aside = Drafts.of(talk).aside
        return await lead_on(talk, aside, "" if fold(more) == fold(aside.text) else more)
    return await _denied(talk) or await on_said_outside(talk)


async def _goes_on_objecting(talk: Talk) -> bool:
    # «Макул эмесмин. …», and a sentence more: both are about the answer, unless the second calls itself a proposal.
    aside = Drafts.of(talk).aside
    says_more = proposal_draft.may_be_a_proposal(talk.text) and not calls_itself_one(talk.text)
    return says_more and not cut_after_a_yes(talk.text) and await offer_objection(talk, aside.text) is not None


@router.on(Menu.held, door=Door.COMPLAINT)
@router.on(Menu.held, door=Door.QUESTION)
async def on_no_with_a_door(talk: Talk) -> Reply:
    """Says the right door; «no, this is a complaint» answers the question besides."""
    return await _denied(talk) or await open_door(talk)


async def _denied(talk: Talk) -> Reply | None:
    if not denies(talk.text) or (names_a_matter(talk.text) and find_door(talk.text) is None):
        return None
    said, question = await say_right_door(talk), await let_go(talk)
    return put_above(said, question) if said else question
