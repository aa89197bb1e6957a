"""Requests for information at the desk: those that wait first, the late ones marked; each is answered once."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act
from bot.budget.workdays import find_day
from bot.chat.paging import Page
from bot.chat.texts import Words
from bot.language.kyrgyz import clean
from bot.office.desk import sign_in
from bot.office.information import requests
from bot.office.messengers.languages import list_languages
from bot.office.wording.notices import N_
from bot.web.desk.desk import Desk, DeskAct, DeskPage, Tab
from bot.web.desk.forms import Form, as_id
from bot.web.desk.guard import Seen
from bot.web.desk.instruments.one_file import LARGEST, settle_file
from bot.web.desk.posted_files import as_uploader
from bot.web.desk.refused import choose_status
from bot.web.desk.said import list_turns, say_done, tell
from bot.web.desk.typed import Typed
from handlers.shared.wording import mark_language
from storage.information.requests import Counted, InformationRequest
from storage.store import Store

PATH = f"{sign_in.PATH}/information"
TAB = Tab(PATH, N_("Information asked"), Act.INFORM)
SHOWN = 20  # requests of a page


async def on_requests(desk: Desk, seen: Seen, request: Request) -> Response:
    """The requests of the office, the soonest due first."""
    return await _show(desk, seen, request)


async def _show(
    desk: Desk,
    seen: Seen,
    request: Request,
    *,
    of: int = 0,
    typed: Typed | None = None,
    alert: str = "",
    left: str = "",
) -> Response:
    words, at, number = seen.words, desk.clock(), as_id(request.query_params.get("page", ""))

    async def read(store: Store) -> tuple[Page[InformationRequest], Counted, int, dict[int, str]]:
        counted = await requests.count(store, aimak_id=seen.aimak_id, at=at, by=seen.person)
        there = min(number, max(0, (counted.every - 1) // SHOWN))
        rows = await requests.list_page(
            store, aimak_id=seen.aimak_id, offset=there * SHOWN, limit=SHOWN, late=False, at=at, by=seen.person
        )
        page = Page(rows, there, counted.every > (there + 1) * SHOWN, there * SHOWN)
        reads = await list_languages(store, of=page.rows, act=Act.INFORM, aimak_id=seen.aimak_id, by=seen.person)
        return page, counted, await requests.read_days(store, find_day(at)), reads

    page, counted, days, reads = await desk.office.database.read(read)
    turns = list_turns(words, page)
    status = choose_status(alert, typed)
    return await desk.show(
        seen, request, "instruments/information.html", title=words.say("Information asked"), status=status, alert=alert,
        done=say_done(words, request.query_params, at=at) if not typed else None, page=page.number, turns=turns, left=left,
        rows=[_describe(words, one, at, typed if one.id == of else None, reads.get(one.id)) for one in page.rows],
        counted=words.say(
            "Requests for information — {every}. They wait — {waiting}, late — {late}.", every=words.number(counted.every),
            waiting=words.number(counted.waiting), late=words.number(counted.late),
        )
        + f" {requests.say_days(words, days)}",
        said={
            "answer": words.say("Your answer"),
            "file": words.say("File"),
            "added": words.say("Added"),
            "file_about": words.say("An answer takes one photo or document."),
            "send": words.say("Send the answer"),
            "answered": words.say("Answer: {text}", text=""),
        },
    )  # fmt: skip


def _describe(
    words: Words, one: InformationRequest, at: int, typed: Typed | None, reads: str | None
) -> dict[str, Any]:  # fmt: skip
    today, stands = find_day(at), requests.say_standing(words, one, today=find_day(at))
    return {
        "id": one.id,
        "label": one.label,
        "stands": " ".join(filter(None, [stands, mark_language(words, reads)])),
        "late": one.is_late(today),
        "waits": one.answered_at is None,
        "text": clean(one.text),
        "answer": clean(one.answer),
        "typed": typed or Typed(),
    }


async def on_answered(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Answers a request in words, by a file, or both."""
    id, at, words = form.read_id("id"), desk.clock(), seen.words
    typed = Typed({"text": form["text"].replace("\r\n", "\n")})
    file = await settle_file(desk, seen, form, typed)
    if typed.wrong:
        return await _show(desk, seen, request, of=id, typed=typed)

    async def act(store: Store) -> str:
        one = await requests.answer(
            store, id=id, text=clean(typed["text"]), file=file, by=as_uploader(seen.person) if file else seen.person,
            at=at,
        )  # fmt: skip
        return f"{PATH}?{tell('sent', number=one.label)}"

    try:
        with typed.beside("text", words):
            return await desk.do_once(seen, form, act)
    except requests.AnsweredAlready:
        alert = words.say("This request was answered already.")
        return await _show(desk, seen, request, alert=alert, left=typed["text"])
    return await _show(desk, seen, request, of=id, typed=typed)


ENTRIES: tuple[DeskPage | DeskAct, ...] = (
    DeskPage(PATH, Act.INFORM, on_requests),
    DeskAct(PATH, Act.INFORM, on_answered, largest=LARGEST),
)
