"""What people read of a hearing: its announcement, its move, its cancellation, and what can be tapped under them."""

from collections.abc import Collection, Sequence
from itertools import combinations

from bot.budget.hearing import HearingKind, HearingState, Paper, Terms
from bot.chat.message import Choice, Reply
from bot.chat.texts import Words
from bot.language.intents import Intent
from bot.language.kyrgyz import clean, quote
from bot.office.wording.as_written import show_as_written
from bot.office.wording.hearing_words import (
    HANDED_OUT,
    list_papers,
    list_rest,
    say_aimak,
    say_title,
    say_when,
    say_when_line,
    say_where,
)
from bot.office.wording.notices import make_button
from storage.aimaks import Aimak
from storage.hearings import Hearing

FORWARDED = 700  # characters of a text to be passed on by hand, at the most
_SHORT = 200


def compose_announcement(words: Words, hearing: Hearing, aimak: Aimak, papers: Collection[Paper] = ()) -> str:
    """The announcement of a hearing: all that somebody needs who reads nothing else."""
    lines = [
        words.say("BUDGET HEARING"),
        say_title(words, hearing),
        say_aimak(words, aimak),
        say_when_line(words, hearing.terms),
        say_where(words, hearing.terms),
        *list_rest(words, hearing, aimak, papers),
    ]
    return "\n".join(lines)


def compose_announcements(words: Words, hearing: Hearing, aimak: Aimak) -> set[str]:
    """The announcement with whatever papers it was composed: they come and go later."""
    chosen = (some for count in range(len(HANDED_OUT) + 1) for some in combinations(HANDED_OUT, count))
    return {compose_announcement(words, hearing, aimak, papers) for papers in chosen}


def compose_forward(
    words: Words,
    hearing: Hearing,
    aimak: Aimak,
    link: str | None,
    papers: Collection[Paper] = (),
    *,
    other_links: Sequence[str] = (),
) -> str:
    """An announcement of at most 700 characters, to be passed on by hand. Other links stand there while there is room."""
    terms = hearing.terms
    lines = [
        words.say("BUDGET HEARING"),
        f"{clean(aimak.name(words.language))[:80]}. {say_title(words, hearing)}",
        say_when_line(words, terms),
        words.say("Where: {place}.", place=show_as_written(words, quote(terms.place, 150)).rstrip(".")),
    ]
    if terms.agenda:
        lines.append(words.say("Agenda: {agenda}", agenda=quote(terms.agenda, 80 if papers else 120)))
    lines += list_papers(words, papers)
    if aimak.phone:
        lines.append(words.say("Whom to call: {phone}.", phone=aimak.phone))
    if link:
        lines.append(words.say("Proposals and questions: {link}", link=link))
    for other in other_links:
        if len("\n".join([*lines, other])) <= FORWARDED:
            lines.append(other)
    return "\n".join(lines)


def compose_move(
    words: Words,
    hearing: Hearing,
    aimak: Aimak,
    before: Terms,
    papers: Collection[Paper] = (),
    *,
    to_comers: bool = False,
) -> str:
    """What has changed, the old beside the new; whether those who come still do; then the rest of the announcement.

    It is one text for everybody and stands in groups too. The comers are spoken to only where it goes to nobody else.
    """
    now = hearing.terms
    ask = (
        words.say("You said that you come. Do you still come after the change?")
        if to_comers
        else words.say("If you said that you come: do you still come after the change?")
    )
    lines = [
        words.say("THE BUDGET HEARING IS MOVED"),
        say_title(words, hearing),
        *list_changes(words, now, before),
        ask,
        say_aimak(words, aimak),
        *([say_when_line(words, now)] if now.starts_at == before.starts_at else []),
        *([say_where(words, now)] if now.place == before.place else []),
        *list_rest(words, hearing, aimak, papers),
    ]
    return "\n".join(lines)


def list_changes(words: Words, now: Terms, before: Terms) -> list[str]:
    """The old day and place beside the new ones, where they differ."""
    lines = []
    if before.starts_at != now.starts_at:
        lines.append(
            words.say("It was to be: {old}. Now: {new}.", old=say_when(words, before), new=say_when(words, now))
        )
    if before.place != now.place:
        lines.append(
            words.say(
                "The place was: {old}. Now: {new}.",
                old=show_as_written(words, before.place).rstrip("."),
                new=show_as_written(words, now.place).rstrip("."),
            )
        )
    return lines


def compose_cancellation(words: Words, hearing: Hearing, aimak: Aimak) -> str:
    """That a hearing does not take place."""
    lines = [
        words.say("THE BUDGET HEARING IS CANCELLED"),
        say_title(words, hearing),
        words.say("Ayil aimak: {name}", name=clean(aimak.name(words.language))),
        words.say("It was to be: {old}.", old=say_when(words, hearing.terms)),
        words.say("Your proposals stay in force and are answered."),
    ]
    if aimak.phone:
        lines.append(words.say("Whom to call: {phone}.", phone=aimak.phone))
    return "\n".join(lines)


def offer_coming(words: Words, hearing: Hearing) -> tuple[Choice, ...]:
    """What can be tapped under an announcement: whether one comes, and everything about the hearing."""
    return (
        make_button(words, f"come:{hearing.id}", "I will come", (Intent.YES, Intent.COME)),
        make_button(words, f"decline:{hearing.id}", "I cannot come", (Intent.NO, Intent.DECLINE)),
        make_button(words, f"hearing:{hearing.id}", "More about it"),
    )


def offer_ways(words: Words) -> tuple[Choice, ...]:
    """What stands beside the choices of an announcement: to be told no more, which no digit does by mistake."""
    return (make_button(words, "notices:no", "Do not tell me"),)


def offer_results_choices(words: Words, hearing: Hearing) -> tuple[Choice, ...]:
    """What can be tapped under the results: one's own proposals, where they are about proposals, and the hearing."""
    mine = make_button(words, "mine", "My proposals")
    more = make_button(words, f"hearing:{hearing.id}", "More about it")
    return (more,) if hearing.kind is HearingKind.EXECUTION else (mine, more)


def add_choices(words: Words, hearing: Hearing, text: str) -> Reply:
    """An announcement with what can be tapped under it; a hearing that is over asks nobody to come."""
    choices = {HearingState.SCHEDULED: offer_coming, HearingState.PUBLISHED: offer_results_choices}.get(hearing.state)
    return Reply(text, choices(words, hearing) if choices else (), offer_ways(words), about=f"hearing_ask:{hearing.id}")
