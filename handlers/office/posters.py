"""Posters at the desk: the boards and whom each led here, where the next one hangs, its paper, its languages."""

from dataclasses import dataclass, replace

from bot.budget.permissions import Act
from bot.chat.fsm import State
from bot.chat.memory import Memory
from bot.chat.message import BACK, Choice, Kind, Reply
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.chat.texts import LANGUAGES
from bot.language.kyrgyz import quote
from bot.office import staff
from bot.office.messenger_accounts import boards
from bot.office.messenger_accounts.boards import FEW, LONGEST_TITLE, Board
from handlers.office.staff_only import desk
from handlers.shared.guidance import ask_unclear, show_stale
from handlers.shared.router import Talk, router
from handlers.shared.states import AtWork, Menu

LANGUAGE_NAMES = {"ky": "Кыргызча", "ru": "Русский"}
BOTH = "both"  # languages


class Posters(AtWork):
    """A poster: the board it is for, its paper, its languages."""

    board = State()
    paper = State()
    language = State()


@dataclass(frozen=True)
class ForBoard(Memory):
    """The code of the board that a poster is made for, empty for none. Its paper is as the button names it."""

    board: str = ""
    paper: str = ""


PAGES = paged(desk, Posters.board, leave=Menu.open, size=4)
_LANGUAGES = frozenset({BOTH, *LANGUAGES})
PAPERS = {"a4": ("pdf", "a4"), "a3": ("pdf", "a3"), "png": ("png", "a4")}


@desk.on(choice="poster")
async def on_poster_wanted(talk: Talk) -> Reply:
    """Shows the boards, or says that no messenger could be put on a poster."""
    if not await boards.is_reachable(talk.store, aimak_id=await _find_aimak(talk)):
        return put_above(
            talk.say("No messenger has a link yet, so a poster would lead nowhere."), await talk.ask(Menu.open)
        )
    await PAGES.begin(talk)
    return await talk.ask(Posters.board)


async def _find_aimak(talk: Talk) -> int:
    await staff.permit(talk.store, by=talk.person, act=Act.POSTER, aimak_id=talk.person.aimak_id)
    return int(talk.person.aimak_id or 0)


@desk.screen(Posters.board)
async def ask_board(talk: Talk) -> Reply:
    """Asks where the poster will hang. Each board that was named stands there with what its code led here."""
    found = await boards.list_boards(talk.store, aimak_id=await _find_aimak(talk), by=talk.person)
    page = await PAGES.of(talk, found)
    lines = [talk.say("Where will the poster hang? Write the place, for example «market».")]
    if found:
        lines.append(talk.say("Who came by its code is counted for each board:"))
    choices = [Choice(f"board:{one.code}", one.title[:20], line=_say_led(talk, one)) for one in page.rows]
    return Reply(
        "\n".join(lines), (*choices, talk.make_choice("no_board", "No board")), page.ways(talk), free_text=True
    )


def _say_led(talk: Talk, board: Board) -> str:
    return talk.say(
        "{board}: people — {people}, proposals — {proposals}",
        board=quote(board.title, LONGEST_TITLE),
        people=_say_count(talk, board.people),
        proposals=_say_count(talk, board.proposals),
    )


def _say_count(talk: Talk, n: int | None) -> str:
    return f"1–{FEW - 1}" if n is None else talk.words.number(n)


@desk.on(Posters.board, choice="board")
async def on_board_chosen(talk: Talk) -> Reply:
    """Asks for the paper of a board that is there."""
    found = await boards.list_boards(talk.store, aimak_id=await _find_aimak(talk), by=talk.person)
    if talk.chosen not in {one.code for one in found}:
        return await show_stale(talk)
    await ForBoard(talk.chosen).keep(talk)
    return await talk.ask(Posters.paper)


@desk.on(Posters.board, choice="no_board")
async def on_no_board(talk: Talk) -> Reply:
    """Asks for the paper of a poster whose people are not counted apart."""
    await ForBoard().keep(talk)
    return await talk.ask(Posters.paper)


@desk.on(Posters.board, kind=Kind.TEXT)
async def on_board_named(talk: Talk) -> Reply:
    """Names a board, and asks for the paper."""
    aimak_id = await _find_aimak(talk)
    named = await boards.name_board(talk.store, aimak_id=aimak_id, title=talk.text, by=talk.person, at=talk.now)
    await ForBoard(named.code).keep(talk)
    return await talk.ask(Posters.paper)


@desk.screen(Posters.paper)
async def ask_paper(talk: Talk) -> Reply:
    """Asks for the paper, or a picture to pass on in groups."""
    await _find_aimak(talk)
    choices = (
        talk.make_choice("poster_paper:a4", "A4 to print"),
        talk.make_choice("poster_paper:a3", "A3 to print"),
        talk.make_choice("poster_paper:png", "Picture for groups"),
    )
    return Reply(talk.say("Which poster shall it be?"), choices, list_ways(talk))


@desk.on(Posters.paper, choice="poster_paper")
async def on_paper_chosen(talk: Talk) -> Replies:
    """Asks for the languages."""
    if talk.chosen not in PAPERS:
        return await show_stale(talk)
    await _find_aimak(talk)
    await replace(ForBoard.of(talk), paper=talk.chosen).keep(talk)
    return await talk.ask(Posters.language)


@desk.screen(Posters.language)
async def ask_language(talk: Talk) -> Reply:
    """Asks in which language a poster speaks, or that it be in both."""
    await _find_aimak(talk)
    choices = (
        talk.make_choice(f"poster_language:{BOTH}", "In both languages"),
        *(Choice(f"poster_language:{one}", name) for one, name in LANGUAGE_NAMES.items()),
    )
    return Reply(talk.say("In which language?"), choices, list_ways(talk))


@desk.on(Posters.language, choice="poster_language")
async def on_language_chosen(talk: Talk) -> Replies:
    """Sends the poster; the file is made as the message leaves."""
    kept = ForBoard.of(talk)
    if talk.chosen not in _LANGUAGES or kept.paper not in PAPERS:
        return await show_stale(talk)
    aimak_id, (form, paper) = await _find_aimak(talk), PAPERS[kept.paper]
    board = kept.board
    await staff.record(talk.store, Act.POSTER, by=talk.person, aimak_id=aimak_id, at=talk.now, board=board, paper=paper)
    document = {
        "kind": "poster", "aimak_id": aimak_id, "board": board, "form": form, "paper": paper, "language": talk.chosen,
        "at": talk.now,
    }  # fmt: skip
    said = talk.say("The poster: print it, and try its code with a telephone before it hangs.")
    return Reply(said, document=document, stays=True), await talk.ask(Menu.open)


@desk.on(Posters.paper, choice=BACK)
async def on_back_to_boards(talk: Talk) -> Reply:
    """Asks for the board anew."""
    return await talk.ask(Posters.board)


@desk.on(Posters.language, choice=BACK)
async def on_back_to_papers(talk: Talk) -> Reply:
    """Asks for the paper anew."""
    return await talk.ask(Posters.paper)


@router.refuses(boards.NoBoardName)
async def say_no_board_name(talk: Talk, refused: boards.NoBoardName) -> Reply:
    """Asks for the place anew."""
    return await ask_unclear(talk)
