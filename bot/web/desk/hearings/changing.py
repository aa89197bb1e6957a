"""A hearing is moved or cancelled: what leaves is shown first, in both languages, and to whom."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.hearing import NothingChanged, NotPossibleNow, Terms
from bot.budget.permissions import Act
from bot.budget.workdays import move_to_bishkek
from bot.chat.texts import LANGUAGES, Words
from bot.language.kyrgyz import clean
from bot.office.broadcasts import announced
from bot.office.hearings import attendance, changes, hearings
from bot.office.hearings.changes import News
from bot.office.reads import public
from bot.office.wording import hearing_notices, hearing_words
from bot.web.desk.desk import Desk, DeskAct, DeskPage
from bot.web.desk.forms import Form
from bot.web.desk.guard import Seen
from bot.web.desk.hearings.announcing import read_own_words, read_terms, say_form, warn_of_left_out
from bot.web.desk.hearings.card import PATH, find_path, read_id
from bot.web.desk.hearings.doing import show_too_late
from bot.web.desk.said import tell
from bot.web.desk.typed import Typed, mark_words
from storage.hearings import Hearing
from storage.store import Store

FIELDS = ("day", "time", "place", "agenda", "text_ky", "text_ru", "revision", "at_night", "as_is")


async def _find(desk: Desk, seen: Seen, request: Request, act: Act) -> Hearing | None:
    # None: the hearing is over, so that nothing is changed any more. Raises NotAllowed.
    hearing = await desk.office.database.read(
        lambda store: hearings.authorised(store, id=read_id(request), by=seen.person, act=act)
    )
    return hearing if hearing.is_open else None


async def on_moving(desk: Desk, seen: Seen, request: Request) -> Response:
    """The form, filled with how it stands."""
    hearing = await _find(desk, seen, request, Act.MOVE_HEARING)
    if hearing is None:
        return await show_too_late(desk, seen, request)
    start = move_to_bishkek(hearing.terms.starts_at)
    typed = Typed(
        {
            "day": f"{start:%Y-%m-%d}", "time": f"{start:%H:%M}", "place": hearing.terms.place,
            "agenda": hearing.terms.agenda, "revision": str(hearing.revision),
        }
    )  # fmt: skip
    return await _show_form(desk, seen, request, typed, hearing)


async def _show_form(desk: Desk, seen: Seen, request: Request, typed: Typed, hearing: Hearing) -> Response:
    words = seen.words
    return await desk.show(
        seen, request, "hearings/move.html", title=words.say("Move it"), typed=typed, id=hearing.id,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if typed.wrong else HTTPStatus.OK,
        now=words.say(
            "What is to be another? Now: {when}, {place}.",
            when=hearing_words.say_when(words, hearing.terms), place=clean(hearing.terms.place)[:80],
        ),
        said=say_form(words) | {"look": words.say("Show the notice"), "back": words.say("Back")},
    )  # fmt: skip


async def on_moved(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Shows what leaves, or moves the hearing; one that a colleague moved meanwhile is shown anew."""
    typed, words, at = Typed.of(form, FIELDS), seen.words, desk.clock()
    hearing = await _find(desk, seen, request, Act.MOVE_HEARING)
    if hearing is None:
        return await show_too_late(desk, seen, request)
    if typed["revision"] != str(hearing.revision):
        typed.values["revision"] = str(hearing.revision)
        typed.wrong["day"] = words.say("A colleague has moved it meanwhile. Please look at it anew.")
        return await _show_form(desk, seen, request, typed, hearing)
    terms = read_terms(desk, seen, typed)
    if terms is not None and terms.place == hearing.terms.place:
        terms = replace(terms, latitude=hearing.terms.latitude, longitude=hearing.terms.longitude)
    if terms == hearing.terms:
        typed.wrong["day"] = words.say("The day, the time and the place are what they were.")
    if typed.wrong or terms is None or form["do"] == "edit":
        return await _show_form(desk, seen, request, typed, hearing)
    news, composed = await _compose(desk, hearing, terms)
    own = read_own_words(typed, words, composed) if news.unheard is not None else {}
    if form["do"] == "send":
        aimak = await desk.office.database.read(lambda store: public.read_aimak(store, id=hearing.aimak_id))
        warn_of_left_out(typed, words, own, terms, aimak)
    if form["do"] != "send" or typed.wrong:
        return await _show_news(desk, seen, request, typed, hearing=hearing, terms=terms, news=news, composed=composed)

    async def act(store: Store) -> str:
        await changes.move(store, id=hearing.id, terms=terms, by=seen.person, at=at, texts=own or None)
        return find_path(hearing.id, f"?{tell('moved')}")

    try:
        return await desk.do_once(seen, form, act)
    except NotPossibleNow:
        return await show_too_late(desk, seen, request)
    except NothingChanged:
        typed.wrong["day"] = words.say("A colleague has moved it meanwhile. Please look at it anew.")
        return await _show_form(desk, seen, request, typed, hearing)


async def _compose(desk: Desk, hearing: Hearing, terms: Terms) -> tuple[News, dict[str, str]]:
    async def read(store: Store) -> tuple[News, dict[str, str]]:
        news = await changes.compose_news(store, hearing=hearing, terms=terms)
        return news, {one: news.say(Words(one)) for one in LANGUAGES}

    return await desk.office.database.read(read)


async def _show_news(
    desk: Desk,
    seen: Seen,
    request: Request,
    typed: Typed,
    *,
    hearing: Hearing,
    terms: Terms,
    news: News,
    composed: dict[str, str],
) -> Response:
    words = seen.words
    own = news.unheard is not None and news.unheard.announcement is not None
    told = ""
    if news.unheard is None:
        told = words.say("The subscribers are told at once.")
    else:
        leaves = news.unheard.leaves_at(terms, desk.clock())
        told = (
            words.say("No subscriber has been told of it yet, and the notice is stopped for good.")
            if leaves is None
            else words.say(
                "No subscriber has been told of it yet. The notice leaves: {when}.",
                when=hearing_words.say_moment(words, leaves),
            )
        )
    for language, text in composed.items():
        typed.values[f"text_{language}"] = typed[f"text_{language}"] or text
    return await desk.show(
        seen, request, "hearings/moved.html", title=words.say("Move it"), typed=typed, id=hearing.id, told=told,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if typed.wrong else HTTPStatus.OK, own=own,
        mark=mark_words(composed),
        texts=list(composed.items()) if news.unheard is None else [],
        comers=[(one, news.to_comers(Words(one))) for one in LANGUAGES] if news.coming else [],
        hidden=("day", "time", "place", "agenda", "revision", "at_night"),
        said=say_form(words) | {
            "read": words.say("Residents will read:"),
            "coming": words.say_n(
                "{n} person said that they come, and will read:",
                "{n} people said that they come, and will read:",
                news.coming,
            ),
            "ky": words.say("The Kyrgyz text"),
            "ru": words.say("The Russian text"),
            "as_is": words.say("Leave it as it is"),
            "send": words.say("Move and tell") if news.unheard is None else words.say("Move it"),
        },
    )  # fmt: skip


async def on_cancelling(desk: Desk, seen: Seen, request: Request) -> Response:
    """What people will read, and the question."""
    hearing = await _find(desk, seen, request, Act.CANCEL_HEARING)
    if hearing is None:
        return await show_too_late(desk, seen, request)
    words, id = seen.words, hearing.id

    async def read(store: Store) -> tuple[bool, int, list[tuple[str, str]]]:
        told = await announced.find_unheard(store, hearing) is None
        coming = (await attendance.count_expected(store, id=id, by=seen.person)).coming
        aimak = await public.read_aimak(store, id=hearing.aimak_id)
        return (
            told,
            coming,
            [(one, hearing_notices.compose_cancellation(Words(one), hearing, aimak)) for one in LANGUAGES],
        )

    told, coming, texts = await desk.office.database.read(read)
    return await desk.show(
        seen, request, "hearings/cancel.html", title=words.say("Cancel it"), id=id, texts=texts if told or coming else [],
        question=_ask(words, hearing_words.say_when(words, hearing.terms), told=told, coming=coming),
        said={
            "read": words.say("Residents will read:"),
            "yes": words.say("Yes, cancel it"),
            "back": words.say("No, back to the hearing"),
        },
    )  # fmt: skip


def _ask(words: Words, when: str, *, told: bool, coming: int) -> str:
    if told:
        return words.say("Cancel the hearing of {when}? Its subscribers are told.", when=when)
    if coming:
        return words.say_n(
            "Cancel the hearing of {when}? No subscriber knows of it yet; {n} person who said that they come is told.",
            "Cancel the hearing of {when}? No subscriber knows of it yet; {n} people who said that they come are told.",
            coming,
            when=when,
        )
    return words.say("Cancel the hearing of {when}? No subscriber knows of it yet, and nobody is told.", when=when)


async def on_cancelled(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Cancels it."""
    id, at = read_id(request), desk.clock()

    async def act(store: Store) -> str:
        await changes.cancel(store, id=id, by=seen.person, at=at)
        return find_path(id)

    try:
        return await desk.do_once(seen, form, act)
    except NotPossibleNow:
        return await show_too_late(desk, seen, request)


ENTRIES: tuple[Any, ...] = (
    DeskPage(f"{PATH}/{{id}}/move", None, on_moving),
    DeskAct(f"{PATH}/{{id}}/move", None, on_moved),
    DeskPage(f"{PATH}/{{id}}/cancel", None, on_cancelling),
    DeskAct(f"{PATH}/{{id}}/cancel", None, on_cancelled),
)
