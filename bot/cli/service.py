"""sunush run and sunush doctor: serving the messengers, and looking whether everything is in order."""

from __future__ import annotations

import gc
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.running import Number, Refused, read_bytes, read_settings, run

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    from bot.service.retention import Aged


@click.command("run")
@click.option("--workers", type=Number(1, 64), help="Serve by so many processes of this machine, over one PostgreSQL.")
@click.option("--role", type=click.Choice(["web", "courier", "all"]),
              help="One of several workers over one PostgreSQL: web takes in, courier sends, all does both.")  # fmt: skip
@click.option("--inherits", hidden=True)
def serve(workers: int | None, role: str | None, inherits: str | None) -> None:
    """Serve every configured messenger until the process is stopped (SIGTERM, Ctrl-C)."""
    gc.disable()  # what is imported stays: the collector would look through it time and again
    try:
        run(_serve(workers, role, inherits), make_loop=_make_loop)
    finally:
        gc.enable()


def _make_loop() -> AbstractEventLoop:
    from bot.service.serve import make_loop

    return make_loop()


async def _serve(workers: int | None, role: str | None, inherits: str | None) -> None:
    from bot.service.serve import serve as served
    from bot.service.workers.roles import Role

    settings = read_settings()
    if workers is not None:
        from bot.service.workers.parent import serve_by_workers

        await serve_by_workers(settings, workers, Role(role or Role.ALL), say=click.echo)
    elif inherits is not None:
        from bot.service.workers.parent import take_inheritance

        life, listening = take_inheritance(inherits)
        await served(settings, role=Role(role or Role.ALL), listening=listening, life=life)
    else:
        await served(settings, say=click.echo, role=Role(role or Role.ALONE))


@click.command()
@click.option("--full", is_flag=True, help="Check every page and index of the database, however long it takes.")
@click.option(
    "--suggestions",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Guess side and category of labelled texts (a JSON object a line) and say how many were right; nothing else.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Of --suggestions.")
def doctor(full: bool, suggestions: Path | None, form: str) -> None:
    """Look whether everything is in order: key, disk, database, outbox, audit, messengers."""
    if suggestions is not None:
        click.echo(_measure_guesses(suggestions, form))
        return
    if form != "text":
        raise Refused("--format json is for --suggestions FILE only: name the file, or leave the format out.")
    from bot.service.doctor import examine

    findings = run(examine(read_settings(), full=full))
    for finding in findings:
        click.echo(f"{'ok  ' if finding.well else 'LOOK'}  {finding.words}")
    if not all(finding.well for finding in findings):
        raise Refused("Something needs a look: see the lines that begin with LOOK.")


def _measure_guesses(file: Path, form: str) -> str:
    from bot.office.guessing.measured import BadLine, measure, measure_each, read_labelled, write_lines

    try:
        rows = read_labelled(read_bytes(file))
    except BadLine as error:
        raise Refused(f"{file}, {error}: mend it; each line needs text, side and category.") from error
    if form == "json":
        return json.dumps(asdict(measure(rows)))
    return "\n".join(write_lines(measure_each(rows)))


@click.command()
@click.option("--dry-run", is_flag=True, help="Only count, remove nothing.")
def retention(dry_run: bool) -> None:
    """Remove what is older than its time (SUNUSH_KEEP_…); `run` does so each day."""

    async def work() -> list[Aged]:
        from bot.app import now, open_install
        from bot.service.retention import retain
        from storage.conversations.states import FileStates

        async with open_install(read_settings()) as office:
            states = FileStates(office.settings.states_dir, office.seal)
            return await retain(office, states, now=now(), dry_run=dry_run)

    removed = "to remove" if dry_run else "removed"
    click.echo(f"{'what':<50}{'kept for':<12}{removed}")
    for aged in run(work()):
        click.echo(f"{aged.what:<50}{aged.kept_for:<12}{aged.found}")


@click.group()
def audit() -> None:
    """The audit: every act of staff, in a chain that is keyed with the install's key."""


@audit.command("head")
def audit_head() -> None:
    """Print the last act's number and hash, which stand for the whole chain: to be written on a frozen sheet."""

    async def work() -> tuple[int | None, str]:
        from bot.app import inspect_install

        async with inspect_install(read_settings()) as office:
            broken = await office.database.read(lambda store: store.audit.find_break())
            head = await office.database.read(lambda store: store.audit.find_head())
            return broken, f"{head.id} {head.hash}" if head else "0"

    broken, head = run(work())
    if broken is not None:
        raise Refused(f"The audit breaks at act {broken}: nothing after it can be trusted.")
    click.echo(head)
