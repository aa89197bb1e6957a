"""The initiatives of an aimak as a table: a row an application, its marks, its decision, its money."""

from pathlib import Path

from bot.budget.initiative.course import Course, Step
from bot.budget.initiative.marks import Criterion, count_points
from bot.budget.workdays import find_day
from bot.export.legend.initiative_words import INITIATIVES, NAMED
from bot.export.legend.legend import Legend
from bot.export.spreadsheet import Values, open_sheet
from bot.office.initiatives.public import show
from bot.office.practice_words import list_marks
from storage.database.engine import Database
from storage.initiatives.calls import Call
from storage.initiatives.initiatives import Entry, Initiative
from storage.store import Store

_OF_OFFICE = ("why", "agreement")  # what the office wrote, which may name people


async def write_initiatives(
    database: Database, *, path: Path, form: str, aimak_id: int, language: str | None, codes: bool, named: bool,
    words: bool = True,
) -> int:  # fmt: skip
    """Writes the initiatives of an aimak to path, and returns how many. Without named the column of who applied is left out.

    Without words only the work stands there as all may read it, and nothing the office wrote. Raises ExportRefused.
    """

    async def read(store: Store) -> tuple[list[Values], tuple[str, ...]]:
        calls = {call.id: call for call in await store.initiative_calls.list_of(aimak_id)}
        found = await store.initiatives.list_of_aimak(aimak_id)
        steps = await store.initiatives.list_steps([one.id for one in found])
        courses = await store.initiatives.read_all(found)
        marks = list_marks(await store.aimaks.get(aimak_id))
        rows = [make_row(one, courses[one.id], steps[one.id], calls[one.call_id]) for one in found]
        return [
            row if words else row | dict.fromkeys((*one.answers.to_dict(), *_OF_OFFICE)) | {"doing": show(one) or None}
            for one, row in zip(found, rows, strict=True)
        ], marks

    rows, above = await database.read(read)
    columns = [name for name in INITIATIVES if named or name not in NAMED]
    told = {name: INITIATIVES[name] for name in columns}
    legend = Legend(language, told, table="Initiatives", codes=codes, above=above) if language else None
    with open_sheet(path, form, name="initiatives", columns=columns, labels={"number"}, legend=legend) as sheet:
        sheet.write([{name: row[name] for name in columns} for row in rows])
        sheet.close()
    return len(rows)


def make_row(one: Initiative, course: Course, steps: list[Entry], call: Call) -> Values:
    """An initiative as one row. Its why is that of the decision in force."""
    points = count_points(course.marks, call.rules)
    why = next((step.happened.text for step in reversed(steps) if step.happened.step is Step.DECIDED), "")
    weights = " ".join(str(call.rules.weights[criterion]) for criterion in Criterion)
    return {
        "number": one.label,
        "call": call.number,
        "regime": call.terms.regime.value,
        "received": find_day(one.received_at).isoformat(),
        "standing": course.phase.value,
        **one.answers.to_dict(),
        "total": one.total,
        "asked": one.asked,
        "seen": ", ".join(sorted(paper.value for paper in course.seen)),
        **{f"mark_{criterion.value}": course.marks.get(criterion) for criterion in Criterion},
        "rules": f"0–{call.rules.scale}: {weights}",
        "points": None if points is None else f"{points:f}",
        "decision": course.decision.value if course.decision else None,
        "why": why,
        "granted": course.granted,
        "agreement": course.agreement,
        "paid": course.paid,
        "spent": course.spent,
        "returned": course.returned,
        "left": course.left,
    }
