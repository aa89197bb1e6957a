"""The log of proposals as a file: XLSX, CSV or JSON lines, streamed page by page."""

import asyncio
import secrets
from collections.abc import Callable
from datetime import date
from pathlib import Path

from bot.export.spreadsheet import Values, moment, opened
from bot.office.criteria.proposal_log import JournalRow, pages
from storage.database.engine import Database
from storage.database.seal import Seal
from storage.store import Store

COLUMNS = (
    "number", "aimak", "year", "side", "category", "text", "amount", "village", "source", "received_at", "due_on",
    "status", "decision", "reason_code", "reason", "decided_amount", "budget_line", "first_reply_at", "decided_at",
    "answered_by", "delivered_at", "delivery", "reaction", "public", "linked_to", "excluded", "revision",
)  # fmt: skip
LEAST_SHARING_A_VILLAGE = 5  # authors


async def write_export(
    database: Database, seal: Seal, *, path: Path, form: str, aimak_id: int | None, year: int | None, pseudonymous: bool
) -> int:
    """Writes the log, of one aimak or year if they are named, to path and returns how many rows it has.

    Raises ExportRefused for a path that does not end as the form says, is there already and not empty, or has no folder.
    """

    async def stream(store: Store) -> int:
        await store.journal.stand_still()
        results = await store.journal.results()
        veil = await _veil(store, seal, aimak_id=aimak_id, year=year) if pseudonymous else _unveiled
        written = 0
        async for page in pages(store, aimak_id=aimak_id, year=year):
            rows = [veil(row, _values(row, results.get((row.filed.aimak_id, row.filed.budget_year)))) for row in page]
            written += len(rows)
            await asyncio.to_thread(sheet.write, rows)
        return written

    with opened(path, form, name="proposals", columns=COLUMNS) as sheet:
        written = await database.read(stream)
        await asyncio.to_thread(sheet.close)
    return written


def _values(row: JournalRow, results_on: date | None) -> Values:
    filed, latest = row.filed, row.latest
    answer = latest.answer if latest else None
    return {
        "number": filed.label,
        "aimak": filed.aimak,
        "year": filed.budget_year,
        "side": filed.side.value,
        "category": filed.category,
        "text": filed.text,
        "amount": filed.amount,
        "village": filed.village,
        "source": filed.source.value,
        "received_at": moment(filed.received_at),
        "due_on": filed.due_on.isoformat(),
        "status": row.status,
        "decision": answer.decision.value if answer else None,
        "reason_code": answer.reason_code.value if answer and answer.reason_code else None,
        "reason": answer.sentence if answer else None,
        "decided_amount": answer.amount if answer else None,
        "budget_line": answer.budget_line if answer else None,
        "first_reply_at": moment(row.first_reply_at),
        "decided_at": moment(row.decided_at(results_on)),
        "answered_by": row.answered_by,
        "delivered_at": moment(row.delivered_at),
        "delivery": row.delivery,
        "reaction": row.reaction.value if row.reaction else None,
        "public": {True: "yes", False: "no", None: None}[filed.public_text],
        "linked_to": None,
        "excluded": row.excluded,
        "revision": latest.revision if latest else None,
    }


Veil = Callable[[JournalRow, Values], Values]


def _unveiled(_row: JournalRow, values: Values) -> Values:
    return values


async def _veil(store: Store, seal: Seal, *, aimak_id: int | None, year: int | None) -> Veil:
    """Makes what turns a row pseudonymous; what it draws is forgotten with the export, so no two can be joined."""
    drawn = secrets.token_hex(16)
    sharing = await store.journal.village_counts(aimak_id=aimak_id, year=year)

    def pseudonym(letter: str, *parts: object) -> str:
        # A letter goes first: Excel would read 12e45 as a number.
        return letter + seal.mark("export", drawn, letter, *map(str, parts))[:12]

    def veil(row: JournalRow, values: Values) -> Values:
        filed, latest = row.filed, row.latest
        hidden: Values = {
            "number": pseudonym("p", *filed.place),
            "answered_by": pseudonym("s", latest.answered_by) if latest else None,
        }
        if filed.public_text is not True:
            hidden |= {"text": None, "reason": None}
        if sharing.get(filed.village_id or 0, 0) < LEAST_SHARING_A_VILLAGE:
            hidden["village"] = None
        return values | hidden

    return veil
