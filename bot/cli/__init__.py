"""The command `sunush`: one function per command; what is heavy is imported inside the function that needs it."""

import atexit
import gc
import os
import sys
from collections import UserDict
from importlib import import_module
from typing import Any, NoReturn

import click

from bot.cli.running import REFUSED, find_damage, list_unreadable

__all__ = ["main", "sunush"]

YOUNG = 50_000  # objects made before the garbage collector looks: modules are no garbage, and a start makes 120 000

# Each command, and the file of this folder that has it.
COMMANDS = {
    "chat": ("talking", "chat"),
    "demo": ("talking", "demo"),
    "invite": ("office", "invite"),
    "team": ("office", "team"),
    "year": ("office", "year"),
    "hearing": ("hearing", "hearing"),
    "broadcast": ("broadcast", "broadcast"),
    "hearings": ("hearings", "hearings_group"),
    "run": ("service", "serve"),
    "doctor": ("service", "doctor"),
    "retention": ("service", "retention"),
    "audit": ("service", "audit"),
    "forget": ("forget", "forget"),
    "poster": ("exports.posters", "poster"),
    "evidence": ("exports.evidence", "evidence"),
    "tally": ("reports", "tally"),
    "contest": ("contest", "contest"),
    "initiative": ("initiative", "initiative"),
    "needs": ("needs.commands", "needs"),
    "survey": ("trust.commands", "survey"),
    "poll": ("polls.commands", "poll"),
    "watch": ("watch", "watch"),
    "criteria": ("criteria.criteria", "criteria"),
    "property": ("property.commands", "property_group"),
    "information": ("information.commands", "information"),
    "plan": ("plan.plan", "plan"),
    "export": ("exports", "export"),
    "import": ("answers", "import_group"),
    "aimak": ("aimaks", "aimak"),
    "page": ("public.page", "page"),
    "openness": ("public.openness", "openness"),
    "db": ("database", "db"),
    "whatsapp": ("messengers.whatsapp", "whatsapp"),
}


class _Commands(UserDict[str, Any]):
    """The commands by their names. The file of each is imported when it is asked for: `run` needs none of the others."""

    def __getitem__(self, name: str) -> click.Command:
        found = self.data[name]
        if isinstance(found, tuple):
            file, function = found
            found = self.data[name] = getattr(import_module(f"{__name__}.{file}"), function)
        return found  # type: ignore[no-any-return]


@click.group(commands=_Commands(COMMANDS), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sunush", message="%(prog)s %(version)s")
def sunush() -> None:
    """Proposals to the local budget of an ayil aimak, and the answers to them."""


def main() -> NoReturn:
    """Runs the command line: bad input ends with exit code 2 and one line that says what to do."""
    gc.set_threshold(YOUNG, 10, 10)
    atexit.register(
        gc.freeze
    )  # at its end a process frees what it has anyway: to look through it takes a third of a second
    os.umask(0o077)  # whatever is made is its owner's alone
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        code = sunush.main(standalone_mode=False, prog_name="sunush")
        sys.stdout.flush()
        sys.exit(code)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        click.echo(f"Say which command: «{error.ctx.command_path} COMMAND».", err=True)
        sys.exit(REFUSED)
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "sunush"
        said = " ".join(error.format_message().split())  # click lists the choices of a missing option one a line
        click.echo(f"{said} See «{command} --help».", err=True)
        sys.exit(REFUSED)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:  # nobody reads any more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        click.echo(f"What was to be printed could not be written: {error.strerror}.", err=True)
        sys.exit(REFUSED)
    except list_unreadable():
        if not (damage := find_damage()):
            raise  # a mistake of ours
        click.echo(f"The database is damaged ({damage}): stop the bot, then go back to a copy by «sunush db restore "
                   "FOLDER»; «sunush doctor --full» says more.", err=True)  # fmt: skip
        sys.exit(REFUSED)
