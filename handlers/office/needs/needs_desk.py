"""Needs and meetings at the desk: what came out, the list, one of them, the spreadsheet, the picture."""

from dataclasses import dataclass

from bot.budget.needs.meetings import MOST_PROBLEMS, FactsUnreadable, ProblemsUnreadable
from bot.budget.permissions import Act
from bot.chat.fsm import State
from bot.chat.memory import Memory
from bot.chat.message import Choice, Kind, Reply, read_row_id
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.intents import Intent
from bot.language.refusal import Refusal
from bot.office import staff
from bot.office.needs import meetings, waiting
from bot.office.needs.words import WRONG_FACTS, name_meeting, say_meeting, say_needs
from bot.office.plan.priorities import TooManyPriorities
from bot.office.reads import public
from bot.office.sheets import expected
from handlers.office.budget_year import find_year_now
from handlers.office.staff_only import desk
from handlers.shared.guidance import show_here
from handlers.shared.router import Talk
from handlers.shared.states import AtWork, Menu
from storage.needs.meetings import KeptMeeting

SHOWN = 5  # problems on the first screen; all stand in the spreadsheet


class Needs(AtWork):
    """Needs and meetings: the overview, the list, one of them, and the steps by which one is entered."""

    open = State()
    list = State()
    card = State()
    sure = State()
    kind = State()
    village = State()
    category = State()
    facts = State()
    problems = State()


@dataclass(frozen=True)
class MeetingShown(Memory):
    """The meeting (id) that is looked at."""

    meeting: int = 0


PAGES = paged(desk, Needs.list, leave=Needs.open, key="needs_page")


@desk.refuses(FactsUnreadable)
async def say_facts_unreadable(talk: Talk, refused: FactsUnreadable) -> Reply:
    """Says what of a line cannot be."""
    return put_above(talk.say(WRONG_FACTS[refused.why]), await show_here(talk))


@desk.refuses(ProblemsUnreadable)
async def say_problems_unreadable(talk: Talk, refused: Refusal) -> Reply:
    """Says what problems are."""
    said = talk.say("Please write from 1 to {most} different problems in words, a line each.", most=MOST_PROBLEMS)
    return put_above(said, await show_here(talk))


@desk.refuses(meetings.MeetingThere)
async def say_there_already(talk: Talk, refused: Refusal) -> Reply:
    """Says that this meeting stands in the list."""
    said = talk.say("Such a group or meeting of that day stands in the list already. Please open it there.")
    return put_above(said, await show_here(talk))


@desk.refuses(meetings.TooManyMeetings, TooManyPriorities)
async def say_no_room(talk: Talk, refused: Refusal) -> Reply:
    """Says that a year is full."""
    return put_above(waiting.say_refused(talk.words, type(refused)), await show_here(talk))


async def list_all(talk: Talk) -> tuple[int, int, list[KeptMeeting]]:
    """The aimak (id), its budget year, and what is entered of it."""
    aimak_id, year = await find_year_now(talk)
    found = await meetings.list_meetings(talk.store, aimak_id=aimak_id, year=year, by=talk.person)
    return aimak_id, year, found


@desk.on(choice="needs", opens=True)
async def on_needs_wanted(talk: Talk) -> Reply:
    """Shows what residents need, as groups and meetings named it."""
    return await talk.ask(Needs.open)


@desk.screen(Needs.open)
async def ask_what_to_do(talk: Talk) -> Reply:
    """What came out so far, and what can be done."""
    _, year, found = await list_all(talk)
    choices = [talk.make_choice("needs_new", "Enter one")]
    if found:
        choices += [talk.make_choice("needs_list", "All of them"), talk.make_choice("needs_chart", "Chart")]
    choices.append(talk.make_choice("needs_sheet", "Excel"))
    return Reply(say_needs(talk.words, year, found, most=SHOWN), tuple(choices), (talk.back(),))


@desk.on(Needs.open, choice="back")
async def on_needs_left(talk: Talk) -> Reply:
    """Goes back to the menu."""
    return await talk.ask(Menu.open)


@desk.on(Needs.open, choice="needs_chart")
async def on_chart_wanted(talk: Talk) -> Replies:
    """Sends the picture of what is needed most."""
    return await _send(talk, "chart", talk.say("The problems that were named most often."))


@desk.on(Needs.open, choice="needs_sheet")
async def on_sheet_wanted(talk: Talk) -> Replies:
    """Sends the spreadsheet: what is entered, and rows that wait to be filled."""
    return await _send(talk, "sheet", talk.say("Fill in the rows and send the file back while this list is open."))


async def _send(talk: Talk, what: str, said: str) -> Replies:
    aimak_id, year, found = await list_all(talk)
    if what == "chart" and not found:
        return await show_here(talk)
    await staff.record(
        talk.store, Act.NEEDS, by=talk.person, aimak_id=aimak_id, at=talk.now, object="aimak", object_id=aimak_id,
        what=what, year=year,
    )  # fmt: skip
    document = {
        "kind": "needs", "what": what, "aimak_id": aimak_id, "year": year, "language": talk.words.language, "at": talk.now
    }  # fmt: skip
    return Reply(said, document=document, stays=True), await show_here(talk)


@desk.on(Needs.open, Needs.list, Needs.card, kind=Kind.MEDIA)
async def on_filled_file_given(talk: Talk) -> Reply:
    """Takes the filled spreadsheet; of any other file nothing is kept."""
    media = talk.incoming.media
    if len(media) != 1 or not media[0].spreadsheet:
        return put_above(talk.say("Here only the filled table of needs is taken."), await show_here(talk))
    aimak_id, year = await find_year_now(talk)
    reference = media[0].reference
    if not await expected.expect(
        talk.store, waiting.NEEDS_TABLE, reference=reference, by=talk.person, aimak_id=aimak_id, year=year
    ):
        return put_above(talk.say("The file did not come. Please send it again."), await show_here(talk))
    said = talk.say("The table is being looked through. In a moment you hear what became of it.")
    return put_above(said, await show_here(talk))


@desk.on(Needs.open, choice="needs_list")
async def on_list_wanted(talk: Talk) -> Reply:
    """Lists all groups and meetings."""
    await PAGES.begin(talk)
    return await talk.ask(Needs.list)


@desk.screen(Needs.list)
async def ask_which(talk: Talk) -> Reply:
    """All groups and meetings of the budget year, the newest first."""
    _, _, found = await list_all(talk)
    page = await PAGES.of(talk, sorted(found, key=lambda one: (one.meeting.facts.held_on, one.id), reverse=True))
    named = await name_villages(talk)
    choices = []
    for number, one in enumerate(page.rows, page.first + 1):
        line = name_meeting(talk.words, one, named.get(one.meeting.village_id or 0, ""))
        choices.append(Choice(f"needs_one:{one.id}", str(number), (line,), line=line))
    return Reply(talk.say("Which one?"), tuple(choices), page.ways(talk))


async def name_villages(talk: Talk) -> dict[int, str]:
    """The villages of the aimak by their ids."""
    some = await public.list_villages(talk.store, aimak_id=talk.person.aimak_id)
    return {one.id: one.name(talk.words.language) for one in some}


@desk.on(Needs.list, choice="needs_one")
async def on_one_chosen(talk: Talk) -> Reply:
    """Opens one of them."""
    await MeetingShown(read_row_id(talk.chosen)).keep(talk)
    return await talk.ask(Needs.card)


async def find_shown(talk: Talk) -> KeptMeeting:
    """The meeting that is looked at. Raises NotAllowed."""
    return await meetings.find_meeting(talk.store, id=MeetingShown.of(talk).meeting, by=talk.person)


@desk.screen(Needs.card)
async def ask_about_one(talk: Talk) -> Reply:
    """One of them whole, and what can be done with it."""
    kept = await find_shown(talk)
    if kept.removed_at is not None:
        return await talk.ask(Needs.open)
    village = (await name_villages(talk)).get(kept.meeting.village_id or 0, "")
    choices = (
        talk.make_choice("needs_problems", "Correct problems"),
        talk.make_choice("needs_facts", "Correct day, people"),
        talk.make_choice("needs_remove", "Remove it"),
    )
    return Reply(say_meeting(talk.words, kept, village), choices, (talk.back(),))


@desk.on(Needs.card, choice="back")
async def on_back_to_list(talk: Talk) -> Reply:
    """Goes back to the list."""
    return await talk.ask(Needs.list)


@desk.on(Needs.card, choice="needs_remove")
async def on_remove_wanted(talk: Talk) -> Reply:
    """Asks whether it goes."""
    return await talk.ask(Needs.sure)


@desk.screen(Needs.sure)
async def ask_whether_to_remove(talk: Talk) -> Reply:
    """Says what goes with it, and asks once."""
    said = talk.say("It goes from the list, and its problems are no priorities any more. Go on?")
    yes = talk.make_choice("needs_gone", "Remove it", means=(Intent.YES,))
    return Reply(said, (yes, talk.make_choice("needs_stays", "Leave it", means=(Intent.NO,))), (talk.back(),))


@desk.on(Needs.sure, choice="needs_gone")
async def on_removed(talk: Talk) -> Reply:
    """Removes it."""
    await meetings.remove_meeting(talk.store, id=MeetingShown.of(talk).meeting, by=talk.person, at=talk.now)
    return put_above(talk.say("It is removed."), await talk.ask(Needs.open))


@desk.on(Needs.sure, choice="back")
@desk.on(Needs.sure, choice="needs_stays")
async def on_left_as_it_is(talk: Talk) -> Reply:
    """Leaves it there."""
    return await talk.ask(Needs.card)
