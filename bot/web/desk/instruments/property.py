"""The property list at the desk: a table to fill in, the filled one taken, every fault by its cell."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act, NotAllowed
from bot.budget.property.file import read_headings, read_property
from bot.chat.paging import cut_page
from bot.office import staff
from bot.office.desk import sign_in
from bot.office.property import listing
from bot.office.property.words import say_faults, say_line, say_listed
from bot.office.wording.notices import N_
from bot.web.desk.desk import Desk, DeskAct, DeskPage, Tab
from bot.web.desk.forms import Form, as_id
from bot.web.desk.guard import Seen
from bot.web.desk.instruments.spreadsheets import LARGEST, read_brought
from bot.web.desk.papers.downloads import asking, bring
from bot.web.desk.refused import choose_status
from bot.web.desk.said import list_turns
from bot.web.desk.typed import Typed
from storage.property.items import PropertyItem
from storage.store import Store

PATH = f"{sign_in.PATH}/property"
TAB = Tab(PATH, N_("Publish property"), Act.PROPERTY)
SHOWN = 50  # items of a page


async def on_property(desk: Desk, seen: Seen, request: Request) -> Response:
    """What is listed, and how a list is brought."""
    return await _show(desk, seen, request, Typed())


async def _show(
    desk: Desk, seen: Seen, request: Request, typed: Typed, *, faults: tuple[str, ...] = (), done: str = ""
) -> Response:
    words, number = seen.words, as_id(request.query_params.get("page", ""))

    async def read(store: Store) -> tuple[tuple[int, int], list[PropertyItem]]:
        if not seen.aimak_id:
            raise NotAllowed(Act.PROPERTY)
        await staff.permit(store, by=seen.person, act=Act.PROPERTY, aimak_id=seen.aimak_id)
        return (
            await listing.count_items(store, aimak_id=seen.aimak_id),
            await listing.list_items(store, aimak_id=seen.aimak_id),
        )

    (every, empty), items = await desk.office.database.read(read)
    page = cut_page(items, number, SHOWN)
    turns = list_turns(words, page)
    return await desk.show(
        seen, request, "instruments/property.html", title=words.say("Publish property"), typed=typed, faults=faults,
        status=choose_status("", typed.wrong or faults), took=done, turns=turns,
        counted=words.say(
            "Property list: items — {n}, of them empty — {m}.", n=words.number(every), m=words.number(empty)
        ),
        rows=[say_line(words, one) for one in page.rows], first=page.first + 1,
        said={
            "first": words.say("Take the table"),
            "first_about": words.say("What is listed now stands in it."),
            "take": words.say("Download"),
            "then": words.say("Bring it back"),
            "about": words.say("The file becomes the whole list. Where a cell is wrong, nothing is changed."),
            "file": words.say("The filled table, .xlsx"),
            "drop": words.say("Choose the file, or drop it here."),
            "publish": words.say("Publish the list"),
        },
    )  # fmt: skip


async def on_taken(desk: Desk, seen: Seen, request: Request, _: Form) -> Response:
    """The list as a spreadsheet to fill in."""
    document = {"kind": "property", "aimak_id": seen.aimak_id, "language": seen.language}
    return await bring(desk, seen, request, document, asks=asking(seen, Act.PROPERTY, seen.aimak_id))


async def on_brought(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Takes a filled list whole, or names each cell that is to be mended. The same file twice changes nothing."""
    words, at, typed = seen.words, desk.clock(), Typed()
    other = words.say("This is not a property list. «Download» gives the table to fill in.")
    cells = await read_brought(seen, form, typed, read_headings(), no_heading=other)
    if cells is None:
        return await _show(desk, seen, request, typed)
    items, faults = read_property(cells)
    if faults:
        return await _show(desk, seen, request, typed, faults=tuple(say_faults(words, faults).split("\n")))

    async def act(store: Store) -> Any:
        return await listing.import_items(store, aimak_id=seen.aimak_id, items=items, by=seen.person, at=at)

    done = await desk.office.database.write(act)
    desk.wake()
    return await _show(desk, seen, request, typed, done=say_listed(words, done))


ENTRIES: tuple[DeskPage | DeskAct, ...] = (
    DeskPage(PATH, Act.PROPERTY, on_property),
    DeskAct(PATH, Act.PROPERTY, on_brought, largest=LARGEST),
    DeskAct(f"{PATH}/take", Act.PROPERTY, on_taken),
)
