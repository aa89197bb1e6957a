"""Where a held text goes: into a proposal of its author, or nowhere."""

from dataclasses import replace

from bot.budget.proposal import Side
from bot.budget.proposal_text.side_first import read_side_first
from bot.budget.referral.doors import Door, find_door
from bot.chat.message import Reply
from bot.chat.screens import put_above
from handlers.resident.proposal.words_decide import let_words_decide
from handlers.shared import draft_pieces, held_text, proposal_draft
from handlers.shared.draft_pieces import ProposalDraft
from handlers.shared.guidance import show_here
from handlers.shared.proposal_draft import Drafts
from handlers.shared.referrals import list_likely_choices, list_other_choices
from handlers.shared.router import Talk
from handlers.shared.states import Propose, find_group
from handlers.shared.wording import say_whom_to_call


async def lead_on(talk: Talk, aside: ProposalDraft, more: str = "") -> Reply:
    """Makes the held text the draft; more, what was said beside the yes, is asked about."""
    begun = proposal_draft.find(talk)
    in_between = find_group(Drafts.of(talk).before_held) == Propose.__name__
    if in_between and begun.side and not draft_pieces.has_content(begun):
        aside = replace(aside, side=begun.side)  # it was written where the proposal itself was asked for
    if aside.side is None and len(aside.pieces) < 2 and not aside.media:
        aside = _with_side(aside)
    await proposal_draft.begin(talk, aside)
    await replace(Drafts.of(talk), aside=draft_pieces.NONE).keep(talk)
    await let_words_decide(talk)
    if more:
        joining = draft_pieces.with_words_added(draft_pieces.NONE, talk, more)
        await replace(Drafts.of(talk), joining=joining).keep(talk)
        return await talk.ask(Propose.join)
    return await talk.ask(proposal_draft.find_next_step(talk))


def _with_side(aside: ProposalDraft) -> ProposalDraft:
    # «Чыгаша: көпүрө керек» names its side; at the menu a number before a text is none.
    said = read_side_first(aside.text)
    if said is None or said.number:
        return aside
    written = draft_pieces.make_whole(aside, [replace(one, text=said.text) for one in draft_pieces.list_pieces(aside)])
    return replace(written, side=said.side or Side.UNSURE)


async def let_go(talk: Talk) -> Reply:
    """Lets go of what was held: it is named, and the likeliest way on stands beside the question."""
    text = Drafts.of(talk).aside.text
    await held_text.leave_aside(talk)
    question = await go_back(talk)
    beside = replace(
        question, ways=(*list_other_choices(talk, list_likely_choices(talk, text), question), *question.ways)
    )
    # The office's own telephone is no help to whoever complains of it.
    return put_above(await say_whom_to_call(talk), beside) if find_door(text) not in {None, Door.COMPLAINT} else beside


async def go_back(talk: Talk) -> Reply:
    """Goes on where the text was written, and keeps nothing of it."""
    await replace(Drafts.of(talk), aside=draft_pieces.NONE).keep(talk)
    await talk.state.set_state(Drafts.of(talk).before_held)
    return await show_here(talk)
