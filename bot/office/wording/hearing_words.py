"""What things of a hearing are called, and the lines that its announcement, its reminders and its results share."""

from collections.abc import Collection

from bot.budget.hearing import HearingKind, HearingState, Paper, Terms
from bot.budget.workdays import move_to_bishkek
from bot.chat.texts import Words
from bot.language.kyrgyz import clean
from bot.office.wording.as_written import show_as_written
from bot.office.wording.notices import N_
from storage.aimaks import Aimak
from storage.hearings import Hearing

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
_CHANNELS = {"web": N_("web page"), "terminal": N_("terminal")}
_NAMES = {"telegram": "Telegram", "whatsapp": "WhatsApp"}
_LANGUAGES = {"ky": N_("in Kyrgyz"), "ru": N_("in Russian")}


def name_channel(words: Words, channel: str) -> str:
    """The name of a messenger as people know it."""
    if channel in _CHANNELS:
        return words.say(_CHANNELS[channel])
    return _NAMES.get(channel) or channel.capitalize()


def name_language(words: Words, language: str) -> str:
    """The language something was said in, as it stands inside a sentence."""
    return words.say(_LANGUAGES.get(language, _LANGUAGES["ky"]))


def say_when(words: Words, terms: Terms) -> str:
    """The day with weekday and year, and the time, in Bishkek."""
    return say_moment(words, terms.starts_at)


def say_moment(words: Words, at: int) -> str:
    """A moment in milliseconds UTC as the day with weekday and year, and the time, in Bishkek."""
    then = move_to_bishkek(at)
    return words.moment(then.date(), then.hour, then.minute)


def say_days_before(words: Words, n: int) -> str:
    """How many days before a hearing, inside a sentence: «за 10 дней до слушаний»."""
    return words.say_n("{n} day before the hearing", "{n} days before the hearing", n)


def say_title(words: Words, hearing: Hearing) -> str:
    """What is heard, in a sentence."""
    return words.say(KINDS[hearing.kind], year=hearing.budget_year)


def say_aimak(words: Words, aimak: Aimak) -> str:
    return words.say("Ayil aimak: {name}", name=clean(aimak.name(words.language)))


def say_when_line(words: Words, terms: Terms) -> str:
    return words.say("When: {when}.", when=say_when(words, terms))


def say_where(words: Words, terms: Terms) -> str:
    return words.say("Where: {place}.", place=show_as_written(words, terms.place).rstrip("."))


def list_rest(words: Words, hearing: Hearing, aimak: Aimak, papers: Collection[Paper] = ()) -> list[str]:
    agenda = hearing.terms.agenda
    lines = [words.say("Agenda: {agenda}", agenda=clean(agenda))] if agenda else []
    lines += list_papers(words, papers)
    lines.append(words.say("Bring your proposals and questions, and come with your neighbours. Entry is free for all."))
    if aimak.phone:
        lines.append(words.say("Whom to call: {phone}.", phone=aimak.phone))
    return lines


def list_papers(words: Words, papers: Collection[Paper]) -> list[str]:
    # A group and a text that is passed on have no buttons: the way there is told in words.
    titles = [words.say(PAPERS[paper]) for paper in HANDED_OUT if paper in papers]
    if not titles:
        return []
    button = words.say("Papers")
    said = words.say("To read: {papers}. Open this hearing in the bot and press «{button}».",
                     papers=", ".join(titles), button=button)  # fmt: skip
    return [said]


def say_state(hearing: Hearing, *, at: int) -> str:
    """The sentence for where a hearing stands at a moment: one that has begun is not ahead any more."""
    if hearing.is_open and hearing.terms.starts_at <= at:
        return BEGUN
    if hearing.is_open and hearing.revision > 1:
        return MOVED
    return STATES[hearing.state]
