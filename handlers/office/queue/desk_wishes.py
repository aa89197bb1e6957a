"""What a clerk wishes of the desk in their own words. A screen is opened, something is looked for or counted."""

from datetime import timedelta

from bot.budget.workdays import find_day, start_of
from bot.chat.message import Kind
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.intents import find_meanings
from bot.language.wishes.of_the_desk import DeskWish, OfDesk, Period, read_desk_wish
from bot.office import staff
from bot.office.reads import office_lists
from bot.office.reads.list_titles import say_counted
from handlers.office.queue.lists import ChosenList, show_list
from handlers.office.queue.search import OF_PROPOSALS, hears_the_desk, look_for, open_screen, say_screen, show_numbered
from handlers.office.staff_only import Desk, reads_queue
from handlers.shared.router import Step, Talk, router
from handlers.shared.states import find_group
from storage.log.office_lists import OfficeList

_DAYS = {Period.DAY: 0, Period.WEEK: 6, Period.MONTH: 29, Period.YEAR: 364}  # before today


@router.hear_first
async def hear_desk_wish(talk: Talk, step: Step) -> Replies | None:
    """Does what is wished of the desk. None of other words, of those of a resident, and where words are awaited."""
    said = talk.incoming
    # At a step of another room the words are about what is asked there.
    is_at_desk = talk.state.state in router.idle or find_group(talk.state.state) == Desk.__name__
    if said.kind is not Kind.TEXT or said.reply_to or step.is_named or not (is_at_desk and hears_the_desk(talk, step)):
        return None
    wish = read_desk_wish(talk.text)
    if wish is not None and wish.wish is OfDesk.SEARCH and find_meanings(talk.text) - OF_PROPOSALS:
        return None  # «дайте телефон», «меню көрсөт»: these are meant, and looked for nowhere
    if wish is None or not await staff.list_standings(talk.store, talk.person):
        return None
    if wish.wish in {OfDesk.SCREEN, OfDesk.HOW}:
        return await _open(talk, wish)
    if not await reads_queue(talk):
        return None
    return await _READS[wish.wish](talk, wish)


async def _open(talk: Talk, wish: DeskWish) -> Replies:
    opened = await open_screen(talk, wish.screen)
    if wish.wish is OfDesk.SCREEN:
        return opened
    first, *others = opened if isinstance(opened, tuple) else (opened,)
    said = talk.say("This is done here: «{button}».", button=say_screen(talk, wish.screen))
    return (put_above(said, first), *others)


async def _search(talk: Talk, wish: DeskWish) -> Replies | None:
    return await look_for(talk, wish.words)


async def _show_answer(talk: Talk, wish: DeskWish) -> Replies | None:
    return await show_numbered(talk, wish.number)


async def _show_answered(talk: Talk, _wish: DeskWish) -> Replies:
    return await show_list(talk, ChosenList(list=OfficeList.ANSWERED))


async def _say_came(talk: Talk, wish: DeskWish) -> Replies:
    last = find_day(talk.now)
    first = last - timedelta(days=_DAYS[wish.period or Period.WEEK])
    n = await office_lists.count_came(
        talk.store, by=talk.person, aimak_id=int(talk.person.aimak_id or 0), since=start_of(first)
    )
    said = talk.say(
        "{first} – {last}: proposals that came: {n}.",
        first=f"{first:%d.%m.%Y}",
        last=f"{last:%d.%m.%Y}",
        n=say_counted(talk.words, n),
    )
    return put_above(said, await show_list(talk, ChosenList()))


_READS = {
    OfDesk.SEARCH: _search,
    OfDesk.ANSWER: _show_answer,
    OfDesk.ANSWERED: _show_answered,
    OfDesk.CAME: _say_came,
}
