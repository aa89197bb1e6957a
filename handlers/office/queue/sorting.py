"""Where a proposal belongs: its side, then its category, corrected by whoever reads it in the office."""

from dataclasses import dataclass, replace

from bot.budget.category_guess import Category
from bot.budget.proposal import SIDES, Side
from bot.chat.memory import Memory
from bot.chat.message import BACK, Choice, Kind, Reply
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.language.by_language import choose_language
from bot.office.answers import handling
from bot.office.answers.access import SideMissing
from bot.office.answers.answers import authorised
from bot.office.guessing.guess import find_by_words, guess, list_likeliest, read_ahead
from handlers.office.queue.card.screen import OfficeCard, show_one
from handlers.office.queue.meanwhile import must_stand
from handlers.office.staff_only import Desk, proposal_acts, proposal_desk
from handlers.shared.guidance import ask_unclear, show_stale
from handlers.shared.router import Talk, router


@dataclass(frozen=True)
class Sorting(Memory):
    """The side that was chosen before the category."""

    sorted_side: Side = Side.SPENDING
    goes_on: str = ""  # the button of the card (a choice) that it was asked for, which is pressed again then


CATEGORIES = paged(proposal_acts, Desk.category, leave=Desk.side, key="sort_page")


@proposal_acts.on(Desk.one, choice="sort")
async def on_sorting_wanted(talk: Talk) -> Reply:
    await must_stand(talk)
    await Sorting().keep(talk)
    return await talk.ask(Desk.side)


@proposal_acts.screen(Desk.side)
async def ask_side(talk: Talk) -> Reply:
    """Asks on which side of the budget it stands."""
    choices = (
        talk.make_choice("sort_side:revenue", "Revenue: money in"),
        talk.make_choice("sort_side:spending", "Spending: money out"),
    )
    return Reply(talk.say("Which side of the budget is it about?"), choices, list_ways(talk))


@proposal_acts.on(Desk.side, choice="sort_side")
async def on_side_chosen(talk: Talk) -> Replies:
    if talk.chosen not in set(SIDES):
        return await show_stale(talk)
    if goes_on := Sorting.of(talk).goes_on:
        return await _go_on_at_once(talk, Side(talk.chosen), goes_on)
    await Sorting(Side(talk.chosen)).keep(talk)
    await CATEGORIES.begin(talk)
    return await talk.ask(Desk.category)


async def _go_on_at_once(talk: Talk, side: Side, goes_on: str) -> Replies:
    # The category is the likeliest one of the side; what was pressed on the card is what somebody came for.
    proposal = await authorised(talk.store, id=OfficeCard.of(talk).desk_proposal, by=talk.person)
    await Sorting.forget(talk)
    await read_ahead(proposal.text)
    category = guess(proposal.text, side)[1] if proposal.text else None
    await handling.sort(
        talk.store, id=proposal.id, side=side, category=category.code if category else None, by=talk.person, at=talk.now
    )
    await show_one(talk)  # what stands on the card is what the button is pressed on
    return await press_again(talk, goes_on)


async def press_again(talk: Talk, choice: str) -> Replies:
    """Does what a button of the card does (its choice), once what was asked for it has been said."""
    found = router.find(str(Desk.one), replace(talk.incoming, kind=Kind.CHOICE, choice=choice, text=""), {})
    talk.chosen = found.chosen
    return await found.handler(talk)


@proposal_desk.refuses(SideMissing)
@proposal_acts.refuses(SideMissing)
async def say_side_missing(talk: Talk, _refused: SideMissing) -> Reply:
    """Asks for the side before an answer."""
    await Sorting(goes_on="answer").keep(talk)
    return put_above(talk.say("The side of the budget is chosen before an answer."), await talk.ask(Desk.side))


@proposal_acts.on(Desk.side, choice=BACK)
async def on_nothing_sorted(talk: Talk) -> Reply:
    return await show_one(talk)


@proposal_acts.screen(Desk.category)
async def ask_category(talk: Talk) -> Reply:
    """Lists the categories of the side, the likeliest first."""
    proposal = await authorised(talk.store, id=OfficeCard.of(talk).desk_proposal, by=talk.person)
    await read_ahead(proposal.text)
    page = await CATEGORIES.of(talk, list_likeliest(proposal.text, Sorting.of(talk).sorted_side))
    none = (talk.make_choice("sorted", "No category"),)
    return Reply(
        talk.say("Which category fits?"), tuple(_make_choice(talk, one) for one in page.rows), (*none, *page.ways(talk))
    )


def _make_choice(talk: Talk, one: Category) -> Choice:
    titles = tuple(one.shorts.values())
    return Choice(f"sorted:{one.code}", choose_language(one.shorts, talk.words.language), titles)


@proposal_acts.on(Desk.category, kind=Kind.TEXT)
async def on_category_typed(talk: Talk) -> Replies:
    """Takes a category typed in words, also one of another page; where they name several, asks which of them."""
    side = Sorting.of(talk).sorted_side
    found = [one for one in find_by_words(talk.text, side) if one.side is side]
    if not found:
        return await ask_unclear(talk)
    if len(found) > 1:
        return Reply(talk.say("Which category fits?"), tuple(_make_choice(talk, one) for one in found), list_ways(talk))
    talk.chosen = found[0].code
    return await on_category_chosen(talk)


@proposal_acts.on(Desk.category, choice="sorted")
async def on_category_chosen(talk: Talk) -> Reply:
    """Keeps both, and says whether the author could be told of the side."""
    proposal_id, side = OfficeCard.of(talk).desk_proposal, Sorting.of(talk).sorted_side
    try:
        is_told = await handling.sort(
            talk.store, id=proposal_id, side=side, category=talk.chosen or None, by=talk.person, at=talk.now
        )
    except handling.WrongCategory:
        return await show_stale(talk)
    if is_told:
        return put_above(talk.say("It is corrected, and the author is told."), await show_one(talk))
    said = talk.say("It is corrected.")
    if is_told is False:  # a paper, a spoken word, or somebody forgotten: there is no chat
        said = f"{said} {talk.say('The author could not be reached: please tell them in person.')}"
    return put_above(said, await show_one(talk))
