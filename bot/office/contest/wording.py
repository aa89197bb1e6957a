"""The words of a contest: whose an entry is, the rules it was judged by, its order under codes."""

from collections.abc import Mapping
from typing import Any

from bot.budget.contest.rules import Kind, Rules
from bot.chat.texts import Words
from bot.language.kyrgyz import clean
from bot.office.contest.outcome import Outcome
from bot.office.wording.notices import N_

KINDS = {Kind.BUDGET: N_("Contest of ayil aimaks"), Kind.CSO: N_("Contest of organisations")}


def name_entry(words: Words, about: Mapping[str, Any]) -> str:
    """Whose an entry is: an aimak with its rayon, or an applicant with a theme and a sum."""
    if "applicant" in about:
        return clean(f"{about['applicant']} · {about['theme']} · {words.som(int(about['sum']))}")
    language = "ru" if words.language == "ru" else "ky"
    rayon = about.get(f"rayon_{language}")
    return clean(f"{about.get(language) or about.get('ru')}{f' ({rayon})' if rayon else ''}")


def list_rules(words: Words, rules: Rules) -> list[str]:
    """The rules as they were set, a sentence a line; criteria and their weights stand above them."""
    said = [
        words.say("The scale: from {low} to {high}. Jurors: {n}.", low=rules.low, high=rules.high, n=rules.jurors),
        words.say(
            "A criterion gives its weight times the mean mark within the scale; without a mark it gives nothing."
        ),
        words.say("A second look is asked where marks differ by more than {n}.", n=rules.differ),
    ]
    if rules.ties:
        numbers = ", ".join(map(str, rules.ties))
        said.append(
            words.say("Equal totals are told apart by the points of the criteria {numbers}, in turn.", numbers=numbers)
        )
    said.append(words.say("Who is equal there too shares the place, and its prizes in equal parts of whole som."))
    prizes = " · ".join(words.som(one) for one in rules.prizes)
    if prizes:
        said.append(words.say("Prizes by place: {prizes}.", prizes=prizes))
    if rules.encouraged:
        som = words.som(rules.encouragement)
        said.append(words.say("Then {n} prizes of {som} each.", n=rules.encouraged, som=som))
    return said


def list_order(words: Words, outcome: Outcome) -> list[str]:
    """The order of the entries, a line each: place, code, points, prize, and the name once it is unblinded."""
    said = []
    for one in outcome.ranked:
        place = f"{one.place}{'=' if one.shared else ''}"
        line = f"{place} · {outcome.codes[one.entry]} · {say_points(one.total)}"
        line += f" · {words.som(one.prize)}" if one.prize else ""
        if one.entry in outcome.names:
            line += f" · {name_entry(words, outcome.names[one.entry])}"
        said.append(line)
    return said


def say_points(value: object) -> str:
    """Points with two places and a comma."""
    return f"{value:.2f}".replace(".", ",")


def list_entered(words: Words, years: Mapping[str, Mapping[int, int]]) -> list[str]:
    """How many entered each contest in the years that sources name, a contest a line."""
    said = []
    for kind, title in KINDS.items():
        numbers = ", ".join(f"{year} — {words.number(n)}" for year, n in sorted(years[kind.value].items()))
        said.append(words.say("{contest}, entries by year: {numbers}.", contest=words.say(title), numbers=numbers))
    return said
