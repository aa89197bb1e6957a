"""sunush poll: a priorities poll opened, its ballots of paper entered, its result told and read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from bot.cli.running import Refused, do_act, find_aimak, read_bytes

if TYPE_CHECKING:
    from storage.aimaks import Aimak
    from storage.store import Store

T = TypeVar("T")
AIMAK = click.option("--aimak", "code", metavar="CODE", required=True, help="Whose poll.")


@click.group()
def poll() -> None:
    """A priorities poll: residents pick three of up to twelve choices, once a person."""


def _do(code: str, act: Callable[[Store, Aimak, int], Awaitable[T]]) -> T:
    from bot.budget.polls.ballots import LEAST_CHOICES, MOST_CHOICES, BallotUnreadable, PollUnreadable
    from bot.office.polls import polls

    async def inside(store: Store, at: int) -> T:
        return await act(store, await find_aimak(store, code), at)

    try:
        return do_act(inside)
    except PollUnreadable as error:
        raise Refused(
            f"The file needs a title in its first line, and {LEAST_CHOICES} to {MOST_CHOICES} different choices below it."
        ) from error
    except BallotUnreadable as error:
        raise Refused(f"Ballot {error.number} is not one to three numbers of the list: nothing was entered.") from error
    except polls.ClosingOutOfRange as error:
        raise Refused("--until must be today or within three months.") from error
    except polls.PollOpen as error:
        raise Refused("The earlier poll is not over: «sunush poll end» tells its result.") from error
    except polls.PollClosed as error:
        raise Refused("The result is told already: it takes no ballot any more.") from error
    except polls.NoPoll as error:
        raise Refused("There is no poll: «sunush poll open» opens one.") from error


async def _find_id(store: Store, aimak: Aimak) -> int:
    from bot.office.polls import polls

    newest = await polls.find_newest(store, aimak_id=aimak.id, by=None)
    if newest is None:
        raise polls.NoPoll
    return newest.id


@poll.command("open")
@AIMAK
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The last day to vote.")
@click.option("--year", type=click.IntRange(2000, 2100), help="Default: the budget year that runs.")
@click.option("--tell", is_flag=True, help="Announce it to those who follow notices.")
@click.argument("file", type=click.Path(path_type=Path))
def poll_open(*, code: str, until: datetime, year: int | None, tell: bool, file: Path) -> None:
    """Open a poll from a text file: the title in the first line, a choice in each line below."""
    try:
        text = read_bytes(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(f"{file} is no text in UTF-8.") from error

    async def act(store: Store, aimak: Aimak, at: int) -> int:
        from bot.budget.workdays import start_of
        from bot.office import years
        from bot.office.polls import announcing, polls

        id = await polls.open_poll(
            store, aimak_id=aimak.id, year=year or years.find_current_year(aimak, at=at), text=text,
            closes_at=start_of(until.date()) + polls.DAY, by=None, at=at,
        )  # fmt: skip
        if tell:
            await announcing.announce(store, id=id, by=None, at=at)
        return id

    id = _do(code, act)
    click.echo(f"{code}: poll {id} is open until {until:%Y-%m-%d}; the payload of its link is p_{id}")


@poll.command("paper")
@AIMAK
@click.argument("ballots")
def poll_paper(code: str, ballots: str) -> None:
    """Enter ballots of paper, such as "1 4 7; 2 3 5", all or none."""

    async def act(store: Store, aimak: Aimak, at: int) -> int:
        from bot.office.polls import polls

        return await polls.enter_paper(store, id=await _find_id(store, aimak), text=ballots, by=None, at=at)

    click.echo(f"ballots entered  {_do(code, act)}")


@poll.command("end")
@AIMAK
def poll_end(code: str) -> None:
    """End the poll, tell the result to all who voted, and print it."""

    async def act(store: Store, aimak: Aimak, at: int) -> str:
        from bot.chat.texts import Words
        from bot.office.polls import polls

        result = await polls.tell_result(store, id=await _find_id(store, aimak), by=None, at=at)
        return polls.say_result(Words("ky"), result)

    click.echo(_do(code, act))


@poll.command("show")
@AIMAK
@click.option("--language", type=click.Choice(["ky", "ru"]), default="ky", show_default=True)
def poll_show(code: str, language: str) -> None:
    """Print the newest poll: its choices while it is not told, then its result."""

    async def act(store: Store, aimak: Aimak, at: int) -> str:
        from bot.chat.texts import Words
        from bot.office.polls import polls

        newest = await polls.find_newest(store, aimak_id=aimak.id, by=None)
        if newest is None:
            raise polls.NoPoll
        if newest.told_at is not None:
            return polls.say_result(Words(language), await polls.read_result(store, id=newest.id, at=at))
        lines = [f"{number}. {text}" for number, text in await polls.list_choices(store, id=newest.id)]
        until = f"{datetime.fromtimestamp(newest.closes_at / 1000, UTC):%Y-%m-%d %H:%M} UTC"
        return "\n".join([newest.title, *lines, f"open until {until}; no count is shown before the result is told"])

    click.echo(_do(code, act))
