"""The list of an aimak's proposals for its own office, as PDF or XLSX.

It is read beside other work, and put into words here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.budget.proposal import Decision, Reason
from bot.budget.workdays import BISHKEK, find_day
from bot.chat.texts import Words
from bot.export.legend.legend import Legend
from bot.export.legend.log_words import COLUMNS as TOLD
from bot.export.legend.log_words import SIDES, SOURCES, name_codes
from bot.export.office.list_sheet import COLUMNS, write_list_sheet
from bot.export.spreadsheet import Values, check, write_moment
from bot.export.whole_file import open_whole_file
from bot.language.by_language import choose_language
from bot.language.kyrgyz import clean, quote
from bot.office.categories import list_categories
from bot.office.practice_words import list_marks
from bot.office.reads.list_titles import LIST_TITLES
from bot.office.wording.answers.answer_words import REASON_BUTTONS, name_decision
from bot.office.wording.as_written import show_as_written
from bot.office.wording.notices import N_, quote_with_files
from storage.aimaks import Aimak
from storage.database.beside import read_beside
from storage.database.engine import Database
from storage.database.seal import Seal
from storage.log.office_lists import ENTERED
from storage.log.printed import Chosen, PrintedProposal, list_chosen, read_printed
from storage.store import Store

if TYPE_CHECKING:
    from bot.export.pdf.office_list import PrintedRow

PRINTED = ("pdf", "xlsx")
_NO_LIST = N_("All proposals")


@dataclass(frozen=True, slots=True)
class ListAbove:
    """What stands above a list: whose it is, which, how much, and on which day it was made."""

    title: str
    notes: tuple[str, ...]
    day: date
    marks: tuple[str, ...] = ()  # that the aimak is for practice


async def write_list(database: Database, *, path: Path, form: str, chosen: Chosen, language: str, day: date) -> int:
    """Writes the proposals that were chosen to path, as pdf or xlsx; returns how many. day is the one it is made on.

    Raises ExportRefused for a path with another ending, with something there already, or without a folder.
    """
    check(path, form)
    words = Words(language)
    aimak, names, village = await database.read(lambda store: _name(store, chosen, language))

    def write(connection: Any) -> int:
        ids = list_chosen(connection, chosen)
        above = _say_above(words, aimak, chosen, village, n=len(ids), day=day)
        rows = (row for part in read_printed(connection, ids, language=language) for row in part)
        if form == "xlsx":
            columns = {name: TOLD[name] for name in COLUMNS}
            legend = Legend(language, columns, names=names, table=N_("The proposals"), above=list_marks(aimak))
            return write_list_sheet(
                path,
                (_make_values(row, database.seal) for row in rows),
                legend=legend,
                title=" · ".join((above.title, *above.notes)),
            )
        return _draw(path, rows, words=words, above=above)

    return await read_beside(database, write)


async def _name(store: Store, chosen: Chosen, language: str) -> tuple[Aimak, Mapping[str, Mapping[str, str]], str]:
    aimak = await store.aimaks.get(chosen.aimak_id)
    village = await store.aimaks.find_village(chosen.narrow.village_id) if chosen.narrow.village_id else None
    return aimak, name_codes(language, [aimak]), village.name(language) if village else ""


def _say_above(words: Words, aimak: Aimak, chosen: Chosen, village: str, *, n: int, day: date) -> ListAbove:
    which = words.say(LIST_TITLES[chosen.list] if chosen.list else _NO_LIST)
    if chosen.by_number:
        which = words.say("{list}, by number", list=which)
    elif chosen.list is None:
        which = words.say("{list}, the unanswered first", list=which)
    narrow, only = chosen.narrow, []
    if narrow.side is not None:
        only.append(words.say(SIDES[narrow.side]))
    if narrow.category is not None:
        only.append(_say_category(words, narrow.category or None))
    if narrow.village_id is not None:
        only.append(village or words.say("no village"))
    if narrow.source is not None:
        entered = words.say("Entered by the office")
        only.append(entered if narrow.source == ENTERED else words.say(SOURCES.get(narrow.source, narrow.source)))
    notes = [*list_marks(aimak), f"{which}: {words.number(n)}"]
    if only:
        notes.append(words.say("Only: {what}.", what=", ".join(only)))
    notes.append(words.long_day(day))
    title = words.say("Proposals of the ayil aimak {aimak}", aimak=clean(aimak.name(words.language)))
    return ListAbove(title, tuple(notes), day, (" · ".join(marks),) if (marks := list_marks(aimak)) else ())


def _say_category(words: Words, code: str | None) -> str:
    # One that is no longer in the list of categories stays a code.
    if not code:
        return words.say("no category")
    return next((choose_language(one.titles, words.language) for one in list_categories() if one.code == code), code)


def _make_values(row: PrintedProposal, seal: Seal) -> Values:
    status = "excluded" if row.excluded else "answered" if row.decision else "waiting"
    return {
        "number": row.number,
        "received_at": str(find_day(row.received_at)),
        "due_on": str(row.due_on),
        "side": row.side,
        "category": row.category,
        "village": row.village,
        "text": row.text,
        "status": status,
        "decision": row.decision,
        "reason_code": row.reason,
        "reason": row.sentence,
        "decided_amount": row.amount,
        "budget_line": row.budget_line,
        "answered_at": write_moment(row.answered_at),
        "office_note": seal.open(row.note) if row.note is not None else "",
    }


def _draw(path: Path, rows: Iterable[PrintedProposal], *, words: Words, above: ListAbove) -> int:
    from bot.export.pdf.office_list import draw_list

    with open_whole_file(path) as file:
        return draw_list(
            file,
            _say_rows(rows, words),
            language=words.language,
            title=above.title,
            notes=above.notes,
            footer=(above.title, words.long_day(above.day), *above.marks),
            made=datetime.combine(above.day, time(), BISHKEK),
        )


def _say_rows(rows: Iterable[PrintedProposal], words: Words) -> Iterator["PrintedRow"]:
    from bot.export.pdf.office_list import PrintedRow

    for row in rows:
        days = [_write_day(find_day(row.received_at))]
        if row.decision is None and row.excluded is None:
            days += [f"{words.say('Answer due')}:", _write_day(row.due_on)]
        about = [words.say(SIDES[row.side]), _say_category(words, row.category), row.village or ""]
        yield PrintedRow(
            number=f"№ {row.number}",
            days=tuple(days),
            about=", ".join(filter(None, about)),
            text=row.text,
            files=quote_with_files(words, "", row.files),
            answer=tuple(_say_answer(row, words)),
        )


def _say_answer(row: PrintedProposal, words: Words) -> list[str]:
    if row.decision is None:
        return [words.say("Not counted") if row.excluded else words.say("No decision yet")]
    lines = [name_decision(words, Decision(row.decision))]
    if row.amount is not None:
        lines.append(words.say("Sum: {sum}", sum=words.som(row.amount)))
    if row.budget_line:
        lines.append(words.say("Budget line: {line}.", line=quote(row.budget_line)))
    if row.reason:
        lines.append(words.say(REASON_BUTTONS[Reason(row.reason)]))
    if row.sentence:
        lines.append(show_as_written(words, row.sentence))
    if row.answered_at is not None:
        lines.append(_write_day(find_day(row.answered_at)))
    return lines


def _write_day(day: date) -> str:
    return f"{day:%d.%m.%Y}"
