"""sunush watch: what residents watch, its table, the sizes of groups."""

import click

from bot.cli.watch import watches


@click.group()
def watch() -> None:
    """Residents watch a line of the budget or a work: groups, reports, ratings."""


for command in (watches.open_one, watches.show_list, watches.export, watches.rules):
    watch.add_command(command)
