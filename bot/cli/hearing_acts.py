"""What the commands about hearings and broadcasts share: one act on an opened install, its refusals in one line each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from bot.cli.running import Number, Refused, read_day, read_settings, refuse_unanswered, run
from bot.language.kyrgyz import clean

if TYPE_CHECKING:
    from storage.store import Store

T = TypeVar("T")

HEARING_ID = click.argument("number", type=Number(1, 2**62), metavar="ID")


def read_clock(text: str, *, sure: bool) -> tuple[int, int]:
    """Returns hour and minute as the chat reads them: 2 is 14:00; one at night must be meant. Raises Refused."""
    from bot.language.times import TimeUnreadable, is_at_night, parse_hearing_time

    try:
        hour, minute = parse_hearing_time(text)
    except TimeUnreadable:
        raise Refused(f"«{text}» is no time: write it as in 10:00.") from None
    if is_at_night(hour) and not sure:
        raise Refused(f"«{text}» is {hour}:{minute:02}, at night: give another --time, or add --sure.")
    return hour, minute


def read_moment(day: str, hour: int, minute: int) -> int:
    """Returns a typed day with a time of Bishkek in milliseconds UTC. Raises Refused."""
    from bot.budget.workdays import BISHKEK, ms

    return ms(datetime.combine(read_day(day), time(hour, minute), BISHKEK))


def print_moment(at: int) -> str:
    """Returns milliseconds UTC as day and time of Bishkek."""
    from bot.export.spreadsheet import write_moment

    return write_moment(at) or ""


def check_new_file(path: Path, ending: str) -> None:
    """Raises Refused unless a file of this ending can be made there."""
    if path.suffix.lower() != ending:
        raise Refused(f"{path} does not end in {ending}: name it so.")
    if not path.parent.is_dir():
        raise Refused(f"There is no folder {path.parent}: make it first, or name another.")
    if path.exists():
        raise Refused(f"{path} is there already: name a new file.")


async def explain_hearing(store: Store, number: int) -> str:
    """Says why something cannot be done with a hearing, and what can."""
    from bot.budget.hearing import HearingState

    found = await store.hearings.get(number)
    if found is None:
        return f"There is no hearing {number}: «sunush hearing list» shows those there are."
    match found.state:
        case HearingState.CANCELLED:
            return f"Hearing {number} is cancelled: «sunush hearing add» announces another one."
        case HearingState.HELD:
            return f"Hearing {number} was held and stays as it is: «sunush hearing results {number}» publishes its results."
        case HearingState.PUBLISHED:
            return f"The results of hearing {number} are published: «--dry-run» prints them, nothing changes any more."
    when = print_moment(found.terms.starts_at)
    return f"Hearing {number} of {when} was not held yet: «sunush hearing held {number}» notes it, from that day on."


async def explain_broadcast(store: Store, number: int) -> str:
    """Says why something cannot be done with a broadcast, and what can."""
    found = await store.broadcasts.get(number)
    if found is None:
        return f"There is no broadcast {number}: «sunush broadcast list» shows those there are."
    return f"Broadcast {number} is over ({found.state.value}): «sunush broadcast list» shows those that are not."


def do(
    act: Callable[[Store, int], Awaitable[T]],
    explain: Callable[[Store, int], Awaitable[str]] = explain_hearing,
    number: int = 0,
) -> T:
    """Runs one act of the office on the store, given the time in milliseconds UTC; what it refuses raises Refused.

    explain says of the hearing or the broadcast with that number why the act cannot be done.
    """
    from bot.budget.attendance import MOST_PEOPLE, AttendanceUnreadable
    from bot.budget.hearing import LONGEST_AGENDA, InThePast, NothingChanged, NotPossibleNow, PlaceMissing
    from bot.budget.permissions import NotAllowed
    from bot.budget.proposal import TextTooLong
    from bot.language.letters import WordsMissing
    from bot.office.broadcasts.broadcasts import OverAlready
    from bot.office.hearings.hearings import AnnouncedAlready
    from bot.office.years import DayOutOfOrder, Unanswered

    async def work() -> T:
        from bot.app import now, open_install

        async with open_install(read_settings()) as office:
            try:
                return await office.database.write(lambda store: act(store, now()))
            except (NotAllowed, NotPossibleNow, OverAlready) as error:
                raise Refused(await office.database.read(lambda store: explain(store, number))) from error

    try:
        return run(work())
    except AnnouncedAlready as error:
        one = error.hearing
        raise Refused(
            f"Hearing {one.id} is like it: {print_moment(one.terms.starts_at)}, {clean(one.terms.place)}. To announce this "
            "one as well add --sure."
        ) from error
    except InThePast as error:
        raise Refused("The hearing must lie ahead, within two years: give another --date or --time.") from error
    except PlaceMissing as error:
        raise Refused("--place must say where the hearing is.") from error
    except TextTooLong as error:
        which = "The agenda" if error.limit == LONGEST_AGENDA else "The place"
        raise Refused(f"{which} is too long: at most {error.limit} characters fit.") from error
    except WordsMissing as error:
        raise Refused("--table must name a place in words: a board, a page, a site.") from error
    except NothingChanged as error:
        raise Refused("Nothing has changed: give another --date, --time or --place.") from error
    except AttendanceUnreadable as error:
        raise Refused(f"Give --women and --men as they were counted: at most {MOST_PEOPLE} together.") from error
    except Unanswered as error:
        raise refuse_unanswered(error.labels) from error
    except DayOutOfOrder as error:
        raise Refused("The results come after the hearing, and not on a day to come: give another --on.") from error
