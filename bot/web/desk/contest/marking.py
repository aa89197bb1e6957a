"""A juror marks at the desk: a field a mark, taken whole, or each fault is named."""

from functools import partial
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.contest.marks import MarkOutside, read_mark
from bot.budget.permissions import Act
from bot.chat.paging import cut_page
from bot.language.kyrgyz import clean
from bot.language.refusal import Refusal
from bot.office.contest import judging
from bot.office.contest.figures import say_figures, say_spread
from bot.office.contest.judging import OwnSheet
from bot.office.contest.mark_file import name_column
from bot.office.contest.refused import REFUSED, say_refused
from bot.office.desk import sign_in
from bot.office.wording.notices import N_
from bot.web.desk.desk import Desk, DeskAct, DeskPage, Tab, lead
from bot.web.desk.forms import Form, as_id
from bot.web.desk.guard import Seen
from bot.web.desk.said import list_turns

PATH = f"{sign_in.PATH}/contest"
TAB = Tab(PATH, N_("Contest"), Act.MARK)
SHOWN = 20  # entries a page
_LONGEST = 10  # characters of a field that are shown again


async def on_contest(desk: Desk, seen: Seen, request: Request) -> Response:
    """The entries under their codes, with the marks that were given."""
    return await _show(desk, seen, request, as_id(request.query_params.get("page", "")))


async def on_marked(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Keeps the marks of a page, all or none."""
    try:
        own = await _read(desk, seen)
    except tuple(REFUSED) as refused:
        return await _show_refused(desk, seen, request, refused)
    page, typed = as_id(form["page"]), _list_typed(own, form)
    given, wrong = {}, set()
    for where, said in typed.items():
        try:
            given[where] = read_mark(said, own.rules)
        except MarkOutside:
            wrong.add(where)
    if wrong:
        return await _show(desk, seen, request, page, typed=typed, wrong=wrong)
    put = partial(judging.put_marks, given=given, by=seen.person, at=desk.clock(), id=own.contest.id)
    try:
        await desk.office.database.write(put)
    except tuple(REFUSED) as refused:
        return await _show(desk, seen, request, page, typed=typed, alert=say_refused(seen.words, type(refused)))
    desk.wake()
    return lead(f"{PATH}?page={page}")


async def _read(desk: Desk, seen: Seen) -> OwnSheet:
    # The first look gives a seat, so it writes.
    return await desk.office.database.write(partial(judging.read_own, by=seen.person, at=desk.clock()))


def _list_typed(own: OwnSheet, form: Form) -> dict[tuple[int, int], str]:
    where = [(code, number) for code in own.entries for number in own.rules.numbers]
    return {one: said for one in where if (said := form[f"mark-{one[0]}-{one[1]}"].strip())}


async def _show_refused(desk: Desk, seen: Seen, request: Request, refused: Refusal) -> Response:
    words = seen.words
    return await desk.show(
        seen, request, "contest/contest.html", title=words.say("Contest"), status=HTTPStatus.CONFLICT, columns=[],
        alert=say_refused(words, type(refused)), rows=[], lines=[], turns=[], page=0, faults=[], said={}, least=0, most=0,
    )  # fmt: skip


async def _show(
    desk: Desk,
    seen: Seen,
    request: Request,
    number: int,
    *,
    typed: dict[tuple[int, int], str] | None = None,
    wrong: set[tuple[int, int]] | None = None,
    alert: str = "",
) -> Response:
    words = seen.words
    try:
        own = await _read(desk, seen)
    except tuple(REFUSED) as refused:
        return await _show_refused(desk, seen, request, refused)
    page = cut_page(sorted(own.entries), number, SHOWN)
    turns = list_turns(words, page)
    given = {where: str(mark) for where, mark in own.marks.items()} | (typed or {})
    rows = [_make_row(seen, own, code, given, wrong or set()) for code in page.rows]
    faults = [
        words.say("Entry {code}, criterion {n}: a mark from {low} to {high} is wanted.", code=code, n=criterion,
                  low=own.rules.low, high=own.rules.high)
        for code, criterion in sorted(wrong or ())
    ]  # fmt: skip
    bad = bool(faults or alert)
    return await desk.show(
        seen, request, "contest/contest.html", title=words.say("Contest"), rows=rows, lines=_list_state(seen, own),
        turns=turns, page=page.number, alert=alert, faults=faults, least=own.rules.low, most=own.rules.high,
        columns=[(name_column(one, words.language), words.say("weight {n}", n=one.weight)) for one in own.rules.criteria],
        status=HTTPStatus.UNPROCESSABLE_ENTITY if bad else HTTPStatus.OK,
        said={"keep": words.say("Keep the marks"), "code": words.say("Code"), "nothing": words.say("Nothing is changed.")},
    )  # fmt: skip


def _make_row(
    seen: Seen, own: OwnSheet, code: int, given: dict[tuple[int, int], str], wrong: set[tuple[int, int]]
) -> dict[str, Any]:
    words, cells = seen.words, []
    for one in own.rules.criteria:
        where = (code, one.number)
        cells.append(
            {
                "name": f"mark-{code}-{one.number}",
                "value": clean(given.get(where, ""))[:_LONGEST],
                "wrong": where in wrong,
                "open": own.contest.closed_at is None and (own.contest.looked_at is None or where in own.again),
                "spread": say_spread(words, *own.spread[where]) if where in own.spread else "",
                "figures": say_figures(words, dict(own.entries[code].get(str(one.number), {}))),
            }
        )
    return {"code": code, "cells": cells}


def _list_state(seen: Seen, own: OwnSheet) -> list[str]:
    words = seen.words
    if own.contest.closed_at is not None:
        return [words.say("The contest is closed: no mark changes any more.")]
    if own.contest.looked_at is not None:
        asked = words.say_n("Please look again at {n} mark.", "Please look again at {n} marks.", len(own.again))
        said = words.say("All marks of the contest are in: now you see how far they are apart.")
        return [said, asked] if own.again else [said]
    left = words.say_n("{n} mark is still to give.", "{n} marks are still to give.", len(own.missing))
    return [left, words.say("Only you see your marks until all jurors have given theirs.")]


ENTRIES = (DeskPage(PATH, Act.MARK, on_contest), DeskAct(PATH, Act.MARK, on_marked))
