"""The spreadsheet of answers at the desk: taken home, brought back, looked through, kept or sent, as in the chat."""

import asyncio
import hashlib
import tempfile
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act
from bot.delivery.files.sheets import SheetRefused, read_file
from bot.office import residents
from bot.office.desk import sign_in
from bot.office.sheets import sheets, waiting
from bot.office.sheets.checked import CheckedSheet
from bot.office.sheets.rows import ReadSheet
from bot.office.sheets.waiting import ShownSheet, Step
from bot.office.sheets.wording import say_counts, say_faults, say_refused, say_row
from bot.web.desk.desk import Desk, DeskAct, DeskPage, lead
from bot.web.desk.forms import Form, as_id
from bot.web.desk.guard import Seen
from bot.web.desk.papers.downloads import asking, bring, recording
from bot.web.desk.posted_files import as_uploader
from storage.attachments.files import LARGEST as LARGEST_FILE
from storage.store import Store

PATH = f"{sign_in.PATH}/sheet"
SHOWN = 20  # rows a page
LARGEST = LARGEST_FILE + 100_000  # bytes of the form around the file


async def on_sheet(desk: Desk, seen: Seen, request: Request) -> Response:
    """Asks for the filled file."""
    return await _show_asking(desk, seen, request)


async def _show_asking(
    desk: Desk,
    seen: Seen,
    request: Request,
    *,
    wrong: str = "",
    lines: tuple[str, ...] = (),
    status: int = HTTPStatus.OK,
) -> Response:
    words = seen.words
    return await desk.show(
        seen, request, "papers/sheet.html", title=words.say("Answer in Excel"), wrong=wrong, lines=lines, status=status,
        said={
            "first": words.say("Take the table"),
            "first_about": words.say("Fill in the coloured columns. The second sheet says how."),
            "take": words.say("Download"),
            "then": words.say("Bring it back"),
            "file": words.say("The filled table, .xlsx"),
            "drop": words.say("Choose the file, or drop it here."),
            "read": words.say("Look through"),
            "about": words.say("First you see what is in it. Nothing is sent before you say so."),
        },
    )  # fmt: skip


async def on_taken(desk: Desk, seen: Seen, request: Request, _: Form) -> Response:
    """The table of what awaits an answer."""
    document = {"kind": "answers", "aimak_id": seen.aimak_id, "language": seen.language}
    return await bring(
        desk, seen, request, document, asks=asking(seen, Act.ANSWER, seen.aimak_id),
        records=recording(seen, Act.EXPORT, seen.aimak_id, desk.clock(), "answers"),
    )  # fmt: skip


async def on_brought(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Reads the file in a process of its own. It shows what is in it, or what is to be mended."""
    words, files = seen.words, form.files.get("file", [])
    if not files or not files[-1].content:
        return await _show_asking(
            desk,
            seen,
            request,
            wrong=words.say("Please choose the file first."),
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    content = files[-1].content
    if len(content) > LARGEST_FILE:
        return await _show_asking(
            desk, seen, request, wrong=say_refused(words, "large"), status=HTTPStatus.UNPROCESSABLE_ENTITY
        )
    try:
        read = await _read(content)
    except SheetRefused as refused:
        said = say_refused(words, str(refused))
        return await _show_asking(desk, seen, request, wrong=said, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    checked = await desk.office.database.read(partial(sheets.check, aimak_id=seen.aimak_id, sheet=read, by=seen.person))
    if not checked.open:
        faulty = bool(checked.faults)
        said = say_faults(words, checked.faults) if faulty else say_counts(words, checked)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if faulty else HTTPStatus.OK
        return await _show_asking(desk, seen, request, lines=tuple(said.split("\n")), status=status)
    return lead(f"{PATH}/{await _take(desk, seen, content, checked)}")


async def _read(content: bytes) -> ReadSheet:
    with tempfile.TemporaryDirectory(prefix="sunush-") as folder:
        came = Path(folder) / "came"
        await asyncio.to_thread(came.write_bytes, content)
        return await read_file(came)


async def _take(desk: Desk, seen: Seen, content: bytes, checked: CheckedSheet) -> int:
    # The same bytes are the same table, so what is brought twice is shown twice and done once.
    reference = f"desk:{hashlib.sha256(content).hexdigest()}"
    return await desk.office.database.write(
        partial(
            waiting.take_read, aimak_id=seen.aimak_id, reference=reference, by=as_uploader(seen.person),
            checked=checked, counts=say_counts(seen.words, checked), at=desk.clock(),
        )
    )  # fmt: skip


async def on_shown(desk: Desk, seen: Seen, request: Request) -> Response:
    """The answers of a file beside the texts they answer, page by page."""
    return await _show(desk, seen, request, as_id(request.path_params["id"]))


async def _show(desk: Desk, seen: Seen, request: Request, id: int, *, over: str = "") -> Response:
    words, number = seen.words, as_id(request.query_params.get("page", ""))

    async def read(store: Store) -> tuple[ShownSheet | None, list[Any], bool]:
        shown = await waiting.show(store, id=id, by=seen.person)
        if shown is None:
            return None, [], False
        rows = shown.rows[number * SHOWN : (number + 1) * SHOWN]
        aimak = await residents.find_aimak(store, seen.person)
        quoted = await waiting.quote_rows(store, rows=rows, by=seen.person)
        return shown, quoted, bool(aimak and aimak.head_approves)

    shown, rows, waits_for_head = await desk.office.database.read(read)
    is_asked = shown is not None and shown.step is Step.SHOWN
    at_work = shown is not None and not is_asked
    return await desk.show(
        seen, request, "papers/sheet_shown.html", title=words.say("Answer in Excel"), id=id, over=over,
        counts=shown.counts.split("\n") if shown and is_asked else [],
        rows=[say_row(words, row).split("\n") for row in rows] if is_asked else [], is_asked=is_asked, at_work=at_work,
        status=HTTPStatus.CONFLICT if over else HTTPStatus.OK,
        earlier=f"{PATH}/{id}?page={number - 1}" if number else "",
        later=f"{PATH}/{id}?page={number + 1}" if shown and len(shown.rows) > (number + 1) * SHOWN else "",
        said={
            "head": words.say("It goes to the head first.") if waits_for_head else "",
            "keep": words.say("Keep all"),
            "send": words.say("Send all"),
            "earlier": words.say("Back"),
            "later": words.say("More"),
            "over": words.say("This table is done with. What became of each answer stands in your chat with the bot."),
            "at_work": words.say("It is being done. You hear at once what became of each answer."),
            "look": words.say("Look again"),
            "on": words.say("To the desk"),
        },
    )  # fmt: skip


async def on_decided(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Lets every answer be sent, or kept; the second time nothing is left to decide."""
    id, at = as_id(request.path_params["id"]), desk.clock()
    if form["do"] not in {"keep", "send"}:
        return lead(f"{PATH}/{id}")
    if not await desk.office.database.write(
        partial(waiting.decide, id=id, send=form["do"] == "send", by=seen.person, at=at)
    ):
        return await _show(desk, seen, request, id, over=seen.words.say("This table is done with."))
    desk.wake()
    return lead(f"{PATH}/{id}")


ENTRIES: tuple[DeskPage | DeskAct, ...] = (
    DeskPage(PATH, Act.ANSWER, on_sheet),
    DeskAct(f"{PATH}/take", Act.ANSWER, on_taken),
    DeskAct(PATH, Act.ANSWER, on_brought, largest=LARGEST),
    DeskPage(f"{PATH}/{{id}}", Act.ANSWER, on_shown),
    DeskAct(f"{PATH}/{{id}}", Act.ANSWER, on_decided),
)
