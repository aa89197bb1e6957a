"""sunush demo: a village's month in a scratch folder."""

import os
import sys
import tempfile
from pathlib import Path

import click

from bot.cli.running import run


@click.command()
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="A new or empty folder; default: a temporary one.",
)
def demo(output: Path | None) -> None:
    """Play a village's month with the real bot in a scratch folder: print what is said, the tally, and the files made."""
    from bot import logs
    from bot.service.demo import play

    logs.set_up("WARNING", "text")
    run(play(output or Path(tempfile.mkdtemp(prefix="sunush-demo-")), announce=_say))


def _say(line: str) -> None:
    try:
        click.echo(line)
    except BrokenPipeError:  # as in «sunush demo | head»: the rest is not wanted
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
