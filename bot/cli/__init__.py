"""The command `sunush`: one function per command; what is heavy is imported inside the function that needs it."""

import os
import sys
from typing import NoReturn

import click

from bot.cli import (
    aimaks,
    answers,
    broadcast,
    database,
    exports,
    forget,
    hearing,
    hearing_results,
    hearings,
    office,
    reports,
    service,
    talking,
)
from bot.cli.running import REFUSED

__all__ = ["main", "sunush"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sunush", message="%(prog)s %(version)s")
def sunush() -> None:
    """Proposals to the local budget of an ayil aimak, and the answers to them."""


for command in (
    talking.chat,
    talking.demo,
    office.invite,
    office.team,
    office.year,
    hearing.hearing,
    broadcast.broadcast,
    hearings.hearings_group,
    service.serve,
    service.doctor,
    service.retention,
    service.audit,
    forget.forget,
    reports.tally,
    exports.export,
    answers.import_group,
    aimaks.aimak,
    database.db,
):
    sunush.add_command(command)
for command in (hearing_results.hearing_results, hearing_results.hearing_kit, hearing_results.hearing_evidence):
    hearing.hearing.add_command(command)
exports.export.add_command(answers.export_answers)


def main() -> NoReturn:
    """Runs the command line: bad input ends with exit code 2 and one line that says what to do."""
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
        click.echo(f"{error.format_message()} See «{command} --help».", err=True)
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
