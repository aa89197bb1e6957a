"""A text joins the proposal, or begins another."""

from dataclasses import replace

from bot.budget.proposal import TextTooLong
from bot.chat.message import Reply
from bot.chat.screens import put_above
from bot.office.quotas import UnsentUsedUp
from handlers.resident.proposal.words_decide import let_words_decide
from handlers.shared import draft_pieces, held_text, proposal_draft
from handlers.shared.draft_pieces import ProposalDraft
from handlers.shared.proposal_draft import Drafts
from handlers.shared.router import Talk


async def begin_with(talk: Talk, joining: ProposalDraft) -> Reply:
    """Begins another proposal with it; UnsentUsedUp where too many wait, and then it is held."""
    await replace(Drafts.of(talk), joining=draft_pieces.NONE).keep(talk)
    try:
        await proposal_draft.begin(talk, joining)
    except UnsentUsedUp:
        await held_text.set_aside(talk, joining)  # it is asked about again when there is room
        raise
    return await talk.ask(proposal_draft.find_next_step(talk))


async def join_to_proposal(talk: Talk, more: ProposalDraft) -> Reply:
    """Adds it to the proposal; TextTooLong where it does not fit."""
    unfinished = proposal_draft.find(talk)
    if not draft_pieces.fits(unfinished, more.text):
        raise TextTooLong(draft_pieces.MOST_WRITTEN)  # it is still asked about: in place, a new one, or not
    await replace(Drafts.of(talk), joining=draft_pieces.NONE).keep(talk)
    joined = draft_pieces.join_pieces(proposal_draft.read_draft(talk), talk, draft_pieces.list_pieces(more))
    await proposal_draft.keep(talk, replace(joined, touched=talk.now))
    if (joined.text, joined.media) == (unfinished.text, unfinished.media):
        return await talk.ask(
            proposal_draft.find_next_step(talk)
        )  # typed again, as somebody does who waits for an answer
    await let_words_decide(talk)
    kept = talk.say("It is added to the text.") if unfinished.text else talk.say("Your text is kept.")
    return put_above(kept, await talk.ask(proposal_draft.find_next_step(talk)))
