"""sunush export: what the log says as files, for the office and the commission, a table a file."""

import click

from bot.cli import answers
from bot.cli.exports import audit, board_sheet, hearings, log, office, posters


@click.group()
def export() -> None:
    """Take the log out as a file."""


for command in (
    log.export_proposals,
    hearings.export_hearings,
    hearings.export_deliveries,
    office.export_list,
    office.export_slips,
    board_sheet.export_sheet,
    posters.export_boards,
    audit.export_audit,
    answers.export_answers,
):
    export.add_command(command)
