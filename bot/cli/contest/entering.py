"""sunush contest new, entries, code, rules: what is judged, by which rules, under which codes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.contest.acting import CONTEST, LANGUAGE, do
from bot.cli.running import Refused, read_bytes, read_day
from bot.language.in_words.counted import write_counted

if TYPE_CHECKING:
    from bot.office.contest.contests import NewEntry
    from storage.contest.contests import Contest, Entry
    from storage.store import Store

_KIND = click.option("--kind", type=click.Choice(["budget", "cso"]), default="budget", show_default=True)
_AIMAKS = click.option("--aimak", "codes", multiple=True, metavar="CODE", help="An aimak of this install; repeatable.")
_ALL = click.option("--all-aimaks", is_flag=True, help="Every aimak of this install.")
_FILE = click.option(
    "--entries", "file", type=click.Path(path_type=Path), metavar="FILE.csv", help="Entries that do not use Sunush."
)


@click.command("new")
@_KIND
@click.option("--year", type=click.IntRange(2000, 2100), required=True, help="The budget year that is judged.")
@_AIMAKS
@_ALL
@_FILE
def contest_new(kind: str, year: int, codes: tuple[str, ...], all_aimaks: bool, file: Path | None) -> None:
    """Begin a contest by the rules in force today, and enter aimaks."""

    async def act(store: Store, at: int) -> tuple[int, int]:
        from bot.budget.contest.rules import Kind
        from bot.budget.workdays import find_day
        from bot.office.contest import contests

        made = await contests.begin(store, kind=Kind(kind), year=year, today=find_day(at), by=None, at=at)
        return made.id, await _enter(store, made, codes, all_aimaks, file, at=at)

    id, n = do(act)
    click.echo(f"contest {id}: {write_counted(n, 'entry', 'entries')}")


@click.command("entries")
@CONTEST
@_AIMAKS
@_ALL
@_FILE
@LANGUAGE
def contest_entries(id: int | None, codes: tuple[str, ...], all_aimaks: bool, file: Path | None, language: str) -> None:
    """Add entries, or list those there are. While it is blind no code stands beside a name."""

    async def act(store: Store, at: int) -> tuple[Contest, list[Entry]]:
        from bot.office.contest import contests

        found = await contests.find_contest(store, id)
        if codes or all_aimaks or file:
            await _enter(store, found, codes, all_aimaks, file, at=at)
        return found, await store.contests.list_entries(found.id)

    found, entries = do(act)
    from bot.chat.texts import Words
    from bot.office.contest.wording import name_entry

    words, shown = Words(language), found.unblinded_at is not None
    named = sorted((name_entry(words, one.about), one.code if shown else None) for one in entries)
    for name, code in named:  # by name: the order says nothing of the codes
        click.echo(f"{code}  {name}" if code else name)
    click.echo(f"contest {found.id}: {write_counted(len(entries), 'entry', 'entries')}")


async def _enter(
    store: Store, contest: Contest, codes: tuple[str, ...], all_aimaks: bool, file: Path | None, *, at: int
) -> int:
    from bot.office.contest import contests

    new = _read_file(file, contest) if file is not None else []
    wanted = [one.code for one in await store.aimaks.list_all()] if all_aimaks else list(codes)
    return await contests.enter(store, id=contest.id, codes=wanted, new=new, by=None, at=at)


def _read_file(file: Path, contest: Contest) -> list[NewEntry]:
    from bot.office.contest.entry_file import COLUMNS, read_entries

    entries, faults = read_entries(read_bytes(file), contest.kind, contest.rules)
    if faults:
        for fault in faults[:30]:
            click.echo(f"{file.name}: {fault}", err=True)
        columns = ", ".join(COLUMNS[contest.kind])
        raise Refused(
            f"Nothing was added: mend what is named above. The columns are {columns}, and proposed_N if known."
        )
    return entries


@click.command("code")
@CONTEST
def contest_code(id: int | None) -> None:
    """Draw a code for each entry. From now on no entry is added, and the jurors mark."""

    async def act(store: Store, at: int) -> list[Entry]:
        from bot.office.contest import contests

        found = await contests.find_contest(store, id)
        return await contests.draw_codes(store, id=found.id, by=None, at=at)

    for entry in do(act):
        click.echo(str(entry.code))


@click.command("rules")
@_KIND
@click.option("--read", "file", type=click.Path(path_type=Path), metavar="FILE.json", help="Rules to put in force.")
@click.option("--from", "since", metavar="DATE", help="From which day they hold, as in 2027-01-01; default: today.")
def contest_rules(kind: str, file: Path | None, since: str | None) -> None:
    """Print the rules in force as JSON, or put changed ones in force. A contest that has begun keeps its own."""
    from bot.budget.contest.rules import Kind, RulesWrong, read_rules

    day = read_day(since) if since is not None else None
    try:
        rules = read_rules(read_bytes(file).decode()) if file is not None else None
    except RulesWrong as error:
        raise Refused(f"{file}: {error}. Nothing was changed.") from error
    except UnicodeDecodeError as error:
        raise Refused(f"{file} is not UTF-8: save it anew so.") from error

    async def act(store: Store, at: int) -> str:
        from bot.budget.workdays import find_day
        from bot.office.contest import contests

        of = day or find_day(at)
        if rules is not None:
            await contests.set_rules(store, kind=Kind(kind), rules=rules, valid_from=of, by=None, at=at)
        return (await contests.read_rules_on(store, Kind(kind), of)).write()

    click.echo(do(act))
