"""sunush run and sunush doctor: serving the messengers, and looking whether everything is in order."""

import click

from bot.cli.running import Refused, run, settings


@click.command("run")
def serve() -> None:
    """Serve every configured messenger until the process is stopped (SIGTERM, Ctrl-C)."""
    from bot.service.serve import serve as served

    run(served(settings()))


@click.command()
@click.option("--full", is_flag=True, help="Check every page and index of the database, however long it takes.")
def doctor(full: bool) -> None:
    """Look whether everything is in order: key, disk, database, outbox, audit, messengers."""
    from bot.service.doctor import examine

    findings = run(examine(settings(), full=full))
    for finding in findings:
        click.echo(f"{'ok  ' if finding.well else 'LOOK'}  {finding.words}")
    if not all(finding.well for finding in findings):
        raise Refused("Something needs a look: see the lines that begin with LOOK.")
