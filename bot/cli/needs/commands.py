"""sunush needs: focus groups and meetings entered, from a file or one by one, listed, taken out."""

from __future__ import annotations

import tempfile
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from bot.budget.needs.meetings import Category, Kind
from bot.cli.hearing_acts import check_new_file
from bot.cli.running import Number, Refused, do_act, find_aimak, read_bytes, run, write_bytes
from bot.language.kyrgyz import put_in_quotes

if TYPE_CHECKING:
    from bot.office.needs.meetings import Entered
    from storage.aimaks import Aimak
    from storage.store import Store

T = TypeVar("T")
AIMAK = click.option("--aimak", "code", metavar="CODE", required=True, help="Whose needs.")
YEAR = click.option("--year", type=click.IntRange(2000, 2100), help="Default: the budget year that runs.")
LANGUAGE = click.option("--language", type=click.Choice(["ky", "ru"]), default="ky", show_default=True)
OUTPUT = click.argument("output", type=click.Path(path_type=Path), metavar="FILE")


@click.group()
def needs() -> None:
    """Focus groups of a needs study (ЖМБА) and meetings: the problems that they named, as priorities."""


def _do(code: str, year: int | None, act: Callable[[Store, Aimak, int, int], Awaitable[T]]) -> T:
    from bot.budget.needs.meetings import MOST_PROBLEMS, FactsUnreadable, ProblemsUnreadable
    from bot.budget.permissions import NotAllowed
    from bot.office.needs.meetings import TooManyMeetings
    from bot.office.plan.priorities import TooManyPriorities

    async def inside(store: Store, at: int) -> T:
        from bot.office.years import find_current_year

        aimak = await find_aimak(store, code)
        return await act(store, aimak, year or find_current_year(aimak, at=at), at)

    try:
        return do_act(inside)
    except FactsUnreadable as error:
        raise Refused(f"--{_OPTIONS[error.why]} cannot be: held within ten years, women among the people.") from error
    except ProblemsUnreadable as error:
        raise Refused(f"Name 1 to {MOST_PROBLEMS} different problems, each in words: --problem TEXT.") from error
    except (TooManyPriorities, TooManyMeetings) as error:
        raise Refused("Nothing was entered: a year has 200 priorities and 1000 meetings at most.") from error
    except NotAllowed as error:
        raise Refused("There is no such meeting: «sunush needs list» shows them.") from error


_OPTIONS = {"day": "on", "people": "people", "women": "women", "place": "place"}


@needs.command("add")
@AIMAK
@YEAR
@click.option("--kind", type=click.Choice([one.value for one in Kind]), required=True)
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The day it was held.")
@click.option("--village", metavar="NAME")
@click.option(
    "--group",
    "category",
    type=click.Choice([one.value for one in Category]),
    help="Whom a focus group brought together.",
)
@click.option("--place", default="")
@click.option("--people", type=Number(1, 100_000), metavar="N")
@click.option("--women", type=Number(0, 100_000), metavar="N")
@click.option("--problem", "problems", multiple=True, metavar="TEXT", help="The first has the first rank.")
def needs_add(
    *, code: str, year: int | None, kind: str, day: datetime, village: str | None, category: str | None, place: str,
    people: int | None, women: int | None, problems: tuple[str, ...],
) -> None:  # fmt: skip
    """Enter a focus group or a meeting. The same kind, village, group and day are corrected."""
    from bot.budget.needs.meetings import IN_VILLAGE, Facts, Meeting, check_problems
    from bot.language.kyrgyz import fold

    if (category is None) is (kind == Kind.FOCUS):
        raise Refused("--group goes with a focus group, and with nothing else.")
    if village is None and kind in IN_VILLAGE:
        raise Refused("--village NAME says which village it was.")

    async def act(store: Store, aimak: Aimak, of: int, at: int) -> Entered:
        from bot.office.needs.meetings import put_meetings

        known = {
            fold(said): one.id for one in await store.aimaks.list_villages(aimak.id) for said in one.names.values()
        }
        village_id = known.get(fold(village)) if village else None
        if village and village_id is None:
            raise Refused(f"There is no village {put_in_quotes(village)} in {code}.")
        facts = Facts(day.date(), " ".join(place.split()), people, women)
        meeting = Meeting(
            Kind(kind), facts, check_problems(problems), village_id, Category(category) if category else None
        )
        return await put_meetings(store, aimak_id=aimak.id, year=of, meetings=[meeting], by=None, at=at)

    _print(_do(code, year, act))


def _print(done: Entered) -> None:
    click.echo(f"new {done.new}, changed {done.changed}, the same {done.same}")


@needs.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.xlsx")
@AIMAK
@YEAR
@LANGUAGE
def needs_import(file: Path, code: str, year: int | None, language: str) -> None:
    """Take a filled spreadsheet of «sunush needs export», whole or not at all."""
    from bot.chat.texts import Words
    from bot.delivery.files.sheets import SheetRefused, read_cells
    from bot.office.needs import needs_file
    from bot.office.sheets.wording import say_refused

    words = Words(language)
    try:
        with tempfile.NamedTemporaryFile(prefix="sunush-", suffix=".xlsx") as copy:
            Path(copy.name).write_bytes(read_bytes(file))
            cells = run(read_cells(Path(copy.name), needs_file.list_headings()))
    except SheetRefused as refused:
        raise Refused(say_refused(words, str(refused))) from refused

    async def act(store: Store, aimak: Aimak, of: int, at: int) -> Entered:
        from bot.budget.workdays import find_day
        from bot.office.needs.meetings import put_meetings

        villages = await store.aimaks.list_villages(aimak.id)
        read, faults = needs_file.read_needs_file(cells, villages=villages, today=find_day(at))
        if faults:
            click.echo(needs_file.say_faults(words, faults), err=True)
            raise Refused(f"{file}: nothing was taken: mend the {len(faults)} named above.")
        return await put_meetings(store, aimak_id=aimak.id, year=of, meetings=read, by=None, at=at)

    _print(_do(code, year, act))


@needs.command("list")
@AIMAK
@YEAR
@LANGUAGE
def needs_list(code: str, year: int | None, language: str) -> None:
    """Print what came out, and each focus group and meeting with its number."""

    async def act(store: Store, aimak: Aimak, of: int, at: int) -> list[str]:
        from bot.chat.texts import Words
        from bot.office.needs.meetings import list_meetings
        from bot.office.needs.words import name_meeting, say_needs

        words = Words(language)
        found = await list_meetings(store, aimak_id=aimak.id, year=of, by=None)
        named = {one.id: one.name(language) for one in await store.aimaks.list_villages(aimak.id)}
        lines = [f"{one.id}  {name_meeting(words, one, named.get(one.meeting.village_id or 0, ''))}" for one in found]
        return [say_needs(words, of, found), *lines]

    click.echo("\n".join(_do(code, year, act)))


@needs.command("remove")
@click.argument("id", type=Number(1, 2**62))
@AIMAK
def needs_remove(id: int, code: str) -> None:
    """Remove a focus group or meeting by its number: its priorities stand no more."""

    async def act(store: Store, aimak: Aimak, _of: int, at: int) -> None:
        from bot.budget.permissions import Act, NotAllowed
        from bot.office.needs.meetings import find_meeting, remove_meeting

        if (await find_meeting(store, id=id, by=None)).aimak_id != aimak.id:
            raise NotAllowed(Act.NEEDS)
        await remove_meeting(store, id=id, by=None, at=at)

    _do(code, None, act)
    click.echo(f"removed {id}")


@needs.command("export")
@OUTPUT
@AIMAK
@YEAR
@LANGUAGE
def needs_export(output: Path, code: str, year: int | None, language: str) -> None:
    """Write the spreadsheet (FILE.xlsx): what is entered, rows to fill, what came out."""
    check_new_file(output, ".xlsx")

    async def act(store: Store, aimak: Aimak, of: int, at: int) -> bytes:
        from bot.export.needs.files import make_sheet

        return await make_sheet(store, aimak_id=aimak.id, year=of, language=language, at=at)

    write_bytes(output, _do(code, year, act))
    click.echo(f"{output} is written")


@needs.command("chart")
@OUTPUT
@AIMAK
@YEAR
@LANGUAGE
def needs_chart(output: Path, code: str, year: int | None, language: str) -> None:
    """Draw the problems that were named most often (FILE.png)."""
    check_new_file(output, ".png")

    async def act(store: Store, aimak: Aimak, of: int, at: int) -> bytes | None:
        from bot.export.needs.files import make_chart

        return await make_chart(store, aimak_id=aimak.id, year=of, language=language, at=at)

    made = _do(code, year, act)
    if made is None:
        raise Refused("No focus group and no meeting is entered yet: «sunush needs add», «sunush needs import».")
    write_bytes(output, made)
    click.echo(f"{output} is written")
