"""The log of proposals as a file: XLSX, CSV or JSON lines, streamed from one joined statement on one thread."""

import secrets
from pathlib import Path
from typing import Any

from bot.budget.permissions import Role
from bot.export.legend.legend import Legend
from bot.export.legend.log_words import COLUMNS as TOLD
from bot.export.legend.log_words import name_codes
from bot.export.spreadsheet import Sheet, Values, open_sheet, write_moment
from bot.language.by_language import FIRST
from bot.office.practice_words import read_marks
from bot.office.wording.notices import N_
from storage.database.beside import read_beside
from storage.database.engine import Database
from storage.database.seal import Seal
from storage.log import proposal_summary
from storage.log.dialogue_kinds import ASKED, WORK
from storage.log.facts import ARRIVED, DELIVERY, NO_ADDRESS
from storage.log.proposal_summary import WITHDRAWN
from storage.public.shared_villages import list_shared_villages

COLUMNS = (
    "number", "aimak", "year", "side", "category", "text", "amount", "village", "source", "received_at", "due_on",
    "status", "decision", "reason_code", "reason", "decided_amount", "budget_line", "first_reply_at", "decided_at",
    "answered_by", "delivered_at", "delivery", "read_at", "reaction", "public", "linked_to", "excluded", "by_office",
    "revision", "work", "corrections", "answer_files", "property",
)  # fmt: skip
NAMED = ("author", "phone")  # what a named export has besides
LEAST_SHARING_A_VILLAGE = 5  # authors of a year, and as many share what names none

_LABELS = ("number", "linked_to")
_MOMENTS = ("received_at", "first_reply_at", "decided_at", "delivered_at", "read_at")


async def write_export(
    database: Database,
    seal: Seal,
    *,
    path: Path,
    form: str,
    aimak_id: int | None,
    year: int | None,
    pseudonymous: bool,
    named: bool = False,
    language: str | None = None,
    codes: bool = True,
    drawn: str = "",
) -> int:
    """Writes the proposal log, of one aimak or year if named, to path; returns how many rows it has.

    With a language the columns and codes are explained in it. Unless codes asks for machine names, they are also said
    in it. A named export has the names that authors gave, and telephones they agreed to be kept. Pseudonyms are made of
    what is drawn anew, unless drawn names the one moment they are for. Raises ExportRefused for a path with another
    ending, with something there already, or without a folder.
    """
    columns = (*COLUMNS, *NAMED) if named else COLUMNS
    legend = None
    if language is not None:
        names = name_codes(language, await database.read(lambda store: store.aimaks.list_all(practice=True)))
        legend = Legend(
            language, {name: TOLD[name] for name in columns}, table=N_("The proposals"), codes=codes, names=names,
            above=await database.read(lambda store: read_marks(store, aimak_id)),
        )  # fmt: skip

    def write(connection: Any) -> int:
        return _stream(
            connection, sheet, seal, aimak_id=aimak_id, year=year, pseudonymous=pseudonymous, named=named,
            language=FIRST if codes or language is None else language, drawn=drawn,
        )  # fmt: skip

    with open_sheet(path, form, name="proposals", columns=columns, labels=_LABELS, legend=legend) as sheet:
        return await read_beside(database, write)


def _stream(
    connection: Any,
    sheet: Sheet,
    seal: Seal,
    *,
    aimak_id: int | None,
    year: int | None,
    pseudonymous: bool,
    named: bool,
    language: str,
    drawn: str,
) -> int:
    veil = Veil(connection, seal, aimak_id=aimak_id, year=year, drawn=drawn) if pseudonymous else None
    written = 0
    for rows in proposal_summary.stream_rows(
        connection, aimak_id=aimak_id, year=year, named=named, language=language, shuffle=veil.place if veil else None
    ):
        values = list(map(make_values, rows))
        if named:
            values = [_open(row, seal) for row in values]
        sheet.write([veil.hide(row) for row in values] if veil else values)
        written += len(rows)
    sheet.close()
    return written


def _open(row: Values, seal: Seal) -> Values:
    return row | {name: seal.open(str(row[name])) if row[name] else None for name in NAMED}


def make_values(row: dict[str, Any]) -> Values:
    """A row of the log as an export has it: moments as text, its status, how its answer arrived."""
    answered, told_at, arrived_at = row["decision"] is not None, row["told_at"], row["arrived_at"]
    delivered = [at for at in (arrived_at, told_at) if at is not None]
    row["due_on"] = str(row["due_on"])
    row["status"] = _find_status(row)
    row["answered_by"] = (row["who"] or row["role"] or Role.STAFF.value) if answered else ""
    row["delivery"] = _find_delivery(row) if answered else ""
    row["delivered_at"] = min(delivered) if delivered else None
    for name in _MOMENTS:
        if row[name] is not None:
            row[name] = write_moment(row[name])
    row["work"] = (row["work"] or "").removeprefix(WORK) or None
    return row


def _find_status(row: dict[str, Any]) -> str:
    if row["excluded"] is not None:
        return WITHDRAWN if row["excluded"] == WITHDRAWN else "excluded"
    if row["decision"] is not None:
        return "answered"
    if row["last_asking"] == ASKED:
        return "asked"
    return "taken" if row["taken_at"] is not None else "waiting"


def _find_delivery(row: dict[str, Any]) -> str:
    nearest = row["nearest"]
    if row["told_at"] is not None and (nearest is None or nearest > ARRIVED):
        return "told"
    return DELIVERY.get(nearest, NO_ADDRESS)


class Veil:
    """Turns rows pseudonymous and mixes them; what it draws is forgotten with the export, so no two can be joined.

    Who knows when a neighbour wrote could find their row by its place or its minute. So rows are sorted by a keyed
    hash, and of moments only the day stays.
    """

    def __init__(
        self,
        connection: Any,
        seal: Seal,
        *,
        aimak_id: int | None,
        year: int | None,
        drawn: str = "",
        counting_only: bool = False,
    ) -> None:
        """counting_only: rows that were withdrawn or excluded are left out, so they hide nobody either."""
        self._seal = seal
        self._drawn = drawn or secrets.token_hex(16)
        self._shared = list_shared_villages(
            connection, aimak_id=aimak_id, year=year, least=LEAST_SHARING_A_VILLAGE, counting_only=counting_only
        )

    def place(self, aimak_id: int, year: int, number: int) -> str:
        """Returns what a proposal is called by, and sorted by."""
        return self._make_pseudonym("p", aimak_id, year, number)

    def hide(self, values: Values) -> Values:
        """Returns a row without what tells who wrote or answered it."""
        hidden: Values = {
            "number": self._make_pseudonym("p", values["aimak_id"], values["year"], values["place"]),
            "linked_to": self._linked(values),
            "answered_by": self._make_pseudonym("s", values["clerk"]) if values["decision"] else None,
        }
        for name in _MOMENTS:
            hidden[name] = str(values[name])[: len("2026-11-23")] if values[name] else None
        if values["public"] != "yes":
            hidden |= {"text": None, "reason": None, "budget_line": None}
        if (values["village_id"], values["year"]) not in self._shared:
            hidden["village"] = None
        return values | hidden

    def _linked(self, values: Values) -> str | None:
        if values["linked_place"] is None:
            return None
        return self._make_pseudonym("p", values["aimak_id"], values["year"], values["linked_place"])

    def _make_pseudonym(self, letter: str, *parts: object) -> str:
        # A letter goes first: Excel would read 12e45 as a number.
        return letter + self._seal.mark("export", self._drawn, letter, *map(str, parts))[:12]
