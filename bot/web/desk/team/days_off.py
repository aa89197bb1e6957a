"""The office's own days off at the desk: listed for all of it, entered and taken off by its head."""

from datetime import date
from functools import partial
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act
from bot.budget.workdays import find_day
from bot.office.days_off import own
from bot.office.desk import sign_in
from bot.web.desk.desk import Desk, DeskAct, DeskPage
from bot.web.desk.forms import Form
from bot.web.desk.guard import Seen
from bot.web.desk.refused import choose_status
from bot.web.desk.said import say_done, tell
from bot.web.desk.typed import Typed
from handlers.office.days_off.own_days import say_refused
from storage.store import Store

PATH = f"{sign_in.PATH}/days-off"
FIELDS = ("first", "last")


async def on_days_off(desk: Desk, seen: Seen, request: Request) -> Response:
    """The days off to come."""
    return await _show(desk, seen, request, Typed())


async def _show(desk: Desk, seen: Seen, request: Request, typed: Typed, *, alert: str = "") -> Response:
    words, at = seen.words, desk.clock()
    read = partial(own.list_days_off, aimak_id=seen.aimak_id, by=seen.person, at=at)
    days = await desk.office.database.read(read)
    status = choose_status(alert, typed.wrong)
    return await desk.show(
        seen, request, "team/days_off.html", title=words.say("Days off of the office"), typed=typed, status=status,
        alert=alert, days=[(str(day), words.full_day(day)) for day in days], may=seen.may(Act.SET_DAYS_OFF),
        done=say_done(words, request.query_params, at=at) if status == HTTPStatus.OK else None,
        said={
            "about": words.say(
                "Besides the public holidays. A due date that was told stays; criterion 6 counts as for all offices."
            ),
            "none": words.say("No day off of your own is entered."),
            "new": words.say("Enter days off"),
            "first": words.say("The first day"),
            "last": words.say("The last day"),
            "last_about": words.say("Empty, where it is one day."),
            "enter": words.say("Enter"),
            "take_off": words.say("Take it off"),
        },
    )  # fmt: skip


async def on_entered(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Enters a day, or from one to another."""
    words, at, typed = seen.words, desk.clock(), Typed.of(form, FIELDS)
    first = typed.read_day("first", words, today=find_day(at))
    last = typed.read_day("last", words, today=find_day(at)) if typed["last"].strip() else first
    if first is None or last is None:
        return await _show(desk, seen, request, typed)

    async def act(store: Store) -> str:
        await own.enter_days_off(store, aimak_id=seen.aimak_id, first=first, last=last, by=seen.person, at=at)
        return f"{PATH}?{tell('days_off')}"

    try:
        return await desk.do_once(seen, form, act)
    except own.REFUSED as refused:
        typed.wrong["first"] = say_refused(words, refused)
    return await _show(desk, seen, request, typed)


async def on_removed(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Takes a day off the list."""
    at = desk.clock()

    async def act(store: Store) -> str:
        day = date.fromisoformat(form["day"])
        await own.remove_day_off(store, aimak_id=seen.aimak_id, day=day, by=seen.person, at=at)
        return f"{PATH}?{tell('noted')}"

    try:
        return await desk.do_once(seen, form, act)
    except (ValueError, own.NoSuchDay):
        alert = seen.words.say("This day is not on the list any more.")
    return await _show(desk, seen, request, Typed(), alert=alert)


ENTRIES: tuple[Any, ...] = (
    DeskPage(PATH, Act.READ_QUEUE, on_days_off),
    DeskAct(PATH, Act.SET_DAYS_OFF, on_entered),
    DeskAct(f"{PATH}/remove", Act.SET_DAYS_OFF, on_removed),
)
