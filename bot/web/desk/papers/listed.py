"""Everything that can be taken home from the desk: the log, lists, slips, tables of hearings, papers of the budget."""

from http import HTTPStatus
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act, NotAllowed, may
from bot.budget.workdays import find_day
from bot.chat.texts import Words
from bot.office import staff, years
from bot.office.desk import sign_in
from bot.office.reads import office_lists, public, to_tell
from bot.office.reads.list_titles import LIST_TITLES
from bot.office.wording.hearing_words import PAPERS
from bot.office.wording.notices import N_
from bot.web.desk.desk import Desk, DeskAct, DeskPage, Tab
from bot.web.desk.forms import Form, FormUnreadable
from bot.web.desk.guard import Seen
from bot.web.desk.papers.downloads import asking, bring, bring_made, recording
from storage.aimaks import Aimak
from storage.budget_papers import KeptPaper
from storage.log.office_lists import OfficeList
from storage.store import Store

PATH = f"{sign_in.PATH}/files"
TAB = Tab(PATH, N_("Files"), Act.READ_QUEUE, also=(Act.EXPORT,))
LOG_FORMS = ("xlsx", "csv", "jsonl")
LIST_FORMS = ("pdf", "xlsx")
BOARD_PAPERS = ("a4", "a3")
_ALL = "all"


async def find_place(store: Store, seen: Seen, code: str, act: Act) -> Aimak | None:
    """The aimak that a page is about: the one named, else that of the session. Raises NotAllowed."""
    if not code:
        return await store.aimaks.get(seen.aimak_id) if seen.aimak_id else None
    aimak = await public.find_aimak_by_code(store, code=code)
    await staff.permit(store, by=seen.person, act=act, aimak_id=aimak.id if aimak else -1)
    return aimak


async def on_files(desk: Desk, seen: Seen, request: Request) -> Response:
    """What there is, as far as somebody may take it."""
    code, words = request.query_params.get("aimak", "")[:32], seen.words

    async def read(store: Store) -> tuple[Aimak | None, set[Act], bool, list[KeptPaper]]:
        aimak = await find_place(store, seen, code, Act.EXPORT)
        standings = await staff.list_standings(store, seen.person)
        there = {act for act in Act if may(standings, act, aimak.id if aimak else None)}
        every = None in await staff.list_allowed_aimaks(store, by=seen.person, act=Act.EXPORT)
        found = [
            paper
            for year in await public.list_paper_years(store, aimak_id=aimak.id if aimak else None)
            for paper in await public.list_papers_of_year(store, aimak_id=aimak.id if aimak else None, year=year)
        ]
        return aimak, there, every, found

    try:
        aimak, there, every, papers = await desk.office.database.read(read)
    except NotAllowed:
        return desk.refused.show(request, HTTPStatus.FORBIDDEN, language=seen.language)
    return await desk.show(
        seen, request, "papers/files.html", title=words.say("Files"), code=aimak.code if aimak else "",
        named=aimak.name(words.language) if aimak else words.say("All aimaks"), every=every and aimak is not None,
        may={act.value for act in there},
        lists=[(_ALL, words.say("All proposals"))] + [(one.value, words.say(title)) for one, title in LIST_TITLES.items()],
        papers=[
            (one.id, f"{words.say(PAPERS[one.kind])} · {one.budget_year}") for one in papers if one.digest is not None
        ],
        said=_say(words),
    )  # fmt: skip


def _say(words: Words) -> dict[str, str]:
    return {
        "log": words.say("The log of proposals"),
        "log_about": words.say("Every proposal with all that became of it."),
        "named": words.say("With the names that authors gave"),
        "named_about": words.say("Please show it to nobody outside the office."),
        "every": words.say("All aimaks"),
        "form": words.say("Form of the file"),
        "list": words.say("A list to print"),
        "which": words.say("Which list"),
        "order": words.say("In which order"),
        "by_due": words.say("By due date"),
        "by_number": words.say("By number"),
        "slips": words.say("Slips to hand out"),
        "slips_about": words.say("Answers to print, cut apart and hand out. They count as told once you say so."),
        "one": words.say("In the author's language"),
        "both": words.say("In two languages"),
        "sheet": words.say("Answer in Excel"),
        "sheet_about": words.say("Fill in the coloured columns, then bring the file back here."),
        "sheet_back": words.say("Bring it back"),
        "hearings": words.say("Hearings"),
        "hearings_about": words.say("How people were told of each hearing, and who came."),
        "chart": words.say("Hearings and people by year, as a picture"),
        "papers": words.say("Papers of the budget"),
        "posters": words.say("Posters"),
        "board": words.say("Sheet for the board"),
        "board_about": words.say("What residents proposed and what was decided, with no name, in both languages."),
        "file": words.say("Download"),
    }


async def on_log(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """The proposal log, of one aimak or of all that the reader may export."""
    right = Act.EXPORT_NAMED if form["named"] else Act.EXPORT
    kind = form["form"] if form["form"] in LOG_FORMS else LOG_FORMS[0]
    place = await _find_exported(desk, seen, form, right)
    document = {
        "kind": "export", "form": kind, "aimak_id": place, "language": seen.language, "named": bool(form["named"])
    }  # fmt: skip
    records = recording(seen, right, place, desk.clock())
    return await bring(desk, seen, request, document, asks=asking(seen, right, place), records=records)


async def _find_exported(desk: Desk, seen: Seen, form: Form, right: Act) -> int | None:
    async def read(store: Store) -> int | None:
        aimak = None if form["every"] else await find_place(store, seen, form["aimak"][:32], right)
        return aimak.id if aimak else None

    return await desk.office.database.read(read)


async def on_list(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """A list of the office, as PDF or for Excel."""
    at, which = desk.clock(), OfficeList(form["list"]) if form["list"] in set(LIST_TITLES) else None
    by_number = form["order"] == "number"
    chosen = await desk.office.database.read(
        lambda store: office_lists.choose_printed(
            store, which=which, by=seen.person, aimak_id=seen.aimak_id, at=at, by_number=by_number
        )
    )
    kind = form["form"] if form["form"] in LIST_FORMS else LIST_FORMS[0]
    document = chosen.to_json() | {"kind": "list", "form": kind, "language": seen.language, "day": str(find_day(at))}
    return await bring(
        desk, seen, request, document, asks=asking(seen, Act.READ_QUEUE, seen.aimak_id),
        records=recording(seen, Act.EXPORT, seen.aimak_id, at, "list"),
    )  # fmt: skip


async def on_slips(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """The answers that are told by hand, as slips: of the office, or of whoever entered the proposals."""
    at, which = desk.clock(), OfficeList.TO_TELL if form["own"] else OfficeList.UNDELIVERED
    right = Act.PASS_ON if form["own"] else Act.TELL_IN_PERSON
    chosen = await desk.office.database.read(
        lambda store: to_tell.choose_to_tell(store, which=which, by=seen.person, aimak_id=seen.aimak_id)
    )
    document = chosen.to_json() | {
        "kind": "slips", "both": bool(form["both"]), "language": seen.language, "day": str(find_day(at))
    }  # fmt: skip
    return await bring(
        desk, seen, request, document, asks=asking(seen, right, seen.aimak_id),
        records=recording(seen, Act.EXPORT, seen.aimak_id, at, "slips"),
    )  # fmt: skip


async def on_hearings(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """The table of hearings: how people were told of each, and who came."""
    kind = form["form"] if form["form"] in LOG_FORMS else LOG_FORMS[0]
    place = await _find_exported(desk, seen, form, Act.EXPORT)
    language = None if kind == "jsonl" else seen.language

    async def make(path: Path) -> None:
        from bot.export.hearings import write_hearings

        await write_hearings(
            desk.office.database, path=path, form=kind, aimak_id=place, year=None, language=language,
            codes=language is None,
        )  # fmt: skip

    return await bring_made(
        desk, seen, request, name=f"sunush-hearings.{kind}", make=make, asks=asking(seen, Act.EXPORT, place),
        records=recording(seen, Act.EXPORT, place, desk.clock(), "hearings"),
    )  # fmt: skip


async def on_chart(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Hearings and people by year, as a picture."""
    place = await _find_exported(desk, seen, form, Act.TALLY)
    document = {"kind": "chart", "language": seen.language, "aimak_id": place}
    return await bring(
        desk, seen, request, document, asks=asking(seen, Act.TALLY, place),
        records=recording(seen, Act.TALLY, place, desk.clock(), "chart"),
    )  # fmt: skip


async def on_paper(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """A paper of the budget; whoever may see the hearings of its aimak may take it."""
    id = form.read_id("id")
    paper = await desk.office.database.read(lambda store: public.find_paper(store, id=id))
    asks = asking(seen, Act.SEE_HEARINGS, paper.aimak_id if paper else -1)
    return await bring(desk, seen, request, {"kind": "paper", "paper_id": id}, asks=asks)


async def on_board(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """The sheet for the information board: what was proposed and decided, in both languages, with no name."""
    if form["paper"] not in BOARD_PAPERS or not seen.aimak_id:
        raise FormUnreadable
    at, aimak_id = desk.clock(), seen.aimak_id
    year = await desk.office.database.read(lambda store: _find_year(store, aimak_id, at))
    document = {"kind": "board_sheet", "aimak_id": aimak_id, "year": year, "paper": form["paper"], "at": at}
    return await bring(
        desk, seen, request, document, asks=asking(seen, Act.POSTER, aimak_id),
        records=recording(seen, Act.POSTER, aimak_id, at, sheet=year, paper=form["paper"]),
    )  # fmt: skip


async def _find_year(store: Store, aimak_id: int, at: int) -> int:
    return years.find_current_year(await public.read_aimak(store, id=aimak_id), at=at)


ENTRIES: tuple[DeskPage | DeskAct, ...] = (
    DeskPage(PATH, None, on_files),
    DeskAct(f"{PATH}/log", None, on_log),
    DeskAct(f"{PATH}/list", Act.READ_QUEUE, on_list),
    DeskAct(f"{PATH}/slips", Act.PASS_ON, on_slips),
    DeskAct(f"{PATH}/hearings", None, on_hearings),
    DeskAct(f"{PATH}/chart", None, on_chart),
    DeskAct(f"{PATH}/paper", None, on_paper),
    DeskAct(f"{PATH}/board", Act.POSTER, on_board),
)
