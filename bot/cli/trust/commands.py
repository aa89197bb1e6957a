"""sunush survey: a trust survey opened, closed, its own shares printed and written."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from bot.cli.hearing_acts import check_new_file
from bot.cli.running import Refused, do_act, find_aimak, write_bytes

if TYPE_CHECKING:
    from storage.aimaks import Aimak
    from storage.store import Store
    from storage.trust.surveys import Survey

T = TypeVar("T")
AIMAK = click.option("--aimak", "code", metavar="CODE", required=True, help="Whose survey.")
LANGUAGE = click.option("--language", type=click.Choice(["ky", "ru"]), default="ky", show_default=True)


@click.group()
def survey() -> None:
    """A trust survey: three questions, unnamed, one answer a person."""


def _do(code: str, act: Callable[[Store, Aimak, int], Awaitable[T]]) -> T:
    from bot.office.trust import surveys

    async def inside(store: Store, at: int) -> T:
        return await act(store, await find_aimak(store, code), at)

    try:
        return do_act(inside)
    except surveys.LastDayOutOfRange as error:
        raise Refused("--until must be today or within three months.") from error
    except surveys.SurveyOpen as error:
        raise Refused(
            "The survey is not over, and nobody reads a count before: «sunush survey close» ends it."
        ) from error
    except surveys.NoSurvey as error:
        raise Refused("There is no survey: «sunush survey open» opens one.") from error


async def _find(store: Store, aimak: Aimak) -> Survey:
    from bot.office.trust import surveys

    newest = await surveys.find_of_office(store, aimak_id=aimak.id, by=None)
    if newest is None:
        raise surveys.NoSurvey
    return newest


@survey.command("open")
@AIMAK
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The last day to answer.")
@click.option("--year", type=click.IntRange(2000, 2100), help="Default: the budget year that runs.")
def survey_open(code: str, until: datetime, year: int | None) -> None:
    """Open a survey: it stands in the menu of residents, and nobody is written to."""

    async def act(store: Store, aimak: Aimak, at: int) -> int:
        from bot.budget.workdays import start_of
        from bot.office import years
        from bot.office.trust import surveys

        return await surveys.open_survey(
            store, aimak_id=aimak.id, year=year or years.find_current_year(aimak, at=at),
            closes_at=start_of(until.date()) + surveys.DAY, by=None, at=at,
        )  # fmt: skip

    id = _do(code, act)
    click.echo(f"{code}: survey {id} is open until {until:%Y-%m-%d}")


@survey.command("close")
@AIMAK
@LANGUAGE
def survey_close(code: str, language: str) -> None:
    """End the survey and print its shares."""

    async def act(store: Store, aimak: Aimak, at: int) -> str:
        from bot.chat.texts import Words
        from bot.office.trust import surveys
        from bot.office.trust.words import say_result

        newest = await _find(store, aimak)
        return say_result(Words(language), await surveys.close_survey(store, id=newest.id, by=None, at=at))

    click.echo(_do(code, act))


@survey.command("show")
@AIMAK
@LANGUAGE
def survey_show(code: str, language: str) -> None:
    """Print the newest survey: its last day while it is open, then its shares."""

    async def act(store: Store, aimak: Aimak, at: int) -> str:
        from bot.chat.texts import Words
        from bot.office.trust import surveys
        from bot.office.trust.words import say_result

        newest = await _find(store, aimak)
        if newest.closed_at is not None:
            return say_result(Words(language), await surveys.read_result(store, id=newest.id))
        until = f"{datetime.fromtimestamp(newest.closes_at / 1000, UTC):%Y-%m-%d %H:%M} UTC"
        open_or_not = "open" if surveys.is_open(newest, at=at) else "not closed yet; it was open"
        return f"survey {newest.id} is {open_or_not} until {until}; no count is shown before it is closed"

    click.echo(_do(code, act))


@survey.command("export")
@click.argument("output", type=click.Path(path_type=Path), metavar="FILE.xlsx|FILE.png")
@AIMAK
@LANGUAGE
def survey_export(output: Path, code: str, language: str) -> None:
    """Write the shares of the newest survey as a spreadsheet, or draw them."""
    check_new_file(output, ".png" if output.suffix.lower() == ".png" else ".xlsx")

    async def act(store: Store, aimak: Aimak, _at: int) -> bytes:
        from bot.export.trust.files import make_chart, make_sheet

        id = (await _find(store, aimak)).id
        if output.suffix.lower() == ".png":
            return await make_chart(store, id=id, language=language)
        return await make_sheet(store, id=id)

    write_bytes(output, _do(code, act))
    click.echo(f"{output} is written")
