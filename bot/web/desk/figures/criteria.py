"""The evidence by criteria at the desk: all nine in lines, one with its rows, the files."""

from functools import partial
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act, may
from bot.chat.texts import Words
from bot.office.criteria import proposed
from bot.office.criteria.frozen import LONGEST_PURPOSE, is_recorded
from bot.office.criteria.in_words import list_figures, list_formula, say_cell, say_figure, say_title
from bot.office.criteria.proposed import Proposed
from bot.office.desk import sign_in
from bot.office.practice_words import list_marks
from bot.office.wording.notices import N_
from bot.web.desk.desk import Desk, DeskAct, DeskPage, Tab
from bot.web.desk.figures.place import Place, find_place
from bot.web.desk.forms import Form, FormUnreadable, as_id
from bot.web.desk.guard import Seen
from bot.web.desk.papers.downloads import asking, bring, recording
from bot.web.desk.said import say_done
from bot.web.desk.typed import Typed
from storage.store import Store

PATH = f"{sign_in.PATH}/criteria"
TAB = Tab(PATH, N_("All criteria"), Act.TALLY)
SHOWN = 500  # rows of a criterion on a page; its table has all of them
_FORMS = {"pdf", "xlsx", "png"}


async def on_criteria(desk: Desk, seen: Seen, request: Request) -> Response:
    """All criteria of a year, a line each."""
    return await show_criteria(desk, seen, request, request.query_params.get("aimak", ""), Typed())


async def show_criteria(
    desk: Desk, seen: Seen, request: Request, code: str, typed: Typed, *, lines: tuple[str, ...] = ()
) -> Response:  # fmt: skip
    """The page, with the verdict on a frozen sheet (lines). Of one that was just frozen it offers the files."""
    words, at = seen.words, desk.clock()
    place, found = await _read(desk, seen, code, at)
    may_freeze = may(seen.standings, Act.FREEZE, place.aimak.id)
    made = await _find_made(desk, seen, request, place) if may_freeze else {}
    return await desk.show(
        seen, request, "figures/criteria.html", title=words.say("All criteria"), typed=typed, verdict=lines, made=made,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if typed.wrong else HTTPStatus.OK,
        lines=list_figures(words, found), code=place.aimak.code, others=_list_others(words, place),
        sheets=[(one.criterion, say_title(words, one)) for one in found],
        may_freeze=may_freeze, done=say_done(words, request.query_params, at=at),
        said={
            "choose": words.say("Ayil aimak"),
            "go": words.say("Open"),
            "sheets": words.say("Each with its rows"),
            "pdf": words.say("Sheet on paper"),
            "xlsx": words.say("Table of rows"),
            "png": words.say("Chart"),
            "freeze": words.say("Freeze criterion 6"),
            "purpose": words.say("What is it frozen for? For example «Commission 2027». It stands on the paper."),
            "do_freeze": words.say("Freeze"),
            "frozen": words.say("Criterion 6 is frozen. Keep the file: the check here tells whether it still holds."),
            "file": words.say("The file"),
            "paper": words.say("The same on paper, in both languages"),
            "verify": words.say("Check a frozen file"),
            "verify_about": words.say("It is held against the log and the audit of today."),
            "json": words.say("The .json file of a frozen sheet"),
            "check": words.say("Check"),
        },
    )  # fmt: skip


async def _find_made(desk: Desk, seen: Seen, request: Request, place: Place) -> dict[str, str]:
    named = {name: request.query_params.get(name, "")[:LONGEST_PURPOSE] for name in ("for", "at", "sha256", "year")}
    is_known = await desk.office.database.read(
        partial(is_recorded, sha256=named["sha256"], aimak_id=place.aimak.id, by=seen.person)
    )
    return named if is_known else {}


def _list_others(words: Words, place: Place) -> list[tuple[str, str]]:
    return [(one.code, one.name(words.language)) for one in place.others] if len(place.others) > 1 else []


async def _read(desk: Desk, seen: Seen, code: str, at: int) -> tuple[Place, list[Proposed]]:
    async def read(store: Store) -> tuple[Place, list[Proposed]]:
        place = await find_place(store, seen=seen, code=code, at=at)
        return place, await proposed.propose_all(
            store, aimak_id=place.aimak.id, year=place.year, by=seen.person, at=at
        )  # fmt: skip

    return await desk.office.database.read(read)


async def on_sheet(desk: Desk, seen: Seen, request: Request) -> Response:
    """One criterion: its figure, how it comes about, its rows."""
    words, at, number = seen.words, desk.clock(), as_id(request.path_params["n"])
    code = request.query_params.get("aimak", "")
    place, every = await _read(desk, seen, code, at)
    found = next((one for one in every if one.criterion == number), None)
    if found is None:
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language)
    rows = [[say_cell(words, cell) for cell in row] for row in found.rows[:SHOWN]]
    more = len(found.rows) - len(rows)
    return await desk.show(
        seen, request, "figures/sheet.html", title=say_title(words, found), code=place.aimak.code, rows=rows,
        lines=[*list_marks(found.aimak), say_figure(words, found), *list_formula(words, found)],
        columns=[words.say(one) for one in found.columns],
        more=words.say("And more rows: {n}. The table has all of them.", n=words.number(more)) if more else "",
        said={"all": words.say("All criteria"), "none": words.say("Nothing to count yet.")},
    )  # fmt: skip


async def on_file(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """The sheet, the table or the chart of all criteria."""
    at, what = desk.clock(), form["do"]
    if what not in _FORMS:
        raise FormUnreadable
    place = await desk.office.database.read(partial(find_place, seen=seen, code=form["aimak"], at=at))
    document = {
        "kind": "criteria", "form": what, "aimak_id": place.aimak.id, "year": place.year, "at": at,
        "language": seen.language,
    }  # fmt: skip
    return await bring(
        desk, seen, request, document, asks=asking(seen, Act.TALLY, place.aimak.id),
        records=recording(seen, Act.TALLY, place.aimak.id, at, f"criteria {what}", year=place.year),
    )  # fmt: skip


ENTRIES: tuple[DeskPage | DeskAct, ...] = (
    DeskPage(PATH, Act.TALLY, on_criteria),
    DeskPage(f"{PATH}/{{n}}", Act.TALLY, on_sheet),
    DeskAct(f"{PATH}/file", Act.TALLY, on_file),
)
