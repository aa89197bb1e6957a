"""The desk put together: every page and every act of it stands in this register, and nowhere else."""

from collections.abc import Callable

from starlette.routing import BaseRoute

from bot.budget.permissions import Act
from bot.install.office import Office
from bot.office.desk import sign_in
from bot.office.wording.notices import N_
from bot.web.admin import aimaks
from bot.web.chat.inbound_limits import Callers
from bot.web.desk import entering, queue
from bot.web.desk.answers import answering, beside, many, next_few
from bot.web.desk.contest import marking
from bot.web.desk.desk import Desk, DeskAct, DeskPage, Tab
from bot.web.desk.entering import Entering
from bot.web.desk.figures import charts, criteria, freezing
from bot.web.desk.hearings import announcing, card, changing, doing, notices, papers, publishing, sign_in_sheet
from bot.web.desk.initiatives import call, calls
from bot.web.desk.initiatives import card as initiative
from bot.web.desk.initiatives import doing as judging
from bot.web.desk.instruments import answering as reports
from bot.web.desk.instruments import (
    information,
    library,
    meeting,
    needs,
    openness,
    plans,
    property,
    shelf,
    trust,
    watches,
)
from bot.web.desk.intake import entering as intake
from bot.web.desk.intake import pasted, telling
from bot.web.desk.papers import listed, posters, sheet
from bot.web.desk.polls import poll
from bot.web.desk.proposal import acts, looking, tying, working
from bot.web.desk.proposal import card as proposal_card
from bot.web.desk.team import days_off, groups, kept_templates, members, own, page, year
from bot.web.desk.topics import notice
from bot.web.pages.render import Pages

ENTRIES: tuple[DeskPage | DeskAct, ...] = (
    *queue.ENTRIES, *proposal_card.ENTRIES, *acts.ENTRIES, *looking.ENTRIES, *working.ENTRIES, *answering.ENTRIES,
    *many.ENTRIES, *next_few.ENTRIES, *beside.ENTRIES,
    *aimaks.ENTRIES, *intake.ENTRIES, *pasted.ENTRIES, *telling.ENTRIES, *listed.ENTRIES, *posters.ENTRIES, *sheet.ENTRIES,
    *announcing.ENTRIES, *card.ENTRIES, *doing.ENTRIES, *changing.ENTRIES, *publishing.ENTRIES, *notices.ENTRIES,
    *papers.ENTRIES, *sign_in_sheet.ENTRIES,
    *members.ENTRIES, *year.ENTRIES, *days_off.ENTRIES, *kept_templates.ENTRIES, *groups.ENTRIES, *own.ENTRIES, *page.ENTRIES,
    *entering.ENTRIES, *marking.ENTRIES,
    *shelf.ENTRIES, *watches.ENTRIES, *reports.ENTRIES, *information.ENTRIES, *openness.ENTRIES,
    *property.ENTRIES, *library.ENTRIES, *needs.ENTRIES, *meeting.ENTRIES, *trust.ENTRIES,
    *plans.ENTRIES, *tying.ENTRIES,
    *calls.ENTRIES, *call.ENTRIES, *initiative.ENTRIES, *judging.ENTRIES, *poll.ENTRIES, *notice.ENTRIES,
    *criteria.ENTRIES, *freezing.ENTRIES, *charts.ENTRIES,
)  # fmt: skip
TABS = (
    Tab(sign_in.PATH, N_("Awaiting an answer"), Act.READ_QUEUE), intake.TAB, card.TAB, year.TAB, kept_templates.TAB,
    members.TAB, listed.TAB, shelf.TAB, aimaks.TAB, marking.TAB,
)  # fmt: skip


def list_desk(
    office: Office,
    *,
    clock: Callable[[], int],
    steady: Callable[[], int],
    wake: Callable[[], object] = lambda: None,
    callers: Callers | None = None,
) -> list[BaseRoute]:
    """Makes the routes of the desk; wake says that something was queued, callers are the limits of the web door."""
    pages = Pages()
    desk = Desk(office, pages, ENTRIES, TABS, clock=clock, steady=steady, wake=wake, callers=callers)
    return [*Entering(desk, pages).list_routes(), *desk.list_routes()]
