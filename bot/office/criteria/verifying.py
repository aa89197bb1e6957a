"""A frozen sheet of criterion 6 that comes through the chat is held against the log. Its sender hears what was found."""

from dataclasses import dataclass
from typing import Any

from bot.budget.permissions import Act, NotAllowed
from bot.budget.workdays import move_to_bishkek
from bot.chat.texts import Words
from bot.language.kyrgyz import clean, put_in_quotes, quote
from bot.office.criteria import frozen
from bot.office.criteria.changed.difference_words import say_difference
from bot.office.criteria.frozen import LogSays, Verdict
from bot.office.criteria.frozen_file import Damaged, Json, NotFrozenHere, SavedAnew, read_frozen
from bot.office.sheets.expected import Expected, Say, Waiting
from bot.office.staff import record
from bot.office.wording.notices import N_
from storage.aimaks import Aimak
from storage.people import Person
from storage.store import Store

SHOWN = 10  # differences that are named in a message; «sunush tally --verify» names more
_UNREADABLE, _SAVED_ANEW, _DAMAGED = "unreadable", "saved anew", "damaged"
_ELSEWHERE, _NOT_YOURS = "elsewhere", "not yours"
_WHY = {
    _SAVED_ANEW: N_(
        "Another programme saved this frozen sheet anew, so it is not checked. Send the .json file as it came."
    ),
    _DAMAGED: N_("This frozen sheet was changed or cut off, so it is not checked. Send the .json file as it came."),
    _UNREADABLE: N_("This is no frozen sheet of criterion 6: send the .json file that came when it was frozen."),
    _ELSEWHERE: N_("This sheet was frozen in another install: it can be checked only there."),
    _NOT_YOURS: N_("This sheet is of another aimak: its own head can check it."),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: the sheet with its verdict, or the word for why there is none."""

    aimak: Aimak | None = None
    sheet: Json | None = None
    verdict: Verdict | None = None
    why: str = ""


async def check(store: Store, *, content: bytes, by: Person) -> Checked:
    """Holds the bytes of a frozen sheet against the log; nothing is written."""
    try:
        sheet = read_frozen(content)
    except NotFrozenHere as refused:
        return Checked(why={SavedAnew: _SAVED_ANEW, Damaged: _DAMAGED}.get(type(refused), _UNREADABLE))
    aimak = await store.aimaks.find_by_code(sheet["aimak"])
    is_another = frozen.is_another_than_marked(store, sheet)
    if aimak is None:
        return Checked(why=_DAMAGED if is_another else _ELSEWHERE)
    try:
        verdict = await frozen.verify(store, sheet, aimak_id=aimak.id, by=by)
    except NotAllowed:
        return Checked(why=_DAMAGED if is_another else _NOT_YOURS)
    if not verdict.is_ours and verdict.recorded_at is None:
        return Checked(why=_ELSEWHERE)
    return Checked(aimak, sheet, verdict)


async def _look(store: Store, waiting: Waiting, content: Any) -> Checked:
    by = await store.people.find_by_peer(waiting.peer_id)
    return Checked(why=_NOT_YOURS) if by is None else await check(store, content=bytes(content), by=by)


async def _take(store: Store, waiting: Waiting, content: Any, by: Person, at: int) -> Say:
    return await note_checked(store, found=content, by=by, at=at)


async def note_checked(store: Store, *, found: Checked, by: Person, at: int) -> Say:
    """Writes into the audit what was found of a sheet, and returns what is said of it."""
    aimak, sheet, verdict = found.aimak, found.sheet, found.verdict
    if aimak is None or sheet is None or verdict is None:
        return lambda words: words.say(_WHY[found.why])
    await record(
        store, Act.FREEZE, by=by, aimak_id=aimak.id, at=at, object="aimak", object_id=aimak.id,
        what="verified", holds=verdict.holds, of=str(sheet["sha256"])[:64],
    )  # fmt: skip
    return lambda words: "\n".join(say_verdict(words, aimak, sheet, verdict))


def say_verdict(words: Words, aimak: Aimak, sheet: Json, verdict: Verdict) -> list[str]:
    """What became of a frozen sheet, a finding a line; «✓» stands before what is right."""
    at = verdict.recorded_at
    when = f"{move_to_bishkek(at):%d.%m.%Y %H:%M}" if at is not None else ""
    holds = verdict.holds
    lines = [
        words.say("The frozen sheet holds.") if holds else words.say("The frozen sheet does not hold."),
        *([] if holds else [words.say(say_which(verdict))]),
        f"{clean(aimak.name(words.language))}, {sheet['year']}, {put_in_quotes(quote(clean(sheet['for']), 100))}",
        _mark(verdict.is_whole, words.say("The file is as it was written."),
              words.say("The file was changed: its SHA-256 is another.")),
        _mark(verdict.is_ours, words.say("This install made it."),
              words.say("This install did not make it, or its mark was changed.")),
        _mark(at is not None, words.say("The audit has it: {when}.", when=when),
              words.say("The audit of this install does not know it.")),
        _mark(verdict.has_chain, words.say("The audit it ends with still stands."),
              words.say("The audit was changed since, or is another's.")),
        _mark(not verdict.differences,
              words.say("The log still gives the same rows, parts and score for that moment."),
              words.say("Where the file and the log of today differ:")),
    ]  # fmt: skip
    lines += [say_difference(one, words.say) for one in verdict.differences[:SHOWN]]
    if len(verdict.differences) > SHOWN:
        lines.append(words.say("And more places: {n}.", n=words.number(len(verdict.differences) - SHOWN)))
    return lines


def say_which(verdict: Verdict) -> str:
    """Which of the two is another than it was, the file or the log, as a sentence of the catalogue."""
    match verdict.is_changed, verdict.log_says:
        case True, LogSays.SAME:
            return N_("The file was changed. The log still gives what was frozen.")
        case True, LogSays.OTHER:
            return N_("Both: the file was changed, and the log gives another result.")
        case True, _:
            return N_("The file was changed. It cannot be told from it whether the log gives another result.")
        case _, LogSays.OTHER:
            return N_("The file is as it was. The log gives another result.")
    return N_("The file and the log are as they were. The audit is not.")


def _mark(fine: bool, yes: str, no: str) -> str:
    return f"✓ {yes}" if fine else f"✗ {no}"


FROZEN_SHEET = Expected(
    name="frozen", act=Act.FREEZE, notice="frozen_check", door=("criteria", N_("All criteria")), look=_look, take=_take
)
