"""«Демилгелер» at the desk: the calls of an aimak, and a new one, whose notice is shown before it leaves."""

from functools import partial
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.initiative.call import CallTermsWrong, Regime, Terms, check_terms
from bot.budget.permissions import Act
from bot.budget.proposal import parse_amount
from bot.budget.workdays import find_day
from bot.chat.paging import cut_page
from bot.chat.texts import Words
from bot.office.desk import sign_in
from bot.office.initiatives import calls, judging
from bot.office.initiatives.words import BASES, REGIMES
from bot.office.reads import public
from bot.office.rules import find_end_of_night
from bot.office.wording.notices import N_
from bot.web.desk.desk import Desk, DeskAct, DeskPage, Tab
from bot.web.desk.forms import Form, as_id
from bot.web.desk.guard import Seen
from bot.web.desk.papers.downloads import asking, bring, recording
from bot.web.desk.said import list_turns, say_done, tell
from bot.web.desk.typed import Typed
from storage.initiatives.calls import Call
from storage.store import Store

PATH = f"{sign_in.PATH}/initiatives"
CALLS = f"{sign_in.PATH}/calls"
TAB = Tab(PATH, N_("Initiatives"), Act.SEE_INITIATIVES)
FIELDS = ("regime", "largest", "last_day", "done_by")
SHOWN = 20  # calls of a page


async def on_calls(desk: Desk, seen: Seen, request: Request) -> Response:
    """Every call, the newest first."""
    return await _show(desk, seen, request, Typed())


async def _show(
    desk: Desk, seen: Seen, request: Request, typed: Typed, *, notice: str = "", reach: str = ""
) -> Response:
    words, at = seen.words, desk.clock()
    found = await desk.office.database.read(partial(judging.list_calls, aimak_id=seen.aimak_id, by=seen.person))
    page = cut_page(found, as_id(request.query_params.get("page", "")), SHOWN)
    turns = list_turns(words, page)
    return await desk.show(
        seen, request, "initiatives/calls.html", title=words.say("Initiatives"), typed=typed, turns=turns, notice=notice,
        reach=reach, status=HTTPStatus.UNPROCESSABLE_ENTITY if typed.wrong else HTTPStatus.OK,
        done=say_done(words, request.query_params, at=at) if not typed.values else None,
        rows=[(call.id, say_call(words, call)) for call in page.rows], may=seen.may(Act.CALL) and seen.aimak_id,
        regimes=[(one.value, f"{words.say(title)}. {words.say(BASES[one])}") for one, title in REGIMES.items()],
        said={
            "none": words.say("No call for initiatives was announced yet."),
            "new": words.say("New call"),
            "regime": words.say("Under which rules is the money given?"),
            "choose": words.say("Choose"),
            "largest": words.say("The largest sum of one initiative, in som"),
            "last_day": words.say("The last day to apply"),
            "done_by": words.say("The work must be done by"),
            "show": words.say("Show the notice"),
            "notice": words.say("So it will be read:"),
            "announce": words.say("Announce"),
            "table_about": words.say("The initiatives of this office, without names."),
        },
    )  # fmt: skip


def say_call(words: Words, call: Call) -> str:
    """A call in one line: its number, regime, largest sum, last day, whether it is closed."""
    said = words.say(
        "Call {n}: {regime}, up to {sum}, until {day}",
        n=call.number, regime=words.say(REGIMES[call.terms.regime]), sum=words.som(call.terms.largest),
        day=words.long_day(call.terms.last_day),
    )  # fmt: skip
    return words.say("{call} (closed)", call=said) if call.closed_at is not None else said


def _read_terms(typed: Typed, words: Words, at: int) -> Terms | None:
    today = find_day(at)
    regime = typed.choose("regime", set(Regime), words)
    largest = 0
    with typed.beside("largest", words):
        largest = parse_amount(typed["largest"])
    last_day, done_by = (typed.read_day(name, words, today=today) for name in ("last_day", "done_by"))
    if typed.wrong or regime is None or last_day is None or done_by is None:
        return None
    terms = Terms(Regime(regime), largest, last_day, done_by)
    try:
        check_terms(terms, today=today)
    except CallTermsWrong as refused:
        typed.wrong[refused.field] = {
            "largest": words.say("This sum is too large or too small."),
            "last_day": words.say("This day is over."),
        }.get(refused.field, words.say("The work ends after the last day of applications, and within three years."))
        return None
    return terms


async def on_announced(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Shows the notice of a call and whom it reaches; once that was seen, announces it."""
    words, at, typed = seen.words, desk.clock(), Typed.of(form, FIELDS)
    terms = _read_terms(typed, words, at)
    if terms is None:
        return await _show(desk, seen, request, typed)
    if not form["sure"]:
        return await _preview(desk, seen, request, typed, terms)

    async def act(store: Store) -> str:
        await calls.announce(
            store, key=f"desk:{form.key}", aimak_id=seen.aimak_id, terms=terms, by=seen.person, at=at
        )  # fmt: skip
        return f"{PATH}?{tell('called')}"

    return await desk.do_once(seen, form, act)


async def _preview(desk: Desk, seen: Seen, request: Request, typed: Typed, terms: Terms) -> Response:
    words, at = seen.words, desk.clock()

    async def read(store: Store) -> tuple[str, str]:
        people = await calls.count_reached(store, aimak_id=seen.aimak_id, by=seen.person)
        lines = [words.say_n("It reaches {n} person.", "It reaches {n} people.", people)]
        hour = await find_end_of_night(store, at=at)
        lines += [words.say("It is night: it leaves at {hour}:00.", hour=hour)] if hour is not None else []
        aimak = await public.read_aimak(store, id=seen.aimak_id)
        return calls.compose(words, aimak, terms).text, " ".join(lines)

    notice, reach = await desk.office.database.read(read)
    return await _show(desk, seen, request, typed, notice=notice, reach=reach)


async def on_table(desk: Desk, seen: Seen, request: Request, _: Form) -> Response:
    """All initiatives as a spreadsheet, without names."""
    document: dict[str, Any] = {"kind": "initiatives", "aimak_id": seen.aimak_id, "language": seen.language}
    return await bring(
        desk, seen, request, document, asks=asking(seen, Act.SEE_INITIATIVES, seen.aimak_id),
        records=recording(seen, Act.SEE_INITIATIVES, seen.aimak_id, desk.clock(), "table"),
    )  # fmt: skip


ENTRIES: tuple[DeskPage | DeskAct, ...] = (
    DeskPage(PATH, Act.SEE_INITIATIVES, on_calls),
    DeskAct(PATH, Act.CALL, on_announced),
    DeskAct(f"{PATH}/table", Act.SEE_INITIATIVES, on_table),
)
