"""sunush initiative: calls for local initiatives, the list of applications, their table, the rules of marking."""

import click

from bot.cli.initiative import calls, listed


@click.group()
def initiative() -> None:
    """Local initiatives: a call, who applied, what became of each."""


for command in (calls.call, calls.close, calls.rules, listed.show_list, listed.export):
    initiative.add_command(command)
