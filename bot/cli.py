"""The command `sunush`: one function per command; what is heavy is imported inside the function that needs it."""

import asyncio
import csv
import json
import sys
from collections.abc import Coroutine
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NoReturn

import click

REFUSED = 2
NO_AIMAK = "No aimak yet: «sunush aimak add» or «sunush aimak import» enters them."


class Refused(click.ClickException):
    """Bad input: one line that says what to do, exit code 2."""

    exit_code = REFUSED

    def show(self, file: Any = None) -> None:
        """Prints the line."""
        click.echo(self.format_message(), err=True)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sunush", message="%(prog)s %(version)s")
def sunush() -> None:
    """Proposals to the local budget of an ayil aimak, and the answers to them."""


@sunush.command()
@click.option("--aimak", metavar="CODE", help="Come in by the link of this aimak.")
@click.option("--as", "name", metavar="NAME", default="Айгүл", show_default=True, help="Who you are.")
@click.option("--language", type=click.Choice(["ky", "ru"]), help="Speak this language from the start.")
@click.option("--staff", is_flag=True, help="Talk as a clerk of the aimak's office.")
def chat(aimak: str | None, name: str, language: str | None, staff: bool) -> None:
    """Talk to the bot in this terminal: one line a message, `\\n` for a line break, :voice FILE, :photo FILE, :quit."""
    from bot.session import talk

    if not name.strip() or len(name) > 60 or not name.isprintable():
        raise Refused("--as must be a name of 1 to 60 characters, written on one line.")
    _run(talk(_settings(), name=name.strip(), aimak=aimak, language=language, staff=staff))


@sunush.group()
def aimak() -> None:
    """Ayil aimaks: add one, import a file, list them."""


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
    from bot.office.aimaks import AimakRefused, add_aimak, new_aimak

    pairs = [village.split("/") for village in villages]
    if any(len(pair) != 2 or not all(part.strip() for part in pair) for pair in pairs):
        raise Refused("--village must name a village in both languages, as in --village Жар-Ооз/Жар-Ооз.")
    row = {"code": code, **names}
    row["villages_ky"], row["villages_ru"] = ("|".join(pair[i].strip() for pair in pairs) for i in (0, 1))

    async def run() -> None:
        from bot.app import opened

        async with opened(_settings()) as office:
            await office.database.write(lambda store: add_aimak(store, new=new_aimak(row)))

    try:
        _run(run())
    except AimakRefused as error:
        raise Refused(f"{error}.") from error
    click.echo(f"{code}: added. Residents come in by the link payload a_{code}")


@aimak.command("import")
@click.argument("file", type=click.Path(path_type=Path))
def aimak_import(file: Path) -> None:
    """Import aimaks from a CSV FILE (UTF-8; several villages in one cell are divided by |). All of it, or nothing."""
    from bot.office.aimaks import COLUMNS, Imported, import_aimaks, read_aimaks

    try:
        new, bad = read_aimaks(_bytes_of(file))
    except csv.Error as error:
        raise Refused(f"{file.name} cannot be read ({error}): save it anew as «CSV UTF-8».") from error
    if bad:
        for line in bad:
            click.echo(f"{file.name}: {line}", err=True)
        raise Refused(f"Nothing was imported: mend the lines named above. The columns are {', '.join(COLUMNS)}.")

    async def run() -> Imported:
        from bot.app import opened

        async with opened(_settings()) as office:
            return await office.database.write(lambda store: import_aimaks(store, new=new))

    done = _run(run())
    click.echo(f"{done.added} added, {done.renewed} renewed")


@aimak.command("list")
def aimak_list() -> None:
    """List the aimaks: code, name, rayon, oblast, telephone."""

    async def run() -> list[Any]:
        from bot.app import opened

        async with opened(_settings()) as office:
            return await office.database.read(lambda store: store.aimaks.all())

    found = _run(run())
    for one in found:
        sample = "  (sample)" if one.sample else ""
        click.echo(
            f"{one.code:16}  {one.name_ky} / {one.name_ru}  {one.rayon_ky}  {one.oblast_ky}  {one.phone or '-'}{sample}"
        )
    if not found:
        click.echo(NO_AIMAK, err=True)


@sunush.group()
def db() -> None:
    """The database: upgrade its schema, copy it."""


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to the newest schema."""

    async def run() -> str:
        from bot.app import opened
        from storage.upgrade import HEAD, revision, upgrade

        async with opened(_settings(), migrate=False) as office:
            if not office.database.sqlite:
                await upgrade(office.database)
        async with opened(_settings()) as office:
            at = await revision(office.database)
            assert at == HEAD
            return at

    click.echo(f"The schema is at {_run(run())}.")


@db.command("backup")
@click.option("--output", type=click.Path(path_type=Path), help="The folder to write to; default data/backups/TIME.")
def db_backup(output: Path | None) -> None:
    """Copy the database and the media to a folder; the key is not copied, keep it apart."""
    from bot.backup import BackupRefused, back_up

    async def run() -> Path:
        from bot.app import now, opened

        async with opened(_settings()) as office:
            return await asyncio.to_thread(back_up, office.settings, output, now())

    try:
        click.echo(f"Copied to {_run(run())}. Keep the key file apart from it.")
    except BackupRefused as error:
        raise Refused(str(error)) from error


@sunush.command()
@click.option("--aimak", "code", metavar="CODE", help="Only this aimak, with every part; else one line an aimak.")
@click.option(
    "--year", type=click.IntRange(2000, 2100), help="The budget year; default: the one proposals are made for."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--as-of", metavar="DATE", help="Use only what was in the log by the end of this day: 2026-11-23.")
@click.option("--rows", is_flag=True, help="Add the numbers of the proposals behind each part.")
@click.option("--language", type=click.Choice(["ky", "ru"]), default="ky", show_default=True, help="Of the text.")
@click.option("--entries", type=click.Path(path_type=Path), metavar="FILE.json", help="Score one case written as JSON.")
def tally(
    *,
    code: str | None,
    year: int | None,
    form: str,
    as_of: str | None,
    rows: bool,
    language: str,
    entries: Path | None,
) -> None:
    """Score criterion 6 from the log, each aimak for itself, or for one case given as JSON."""
    if entries is not None:
        if code or year or as_of or rows:
            raise Refused("--entries brings its own case: leave out --aimak, --year, --as-of and --rows.")
        click.echo(_case_tallied(entries))
        return
    last_day = _day(as_of) if as_of else None

    async def run() -> list[Any]:
        from bot.app import now, opened
        from bot.budget.proposal import default_budget_year
        from bot.budget.workdays import day_of, start_of
        from bot.office.journal import tally_of

        async with opened(_settings()) as office:
            end = start_of(last_day + timedelta(1)) if last_day else None
            usual = default_budget_year(last_day or day_of(now()))

            async def work(store: Any) -> list[Any]:
                await store.journal.stand_still()
                chosen = [await _aimak(store, code)] if code else await store.aimaks.all()
                return [
                    await tally_of(store, aimak_id=one.id, year=year or one.budget_year or usual, as_of=end)
                    for one in chosen
                ]

            return await office.database.read(work)

    sheets = _run(run())
    if form == "json":
        from bot.office.sheet import to_json

        click.echo(json.dumps([to_json(sheet, rows=rows) for sheet in sheets], ensure_ascii=False, indent=2))
        return
    from bot.chat.texts import Words
    from bot.office.sheet import headline, lines

    words = Words(language)
    for sheet in sheets:
        click.echo(lines(words, sheet, rows=rows) if code or rows else headline(words, sheet))
    if not sheets:
        click.echo(NO_AIMAK, err=True)


def _case_tallied(file: Path) -> str:
    from bot.budget import tally as criterion

    try:
        case = criterion.case_from_json(json.loads(_bytes_of(file)))
    except criterion.BadCase as error:
        raise Refused(f"{file}: {error}") from error
    except (ValueError, RecursionError, OverflowError) as error:  # also no text, endless numbers, endless nesting
        raise Refused(f"{file} is not JSON that can be read: give one case, as in the test vectors.") from error
    return json.dumps(criterion.to_json(case.tally()), ensure_ascii=False, indent=2)


@sunush.group()
def export() -> None:
    """Take the log out as a file."""


@export.command("proposals")
@click.option("--aimak", "code", metavar="CODE", help="Only this aimak.")
@click.option("--year", type=click.IntRange(2000, 2100), help="Only this budget year.")
@click.option("--format", "form", type=click.Choice(["xlsx", "csv", "jsonl"]), help="Default: as the file's name ends.")
@click.option("--pseudonymous", is_flag=True, help="Without numbers, clerks, small villages and texts not made public.")
@click.option("--output", type=click.Path(path_type=Path), required=True, metavar="FILE", help="A new file.")
def export_proposals(code: str | None, year: int | None, form: str | None, pseudonymous: bool, output: Path) -> None:
    """Write every proposal and what became of it to FILE: for Excel (xlsx, csv) or for programs (jsonl)."""
    from bot.export import FORMS, ExportRefused, form_of, write_export

    wanted = form or form_of(output)
    if wanted is None:
        raise Refused(f"{output} ends in none of {', '.join('.' + one for one in FORMS)}: name it so.")

    async def run() -> int:
        from bot.app import opened

        async with opened(_settings()) as office:
            chosen = await office.database.read(lambda store: _aimak(store, code)) if code else None
            return await write_export(
                office.database,
                office.seal,
                path=output,
                form=wanted,
                aimak_id=chosen.id if chosen else None,
                year=year,
                pseudonymous=pseudonymous,
            )

    try:
        written = _run(run())
    except ExportRefused as error:
        raise Refused(str(error)) from error
    click.echo(f"{output}: {written} rows")


async def _aimak(store: Any, code: str) -> Any:
    found = await store.aimaks.by_code(code) if code.isascii() else None
    if found is None:
        from bot.budget.kyrgyz import shown

        raise Refused(f"There is no aimak «{shown(code)}»: «sunush aimak list» shows those there are.")
    return found


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text or not 2000 <= day.year <= 2100:
        raise Refused(f"«{text}» is no day: write it as in 2026-11-23.")
    return day


def main() -> NoReturn:
    """Runs the command line: bad input ends with exit code 2 and one line that says what to do."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        sys.exit(sunush.main(standalone_mode=False))
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        click.echo(f"Say which command: «{error.ctx.command_path} COMMAND».", err=True)
        sys.exit(REFUSED)
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "sunush"
        click.echo(f"{error.format_message()} See «{command} --help».", err=True)
        sys.exit(REFUSED)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)


def _settings() -> Any:
    from bot import logs
    from bot.config import SettingsRefused, from_env

    try:
        settings = from_env()
    except SettingsRefused as error:
        raise Refused(str(error)) from error
    logs.set_up(settings.log_level, settings.log_format)
    return settings


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    from sqlalchemy.exc import DBAPIError

    from bot.app import CannotStart
    from storage.engine import CommitFailed

    try:
        try:
            return asyncio.run(work)
        except BaseExceptionGroup as group:
            raise group.exceptions[0] from group
    except CannotStart as error:
        raise Refused(str(error)) from error
    except DBAPIError as error:
        why = str(error.orig).splitlines()[0].rstrip(".")
        raise Refused(f"The database cannot be used: {why}. See SUNUSH_DATABASE_URL and SUNUSH_DATA_DIR.") from error
    except CommitFailed as error:
        raise Refused(f"The last thing said was not kept, please try again: {error}.") from error
    except OSError as error:
        raise Refused(f"{error.filename or 'A file'} cannot be used: {error.strerror}.") from error


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}.") from error
