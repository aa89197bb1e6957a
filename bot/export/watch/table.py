"""The watches of an aimak as a table: a row a report, and one for a watch without any. Nobody is named in it."""

from pathlib import Path

from bot.budget.workdays import find_day
from bot.chat.texts import find_words
from bot.export.legend.legend import Legend
from bot.export.legend.watch_words import IN_WORDS, WATCHES
from bot.export.spreadsheet import Values, open_sheet
from bot.office.practice_words import list_marks
from bot.office.watch.watching import read_rules
from bot.office.watch.words import say_mean
from storage.database.engine import Database
from storage.store import Store
from storage.watch.reports import Report
from storage.watch.watches import Counted, Watch


async def write_watches(
    database: Database, *, path: Path, form: str, aimak_id: int, language: str | None, codes: bool, words: bool, at: int
) -> int:
    """Writes the reports of an aimak's watches to path, and returns how many rows.

    words: with what residents and the office wrote, which may name people. Raises ExportRefused.
    """

    async def read(store: Store) -> tuple[list[Values], tuple[str, ...], list[str]]:
        rules, rows = await read_rules(store, at=at), []
        for watch in reversed(await store.watches.list_of(aimak_id)):
            counted = await store.watches.count(watch.id, together=rules.shown_from)
            top = _make_top(watch, counted, say_mean(counted))
            reports = sorted(await store.watch_reports.list_of(watch.id), key=lambda one: one.id)
            rows += [top | _make_row(one) for one in reports] or [top | _make_row(None)]
        in_force = [
            find_words(language or "ky").say(
                "A group has up to {members} people; ratings are shown from {n} on.",
                members=rules.members, n=rules.shown_from,
            )
        ]  # fmt: skip
        return rows, list_marks(await store.aimaks.get(aimak_id)), in_force

    rows, above, notes = await database.read(read)
    columns = [name for name in WATCHES if words or name not in IN_WORDS]
    told = {name: WATCHES[name] for name in columns}
    legend = Legend(language, told, table="Monitoring", codes=codes, above=above, notes=notes) if language else None
    with open_sheet(path, form, name="watches", columns=columns, labels={"number"}, legend=legend) as sheet:
        sheet.write([{name: row[name] for name in columns} for row in rows])
        sheet.close()
    return len(rows)


def _make_top(watch: Watch, counted: Counted, mean: str) -> Values:
    standing = "closed" if watch.closed_at is not None else "finished" if watch.finished_at is not None else "open"
    return {
        "watch": watch.number,
        "year": watch.year,
        "line": watch.line,
        "standing": standing,
        "members": counted.members,
        "reports": counted.reports,
        "unanswered": counted.waiting,
        "ratings": counted.ratings or None,
        "mean": mean or None,
    }


def _make_row(one: Report | None) -> Values:
    if one is None:
        return dict.fromkeys(("number", "received", "seen", "text", "due", "answered", "answer"))
    return {
        "number": one.label,
        "received": find_day(one.received_at).isoformat(),
        "seen": one.seen.value,
        "text": one.text,
        "due": one.due_on.isoformat(),
        "answered": find_day(one.answered_at).isoformat() if one.answered_at is not None else None,
        "answer": one.answer,
    }
