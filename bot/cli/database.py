"""sunush db: the schema, its copies, and its move to another database."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.running import Refused, make_progress_bar, read_settings, run
from bot.language.in_words.counted import write_counted

if TYPE_CHECKING:
    from bot.service.copies.backup import Label
    from storage.database.engine import Database


@click.group()
def db() -> None:
    """The database: upgrade its schema, seal it anew, copy it, put a copy back, move it to another."""


@db.command("upgrade")
@click.option(
    "--online", is_flag=True, help="PostgreSQL, while it is served: nobody who writes is held up for a second."
)
def db_upgrade(online: bool) -> None:
    """Bring the database to the newest schema."""

    async def work() -> str:
        from bot.app import open_install
        from bot.install.opening import refuse_other_key, refuse_unknown
        from storage.database.upgrade import HEAD, read_revision, upgrade

        async with open_install(read_settings(), migrate=False) as office:
            if not office.database.sqlite:
                refuse_unknown(await read_revision(office.database))
                await refuse_other_key(office.settings, office.database)
                await (_upgrade_online if online else upgrade)(office.database)
            elif online:
                raise Refused("--online is for PostgreSQL: SQLite is upgraded by its next start, after a copy.")
        async with open_install(read_settings()) as office:
            at = await read_revision(office.database)
            assert at == HEAD
            return at

    click.echo(f"The schema is at {run(work())}.")


async def _upgrade_online(database: Database) -> None:
    from bot.app import steady
    from storage.database.online.refused import OnlineRefused
    from storage.database.online.steps import upgrade_online
    from storage.database.upgrade import read_revision, upgrade

    if await read_revision(database) is None:
        await upgrade(database)  # nobody serves an empty one
        return
    try:
        await asyncio.to_thread(upgrade_online, database.direct_url, database.seal, steady=steady)
    except OnlineRefused as error:
        raise Refused(str(error)) from error


@db.command("reseal")
def db_reseal() -> None:
    """Seal anew what an older Sunush sealed, or kept in clear as files. It goes in small parts; the bot may run meanwhile."""

    async def work() -> tuple[int, int]:
        from bot.app import open_install
        from storage.attachments.files import seal_older
        from storage.database.reseal import reseal

        async with open_install(read_settings()) as office:
            values = sum([part async for part in reseal(office.database, office.seal)])
            return values, sum(1 for _ in seal_older(office.settings.media_dir, office.seal))

    values, files = run(work())
    click.echo(f"Sealed anew: {write_counted(values, 'value')}, {write_counted(files, 'file')}.")


@db.command("resume")
def db_resume() -> None:
    """Let sending go on after a copy was put back; broadcasts go on by «sunush broadcast resume ID»."""

    async def work() -> list[str]:
        from bot.app import now, open_install
        from bot.office.resuming import resume

        async with open_install(read_settings()) as office:
            return await office.database.write(lambda store: resume(store, at=now()))

    for line in run(work()):
        click.echo(line)


@db.command("backup")
@click.option("--output", type=click.Path(path_type=Path), help="The folder to write to; default data/backups/TIME.")
def db_backup(output: Path | None) -> None:
    """Copy the database and the media to a folder and read the copy back. The key is not copied: keep it apart."""
    from bot.service.copies.backup import BackupRefused, back_up

    async def work() -> tuple[Path, Label]:
        from bot.app import now, open_install
        from bot.install.put_back import mark_copied

        async with open_install(read_settings()) as office:
            made = await asyncio.to_thread(back_up, office.settings, output, now())
            await mark_copied(office)
            return made

    try:
        folder, label = run(work())
    except BackupRefused as error:
        raise Refused(str(error)) from error
    click.echo(f"Copied to {folder}. Keep the key file apart from it.")
    click.echo(
        f"Read back: {write_counted(sum(label.rows.values()), 'row')}, {write_counted(len(label.media), 'file')}."
    )
    if url := read_settings().bucket.url:
        click.echo(f"Files lie in {url} and are not in this copy: have them copied there.")
    if label.missing:
        click.echo(f"Files that were not there to be copied: {label.missing}. «sunush doctor» looks further.", err=True)


@db.command("restore")
@click.argument("source", metavar="FOLDER", type=click.Path(path_type=Path))
def db_restore(source: Path) -> None:
    """Put a copy back: the folder of a «sunush db backup», or a SQLite file. Sending stops until «sunush db resume»."""
    from bot.service.copies.restore import Restored, RestoreRefused, restore

    async def work() -> tuple[Restored, list[str]]:
        from bot.app import inspect_install, now
        from bot.office.resuming import describe

        done = await restore(read_settings(), source, at=now())
        async with inspect_install(read_settings()) as office:
            return done, await office.database.read(describe)

    try:
        done, lines = run(work())
    except RestoreRefused as error:
        raise Refused(str(error)) from error
    click.echo(f"Put back from {source}: {write_counted(done.rows, 'row')}, {write_counted(done.files, 'file')}.")
    if done.replaced is not None:
        click.echo(f"What stood there before lies in {done.replaced}.")
    if done.missing:
        click.echo(f"Files that rows speak of and that are not there: {done.missing}.", err=True)
    if not read_settings().erasures_file.exists():
        click.echo(
            f"There is no list of erased people ({read_settings().erasures_file}): if there was one, put it there before the "
            "next start, or they are known again."
        )
    for line in lines:
        click.echo(line)


@db.command("move")
@click.option("--to", "target", metavar="URL", required=True, help="An empty database: postgresql://… or sqlite:///….")
def db_move(target: str) -> None:
    """Move the whole database into an empty one, SQLite to PostgreSQL or back. The old one stays as it is.

    A password stands in ~/.pgpass or PGPASSWORD, never in the URL. Broken off and run again, it goes on.
    """
    from bot.service.copies.move import MoveRefused, move

    settings = read_settings()
    with make_progress_bar("Moving", 0) as bar:

        def tell(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        try:
            moved = run(move(settings, target, told=tell))
        except MoveRefused as error:
            raise Refused(f"Not moved: {error}") from error
    click.echo(f"{'Moved on to the end' if moved.resumed else 'Moved'}: {write_counted(moved.rows, 'row')} of "
               f"{write_counted(moved.tables, 'table')}, compared on both sides.")  # fmt: skip
    click.echo("Now set SUNUSH_DATABASE_URL to it; the key, the files and the conversations stay where they are. "
               "Never serve the old one again.")  # fmt: skip
