"""The results of a hearing as residents read them, and the counts they are made of."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.budget.proposal import Decision, Reason, Side
from bot.chat.texts import Words
from bot.language.kyrgyz import clean, fold
from bot.office.wording.answers.answer_words import say_reason
from bot.office.wording.as_written import show_as_written
from bot.office.wording.hearing_words import say_title, say_when_line, say_where
from bot.office.wording.notices import N_
from storage.aimaks import Aimak
from storage.hearings import Hearing


@dataclass(frozen=True, slots=True)
class SideCount:
    """What became of the proposals on one side of the budget."""

    received: int = 0
    included: int = 0
    partly: int = 0
    not_included: int = 0
    deferred: int = 0
    redirected: int = 0
    unanswered: int = 0


@dataclass(frozen=True, slots=True)
class Results:
    """What became of the proposals of a year, and the commonest reasons why something did not go in.

    Several proposals that went into one line of the budget are one correction. lines counts those; unlined counts
    proposals that went in without a line being named.
    """

    revenue: SideCount = SideCount()
    spending: SideCount = SideCount()
    reasons: tuple[tuple[Reason, int], ...] = field(default=())
    lines: int = 0
    unlined: int = 0
    unsure: SideCount = SideCount()  # of which the office has not said yet on which side they stand

    @property
    def unanswered(self) -> int:
        """How many await an answer."""
        return self.revenue.unanswered + self.spending.unanswered + self.unsure.unanswered


def count_corrections(went_in: Iterable[tuple[Side, str | None]]) -> tuple[int, int]:
    """Counts the different lines among those that proposals went into, and the proposals of which none is named."""
    named = [(side, fold(line or "")) for side, line in went_in]
    return len({one for one in named if one[1]}), sum(not line for _, line in named)


def compose_results(
    words: Words,
    hearing: Hearing,
    aimak: Aimak,
    found: Results,
    *,
    people: int | None = None,
    table: str | None = None,
) -> str:
    """What became of the proposals, revenue and spending apart, with the three commonest reasons.

    people is how many came, None where nobody counted; table where the decisions are posted for all to see.
    """
    lines = [
        words.say("RESULTS OF THE BUDGET HEARING"),
        say_title(words, hearing),
        words.say("Ayil aimak: {name}", name=clean(aimak.name(words.language))),
        *_list_who_took_part(words, people),
        *_list_side(words, N_("Revenue: {n} proposals."), found.revenue),
        *_list_side(words, N_("Spending: {n} proposals."), found.spending),
        *_list_side(words, N_("Side not chosen yet: {n} proposals."), found.unsure),
    ]
    if found.lines:
        lines.append(
            words.say_n(
                "Because of residents' proposals {n} line of the draft was corrected.",
                "Because of residents' proposals {n} lines of the draft were corrected.",
                found.lines,
            )
        )
    if found.unlined:
        lines.append(
            words.say_n(
                "In the draft without a line of its own: {n} proposal.",
                "In the draft without a line of its own: {n} proposals.",
                found.unlined,
            )
        )
    if found.reasons:
        lines.append(words.say("Commonest reasons why something was not included:"))
        lines += [
            f"— {say_reason(words, Reason(reason), year=hearing.budget_year)}: {words.number(count)}"
            for reason, count in found.reasons
        ]
    if table:
        lines.append(words.say("The decisions are posted: {place}.", place=show_as_written(words, table).rstrip(".")))
    lines.append(_say_answered(words, found))
    if aimak.phone:
        lines.append(words.say("Whom to call: {phone}.", phone=aimak.phone))
    return "\n".join(lines)


def compose_execution_results(words: Words, hearing: Hearing, aimak: Aimak, people: int | None) -> str:
    """The results of a hearing on how a budget was carried out: who came, where the report is. They name no proposals.

    What residents propose is for the draft of another year. people is None where nobody counted.
    """
    lines = [
        words.say("RESULTS OF THE BUDGET HEARING"),
        say_title(words, hearing),
        words.say("Ayil aimak: {name}", name=clean(aimak.name(words.language))),
        say_when_line(words, hearing.terms),
        say_where(words, hearing.terms),
        *_list_who_took_part(words, people),
        words.say("Ask the ayil okmotu for the report on the execution of the budget."),
    ]
    if aimak.phone:
        lines.append(words.say("Whom to call: {phone}.", phone=aimak.phone))
    return "\n".join(lines)


def _list_who_took_part(words: Words, people: int | None) -> list[str]:
    return [] if people is None else [words.say_n("{n} person took part.", "{n} people took part.", people)]


def _say_answered(words: Words, found: Results) -> str:
    if found.unanswered:
        return words.say_n(
            "{n} more proposal awaits an answer. The final decision is made by the ayil kenesh.",
            "{n} more proposals await an answer. The final decision is made by the ayil kenesh.",
            found.unanswered,
        )
    if found.revenue.received + found.spending.received + found.unsure.received:
        return words.say("The authors have been answered. The final decision is made by the ayil kenesh.")
    return words.say("The final decision is made by the ayil kenesh.")


_PARTS = (
    ("included", N_("in the draft: {n}")),
    ("partly", N_("partly: {n}")),
    ("not_included", N_("not in the draft: {n}")),
    ("deferred", N_("for the next year: {n}")),
    ("redirected", N_("passed to another body: {n}")),
    ("unanswered", N_("not answered yet: {n}")),
)


def _list_side(words: Words, heading: str, side: SideCount) -> list[str]:
    if not side.received:
        return []
    counts = [(text, getattr(side, name)) for name, text in _PARTS]
    parts = ", ".join(words.say(text, n=words.number(count)) for text, count in counts if count)
    return [words.say(heading, n=words.number(side.received)), f"— {parts}."]


def name_count(found: Decision | None) -> str:
    """The name of the count a decision belongs to; None is no decision yet."""
    return found.value if found is not None else "unanswered"
