"""One call at the desk: who applied, where each stands, by which rules it is marked; it is closed here."""

from functools import partial
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.initiative.call import ApplicantsWait, CallClosed, CallStillOpen
from bot.budget.initiative.marks import Criterion
from bot.budget.permissions import Act
from bot.chat.paging import cut_page
from bot.chat.texts import Words
from bot.office.initiatives import calls, judging
from bot.office.initiatives.calls import NoCall
from bot.office.initiatives.judging import NoInitiative
from bot.office.initiatives.words import CRITERIA, say_standing
from bot.office.messengers.languages import list_languages
from bot.web.desk.desk import Desk, DeskAct, DeskPage
from bot.web.desk.forms import Form, as_id
from bot.web.desk.guard import Seen
from bot.web.desk.initiatives.calls import CALLS, say_call
from bot.web.desk.refused import choose_status
from bot.web.desk.said import list_turns, say_done, tell
from handlers.shared.wording import mark_language
from storage.initiatives.calls import Call
from storage.store import Store

SHOWN = 30  # initiatives of a page
NAMED = 20  # of those who still wait


async def on_call(desk: Desk, seen: Seen, request: Request) -> Response:
    """The initiatives of a call."""
    return await _show(desk, seen, request)


async def _show(desk: Desk, seen: Seen, request: Request, *, alert: str = "") -> Response:
    words, id = seen.words, as_id(request.path_params["id"])
    number = as_id(request.query_params.get("page", ""))

    async def read(store: Store) -> dict[str, Any]:
        call, found = await judging.list_of_call(store, call_id=id, by=seen.person)
        page = cut_page(found, number, SHOWN)
        reads = await list_languages(
            store, of=[one for one, _ in page.rows], act=Act.SEE_INITIATIVES, aimak_id=call.aimak_id, by=seen.person
        )
        rows = [
            (one.id, say_standing(words, one, course), mark_language(words, reads.get(one.id)), course.is_answered)
            for one, course in page.rows
        ]
        turns = list_turns(words, page)
        waiting = sum(not course.is_answered for _, course in found)
        counted = words.say("Initiatives: {n}. Without a decision: {waiting}.", n=len(found), waiting=waiting)
        return {
            "head": say_call(words, call), "lines": [say_rules(words, call), counted], "rows": rows, "turns": turns,
            "may_close": call.closed_at is None and seen.may(Act.CALL),
        }  # fmt: skip

    try:
        found = await desk.office.database.read(read)
    except NoInitiative:
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language)
    return await desk.show(
        seen, request, "initiatives/call.html", title=words.say("Initiatives"), id=id, alert=alert, **found,
        status=choose_status(alert),
        done=say_done(words, request.query_params, at=desk.clock()) if not alert else None,
        said={"none": words.say("Nobody has applied yet."), "close": words.say("Close the call")},
    )  # fmt: skip


def say_rules(words: Words, call: Call) -> str:
    """The scale and the weights a call is marked by."""
    weights = ", ".join(f"{words.say(CRITERIA[one])} {call.rules.weights[one]}" for one in Criterion)
    return words.say("Marks 0 to {scale}; weights: {weights}.", scale=call.rules.scale, weights=weights)


async def on_closed(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Closes a call, once its last day is over and everybody is answered."""
    words, id = seen.words, as_id(request.path_params["id"])
    close = partial(calls.close, id=id, by=seen.person, at=desk.clock())

    async def act(store: Store) -> str:
        await close(store)
        return f"{CALLS}/{id}?{tell('call_closed')}"

    try:
        return await desk.do_once(seen, form, act)
    except NoCall:
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language)
    except CallStillOpen:
        alert = words.say("Its last day is not over: people may still apply.")
    except CallClosed:
        alert = words.say("This is not possible now.")
    except ApplicantsWait as refused:
        named = ", ".join(refused.numbers[:NAMED])
        alert = words.say("Everybody gets a decision first. Still waiting: {numbers}.", numbers=named)
    return await _show(desk, seen, request, alert=alert)


ENTRIES: tuple[DeskPage | DeskAct, ...] = (
    DeskPage(f"{CALLS}/{{id}}", Act.SEE_INITIATIVES, on_call),
    DeskAct(f"{CALLS}/{{id}}/close", Act.CALL, on_closed),
)
