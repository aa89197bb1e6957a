"""What is written on at the first and the last step, or by a swipe on one's own text."""

from dataclasses import replace

from bot.budget.proposal import Side
from bot.budget.proposal_text.agreed import calls_itself_another, is_thrown_back
from bot.budget.proposal_text.cut_texts import ends_open
from bot.budget.proposal_text.decidable import says_a_wish
from bot.budget.proposal_text.denied import keeps_it_so, refuses_adding
from bot.budget.proposal_text.part_named import find_part_named, list_parts_named
from bot.budget.proposal_text.side_first import SideFirst, read_side_first
from bot.chat.message import Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.gist.reading import denies as denies_a_word
from bot.language.in_words.answered import asks_to_correct_own, wishes_text_changed
from bot.language.in_words.told_at_a_step import urges
from bot.language.intents import Intent, find_meanings, is_courtesy
from bot.language.letters import has_letters
from bot.office.guessing.guess import names_a_matter
from handlers.resident.proposal.details import PAGES, on_part_chosen
from handlers.resident.proposal.said_beside.answered import ask_for_a_button
from handlers.resident.proposal.said_beside.joined import begin_with, join_to_proposal
from handlers.resident.proposal.said_beside.question import NumberFirst
from handlers.resident.proposal.words_decide import let_words_decide
from handlers.resident.unsent.discarding import ask_before_erasing
from handlers.shared import draft_pieces, held_text, proposal_draft
from handlers.shared.guidance import ask_unclear, greet, read_first, show_here, show_not_understood, show_stale
from handlers.shared.proposal_draft import Drafts
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu, Propose
from handlers.shared.wording import quote_draft


@router.on(Propose.side, Propose.check, kind=Kind.TEXT)
async def on_text_went_on(talk: Talk) -> Replies:
    """Joins what follows at once a text that ends open, as a messenger cuts it; everything else is asked about."""
    unfinished = proposal_draft.find(talk)
    await NumberFirst.forget(talk)
    if (said := await read_first(talk)) is not None:
        return said
    if urges(talk.text):
        return await ask_for_a_button(talk)  # «быстрее» is no word of the text
    if is_thrown_back(talk.text) and not await held_text.may_be_meant(talk.text):
        return await ask_unclear(talk)  # a question to the bot
    if (part := names_what_to_add(talk.text)) and draft_pieces.has_content(unfinished):
        talk.chosen = part
        return await on_part_chosen(talk)  # «суммасын да кошоюн»
    if not has_letters(talk.text, _LEAST_OF_MORE):
        return await ask_unclear(talk)  # «кат»: no word of a proposal is so short
    if (wishes_text_changed(talk.text) or asks_to_correct_own(talk.text)) and draft_pieces.has_content(unfinished):
        await PAGES.begin(talk)
        return await talk.ask(Propose.change)  # a sentence of it, and not the proposal
    if refuses_adding(talk.text) and draft_pieces.has_content(unfinished):
        await PAGES.begin(talk)
        return await talk.ask(Propose.change)  # «жок кошпо» behind what was added
    if keeps_it_so(talk.text) and draft_pieces.has_content(unfinished):
        return await talk.ask_again()  # «жок, калсын ушундай»: nothing is added
    if talk.state.state == Propose.side and (first := read_side_first(talk.text)) is not None:
        return await _take_side_and_text(talk, first)
    at_once = talk.now - unfinished.touched <= proposal_draft.PIECES_WITHIN
    says_enough = proposal_draft.may_be_a_proposal(talk.text)
    if not says_enough and not (at_once and proposal_draft.may_belong(talk.text)):
        return await show_not_understood(talk)
    if at_once and ends_open(unfinished.text):
        return await join_to_proposal(talk, draft_pieces.with_words_added(draft_pieces.NONE, talk, talk.text))
    meant = await held_text.cut_no(talk) or talk.text
    joining = draft_pieces.with_words_added(draft_pieces.NONE, talk, meant)
    if draft_pieces.has_content(unfinished) and calls_itself_another(talk.text):
        talk.add_remark(talk.say("What you wrote before is kept: {quote}.", quote=quote_draft(talk, unfinished)))
        return await begin_with(talk, joining)
    await replace(Drafts.of(talk), joining=joining).keep(talk)
    return await talk.ask(Propose.join)


_LEAST_OF_MORE = 4  # letters


def names_what_to_add(text: str) -> str:
    """The part of a proposal (sum or photo) that a short text wants to add. It is empty where it names none."""
    part = "" if denies_a_word(text) else find_part_named(text)
    if not part and _is_photo_only(text):
        part = "photo"  # «а можна ищё фото патом»
    return part if part in {"amount", "photo"} else ""


_WORDS_OF_A_PHOTO = 6


def _is_photo_only(text: str) -> bool:
    is_short = 1 < len(text.split()) <= _WORDS_OF_A_PHOTO and not denies_a_word(text)
    return is_short and list_parts_named(text) == {"photo"} and not names_a_matter(text) and not says_a_wish(text)


@router.on(choice="own_draft")
async def on_said_of_own_text(talk: Talk) -> Replies:
    """Brings back the unsent text that is answered by a swipe, and asks whether these words are added to it."""
    if not talk.taken or not await proposal_draft.bring_back(talk, talk.chosen):
        return await show_stale(talk)
    if not talk.incoming.media and is_courtesy(talk.text):
        return put_above(greet(talk), await show_here(talk))
    if not talk.incoming.media and find_meanings(talk.text) & {Intent.ERASE, Intent.WITHDRAW, Intent.REFUSE}:
        return await ask_before_erasing(talk)
    if not talk.incoming.media and not proposal_draft.may_belong(talk.text):
        return await talk.ask(proposal_draft.find_next_step(talk))
    await replace(Drafts.of(talk), joining=draft_pieces.with_words_added(draft_pieces.NONE, talk, talk.text)).keep(talk)
    return await talk.ask(Propose.join)


@router.on(choice="own_held")
async def on_said_of_held_text(talk: Talk) -> Replies:
    """Words in reply to one's own text that is held: both are shown."""
    if not talk.taken or not draft_pieces.has_content(Drafts.of(talk).aside):
        return await show_stale(talk)
    if not talk.incoming.media and not proposal_draft.may_belong(talk.text):
        return await talk.ask(Menu.held)
    await held_text.keep_aside(talk, beside=True)
    return await talk.ask(Menu.held)


async def _take_side_and_text(talk: Talk, said: SideFirst) -> Reply:
    # The number was a choice and is no text. If it may be one all the same, the author is asked.
    written = draft_pieces.with_words_added(draft_pieces.NONE, talk, said.text)
    draft = replace(proposal_draft.read_draft(talk), side=said.side or Side.UNSURE, side_guessed=False)
    await proposal_draft.keep(talk, replace(draft, category=None, by_hand=False))
    if said.is_sure:
        return await join_to_proposal(talk, written)
    await NumberFirst(said.number).keep(talk)
    await replace(Drafts.of(talk), joining=written).keep(talk)
    return await talk.ask(Propose.join)


@router.on(Propose.check, kind=Kind.MEDIA)
async def on_media_added(talk: Talk) -> Reply:
    """Adds a voice, photo or document to a proposal that is being checked."""
    await proposal_draft.add(talk, talk.text)
    await let_words_decide(talk)
    return await talk.ask_again()
