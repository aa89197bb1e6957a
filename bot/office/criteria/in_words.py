"""The proposed figures of the criteria in words: their names, their sentences, formulas and cells."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from bot.budget.criteria.figures import MARKED_BY_PEOPLE, RULES, CriteriaRules, Part
from bot.budget.proposal import Side
from bot.chat.texts import Words
from bot.language.kyrgyz import clean, quote
from bot.office.criteria.asked import Cell, Languages, Messengers, PartOfScore
from bot.office.criteria.proposed import Proposed
from bot.office.plan.names import PLANS, SOURCES
from bot.office.practice_words import list_marks
from bot.office.wording.answers.answer_words import DECISIONS
from bot.office.wording.criterion_6 import PART_NAMES
from bot.office.wording.hearing_words import PAPERS, name_channel
from bot.office.wording.notices import N_

NAMES = {
    1: N_("The information campaign before the hearings"),
    2: N_("How many came, women among them"),
    3: N_("The citizens' budget or the brief description"),
    4: N_("The presentation"),
    5: N_("What residents' proposals changed in the draft"),
    6: N_("Feedback: decisions told to residents"),
    7: N_("How realistic the draft is"),
    8: N_("Priorities of gatherings and polls in the draft"),
    9: N_("Plans (СЭӨП, БАП) in the draft"),
}
_SIDES = {Side.REVENUE: N_("revenue"), Side.SPENDING: N_("spending"), Side.UNSURE: N_("not chosen")}
_SAID: tuple[dict[StrEnum, str], ...] = (PLANS, SOURCES, _SIDES, PAPERS, DECISIONS)  # type: ignore[assignment]
_LANGUAGES = {"ky": N_("Kyrgyz"), "ru": N_("Russian")}
_RULES = {
    "scale": N_("largest figure"),
    "notice_days": N_("days of notice"),
    "channels": N_("messengers"),
    "languages": N_("languages"),
    "boards": N_("boards and groups"),
    "people": N_("people at a hearing"),
    "women_percent": N_("per cent of women"),
    "share_included": N_("per cent of proposals that went in"),
    "share_of_draft": N_("per cent of the draft"),
    "lines": N_("lines of the draft"),
    "sources": N_("kinds of gatherings"),
}


def say_title(words: Words, found: Proposed) -> str:
    """The criterion and its name."""
    return words.say("Criterion {n}. {name}", n=found.criterion, name=words.say(NAMES[found.criterion]))


def say_figure(words: Words, found: Proposed) -> str:
    """The figure that is proposed, or why there is none."""
    if found.criterion in MARKED_BY_PEOPLE:
        return words.say("A person marks this; the papers are shown.")
    if found.figure is None:
        return words.say("Nothing to count yet.")
    return words.say("Proposed: {figure} of {scale}.", figure=write_number(found.figure), scale=found.scale)


def say_sentence(words: Words, found: Proposed) -> str:
    """One line: the criterion with its figure."""
    return f"{say_title(words, found)}: {say_figure(words, found)}"


def list_formula(words: Words, found: Proposed) -> list[str]:
    """How the figure comes about: each part, and the mean of all."""
    if not found.parts:
        return []
    said = [words.say("Figure = {scale} × the mean of these parts, each 1 at most:", scale=found.scale)]
    return said + [_say_part(words, part) for part in found.parts]


def _say_part(words: Words, part: Part) -> str:
    name = words.say(part.name)
    if part.counted is None:
        return words.say("— {name}: not entered, counts 0", name=name)
    return words.say(
        "— {name}: {counted}, wanted {wanted}: {value}", name=name, counted=write_number(part.counted),
        wanted=write_number(part.wanted), value=write_number(part.value),
    )  # fmt: skip


def list_rules(words: Words, rules: CriteriaRules) -> list[str]:
    """The settings that every sheet prints."""
    return [f"{words.say(_RULES[name])}: {words.number(getattr(rules, name))}" for name in RULES]


def list_lines(words: Words, found: Proposed) -> list[str]:
    """The whole evidence of a criterion in words, a row a line."""
    rows = ["; ".join(filter(None, (say_cell(words, cell) for cell in row))) for row in found.rows]
    return [
        *list_marks(found.aimak),
        say_title(words, found),
        say_figure(words, found),
        *list_formula(words, found),
        *rows,
    ]


def list_figures(words: Words, found: list[Proposed]) -> list[str]:
    """All criteria of an aimak's year, a line each, and the settings below."""
    first = found[0]
    head = words.say(
        "{aimak}, {year}: proposed figures", aimak=quote(first.aimak.name(words.language)), year=first.year
    )
    lines = [say_sentence(words, one) for one in found]
    return [*list_marks(first.aimak), head, *lines, words.say("The commission has the last word.")]


def say_cell(words: Words, cell: Cell) -> str:
    """A cell in words; what is not known is empty."""
    match cell:
        case None:
            return ""
        case Messengers():
            return ", ".join(name_channel(words, name) for name in cell.names)
        case Languages():
            return ", ".join(words.say(_LANGUAGES[code]) for code in cell.codes)
        case PartOfScore():
            return f"{cell.letter}, {words.say(PART_NAMES[cell.letter])}"
        case StrEnum():
            return words.say(
                next(said[cell] for said in _SAID if cell in said and type(next(iter(said))) is type(cell))
            )
        case date():
            return f"{cell:%d.%m.%Y}"
        case Decimal():
            return write_number(cell)
        case int():
            return words.number(cell)
    return clean(cell)


def write_number(number: Decimal) -> str:
    """A number with a comma, and no zeros behind it."""
    said = f"{number.quantize(Decimal('0.01')):f}"
    return (said.rstrip("0").rstrip(".") if "." in said else said).replace(".", ",")
