"""The results of a hearing: the digest in both languages as it will be read, what is unanswered, then publishing."""

from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.hearing import HearingKind, HearingState, NotPossibleNow
from bot.budget.permissions import Act
from bot.chat.texts import LANGUAGES, Words
from bot.office import years
from bot.office.answers import answer_drafts
from bot.office.broadcasts import broadcasts
from bot.office.desk import sign_in
from bot.office.hearings import hearings, results
from bot.web.desk.desk import Desk, DeskAct, DeskPage
from bot.web.desk.forms import Form
from bot.web.desk.guard import Seen
from bot.web.desk.hearings.card import PATH, find_path, read_id
from bot.web.desk.hearings.doing import show_too_late
from bot.web.desk.typed import Typed
from storage.hearings import Hearing
from storage.store import Store


async def on_results(desk: Desk, seen: Seen, request: Request) -> Response:
    """The digest, and what stands against publishing it."""
    return await _show(desk, seen, request, Typed())


async def _show(desk: Desk, seen: Seen, request: Request, typed: Typed) -> Response:
    id, words, at = read_id(request), seen.words, desk.clock()

    async def read(store: Store) -> tuple[Hearing, list[tuple[str, str]], list[str], bool]:
        hearing = await hearings.authorised(store, id=id, by=seen.person, act=Act.PUBLISH_RESULTS)
        if hearing.state is not HearingState.HELD:
            raise NotPossibleNow
        say = await results.compose_digest(store, hearing)
        texts = [(one, say(Words(one))) for one in LANGUAGES]
        if hearing.kind is HearingKind.EXECUTION:
            return hearing, texts, [], False
        lines = []
        if await results.find_same_results(store, hearing, at=at) is not None:
            lines.append(words.say("Results with the same figures were sent a short while ago."))
        ready = await answer_drafts.list_ready(
            store, aimak_id=hearing.aimak_id, by=seen.person, year=hearing.budget_year
        )
        if ready:
            lines.append(
                words.say_n(
                    "{n} kept answer is not sent yet, and the results do not count it: send it first.",
                    "{n} kept answers are not sent yet, and the results do not count them: send them first.",
                    len(ready),
                )
            )
        labels = await years.list_unanswered(store, aimak_id=hearing.aimak_id, year=hearing.budget_year)
        if labels:
            numbers = years.join_numbers(labels)
            lines.append(
                words.say_n(
                    "{n} proposal is not answered yet: {numbers}. Better answer it first; publish all the same?",
                    "{n} proposals are not answered yet: {numbers}. Better answer them first; publish all the same?",
                    len(labels),
                    numbers=numbers,
                )
            )
        return hearing, texts, lines, bool(lines)

    try:
        hearing, texts, lines, is_doubtful = await desk.office.database.read(read)
    except NotPossibleNow:
        return await show_too_late(desk, seen, request)
    return await desk.show(
        seen, request, "hearings/results.html", title=words.say("Publish results"), id=id, texts=texts, lines=lines,
        typed=typed, status=HTTPStatus.UNPROCESSABLE_ENTITY if typed.wrong else HTTPStatus.OK,
        has_table=hearing.kind is HearingKind.DRAFT, is_doubtful=is_doubtful,
        said={
            "read": words.say("Residents will read:"),
            "table": words.say("Where the table of decisions hangs"),
            "table_about": words.say("A board, a page, a site. It may be left empty."),
            "sure": words.say("Publish all the same"),
            "send": words.say("Publish results"),
            "waiting": words.say("Awaiting an answer"),
            "desk": sign_in.PATH,
            "back": words.say("Back"),
        },
    )  # fmt: skip


async def on_published(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Publishes them, once whoever does so is sure."""
    id, at, words, typed = read_id(request), desk.clock(), seen.words, Typed.of(form, ("table", "sure"))

    async def act(store: Store) -> str:
        hearing = await hearings.authorised(store, id=id, by=seen.person, act=Act.PUBLISH_RESULTS)
        if hearing.kind is HearingKind.DRAFT and not typed["sure"]:
            await years.warn(store, aimak_id=hearing.aimak_id, year=hearing.budget_year, by=seen.person, at=at)
        await results.publish_results(
            store, id=id, table_place=typed["table"] or None, by=seen.person, at=at, sure=bool(typed["sure"])
        )
        return find_path(id)

    try:
        with typed.beside("table", words):
            return await desk.do_once(seen, form, act)
    except NotPossibleNow:
        return await show_too_late(desk, seen, request)
    except (years.Unanswered, broadcasts.SentLately):
        typed.wrong["sure"] = words.say("Please tick it, if they are to be published all the same.")
    return await _show(desk, seen, request, typed)


ENTRIES: tuple[Any, ...] = (
    DeskPage(f"{PATH}/{{id}}/results", None, on_results),
    DeskAct(f"{PATH}/{{id}}/results", None, on_published),
)
