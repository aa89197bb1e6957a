"""The boards of an aimak, or of all, as a table: people who came by each, and their proposals."""

import asyncio
from pathlib import Path

from bot.export.legend.legend import Legend, Told
from bot.export.legend.log_words import name_codes
from bot.export.spreadsheet import Values, open_sheet
from bot.office.messenger_accounts.boards import list_boards
from bot.office.practice_words import read_marks
from bot.office.wording.notices import N_
from storage.database.engine import Database
from storage.store import Store

BOARDS = {
    "aimak": Told(N_("Ayil aimak"), N_("Whose board it is.")),
    "board": Told(N_("Board"), N_("The code in the links of its poster.")),
    "title": Told(N_("Where it hangs"), N_("What the office calls it.")),
    "people": Told(N_("People"), N_("Who came by its code and agreed to what is kept. Empty: 1 to 4 people.")),
    "proposals": Told(N_("Proposals"), N_("What these people sent and did not withdraw. Empty: 1 to 4 proposals.")),
}


async def write_boards(
    database: Database, *, path: Path, form: str, aimak_id: int | None, language: str | None, codes: bool = True
) -> int:
    """Writes the boards of one aimak or of all; returns how many. Raises ExportRefused.

    language and codes are those of write_export.
    """

    async def gather(store: Store) -> tuple[Legend | None, list[Values]]:
        aimaks = await store.aimaks.list_all(practice=True)
        chosen = [one for one in aimaks if (one.id == aimak_id if aimak_id is not None else one.practice_of_id is None)]
        rows: list[Values] = [
            {
                "aimak": aimak.code,
                "board": one.code,
                "title": one.title,
                "people": one.people,
                "proposals": one.proposals,
            }
            for aimak in chosen
            if aimak.merged_into_id is None  # what became part of another is counted there
            for one in await list_boards(store, aimak_id=aimak.id, by=None)
        ]
        if language is None:
            return None, rows
        names, above = name_codes(language, aimaks), await read_marks(store, aimak_id)
        return Legend(
            language, BOARDS, table=N_("Boards"), codes=codes, names={"aimak": names["aimak"]}, above=above
        ), rows

    legend, rows = await database.read(gather)
    with open_sheet(path, form, name="boards", columns=tuple(BOARDS), legend=legend) as sheet:
        await asyncio.to_thread(sheet.write, rows)
        await asyncio.to_thread(sheet.close)
    return len(rows)
