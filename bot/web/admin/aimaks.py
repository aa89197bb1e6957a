"""All aimaks in one table, sorted, searched, in pages and as a file. One of them leads to what its reader may open."""

from functools import partial
from typing import Any
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act, Standing, may
from bot.chat.texts import Words
from bot.office import staff
from bot.office.criteria.criterion_6 import count
from bot.office.desk import sign_in
from bot.office.reads.all_aimaks import LONGEST, AimakRow, Scores, Sort, read_aimak, read_aimaks
from bot.office.wording.criterion_6 import say_lines
from bot.office.wording.notices import N_
from bot.web.desk.desk import Desk, DeskAct, DeskPage, Tab
from bot.web.desk.forms import Form, as_id
from bot.web.desk.guard import Seen
from bot.web.desk.papers.downloads import asking, bring_made, recording
from storage.store import Store

PATH = f"{sign_in.PATH}/aimaks"
TAB = Tab(PATH, N_("All aimaks"), Act.TALLY, everywhere=True)
_COLUMNS = {
    Sort.NAME: N_("Ayil aimak"),
    Sort.STAFF: N_("The staff"),
    Sort.SILENT: N_("Silent, days"),
    Sort.WAITING: N_("Awaiting an answer"),
    Sort.OVERDUE: N_("Overdue"),
    Sort.REPLY: N_("Days to reply"),
    Sort.DELIVERED: N_("Delivered"),
    Sort.SCORE: N_("Criterion 6"),
    Sort.PAGE: N_("Public page"),
}
_SCORES: WeakKeyDictionary[Desk, Scores] = WeakKeyDictionary()


def _find_scores(desk: Desk) -> Scores:
    return _SCORES.setdefault(desk, Scores())


def _read_order(request: Request) -> tuple[Sort, bool, str]:
    asked = request.query_params.get("sort", "")
    sort = Sort(asked) if asked in set(Sort) else Sort.NAME
    return sort, request.query_params.get("falling") == "1", request.query_params.get("q", "")[:LONGEST]


async def on_aimaks(desk: Desk, seen: Seen, request: Request) -> Response:
    """A page of the table."""
    words, (sort, falling, typed) = seen.words, _read_order(request)
    table = await desk.office.database.read(
        partial(
            read_aimaks, by=seen.person, at=desk.clock(), scores=_find_scores(desk), sort=sort, falling=falling,
            words=typed, page=as_id(request.query_params.get("page", "")), language=words.language,
        )
    )  # fmt: skip

    def address(**given: Any) -> str:
        kept = {"sort": sort.value, "falling": int(falling), "q": typed} | given
        return f"{PATH}?{urlencode({name: value for name, value in kept.items() if value not in {'', 0}})}"

    columns = [
        {
            "title": words.say(title),
            "path": address(sort=one.value, falling=int(sort is one and not falling)),
            "order": ("descending" if falling else "ascending") if sort is one else "none",
        }
        for one, title in _COLUMNS.items()
    ]
    return await desk.show(
        seen, request, "admin/aimaks.html", title=words.say("All aimaks"), columns=columns, typed=typed,
        rows=[_say_row(words, row) for row in table.rows], sort=sort.value, falling=int(falling),
        earlier=address(page=table.number - 1) if table.number else "",
        later=address(page=table.number + 1) if table.number + 1 < table.pages else "",
        said={
            "search": words.say("Search"),
            "sum": " ".join(
                [
                    words.say_n("{n} aimak.", "{n} aimaks.", table.known),
                    words.say("Without staff: {n}.", n=words.number(table.without_staff)),
                    words.say("Awaiting an answer: {n}.", n=words.number(table.waiting)),
                    words.say("Overdue: {n}.", n=words.number(table.overdue)),
                ]
            ),
            "found": words.say_n("{n} aimak is found.", "{n} aimaks are found.", table.found) if typed else "",
            "none": words.say("No such name was found. Write it otherwise, or choose from the list."),
            "page": words.say("Page {page} of {pages}", page=table.number + 1, pages=table.pages),
            "earlier": words.say("Back"),
            "later": words.say("More"),
            "file": words.say("Download"),
            "about": words.say("Scores are at most ten minutes old."),
        },
    )  # fmt: skip


def _say_row(words: Words, row: AimakRow) -> dict[str, Any]:
    figures, nothing = row.figures, "—"
    return {
        "name": row.aimak.name(words.language),
        "where": row.aimak.rayon(words.language),
        "path": f"{PATH}/{row.aimak.code}",
        "is_empty": not figures.staff,
        "is_late": figures.overdue > 0,
        "cells": [
            words.number(figures.staff) if figures.staff else words.say("nobody"),
            nothing if row.silent_days is None else words.number(row.silent_days),
            words.number(figures.waiting),
            words.number(figures.overdue),
            nothing if row.reply_days is None else f"{row.reply_days:.1f}".replace(".", ","),
            nothing if row.delivered is None else f"{words.percent(100 * row.delivered)} %",
            nothing if row.score is None else f"{row.score}".replace(".", ","),
            words.say("on") if row.page_on else words.say("off"),
        ],
    }


async def on_aimak(desk: Desk, seen: Seen, request: Request) -> Response:
    """One aimak: its figures, criterion 6 with its parts, and what may be opened there."""
    words, at, code = seen.words, desk.clock(), request.path_params["code"][:LONGEST]

    async def read(store: Store) -> tuple[AimakRow, list[str], list[Standing]]:
        row = await read_aimak(store, by=seen.person, at=at, code=code, scores=_find_scores(desk))
        sheet = await count(store, aimak_id=row.aimak.id, year=row.year)
        return row, say_lines(words, sheet).split("\n"), await staff.list_standings(store, seen.person)

    async def record(store: Store) -> None:
        await staff.record(store, Act.TALLY, by=seen.person, aimak_id=row.aimak.id, at=at, year=row.year)

    row, lines, standings = await desk.office.database.read(read)
    await desk.office.database.write(record)
    there = {act for act in Act if may(standings, act, row.aimak.id)}
    ways = (
        (Act.SEE_HEARINGS, f"{sign_in.PATH}/hearings?aimak={code}", words.say("Budget hearings")),
        (Act.SEE_TEAM, f"{sign_in.PATH}/team?aimak={code}", words.say("The staff")),
        (Act.EXPORT, f"{sign_in.PATH}/files?aimak={code}", words.say("Files")),
        (Act.READ_QUEUE, sign_in.PATH, words.say("Awaiting an answer")),
    )
    here = seen.aimak_id == row.aimak.id
    return await desk.show(
        seen, request, "admin/aimak.html", title=row.aimak.name(words.language), lines=lines,
        facts=list(zip([words.say(one) for one in list(_COLUMNS.values())[1:]], _say_row(words, row)["cells"], strict=True)),
        where=", ".join((row.aimak.rayon(words.language), row.aimak.oblast(words.language), row.aimak.code)),
        ways=[(path, name) for act, path, name in ways if act in there and (here or act is not Act.READ_QUEUE)],
        said={"score": words.say("Criterion 6"), "all": words.say("All aimaks")},
    )  # fmt: skip


async def on_file(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """The whole table as a file, sorted and searched as it is shown."""
    kind = form["form"] if form["form"] in {"xlsx", "csv"} else "xlsx"
    sort = Sort(form["sort"]) if form["sort"] in set(Sort) else Sort.NAME
    at, language = desk.clock(), seen.words.language

    async def make(path: Any) -> None:
        from bot.export.office.all_aimaks import write_aimaks

        table = await desk.office.database.read(
            partial(
                read_aimaks, by=seen.person, at=at, scores=_find_scores(desk), sort=sort, size=None,
                falling=form["falling"] == "1", words=form["q"], language=language,
            )
        )  # fmt: skip
        write_aimaks(table.rows, path=path, form=kind, language=language)

    return await bring_made(
        desk, seen, request, name=f"sunush-aimaks.{kind}", make=make, asks=asking(seen, Act.TALLY, seen.person.aimak_id),
        records=recording(seen, Act.EXPORT, None, at, "aimaks"),
    )  # fmt: skip


ENTRIES: tuple[DeskPage | DeskAct, ...] = (
    DeskPage(PATH, Act.TALLY, on_aimaks),
    DeskPage(f"{PATH}/{{code}}", Act.TALLY, on_aimak),
    DeskAct(f"{PATH}/file", Act.TALLY, on_file),
)
