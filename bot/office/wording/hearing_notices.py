"""The words of hearings as people read them: notices, changes, reminders, results; complete in themselves."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from itertools import combinations

from bot.budget.hearing import DOOR, HearingKind, HearingState, Paper, Terms, days_ahead
from bot.budget.proposal import Decision, Reason, Side
from bot.budget.workdays import bishkek
from bot.chat.message import Choice, Reply
from bot.chat.texts import Words
from bot.chat.typed import COME, DECLINE, NO, YES
from bot.language.kyrgyz import fold, quote, shown
from bot.office.wording.notices import N_, REASONS, button
from storage.aimaks import Aimak
from storage.hearings import Hearing

FORWARDED = 700  # characters of a text to be passed on by hand, at the most
_SHORT = 200

KINDS = {
    HearingKind.DRAFT: N_("A public hearing on the draft budget for {year}."),
    HearingKind.EXECUTION: N_("A public hearing on how the budget for {year} was carried out."),
    HearingKind.OTHER: N_("A public hearing on the budget for {year}."),
}
STATES = {
    HearingState.SCHEDULED: N_("is to come"),
    HearingState.CANCELLED: N_("does not take place"),
    HearingState.HELD: N_("was held"),
    HearingState.PUBLISHED: N_("the results are published"),
}
BEGUN = N_("has begun; it is not noted yet that it was held")
MOVED = N_("was moved, and is to come")
PAPERS = {
    Paper.CITIZENS_BUDGET: N_("Citizens' budget"),
    Paper.BRIEF: N_("Brief description"),
    Paper.PRESENTATION: N_("Presentation"),
    Paper.MINUTES: N_("Minutes"),
}
HANDED_OUT = (Paper.CITIZENS_BUDGET, Paper.BRIEF, Paper.PRESENTATION)  # before a hearing
KIND_BUTTONS = {
    HearingKind.DRAFT: N_("On the draft budget"),
    HearingKind.EXECUTION: N_("On the execution"),
    HearingKind.OTHER: N_("Another hearing"),
}


_OTHER = N_("web page")
_CHANNELS = {"web": _OTHER, "terminal": N_("terminal")}
_NAMES = {"telegram": "Telegram", "whatsapp": "WhatsApp"}
_LANGUAGES = {"ky": N_("in Kyrgyz"), "ru": N_("in Russian")}


def channel_name(words: Words, channel: str) -> str:
    """The name of a messenger as people know it."""
    return _NAMES.get(channel) or words.say(_CHANNELS.get(channel, _OTHER))


def in_language(words: Words, language: str) -> str:
    """The language something was said in, as it stands inside a sentence."""
    return words.say(_LANGUAGES.get(language, _LANGUAGES["ky"]))


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

    Several proposals that went into one line of the budget are one correction: lines counts those, unlined the
    proposals that went in without a line being named.
    """

    revenue: SideCount = SideCount()
    spending: SideCount = SideCount()
    reasons: tuple[tuple[Reason, int], ...] = field(default=())
    lines: int = 0
    unlined: int = 0

    @property
    def unanswered(self) -> int:
        """How many await an answer."""
        return self.revenue.unanswered + self.spending.unanswered


def corrections(went_in: Iterable[tuple[Side, str | None]]) -> tuple[int, int]:
    """Counts the different lines among those that proposals went into, and the proposals of which none is named."""
    named = [(side, fold(line or "")) for side, line in went_in]
    return len({one for one in named if one[1]}), sum(not line for _, line in named)


def when(words: Words, terms: Terms) -> str:
    """The day with weekday and year, and the time, in Bishkek."""
    return moment(words, terms.starts_at)


def moment(words: Words, at: int) -> str:
    """A moment in milliseconds UTC as the day with weekday and year, and the time, in Bishkek."""
    then = bishkek(at)
    return words.moment(then.date(), then.hour, then.minute)


def title(words: Words, hearing: Hearing) -> str:
    """What is heard, in a sentence."""
    return words.say(KINDS[hearing.kind], year=hearing.budget_year)


def notice(words: Words, hearing: Hearing, aimak: Aimak, papers: Collection[Paper] = ()) -> str:
    """The notice of a hearing: all that somebody needs who reads nothing else."""
    lines = [
        words.say("BUDGET HEARING"),
        title(words, hearing),
        _of_aimak(words, aimak),
        _when(words, hearing.terms),
        _where(words, hearing.terms),
        *_rest(words, hearing, aimak, papers),
    ]
    return "\n".join(lines)


def notices(words: Words, hearing: Hearing, aimak: Aimak) -> set[str]:
    """The notice with whatever papers it was composed: they come and go later."""
    chosen = (some for count in range(len(HANDED_OUT) + 1) for some in combinations(HANDED_OUT, count))
    return {notice(words, hearing, aimak, papers) for papers in chosen}


def _of_aimak(words: Words, aimak: Aimak) -> str:
    return words.say("Ayil aimak: {name}", name=shown(aimak.name(words.language)))


def _when(words: Words, terms: Terms) -> str:
    return words.say("When: {when}.", when=when(words, terms))


def _where(words: Words, terms: Terms) -> str:
    return words.say("Where: {place}.", place=shown(terms.place).rstrip("."))


def _rest(words: Words, hearing: Hearing, aimak: Aimak, papers: Collection[Paper] = ()) -> list[str]:
    agenda = hearing.terms.agenda
    lines = [words.say("Agenda: {agenda}", agenda=shown(agenda))] if agenda else []
    lines += _papers(words, papers)
    lines.append(words.say("Bring your proposals and questions, and come with your neighbours. Entry is free for all."))
    if aimak.phone:
        lines.append(words.say("Whom to call: {phone}.", phone=aimak.phone))
    return lines


def _papers(words: Words, papers: Collection[Paper]) -> list[str]:
    # In a group and in a text that is passed on there are no buttons: the way there is told in words.
    titles = [words.say(PAPERS[paper]) for paper in HANDED_OUT if paper in papers]
    if not titles:
        return []
    button = words.say("Papers")
    said = words.say("To read: {papers}. Open this hearing in the bot and press «{button}».",
                     papers=", ".join(titles), button=button)  # fmt: skip
    return [said]


def forwarded(words: Words, hearing: Hearing, aimak: Aimak, link: str | None, papers: Collection[Paper] = ()) -> str:
    """A notice of at most 700 characters, to be passed on by hand."""
    terms = hearing.terms
    lines = [
        words.say("BUDGET HEARING"),
        f"{shown(aimak.name(words.language))[:80]}. {title(words, hearing)}",
        _when(words, terms),
        words.say("Where: {place}.", place=quote(terms.place, 150).rstrip(".")),
    ]
    if terms.agenda:
        lines.append(words.say("Agenda: {agenda}", agenda=quote(terms.agenda, 80 if papers else 120)))
    lines += _papers(words, papers)
    if aimak.phone:
        lines.append(words.say("Whom to call: {phone}.", phone=aimak.phone))
    if link:
        lines.append(words.say("Proposals and questions: {link}", link=link))
    return "\n".join(lines)


def moved(
    words: Words,
    hearing: Hearing,
    aimak: Aimak,
    before: Terms,
    papers: Collection[Paper] = (),
    *,
    to_comers: bool = False,
) -> str:
    """What has changed, the old beside the new, whether those who come still do, and then the rest of the notice.

    It is one text for everybody and stands in groups too; only where it goes to nobody else are the comers spoken to.
    """
    now = hearing.terms
    ask = (
        words.say("You said that you come. Do you still come after the change?")
        if to_comers
        else words.say("If you said that you come: do you still come after the change?")
    )
    lines = [
        words.say("THE BUDGET HEARING IS MOVED"),
        title(words, hearing),
        *changes(words, now, before),
        ask,
        _of_aimak(words, aimak),
        *([_when(words, now)] if now.starts_at == before.starts_at else []),
        *([_where(words, now)] if now.place == before.place else []),
        *_rest(words, hearing, aimak, papers),
    ]
    return "\n".join(lines)


def changes(words: Words, now: Terms, before: Terms) -> list[str]:
    """The old day and place beside the new ones, where they differ."""
    lines = []
    if before.starts_at != now.starts_at:
        lines.append(words.say("It was to be: {old}. Now: {new}.", old=when(words, before), new=when(words, now)))
    if before.place != now.place:
        lines.append(
            words.say(
                "The place was: {old}. Now: {new}.",
                old=shown(before.place).rstrip("."),
                new=shown(now.place).rstrip("."),
            )
        )
    return lines


def cancelled(words: Words, hearing: Hearing, aimak: Aimak) -> str:
    """That a hearing does not take place."""
    lines = [
        words.say("THE BUDGET HEARING IS CANCELLED"),
        title(words, hearing),
        words.say("Ayil aimak: {name}", name=shown(aimak.name(words.language))),
        words.say("It was to be: {old}.", old=when(words, hearing.terms)),
        words.say("Your proposals stay in force and are answered."),
    ]
    if aimak.phone:
        lines.append(words.say("Whom to call: {phone}.", phone=aimak.phone))
    return "\n".join(lines)


REMINDERS = {
    "7d": N_("THE BUDGET HEARING IS IN A WEEK"),
    "1d": N_("THE BUDGET HEARING IS TOMORROW"),
    "2h": N_("The budget hearing begins soon; you said that you come."),
}
TODAY = N_("THE BUDGET HEARING IS TODAY")
NEAR = N_("A reminder: the budget hearing is near.")
_WEEK = {6, 7, 8}  # days


def reminder(words: Words, hearing: Hearing, aimak: Aimak, lead: str, *, at: int) -> str:
    """A reminder that leaves at a moment: how near it is, when and where, and all that is needed to come."""
    heading = REMINDERS[lead] if lead == DOOR else _nearness(days_ahead(at, hearing.terms.starts_at))
    lines = [
        words.say(heading),
        _when(words, hearing.terms),
        _where(words, hearing.terms),
        title(words, hearing),
        _of_aimak(words, aimak),
        *_rest(words, hearing, aimak),
    ]
    if lead != DOOR:  # one text for those who have answered and those who have not
        lines.append(words.say("If you have said already that you come, you need not say it again."))
    return "\n".join(lines)


def _nearness(days: int) -> str:
    if days in _WEEK:
        return REMINDERS["7d"]
    return {0: TODAY, 1: REMINDERS["1d"]}.get(days, NEAR)


def results(
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
        title(words, hearing),
        words.say("Ayil aimak: {name}", name=shown(aimak.name(words.language))),
        *_took_part(words, people),
        *_side(words, N_("Revenue: {n} proposals."), found.revenue),
        *_side(words, N_("Spending: {n} proposals."), found.spending),
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
        lines += [f"— {words.say(REASONS[reason])}: {words.number(count)}" for reason, count in found.reasons]
    if table:
        lines.append(words.say("The decisions are posted: {place}.", place=shown(table).rstrip(".")))
    lines.append(_answered(words, found))
    if aimak.phone:
        lines.append(words.say("Whom to call: {phone}.", phone=aimak.phone))
    return "\n".join(lines)


def execution_results(words: Words, hearing: Hearing, aimak: Aimak, people: int | None) -> str:
    """The results of a hearing on how a budget was carried out: who came, and where the report is; no proposals.

    What residents propose is for the draft of another year. people is None where nobody counted.
    """
    lines = [
        words.say("RESULTS OF THE BUDGET HEARING"),
        title(words, hearing),
        words.say("Ayil aimak: {name}", name=shown(aimak.name(words.language))),
        _when(words, hearing.terms),
        _where(words, hearing.terms),
        *_took_part(words, people),
        words.say("Ask the ayil okmotu for the report on the execution of the budget."),
    ]
    if aimak.phone:
        lines.append(words.say("Whom to call: {phone}.", phone=aimak.phone))
    return "\n".join(lines)


def _took_part(words: Words, people: int | None) -> list[str]:
    return [] if people is None else [words.say_n("{n} person took part.", "{n} people took part.", people)]


def _answered(words: Words, found: Results) -> str:
    if found.unanswered:
        return words.say_n(
            "{n} more proposal awaits an answer. The final decision is made by the ayil kenesh.",
            "{n} more proposals await an answer. The final decision is made by the ayil kenesh.",
            found.unanswered,
        )
    if found.revenue.received + found.spending.received:
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


def _side(words: Words, heading: str, side: SideCount) -> list[str]:
    if not side.received:
        return []
    counts = [(text, getattr(side, name)) for name, text in _PARTS]
    parts = ", ".join(words.say(text, n=words.number(count)) for text, count in counts if count)
    return [words.say(heading, n=words.number(side.received)), f"— {parts}."]


def counted(found: Decision | None) -> str:
    """The name of the count a decision belongs to; None is no decision yet."""
    return found.value if found is not None else "unanswered"


def notice_choices(words: Words, hearing: Hearing) -> tuple[Choice, ...]:
    """What can be tapped under a notice: whether one comes, and everything about the hearing."""
    return (
        _said_anywhere(button(words, f"come:{hearing.id}", "I will come", YES), COME),
        _said_anywhere(button(words, f"decline:{hearing.id}", "I cannot come", NO), DECLINE),
        button(words, f"hearing:{hearing.id}", "More about it"),
    )


def _said_anywhere(choice: Choice, forms: tuple[str, ...]) -> Choice:
    # As good as the label: under a notice they answer it also in the middle of a proposal, where «yes» would be text.
    return replace(choice, titles=(*choice.titles, *forms))


def notice_ways(words: Words) -> tuple[Choice, ...]:
    """What stands beside the choices of a notice: to be told no more, which no digit does by mistake."""
    return (button(words, "notices:no", "Do not tell me"),)


def results_choices(words: Words, hearing: Hearing) -> tuple[Choice, ...]:
    """What can be tapped under the results: one's own proposals, where they are about proposals, and the hearing."""
    mine = button(words, "mine", "My proposals")
    more = button(words, f"hearing:{hearing.id}", "More about it")
    return (more,) if hearing.kind is HearingKind.EXECUTION else (mine, more)


def with_choices(words: Words, hearing: Hearing, text: str) -> Reply:
    """A notice with what can be tapped under it; a hearing that is over asks nobody to come."""
    choices = {HearingState.SCHEDULED: notice_choices, HearingState.PUBLISHED: results_choices}.get(hearing.state)
    return Reply(text, choices(words, hearing) if choices else (), notice_ways(words))


def standing(hearing: Hearing, *, at: int) -> str:
    """The sentence for where a hearing stands at a moment: one that has begun is not ahead any more."""
    if hearing.is_open and hearing.terms.starts_at <= at:
        return BEGUN
    if hearing.is_open and hearing.revision > 1:
        return MOVED
    return STATES[hearing.state]
