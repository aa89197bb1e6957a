"""The words of the spreadsheet of answers: what is wrong in which cell, what is unreadable, what became of rows."""

from collections.abc import Sequence

from bot.chat.texts import Words
from bot.language.kyrgyz import clean, put_in_quotes, quote
from bot.office.sheets.checked import CheckedRow, CheckedSheet, RowState
from bot.office.sheets.columns import HEADINGS, MOST_ROWS, Column
from bot.office.sheets.rows import Fault
from bot.office.sheets.sheets import Done
from bot.office.wording.answers.answer_words import REASONS, name_decision
from bot.office.wording.notices import N_

MOST_NAMED = 30  # faults, or numbers, that are named in one go
_FAULTS = {
    "doubled": N_("{cell}: this column stands there twice."),
    "missing": N_("{cell}: the column «{what}» is missing in this row."),
    "merged": N_("{cell}: the cells {what} are merged. Please part them."),
    "twice": N_("{cell}: the same proposal stands in row {what} already."),
    "formula": N_("{cell}: a formula stands there. Please write the value itself."),
    "error": N_("{cell}: an error of the table stands there."),
    "no_key": N_("{cell}: this row does not come from the bot's file. Please write only in its own rows."),
    "changed_key": N_("{cell}: the hidden key of this row is changed. Please write in a fresh file."),
    "no_number": N_("{cell}: the number of a proposal is wanted here."),
    "other_number": N_("{cell}: another number stands here than the row had. Was only a part of the table sorted?"),
    "same_itself": N_("{cell}: a proposal cannot be the same as itself."),
    "same_and_own": N_("{cell}: this row has an answer of its own too. Please leave one of them."),
    "same_erased": N_("{cell}: the sentence of № {what} was erased with its author. Please write your own."),
    "same_unanswered": N_("{cell}: № {what} has no answer that could be taken over."),
    "same_two": N_("{cell}: this number names more than one proposal: {what}. Please write the answer itself."),
    "no_decision": N_("{cell}: the decision is missing."),
    "not_listed": N_("{cell}: «{what}» is not in the list."),
    "needless_reason": N_("{cell}: what is in the draft needs no reason."),
    "needless_sum": N_("{cell}: a sum and a budget line go only with what is in the draft."),
    "no_reason": N_("{cell}: the reason is missing."),
    "short": N_("{cell}: please write at least {what} characters."),
    "long": N_("{cell}: at most {what} characters fit."),
    "no_sum": N_("{cell}: «{what}» is no sum."),
    "two_sums": N_("{cell}: «{what}» are two sums. Please choose one."),
    "sum_range": N_("{cell}: «{what}» is not between 1 and 1 000 000 000 000 som."),
    "date": N_("{cell}: a date stands there. Please format the cell as text."),
    "elsewhere": N_("{cell}: this row is not of your aimak."),
}
_REFUSALS = {
    "old": N_("The table is in an old form (.xls). Please save it as «Excel workbook (.xlsx)» and send that."),
    "ods": N_("The table is in the form .ods. Please save it as «Excel 2007–365 (.xlsx)» and send that."),
    "macros": N_("The table holds macros and is not opened. Please save it as .xlsx, without macros, and send that."),
    "locked": N_("The table is locked by a password. Please save it without one and send it again."),
    "large": N_("The table is too large and is not opened. Please send only the bot's own file, filled in."),
    "rows": N_("The table has too many rows. Please send the bot's own file: it has {n} at most."),
    "heading": N_("This is not the table of answers. «Excel» above the list of proposals sends a fresh one."),
    "none": N_("The file cannot be opened as a table. Please save it as .xlsx and send it again."),
}
_LEFT = {
    RowState.ANSWERED: N_("Answered meanwhile and left alone: {numbers}."),
    RowState.CHANGED: N_("The author changed the text meanwhile; left alone: {numbers}."),
    RowState.GONE: N_("Withdrawn or out of the count; left alone: {numbers}."),
    RowState.TAKEN: N_("A colleague works on these; left alone: {numbers}."),
}
_UNREADY = {
    RowState.SIDE: N_("The side is not chosen yet, choose it in the chat; left alone: {cells}."),
    RowState.VOICE: N_("Voices that nobody has put in one line yet; left alone: {cells}."),
}


def say_refused(words: Words, why: str, *, door: tuple[str, str] | None = None) -> str:
    """Why a file is not read, and what to do; why is a word of storage/attachments/own_process/sheet_cells.

    door is the button (id, title) of the room whose table it is.
    """
    if door is not None:
        return words.say("This is the table of «{room}». Please open that and send it there.", room=words.say(door[1]))
    return words.say(_REFUSALS.get(why, _REFUSALS["none"]), n=words.number(MOST_ROWS))


def say_faults(words: Words, faults: Sequence[Fault]) -> str:
    """What is to be mended, a line a cell; nothing was changed."""
    lines = [_say_fault(words, fault) for fault in faults[:MOST_NAMED]]
    if len(faults) > MOST_NAMED:
        lines.append(words.say("And more places: {n}.", n=words.number(len(faults) - MOST_NAMED)))
    return "\n".join([words.say("Nothing is changed. Please mend this in the table and send it again:"), *lines])


def _say_fault(words: Words, fault: Fault) -> str:
    what = words.say(HEADINGS[Column(fault.said)]) if fault.code == "missing" else clean(fault.said)
    return words.say(_FAULTS[fault.code], cell=fault.cell, what=what)


def say_counts(words: Words, sheet: CheckedSheet) -> str:
    """How many rows are ready, were done before, are left alone and why, and have no answer."""
    lines = [words.say_n("{n} answer is ready.", "{n} answers are ready.", len(sheet.open))]
    if kept := _list_labels(sheet, RowState.KEPT):
        lines.append(
            words.say_n("Of them {n} answer is kept already.", "Of them {n} answers are kept already.", len(kept))
        )
    if sent := _list_labels(sheet, RowState.SENT):
        lines.append(words.say_n("{n} answer was given before.", "{n} answers were given before.", len(sent)))
    for state, sentence in _LEFT.items():
        if labels := _list_labels(sheet, state):
            lines.append(words.say(sentence, numbers=join(labels)))
    if repeats := [row.label for row in sheet.open if row.with_row]:
        lines.append(
            words.say_n(
                "{n} answer more goes to one linked with a row: {numbers}.",
                "{n} answers more go to those linked with a row: {numbers}.",
                len(repeats),
                numbers=join(repeats),
            )
        )
        lines.append(words.say_n("{n} author is reached.", "{n} authors are reached.", sheet.authors))
    for state, sentence in _UNREADY.items():
        if cells := _list_cells(sheet, state):
            lines.append(words.say(sentence, cells=cells))
    if sheet.empty:
        lines.append(words.say("Rows without an answer yet: {n}.", n=words.number(sheet.empty)))
    return "\n".join(lines)


def say_row(words: Words, row: CheckedRow) -> str:
    """One row before it is kept or sent: the text, and below it the answer."""
    answer = row.answer
    parts = [f"→ {name_decision(words, answer.decision)}."]
    if answer.amount is not None:
        parts.append(words.say("Sum: {sum}", sum=words.som(answer.amount)) + ".")
    if answer.budget_line:
        parts.append(words.say("Budget line: {line}.", line=quote(clean(answer.budget_line), 60)))
    if answer.reason_code is not None:
        reason = words.say(REASONS[answer.reason_code])
        parts.append(words.say("Reason: {reason}. {sentence}", reason=reason, sentence="").strip())
    parts.append(quote(clean(answer.sentence), 200))
    shown = f"№ {row.label}: {put_in_quotes(quote(row.quote, 60))}"
    if row.with_row:
        shown = f"{shown} " + words.say("(linked with № {number})", number=row.with_row)
    return f"{shown}\n" + " ".join(filter(None, parts))


def say_done(words: Words, done: Done, *, seconds: int = 0) -> str:
    """What became of the rows; seconds is for how long what leaves can be taken back."""
    lines = []
    if done.leaving:
        lines.append(
            words.say_n(
                "{n} answer was sent. It leaves in {seconds} seconds.",
                "{n} answers were sent. They leave in {seconds} seconds.",
                done.leaving,
                seconds=seconds,
            )
        )
    if done.sent:
        lines.append(words.say_n("{n} answer is on its way.", "{n} answers are on their way.", done.sent))
    if done.waiting:
        lines.append(words.say_n("{n} answer waits for the head.", "{n} answers wait for the head.", done.waiting))
    if done.kept:
        lines.append(words.say_n("{n} answer is kept and not sent.", "{n} answers are kept and not sent.", done.kept))
    if done.before:
        lines.append(words.say_n("{n} answer was given before.", "{n} answers were given before.", done.before))
    if done.staying:
        lines.append(words.say("These changed meanwhile and stay: {numbers}.", numbers=join(done.staying)))
    return "\n".join(lines) or words.say("Nothing was to be done.")


def join(labels: Sequence[str]) -> str:
    """Numbers of proposals in a line, the first of very many."""
    more = "…" if len(labels) > MOST_NAMED else ""
    return ", ".join(f"№ {label}" for label in labels[:MOST_NAMED]) + more


def _list_labels(sheet: CheckedSheet, state: RowState) -> list[str]:
    return [row.label for row in sheet.rows if row.state is state]


def _list_cells(sheet: CheckedSheet, state: RowState) -> str:
    rows = [row for row in sheet.rows if row.state is state]
    return ", ".join(f"{row.cell} (№ {row.label})" if row.cell else f"№ {row.label}" for row in rows[:MOST_NAMED])
