"""sunush contest marks: how far each juror is, and one juror's spreadsheet, out and in."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.contest.acting import CONTEST, LANGUAGE, do
from bot.cli.hearing_acts import check_new_file
from bot.cli.running import Refused, read_bytes, run, write_bytes
from bot.language.in_words.counted import write_counted

if TYPE_CHECKING:
    from bot.office.contest.judging import OwnSheet
    from bot.office.contest.outcome import Outcome
    from storage.people import Person
    from storage.store import Store


@click.command("marks")
@CONTEST
@click.option("--juror", "member", type=click.IntRange(1, 2**62), metavar="ID", help="As «sunush team list» shows it.")
@click.option(
    "--output", type=click.Path(path_type=Path), metavar="FILE.xlsx", help="A new file for the juror to fill."
)
@click.option("--read", "file", type=click.Path(path_type=Path), metavar="FILE.xlsx", help="The juror's filled file.")
@LANGUAGE
def contest_marks(id: int | None, member: int | None, output: Path | None, file: Path | None, language: str) -> None:
    """Say how many marks each juror has still to give, or take one juror's spreadsheet out or in."""
    if member is None:
        if output is not None or file is not None:
            raise Refused("Say whose marks: --juror ID, as «sunush team list» shows it.")
        _print_missing(id)
        return
    if output is None and file is None:
        raise Refused("Say what to do: --output FILE.xlsx writes the juror's spreadsheet, --read FILE.xlsx reads it.")
    if output is not None:
        check_new_file(output, ".xlsx")
        from bot.export.contest.mark_sheet import write_mark_sheet

        own = do(lambda store, at: _read_own(store, member, id, at))
        write_bytes(output, write_mark_sheet(own, language=language))
        click.echo(f"{output}: {write_counted(len(own.entries), 'row')}")
    if file is not None:
        _take(file, member, id, language)


def _print_missing(id: int | None) -> None:
    from bot.budget.permissions import Role
    from bot.office.contest.outcome import read_outcome

    async def read(store: Store, _at: int) -> tuple[Outcome, dict[int, int]]:
        members = await store.roles.list_members(None)
        return await read_outcome(store, id=id, by=None), {
            one.person_id: one.id for one in members if one.role is Role.JUROR
        }

    found, ids = do(read, writes=False)
    for one in found.jurors:
        who = f"juror {ids[one.person_id]}" if one.person_id in ids else "a juror no more"
        click.echo(f"{who} (seat {one.number}): {write_counted(found.missing[one.number], 'mark')} to give")
    click.echo(f"{len(found.jurors)} of {found.contest.rules.jurors} jurors sit in the commission")


def _take(file: Path, member: int, id: int | None, language: str) -> None:
    from bot.chat.texts import Words
    from bot.delivery.files.sheets import SheetRefused, read_cells
    from bot.office.contest import mark_file
    from bot.office.contest.judging import put_marks
    from bot.office.sheets.wording import say_refused

    words = Words(language)
    own = do(lambda store, at: _read_own(store, member, id, at))
    try:
        with tempfile.NamedTemporaryFile(prefix="sunush-", suffix=".xlsx") as copy:
            Path(copy.name).write_bytes(read_bytes(file))
            cells = run(read_cells(Path(copy.name), mark_file.list_headings(own.rules)))
    except SheetRefused as refused:
        raise Refused(say_refused(words, str(refused))) from refused
    read = mark_file.read_mark_file(cells, contest_id=own.contest.id, seat=own.juror.number, rules=own.rules)
    if read.faults:
        raise Refused(mark_file.say_faults(words, read.faults, own.rules))

    async def act(store: Store, at: int) -> int:
        return await put_marks(store, given=read.given, by=await _find_person(store, member), at=at, id=own.contest.id)

    changed = do(act)
    click.echo(f"{write_counted(len(read.given), 'mark')} read, {changed} new or changed")


async def _read_own(store: Store, member: int, id: int | None, at: int) -> OwnSheet:
    from bot.office.contest.judging import read_own

    return await read_own(store, by=await _find_person(store, member), at=at, id=id)


async def _find_person(store: Store, member: int) -> Person:
    from bot.budget.permissions import Role

    found = await store.roles.find_member(member)
    if found is None or found.role is not Role.JUROR:
        raise Refused(f"{member} is no juror: «sunush team list» shows who is one.")
    box = await store.people.find_mailbox(found.person_id)
    person = await store.people.find_by_peer(box.peer_id) if box is not None else None
    if person is None:
        raise Refused("The juror must have written to the bot once.")
    return person
