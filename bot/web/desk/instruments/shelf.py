"""«Дагы»: what is not needed each day, in three groups. Beside each stands how much of it waits."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act
from bot.office.desk import sign_in
from bot.office.information import requests
from bot.office.initiatives import judging
from bot.office.watch import watching
from bot.office.wording.notices import N_
from bot.web.desk.desk import Desk, DeskAct, DeskPage, Tab
from bot.web.desk.figures import charts, criteria
from bot.web.desk.guard import Seen
from bot.web.desk.initiatives import calls
from bot.web.desk.instruments import information, library, needs, openness, plans, property, trust, watches
from bot.web.desk.polls import poll
from bot.web.desk.team import page
from bot.web.desk.topics import notice
from storage.store import Store

PATH = f"{sign_in.PATH}/more"
SHELVES: tuple[tuple[str, tuple[Tab, ...]], ...] = (
    (N_("With residents"), (information.TAB, watches.TAB, calls.TAB, poll.TAB, needs.TAB, trust.TAB, notice.TAB)),
    (N_("Contest, figures"), (criteria.TAB, charts.TAB)),
    (N_("The office"), (page.TAB, openness.TAB, plans.TAB, property.TAB, library.TAB)),
)  # fmt: skip
TAB = Tab(PATH, N_("More"), Act.SEE_WATCHES, also=(Act.INFORM, Act.TRUST, Act.SET_PAGE, Act.TALLY))


async def count_waiting(store: Store, seen: Seen, *, at: int) -> dict[str, int]:
    """How much awaits an answer besides proposals, by the path of its page."""
    found: dict[str, int] = {}
    if seen.may(Act.INFORM):
        found[information.PATH] = (await requests.count(store, aimak_id=seen.aimak_id, at=at, by=seen.person)).waiting
    if seen.may(Act.SEE_WATCHES):
        found[watches.PATH] = await watching.count_waiting(store, aimak_id=seen.aimak_id, by=seen.person)
    if seen.may(Act.SEE_INITIATIVES):
        found[calls.PATH] = await judging.count_waiting(store, aimak_id=seen.aimak_id, by=seen.person)
    return {path: n for path, n in found.items() if n}


def list_waiting(seen: Seen, counted: dict[str, int]) -> list[tuple[str, str]]:
    """What waits, as buttons: where each leads, and how many."""
    tabs = {one.path: one.title for _, shelf in SHELVES for one in shelf}
    return [(path, f"{seen.words.say(tabs[path])} · {seen.words.number(n)}") for path, n in counted.items()]


async def on_more(desk: Desk, seen: Seen, request: Request) -> Response:
    """The rooms somebody may enter."""
    at, words = desk.clock(), seen.words
    counted = await desk.office.database.read(lambda store: count_waiting(store, seen, at=at))
    shelves: list[tuple[str, list[dict[str, Any]]]] = []
    for title, shelf in SHELVES:
        rows = [
            {"path": one.path, "title": words.say(one.title), "waiting": words.number(counted.get(one.path, 0))}
            for one in shelf
            if one.is_for(seen)
        ]
        shelves += [(words.say(title), rows)] if rows else []
    return await desk.show(seen, request, "instruments/shelf.html", title=words.say("More"), shelves=shelves)


ENTRIES: tuple[DeskPage | DeskAct, ...] = (DeskPage(PATH, None, on_more),)
