"""Posters at the desk: for which board, on which paper, in which language; and whom each board led here."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act
from bot.chat.texts import LANGUAGES
from bot.language.kyrgyz import clean
from bot.office.messenger_accounts import boards
from bot.office.messenger_accounts.boards import FEW, LONGEST_TITLE, Board, NoBoardName
from bot.web.desk.desk import Desk, DeskAct, DeskPage
from bot.web.desk.forms import Form
from bot.web.desk.guard import Seen
from bot.web.desk.papers.downloads import asking, bring, recording
from bot.web.desk.papers.listed import PATH as FILES
from bot.web.desk.typed import Typed
from handlers.office.posters import BOTH, LANGUAGE_NAMES, PAPERS
from storage.store import Store

PATH = f"{FILES}/posters"
FIELDS = ("board", "place", "paper", "language")


async def on_posters(desk: Desk, seen: Seen, request: Request) -> Response:
    """The boards with whom each led here, and the form of a poster."""
    return await _show(desk, seen, request, Typed({"paper": "a4", "language": BOTH}))


async def _show(desk: Desk, seen: Seen, request: Request, typed: Typed) -> Response:
    words = seen.words

    async def read(store: Store) -> tuple[list[Board], bool]:
        found = await boards.list_boards(store, aimak_id=seen.aimak_id, by=seen.person)
        return found, await boards.is_reachable(store, aimak_id=seen.aimak_id)

    found, is_reachable = await desk.office.database.read(read)

    def count(n: int | None) -> str:
        return f"1–{FEW - 1}" if n is None else words.number(n)

    return await desk.show(
        seen, request, "papers/posters.html", title=words.say("Posters"), typed=typed,
        status=422 if typed.wrong else 200, is_reachable=is_reachable,
        rows=[(clean(one.title), count(one.people), count(one.proposals)) for one in found],
        boards=[(one.code, clean(one.title)) for one in found],
        papers=[
            ("a4", words.say("A4 to print")), ("a3", words.say("A3 to print")), ("png", words.say("Picture for groups")),
        ],
        languages=[(BOTH, words.say("In both languages")), *((one, LANGUAGE_NAMES[one]) for one in LANGUAGES)],
        said={
            "files": words.say("Files"),
            "unreachable": words.say("No messenger has a link yet, so a poster would lead nowhere."),
            "board": words.say("Board"),
            "none": words.say("No board"),
            "place": words.say("Or a new place"),
            "place_about": words.say("Who came by its code is counted for each board."),
            "paper": words.say("Which poster shall it be?"),
            "language": words.say("Language of the poster"),
            "make": words.say("Download"),
            "people": words.say("People"),
            "proposals": words.say("Proposals"),
        },
    )  # fmt: skip


async def on_poster(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """The poster as a file; a new place becomes a board of the aimak."""
    words, at, typed = seen.words, desk.clock(), Typed.of(form, FIELDS)
    kind = typed.choose("paper", PAPERS, words)
    language = typed.choose("language", (BOTH, *LANGUAGES), words)
    place, board = " ".join(clean(typed["place"]).split()), typed["board"]
    known = await desk.office.database.read(
        lambda store: boards.list_boards(store, aimak_id=seen.aimak_id, by=seen.person)
    )
    if board and board not in {one.code for one in known}:
        typed.wrong["board"] = words.say("Please choose one.")
    if len(place) > LONGEST_TITLE:
        typed.wrong["place"] = words.say("At most {n} characters fit.", n=LONGEST_TITLE)
    if not typed.wrong and place:
        try:
            named = await desk.office.database.write(
                lambda store: boards.name_board(store, aimak_id=seen.aimak_id, title=place, by=seen.person, at=at)
            )
            board = named.code
        except NoBoardName:
            typed.wrong["place"] = words.say("Please write it in words.")
    if typed.wrong or kind is None:
        return await _show(desk, seen, request, typed)
    form_of, paper = PAPERS[kind]
    document = {
        "kind": "poster", "aimak_id": seen.aimak_id, "board": board, "form": form_of, "paper": paper, "language": language,
        "at": at,
    }  # fmt: skip
    return await bring(
        desk, seen, request, document, asks=asking(seen, Act.POSTER, seen.aimak_id),
        records=recording(seen, Act.POSTER, seen.aimak_id, at, board),
    )  # fmt: skip


ENTRIES: tuple[Any, ...] = (DeskPage(PATH, Act.POSTER, on_posters), DeskAct(PATH, Act.POSTER, on_poster))
