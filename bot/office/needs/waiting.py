"""A filled spreadsheet of meetings that comes through the chat: taken whole, or refused by its cells."""

from collections.abc import Mapping
from typing import Any

from bot.budget.permissions import Act
from bot.budget.workdays import find_day
from bot.chat.texts import Words
from bot.language.refusal import Refusal
from bot.office.needs import meetings, needs_file
from bot.office.plan.priorities import TooManyPriorities
from bot.office.sheets.expected import Expected, Say, Waiting
from bot.office.wording.notices import N_
from storage.people import Person
from storage.store import Store


async def _list_headings(_store: Store, waiting: Waiting) -> Mapping[str, str]:
    return needs_file.list_headings()


async def _take(store: Store, waiting: Waiting, cells: Any, by: Person, at: int) -> Say:
    aimak_id, year = int(waiting.about["aimak_id"]), int(waiting.about["year"])
    villages = await store.aimaks.list_villages(aimak_id)
    read, faults = needs_file.read_needs_file(cells, villages=villages, today=find_day(at))
    if faults:
        return lambda words: needs_file.say_faults(words, faults)
    try:
        entered = await meetings.put_meetings(store, aimak_id=aimak_id, year=year, meetings=read, by=by, at=at)
    except Refusal as refused:
        kind = type(refused)
        return lambda words: say_refused(words, kind)
    return lambda words: say_entered(words, entered)


def say_entered(words: Words, entered: meetings.Entered) -> str:
    """What a file brought."""
    return words.say(
        "Entered anew — {new}, corrected — {changed}, the same as before — {same}.",
        new=entered.new, changed=entered.changed, same=entered.same,
    )  # fmt: skip


def say_refused(words: Words, refused: type[Refusal]) -> str:
    """Why nothing was entered."""
    if issubclass(refused, TooManyPriorities):
        return words.say("Nothing is changed: a year has 200 priorities at most. Please leave some out.")
    if issubclass(refused, meetings.TooManyMeetings):
        return words.say("Nothing is changed: a year has 1000 groups and meetings at most.")
    return words.say("You have no right to do this here.")


NEEDS_TABLE = Expected(
    name="needs", act=Act.NEEDS, notice="needs_file", door=("needs", N_("Needs, meetings")), headings=_list_headings,
    take=_take, strange=N_("This is not the table of needs. «Excel» there sends the table to fill in."),
)  # fmt: skip
