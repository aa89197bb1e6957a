"""The library at the desk: what residents read, one more document, one taken off."""

from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.hearing import Paper
from bot.budget.library.documents import BOTH, LONGEST_TITLE, LibraryFull, read_title, read_year
from bot.budget.permissions import Act
from bot.chat.texts import Words
from bot.office import staff
from bot.office.desk import sign_in
from bot.office.library import library
from bot.office.wording.notices import N_
from bot.web.desk.desk import Desk, DeskAct, DeskPage, Tab
from bot.web.desk.forms import Form
from bot.web.desk.guard import Seen
from bot.web.desk.instruments.one_file import LARGEST, settle_file
from bot.web.desk.posted_files import as_uploader
from bot.web.desk.refused import choose_status
from bot.web.desk.said import say_done, tell
from bot.web.desk.typed import Typed
from storage.library.documents import LibraryDocument
from storage.store import Store

PATH = f"{sign_in.PATH}/library"
TAB = Tab(PATH, N_("Library"), Act.ADD_PAPER)
FIELDS = ("kind", "title", "year", "language")


async def on_library(desk: Desk, seen: Seen, request: Request) -> Response:
    """Every document, and the form of one more."""
    return await _show(desk, seen, request, Typed())


async def _show(desk: Desk, seen: Seen, request: Request, typed: Typed, *, asked: int = 0, alert: str = "") -> Response:
    words = seen.words

    async def read(store: Store) -> list[LibraryDocument]:
        await staff.permit(store, by=seen.person, act=Act.ADD_PAPER, aimak_id=seen.aimak_id)
        return await library.list_documents(store, aimak_id=seen.aimak_id)

    found = await desk.office.database.read(read)
    status = choose_status(alert, typed.wrong)
    return await desk.show(
        seen, request, "instruments/library.html", title=words.say("Library"), typed=typed, status=status, alert=alert,
        done=say_done(words, request.query_params, at=desk.clock()) if status == HTTPStatus.OK else None, asked=asked,
        rows=[_describe(words, one) for one in found], longest=LONGEST_TITLE,
        counted=words.say("Documents that residents read under «Budget» — {n}.", n=words.number(len(found))),
        kinds=[(kind.value, words.say(title)) for kind, title in library.KINDS.items()],
        languages=[("ky", "Кыргызча"), ("ru", "Русский"), (BOTH, words.say("In both"))],
        said={
            "new": words.say("New document"),
            "kind": words.say("Which document is it?"),
            "title": words.say("What is it called?"),
            "year": words.say("Of which year, or from which on?"),
            "language": words.say("In which language is it?"),
            "file": words.say("File"),
            "file_about": words.say("A photo or a document. Once it is kept, residents can read it."),
            "added": words.say("Added"),
            "choose": words.say("Choose"),
            "keep": words.say("Publish"),
            "off": words.say("Take off"),
            "yes": words.say("Yes, take it off"),
        },
    )  # fmt: skip


def _describe(words: Words, one: LibraryDocument) -> dict[str, Any]:
    coming = words.say("The file has not come yet.") if one.digest is None else ""
    return {"id": one.id, "said": library.say_document(words, one), "coming": coming}


async def on_added(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Puts a document in; each fault stands beside its field."""
    words, at, typed = seen.words, desk.clock(), Typed.of(form, FIELDS)
    kind = typed.choose("kind", {one.value for one in library.KINDS}, words)
    language = typed.choose("language", {"ky", "ru", BOTH}, words)
    title, year = "", 0
    with typed.beside("title", words):
        title = read_title(typed["title"])
    with typed.beside("year", words):
        year = read_year(typed["year"])
    file = await settle_file(desk, seen, form, typed)
    if file is None and "file" not in typed.wrong:
        typed.wrong["file"] = words.say("Please choose the file first.")
    if typed.wrong or file is None or kind is None or language is None:
        return await _show(desk, seen, request, typed)

    async def act(store: Store) -> str:
        await library.add(
            store, aimak_id=seen.aimak_id, kind=Paper(kind), title=title, year=year, language=language, file=file,
            by=as_uploader(seen.person), at=at,
        )  # fmt: skip
        return f"{PATH}?{tell('paper_kept')}"

    try:
        return await desk.do_once(seen, form, act)
    except LibraryFull:
        alert = words.say("The library is full: please take an old document off first.")
        return await _show(desk, seen, request, typed, alert=alert)


async def on_off(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Takes a document off, once that was asked."""
    id, at = form.read_id("id"), desk.clock()
    if not form["sure"]:
        return await _show(desk, seen, request, Typed(), asked=id)

    async def act(store: Store) -> str:
        await library.remove(store, id=id, by=seen.person, at=at)
        return f"{PATH}?{tell('noted')}"

    return await desk.do_once(seen, form, act)


ENTRIES: tuple[DeskPage | DeskAct, ...] = (
    DeskPage(PATH, Act.ADD_PAPER, on_library),
    DeskAct(PATH, Act.ADD_PAPER, on_added, largest=LARGEST),
    DeskAct(f"{PATH}/off", Act.ADD_PAPER, on_off),
)
