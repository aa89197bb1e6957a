"""sunush aimak: the ayil aimaks of an install."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.running import NO_AIMAK, NO_WAY, Refused, do_act, find_aimak, read_bytes, read_day, read_settings, run

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import TypeVar

    from bot.export.posters.facts import Way
    from bot.install.office import Office
    from bot.office.together.merging import Merged
    from storage.aimaks import Aimak
    from storage.store import Store
    from storage.together.merging import Moving

    T = TypeVar("T")


@click.group()
def aimak() -> None:
    """Ayil aimaks: add one, import a file, merge two, list them."""


@aimak.command("add")
@click.argument("code")
@click.option("--aimak-ky", required=True, metavar="NAME", help="The aimak's name in Kyrgyz.")
@click.option("--aimak-ru", required=True, metavar="NAME", help="The aimak's name in Russian.")
@click.option("--rayon-ky", required=True, metavar="NAME")
@click.option("--rayon-ru", required=True, metavar="NAME")
@click.option("--oblast-ky", required=True, metavar="NAME")
@click.option("--oblast-ru", required=True, metavar="NAME")
@click.option("--phone", default="", help="The telephone residents are told.")
@click.option("--village", "villages", multiple=True, metavar="KY/RU", help="A village in both languages; repeatable.")
def aimak_add(code: str, villages: tuple[str, ...], **names: str) -> None:
    """Add one ayil aimak under CODE (2 to 16 letters a-z and digits)."""
    from bot.office.aimaks import AimakRefused, add_aimak, make_new_aimak

    pairs = [village.split("/") for village in villages]
    if any(len(pair) != 2 or not all(part.strip() for part in pair) for pair in pairs):
        raise Refused("--village must name a village in both languages, as in --village Жар-Ооз/Жар-Ооз.")
    row = {"code": code, **names}
    row["villages_ky"], row["villages_ru"] = ("|".join(pair[i].strip() for pair in pairs) for i in (0, 1))

    async def act(store: Store, _at: int) -> None:
        await add_aimak(store, new=make_new_aimak(row))

    try:
        do_act(act)
    except AimakRefused as error:
        raise Refused(f"{error}.") from error
    click.echo(f"{code}: added. Residents come in by the link payload a_{code}")


@aimak.command("import")
@click.argument("file", type=click.Path(path_type=Path))
def aimak_import(file: Path) -> None:
    """Import aimaks from a CSV FILE (UTF-8; several villages in one cell are divided by |). All of it, or nothing."""
    from bot.office.aimaks import COLUMNS, Imported, import_aimaks, read_aimaks

    try:
        new, bad = read_aimaks(read_bytes(file))
    except csv.Error as error:
        raise Refused(f"{file.name} cannot be read ({error}): save it anew as «CSV UTF-8».") from error
    if bad:
        for line in bad:
            click.echo(f"{file.name}: {line}", err=True)
        raise Refused(f"Nothing was imported: mend the lines named above. The columns are {', '.join(COLUMNS)}.")

    async def act(store: Store, _at: int) -> Imported:
        return await import_aimaks(store, new=new)

    done = do_act(act)
    click.echo(f"{done.added} added, {done.renewed} renewed")


@aimak.command("merge")
@click.argument("code", metavar="A")
@click.argument("into_code", metavar="B")
@click.option(
    "--on",
    "on_text",
    required=True,
    metavar="DATE",
    help="The first day of the merged aimak, today or before: 2026-11-23.",
)
@click.option("--yes", is_flag=True, help="Ask nothing.")
def aimak_merge(code: str, into_code: str, on_text: str, yes: bool) -> None:
    """Make aimak A a part of aimak B: people, open proposals, staff, groups and links move. Only a copy can undo it."""
    on = read_day(on_text)

    async def work(act: Callable[[Office], Awaitable[T]]) -> T:
        from bot.app import open_install

        async with open_install(read_settings()) as office:
            return await act(office)

    async def plan(office: Office) -> tuple[Aimak, Aimak, Moving]:
        from bot.app import now
        from bot.office.together import merging

        async def read(store: Store) -> tuple[Aimak, Aimak, Moving]:
            aimak, into = await find_aimak(store, code), await find_aimak(store, into_code)
            return aimak, into, await merging.plan(store, aimak=aimak, into=into, on=on, at=now())

        return await office.database.read(read)

    async def merge(office: Office) -> Merged:
        from bot.app import now
        from bot.office.together import merging

        return await office.database.write(lambda store: merging.merge(store, aimak=aimak, into=into, on=on, at=now()))

    from bot.office.together.merging import CannotMerge, DayToCome

    cannot = Refused(f"{code} cannot become a part of {into_code}: name two aimaks that are not merged yet.")
    try:
        aimak, into, moving = run(work(plan))
    except CannotMerge as error:
        raise cannot from error
    except DayToCome as error:
        raise Refused(
            f"{on} is a day to come, and a merger is done at once: run this on that day, or give --on {error.today}."
        ) from error
    names = [f"{one.code} ({' / '.join(one.names.values())})" for one in (aimak, into)]
    click.echo(f"{names[0]} becomes a part of {names[1]} on {on}.")
    click.echo(
        f"Moves: people {moving.people}, open proposals {moving.proposals}, roles {moving.staff}, invites {moving.invites}, "
        f"groups {moving.groups}, hearings ahead {moving.hearings}, villages {moving.villages}."
    )
    click.echo(f"Stays in the log of {aimak.code}, answered by {into.code}: proposals {moving.stay}.")
    click.echo(f"Links and QR codes with a_{aimak.code} lead to {into.code}. Numbers that were told stay.")
    if not yes and not _is_agreed("Only a copy put back («sunush db backup» makes one) undoes it. Merge now?"):
        raise Refused("Nothing was changed. To merge, answer y, or add --yes.")
    try:
        done = run(work(merge))
    except CannotMerge as error:
        raise cannot from error
    click.echo(f"Merged. People told: {done.told}.")


def _is_agreed(question: str) -> bool:
    try:
        return click.confirm(question)
    except click.Abort:  # nobody is there to answer
        click.echo()
        return False


@aimak.command("practice")
@click.argument("code")
@click.option("--empty", "act", flag_value="empty", help="Begin it anew: people and staff stay, all else is gone.")
@click.option("--remove", "act", flag_value="remove", help="Remove it: its people are residents of CODE again.")
@click.option("--yes", is_flag=True, help="Ask nothing.")
def aimak_practice(code: str, act: str | None, yes: bool) -> None:
    """Make an aimak for training beside CODE: everything works there, and nothing counts."""
    if act is not None and not yes and not _is_agreed(f"All that was written there goes. {act.capitalize()} it now?"):
        raise Refused("Nothing was changed. To go on, answer y, or add --yes.")

    async def work() -> Aimak | None:
        from bot.app import now, open_install
        from bot.office.together import practice

        async with open_install(read_settings()) as office:

            async def write(store: Store) -> Aimak | None:
                beside = await find_aimak(store, code)
                chosen = {"empty": practice.empty, "remove": practice.remove}.get(act or "", practice.make)
                return await chosen(store, beside=beside, at=now())

            return await office.database.write(write)

    from bot.office.together.practice import NoPractice

    try:
        made = run(work())
    except NoPractice as error:
        raise Refused(f"{error}.") from error
    if made is None:
        click.echo(f"The practice aimak beside {code} is removed.")
        return
    click.echo(f"{made.code}: practice beside {code}; nothing in it counts.")
    click.echo(
        f"Staff come in by «sunush invite --role staff --aimak {made.code}», residents by the link payload a_{made.code}"
    )


@aimak.command("links")
@click.argument("code")
def aimak_links(code: str) -> None:
    """Print the links of aimak CODE, one a messenger and the web chat: for groups, sites and signs."""

    async def work() -> tuple[Aimak, tuple[Way, ...]]:
        from bot.app import open_install
        from bot.export.posters.facts import list_ways

        async def read(store: Store) -> tuple[Aimak, tuple[Way, ...]]:
            found = await store.aimaks.settle((await find_aimak(store, code)).id)
            return found, await list_ways(store, found)

        async with open_install(read_settings()) as office:
            return await office.database.read(read)

    found, ways = run(work())
    if not ways:
        raise Refused(NO_WAY.format(code=found.code))
    for way in ways:
        click.echo(f"{way.messenger:<10}{way.link}")


@aimak.command("list")
def aimak_list() -> None:
    """List the aimaks: code, name, rayon, oblast, telephone, and whether nobody of the office is in the bot."""

    async def work() -> tuple[list[Aimak], set[int]]:
        from bot.app import open_install

        async with open_install(read_settings()) as office:
            staffed = await office.database.read(lambda store: store.roles.list_with_office())
            return await office.database.read(lambda store: store.aimaks.list_all(practice=True)), staffed

    found, staffed = run(work())
    for one in found:
        into = next((other.code for other in found if other.id == one.merged_into_id), None)
        staff = f"  (part of {into})" if into else "" if one.id in staffed else "  (no staff)"
        if one.code.startswith("-"):  # a practice aimak that was emptied or removed
            continue
        kind = "  (practice)" if one.practice_of_id else "  (sample)" if one.sample else ""
        names = " / ".join(one.names.values())
        click.echo(f"{one.code:16}  {names}  {one.rayon('ky')}  {one.oblast('ky')}  {one.phone or '-'}{kind}{staff}")
    if not found:
        click.echo(NO_AIMAK, err=True)
