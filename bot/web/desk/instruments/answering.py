"""A report of residents is answered at the desk, and its photos are looked at."""

from functools import partial
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act
from bot.language.kyrgyz import clean, quote
from bot.office.watch import answering
from bot.office.watch.watching import NoWatch
from bot.web.desk.desk import Desk, DeskAct, DeskPage
from bot.web.desk.forms import Form, as_id
from bot.web.desk.guard import Seen
from bot.web.desk.instruments import reports, watches
from bot.web.desk.said import tell
from bot.web.desk.shown_files import hand_out
from bot.web.desk.talking import make_talk
from bot.web.desk.typed import Typed
from handlers.office.colleagues import say_name
from storage.roles import Member
from storage.store import Store


async def on_answered(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Answers a report, or corrects its answer; its author is told."""
    id, at, words = form.read_id("id"), desk.clock(), seen.words
    over = as_id(form["over"]) or None  # when the answer was given that stood on their page
    typed = Typed({"text": form["text"].replace("\r\n", "\n")})

    async def act(store: Store) -> str:
        one, _ = await answering.read_report(store, id=id, by=seen.person)
        is_told = await answering.answer(store, id=id, text=clean(typed["text"]), by=seen.person, at=at, over=over)
        said = tell("sent" if is_told else "no_address", number=one.label)
        return f"{watches.PATH}/{one.watch_id}?{said}"

    try:
        with typed.beside("text", words):
            return await desk.do_once(seen, form, act)
    except NoWatch:
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language, form=form)
    except answering.ReportWithdrawn:
        alert = words.say("Its author has left: there is nobody to answer.")
        return await watches.show_watch(desk, seen, request, alert=alert)
    except answering.AnsweredMeanwhile as refused:
        who = await desk.office.database.read(partial(_name, seen, at, refused.by))
        alert = words.say(
            "Meanwhile answered: {who}, «{text}». Yours was not sent.", who=who, text=quote(refused.report.answer)
        )
        return await watches.show_watch(desk, seen, request, typed={id: typed}, alert=alert)
    return await watches.show_watch(desk, seen, request, typed={id: typed})


async def _name(seen: Seen, at: int, who: Member | None, /, store: Store) -> str:
    return say_name(make_talk(store, seen, at), who)


async def on_file(desk: Desk, seen: Seen, request: Request) -> Response:
    """Hands out a photo or a voice of a report."""
    id, n = as_id(request.path_params["id"]), request.path_params["n"]
    try:
        one, files = await desk.office.database.read(
            lambda store: answering.list_files(store, id=id, by=seen.person)
        )  # fmt: skip
    except NoWatch:
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language)
    if not n.isascii() or not n.isdecimal() or len(n) > 4 or int(n) >= len(files):
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language)
    return await hand_out(desk, seen, request, files[int(n)], f"{one.label}-{int(n) + 1}")


ENTRIES: tuple[Any, ...] = (
    DeskAct(f"{watches.PATH}/{{id}}", Act.ANSWER_WATCH, on_answered),
    DeskPage(f"{reports.PATH}/{{id}}/file/{{n}}", Act.SEE_WATCHES, on_file),
)
