"""What is written while it is asked whether something belongs to the proposal."""

from dataclasses import replace

from bot.budget.proposal import TextTooLong
from bot.budget.proposal_text.agreed import says_instead, says_to_write_it
from bot.budget.proposal_text.cut_texts import ends_open
from bot.budget.proposal_text.denied import denies, leaves_as_it_was, refuses_adding, says_none
from bot.budget.proposal_text.parted import Parting, names_all, read_parting
from bot.chat.message import Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.in_words.answered import asks_to_correct_own
from bot.language.in_words.told_at_a_step import urges
from bot.language.intents import Intent, find_meanings
from bot.language.kyrgyz import fold
from bot.language.meanings.late_pattern import compile_late
from bot.office.guessing.guess import names_a_matter
from handlers.resident.proposal.details import PAGES
from handlers.resident.proposal.said_beside.answered import ask_for_a_button, on_join_answered, say_choose_first
from handlers.shared import draft_pieces, held_text, proposal_draft
from handlers.shared.guidance import read_first, show_not_understood, show_stale
from handlers.shared.meant import Written
from handlers.shared.proposal_draft import Drafts
from handlers.shared.router import Talk, router
from handlers.shared.states import Propose
from handlers.shared.wording import quote_draft, say_let_go


@router.on(Propose.join, means=Intent.CHANGE)
async def on_change_wanted(talk: Talk) -> Reply:
    """Opens what can be changed, and says that the words it was asked about were not added."""
    joining = Drafts.of(talk).joining
    if not draft_pieces.has_content(proposal_draft.find(talk)):
        return await show_not_understood(talk)
    await replace(Drafts.of(talk), joining=draft_pieces.NONE).keep(talk)
    await PAGES.begin(talk)
    said = talk.say("This was not added: {quote}.", quote=quote_draft(talk, joining))
    return put_above(said, await talk.ask(Propose.change))


def is_no_to_joining(text: str) -> bool:
    """Whether a text answers with a no, so that it joins nothing: «нет, не добавлять», «кошпоңуз», «это не предложение»."""
    return refuses_adding(text) or says_none(text) or (denies(text) and not names_a_matter(text))


_APART = compile_late("отдел|озунч|башка|разн|разд")


@router.on(Propose.join, kind=Kind.TEXT)
async def on_more_written(talk: Talk) -> Replies:
    """Asks about words that come while others are being asked about. A no in a sentence of one's own answers instead."""
    has_text = draft_pieces.has_content(proposal_draft.find(talk))
    if has_text and says_instead(talk.text):
        talk.chosen = "instead"
        return await on_join_answered(talk)
    if (said := await _say_first(talk)) is not None:
        return said
    if is_no_to_joining(talk.text):
        talk.chosen = "no"
        return await on_join_answered(talk)
    if leaves_as_it_was(talk.text):
        talk.add_remark(talk.say("This was not added: {quote}.", quote=quote_draft(talk, Drafts.of(talk).joining)))
        talk.chosen = "no"
        return await on_join_answered(talk)
    if says_to_write_it(talk.text):
        if has_text:
            return await ask_for_a_button(talk)  # it may be written down beside the other, or in its place
        talk.chosen = "yes"
        return await on_join_answered(talk)
    parting = read_parting(talk.text)
    if parting is Parting.EACH and names_all(talk.text):
        return await ask_for_a_button(talk)  # «оба» may mean one text, or two
    if parting is Parting.ONE or (parting is Parting.EACH and _APART.search(fold(talk.text))):  # «все?» parts nothing
        is_no = find_meanings(talk.text.split()[0]) & {Intent.NO}  # «нет, отдельно»
        talk.chosen = "yes" if parting is Parting.ONE else "no" if is_no else "new"
        return await on_join_answered(talk)
    if meant := await held_text.cut_no(talk):
        # «Нет, хочу …»: what was asked about goes, and what is meant is asked about.
        say_let_go(talk, Drafts.of(talk).joining)
        joining = draft_pieces.with_words_added(draft_pieces.NONE, talk, meant)
        await replace(Drafts.of(talk), joining=joining).keep(talk)
        return await talk.ask(Propose.join)
    if not proposal_draft.may_belong(talk.text):
        return await show_not_understood(talk)
    if ends_open(Drafts.of(talk).joining.text):
        return await _ask_of_it_too(talk)
    if await held_text.may_be_meant(talk.text):
        return await _ask_of_it_next(talk)
    # What names no matter and wishes nothing may be an answer that was not understood: nothing is glued unasked.
    await Written(talk.text).keep(talk)
    question = await talk.ask_again()
    own = talk.make_choice("as_written", "It is my text")
    return put_above(talk.say("I did not understand that."), replace(question, choices=(*question.choices, own)))


async def _say_first(talk: Talk) -> Replies | None:
    # What is no word of the proposal, whatever is asked.
    if (said := await read_first(talk)) is not None:
        return said
    if urges(talk.text):
        return await ask_for_a_button(talk)
    return await on_change_wanted(talk) if asks_to_correct_own(talk.text) else None


@router.on(Propose.join, choice="as_written")
async def on_more_confirmed(talk: Talk) -> Reply:
    """Takes what was not understood for more of the words that are asked about."""
    if not (written := Written.of(talk).written):
        return await show_stale(talk)
    await Written.forget(talk)
    talk.incoming = replace(talk.incoming, kind=Kind.TEXT, text=written, choice="")
    talk.chosen = ""
    return await _ask_of_it_next(talk)


async def _ask_of_it_next(talk: Talk) -> Reply:
    # It stands alone: whoever writes again may mean something else by it.
    drafts = Drafts.of(talk)
    if fold(talk.text) in {fold(drafts.joining.text), fold(drafts.after.text)}:
        return await talk.ask_again()  # typed again, as somebody does who waits for an answer
    if not draft_pieces.fits(drafts.after, talk.text):
        raise TextTooLong(draft_pieces.MOST_WRITTEN)
    await replace(drafts, after=draft_pieces.with_words_added(drafts.after, talk, talk.text)).keep(talk)
    return await talk.ask_again()


@router.on(Propose.join, means=Intent.SEND)
async def on_sent_before_joined(talk: Talk) -> Reply:
    """Says that this is to be answered before anything is sent."""
    return await say_choose_first(talk)


@router.on(Propose.join, kind=Kind.MEDIA)
async def on_more_sent(talk: Talk) -> Reply:
    """Asks about a voice, photo or document, too."""
    return await _ask_of_it_too(talk)


async def _ask_of_it_too(talk: Talk) -> Reply:
    joining = draft_pieces.with_words_added(Drafts.of(talk).joining, talk, talk.text)
    await replace(Drafts.of(talk), joining=joining).keep(talk)
    return await talk.ask_again()
