"""Answer drafts at a hearing: they are sent before its results are published, or after."""

from bot.chat.talk import Replies
from handlers.office.answers.drafts import GO_ON, show_ready
from handlers.office.hearings.card import find_chosen
from handlers.office.hearings.results import on_results_wanted
from handlers.office.hearings.states import HearingDesk
from handlers.office.queue.lists import PAGES, ChosenList
from handlers.office.staff_only import hearing_desk
from handlers.shared.router import Talk
from storage.log.office_lists import OfficeList

GO_ON["results"] = on_results_wanted


@hearing_desk.on(HearingDesk.one, choice="send_drafts")
async def on_sending_after_results(talk: Talk) -> Replies:
    """Shows what would go out now that the results are published, and asks."""
    hearing = await find_chosen(talk)
    await PAGES.begin(talk)
    await ChosenList(list=OfficeList.DRAFTED).keep(talk)
    return await show_ready(talk, hearing.aimak_id)


@hearing_desk.on(HearingDesk.results, choice="send_drafts")
async def on_sending_before_results(talk: Talk) -> Replies:
    """Shows what of the year would go out, and asks; then the results are shown once more."""
    hearing = await find_chosen(talk)
    return await show_ready(talk, hearing.aimak_id, before_results_of=hearing.budget_year)
