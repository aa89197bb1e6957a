"""An entry of the checklist in four steps: where, in which language, on which day, the place."""

from dataclasses import replace

from bot.budget.workdays import find_day
from bot.chat.message import BACK, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import list_files, list_ways
from bot.language.days import parse_day
from bot.language.intents import Intent
from bot.language.refusal import Refusal
from bot.office.openness import entering
from bot.office.openness.words import CHANNELS, LANGUAGES
from handlers.office.budget_year import find_year_now
from handlers.office.openness.memory import OpennessDesk, OpennessRead, openness_desk
from handlers.office.openness.rows import read_row
from handlers.shared.guidance import show_stale
from handlers.shared.router import Talk


@openness_desk.refuses(entering.DayNotPast)
async def say_day_not_past(talk: Talk, refused: Refusal) -> Reply:
    """Says that only what was published stands here."""
    return put_above(talk.say("Please write today or an earlier day."), await talk.ask(OpennessDesk.day))


@openness_desk.refuses(entering.PlaceMissing)
async def say_place_missing(talk: Talk, refused: Refusal) -> Reply:
    """Says what is needed."""
    said = talk.say("A place or a link of at most 300 characters is needed, or a photo.")
    return put_above(said, await talk.ask(OpennessDesk.place))


@openness_desk.on(OpennessDesk.row, choice="openness_enter")
async def on_entry_begun(talk: Talk) -> Reply:
    return await talk.ask(OpennessDesk.channel)


@openness_desk.screen(OpennessDesk.channel)
async def ask_channel(talk: Talk) -> Reply:
    choices = tuple(talk.make_choice(f"openness_channel:{one}", title) for one, title in CHANNELS.items())
    return Reply(talk.say("1/4. Where is it published?"), choices, list_ways(talk))


@openness_desk.on(OpennessDesk.channel, choice="openness_channel")
async def on_channel_chosen(talk: Talk) -> Reply:
    if talk.chosen not in CHANNELS:
        return await show_stale(talk)
    await replace(OpennessRead.of(talk), channel=talk.chosen).keep(talk)
    return await talk.ask(OpennessDesk.language)


@openness_desk.screen(OpennessDesk.language)
async def ask_language(talk: Talk) -> Reply:
    choices = tuple(talk.make_choice(f"openness_language:{one}", title) for one, title in LANGUAGES.items())
    return Reply(talk.say("2/4. In which language?"), choices, list_ways(talk))


@openness_desk.on(OpennessDesk.language, choice="openness_language")
async def on_language_chosen(talk: Talk) -> Reply:
    if talk.chosen not in LANGUAGES:
        return await show_stale(talk)
    await replace(OpennessRead.of(talk), language=talk.chosen).keep(talk)
    return await talk.ask(OpennessDesk.day)


@openness_desk.screen(OpennessDesk.day)
async def ask_day(talk: Talk) -> Reply:
    today = (talk.make_choice("openness_today", "Today", means=(Intent.YES,)),)
    return Reply(talk.say("3/4. On which day? Write it, or press «Today»."), today, list_ways(talk), free_text=True)


@openness_desk.on(OpennessDesk.day, choice="openness_today")
async def on_today(talk: Talk) -> Reply:
    await replace(OpennessRead.of(talk), day=find_day(talk.now)).keep(talk)
    return await talk.ask(OpennessDesk.place)


@openness_desk.on(OpennessDesk.day, kind=Kind.TEXT)
async def on_day_given(talk: Talk) -> Reply:
    """Takes the day. Raises DayUnreadable, DayNotPast."""
    day = parse_day(talk.text, today=find_day(talk.now))
    if not entering.EARLIEST <= day <= find_day(talk.now):
        raise entering.DayNotPast
    await replace(OpennessRead.of(talk), day=day).keep(talk)
    return await talk.ask(OpennessDesk.place)


@openness_desk.screen(OpennessDesk.place)
async def ask_place(talk: Talk) -> Reply:
    said = talk.say("4/4. Where exactly? Write the place or the link, or send a photo.")
    return Reply(said, ways=list_ways(talk), free_text=True)


@openness_desk.on(OpennessDesk.place, kind=Kind.TEXT)
@openness_desk.on(OpennessDesk.place, kind=Kind.MEDIA)
async def on_place_given(talk: Talk) -> Reply:
    """Keeps the entry. Raises NotAllowed, DayNotPast, PlaceMissing."""
    kept, photos = OpennessRead.of(talk), list_files(talk)
    if not kept.channel or not kept.language or kept.day is None:
        return await talk.ask(OpennessDesk.row)
    aimak_id, year = await find_year_now(talk)
    await entering.enter(
        talk.store, aimak_id=aimak_id, year=year, row=read_row(talk), channel=kept.channel, language=kept.language,
        day=kept.day, place=talk.text, photo=photos[0] if photos else None, by=talk.person, at=talk.now,
    )  # fmt: skip
    await OpennessRead(row=kept.row).keep(talk)
    return put_above(talk.say("It is entered."), await talk.ask(OpennessDesk.list))


@openness_desk.on(OpennessDesk.channel, choice=BACK)
async def on_back_to_row(talk: Talk) -> Reply:
    return await talk.ask(OpennessDesk.row)


@openness_desk.on(OpennessDesk.language, choice=BACK)
async def on_back_to_channel(talk: Talk) -> Reply:
    return await talk.ask(OpennessDesk.channel)


@openness_desk.on(OpennessDesk.day, choice=BACK)
async def on_back_to_language(talk: Talk) -> Reply:
    return await talk.ask(OpennessDesk.language)


@openness_desk.on(OpennessDesk.place, choice=BACK)
async def on_back_to_day(talk: Talk) -> Reply:
    return await talk.ask(OpennessDesk.day)
