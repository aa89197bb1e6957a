"""Criterion 6 of one aimak in words for the chat and the terminal, and as JSON."""

from datetime import date
from decimal import Decimal
from typing import Any

from bot.budget import tally, tally_case
from bot.chat.texts import Words
from bot.language.kyrgyz import clean, quote
from bot.office.criteria.score_sheet import Sheet
from bot.office.practice_words import list_marks
from bot.office.wording.notices import N_

_LONGEST_PLACE = 100  # characters

PART_NAMES = {
    "A": N_("answered by a person"),
    "D": N_("decided after the results"),
    "R": N_("with a reason"),
    "T1": N_("first answer on time"),
    "T2": N_("decision on time"),
    "C": N_("delivery confirmed"),
    "S": N_("answer understood"),
    "U": N_("shown publicly"),
    "V": N_("number answered"),
}


def say_headline(words: Words, sheet: Sheet) -> str:
    """Returns one line: the score, or why there is none, and the counts."""
    return " ".join([_score(words, sheet), *_counts(words, sheet)])


def say_lines(words: Words, sheet: Sheet, *, rows: bool = False) -> str:
    """Returns the whole sheet, a sentence a line; with rows the numbers of the proposals stand under each part."""
    said = [*list_marks(sheet.aimak), _score(words, sheet), *_counts(words, sheet)]
    if sheet.tally.components:
        said += _list_parts(words, sheet, rows=rows)
        said += _list_notes(words, sheet)
    elif rows and sheet.tally.N:
        said.append(words.say("Before the results no part is scored. The proposals behind each:"))
        for part, name in list_part_names(words).items():
            said += [f"{part} — {name}", "  " + (", ".join(sheet.rows[part]) or "—")]
    return "\n".join(said)


def _score(words: Words, sheet: Sheet) -> str:
    names = {"aimak": sheet.aimak.name(words.language), "code": sheet.aimak.code, "year": sheet.year}
    result = sheet.tally
    if not result.N:
        return words.say("{aimak} ({code}), {year}: no data.", **names)
    if result.score is None or result.points15 is None:
        return words.say("{aimak} ({code}), {year}: the results are not published yet.", **names)
    return words.say(
        "{aimak} ({code}), {year}: score {score} of 100, {points} of 15 points.",
        score=_write_decimal(result.score),
        points=_write_decimal(result.points15),
        **names,
    )


def _counts(words: Words, sheet: Sheet) -> list[str]:
    result = sheet.tally
    said = [
        words.say(
            "Proposals: {n}, answered: {answered}, decided: {decided}, excluded: {excluded}.",
            n=words.number(result.N),
            answered=words.number(result.answered),
            decided=words.number(result.decided),
            excluded=words.number(result.excluded),
        )
    ]
    if sheet.after_cutoff:
        said.append(words.say("After the cut-off: {n}.", n=words.number(sheet.after_cutoff)))
    if sheet.by_staff:
        said.append(words.say("Entered by staff: {n}.", n=words.number(sheet.by_staff)))
    if result.by_office:
        said.append(words.say("By the office's own people, not counted: {n}.", n=words.number(result.by_office)))
    if sheet.as_of is not None:
        said.append(words.say("As of {day}.", day=_write_day(sheet.as_of)))
    return said


def _list_parts(words: Words, sheet: Sheet, *, rows: bool) -> list[str]:
    said = []
    for part, name in list_part_names(words).items():
        value = (sheet.tally.components or {})[part]
        said.append(
            words.say(
                "{part} — {name}: {value} % (weight {weight})",
                part=part,
                name=name,
                value=_write_decimal(value * 100, 2),
                weight=_write_plain(getattr(sheet.settings.weights, part) * 100),
            )
        )
        if rows:
            said.append("  " + (", ".join(sheet.rows[part]) or "—"))
    return said


def list_part_names(words: Words) -> dict[str, str]:
    """What each part counts, in a few words."""
    return {part: words.say(name) for part, name in PART_NAMES.items()}


def _list_notes(words: Words, sheet: Sheet) -> list[str]:
    result, settings = sheet.tally, sheet.settings
    assert result.score_all is not None
    assert result.tie_break is not None
    assert sheet.results_on is not None
    said = []
    said += _list_where_public(words, sheet)
    if sheet.told:
        said.append(words.say("Told in person only: {n}.", n=words.number(sheet.told)))
    said.append(
        words.say(
            "With the office's exclusions put back: {all}. For a tie: {tie}.",
            all=_write_decimal(result.score_all),
            tie=_write_decimal(result.tie_break),
        )
    )
    said.append(words.say("Results published: {day}.", day=_write_day(sheet.results_on)))
    if sheet.hearing_on is not None:
        said.append(words.say("Hearing: {day}.", day=_write_day(sheet.hearing_on)))
    said.append(
        words.say(
            "Deadline: {days} working days. Target: {target} answers. Prior: {prior}. Version {version} of the rules.",
            days=settings.deadline_working_days,
            target=_write_plain(settings.target),
            prior=_write_plain(settings.prior),
            version=tally.VERSION,
        )
    )
    return said


def _list_where_public(words: Words, sheet: Sheet) -> list[str]:
    said = []
    if sheet.page:
        said.append(words.say("U: the decisions are shown on the aimak's public page."))
    if sheet.table and sheet.table_place is not None:
        place = quote(clean(sheet.table_place), _LONGEST_PLACE)
        said.append(
            words.say("U: the table of decisions: {place}.", place=place)
            if sheet.table_on is None
            else words.say(
                "U: the table of decisions: {place}, from {day}.", place=place, day=_write_day(sheet.table_on)
            )
        )
    if said:
        return said
    why = (
        words.say("U is 0: of the table of decisions a place is entered, but no day.")
        if sheet.table_place
        else words.say("U is 0: the public page is off, and no other table is named.")
    )
    return [
        why,
        words.say(
            "The head turns the page on, or a clerk enters an address, or a place with a day, in the budget year."
        ),
    ]


def _write_decimal(value: Decimal, places: int = 2) -> str:
    return f"{value:.{places}f}".replace(".", ",")


def _write_plain(value: Decimal | float) -> str:
    return f"{float(value):g}".replace(".", ",")


def _write_day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def to_json(sheet: Sheet, *, rows: bool = False) -> dict[str, Any]:
    """Returns the sheet as JSON values; with rows the numbers of the proposals behind each part too."""
    settings = sheet.settings
    return {
        "aimak": sheet.aimak.code,
        **({"practice": True} if sheet.aimak.practice_of_id is not None else {}),
        "year": sheet.year,
        "as_of": _write_iso(sheet.as_of),
        **tally_case.to_json(sheet.tally),
        "after_cutoff": sheet.after_cutoff,
        "by_staff": sheet.by_staff,
        "told_in_person": sheet.told,
        "hearing_on": _write_iso(sheet.hearing_on),
        "attendance": sheet.attendance,
        "results_on": _write_iso(sheet.results_on),
        "table_place": sheet.table_place,
        "table_on": _write_iso(sheet.table_on),
        "public_page": sheet.page,
        "settings": {
            "version": tally.VERSION,
            "weights": {part: float(getattr(settings.weights, part)) for part in tally.PARTS},
            "deadline_working_days": settings.deadline_working_days,
            "prior": settings.prior,
            "target": settings.target,
        },
        **({"rows": {part: list(numbers) for part, numbers in sheet.rows.items()}} if rows else {}),
    }


def _write_iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
