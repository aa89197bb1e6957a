"""What can be changed or added from the check screen: text, side, category, sum, village, place, files, own name."""

from dataclasses import replace
from typing import Any

from bot.budget.proposal_text.denied import puts_off
from bot.budget.proposal_text.in_sentence.part import find_part_in_sentence
from bot.budget.proposal_text.part_named import find_part_named, names_no_part
from bot.chat.message import BACK, Choice, Kind, Reply
from bot.chat.paging import paged
from bot.chat.screens import note_above, put_above
from bot.chat.talk import Replies, list_ways
from bot.chat.texts import is_label
from bot.language.gist.at_step import OWN, find_share
from bot.language.gist.reading import asks, asks_something
from bot.language.in_words.details_named import read_name_told
from bot.language.intents import Intent, find_likely_meanings, find_meanings, find_meanings_of_a_name, speaks_of
from bot.language.kyrgyz import clean, fold
from bot.language.letters import has_letters
from bot.language.meanings.late_pattern import compile_late
from bot.office.reads import public
from handlers.resident.proposal.side_and_text import ChangingDraft
from handlers.resident.unsent.putting_off import ask_whether_later, on_put_off
from handlers.shared import draft_pieces, proposal_draft
from handlers.shared.guidance import ask_unclear, show_not_understood, show_stale
from handlers.shared.meant import on_who_sees_it
from handlers.shared.router import Talk, router
from handlers.shared.states import Propose
from handlers.shared.wording import say_not_taken
from storage.aimaks import Village

_HAS_DIGIT = compile_late(r"\d")
LONGEST_PLACE = 200
LONGEST_NAME = 80
_NO_NAME = (Intent.NO, Intent.NAMELESS, Intent.UNCLEAR, Intent.WHO, Intent.CALL, Intent.LATER, Intent.FORGET)
_NO_PLACE = {Intent.BACK, Intent.LATER, Intent.UNCLEAR, Intent.STATUS, Intent.FORGET}
_NAMES_TOO = {"болот"}  # a name of people, though as a word it means «may be»


@router.on(Propose.check, choice="change")
async def on_change_wanted(talk: Talk) -> Replies:
    """Asks what is to be changed; who wants none of it is led out."""
    if talk.incoming.kind is Kind.TEXT and Intent.REFUSE in find_meanings(talk.text):
        return await on_put_off(talk)
    await PAGES.begin(talk)
    return await talk.ask(Propose.change)


@router.screen(Propose.change)
async def ask_change(talk: Talk) -> Reply:
    """Lists what can be changed or added."""
    choices = [
        talk.make_choice("change_to:text", "The text"),
        talk.make_choice("change_to:side", "Revenue or spending"),
        talk.make_choice("change_to:category", "The category"),
        talk.make_choice("change_to:amount", "A sum"),
        talk.make_choice("change_to:place", "The place"),
        talk.make_choice("change_to:photo", "Photo or document"),
        talk.make_choice("change_to:name", "My name"),
    ]
    if await _list_villages(talk):
        choices.insert(4, talk.make_choice("change_to:village", "The village"))
    page = await PAGES.of(talk, choices)
    return Reply(talk.say("What shall be changed or added?"), tuple(page.rows), page.ways(talk, later=True))


_STEPS = {
    "text": Propose.text,
    "side": Propose.side,
    "category": Propose.category,
    "amount": Propose.amount,
    "village": Propose.village,
    "place": Propose.place,
    "photo": Propose.photo,
    "name": Propose.name,
}

_BEFORE = {str(Propose.change): Propose.check, str(Propose.amount_sure): Propose.amount}

# What each question fills in, so that it can be taken off again.
_PARTS = {
    str(Propose.amount): "amount",
    str(Propose.village): "village_id",
    str(Propose.place): "place",
    str(Propose.photo): "media",
    str(Propose.name): "name",
}


@router.on(Propose.amount, Propose.village, Propose.place, Propose.photo, Propose.name, choice="take_off")
async def on_part_taken_off(talk: Talk) -> Reply:
    """Takes a part off the draft again; of the files all but the voices."""
    part = _PARTS[talk.state.state or ""]
    if part == "media":
        await proposal_draft.drop_files(talk)
    else:
        nothing: dict[str, Any] = {part: None}
        await proposal_draft.keep(talk, replace(proposal_draft.read_draft(talk), **nothing))
    return await go_to_check(talk)


async def _take_off(talk: Talk) -> tuple[Choice, ...]:
    filled = getattr(proposal_draft.find(talk), _PARTS[talk.state.state or ""])
    only_voices = isinstance(filled, tuple) and all(kind == "voice" for kind, _ in filled)
    return (talk.make_choice("take_off", "Take it off", means=(Intent.ERASE,)),) if filled and not only_voices else ()


@router.on(Propose.change, kind=Kind.TEXT)
async def on_part_typed(talk: Talk) -> Replies:
    """Goes on to the part that is named in words of one's own."""
    if names_no_part(talk.text):
        return await on_nothing_to_change(talk)
    talk.chosen = find_part_named(talk.text) or find_part_in_sentence(talk.text)
    is_there = talk.chosen in _STEPS and (talk.chosen != "village" or await _list_villages(talk))
    if is_there:
        return await on_part_chosen(talk)
    if not proposal_draft.may_be_a_proposal(talk.text):
        return await show_not_understood(talk)
    # These are new words of the proposal. It is asked whether they are added to the draft or replace it.
    joining = draft_pieces.with_words_added(draft_pieces.NONE, talk, talk.text)
    await replace(proposal_draft.Drafts.of(talk), joining=joining).keep(talk)
    return await talk.ask(Propose.join)


@router.on(Propose.change, choice="change_to")
async def on_part_chosen(talk: Talk) -> Reply:
    """Goes on to the question of that part."""
    if talk.chosen not in _STEPS:
        return await show_stale(talk)
    await PAGES.begin(talk)
    await ChangingDraft(changing=True).keep(talk)
    return await talk.ask(_STEPS[talk.chosen])


@router.on(Propose.amount, Propose.amount_sure, Propose.place, Propose.photo, Propose.name, choice=BACK)
@router.on(Propose.amount, Propose.place, Propose.photo, Propose.name, means=Intent.SKIP)
@router.on(Propose.amount, Propose.place, Propose.photo, means=Intent.NO)
@router.on(Propose.amount, Propose.place, Propose.photo, means=Intent.REFUSE)
@router.on(Propose.amount, Propose.place, Propose.photo, means=Intent.UNSURE)
async def on_one_back(talk: Talk) -> Reply:
    """Goes one step back with everything kept."""
    return await talk.ask(_BEFORE.get(talk.state.state or "", Propose.change))


@router.on(Propose.change, Propose.village, Propose.category, means=Intent.NO)
@router.on(Propose.change, Propose.village, Propose.category, means=Intent.REFUSE)
async def on_nothing_to_change(talk: Talk) -> Reply:
    """Goes back to the check: nothing of it is to be changed."""
    return await go_to_check(talk)


PAGES = paged(router, Propose.change, Propose.village, leave=on_one_back)


@router.screen(Propose.village)
async def ask_village(talk: Talk) -> Reply:
    """Lists the villages of the aimak."""
    choices = [_make_village(talk, village) for village in await _list_villages(talk)]
    page = await PAGES.of(talk, choices)
    return Reply(talk.say("Which village is it about?"), tuple(page.rows), (*await _take_off(talk), *page.ways(talk)))


@router.on(Propose.village, choice="village")
async def on_village_chosen(talk: Talk) -> Reply:
    if talk.chosen not in {str(village.id) for village in await _list_villages(talk)}:
        return await show_stale(talk)
    await proposal_draft.keep(talk, replace(proposal_draft.read_draft(talk), village_id=int(talk.chosen)))
    return await go_to_check(talk)


@router.on(Propose.village, kind=Kind.TEXT)
async def on_village_typed(talk: Talk) -> Reply:
    """Takes a village by its typed name."""
    typed = fold(talk.text)
    found = [village for village in await _list_villages(talk) if typed in map(fold, village.names.values())]
    if len(found) != 1:
        return put_above(
            talk.say("No such name was found. Write it otherwise, or choose from the list."), await talk.ask_again()
        )
    await proposal_draft.keep(talk, replace(proposal_draft.read_draft(talk), village_id=found[0].id))
    return await go_to_check(talk)


_PLAINLY_A_PLACE = 0.9


@router.screen(Propose.place)
async def ask_place(talk: Talk) -> Reply:
    """Asks for the place in words."""
    return await ask_freely(talk, talk.say("Where is it? Write the street, or what it is near to."))


@router.on(Propose.place, kind=Kind.TEXT)
async def on_place_given(talk: Talk) -> Replies:
    """Keeps the place; what is nearly «back» or «later» is none."""
    if puts_off(talk.text):
        return await ask_whether_later(talk)
    is_plain = find_share("place", talk.text, OWN) >= _PLAINLY_A_PLACE
    if not is_plain and (
        find_meanings_of_a_name(talk.text)
        or _NO_PLACE & set(find_likely_meanings(talk.text, missing=0))
        or asks_something(talk.text)
        or (asks(talk.text) and not _HAS_DIGIT.search(talk.text))
    ):
        return await ask_unclear(talk)
    place = clean(talk.text).strip()[:LONGEST_PLACE]
    await proposal_draft.keep(
        talk, replace(proposal_draft.read_draft(talk), place=place if has_letters(place) else None)
    )
    return await go_to_check(talk)


@router.screen(Propose.photo)
async def ask_file(talk: Talk) -> Reply:
    """Asks for a photo or a document."""
    return Reply(talk.say("Send a photo or a document."), ways=(*await _take_off(talk), *list_ways(talk)))


@router.on(Propose.photo, kind=Kind.MEDIA)
async def on_file_given(talk: Talk) -> Reply:
    """Keeps the file, and its caption as part of the text."""
    await proposal_draft.add(talk, talk.text)
    return await go_to_check(talk)


@router.on(Propose.photo, kind=Kind.TOO_LARGE)
@router.on(Propose.photo, kind=Kind.TOO_MANY)
@router.on(Propose.photo, kind=Kind.NO_ROOM)
@router.on(Propose.photo, kind=Kind.UNSUPPORTED)
async def on_file_refused(talk: Talk) -> Reply:
    """Says why the file is not kept; its caption is part of the text nevertheless."""
    if not talk.text.strip():
        return note_above(say_not_taken(talk), await talk.ask_again())
    await proposal_draft.add(talk, talk.text)
    added = talk.say("It is added to the text.")
    return note_above(f"{say_not_taken(talk)} {added}", await talk.ask_again())


@router.screen(Propose.name)
async def ask_name(talk: Talk) -> Reply:
    """Asks for the name to be shown to the office; none is needed."""
    return await ask_freely(
        talk, talk.say("What name shall the ayil okmotu see? Without one only your number is shown.")
    )


@router.on(Propose.check, means=Intent.NAMELESS)
async def on_name_unwanted(talk: Talk) -> Replies:
    """Takes the name off where one was written, and says who sees it."""
    if proposal_draft.find(talk).name is not None:
        await proposal_draft.keep(talk, replace(proposal_draft.read_draft(talk), name=None))
    return await on_who_sees_it(talk)


@router.on(Propose.name, means=Intent.NAMELESS)
async def on_name_not_wanted(talk: Talk) -> Reply:
    """Leaves the proposal without a name."""
    await proposal_draft.keep(talk, replace(proposal_draft.read_draft(talk), name=None))
    return await go_to_check(talk)


@router.on(Propose.name, kind=Kind.TEXT)
async def on_name_given(talk: Talk) -> Replies:
    """Keeps the name on this proposal alone."""
    if puts_off(talk.text):
        return await ask_whether_later(talk)
    name = (read_name_told(talk.text) or " ".join(clean(talk.text).split()))[:LONGEST_NAME]
    meant = find_meanings_of_a_name(name)
    declined = is_label(name) or not has_letters(name) or bool(meant & {Intent.NO, Intent.NAMELESS, Intent.SKIP})
    is_other = (
        bool(meant) or speaks_of(name, _NO_NAME) or asks_something(name)
    )  # «не хочу чтобы знали» is nobody's name
    if is_other and not declined and fold(name) not in _NAMES_TOO:
        return await ask_unclear(talk)
    await proposal_draft.keep(talk, replace(proposal_draft.read_draft(talk), name=None if declined else name))
    return await go_to_check(talk)


async def ask_freely(talk: Talk, text: str) -> Reply:
    """Asks for a detail in words; what is there already can be taken off."""
    return Reply(text, ways=(*await _take_off(talk), *list_ways(talk)), free_text=True)


async def go_to_check(talk: Talk) -> Reply:
    """Shows the check again, with what was changed."""
    await PAGES.begin(talk)
    return await talk.ask(Propose.check)


async def _list_villages(talk: Talk) -> list[Village]:
    return await public.list_villages(talk.store, aimak_id=talk.person.aimak_id)


def _make_village(talk: Talk, village: Village) -> Choice:
    return Choice(f"village:{village.id}", village.name(talk.words.language), tuple(village.names.values()))
