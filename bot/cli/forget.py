"""sunush forget: erases whoever asks for it on paper, found by the number of a proposal of theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.running import Number, Refused, find_aimak, read_settings, run

if TYPE_CHECKING:
    from bot.office.personal.on_paper import Author
    from storage.store import Store


@click.command()
@click.option("--aimak", "code", metavar="CODE", required=True, help="Whose; «sunush aimak list» shows the codes.")
@click.option("--number", type=Number(1, 10**9), required=True, help="The number of a proposal of theirs.")
@click.option(
    "--year", type=click.IntRange(2000, 2100), help="Its budget year; default: the latest that has this number."
)
@click.option("--keep-public", is_flag=True, help="Leave texts that may be public, where they say so.")
@click.option("--sure", is_flag=True, help="Do it; without this it is only said what would go.")
def forget(*, code: str, number: int, year: int | None, keep_public: bool, sure: bool) -> None:
    """Erase the author of a proposal, as they asked on paper: names, texts, files, conversation; numbers and decisions stay."""

    async def work() -> tuple[Author, bool]:
        from bot.app import now, open_install
        from bot.delivery.after_erasure import Erasing
        from bot.office.personal import on_paper
        from storage.conversations.states import FileStates
        from storage.personal.ledger import Ledger

        async with open_install(read_settings()) as office:

            async def find(store: Store) -> Author:
                aimak = await find_aimak(store, code)
                return await on_paper.find_author(store, aimak_id=aimak.id, number=number, year=year, by=None)

            async def act(store: Store) -> Author:
                found = await find(store)
                await on_paper.forget_author(store, author=found, keeps_public=keep_public, by=None, at=now())
                return found

            try:
                if not sure:
                    return await office.database.read(find), False
                author = await office.database.write(act)
            except on_paper.NobodyToErase as error:
                raise Refused(
                    f"There is nobody to erase behind number {number} of «{code}»: look at --number and --year."
                ) from error
            except on_paper.SeveralToErase as error:
                raise Refused(
                    f"Several people have a number {number} of «{code}»: say --year, or ask for another number of theirs."
                ) from error
            states = FileStates(office.settings.states_dir, office.seal)
            ledger = Ledger(office.settings.erasures_file, office.seal)
            erasing = Erasing(database=office.database, states=states, ledger=ledger, settings=office.settings, now=now)
            is_over = await erasing.finish()
            await states.flush()
            return author, is_over

    author, is_over = run(work())
    who = "writes to the bot" if author.person is not None else "has no address here"
    label = author.proposal.label
    if not sure:
        click.echo(f"The author of № {label} {who}; proposals: {author.proposals}. Add --sure to erase all of it.")
    elif is_over:
        click.echo(f"The author of № {label} is erased; proposals: {author.proposals}.")
    else:
        click.echo(f"The author of № {label} is erased; proposals: {author.proposals}. «sunush run» finishes it.")
