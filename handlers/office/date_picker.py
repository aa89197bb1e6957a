"""The day and the time of a hearing, chosen from a small calendar or typed, wherever they are asked for."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.budget.workdays import find_day
from bot.chat.fsm import State
from bot.chat.memory import Memory
from bot.chat.message import BACK, MORE, Choice, Kind, Reply
from bot.chat.paging import PAGE, cut_page
from bot.chat.routing.rooms import Room
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.language.days import DayMissing, DayUnreadable, WeekdayWrong, names_day, parse_coming_day, parse_moment
from bot.language.intents import Intent
from bot.language.times import TimeUnreadable, TimeVague, in_the_day, parse_hearing_time
from bot.office.hearings.hearings import YEARS_AHEAD
from handlers.shared.guidance import say_unread, show_stale
from handlers.shared.router import Talk
from handlers.shared.wording import say_day_refused

MONTHS = 14  # how far the calendar goes
TIMES = ("10:00", "14:00", "15:00")  # when hearings usually begin

Question = Callable[[Talk], Awaitable[Reply]]
DayGiven = Callable[[Talk, date], Awaitable[Replies]]
TimeGiven = Callable[[Talk, int, int], Awaitable[Replies]]
MomentGiven = Callable[[Talk, date, int, int], Awaitable[Replies]]
Back = Callable[[Talk], Awaitable[Replies]]


@dataclass(frozen=True)
class MonthShown(Memory, under="calendar"):
    """Where the small calendar is opened."""

    month: str | None = None  # 2026-12
    first: int | None = None  # day of the month the days begin with
    page: int = 0


def asks_for_day(
    room: Room,
    state: State,
    *,
    question: Question,
    given: DayGiven,
    back: Back,
    moment_given: MomentGiven | None = None,
) -> None:
    """Makes a state ask for a day. The question has no choices of its own; the room guards it, given and back lead on.

    moment_given takes a day that was typed together with its time; without it only the day is taken.
    """

    @room.screen(state)
    async def ask(talk: Talk) -> Reply:
        opened, asked = MonthShown.of(talk), await question(talk)
        page = cut_page(_list_items(talk, opened), opened.page)
        await replace(opened, page=page.number).keep(talk)
        beside = [way for way in asked.ways if way.id != MORE]
        return Reply(asked.text, tuple(page.rows), page.lead_on(talk, *beside))

    @room.on(state, choice="month")
    async def month_chosen(talk: Talk) -> Reply:
        await MonthShown(month=talk.chosen if _find_first(talk.chosen) else None).keep(talk)
        return await talk.ask_again()

    @room.on(state, choice="days")
    async def days_chosen(talk: Talk) -> Reply:
        first = int(talk.chosen) if talk.chosen.isascii() and talk.chosen.isdigit() and len(talk.chosen) < 3 else None
        await MonthShown(month=MonthShown.of(talk).month, first=first or None).keep(talk)
        return await talk.ask_again()

    @room.on(state, choice="day")
    async def day_chosen(talk: Talk) -> Replies:
        try:
            day = date.fromisoformat(talk.chosen)
        except ValueError:
            return await show_stale(talk)
        return await _take_day(talk, day)

    @room.on(state, kind=Kind.TEXT)
    async def day_typed(talk: Talk) -> Replies:
        try:
            day, time = _day_and_time(talk.text, today=find_day(talk.now))
        except DayUnreadable as refused:
            return await _say_refused(talk, refused)
        return await _take_day(talk, day, time, read=_read_as(talk, day, time, whole=moment_given is not None))

    async def _take_day(talk: Talk, day: date, time: tuple[int, int] | None = None, *, read: str = "") -> Replies:
        if day < find_day(talk.now):
            return put_above(talk.say("This day is over. Please name one to come."), await talk.ask_again())
        last = find_day(talk.now).year + YEARS_AHEAD
        if day.year > last:
            said = talk.say("This day is too far away. Please name one by the end of {year}.", year=last)
            return put_above(said, await talk.ask_again())
        await MonthShown.forget(talk)
        replies = await (moment_given(talk, day, *time) if moment_given and time else given(talk, day))
        return _under(read, replies) if read else replies

    @room.on(state, choice=MORE)
    async def next_page(talk: Talk) -> Reply:
        opened = MonthShown.of(talk)
        await replace(opened, page=opened.page + 1).keep(talk)
        return await talk.ask_again()

    @room.on(state, choice=BACK)
    async def one_back(talk: Talk) -> Replies:
        opened = MonthShown.of(talk)
        if opened.page:
            await replace(opened, page=opened.page - 1).keep(talk)
        elif opened.first:
            await MonthShown(month=opened.month).keep(talk)
        elif opened.month:
            await MonthShown.forget(talk)
        else:
            return await back(talk)
        return await talk.ask_again()


def _day_and_time(text: str, *, today: date) -> tuple[date, tuple[int, int] | None]:
    """The day that is typed, and the time where it stands beside it. Raises DayUnreadable, WeekdayWrong."""
    try:
        return parse_coming_day(text, today=today), None
    except (WeekdayWrong, DayMissing):
        raise
    except DayUnreadable:
        day, (hour, minute) = parse_moment(text, today=today)
        return day, (in_the_day(hour, text), minute)


async def _say_refused(talk: Talk, refused: DayUnreadable) -> Reply:
    if isinstance(refused, WeekdayWrong | DayMissing):
        return put_above(say_day_refused(talk, refused), await talk.ask_again())
    simpler = talk.say("Please press a month, or write the day in figures: 16.12.2026.")
    return await say_unread(talk, say_day_refused(talk, refused), simpler)


def _read_as(talk: Talk, day: date, time: tuple[int, int] | None, *, whole: bool) -> str:
    """How a day was read that was not typed out; also a time beside it, not asked for any more."""
    if time is None:
        read = talk.say("Read as: {when}.", when=talk.words.full_day(day))
        return "" if names_day(talk.text, day) else read
    if not whole:
        return talk.say("Only the day is taken here; the time has a button of its own.")
    return talk.say("Read as: {when}.", when=talk.words.moment(day, *time))


def _under(said: str, replies: Replies) -> Replies:
    first, *others = replies if isinstance(replies, tuple) else (replies,)
    return (put_above(said, first), *others)


def _list_items(talk: Talk, opened: MonthShown) -> list[Choice]:
    today, words = find_day(talk.now), talk.words
    month = _find_first(opened.month or "")
    if month is None:
        months = [_find_month_after(today.replace(day=1), n) for n in range(MONTHS)]
        return [Choice(f"month:{one:%Y-%m}", words.month(one)) for one in months]
    days = [day for day in _list_days(month) if day >= today]
    if opened.first:
        chosen = [day for day in days if opened.first <= day.day < opened.first + PAGE]
        return [Choice(f"day:{day.isoformat()}", f"{day.day}, {words.weekday(day)}") for day in chosen]
    firsts = sorted({(day.day - 1) // PAGE * PAGE + 1 for day in days})
    return [
        Choice(f"days:{one}", _say_range(max(one, days[0].day), min(one + PAGE - 1, days[-1].day))) for one in firsts
    ]


def _say_range(first: int, last: int) -> str:
    return f"{first}–{last}" if first < last else str(first)


def _find_first(month: str) -> date | None:
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        return None


def _find_month_after(first: date, n: int) -> date:
    months = first.month - 1 + n
    return date(first.year + months // 12, months % 12 + 1, 1)


def _list_days(first: date) -> list[date]:
    length = (_find_month_after(first, 1) - first).days
    return [first + timedelta(n) for n in range(length)]


def asks_for_time(room: Room, state: State, *, question: Question, given: TimeGiven, back: Back) -> None:
    """Makes a state ask for a time of the day; the usual ones are buttons."""

    @room.screen(state)
    async def ask(talk: Talk) -> Reply:
        asked = await question(talk)
        return Reply(asked.text, tuple(Choice(f"time:{time}", time) for time in TIMES), asked.ways)

    @room.on(state, choice="time")
    async def time_chosen(talk: Talk) -> Replies:
        return await _take_time(talk, talk.chosen)

    @room.on(state, kind=Kind.TEXT)
    async def time_typed(talk: Talk) -> Replies:
        return await _take_time(talk, talk.text)

    async def _take_time(talk: Talk, text: str) -> Replies:
        try:
            hour, minute = parse_hearing_time(text)
        except TimeVague as vague:
            why = talk.say("At what hour exactly? For example: {time}.", time=f"{vague.example}:00")
            return await say_unread(talk, why, talk.say("Please press a time, or write it in figures: 10:30."))
        except TimeUnreadable:
            why = talk.say("I could not read that as a time. For example: 10:00.")
            return await say_unread(talk, why, talk.say("Please press a time, or write it in figures: 10:30."))
        return await given(talk, hour, minute)

    @room.on(state, choice=BACK)
    async def one_back(talk: Talk) -> Replies:
        return await back(talk)


def with_skip(talk: Talk, question: str, now: str, *, later: bool = False) -> Reply:
    """A question with the ways beside it; what is there already is shown, and can be left."""
    beside = list_ways(talk, later=later)
    if not now:
        return Reply(question, ways=beside)
    kept = talk.say("Now it is: {value}. To leave it, press «{button}».", value=now, button=talk.say("Skip"))
    return put_above(kept, Reply(question, ways=(talk.make_choice("skip", "Skip", means=(Intent.SKIP,)), *beside)))
