"""«Мониторинг» at the desk: what residents watch, a new watch, its link, its end, the table of reports."""

from functools import partial
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act
from bot.budget.watch.watching import LONGEST_LINE
from bot.chat.texts import LANGUAGES, Words, find_words
from bot.language.kyrgyz import put_in_quotes, quote
from bot.office import years
from bot.office.desk import sign_in
from bot.office.messenger_accounts import links
from bot.office.reads import public
from bot.office.watch import watching
from bot.office.watch.words import say_rated, say_rating, say_watch
from bot.office.wording.notices import N_
from bot.web.desk.desk import Desk, DeskAct, DeskPage, Tab
from bot.web.desk.forms import Form, FormUnreadable, as_id
from bot.web.desk.guard import Seen
from bot.web.desk.instruments.reports import list_page
from bot.web.desk.papers.downloads import asking, bring, recording
from bot.web.desk.refused import choose_status
from bot.web.desk.said import say_done, tell
from bot.web.desk.typed import Typed
from storage.store import Store
from storage.watch.watches import Counted, Watch

PATH = f"{sign_in.PATH}/watches"
TAB = Tab(PATH, N_("Monitoring"), Act.SEE_WATCHES)
_ENDS = {"finish", "close"}


async def on_watches(desk: Desk, seen: Seen, request: Request) -> Response:
    """Every watch of the office, what awaits an answer first."""
    return await _show_all(desk, seen, request, Typed())


async def _show_all(desk: Desk, seen: Seen, request: Request, typed: Typed) -> Response:
    words = seen.words
    found = await desk.office.database.read(
        partial(watching.list_of_aimak, aimak_id=seen.aimak_id, by=seen.person, at=desk.clock())
    )  # fmt: skip
    rules = await desk.office.database.read(partial(watching.read_rules, at=desk.clock()))
    return await desk.show(
        seen, request, "instruments/watches.html", title=words.say("Monitoring"), typed=typed,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if typed.wrong else HTTPStatus.OK, longest=LONGEST_LINE,
        rows=[_say_row(words, watch, counted) for watch, counted in found], may=seen.may(Act.WATCH) and seen.aimak_id,
        said={
            "none": words.say(
                "Residents watch nothing yet. The head names a line or a work, and gets a link for a group."
            ),
            "new": words.say("New watch"),
            "line": words.say("A proposal's number, or a line or work"),
            "line_about": words.say(
                "A group of up to {n} people gets a link to watch it. All read this name.", n=rules.members
            ),
            "make": words.say("Make the link"),
            "table": "Excel",
            "table_about": words.say("The reports of residents, without names."),
        },
    )  # fmt: skip


def _say_row(words: Words, watch: Watch, counted: Counted) -> dict[str, Any]:
    waiting = words.say("Unanswered reports: {n}", n=words.number(counted.waiting)) if counted.waiting else ""
    return {"id": watch.id, "said": say_watch(words, watch), "waiting": waiting}


async def on_made(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Makes a watch of a line or of a proposal's work, and shows its link."""
    words, at, typed = seen.words, desk.clock(), Typed.of(form, ("line",))

    async def act(store: Store) -> str:
        year = years.find_current_year(await public.read_aimak(store, id=seen.aimak_id), at=at)
        of: dict[str, Any] = {"aimak_id": seen.aimak_id, "year": year, "by": seen.person}
        line, work = await watching.find_watched(store, said=typed["line"], **of)
        made = await watching.open_watch(store, key=f"desk:{form.key}", line=line, proposal_id=work, at=at, **of)
        return f"{PATH}/{made.id}?{tell('template_kept')}"

    with typed.beside("line", words):
        return await desk.do_once(seen, form, act)
    return await _show_all(desk, seen, request, typed)


async def on_watch(desk: Desk, seen: Seen, request: Request) -> Response:
    """One watch: its counts, its link, its reports with their answers."""
    return await show_watch(desk, seen, request)


async def show_watch(
    desk: Desk, seen: Seen, request: Request, *, ends: str = "", typed: dict[int, Typed] | None = None, alert: str = ""
) -> Response:
    """The page of a watch; typed holds what was refused, by report."""
    words, at, id = seen.words, desk.clock(), as_id(request.path_params["id"])
    number = as_id(request.query_params.get("page", ""))

    async def read(store: Store) -> dict[str, Any]:
        watch, counted = await watching.read(store, id=id, by=seen.person, at=at)
        rules = await watching.read_rules(store, at=at)
        may = seen.may(Act.WATCH) and watch.closed_at is None
        doors = await links.list_doors(
            store, f"{watching.LINK}{watch.token}", aimak_id=watch.aimak_id, local=True
        )  # fmt: skip
        lines = [
            words.say("People in the group: {n} of {most}.", n=counted.members, most=rules.members),
            words.say("Reports: {n}. Unanswered: {waiting}.", n=counted.reports, waiting=counted.waiting),
        ]
        if watch.finished_at is not None:
            lines.append(say_rating(words, counted, shown_from=rules.shown_from))
            said = await watching.list_words(store, id=id, by=seen.person, at=at)
            lines += say_rated(words, said, most=len(said))
        return {
            "head": say_watch(words, watch), "lines": lines, "may": may, "may_finish": may and watch.finished_at is None,
            "texts": _invite(watch, [door.link for door in doors]) if may else [],
            **await list_page(store, seen, watch, number, typed or {}),
        }  # fmt: skip

    try:
        found = await desk.office.database.read(read)
    except watching.NoWatch:
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language)
    wrong = any(one.wrong for one in (typed or {}).values())
    status = choose_status(alert, wrong)
    return await desk.show(
        seen, request, "instruments/watch.html", title=words.say("Monitoring"), status=status, id=id, **found,
        alert=alert, ends=ends, done=say_done(words, request.query_params, at=at), said=_say_watch_page(words, ends),
    )  # fmt: skip


def _invite(watch: Watch, found: list[str]) -> list[tuple[str, str, str]]:
    """What is posted to the group, in each language, with the links below it."""
    shown = found or [f"/start {watching.LINK}{watch.token}"]
    texts = []
    for language in LANGUAGES:
        words = find_words(language)
        said = words.say("You can watch this work with us: {line}", line=put_in_quotes(quote(watch.line)))
        texts.append((language, words.say("To pass on"), "\n".join([said, *shown])))
    return texts


def _say_watch_page(words: Words, ends: str) -> dict[str, str]:
    sure = {
        "finish": words.say("The group hears that the work is finished, and residents can rate it. Go on?"),
        "close": words.say("Nobody joins, reports or rates any more. What is there stays. End the watch?"),
    }
    return {
        "link": words.say("Link and code"),
        "code": words.say("The code to scan"),
        "finish": words.say("Work is finished"),
        "close": words.say("End the watch"),
        "sure": sure.get(ends, ""),
        "yes": words.say("Yes"),
        "no": words.say("No"),
        "reports": words.say("Reports of residents"),
        "answer": words.say("Your answer"),
        "send": words.say("Send the answer"),
        "correct": words.say("Correct the answer"),
        "save": words.say("Save the file"),
        "none": words.say("No report has come yet."),
        "head": words.say("Here the head answers the reports."),
    }


async def on_ended(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Says that the work is finished, or ends the watch, once that was asked."""
    id, at, what = as_id(request.path_params["id"]), desk.clock(), form["do"]
    if what not in _ENDS:
        raise FormUnreadable
    if not form["sure"]:
        return await show_watch(desk, seen, request, ends=what)

    async def act(store: Store) -> str:
        does: Any = watching.finish if what == "finish" else watching.close
        await does(store, id=id, by=seen.person, at=at)
        return f"{PATH}/{id}?{tell('noted')}"

    try:
        return await desk.do_once(seen, form, act)
    except watching.NoWatch:
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language)
    except (watching.WatchClosed, watching.FinishedAlready):
        return await show_watch(desk, seen, request, alert=seen.words.say("This is not possible now."))


async def on_code(desk: Desk, seen: Seen, request: Request, _: Form) -> Response:
    """The link of a watch as a picture to scan."""
    id = as_id(request.path_params["id"])

    async def read(store: Store) -> tuple[int, list[str]]:
        watch, _ = await watching.read(store, id=id, by=seen.person, at=desk.clock())
        doors = await links.list_doors(
            store, f"{watching.LINK}{watch.token}", aimak_id=watch.aimak_id, local=True
        )  # fmt: skip
        return watch.aimak_id, [door.link for door in doors]

    try:
        aimak_id, found = await desk.office.database.read(read)
    except watching.NoWatch:
        found = []
    if not found:
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language)
    document = {"kind": "qr", "link": found[0], "form": "photo"}
    return await bring(desk, seen, request, document, asks=asking(seen, Act.WATCH, aimak_id))


async def on_table(desk: Desk, seen: Seen, request: Request, _: Form) -> Response:
    """The reports of all watches as a spreadsheet, without names."""
    at = desk.clock()
    document = {"kind": "watches", "aimak_id": seen.aimak_id, "language": seen.language, "at": at}
    return await bring(
        desk, seen, request, document, asks=asking(seen, Act.SEE_WATCHES, seen.aimak_id),
        records=recording(seen, Act.SEE_WATCHES, seen.aimak_id, at, "table"),
    )  # fmt: skip


ENTRIES: tuple[DeskPage | DeskAct, ...] = (
    DeskPage(PATH, Act.SEE_WATCHES, on_watches),
    DeskAct(PATH, Act.WATCH, on_made),
    DeskAct(f"{PATH}/table", Act.SEE_WATCHES, on_table),
    DeskPage(f"{PATH}/{{id}}", Act.SEE_WATCHES, on_watch),
    DeskAct(f"{PATH}/{{id}}/end", Act.WATCH, on_ended),
    DeskAct(f"{PATH}/{{id}}/code", Act.WATCH, on_code),
)
