"""The log of proposals as a file: XLSX, CSV or JSON lines, streamed from one joined statement on one thread."""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.budget.permissions import Role
from bot.export.spreadsheet import Sheet, Values, moment, opened
from bot.office.criteria.proposal_log import WITHDRAWN
from storage import proposal_summary
from storage.answers import ASKED
from storage.database.beside import read_beside
from storage.database.engine import Database
from storage.database.seal import Seal
from storage.proposal_summary import ARRIVED, DELIVERY

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

    def write(connection: Any) -> int:
        return _stream(connection, sheet, seal, aimak_id=aimak_id, year=year, pseudonymous=pseudonymous)

    with opened(path, form, name="proposals", columns=COLUMNS) as sheet:
        return await read_beside(database, write)


def _stream(
    connection: Any, sheet: Sheet, seal: Seal, *, aimak_id: int | None, year: int | None, pseudonymous: bool
) -> int:
    veil = _veil(connection, seal, aimak_id=aimak_id, year=year) if pseudonymous else _unveiled
    written = 0
    for rows in proposal_summary.rows_of(connection, aimak_id=aimak_id, year=year):
        sheet.write([veil(row, _values(row)) for row in rows])
        written += len(rows)
    sheet.close()
    return written


def _values(row: Any) -> Values:
    excluded = WITHDRAWN if row.withdrawn else row.exclusion
    return {
        "number": row.label,
        "aimak": row.aimak,
        "year": row.budget_year,
        "side": row.side,
        "category": row.category,
        "text": row.text or "",
        "amount": row.amount,
        "village": row.village,
        "source": row.source,
        "received_at": moment(row.received_at),
        "due_on": row.due_on.isoformat(),
        "status": _status(row, excluded),
        "decision": row.decision,
        "reason_code": row.reason_code,
        "reason": row.sentence,
        "decided_amount": row.decided_amount,
        "budget_line": row.budget_line,
        "first_reply_at": moment(row.first_reply_at),
        "decided_at": moment(row.decided_at),
        "answered_by": (row.who or row.role or Role.STAFF.value) if row.decision else "",
        "delivered_at": moment(min((at for at in (row.arrived_at, row.told_at) if at is not None), default=None)),
        "delivery": _delivery(row),
        "reaction": row.reaction,
        "public": {True: "yes", False: "no", None: None}[row.public_text],
        "linked_to": None,
        "excluded": excluded,
        "revision": row.revision,
    }


def _status(row: Any, excluded: str | None) -> str:
    if excluded is not None:
        return WITHDRAWN if excluded == WITHDRAWN else "excluded"
    if row.decision:
        return "answered"
    if row.last_asking == ASKED:
        return "asked"
    return "taken" if row.taken_at is not None else "waiting"


def _delivery(row: Any) -> str:
    if not row.decision:
        return ""
    carried = DELIVERY.get(row.nearest, "waiting")
    has_arrived = row.nearest is not None and row.nearest <= ARRIVED
    return "told" if row.told_at is not None and not has_arrived else carried


Veil = Callable[[Any, Values], Values]


def _unveiled(_row: Any, values: Values) -> Values:
    return values


def _veil(connection: Any, seal: Seal, *, aimak_id: int | None, year: int | None) -> Veil:
    """Makes what turns a row pseudonymous; what it draws is forgotten with the export, so no two can be joined."""
    drawn = secrets.token_hex(16)
    sharing = proposal_summary.authors_by_village(connection, aimak_id=aimak_id, year=year)

    def pseudonym(letter: str, *parts: object) -> str:
        # A letter goes first: Excel would read 12e45 as a number.
        return letter + seal.mark("export", drawn, letter, *map(str, parts))[:12]

    def veil(row: Any, values: Values) -> Values:
        hidden: Values = {
            "number": pseudonym("p", row.aimak_id, row.budget_year, row.number),
            "answered_by": pseudonym("s", row.answered_by) if row.decision else None,
        }
        if row.public_text is not True:
            hidden |= {"text": None, "reason": None}
        if sharing.get(row.village_id or 0, 0) < LEAST_SHARING_A_VILLAGE:
            hidden["village"] = None
        return values | hidden

    return veil
