"""The rooms of those who work for an office (permission); which role may do what stands in bot/budget/permissions.py."""

from collections.abc import Iterable
from dataclasses import replace

from bot.budget.permissions import Act, NotAllowed, may
from bot.budget.proposal_text.decided import ACTED, list_phrases
from bot.chat.fsm import State
from bot.chat.message import Choice, Reply
from bot.chat.screens import put_above
from bot.language.refusal import Refusal
from bot.office import staff
from handlers.shared.router import Talk, router
from handlers.shared.states import AtWork, Menu


class Desk(AtWork):
    """The desk of somebody who works in an office: lists, and one proposal."""

    list = State()
    filter = State()
    filter_by = State()
    search = State()
    print = State()
    mark = State()
    one = State()
    ask = State()
    ask_sure = State()
    explain = State()
    explain_sure = State()
    exclude = State()
    hand = State()
    repeats = State()
    summary = State()
    note = State()
    work = State()
    work_more = State()
    work_check = State()
    side = State()
    category = State()
    sent = State()
    history = State()
    remark = State()
    title = State()
    name = State()
    pings = State()
    sheet = State()
    drafts = State("kept")  # the name older rows hold
    campaign = State()


class Templating(AtWork):
    """The templates of an office's answers: a list, and one of them."""

    list = State()
    card = State()
    words = State()
    name = State()
    sure = State()


async def works_here(talk: Talk) -> None:
    """Lets in whoever has a role in any office or in the whole install; each act checks its own right. Raises NotAllowed."""
    if not await staff.list_standings(talk.store, talk.person):
        raise NotAllowed


async def reads_queue(talk: Talk) -> bool:
    """Whether somebody reads the queue of the aimak they talk to."""
    return may(await staff.list_standings(talk.store, talk.person), Act.READ_QUEUE, talk.person.aimak_id or 0)


@router.refuses(NotAllowed, staff.WrongPlace)
async def say_not_allowed(talk: Talk, refused: Refusal) -> Reply:
    """Says that the act is not among the person's rights, and goes back to the menu."""
    return put_above(talk.say("You have no right to do this here."), await talk.ask(Menu.open))


desk = router.room(works_here, once=True)  # what the staff of an office do
proposal_desk = router.room(works_here, once=True)  # one proposal: colleagues.py says what came too late
proposal_acts = router.room(
    works_here, once=True
)  # what is done to a proposal at once: who may not is told no more than that
hearing_desk = router.room(works_here, once=True)  # one hearing: hearings/card.py says that it stands otherwise now


def list_own_words(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """The buttons of a card, each of which can be typed in a clerk's own words too: «мен алам», «отменить»."""
    names = [(one, one.id.partition(":")[0]) for one in choices]
    return tuple(
        replace(one, synonyms=(*one.synonyms, *list_phrases(ACTED, name))) if name in ACTED else one
        for one, name in names
    )
