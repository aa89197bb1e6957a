"""sunush export answers and sunush import answers: a spreadsheet of open proposals, filled in with answers and read again."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.running import Refused, find_aimak, read_settings, run
from bot.language.in_words.counted import write_counted

if TYPE_CHECKING:
    from bot.office.sheets.checked import CheckedSheet
    from bot.office.sheets.rows import ReadSheet
    from bot.office.sheets.sheets import Done
    from storage.people import Person
    from storage.store import Store

_LANGUAGE = click.option(
    "--language", type=click.Choice(["ky", "ru"]), default="ky", show_default=True, help="Of what is written."
)
_AT_ONCE = 20  # rows that are kept or sent in one transaction


@click.command("answers")
@click.option("--aimak", "code", metavar="CODE", required=True, help="Whose open proposals.")
@_LANGUAGE
@click.option("--output", type=click.Path(path_type=Path), required=True, metavar="FILE.xlsx", help="A new file.")
def export_answers(code: str, language: str, output: Path) -> None:
    """Write an office's open proposals to FILE.xlsx, to be answered there: «sunush import answers» reads it again."""
    from bot.export.spreadsheet import ExportRefused

    async def work() -> int:
        from bot.app import now, open_install
        from bot.budget.permissions import Act
        from bot.export.office.answer_sheet import write_sheet
        from bot.office.sheets.sheets import list_open
        from bot.office.staff import record

        async with open_install(read_settings()) as office:
            aimak_id = (await office.database.read(lambda store: find_aimak(store, code))).id
            found = await office.database.read(lambda store: list_open(store, aimak_id=aimak_id, by=None))
            written = await write_sheet(found, path=output, language=language)
            await office.database.write(
                lambda store: record(store, Act.EXPORT, by=None, aimak_id=aimak_id, at=now(), what="answers")
            )
            return written

    try:
        written = run(work())
    except ExportRefused as error:
        raise Refused(str(error)) from error
    click.echo(f"{output}: {write_counted(written, 'row')}")


@click.group("import")
def import_group() -> None:
    """Read a filled file in."""


@import_group.command("answers")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.xlsx")
@click.option("--by", "member", type=click.IntRange(1, 2**62), metavar="ID", help="Who answers: «sunush team list».")
@click.option("--send", is_flag=True, help="Send the answers; without it they are kept.")
@click.option("--dry-run", is_flag=True, help="Only say what would be kept or sent.")
@_LANGUAGE
def import_answers(file: Path, member: int | None, send: bool, dry_run: bool, language: str) -> None:
    """Keep the answers of a spreadsheet that «sunush export answers» wrote, or send them."""
    from bot.chat.texts import Words
    from bot.office.sheets import wording

    words = Words(language)
    if not file.is_file():
        raise Refused(f"There is no file {file}: name the filled spreadsheet.")

    async def work() -> tuple[CheckedSheet, Done | None, int]:
        from bot.app import now, open_install
        from bot.delivery.files.sheets import SheetRefused, read_file
        from bot.office.sheets import sheets, waiting
        from bot.office.sheets.checked import CheckedSheet

        try:
            read = await read_file(file)
        except SheetRefused as refused:
            raise Refused(wording.say_refused(words, str(refused))) from refused
        if read.faults and not read.rows:
            return CheckedSheet((), read.empty, read.faults), None, 0
        async with open_install(read_settings()) as office:
            aimak_id, by = await office.database.read(lambda store: _find_who(store, read, member))
            checked = await office.database.read(
                lambda store: sheets.check(store, aimak_id=aimak_id, sheet=read, by=by)
            )
            if checked.faults or dry_run:
                return checked, None, 0
            done, pressed_at = sheets.Done(), now()
            for first in range(0, len(checked.rows), _AT_ONCE):
                rows = checked.rows[first : first + _AT_ONCE]
                part = partial(
                    sheets.act, aimak_id=aimak_id, rows=rows, send=send, by=by, at=pressed_at,
                    leaves_at=now() + waiting.LONGEST,
                )  # fmt: skip
                done += await office.database.write(part)
            if not done.leaving:
                return checked, done, 0
            told = partial(
                waiting.finish, peer_id=by.peer_id, aimak_id=aimak_id, id=pressed_at, done=done, pressed_at=pressed_at,
                at=now(),
            )  # fmt: skip
            return checked, done, (await office.database.write(told)).seconds

    checked, done, seconds = run(work())
    if checked.faults:
        raise Refused(wording.say_faults(words, checked.faults))
    click.echo(wording.say_counts(words, checked) if done is None else wording.say_done(words, done, seconds=seconds))
    if done is not None and done.leaving:
        click.echo(
            words.say(
                "Until then «{button}» takes it back, in the chat with the bot.", button=words.say("Take it back")
            )
        )
    if done is None:
        for row in checked.open:
            click.echo(wording.say_row(words, row))


async def _find_who(store: Store, read: ReadSheet, member: int | None) -> tuple[int, Person]:
    """The aimak (id) a file is of, and the one of its office who answers. Raises Refused."""
    from bot.office.wording.notices import OFFICE

    found = [await store.proposals.get(row.key.proposal_id) for row in read.rows]
    named = next((proposal for proposal in found if proposal is not None), None)
    if named is None:
        raise Refused("No row of the file answers a proposal that is known here: fill in its coloured columns.")
    aimak = await store.aimaks.get(named.aimak_id)
    if aimak.merged_into_id is not None:
        aimak = await store.aimaks.get(aimak.merged_into_id)
    office = [one for one in await store.roles.list_members(aimak.id) if one.role in OFFICE]
    chosen = [one for one in office if member in {None, one.id}]
    if len(chosen) != 1:
        raise Refused(f"Say who answers: --by ID, as «sunush team list --aimak {aimak.code}» shows it.")
    box = await store.people.find_mailbox(chosen[0].person_id)
    person = await store.people.find_by_peer(box.peer_id) if box is not None else None
    if person is None:
        raise Refused("Whoever answers must have written to the bot once.")
    return aimak.id, person
