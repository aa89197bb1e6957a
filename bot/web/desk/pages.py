"""The desk put together: every page and every act of it stands in this register, and nowhere else."""

from collections.abc import Callable

from starlette.routing import BaseRoute

from bot.budget.permissions import Act
from bot.install.office import Office
from bot.office.desk import sign_in
from bot.office.wording.notices import N_
from bot.web.desk import entering, queue
from bot.web.desk.desk import Desk, DeskAct, DeskPage, Tab
from bot.web.desk.entering import Entering
from bot.web.pages.render import Pages

ENTRIES: tuple[DeskPage | DeskAct, ...] = (*queue.ENTRIES, *entering.ENTRIES)
TABS = (Tab(sign_in.PATH, N_("Awaiting an answer"), Act.READ_QUEUE),)


def list_desk(
    office: Office, *, clock: Callable[[], int], steady: Callable[[], int], wake: Callable[[], object] = lambda: None
) -> list[BaseRoute]:
    """Serves the desk; wake says that something was queued."""
    pages = Pages()
    desk = Desk(office, pages, ENTRIES, TABS, clock=clock, steady=steady, wake=wake)
    return [*Entering(desk, pages).list_routes(), *desk.list_routes()]
