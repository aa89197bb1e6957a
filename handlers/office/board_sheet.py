"""The sheet for the information board, at the desk: on which paper, then the file."""

from bot.budget.permissions import Act
from bot.chat.fsm import State
from bot.chat.message import BACK, Reply
from bot.chat.talk import Replies, list_ways
from bot.office import residents, staff, years
from handlers.office.staff_only import desk
from handlers.shared.guidance import show_stale
from handlers.shared.router import Talk
from handlers.shared.states import AtWork, Menu

_PAPERS = frozenset({"a4", "a3"})


class BoardSheet(AtWork):
    """The sheet of what was proposed and decided: its paper."""

    paper = State()


@desk.on(choice="board_sheet")
async def on_sheet_wanted(talk: Talk) -> Reply:
    """Asks for the paper."""
    await _find_aimak(talk)
    return await talk.ask(BoardSheet.paper)


@desk.screen(BoardSheet.paper)
async def ask_paper(talk: Talk) -> Reply:
    """Says what stands on the sheet, and asks for its paper."""
    await _find_aimak(talk)
    choices = (
        talk.make_choice("sheet_paper:a4", "A4 to print"),
        talk.make_choice("sheet_paper:a3", "A3 to print"),
    )
    said = talk.say("The sheet says what residents proposed and what was decided, with no name. Which paper?")
    return Reply(said, choices, list_ways(talk))


@desk.on(BoardSheet.paper, choice="sheet_paper")
async def on_sheet_paper_chosen(talk: Talk) -> Replies:
    """Sends the sheet of the current budget year; the file is made as the message leaves."""
    if talk.chosen not in _PAPERS:
        return await show_stale(talk)
    aimak_id = await _find_aimak(talk)
    aimak = await residents.find_aimak(talk.store, talk.person)
    if aimak is None:
        return await show_stale(talk)
    year = years.find_current_year(aimak, at=talk.now)
    await staff.record(
        talk.store, Act.POSTER, by=talk.person, aimak_id=aimak_id, at=talk.now, sheet=year, paper=talk.chosen
    )
    document = {"kind": "board_sheet", "aimak_id": aimak_id, "year": year, "paper": talk.chosen, "at": talk.now}
    said = talk.say("The sheet for the board, in both languages. Read it before it hangs.")
    return Reply(said, document=document, stays=True), await talk.ask(Menu.open)


@desk.on(BoardSheet.paper, choice=BACK)
async def on_back_from_sheet(talk: Talk) -> Reply:
    """Goes back to the menu."""
    return await talk.ask(Menu.open)


async def _find_aimak(talk: Talk) -> int:
    await staff.permit(talk.store, by=talk.person, act=Act.POSTER, aimak_id=talk.person.aimak_id)
    return int(talk.person.aimak_id or 0)
