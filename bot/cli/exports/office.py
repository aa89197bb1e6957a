"""`sunush export list` and `sunush export slips`: an aimak's proposals for its office, and answers to hand out on paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.exports.writing import OUTPUT, write_form
from bot.cli.running import Refused
from bot.language.by_language import FIRST

if TYPE_CHECKING:
    from bot.app import Office
    from storage.log.printed import Chosen
    from storage.store import Store

_LISTS = ("all", "waiting", "soon", "overdue", "drafted", "questioned", "undelivered", "answered")


@click.command("list")
@click.option("--aimak", "code", metavar="CODE", required=True, help="Whose proposals.")
@click.option("--list", "which", type=click.Choice(_LISTS), default="all", show_default=True, help="Which of them.")
@click.option("--side", type=click.Choice(["revenue", "spending"]), help="Only this side of the budget.")
@click.option("--category", metavar="CODE", help="Only this category, by its code: sp_lighting.")
@click.option("--village", metavar="NAME", help="Only this village.")
@click.option(
    "--order", type=click.Choice(["unanswered", "number"]), default="unanswered", show_default=True,
    help="The unanswered first, the soonest due of them at the top, or by number.",
)  # fmt: skip
@click.option("--language", type=click.Choice(["ky", "ru"]), default=FIRST, show_default=True, help="Of its words.")
@OUTPUT
def export_list(
    *,
    code: str,
    which: str,
    side: str | None,
    category: str | None,
    village: str | None,
    order: str,
    language: str,
    output: Path,
) -> None:
    """Write an aimak's proposals with their answers to FILE.pdf or FILE.xlsx, for the office to read and to print."""
    from bot.export.office.office_list import PRINTED

    async def choose(store: Store, aimak_id: int) -> Chosen:
        from bot.app import now
        from bot.budget.workdays import find_day
        from storage.log.office_lists import Narrow, OfficeList
        from storage.log.printed import Chosen

        return Chosen(
            aimak_id=aimak_id,
            also=tuple(await store.aimaks.list_within(aimak_id)),
            list=None if which == "all" else OfficeList(which),
            narrow=Narrow(
                today=find_day(now()),
                side=side,
                category=_find_category(category),
                village_id=await _find_village(store, aimak_id, village),
            ),
            by_number=order == "number",
        )

    async def write(office: Office, form: str, aimak_id: int | None) -> int:
        from bot.app import now
        from bot.budget.workdays import find_day
        from bot.export.office.office_list import write_list

        chosen = await office.database.read(lambda store: choose(store, int(aimak_id or 0)))
        return await write_list(
            office.database, path=output, form=form, chosen=chosen, language=language, day=find_day(now())
        )

    write_form(output, None, write, forms=PRINTED, code=code, what="list")


@click.command("slips")
@click.option("--aimak", "code", metavar="CODE", required=True, help="Whose answers.")
@click.option("--village", metavar="NAME", help="Only this village.")
@click.option("--both", is_flag=True, help="Each in both languages, not in its author's alone.")
@OUTPUT
def export_slips(*, code: str, village: str | None, both: bool, output: Path) -> None:
    """Write to FILE.pdf the answers that reached nobody, to be cut apart and handed to their authors."""

    async def choose(store: Store, aimak_id: int) -> Chosen:
        from storage.log.office_lists import Narrow, OfficeList
        from storage.log.printed import Chosen

        narrow = Narrow(village_id=await _find_village(store, aimak_id, village))
        return Chosen(aimak_id, tuple(await store.aimaks.list_within(aimak_id)), OfficeList.UNDELIVERED, narrow)

    async def write(office: Office, _form: str, aimak_id: int | None) -> int:
        from bot.app import now
        from bot.budget.workdays import find_day
        from bot.export.office.slips import write_slips

        chosen = await office.database.read(lambda store: choose(store, int(aimak_id or 0)))
        return await write_slips(
            office.database, path=output, chosen=chosen, both=both, language=FIRST, day=find_day(now())
        )

    write_form(output, None, write, forms=("pdf",), code=code, what="slips")


def _find_category(code: str | None) -> str | None:
    from bot.office.categories import list_categories

    known = [one.code for one in list_categories()]
    if code is not None and code not in known:
        raise Refused(f"There is no category «{code}»: choose one of {', '.join(known)}.")
    return code


async def _find_village(store: Store, aimak_id: int, name: str | None) -> int | None:
    from bot.language.kyrgyz import clean, fold

    if name is None:
        return None
    known = await store.aimaks.list_villages(aimak_id)
    found = [one for one in known if fold(name) in {fold(written) for written in one.names.values()}]
    if not found:
        named = ", ".join(one.name(FIRST) for one in known) or "none is entered"
        raise Refused(f"There is no village «{clean(name)}» in this aimak: {named}.")
    return found[0].id
