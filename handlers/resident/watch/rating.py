"""A finished work is rated once, from 1 to 5, with a word where somebody wants to add one."""

from dataclasses import replace

from bot.budget.watch.watching import LONGEST_WORD, STARS
from bot.chat.message import BACK, Choice, Kind, Reply, read_row_id
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import list_ways, skip
from bot.language.intents import Intent
from bot.language.kyrgyz import put_in_quotes, quote
from bot.language.refusal import Refusal
from bot.office.watch import reporting
from bot.office.watch.words import say_watch
from bot.office.wording.notices import N_
from handlers.resident.consent import ask_first_to_agree
from handlers.resident.watch.memory import RatingDraft, RatingWork
from handlers.shared.guidance import show_stale
from handlers.shared.more_doors import add_door
from handlers.shared.no_aimak import ask_for_aimak
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu


async def has_to_rate(talk: Talk) -> bool:
    """Whether a finished work of the aimak can be rated."""
    return bool(await reporting.list_to_rate(talk.store, by=talk.person))


add_door("rate_works", N_("Rate a work"), has_to_rate)


@router.refuses(reporting.RatedAlready, reporting.NotFinished)
async def say_not_to_rate(talk: Talk, refused: Refusal) -> Reply:
    """Says that it was rated, or is not finished."""
    await RatingDraft.forget(talk)
    said = (
        talk.say("You have rated this work already.")
        if isinstance(refused, reporting.RatedAlready)
        else talk.say("This work is not finished yet.")
    )
    return put_above(said, await talk.ask(Menu.open))


@router.on(choice="rate_works", opens=True)
async def on_rating_wanted(talk: Talk) -> Reply:
    """Lists what can be rated; the only one is asked at once."""
    if talk.person.language is None or talk.person.aimak_id is None:
        return await ask_for_aimak(talk)
    found = await reporting.list_to_rate(talk.store, by=talk.person)
    if len(found) == 1:
        return await _begin(talk, found[0].id)
    await PAGES.begin(talk)
    return await talk.ask(RatingWork.list)


PAGES = paged(router, RatingWork.list, leave=Menu.open, key="rating_page")


@router.screen(RatingWork.list)
async def ask_which(talk: Talk) -> Reply:
    found = await reporting.list_to_rate(talk.store, by=talk.person)
    page = await PAGES.of(talk, found)
    if not found:
        return Reply(talk.say("There is no finished work to rate now."), ways=page.ways(talk))
    choices = tuple(
        Choice(f"rate_work:{one.id}", f"М{one.number}", line=say_watch(talk.words, one)) for one in page.rows
    )
    return Reply(talk.say("Which work?"), choices, page.ways(talk))


@router.on(choice="rate_work", opens=True)
async def on_work_chosen(talk: Talk) -> Reply:
    """Asks for the stars. Raises NoWatch, WatchClosed, NotFinished, RatedAlready."""
    if talk.person.language is None or talk.person.aimak_id is None:
        return await ask_for_aimak(talk)
    return await _begin(talk, read_row_id(talk.chosen))


async def _begin(talk: Talk, id: int) -> Reply:
    await reporting.find_to_rate(talk.store, id=id, by=talk.person)
    if asks := await ask_first_to_agree(talk, then=f"rate_work:{id}"):
        return asks
    await RatingDraft(watch=id).keep(talk)
    return await talk.ask(RatingWork.stars)


@router.screen(RatingWork.stars)
async def ask_stars(talk: Talk) -> Reply:
    watch = await reporting.find_to_rate(talk.store, id=RatingDraft.of(talk).watch, by=talk.person)
    names = {
        1: talk.make_choice("stars:1", "Very bad"),
        2: talk.make_choice("stars:2", "Bad"),
        3: talk.make_choice("stars:3", "Middling"),
        4: talk.make_choice("stars:4", "Good"),
        5: talk.make_choice("stars:5", "Very good"),
    }
    said = talk.say("How well was it done? {line}", line=put_in_quotes(quote(watch.line)))
    return Reply(said, tuple(names.values()), list_ways(talk))


@router.on(RatingWork.stars, choice="stars")
async def on_stars_given(talk: Talk) -> Reply:
    if not (talk.chosen.isdecimal() and len(talk.chosen) == 1 and int(talk.chosen) in STARS):
        return await show_stale(talk)
    await replace(RatingDraft.of(talk), stars=int(talk.chosen)).keep(talk)
    return await talk.ask(RatingWork.word)


@router.screen(RatingWork.word)
async def ask_word(talk: Talk) -> Reply:
    said = talk.say("Will you add a word? It is read by the office, without your name.")
    return Reply(said, ways=(skip(talk), *list_ways(talk)), free_text=True)


@router.on(RatingWork.word, kind=Kind.TEXT)
async def on_word_given(talk: Talk) -> Reply:
    if len(talk.text.strip()) > LONGEST_WORD:
        talk.add_remark(talk.say("It is longer than is kept: please shorten it."))
        return await talk.ask_again()
    return await _rate(talk, talk.text)


@router.on(RatingWork.word, choice="skip")
@router.on(RatingWork.word, means=Intent.NO)
async def on_no_word(talk: Talk) -> Reply:
    return await _rate(talk, "")


async def _rate(talk: Talk, word: str) -> Reply:
    draft = RatingDraft.of(talk)
    await reporting.rate(talk.store, id=draft.watch, stars=draft.stars, word=word, by=talk.person, at=talk.now)
    await RatingDraft.forget(talk)
    return put_above(talk.say("Thank you, your rating is counted."), await talk.ask(Menu.open))


@router.on(RatingWork.stars, choice=BACK)
async def on_back_to_menu(talk: Talk) -> Reply:
    return await talk.ask(Menu.open)


@router.on(RatingWork.word, choice=BACK)
async def on_back_to_stars(talk: Talk) -> Reply:
    return await talk.ask(RatingWork.stars)
