"""sunush db: the schema and its copies."""

import asyncio
from pathlib import Path

import click

from bot.cli.running import Refused, run, settings


@click.group()
def db() -> None:
    """The database: upgrade its schema, seal it anew, copy it."""


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to the newest schema."""

    async def work() -> str:
        from bot.app import open_install
        from bot.install.opening import refuse_other_key
        from storage.database.upgrade import HEAD, revision, upgrade

        async with open_install(settings(), migrate=False) as office:
            if not office.database.sqlite:
                await refuse_other_key(office.settings, office.database)
                await upgrade(office.database)
        async with open_install(settings()) as office:
            at = await revision(office.database)
            assert at == HEAD
            return at

    click.echo(f"The schema is at {run(work())}.")


@db.command("reseal")
def db_reseal() -> None:
    """Seal anew what an older Sunush sealed, in small parts; the bot may run meanwhile."""

    async def work() -> int:
        from bot.app import open_install
        from storage.database.reseal import reseal

        async with open_install(settings()) as office:
            return sum([part async for part in reseal(office.database, office.seal)])

    click.echo(f"Sealed anew: {run(work())} values.")


@db.command("resume")
def db_resume() -> None:
    """Let sending go on after a copy was put back; broadcasts go on by «sunush broadcast resume ID»."""

    async def work() -> list[str]:
        from bot.app import now, open_install
        from bot.office.resuming import resume

        async with open_install(settings()) as office:
            return await office.database.write(lambda store: resume(store, at=now()))

    for line in run(work()):
        click.echo(line)


@db.command("backup")
@click.option("--output", type=click.Path(path_type=Path), help="The folder to write to; default data/backups/TIME.")
def db_backup(output: Path | None) -> None:
    """Copy the database and the media to a folder; the key is not copied, keep it apart."""
    from bot.service.backup import BackupRefused, back_up

    async def work() -> Path:
        from bot.app import now, open_install

        async with open_install(settings()) as office:
            return await asyncio.to_thread(back_up, office.settings, output, now())

    try:
        click.echo(f"Copied to {run(work())}. Keep the key file apart from it.")
    except BackupRefused as error:
        raise Refused(str(error)) from error
