"""Criterion 6 frozen at the desk, its two files, and a frozen sheet held against the log."""

from functools import partial
from http import HTTPStatus
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act
from bot.office.criteria import frozen, verifying
from bot.web.desk.desk import Desk, DeskAct, DeskPage
from bot.web.desk.figures.criteria import PATH, show_criteria
from bot.web.desk.figures.place import find_place
from bot.web.desk.forms import Form, FormUnreadable, as_id
from bot.web.desk.guard import Seen
from bot.web.desk.papers.downloads import asking, bring
from bot.web.desk.typed import Typed
from storage.attachments.files import LARGEST as LARGEST_FILE
from storage.store import Store

LARGEST = LARGEST_FILE + 100_000  # bytes of the form around the file
_FORMS = {"json", "pdf"}


async def on_frozen(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Freezes the sheet as the log stands, and offers its file and its paper."""
    words, at, typed = seen.words, desk.clock(), Typed.of(form, ("purpose",))
    place = await desk.office.database.read(partial(find_place, seen=seen, code=form["aimak"], at=at))
    aimak_id = place.aimak.id

    async def act(store: Store) -> str:
        made = await frozen.freeze(
            store, aimak_id=aimak_id, year=place.year, purpose=typed["purpose"], by=seen.person, at=at
        )  # fmt: skip
        await frozen.record_frozen(store, made, aimak_id=aimak_id, by=seen.person, at=at)
        named = {"aimak": place.aimak.code, "for": made["for"], "at": at, "sha256": made["sha256"], "year": place.year}
        return f"{PATH}?{urlencode(named)}"

    try:
        return await desk.do_once(seen, form, act)
    except frozen.PurposeWrong:
        typed.wrong["purpose"] = words.say("Please write it in 1 to {n} characters.", n=frozen.LONGEST_PURPOSE)
    return await show_criteria(desk, seen, request, place.aimak.code, typed)


async def on_frozen_file(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """The file or the paper of a sheet that the audit knows as frozen."""
    at, what = desk.clock(), form["do"]
    if what not in _FORMS:
        raise FormUnreadable
    place = await desk.office.database.read(partial(find_place, seen=seen, code=form["aimak"], at=at))
    is_known = await desk.office.database.read(
        partial(frozen.is_recorded, sha256=form["sha256"], aimak_id=place.aimak.id, by=seen.person)
    )
    if not is_known:
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language)
    document = {
        "kind": "frozen", "aimak_id": place.aimak.id, "year": as_id(form["year"]), "for": form["for"],
        "at": as_id(form["at"]), "sha256": form["sha256"], "form": what,
    }  # fmt: skip
    return await bring(desk, seen, request, document, asks=asking(seen, Act.FREEZE, place.aimak.id))


async def on_verified(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Holds a frozen sheet against the log and the audit of today."""
    words, at, typed = seen.words, desk.clock(), Typed()
    came = [one.content for one in form.files.get("file", []) if one.content]
    if not came or len(came[-1]) > LARGEST_FILE:
        typed.wrong["file"] = words.say("Please choose the file first.")
        return await show_criteria(desk, seen, request, form["aimak"], typed)
    found = await desk.office.database.read(partial(verifying.check, content=came[-1], by=seen.person))
    lines = await desk.office.database.write(partial(verifying.note_checked, found=found, by=seen.person, at=at))
    return await show_criteria(desk, seen, request, form["aimak"], typed, lines=tuple(lines(words).split("\n")))


ENTRIES: tuple[DeskPage | DeskAct, ...] = (
    DeskAct(f"{PATH}/freeze", Act.FREEZE, on_frozen),
    DeskAct(f"{PATH}/frozen", Act.FREEZE, on_frozen_file),
    DeskAct(f"{PATH}/verify", Act.FREEZE, on_verified, largest=LARGEST),
)
