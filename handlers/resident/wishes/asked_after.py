"""What became of a request for information, an initiative or a report: whoever asks is led to its list."""

from dataclasses import replace

from bot.budget.proposal_text.disagreed import find_disagreement
from bot.chat.message import Kind
from bot.chat.talk import Replies
from bot.language.wishes.where_it_stands import Sent, read_asked_after, read_request_number
from bot.office import staff
from bot.office.information import requests
from handlers.resident.initiatives.own import has_own as has_initiative
from handlers.resident.watch.joining import has_own as watches
from handlers.shared.menu import go_on
from handlers.shared.router import Step, Talk, router
from handlers.shared.states import is_at_work


@router.hear_first
async def hear_asked_after(talk: Talk, step: Step) -> Replies | None:
    """Opens the list of what is asked after, or says that there is none; None of other words."""
    if step.is_free or is_at_work(talk.state.state) or talk.person.aimak_id is None or talk.person.language is None:
        return None
    sent = read_asked_after(talk.text)
    if find_disagreement(talk.text) is not None:
        return None  # «М-001 жообуна макул эмесмин» asks after nothing
    if sent is None or await staff.list_standings(talk.store, talk.person):
        return None
    if sent is Sent.REQUEST:
        return await _show_requests(talk)
    if sent is Sent.INITIATIVE:
        if await has_initiative(talk):
            return await _open(talk, "initiatives_mine")
        return await go_on(talk, talk.say("You have sent no initiative yet."))
    if await watches(talk):
        return await _open(talk, "watching")
    return await go_on(talk, talk.say("You watch no work, so there is no report of yours yet."))


async def _show_requests(talk: Talk) -> Replies:
    found = await requests.list_own(talk.store, by=talk.person)
    if not found:
        return await go_on(talk, talk.say("You have sent no request for information yet."))
    number = read_request_number(talk.text)
    one = next((one for one in found if number is not None and int(one.label.partition("-")[2]) == number), None)
    return await _open(talk, "information" if one is None else f"information_one:{one.id}")


async def _open(talk: Talk, choice: str) -> Replies:
    found = router.find(None, replace(talk.incoming, kind=Kind.CHOICE, choice=choice), {})
    talk.chosen = found.chosen
    return await found.handler(talk)
