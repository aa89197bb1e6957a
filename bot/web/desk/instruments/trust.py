"""The trust survey at the desk of a head: opened until a day, closed, its own shares as files."""

from functools import partial
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act
from bot.budget.workdays import find_day, start_of
from bot.office import years
from bot.office.desk import sign_in
from bot.office.reads import public
from bot.office.trust import surveys
from bot.office.trust.words import say_result
from bot.office.wording.notices import N_
from bot.web.desk.desk import Desk, DeskAct, DeskPage, Tab
from bot.web.desk.forms import Form, FormUnreadable
from bot.web.desk.guard import Seen
from bot.web.desk.papers.downloads import asking, bring, recording
from bot.web.desk.refused import choose_status
from bot.web.desk.said import say_done, tell
from bot.web.desk.typed import Typed
from storage.store import Store
from storage.trust.surveys import Survey

PATH = f"{sign_in.PATH}/trust"
TAB = Tab(PATH, N_("Trust survey"), Act.TRUST)
_FILES = {"chart", "sheet"}


async def on_trust(desk: Desk, seen: Seen, request: Request) -> Response:
    """The newest survey: its shares once closed, else its day. No count is shown before."""
    return await _show(desk, seen, request, Typed())


async def _show(
    desk: Desk, seen: Seen, request: Request, typed: Typed, *, is_asked: bool = False, alert: str = ""
) -> Response:
    words, at = seen.words, desk.clock()

    async def read(store: Store) -> tuple[Survey | None, list[str]]:
        survey = await surveys.find_of_office(store, aimak_id=seen.aimak_id, by=seen.person)
        if survey is None or survey.closed_at is None:
            return survey, []
        return survey, say_result(words, await surveys.read_result(store, id=survey.id)).split("\n")

    survey, lines = await desk.office.database.read(read)
    is_running = survey is not None and survey.closed_at is None
    if survey is None:
        lines = [
            words.say("There is no survey yet. Residents answer three questions, and nobody learns who answered what.")
        ]
    elif is_running and surveys.is_open(survey, at=at):
        day = words.day(find_day(survey.closes_at - 1))
        lines = [words.say("The survey is open, its last day: {day}. Nobody sees a count before the end.", day=day)]
    elif is_running:
        lines = [words.say("Nobody answers any more. Close the survey to see its shares.")]
    status = choose_status(alert, typed.wrong)
    return await desk.show(
        seen, request, "instruments/trust.html", title=words.say("Trust survey"), typed=typed, status=status, lines=lines,
        alert=alert, is_running=is_running, is_closed=survey is not None and not is_running, is_asked=is_asked,
        may_open=bool(seen.aimak_id) and not is_running, id=survey.id if survey else 0,
        done=say_done(words, request.query_params, at=at) if status == HTTPStatus.OK else None,
        said={
            "new": words.say("New survey"),
            "day": words.say("The last day to answer"),
            "day_about": words.say("Once it is open, the questions stand in residents' menu. It closes within three months."),
            "open": words.say("Open the survey"),
            "close": words.say("Close the survey"),
            "sure": words.say("The survey ends, nobody answers it any more, and you see its shares. Go on?"),
            "stays": words.say("Not yet"),
            "chart": words.say("Chart"),
        },
    )  # fmt: skip


async def on_opened(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Opens a survey until the end of a day."""
    words, at, typed = seen.words, desk.clock(), Typed.of(form, ("day",))
    day = typed.read_day("day", words, today=find_day(at))
    if day is None:
        return await _show(desk, seen, request, typed)

    async def act(store: Store) -> str:
        year = years.find_current_year(await public.read_aimak(store, id=seen.aimak_id), at=at)
        await surveys.open_survey(
            store, aimak_id=seen.aimak_id, year=year, closes_at=start_of(day) + surveys.DAY, by=seen.person, at=at
        )
        return f"{PATH}?{tell('noted')}"

    try:
        return await desk.do_once(seen, form, act)
    except surveys.LastDayOutOfRange:
        typed.wrong["day"] = words.say("A survey closes today or within three months.")
        return await _show(desk, seen, request, typed)
    except surveys.SurveyOpen:
        alert = words.say("There is one survey at a time: please close the earlier one first.")
        return await _show(desk, seen, request, typed, alert=alert)


async def on_closed(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Ends a survey, once that was asked."""
    id, at = form.read_id("id"), desk.clock()
    if not form["sure"]:
        return await _show(desk, seen, request, Typed(), is_asked=True)

    async def act(store: Store) -> str:
        await surveys.close_survey(store, id=id, by=seen.person, at=at)
        return PATH

    return await desk.do_once(seen, form, act)


async def on_file(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """The shares of the newest survey as a picture or a table, once it is closed."""
    at, what = desk.clock(), form["do"]
    if what not in _FILES:
        raise FormUnreadable
    survey = await desk.office.database.read(
        partial(surveys.find_of_office, aimak_id=seen.aimak_id, by=seen.person)
    )  # fmt: skip
    if survey is None or survey.closed_at is None:
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language)
    document = {"kind": "trust", "what": what, "survey": survey.id, "language": seen.language}
    records = recording(seen, Act.TRUST, survey.aimak_id, at, what, object="trust", object_id=survey.id)
    return await bring(
        desk, seen, request, document, asks=asking(seen, Act.TRUST, survey.aimak_id), records=records
    )  # fmt: skip


ENTRIES: tuple[DeskPage | DeskAct, ...] = (
    DeskPage(PATH, Act.TRUST, on_trust),
    DeskAct(PATH, Act.TRUST, on_opened),
    DeskAct(f"{PATH}/close", Act.TRUST, on_closed),
    DeskAct(f"{PATH}/file", Act.TRUST, on_file),
)
