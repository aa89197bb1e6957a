"""A list of the office on paper: the one that is looked at, or every proposal. It is a PDF or for Excel."""

from dataclasses import dataclass, replace

from bot.budget.permissions import Act
from bot.budget.workdays import find_day
from bot.chat.memory import Memory
from bot.chat.message import BACK, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.office import staff
from bot.office.reads import office_lists
from bot.office.reads.list_titles import LIST_TITLES
from handlers.office.intake.to_tell import make_slips
from handlers.office.queue.lists import ChosenList, say_narrowed
from handlers.office.staff_only import Desk, desk
from handlers.shared.guidance import show_here, show_stale
from handlers.shared.router import Talk
from storage.log.office_lists import OfficeList

_FORMS = ("pdf", "xlsx", "slips", "slips_both")


@dataclass(frozen=True)
class Printing(Memory):
    """What is printed: every proposal instead of the list, and whether by number."""

    print_all: bool = False
    print_by_number: bool = False


@desk.on(Desk.list, choice="print")
async def on_print_wanted(talk: Talk) -> Reply:
    """Asks for the form of the list that is looked at."""
    await Printing().keep(talk)
    return await talk.ask(Desk.print)


@desk.screen(Desk.print)
async def ask_form(talk: Talk) -> Reply:
    """Says what would be printed, and asks for the form. Beside it stand the other choices of content and order."""
    wanted, chosen = Printing.of(talk), ChosenList.of(talk)
    which = talk.say("All proposals") if wanted.print_all else talk.say(LIST_TITLES[_make_list(chosen)])
    if wanted.print_by_number:
        which = talk.say("{list}, by number", list=which)
    elif wanted.print_all:
        which = talk.say("{list}, the unanswered first", list=which)
    lines = [talk.say("What is printed: {list}.", list=which), await say_narrowed(talk, chosen)]
    scope = (
        talk.make_choice("print_list", "Only this list")
        if wanted.print_all
        else talk.make_choice("print_all", "All proposals")
    )
    order = (
        talk.make_choice("print_usual", "By due date")
        if wanted.print_by_number
        else talk.make_choice("print_number", "By number")
    )
    forms = (
        talk.make_choice("print_as:pdf", "PDF to print"),
        talk.make_choice("print_as:xlsx", "Table for Excel"),
        talk.make_choice("print_as:slips", "Slips to hand out"),
        talk.make_choice("print_as:slips_both", "Slips, 2 languages"),
    )
    return Reply("\n".join(filter(None, lines)), forms, (scope, order, *list_ways(talk)))


@desk.on(Desk.print, choice="print_all")
async def on_all_wanted(talk: Talk) -> Reply:
    """Prints every proposal."""
    return await _ask_again(talk, replace(Printing.of(talk), print_all=True))


@desk.on(Desk.print, choice="print_list")
async def on_list_alone_wanted(talk: Talk) -> Reply:
    """Prints the list that is looked at."""
    return await _ask_again(talk, replace(Printing.of(talk), print_all=False))


@desk.on(Desk.print, choice="print_number")
async def on_numbers_wanted(talk: Talk) -> Reply:
    return await _ask_again(talk, replace(Printing.of(talk), print_by_number=True))


@desk.on(Desk.print, choice="print_usual")
async def on_usual_order_wanted(talk: Talk) -> Reply:
    return await _ask_again(talk, replace(Printing.of(talk), print_by_number=False))


@desk.on(Desk.print, choice="print_as")
async def on_form_chosen(talk: Talk) -> Replies:
    """Sends the list; it is made when the message leaves."""
    if talk.chosen not in _FORMS:
        return await show_stale(talk)
    if talk.chosen.startswith("slips"):
        return await _bring_slips(talk)
    wanted, chosen, aimak_id = Printing.of(talk), ChosenList.of(talk), int(talk.person.aimak_id or 0)
    printed = await office_lists.choose_printed(
        talk.store,
        which=None if wanted.print_all else _make_list(chosen),
        by=talk.person,
        aimak_id=aimak_id,
        at=talk.now,
        narrow=chosen.narrow,
        by_number=wanted.print_by_number,
    )
    await staff.record(talk.store, Act.EXPORT, by=talk.person, aimak_id=aimak_id, at=talk.now, what="list")
    document = printed.to_json() | {
        "kind": "list", "form": talk.chosen, "language": talk.words.language, "day": str(find_day(talk.now))
    }  # fmt: skip
    await talk.state.set_state(Desk.list)
    return Reply(talk.say("The list of proposals."), document=document), await show_here(talk)


async def _bring_slips(talk: Talk) -> Replies:
    found = await make_slips(talk, OfficeList.UNDELIVERED, both=talk.chosen == "slips_both")
    if found is None:
        return put_above(talk.say("No answer waits to be told by hand."), await talk.ask_again())
    await talk.state.set_state(Desk.list)
    return found, await show_here(talk)


@desk.on(Desk.print, choice=BACK)
async def on_nothing_printed(talk: Talk) -> Reply:
    return await talk.ask(Desk.list)


async def _ask_again(talk: Talk, wanted: Printing) -> Reply:
    await wanted.keep(talk)
    return await talk.ask(Desk.print)


def _make_list(chosen: ChosenList) -> OfficeList:
    return OfficeList.WAITING if chosen.list is OfficeList.FOUND else chosen.list
