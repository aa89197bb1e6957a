"""What the commands of a contest share: one act on an opened install, its refusals in one line each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

import click

from bot.cli.running import Number, Refused, do_act
from bot.language.kyrgyz import clean, put_in_quotes

if TYPE_CHECKING:
    from storage.store import Store

T = TypeVar("T")

CONTEST = click.option("--contest", "id", type=Number(1, 2**62), metavar="ID", help="Default: the newest.")
LANGUAGE = click.option("--language", type=click.Choice(["ky", "ru"]), default="ky", show_default=True)


def do(act: Callable[[Store, int], Awaitable[T]], *, writes: bool = True) -> T:
    """Does an act with the store and the time (ms UTC). Raises Refused."""
    from bot.office.contest import contests, outcome

    said = _list_sentences()
    try:
        return do_act(act, writes=writes)
    except outcome.MarksMissing as error:
        missing = ", ".join(f"seat {one}: {n}" for one, n in error.missing.items() if n) or "none"
        raise Refused(
            f"{error.seated} of {error.wanted} jurors sit there; missing marks: {missing}. «--with-gaps» closes all the same."
        ) from error
    except contests.EnteredAlready as error:
        raise Refused(f"{put_in_quotes(clean(str(error)))} is in the contest already: nothing was added.") from error
    except contests.NotForContest as error:
        raise Refused(
            f"{put_in_quotes(clean(str(error)))} is no aimak that can enter: «sunush aimak list» shows those there are."
        ) from error
    except tuple(said) as error:
        raise Refused(said[type(error)]) from error


def _list_sentences() -> dict[type[Exception], str]:
    from bot.budget.contest.marks import MarkOutside
    from bot.office.contest import contests, judging, outcome

    return {
        contests.NoContest: "There is no such contest: «sunush contest new» begins one.",
        contests.AlreadyDone: "The contest has come past that: its codes are drawn, or it is closed.",
        contests.NoEntries: "The contest has no entries: «sunush contest entries» adds them.",
        judging.NotYet: "The codes are not drawn yet: «sunush contest code» draws them.",
        judging.Closed: "The contest is closed: no mark changes any more.",
        judging.MarksAreIn: "All marks are in: only where jurors are far apart may a mark still change.",
        judging.ConflictOfInterest: "This juror has to do with an entry's aimak, or reads names here: they mark nothing.",
        judging.NoSeat: "The commission is full: as many jurors as the rules want sit there.",
        judging.UnknownCode: "No entry has that code, or there is no such criterion.",
        MarkOutside: "A mark is outside the scale.",
        outcome.NotClosed: "The contest is not closed: «sunush contest rank --close» closes it.",
    }
