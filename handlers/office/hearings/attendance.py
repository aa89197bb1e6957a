"""Counting who comes to a hearing: one tap a person at the door, or one line for all."""

from functools import cache

from bot.budget.attendance import AttendanceDiffers, AttendanceUnreadable, parse_attendance
from bot.budget.permissions import Act
from bot.budget.share_of_women import WOMEN_PERCENT, Attendance, count_women_needed
from bot.chat.message import BACK, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import list_ways
from bot.chat.texts import say_in_every_language
from bot.office.hearings import attendance
from bot.office.reads import hearings as reads
from bot.office.wording.notices import N_
from handlers.office.hearings.card import find_chosen, show_hearing
from handlers.office.hearings.states import HearingDesk
from handlers.office.staff_only import hearing_desk
from handlers.shared.guidance import say_unread, show_stale
from handlers.shared.router import Talk

_TAPS = {"woman": (1, 0), "man": (0, 1), "no_woman": (-1, 0), "no_man": (0, -1)}
_BUTTONS = {"woman": N_("Woman +1"), "man": N_("Man +1"), "no_woman": N_("Woman −1"), "no_man": N_("Man −1")}


@hearing_desk.on(HearingDesk.one, choice="hearing_count")
async def on_counting_wanted(talk: Talk) -> Reply:
    """Shows the count so far."""
    return await talk.ask(HearingDesk.count)


@hearing_desk.screen(HearingDesk.count)
async def ask_who_came(talk: Talk) -> Reply:
    """The running totals, the share of women, and how many more women would reach the contest's share."""
    hearing = await find_chosen(talk, Act.COUNT_PEOPLE)
    came = await reads.read_attendance(talk.store, id=hearing.id, by=talk.person) or Attendance(0, 0)
    needed = count_women_needed(came)
    lines = [
        talk.say(
            "Women: {women}, men: {men}, together: {people}.",
            women=talk.words.number(came.women),
            men=talk.words.number(came.men),
            people=talk.words.number(came.people),
        ),
        talk.say("Women are {percent} %.", percent=talk.words.percent(came.percent_women)) if came.people else "",
        talk.say_n(
            "{n} more woman is needed for {percent} %.",
            "{n} more women are needed for {percent} %.",
            needed,
            percent=WOMEN_PERCENT,
        )
        if needed
        else "",
        talk.say("Tap for each one, or write all at once: women 41 men 49."),
    ]
    choices = (
        talk.make_choice("came:woman", "Woman +1"),
        talk.make_choice("came:man", "Man +1"),
        talk.make_choice("came:no_woman", "Woman −1"),
        talk.make_choice("came:no_man", "Man −1"),
    )
    return Reply("\n".join(filter(None, lines)), choices, list_ways(talk))


@hearing_desk.on(HearingDesk.count, choice="came")
async def on_one_came(talk: Talk) -> Reply:
    """Counts one more, or one less."""
    if talk.chosen not in _TAPS:
        return await show_stale(talk)
    women, men = _TAPS[talk.chosen]
    return await _keep_count(talk, Attendance(women, men), whole=False)


@hearing_desk.on(HearingDesk.count, kind=Kind.TEXT)
async def on_all_counted(talk: Talk) -> Reply:
    """Takes one line with both numbers, instead of what was counted before. A button's words count as a tap."""
    if (tap := _typed_tap(talk.text)) is not None:
        return await _keep_count(talk, Attendance(*_TAPS[tap]), whole=False)
    try:
        came = parse_attendance(talk.text)
    except AttendanceDiffers as refused:
        said = talk.say(
            "Women and men together are {sum}, but {total} is written. Please check and write it again.",
            sum=talk.words.number(refused.counted),
            total=talk.words.number(refused.total),
        )
        return put_above(said, await talk.ask_again())
    except AttendanceUnreadable:
        # A bare number would be a tap, so no button is named by its number here.
        example = talk.say("Please write how many women and how many men: women 41 men 49.")
        return await say_unread(talk, example, example)
    return await _keep_count(talk, came, whole=True)


def _typed_tap(text: str) -> str | None:
    # Folded, «+1» and «−1» would be the same.
    typed = text.strip().casefold().replace("-", "−")
    return next((tap for tap, titles in _list_titles().items() if typed in titles), None)


async def _keep_count(talk: Talk, came: Attendance, *, whole: bool) -> Reply:
    hearing = await find_chosen(talk, Act.COUNT_PEOPLE)
    await attendance.count_people(
        talk.store, id=hearing.id, women=came.women, men=came.men, whole=whole, by=talk.person, at=talk.now
    )
    return await talk.ask(HearingDesk.count)


@hearing_desk.refuses(AttendanceUnreadable)
async def say_no_such_number(talk: Talk, refused: AttendanceUnreadable) -> Reply:
    """Says that so many people cannot have come, and asks once more."""
    return put_above(talk.say("Such a number of people cannot be."), await talk.ask_again())


@hearing_desk.on(HearingDesk.count, choice=BACK)
async def on_counting_left(talk: Talk) -> Reply:
    return await show_hearing(talk)


@cache
def _list_titles() -> dict[str, set[str]]:
    # Not at import, so that a start reads no catalogue for it.
    return {tap: {title.casefold() for title in say_in_every_language(button)} for tap, button in _BUTTONS.items()}
