"""sunush chat and sunush demo: talking to the bot in this terminal, and a village's year in a scratch folder."""

import os
import sys
import tempfile
from pathlib import Path

import click

from bot.cli.running import Refused, read_settings, run


@click.command()
@click.option("--aimak", metavar="CODE", help="Come in by the link of this aimak.")
@click.option("--as", "name", metavar="NAME", default="Айгүл", show_default=True, help="Who you are.")
@click.option("--language", type=click.Choice(["ky", "ru"]), help="Speak this language from the start.")
@click.option("--staff", is_flag=True, help="Talk as a clerk of the aimak's office.")
def chat(aimak: str | None, name: str, language: str | None, staff: bool) -> None:
    """Talk to the bot in this terminal, one message a line.

    `\\n` is a line break; :voice, :photo and :document take a FILE; :quit ends.
    """
    from bot.service.trying.terminal import talk

    if not name.strip() or len(name) > 60 or not name.isprintable():
        raise Refused("--as must be a name of 1 to 60 characters, written on one line.")
    run(talk(read_settings(), name=name.strip(), aimak=aimak, language=language, staff=staff))


@click.command()
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="A new or empty folder; default: a temporary one.",
)
@click.option("--serve", "serves", is_flag=True, help="Then show it in a browser, on this computer alone.")
def demo(output: Path | None, serves: bool) -> None:
    """Play a village's year with the real bot in a scratch folder. Prints what is said, the tally, and the files made."""
    from bot import logs
    from bot.service.trying.demo import SHOWN, play

    folder = output or Path(tempfile.mkdtemp(prefix="sunush-demo-"))
    if not serves:
        logs.set_up("WARNING", "text")
        run(play(folder, announce=_say))
        return
    from bot.service.serve import make_loop
    from bot.service.trying.demo_served import list_settings, serve_played

    settings = list_settings(read_settings(), folder)
    logs.set_up("WARNING", "text")
    _say("An autumn of Көк-Жар is played, which takes some seconds …")
    ended = run(play(folder, announce=lambda _: None, acts=SHOWN))
    run(serve_played(settings, ended=ended, say=_say), make_loop=make_loop)


def _say(line: str) -> None:
    try:
        click.echo(line)
    except BrokenPipeError:  # as in «sunush demo | head»: the rest is not wanted
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
