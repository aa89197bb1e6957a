"""The words of needs studies and meetings: kinds, groups, one meeting, what came out."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.budget.needs.meetings import SOURCES, Category, Kind, Need, add_up
from bot.chat.texts import Words
from bot.office.wording.notices import N_
from storage.needs.meetings import KeptMeeting

KINDS = {
    Kind.FOCUS: N_("Focus group"),
    Kind.VILLAGE: N_("Village meeting"),
    Kind.AIMAK: N_("Aimak meeting"),
    Kind.KURULTAI: N_("Kurultai"),
    Kind.DEPUTIES: N_("With deputies"),
    Kind.GATHERING: N_("Gathering"),
    Kind.SURVEY: N_("Survey"),
}
CATEGORIES = {
    Category.JOBLESS: N_("Unemployed women"),
    Category.ELDERLY: N_("Elderly people"),
    Category.ONE_PARENT: N_("One-parent families"),
    Category.POOR: N_("Extremely poor"),
    Category.DISABLED: N_("With a disability"),
    Category.SALARIED: N_("Salaried"),
    Category.MINORITY: N_("Ethnic minorities"),
    Category.WOMEN: N_("Women"),
    Category.MEN: N_("Men"),
    Category.YOUTH: N_("Youth"),
}
# What of the facts of a meeting cannot be, by the field.
WRONG_FACTS = {
    "day": N_("Please write the day on which it was held, for example 12.03.2026. It is not to come yet."),
    "people": N_("So many people cannot have come."),
    "women": N_("The women are a part of all who came."),
    "place": N_("The place is too long."),
    "unparted": N_("Please divide the day, the people, the women and the place by semicolons."),
}
RULE = N_("Ordered by how many groups and meetings named a problem, then by its rank there.")


def name_meeting(words: Words, kept: KeptMeeting, village: str = "") -> str:
    """A meeting in one line: its kind, whom it brought together, the village, the day."""
    meeting = kept.meeting
    parts = [words.say(KINDS[meeting.kind])]
    if meeting.category is not None:
        parts.append(words.say(CATEGORIES[meeting.category]))
    if village:
        parts.append(village)
    return f"{', '.join(parts)} · {meeting.facts.held_on:%d.%m.%Y}"


def say_meeting(words: Words, kept: KeptMeeting, village: str = "") -> str:
    """A meeting whole: how many came, where, and its problems in the order of their rank."""
    facts = kept.meeting.facts
    lines = [name_meeting(words, kept, village)]
    if facts.people is not None:
        counted = words.say("people — {n}", n=words.number(facts.people))
        if facts.women is not None:
            values = {"n": words.number(facts.people), "women": words.number(facts.women)}
            counted = words.say("people — {n}, women — {women}", **values)
        lines.append(f"{facts.place}: {counted}" if facts.place else counted)
    elif facts.place:
        lines.append(facts.place)
    return "\n".join([*lines, *(f"{rank}. {text}" for rank, text in enumerate(kept.meeting.problems, 1))])


def say_needs(
    words: Words,
    year: int,
    meetings: Sequence[KeptMeeting],
    *,
    most: int = 10,
    cover: Callable[[str], str] = str,
) -> str:
    """What came out of a budget year: groups and meetings, people, the problems named most often, each as covered."""
    lines = [words.say("Needs of residents, budget year {year}", year=year)]
    if not meetings:
        return "\n".join([*lines, words.say("No focus group and no meeting is entered yet.")])
    groups = sum(one.meeting.kind is Kind.FOCUS for one in meetings)
    lines.append(words.say("Focus groups — {groups}, meetings — {n}", groups=groups, n=len(meetings) - groups))
    people = sum(one.meeting.facts.people or 0 for one in meetings)
    women = sum(one.meeting.facts.women or 0 for one in meetings)
    if people:
        lines.append(words.say("people — {n}, women — {women}", n=words.number(people), women=words.number(women)))
    needs = add_up([one.meeting for one in meetings])
    shown = [replace(need, text=cover(need.text)) for need in needs[:most]]
    lines += [say_need(words, place, need) for place, need in enumerate(shown, 1)]
    return "\n".join([*lines, words.say(RULE)])


def say_need(words: Words, place: int, need: Need) -> str:
    """A problem with how many groups and meetings named it, and its mean rank there."""
    mean = f"{need.ranks / need.named:.1f}".replace(".", ",")
    return words.say(
        "{place}. {text} — named: {n}, mean rank: {mean}", place=place, text=need.text, n=need.named, mean=mean
    )


def is_named(kind: Kind) -> bool:
    """Whether what such a meeting names becomes a priority."""
    return kind in SOURCES
