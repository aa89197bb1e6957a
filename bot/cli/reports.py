"""sunush tally: criterion 6 from the log, for the office and the commission; frozen for it, and checked later."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.running import NO_AIMAK, Refused, find_aimak, read_bytes, read_day, read_settings, run

if TYPE_CHECKING:
    from bot.office.criteria.score_sheet import Sheet
    from storage.store import Store


@click.command()
@click.option("--aimak", "code", metavar="CODE", help="Only this aimak, with every part; else one line an aimak.")
@click.option(
    "--year", type=click.IntRange(2000, 2100), help="The budget year; default: the one proposals are made for."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--as-of", metavar="DATE", help="Use only what was in the log by the end of this day: 2026-11-23.")
@click.option("--rows", is_flag=True, help="Add the numbers of the proposals behind each part.")
@click.option("--language", type=click.Choice(["ky", "ru"]), default="ky", show_default=True, help="Of the text.")
@click.option("--entries", type=click.Path(path_type=Path), metavar="FILE.json", help="Score one case written as JSON.")
@click.option("--case", "name", metavar="NAME", help="Which case, where FILE.json holds several.")
@click.option("--freeze", is_flag=True, help="Freeze it for a commission: a file with every row, and a paper of it.")
@click.option("--for", "purpose", metavar="TEXT", help="What it is frozen for: «Commission 2027».")
@click.option("--output", type=click.Path(path_type=Path), metavar="FOLDER", help="Where the frozen files go.")
@click.option("--verify", type=click.Path(path_type=Path), metavar="FILE.json", help="Check a frozen file.")
def tally(
    *,
    code: str | None,
    year: int | None,
    form: str,
    as_of: str | None,
    rows: bool,
    language: str,
    entries: Path | None,
    name: str | None,
    freeze: bool,
    purpose: str | None,
    output: Path | None,
    verify: Path | None,
) -> None:
    """Score criterion 6 from the log, each aimak for itself, or for one case given as JSON."""
    _refuse_what_does_not_go(
        {
            "--aimak": code is not None, "--year": year is not None, "--as-of": as_of is not None, "--rows": rows,
            "--entries": entries is not None, "--case": name is not None, "--freeze": freeze,
            "--for": purpose is not None, "--output": output is not None, "--verify": verify is not None,
        }
    )  # fmt: skip
    if verify is not None:
        from bot.cli.exports.frozen import verify_sheet

        verify_sheet(verify)
        return
    if freeze:
        from bot.cli.exports.frozen import freeze_sheets

        freeze_sheets(code=code, year=year, purpose=purpose or "", folder=output or Path())
        return
    if entries is not None:
        click.echo(_tally_case(entries, name))
        return
    last_day = read_day(as_of) if as_of is not None else None
    sheets = run(_count_sheets(code, year, last_day, rows=rows))
    if form == "json":
        from bot.office.wording.criterion_6 import to_json

        click.echo(json.dumps([to_json(sheet, rows=rows) for sheet in sheets], ensure_ascii=False, indent=2))
        return
    from bot.chat.texts import Words
    from bot.office.wording.criterion_6 import say_headline, say_lines

    words = Words(language)
    for sheet in sheets:
        click.echo(say_lines(words, sheet, rows=rows) if code is not None or rows else say_headline(words, sheet))
    if not sheets:
        click.echo(NO_AIMAK, err=True)


# An option, those it does not go with, and what is said then; the first that fits is said.
_EXCLUDES = (
    (
        "--verify",
        ("--aimak", "--year", "--as-of", "--rows", "--entries", "--case", "--freeze", "--for", "--output"),
        "--verify checks one file: leave out everything else.",
    ),
    (
        "--freeze",
        ("--entries", "--case", "--as-of", "--rows"),
        "--freeze takes the log as it stands now: leave out --entries, --case, --as-of and --rows.",
    ),
    (
        "--entries",
        ("--aimak", "--year", "--as-of", "--rows"),
        "--entries brings its own case: leave out --aimak, --year, --as-of and --rows.",
    ),
)
# An option, the one it goes with alone, and what is said where that is missing.
_NEEDS = (
    ("--for", "--freeze", "--for and --output belong to --freeze: add it, or leave them out."),
    ("--output", "--freeze", "--for and --output belong to --freeze: add it, or leave them out."),
    ("--case", "--entries", "--case names a case of a file: give that file with --entries."),
)


def _refuse_what_does_not_go(given: dict[str, bool]) -> None:
    for option, others, said in _EXCLUDES:
        if given[option] and any(given[one] for one in others):
            raise Refused(said)
    for option, needed, said in _NEEDS:
        if given[option] and not given[needed]:
            raise Refused(said)


async def _count_sheets(code: str | None, year: int | None, last_day: date | None, *, rows: bool) -> list[Sheet]:
    from bot.app import now, open_install
    from bot.budget.permissions import Act
    from bot.budget.proposal import find_default_budget_year
    from bot.budget.workdays import find_day, start_of
    from bot.office.criteria.criterion_6 import count
    from bot.office.criteria.score_sheet import count_tally
    from bot.office.staff import record

    async with open_install(read_settings()) as office:
        end = start_of(last_day + timedelta(1)) if last_day else None
        usual = find_default_budget_year(last_day or find_day(now()))

        async def sheets_of(store: Store) -> list[Sheet]:
            await store.proposal_log.hold_still()
            chosen = [await find_aimak(store, code)] if code is not None else await store.aimaks.list_all()
            # Only a sheet that names the rows needs to read them.
            make = count_tally if rows else count
            return [
                await make(store, aimak_id=one.id, year=year or one.budget_year or usual, as_of=end) for one in chosen
            ]

        async def record_it(store: Store) -> None:
            for sheet in sheets:
                await record(store, Act.TALLY, by=None, aimak_id=sheet.aimak.id, at=now(), year=sheet.year)

        sheets = await office.database.read(sheets_of)
        await office.database.write(record_it)
        return sheets


def _tally_case(file: Path, name: str | None) -> str:
    from bot.budget import tally_case

    content = read_bytes(file)
    if _is_table(content):
        raise Refused(
            f"{file} is a table, and --entries takes one case as JSON. Of the proposals in the log, in whatever language "
            "they were exported, «sunush tally --aimak CODE --year Y» makes the score."
        )
    try:
        case = tally_case.read_case(tally_case.choose_case(json.loads(content), name))
    except tally_case.BadCase as error:
        raise Refused(f"{file}: {error}") from error
    except (ValueError, RecursionError, OverflowError) as error:  # also no text, endless numbers, endless nesting
        raise Refused(f"{file} is not JSON that can be read: give one case, as in the test vectors.") from error
    return json.dumps(tally_case.to_json(case.tally()), ensure_ascii=False, indent=2)


def _is_table(content: bytes) -> bool:
    # What «sunush export» writes, in words or codes: XLSX, CSV, or JSON lines.
    text = content[:1000].decode("utf-8-sig", "replace").lstrip()
    return content[:4] == b"PK\x03\x04" or '";"' in text.partition("\n")[0] or text.startswith('{"number": "')
