"""sunush contest: entries under codes, marks, the order, whose the codes were, the protocol."""

import click

from bot.cli.contest import entering, judging, outcome


@click.group()
def contest() -> None:
    """A contest and its commission: jurors mark entries that they know by a code alone."""


for command in (
    entering.contest_new, entering.contest_entries, entering.contest_code, entering.contest_rules,
    judging.contest_marks, outcome.contest_rank, outcome.contest_unblind, outcome.contest_protocol,
):  # fmt: skip
    contest.add_command(command)
