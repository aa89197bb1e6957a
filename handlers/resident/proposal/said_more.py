"""What is written beside a proposal, at its first and last step or by a swipe.

It is more of its text, or something else.

Past 300 lines, since all that may come while something is asked about stands beside the question.
"""

import re
from dataclasses import dataclass, replace

from bot.budget.proposal import Side, TextTooLong
from bot.budget.written.agreed import calls_itself_another, is_thrown_back, says_instead, says_to_write_it
from bot.budget.written.cut_texts import ends_open
from bot.budget.written.decidable import says_a_wish
from bot.budget.written.denied import denies, keeps_it_so, leaves_as_it_was, refuses_adding, says_none
from bot.budget.written.in_sentence.joining import read_joining
from bot.budget.written.part_named import find_part_named, list_parts_named
from bot.budget.written.parted import Parting, names_all, read_parting
from bot.budget.written.side_first import SideFirst, read_side_first
from bot.chat.memory import Memory
from bot.chat.message import BACK, Choice, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.chat.texts import LANGUAGES, Words
from bot.language.gist.reading import denies as denies_a_word
from bot.language.in_words.answered import asks_to_correct_own, wishes_text_changed
from bot.language.in_words.told_at_a_step import urges
from bot.language.intents import (
    Intent,
    find_likely_meanings,
    find_meanings,
    is_bare_consent,
    is_courtesy,
    is_resigned,
    sends_without_a_yes,
)
from bot.language.kyrgyz import fold
from bot.language.letters import has_letters
from bot.office.guessing.guess import names_a_matter
from bot.office.quotas import UnsentUsedUp
from handlers.resident.proposal.details import PAGES, on_part_chosen
from handlers.resident.proposal.side_and_text import list_sides
from handlers.resident.proposal.words_decide import let_words_decide
from handlers.resident.unsent.discarding import ask_before_erasing
from handlers.shared import draft_pieces, held_text, proposal_draft
from handlers.shared.draft_pieces import ProposalDraft
from handlers.shared.guidance import ask_unclear, greet, read_first, show_here, show_not_understood, show_stale
from handlers.shared.meant import Written
from handlers.shared.proposal_draft import Drafts
from handlers.shared.referrals import list_likely_choices
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu, Propose
from handlers.shared.wording import quote_draft


@dataclass(frozen=True)
class NumberFirst(Memory):
    """The number before the text that is asked about. It is a choice, or belongs to the text after all."""

    number_first: int = 0


@router.on(Propose.side, Propose.check, kind=Kind.TEXT)
async def on_text_went_on(talk: Talk) -> Replies:
    """Joins what follows at once a text that ends open, as a messenger cuts it; everything else is asked about."""
    unfinished = proposal_draft.find(talk)
    await NumberFirst.forget(talk)
    if (said := await read_first(talk)) is not None:
        return said
    if urges(talk.text):
        return await _ask_for_a_button(talk)  # «быстрее» is no word of the text
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
        return await _join(talk, draft_pieces.with_words_added(draft_pieces.NONE, talk, talk.text))
    joining = draft_pieces.with_words_added(draft_pieces.NONE, talk, talk.text)
    if draft_pieces.has_content(unfinished) and calls_itself_another(talk.text):
        talk.add_remark(talk.say("What you wrote before is kept: {quote}.", quote=quote_draft(talk, unfinished)))
        return await _begin_with(talk, joining)
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
        return await _join(talk, written)
    await NumberFirst(said.number).keep(talk)
    await replace(Drafts.of(talk), joining=written).keep(talk)
    return await talk.ask(Propose.join)


def _list_waiting(after: ProposalDraft) -> list[ProposalDraft]:
    return [draft_pieces.make_whole(after, [one]) for one in draft_pieces.list_pieces(after)]


_MOST_SHOWN = 3  # of what waits


@router.screen(Propose.join)
async def ask_join(talk: Talk) -> Reply:
    """Asks whether something written later belongs to this proposal, or is one where there is none yet."""
    joining, after = quote_draft(talk, Drafts.of(talk).joining), Drafts.of(talk).after
    if draft_pieces.has_content(after):
        waiting = [after] if after.media else _list_waiting(after)
        quoted = ", ".join(quote_draft(talk, one) for one in waiting[:_MOST_SHOWN])
        next_one = talk.say("You also wrote: {quote}. It is asked about next.", quote=quoted)
        joining = f"{joining}\n{next_one}"
    both = (talk.make_choice("join:both", "Both as one"),) if draft_pieces.has_content(after) else ()
    yes = talk.make_choice("join:yes", "Yes", means=(Intent.YES, Intent.ADD, Intent.PROPOSE))
    no = talk.make_choice("join:no", "No", means=(Intent.NO, Intent.ERASE))
    if number := NumberFirst.of(talk).number_first:
        with_it = Choice("join:number", talk.say("With the {number}", number=number), _with_number(number))
        return Reply(
            talk.say("Is this a proposal? {quote}", quote=joining),
            (yes, with_it, no, *both),
            list_ways(talk, later=True),
        )
    if not draft_pieces.has_content(proposal_draft.find(talk)):
        text = Drafts.of(talk).joining.text
        sides = set(find_likely_meanings(text)) & {Intent.REVENUE, Intent.SPENDING, Intent.UNSURE}
        likely = (*(one for one in list_sides(talk) if sides & set(one.means)), *list_likely_choices(talk, text))
        return Reply(
            talk.say("Is this a proposal? {quote}", quote=joining),
            (yes, no, *both, *likely),
            list_ways(talk, later=True),
        )
    return Reply(
        talk.say("Shall this be added to the proposal? {quote}", quote=joining),
        (
            replace(yes, means=(Intent.YES, Intent.ADD)),
            talk.make_choice("join:instead", "In place of it", synonyms=_INSTEAD),
            talk.make_choice("join:new", "A new proposal", means=(Intent.ANEW, Intent.PROPOSE)),
            no,
            *both,
        ),
        list_ways(talk),
    )


_INSTEAD = ("ордуна кой", "ордуна коюңуз", "ордуна койгула", "ордуна жаз", "ордуна болсун", "муну кой", "алмаштыр",
            "алмаштырыңыз", "алмаштырып кой", "алмаштырып коюңуз", "вместо", "вместо того", "вместо этого", "вместо него",
            "замени", "замените", "заменить", "поменяй", "поменяйте", "вот это вместо", "ушунусу болсун",
            "ушуну кой")  # fmt: skip


def _read_joining(text: str) -> str | None:
    said = "instead" if says_instead(text) else read_joining(text)
    return f"join:{said}" if said else None


router.reads_choice["join"] = _read_joining


def _with_number(number: int) -> tuple[str, ...]:
    return tuple(Words(one).say("With the {number}", number=number) for one in LANGUAGES)


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


_APART = re.compile("отдел|озунч|башка|разн|разд")


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
            return await _ask_for_a_button(talk)  # it may be written down beside the other, or in its place
        talk.chosen = "yes"
        return await on_join_answered(talk)
    parting = read_parting(talk.text)
    if parting is Parting.EACH and names_all(talk.text):
        return await _ask_for_a_button(talk)  # «оба» may mean one text, or two
    if parting is Parting.ONE or (parting is Parting.EACH and _APART.search(fold(talk.text))):  # «все?» parts nothing
        is_no = find_meanings(talk.text.split()[0]) & {Intent.NO}  # «нет, отдельно»
        talk.chosen = "yes" if parting is Parting.ONE else "no" if is_no else "new"
        return await on_join_answered(talk)
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
        return await _ask_for_a_button(talk)
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


async def _ask_for_a_button(talk: Talk) -> Reply:
    return put_above(talk.say("Please press a button, or write only its number."), await talk.ask_again())


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
    return await _say_choose_first(talk)


async def _say_choose_first(talk: Talk) -> Reply:
    return put_above(talk.say("Choose first, then it can be sent."), await talk.ask_again())


@router.on(Propose.join, kind=Kind.MEDIA)
async def on_more_sent(talk: Talk) -> Reply:
    """Asks about a voice, photo or document, too."""
    return await _ask_of_it_too(talk)


async def _ask_of_it_too(talk: Talk) -> Reply:
    joining = draft_pieces.with_words_added(Drafts.of(talk).joining, talk, talk.text)
    await replace(Drafts.of(talk), joining=joining).keep(talk)
    return await talk.ask_again()


@router.on(Propose.join, choice="join")
async def on_join_answered(talk: Talk) -> Reply:
    """Does with it what was answered; what was written meanwhile is asked about in its turn."""
    if talk.chosen == "yes" and talk.incoming.kind is Kind.TEXT:
        is_both = names_all(talk.text) and (
            draft_pieces.has_content(Drafts.of(talk).after) or talk.words.language == "ru"
        )
        if is_both or is_bare_consent(talk.text) or is_resigned(talk.text):
            # It was meant for the consent one screen before, or gives in, and says nothing of these words.
            return await _ask_for_a_button(talk)
        if draft_pieces.has_content(proposal_draft.find(talk)) and sends_without_a_yes(talk.text):
            return await _say_choose_first(talk)  # «ок, отправь»
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
        return await _join(talk, draft_pieces.with_words_added(draft_pieces.NONE, talk, f"{number} {joining.text}"))
    if talk.chosen == "new":
        return await _begin_with(talk, joining)
    if talk.chosen == "yes":
        return await _join(talk, joining)
    await replace(Drafts.of(talk), joining=draft_pieces.NONE).keep(talk)
    if talk.chosen == "instead":
        await proposal_draft.reword(talk, joining)
        await let_words_decide(talk)
    return await talk.ask(proposal_draft.find_next_step(talk))


async def _begin_with(talk: Talk, joining: ProposalDraft) -> Reply:
    await replace(Drafts.of(talk), joining=draft_pieces.NONE).keep(talk)
    try:
        await proposal_draft.begin(talk, joining)
    except UnsentUsedUp:
        await held_text.set_aside(talk, joining)  # it is asked about again when there is room
        raise
    return await talk.ask(proposal_draft.find_next_step(talk))


@router.on(Propose.join, choice=BACK)
async def on_join_left(talk: Talk) -> Reply:
    """Leaves the proposal as it was."""
    await replace(Drafts.of(talk), joining=draft_pieces.NONE, after=draft_pieces.NONE).keep(talk)
    return await talk.ask(proposal_draft.find_next_step(talk))


async def _join(talk: Talk, more: ProposalDraft) -> Reply:
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


@router.on(Propose.check, kind=Kind.MEDIA)
async def on_media_added(talk: Talk) -> Reply:
    """Adds a voice, photo or document to a proposal that is being checked."""
    await proposal_draft.add(talk, talk.text)
    await let_words_decide(talk)
    return await talk.ask_again()
