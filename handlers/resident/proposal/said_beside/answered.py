"""What was written later is added, begins a proposal of its own, or is left out."""

from dataclasses import replace

from bot.budget.proposal_text.cut_texts import ends_open
from bot.budget.proposal_text.parted import names_all
from bot.chat.message import BACK, Kind, Reply
from bot.chat.screens import put_above
from bot.language.meanings.yes import is_bare_consent, is_resigned, sends_without_a_yes
from handlers.resident.proposal.said_beside.joined import begin_with, join_to_proposal
from handlers.resident.proposal.said_beside.mistaken import find_put_right, keep_put_right
from handlers.resident.proposal.said_beside.question import NumberFirst
from handlers.resident.proposal.words_decide import let_words_decide
from handlers.shared import draft_pieces, proposal_draft
from handlers.shared.draft_pieces import ProposalDraft
from handlers.shared.proposal_draft import Drafts
from handlers.shared.router import Talk, router
from handlers.shared.states import Propose


async def ask_for_a_button(talk: Talk) -> Reply:
    """Asks the same again, to be answered by a button."""
    return put_above(talk.say("Please press a button, or write only its number."), await talk.ask_again())


async def say_choose_first(talk: Talk) -> Reply:
    """Says that nothing is sent before this is answered."""
    return put_above(talk.say("Choose first, then it can be sent."), await talk.ask_again())


@router.on(Propose.join, choice="join")
async def on_join_answered(talk: Talk) -> Reply:
    """Does with it what was answered; what was written meanwhile is asked about in its turn."""
    if talk.chosen == "yes" and talk.incoming.kind is Kind.TEXT:
        is_both = names_all(talk.text) and (
            draft_pieces.has_content(Drafts.of(talk).after) or talk.words.language == "ru"
        )
        if is_both or is_bare_consent(talk.text) or is_resigned(talk.text):
            # It was meant for the consent one screen before, or gives in, and says nothing of these words.
            return await ask_for_a_button(talk)
        if draft_pieces.has_content(proposal_draft.find(talk)) and sends_without_a_yes(talk.text):
            return await say_choose_first(talk)  # «ок, отправь»
    if talk.chosen == "both":
        drafts = Drafts.of(talk)
        both = draft_pieces.join_pieces(drafts.joining, talk, draft_pieces.list_pieces(drafts.after))
        await replace(drafts, joining=both, after=draft_pieces.NONE).keep(talk)
        talk.chosen = "yes"
    reply = await _answer_joining(talk)
    after = Drafts.of(talk).after
    if not draft_pieces.has_content(after):
        return reply
    first, rest = _part_waiting(after)
    await replace(Drafts.of(talk), joining=first, after=rest).keep(talk)
    return await talk.ask(Propose.join)


def _part_waiting(after: ProposalDraft) -> tuple[ProposalDraft, ProposalDraft]:
    # Each message stands alone, but for what goes on with one that ends open, and files.
    pieces = draft_pieces.list_pieces(after)
    if after.media:
        return after, draft_pieces.NONE
    many = next((at for at, one in enumerate(pieces, 1) if not ends_open(one.text)), len(pieces))
    rest = draft_pieces.make_whole(after, pieces[many:]) if pieces[many:] else draft_pieces.NONE
    return draft_pieces.make_whole(after, pieces[:many]), rest


async def _answer_joining(talk: Talk) -> Reply:
    # Adds it, replaces the text by it, begins another proposal with it, or leaves the proposal as it was.
    joining, number = Drafts.of(talk).joining, NumberFirst.of(talk).number_first
    await NumberFirst.forget(talk)
    if talk.chosen == "number" and number:
        # It was no choice: the side is asked for anew, the text stays.
        await proposal_draft.keep(talk, replace(proposal_draft.read_draft(talk), side=None))
        return await join_to_proposal(
            talk, draft_pieces.with_words_added(draft_pieces.NONE, talk, f"{number} {joining.text}")
        )
    if talk.chosen == "right" and (right := find_put_right(talk)) is not None:
        await keep_put_right(talk, right)
        await let_words_decide(talk)
        return put_above(talk.say("The text is changed."), await talk.ask(proposal_draft.find_next_step(talk)))
    if talk.chosen == "new":
        return await begin_with(talk, joining)
    if talk.chosen == "yes":
        return await join_to_proposal(talk, joining)
    await replace(Drafts.of(talk), joining=draft_pieces.NONE).keep(talk)
    if talk.chosen == "instead":
        await proposal_draft.reword(talk, joining)
        await let_words_decide(talk)
    return await talk.ask(proposal_draft.find_next_step(talk))


@router.on(Propose.join, choice=BACK)
async def on_join_left(talk: Talk) -> Reply:
    """Leaves the proposal as it was."""
    await replace(Drafts.of(talk), joining=draft_pieces.NONE, after=draft_pieces.NONE).keep(talk)
    return await talk.ask(proposal_draft.find_next_step(talk))
