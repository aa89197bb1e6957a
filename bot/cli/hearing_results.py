"""sunush hearing results, kit and evidence: what a hearing leaves behind, published, printed and counted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.hearing_acts import HEARING_ID, check_new_file, do, explain_hearing
from bot.cli.running import Refused, read_day, refuse_unanswered, write_bytes

if TYPE_CHECKING:
    from storage.hearings import Hearing
    from storage.store import Store


@click.command("results")
@HEARING_ID
@click.option("--on", "day", metavar="DATE", help="The day they were published; default: today.")
@click.option("--table", metavar="PLACE", help="Where the table of decisions hangs for all to see.")
@click.option(
    "--language", type=click.Choice(["ky", "ru"]), default="ky", show_default=True, help="Of the text printed."
)
@click.option("--dry-run", is_flag=True, help="Only print what would go out.")
@click.option("--sure", is_flag=True, help="Publish though proposals have no answer yet, or the same was sent lately.")
def hearing_results(
    *, number: int, day: str | None, table: str | None, language: str, dry_run: bool, sure: bool
) -> None:
    """Publish the results: every subscriber gets one digest, and decisions count for criterion 6 from then on."""
    on = read_day(day) if day is not None else None

    async def act(store: Store, at: int) -> tuple[str, int]:
        from bot.budget.hearing import HearingKind
        from bot.chat.texts import Words
        from bot.office.broadcasts.broadcasts import SentLately
        from bot.office.hearings import hearings, results
        from bot.office.years import Unanswered

        found = await hearings.authorised(store, id=number, by=None)
        if not dry_run:
            same = await results.find_same_results(store, found, at=at)
            try:
                found = await results.publish_results(
                    store, id=number, table_place=table, by=None, at=at, on=on, sure=sure
                )
            except Unanswered as error:
                raise Refused(" ".join([refuse_unanswered(error.labels).message, *_say_sent_lately(same)])) from error
            except SentLately as error:
                raise Refused(" ".join([*_say_sent_lately(same), "To send them again add --sure."])) from error
        text = (await results.compose_digest(store, found))(Words(language))
        if found.kind is HearingKind.EXECUTION:
            return text, 0
        counts = await results.count_results(store, aimak_id=found.aimak_id, year=found.budget_year)
        return text, counts.unanswered

    text, waiting = do(act, explain_hearing, number)
    click.echo(text)
    if waiting:
        click.echo(f"Proposals without an answer yet: {waiting}.", err=True)


def _say_sent_lately(same: Hearing | None) -> list[str]:
    return [f"The results of hearing {same.id}, with the same figures, were sent a short while ago."] if same else []


@click.command("kit")
@HEARING_ID
@click.option("--output", type=click.Path(path_type=Path), required=True, metavar="FILE.pdf", help="A new file.")
def hearing_kit(number: int, output: Path) -> None:
    """Write the papers for the hall as one PDF: sign-in sheet, slips, proposals, hand-out, minutes, code to scan."""
    check_new_file(output, ".pdf")

    async def act(store: Store, _at: int) -> tuple[bytes, str | None]:
        from bot.budget.hearing import HearingState, NotPossibleNow
        from bot.export.hearing_files import find_link, make_kit
        from bot.office.hearings import hearings

        found = await hearings.authorised(store, id=number, by=None)
        if found.state is HearingState.CANCELLED:
            raise NotPossibleNow
        return await make_kit(store, found), await find_link(store, number)

    made, link = do(act, explain_hearing, number)
    write_bytes(output, made)
    click.echo(f"{output}: {len(made) // 1024} kB")
    if link is None:
        click.echo("No code to scan is in it: it needs the bot's name, known after «sunush run» has started.", err=True)


@click.command("evidence")
@HEARING_ID
@click.option("--language", type=click.Choice(["ky", "ru"]), default="ky", show_default=True)
def hearing_evidence(number: int, language: str) -> None:
    """Print criteria 1 and 2 of one hearing: how people were told and reached, and who came."""

    async def act(store: Store, _at: int) -> list[str]:
        from bot.chat.texts import Words
        from bot.office.criteria import criteria_1_2
        from bot.office.hearings import hearings

        found = await hearings.authorised(store, id=number, by=None)
        return criteria_1_2.list_lines(Words(language), await criteria_1_2.count_campaign(store, found))

    click.echo("\n".join(do(act, explain_hearing, number)))
