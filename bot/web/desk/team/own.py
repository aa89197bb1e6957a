"""What somebody of an office sets for themselves: the post residents read, their name, how often they are told."""

from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act
from bot.budget.proposal import TextTooLong
from bot.language.intents import names_nothing
from bot.language.kyrgyz import clean
from bot.language.letters import WordsMissing, in_words
from bot.office import staff
from bot.office.desk import sign_in
from bot.office.mornings import pings
from bot.web.desk.desk import Desk, DeskAct, DeskPage
from bot.web.desk.forms import Form
from bot.web.desk.guard import Seen
from bot.web.desk.said import say_done, tell
from bot.web.desk.typed import Typed
from handlers.office.my_post import LONGEST_NAME, LONGEST_TITLE
from storage.mornings.pings import Ping
from storage.roles import Member
from storage.store import Store

PATH = f"{sign_in.PATH}/own"
_LONGEST = {"post": LONGEST_TITLE, "own_name": LONGEST_NAME}


async def on_own(desk: Desk, seen: Seen, request: Request) -> Response:
    """The form with what holds now."""

    async def read(store: Store) -> tuple[Member | None, Ping]:
        mode = await pings.find_mode(store, aimak_id=seen.aimak_id, by=seen.person)
        return await staff.find_own(store, by=seen.person), mode

    own, mode = await desk.office.database.read(read)
    typed = Typed({"post": clean(own.title or "") if own else "", "own_name": clean(own.name or "") if own else ""})
    typed.values["pings"] = mode.value
    return await _show(desk, seen, request, typed)


async def _show(desk: Desk, seen: Seen, request: Request, typed: Typed) -> Response:
    words = seen.words
    return await desk.show(
        seen, request, "team/own.html", title=words.say("My post and name"), typed=typed,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if typed.wrong else HTTPStatus.OK,
        done=say_done(words, request.query_params, at=desk.clock()),
        modes=[(one.value, words.say(title)) for one, title in pings.MODES.items()],
        said={
            "wrong": words.say("Nothing was changed. Please look at the marked fields."),
            "post": words.say("My post"),
            "post_about": words.say(
                "How shall residents be told who answers? Write your post in both languages: {example}.",
                example="бюджет адиси / специалист по бюджету",
            ),
            "name": words.say("My name"),
            "name_about": words.say("Only your office reads it, in the list of the staff."),
            "pings": words.say("How often to be told"),
            "pings_about": words.say("Gathered: the first at once, then at most every 30 minutes."),
            "keep": words.say("Save"),
        },
    )  # fmt: skip


async def on_given(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Keeps what was typed and chosen; an empty field stays as it is."""
    words, at, typed = seen.words, desk.clock(), Typed.of(form, ("post", "own_name", "pings"))
    given = {name: " ".join(clean(typed[name]).split()) for name in _LONGEST}
    for name, longest in _LONGEST.items():
        with typed.beside(name, words):
            if len(given[name]) > longest:
                raise TextTooLong(longest)
            if given[name] and names_nothing(in_words(given[name])):
                raise WordsMissing
    mode = typed.choose("pings", set(Ping), words)
    if typed.wrong or mode is None:
        return await _show(desk, seen, request, typed)

    async def act(store: Store) -> str:
        before = await staff.find_own(store, by=seen.person)
        if given["post"] and given["post"] != (before.title if before else None):
            await staff.set_title(store, title=given["post"], by=seen.person, at=at)
        if given["own_name"] and given["own_name"] != (before.name if before else None):
            await staff.set_name(store, name=given["own_name"], by=seen.person, at=at)
        if Ping(mode) is not await pings.find_mode(store, aimak_id=seen.aimak_id, by=seen.person):
            await pings.choose(store, aimak_id=seen.aimak_id, mode=Ping(mode), by=seen.person, at=at)
        return f"{PATH}?{tell('template_kept')}"

    with typed.beside("post", words):
        return await desk.do_once(seen, form, act)
    return await _show(desk, seen, request, typed)


ENTRIES: tuple[Any, ...] = (DeskPage(PATH, Act.ANSWER, on_own), DeskAct(PATH, Act.ANSWER, on_given))
