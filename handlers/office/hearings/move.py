"""A hearing at the desk is moved: another day, time or place, the notice shown old to new, and sent."""

from dataclasses import replace
from datetime import date, time

from bot.budget.hearing import LONGEST_PLACE, InThePast, NothingChanged, PlaceMissing, Terms
from bot.budget.permissions import Act, NotAllowed
from bot.budget.proposal import TextTooLong
from bot.budget.workdays import make_moment, move_to_bishkek
from bot.chat.message import BACK, Kind, Reply
from bot.chat.paging import PAGE
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.chat.texts import LANGUAGES, Words
from bot.language.intents import names_nothing
from bot.language.kyrgyz import clean, quote
from bot.language.letters import in_words
from bot.office.hearings import changes
from bot.office.hearings.changes import News
from bot.office.hearings.left_out import list_left_out
from bot.office.reads import public
from bot.office.wording import hearing_words
from bot.office.wording.notices import N_
from handlers.office.date_picker import MonthShown, asks_for_day, asks_for_time, with_skip
from handlers.office.hearings.announcing.announcement_draft import (
    own_words_question,
    read_own_words,
    say_time_is_over,
    show_replaced_words,
)
from handlers.office.hearings.card import Moving, find_chosen, show_hearing, show_if_to_come
from handlers.office.hearings.night import say_told_in_the_morning, waits_until
from handlers.office.hearings.states import HearingDesk
from handlers.office.staff_only import hearing_desk
from handlers.shared.guidance import ask_unclear, show_stale
from handlers.shared.router import Talk
from storage.hearings import Hearing
from storage.queue.broadcasts import BroadcastKind


@hearing_desk.on(HearingDesk.one, choice="hearing_move")
async def on_moving_wanted(talk: Talk) -> Reply:
    """Asks what is to be another."""
    await Moving.forget(talk)
    await MonthShown.forget(talk)
    return await show_if_to_come(talk, HearingDesk.move)


@hearing_desk.screen(HearingDesk.move)
async def ask_what_moves(talk: Talk) -> Reply:
    """Asks whether the day, the time or the place is to be another; shows what is changed so far."""
    hearing = await find_chosen(talk, Act.MOVE_HEARING)
    choices = (
        *(() if Moving.of(talk).is_empty else (talk.make_choice("move:check", "Show the notice"),)),
        talk.make_choice("move:day", "The day"),
        talk.make_choice("move:time", "The time"),
        talk.make_choice("move:place", "The place"),
    )
    return Reply(
        talk.say(
            "What is to be another? Now: {when}, {place}.",
            when=hearing_words.say_when(talk.words, hearing.terms),
            place=quote(hearing.terms.place, 80),
        ),
        choices,
        list_ways(talk),
    )


_MOVES = {"day": HearingDesk.move_day, "time": HearingDesk.move_time, "place": HearingDesk.move_place,
          "check": HearingDesk.move_check}  # fmt: skip


@hearing_desk.on(HearingDesk.move, HearingDesk.move_check, choice="move")
async def on_move_chosen(talk: Talk) -> Replies:
    """Asks for the new one."""
    if talk.chosen not in _MOVES:
        return await show_stale(talk)
    await MonthShown.forget(talk)
    return await _check_move(talk) if talk.chosen == "check" else await talk.ask(_MOVES[talk.chosen])


async def _check_move(talk: Talk) -> tuple[Reply, ...]:
    """The question, and before it what is read in the other language: the question shows the clerk's own."""
    question = await talk.ask(HearingDesk.move_check)
    if talk.state.state != HearingDesk.move_check:
        return (question,)
    try:
        news = await _make_news(talk, await find_chosen(talk, Act.MOVE_HEARING))
    except NotAllowed:
        return (question,)
    others = [words for words in map(Words, LANGUAGES) if words.language != talk.words.language]
    return (*(Reply(said, stays=True) for words in others for said in _as_read(words, news)), question)


def _as_read(words: Words, news: News) -> list[str]:
    said = []
    if news.unheard is None or news.unheard.announcement:
        said.append("\n\n".join([words.say("Residents will read:"), news.say(words)]))
    if news.coming:
        told = words.say_n(
            "{n} person said that they come, and will read:",
            "{n} people said that they come, and will read:",
            news.coming,
        )
        said.append("\n\n".join([told, news.to_comers(words)]))
    return said


async def _make_moved_terms(talk: Talk, hearing: Hearing) -> Terms:
    moving, start = Moving.of(talk), move_to_bishkek(hearing.terms.starts_at)
    at, place = moving.time or start.time(), moving.place if moving.place is not None else hearing.terms.place
    starts_at = make_moment(moving.day or start.date(), at.hour, at.minute)
    moved = replace(hearing.terms, starts_at=starts_at, place=place)
    return moved if place == hearing.terms.place else replace(moved, latitude=None, longitude=None)


async def _show_noted(talk: Talk, moving: Moving) -> Replies:
    # Own words name the old facts: they are shown once more, and the notice is composed anew.
    typed = moving.texts
    await replace(moving, texts={}, own_shown=True).keep(talk)
    screens = await _check_move(talk)
    if talk.state.state != HearingDesk.move_check or (moving.own_shown and not typed):
        return screens
    news = await _make_news(talk, await find_chosen(talk, Act.MOVE_HEARING))
    return (*show_replaced_words(talk, typed or news.own), *screens)


async def _make_news(talk: Talk, hearing: Hearing) -> News:
    texts = Moving.of(talk).texts or None
    return await changes.compose_news(
        talk.store, hearing=hearing, terms=await _make_moved_terms(talk, hearing), texts=texts
    )


async def _ask_day(talk: Talk) -> Reply:
    return with_skip(talk, talk.say("On which day? Press a month, or write the day, for example: 16.12."), "")


async def _take_day(talk: Talk, day: date) -> Replies:
    return await _show_noted(talk, replace(Moving.of(talk), day=day))


async def _time_question(talk: Talk) -> Reply:
    return with_skip(talk, talk.say("At what time? Press it or write it, for example: 10:30."), "")


async def _time_given(talk: Talk, hour: int, minute: int) -> Replies:
    return await _show_noted(talk, replace(Moving.of(talk), time=time(hour, minute)))


async def _back_to_move(talk: Talk) -> Reply:
    return await talk.ask(HearingDesk.move)


asks_for_day(hearing_desk, HearingDesk.move_day, question=_ask_day, given=_take_day, back=_back_to_move)
asks_for_time(hearing_desk, HearingDesk.move_time, question=_time_question, given=_time_given, back=_back_to_move)


@hearing_desk.screen(HearingDesk.move_place)
async def ask_new_place(talk: Talk) -> Reply:
    return Reply(talk.say("Where is it? The village, the building, the room."), ways=list_ways(talk), free_text=True)


@hearing_desk.on(HearingDesk.move_place, kind=Kind.TEXT)
async def on_new_place_given(talk: Talk) -> Replies:
    if names_nothing(talk.text):
        return await ask_unclear(talk)
    place = " ".join(clean(talk.text).split())
    if len(place) > LONGEST_PLACE:
        raise TextTooLong(LONGEST_PLACE)
    return await _show_noted(talk, replace(Moving.of(talk), place=in_words(place)))


@hearing_desk.screen(HearingDesk.move_check)
async def ask_whether_to_move(talk: Talk) -> Reply:
    """Shows what leaves and to whom, as they will read it, and asks."""
    hearing = await find_chosen(talk, Act.MOVE_HEARING)
    terms = await _make_moved_terms(talk, hearing)
    if terms == hearing.terms:
        return put_above(
            talk.say("The day, the time and the place are what they were."), await talk.ask(HearingDesk.move)
        )
    news = await _make_news(talk, hearing)
    read = _as_read(talk.words, news)
    facts = (("day", N_("The day")), ("time", N_("The time")), ("place", N_("The place")))
    others = tuple(talk.make_choice(f"move:{name}", title) for name, title in facts)
    if news.unheard is None:
        return Reply(
            "\n\n".join(read),
            (talk.make_choice(f"move_sure:{hearing.revision}", "Move and tell"), *others),
            list_ways(talk),
        )
    own = tuple(talk.make_choice(f"move_text:{one}", title) for one, title in _TEXTS.items() if one in news.own)
    to_comers = read[-1:] if news.coming else []
    parts = [_say_when_told(talk, news, terms), *(read[:1] if news.unheard.announcement else [])]
    if own:
        parts.append(talk.say("Your own words of the notice are replaced by this text. You can write them anew."))
    aimak = await public.read_aimak(talk.store, id=hearing.aimak_id)
    parts += list_left_out(talk.words, Moving.of(talk).texts, terms, aimak)
    parts += to_comers
    move = talk.make_choice(f"move_sure:{hearing.revision}", "Move it")
    return Reply("\n\n".join(parts), (move, *own, *others)[:PAGE], list_ways(talk))


_TEXTS = {"ky": N_("The Kyrgyz text"), "ru": N_("The Russian text")}


def _say_when_told(talk: Talk, news: News, terms: Terms) -> str:
    unheard = news.unheard
    leaves_at = unheard.leaves_at(terms, talk.now) if unheard else None
    if unheard is None or leaves_at is None:
        return talk.say("No subscriber has been told of it yet, and the notice is stopped for good.")
    if unheard.is_paused:
        return talk.say("No subscriber has been told of it yet. The notice is paused.")
    when = hearing_words.say_moment(talk.words, leaves_at)
    return talk.say("No subscriber has been told of it yet. The notice leaves: {when}.", when=when)


@hearing_desk.on(HearingDesk.move_check, choice="move_text")
async def on_own_words_wanted(talk: Talk) -> Reply:
    """Asks for the notice in the clerk's own words."""
    if talk.chosen not in _TEXTS:
        return await show_stale(talk)
    await replace(Moving.of(talk), editing=talk.chosen).keep(talk)
    return await talk.ask(HearingDesk.move_text)


@hearing_desk.screen(HearingDesk.move_text)
async def ask_own_words(talk: Talk) -> Reply:
    """Asks for the notice in the clerk's own words."""
    await find_chosen(talk, Act.MOVE_HEARING)
    return Reply(own_words_question(talk, Moving.of(talk).editing), ways=list_ways(talk), free_text=True)


@hearing_desk.on(HearingDesk.move_text, kind=Kind.TEXT)
async def on_own_words_given(talk: Talk) -> Replies:
    """Keeps the clerk's own words."""
    text = read_own_words(talk)
    moving = Moving.of(talk)
    await replace(moving, texts={**moving.texts, moving.editing: text}).keep(talk)
    return await _check_move(talk)


@hearing_desk.on(HearingDesk.move_text, choice=BACK)
async def on_own_words_left(talk: Talk) -> Reply:
    return await talk.ask(HearingDesk.move_check)


@hearing_desk.on(HearingDesk.move_check, choice="move_sure")
async def on_move_confirmed(talk: Talk) -> Replies:
    """Moves the hearing and tells the subscribers; a hearing that a colleague moved meanwhile is shown anew."""
    try:
        hearing = await find_chosen(talk, Act.MOVE_HEARING)
        if str(hearing.revision) != talk.chosen:
            said = talk.say("A colleague has moved it meanwhile. Please look at it anew.")
            return put_above(said, await show_hearing(talk, hearing.id))
        news, texts = await _make_news(talk, hearing), Moving.of(talk).texts or None
        terms = await _make_moved_terms(talk, hearing)
        moved = await changes.move(talk.store, id=hearing.id, terms=terms, by=talk.person, at=talk.now, texts=texts)
    except (NothingChanged, PlaceMissing, TextTooLong):
        return await talk.ask(HearingDesk.move)
    return put_above(await _say_of_move(talk, news, moved), await show_hearing(talk, hearing.id))


@hearing_desk.refuses(InThePast)
async def say_in_the_past(talk: Talk, refused: InThePast) -> Reply:
    """Says that a hearing cannot be moved to a time that is over, and asks for another."""
    return put_above(say_time_is_over(talk), await talk.ask(HearingDesk.move))


async def _say_of_move(talk: Talk, news: News, moved: Hearing) -> str:
    told_of = (BroadcastKind.NOTICE, BroadcastKind.MOVED) if news.unheard is None else (BroadcastKind.COMERS,)
    if (hour := await waits_until(talk, moved, *told_of)) is not None:
        return say_told_in_the_morning(talk, talk.say("It is moved."), hour, to_all=news.unheard is None)
    if news.unheard is None:
        return talk.say("It is moved, and the subscribers are being told.")
    if news.coming:
        return talk.say("It is moved, and those who said that they come are being told.")
    return talk.say("It is moved. No subscriber had been told of it yet.")


@hearing_desk.on(HearingDesk.move_place, HearingDesk.move_check, choice=BACK)
async def on_back_to_move(talk: Talk) -> Reply:
    """Returns to what is to be another."""
    return await _back_to_move(talk)
