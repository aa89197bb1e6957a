"""A difference of two sheets of criterion 6 in words: fields have their names, and codes are said."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from bot.budget.tally import PARTS, Reaction
from bot.budget.workdays import move_to_bishkek
from bot.language.kyrgyz import clean, quote
from bot.office.criteria.changed.differences import ORDER, Difference
from bot.office.wording.answers.answer_words import DECISIONS
from bot.office.wording.criterion_6 import PART_NAMES
from bot.office.wording.notices import EXCLUSIONS, N_

_LONGEST = 60  # characters of a value
_MANY = 10  # entries of a list
_LATEST = 2**42  # milliseconds UTC

_OF_A_ROW = {
    "row": N_("the row"),
    "number": N_("number"),
    "counts": N_("counted"),
    "by_staff": N_("entered by staff"),
    "by_office": N_("by the office's own people"),
    "told_in_person": N_("told in person"),
    "received": N_("received"),
    "first_reply": N_("first reply"),
    "decision": N_("decision"),
    "decided": N_("decided"),
    "reasoned": N_("with a reason"),
    "delivered": N_("delivery confirmed"),
    "reaction": N_("author's reply"),
    "published": N_("shown publicly"),
    "excluded": N_("why it does not count"),
    "excluded_by_author": N_("left out by its author"),
}
_OF_THE_YEAR = {
    "aimak": N_("ayil aimak"),
    "year": N_("budget year"),
    "for": N_("what it was frozen for"),
    "frozen_at": N_("when it was frozen"),
    "audit": N_("last act in the audit"),
    "audit.id": N_("last act in the audit"),
    "audit.hash": N_("hash of the last act in the audit"),
    "drawn": N_("proposals drawn for a call-back"),
    "rows": N_("rows"),
    "sha256": "SHA-256",
    "mark": N_("mark of this install"),
    "rule.criterion": N_("criterion"),
    "rule.version": N_("version of the rules"),
    "facts.hearing_on": N_("day of the hearing"),
    "facts.attendance": N_("people at the hearing"),
    "facts.results_on": N_("day of the results"),
    "facts.table_place": N_("place of the table of decisions"),
    "facts.table_on": N_("day of the table of decisions"),
    "facts.public_page": N_("public page"),
    "settings.deadline_working_days": N_("working days for an answer"),
    "settings.target": N_("answers that are wanted"),
    "settings.prior": N_("prior"),
    "settings.days_off": N_("days off"),
    "settings.working_days": N_("working days put in"),
    "result.N": N_("proposals"),
    "result.answered": N_("answered"),
    "result.decided": N_("decided"),
    "result.score": N_("score"),
    "result.points15": N_("points of 15"),
    "result.tie_break": N_("score for a tie"),
    "result.score_all": N_("score with the exclusions put back"),
    "result.excluded": N_("excluded"),
    "result.by_office": N_("by the office's own people"),
    "result.by_staff": N_("entered by staff"),
    "result.told_in_person": N_("told in person"),
    "result.after_cutoff": N_("after the cut-off"),
}
_TAPPED = {
    Reaction.CLEAR.value: N_("It is clear"),
    Reaction.QUESTION.value: N_("I have a question"),
    Reaction.DISAGREE.value: N_("I do not agree"),
}
_CODES: Mapping[str, Mapping[str, str]] = {
    "decision": {one.value: said for one, said in DECISIONS.items()},
    "reaction": _TAPPED,
    "excluded": {**EXCLUSIONS, "withdrawn": N_("withdrawn")},
}


def say_difference(one: Difference, say: Callable[..., str]) -> str:
    """One difference as a line; say puts a sentence of ours into a language.

    Whatever the file holds is quoted as it stands.
    """
    where = f"№ {clean(one.number)}" if one.number else say("the sheet")
    field = one.field.removesuffix(f".{ORDER}")
    name = _name_field(field, one.number, say)
    if field != one.field:
        return say("{where}: {name}: in another order.", where=where, name=name)
    if field == "for":
        return say("{where}: {name}: it is another now.", where=where, name=name)
    if isinstance(one.then, list) and isinstance(one.now, list):
        then, now = [x for x in one.then if x not in one.now], [x for x in one.now if x not in one.then]
    else:
        then, now = one.then, one.now
    return f"{where}: {name}: {_say(field, then, say)} → {_say(field, now, say)}"


def _name_field(field: str, number: str, say: Callable[..., str]) -> str:
    if (known := (_OF_A_ROW if number else _OF_THE_YEAR).get(field)) is not None:
        return say(known)
    above, _, part = field.rpartition(".")
    if part in PARTS and above in {"result.parts", "settings.weights"}:
        name = say(PART_NAMES[part])
        return f"{part}, {name}" if above == "result.parts" else say("weight of {part}, {name}", part=part, name=name)
    return say("what does not belong there: {field}", field=quote(clean(field), _LONGEST))


def _say(field: str, value: Any, say: Callable[..., str]) -> str:
    match value:
        case None | "":
            return "—"
        case bool():
            return say("yes") if value else say("no")
        case list():
            more = f", … (+{len(value) - _MANY})" if len(value) > _MANY else ""
            return (", ".join(_say(field, one, say) for one in value[:_MANY]) or "—") + more
        case int() if field == "frozen_at" and 0 <= value < _LATEST:
            return f"{move_to_bishkek(value):%d.%m.%Y %H:%M:%S}"
        case str() if value in _CODES.get(field, {}):
            return say(_CODES[field][value])
        case str() | int():
            return quote(clean(_write(str(value))), _LONGEST)
    return quote(clean(repr(value)), _LONGEST)


def _write(value: str) -> str:
    # A day as people write it, a number with a comma.
    try:
        return f"{date.fromisoformat(value):%d.%m.%Y}" if len(value) == 10 else _with_comma(value)
    except ValueError:
        return value


def _with_comma(value: str) -> str:
    whole, point, rest = value.partition(".")
    return f"{whole},{rest}" if point and whole.isdecimal() and rest.isdecimal() else value
