"""What is asked once for many proposals that are entered: where they came from, on which day, from which village."""

from dataclasses import replace
from datetime import date, timedelta

from bot.budget.proposal import Source
from bot.budget.workdays import find_day
from bot.chat.message import BACK, Choice, Kind, Reply
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.chat.texts import say_in_every_language
from bot.language.days import parse_day
from bot.language.kyrgyz import fold
from bot.office.proposals import OLDEST, DayNotPossible
from bot.office.wording.notices import N_
from handlers.office.intake.being_entered import (
    BeingEntered,
    Intake,
    Series,
    begin,
    find_next_step,
    intake_desk,
    list_villages,
)
from handlers.shared.guidance import ask_unclear, show_stale
from handlers.shared.router import Talk
from handlers.shared.states import Menu

_BUTTONS = {
    Source.PAPER: N_("On paper"),
    Source.PHONE: N_("By telephone"),
    Source.GATHERING: N_("From a gathering"),
    Source.FORWARDED: N_("From WhatsApp"),
    Source.BOOK: N_("The book of claims"),
    Source.KURULTAI: N_("From a kurultai"),
    Source.SURVEY: N_("A needs survey"),
    Source.SOCIAL: N_("A social network"),
}
_DAYS = {"today": 0, "yesterday": 1}


@intake_desk.on(choice="intake")
async def on_intake_wanted(talk: Talk) -> Reply:
    """Begins to enter proposals for others, or goes on with the one that was not finished."""
    await SOURCES.begin(talk)
    if not BeingEntered.of(talk).key:
        await begin(talk)
    return await talk.ask(find_next_step(talk))


@intake_desk.on(Intake.text, Intake.check, choice="intake_series")
async def on_series_to_change(talk: Talk) -> Reply:
    """Asks anew where the proposals come from, on which day and from which village."""
    await SOURCES.begin(talk)
    return await talk.ask(Intake.source)


async def _leave(talk: Talk) -> Reply:
    step = find_next_step(talk)
    return await talk.ask(step if step in {Intake.text, Intake.check} else Menu.open)


SOURCES = paged(intake_desk, Intake.source, leave=_leave)


@intake_desk.screen(Intake.source)
async def ask_source(talk: Talk) -> Reply:
    """Asks where the proposals come from."""
    choices = [talk.make_choice(f"intake_source:{source.value}", title) for source, title in _BUTTONS.items()]
    page = await SOURCES.of(talk, choices)
    asked = talk.say("Where did the proposal come from? It is kept for the next ones too.")
    return Reply(asked, tuple(page.rows), page.ways(talk))


@intake_desk.on(Intake.source, choice="intake_source")
async def on_source_chosen(talk: Talk) -> Reply:
    """Keeps where they come from."""
    if talk.chosen not in {source.value for source in _BUTTONS}:
        return await show_stale(talk)
    await replace(Series.of(talk), source=Source(talk.chosen), begun=find_day(talk.now)).keep(talk)
    return await talk.ask(Intake.day)


@intake_desk.on(Intake.source, kind=Kind.TEXT)
async def on_source_typed(talk: Talk) -> Replies:
    """Takes a source by its name, also one of another page."""
    typed = fold(talk.text)
    for source, title in _BUTTONS.items():
        if typed in map(fold, say_in_every_language(title)):
            talk.chosen = source.value
            return await on_source_chosen(talk)
    return await ask_unclear(talk)


@intake_desk.screen(Intake.day)
async def ask_day(talk: Talk) -> Reply:
    """Asks for the real day of receipt."""
    return Reply(
        talk.say("On which day was it received? The answer is due from that day. Press, or write it: 16.12."),
        (
            talk.make_choice("intake_day:today", "Today", synonyms=("бүгүнкү", "сегодняшний")),
            talk.make_choice("intake_day:yesterday", "Yesterday", synonyms=("кечээки", "кече", "вчерашний")),
        ),
        list_ways(talk),
    )


@intake_desk.on(Intake.day, choice="intake_day")
async def on_day_chosen(talk: Talk) -> Reply:
    """Keeps today or yesterday."""
    if talk.chosen not in _DAYS:
        return await show_stale(talk)
    return await _take_day(talk, find_day(talk.now) - timedelta(_DAYS[talk.chosen]))


@intake_desk.on(Intake.day, kind=Kind.TEXT)
async def on_day_typed(talk: Talk) -> Reply:
    """Keeps the day that was written; a day to come, or of long ago, is refused."""
    day = parse_day(talk.text, today=find_day(talk.now))
    if not find_day(talk.now) - OLDEST <= day <= find_day(talk.now):
        return put_above(_say_not_possible(talk), await talk.ask_again())
    return await _take_day(talk, day)


@intake_desk.refuses(DayNotPossible)
async def say_not_possible(talk: Talk, _refused: DayNotPossible) -> Reply:
    """Says which days are possible, and asks for the day."""
    return put_above(_say_not_possible(talk), await talk.ask(Intake.day))


def _say_not_possible(talk: Talk) -> str:
    return talk.say("It is a day to come, or longer ago than a year. Please write the day it was received.")


async def _take_day(talk: Talk, day: date) -> Reply:
    await replace(Series.of(talk), on=day).keep(talk)
    await replace(BeingEntered.of(talk), on=None).keep(talk)
    if await list_villages(talk):
        await VILLAGES.begin(talk)
        return await talk.ask(Intake.village)
    return await _take_village(talk, None)


VILLAGES = paged(intake_desk, Intake.village, leave=Intake.day, key="intake_page")


@intake_desk.screen(Intake.village)
async def ask_village(talk: Talk) -> Reply:
    """Lists the villages of the aimak."""
    choices = [
        Choice(f"intake_village:{one.id}", one.name(talk.words.language), tuple(one.names.values()))
        for one in await list_villages(talk)
    ]
    page = await VILLAGES.of(talk, choices)
    not_said = talk.make_choice("intake_village:0", "Not said")
    return Reply(talk.say("Which village is it from?"), tuple(page.rows), (not_said, *page.ways(talk)))


@intake_desk.on(Intake.village, choice="intake_village")
async def on_village_chosen(talk: Talk) -> Reply:
    """Keeps the village, or that none was said."""
    if talk.chosen == "0":
        return await _take_village(talk, None)
    if talk.chosen not in {str(one.id) for one in await list_villages(talk)}:
        return await show_stale(talk)
    return await _take_village(talk, int(talk.chosen))


@intake_desk.on(Intake.village, kind=Kind.TEXT)
async def on_village_typed(talk: Talk) -> Reply:
    typed = fold(talk.text)
    found = [one for one in await list_villages(talk) if typed in map(fold, one.names.values())]
    if len(found) != 1:
        none = talk.say("No such name was found. Write it otherwise, or choose from the list.")
        return put_above(none, await talk.ask_again())
    return await _take_village(talk, found[0].id)


async def _take_village(talk: Talk, village: int | None) -> Reply:
    await replace(Series.of(talk), village=village).keep(talk)
    return await talk.ask(find_next_step(talk))


@intake_desk.on(Intake.day, choice=BACK)
async def on_back_to_source(talk: Talk) -> Reply:
    """Asks for the source again."""
    await SOURCES.begin(talk)
    return await talk.ask(Intake.source)
