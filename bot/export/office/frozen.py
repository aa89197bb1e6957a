"""The paper of criterion 6 as it was frozen: its words, made of the frozen file itself."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bot.budget.proposal import Decision
from bot.budget.tally import PARTS
from bot.budget.workdays import move_to_bishkek
from bot.chat.texts import LANGUAGES, Words
from bot.export.pdf.frozen import FrozenPage, draw_frozen
from bot.office.wording.answers.answer_words import DECISIONS
from bot.office.wording.criterion_6 import list_part_names
from bot.office.wording.notices import EXCLUSIONS

Json = dict[str, Any]
MOST_NUMBERS = 60  # numbers printed in a row; the file names all


def write_paper(frozen: Json, *, name: Callable[[str], str]) -> bytes:
    """Returns the sheet as a PDF; name gives the aimak's name in a language."""
    at = move_to_bishkek(frozen["frozen_at"])
    names = " / ".join(dict.fromkeys(map(name, LANGUAGES)))
    footer = (f"SHA-256 {frozen['sha256']}", f"{frozen['for']} · {names} · {frozen['year']}")
    pages = [_make_page(Words(language), frozen, name(language), at) for language in LANGUAGES]
    return draw_frozen(pages, footer=footer, title=f"{names}, {frozen['year']}: 6", made=at)


def _make_page(words: Words, frozen: Json, name: str, at: datetime) -> FrozenPage:
    day, time = words.long_day(at.date()), f"{at:%H:%M}"
    return FrozenPage(
        words,
        f"{name}, {frozen['year']}",
        words.say("For: {purpose}. Frozen on {day} at {time}.", purpose=frozen["for"], day=day, time=time),
        _say_score(words, frozen["result"]),
        _list_parts(words, frozen),
        [*_say_counts(words, frozen), *_say_rules(words, frozen)],
        _list_drawn(words, frozen),
    )


def _say_score(words: Words, result: Json) -> str:
    if result["score"] is None:
        return words.say("There is no score yet: the results are not published, or nothing was proposed.")
    score, points = _number(result["score"]), _number(result["points15"])
    return words.say("Proposed score: {score} of 100, that is {points} of 15 points.", score=score, points=points)


def _list_parts(words: Words, frozen: Json) -> list[tuple[str, str, str, str]]:
    names, values = list_part_names(words), frozen["result"]["parts"] or {}
    weights = frozen["settings"]["weights"]
    shown = {part: _number(Decimal(values[part]) * 100) if part in values else "—" for part in PARTS}
    return [(part, names[part], shown[part], _number(Decimal(weights[part]) * 100)) for part in PARTS]


def _list_drawn(words: Words, frozen: Json) -> list[tuple[str, str, str]]:
    of = {row["number"]: row for row in frozen["rows"]}
    drawn = [of[number] for number in frozen["drawn"]]
    said = {True: words.say("yes"), False: words.say("no")}
    return [(row["number"], words.say(DECISIONS[Decision(row["decision"])]), said[row["delivered"]]) for row in drawn]


def _say_counts(words: Words, frozen: Json) -> list[str]:
    result = frozen["result"]
    said = [
        words.say(
            "Proposals: {n}, answered: {answered}, decided: {decided}, excluded: {excluded}.",
            n=words.number(result["N"]), answered=words.number(result["answered"]),
            decided=words.number(result["decided"]), excluded=words.number(result["excluded"]),
        )
    ]  # fmt: skip
    excluded = [f"{row['number']} ({_say_why(words, row['excluded'])})" for row in frozen["rows"] if row["excluded"]]
    own = [row["number"] for row in frozen["rows"] if row["by_office"] and not row["excluded"]]
    by_staff = [row["number"] for row in frozen["rows"] if row["by_staff"] and not row["excluded"]]
    said += _list_numbers(words.say("Excluded:"), excluded)
    said += _list_numbers(words.say("By the office's own people, not counted:"), own)
    said += _list_numbers(words.say("Entered by staff:"), by_staff)
    if result["told_in_person"]:
        said.append(words.say("Told in person only: {n}.", n=words.number(result["told_in_person"])))
    if result["after_cutoff"]:
        said.append(words.say("After the cut-off: {n}.", n=words.number(result["after_cutoff"])))
    if result["score"] is not None:
        put_back, tie = _number(result["score_all"]), _number(result["tie_break"])
        said.append(words.say("With the office's exclusions put back: {all}. For a tie: {tie}.", all=put_back, tie=tie))
    return said


def _say_rules(words: Words, frozen: Json) -> list[str]:
    facts, settings = frozen["facts"], frozen["settings"]
    said = []
    if facts["hearing_on"]:
        said.append(words.say("Hearing: {day}.", day=_day(facts["hearing_on"])))
    if facts["results_on"]:
        said.append(words.say("Results published: {day}.", day=_day(facts["results_on"])))
    said.append(
        words.say(
            "Deadline: {days} working days. Target: {target} answers. Prior: {prior}. Version {version} of the rules.",
            days=settings["deadline_working_days"], target=settings["target"].replace(".", ","),
            prior=settings["prior"], version=frozen["rule"]["version"],
        )
    )  # fmt: skip
    if frozen["audit"] is not None:
        head = frozen["audit"]
        said.append(words.say("Last act in the audit: {id}, {hash}.", id=head["id"], hash=head["hash"][:16]))
    said.append(words.say("The commission has the last word. «sunush tally --verify FILE» checks the file."))
    return said


def _list_numbers(title: str, numbers: list[str]) -> list[str]:
    if not numbers:
        return []
    more = f" … (+{len(numbers) - MOST_NUMBERS})" if len(numbers) > MOST_NUMBERS else ""
    return [f"{title} {', '.join(numbers[:MOST_NUMBERS])}{more}."]


def _say_why(words: Words, reason: str) -> str:
    return words.say(EXCLUSIONS[reason]) if reason in EXCLUSIONS else words.say("withdrawn")


def _number(value: str | Decimal) -> str:
    return f"{Decimal(value):.2f}".replace(".", ",")


def _day(day: str) -> str:
    return f"{date.fromisoformat(day):%d.%m.%Y}"
