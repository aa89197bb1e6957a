"""The announcement of a hearing before it leaves: whom it reaches, and changing it. Then comes sending."""

from dataclasses import replace
from datetime import date

from bot.budget.workdays import find_day, make_moment, move_to_bishkek
from bot.chat.message import BACK, Choice, Kind, Reply
from bot.chat.paging import paged
from bot.chat.talk import Replies, list_ways
from bot.chat.texts import LANGUAGES, Words
from bot.language.intents import Intent
from bot.office.hearings import hearings
from bot.office.hearings.left_out import list_left_out
from bot.office.reads import public
from bot.office.rules import read_rules
from bot.office.wording import hearing_words
from bot.office.wording.notices import N_
from handlers.office.date_picker import MonthShown
from handlers.office.hearings.announcing.announcement_draft import (
    STEPS,
    AnnouncementDraft,
    announcers,
    check_draft,
    find_hearing,
    make_terms,
    make_text,
    own_words_question,
    read_aimak_id,
    read_own_words,
)
from handlers.office.hearings.states import Announce
from handlers.shared.guidance import show_stale
from handlers.shared.router import Talk

FIRST_HOUR = 9  # tomorrow, unless the quiet hours last longer
_REACHED = {"ky": N_("— {channel}, in Kyrgyz: {n}"), "ru": N_("— {channel}, in Russian: {n}")}


@announcers.screen(Announce.check)
async def ask_to_send(talk: Talk) -> Reply:
    """The last step: how many will be reached, whether it is late, and when the announcement leaves."""
    kept = AnnouncementDraft.of(talk)
    if kept.missing:
        return await talk.ask(STEPS[kept.missing[0]])
    counted = await hearings.count_audience(talk.store, by=talk.person, aimak_id=await read_aimak_id(talk))
    people = sum(counted.values())
    lines = [talk.say_n("7/7. Will be reached: {n} person.", "7/7. Will be reached: {n} people.", people)]
    for (channel, language), n in sorted(counted.items()):
        where = hearing_words.name_channel(talk.words, channel)
        lines.append(talk.say(_REACHED[language], channel=where, n=talk.words.number(n)))
    lines += await hearings.list_costs(
        talk.store, talk.words, by=talk.person, aimak_id=await read_aimak_id(talk), at=talk.now
    )
    ahead = await hearings.is_late(talk.store, starts_at=make_terms(kept).starts_at, at=talk.now)
    if ahead is not None:
        lines.append(_say_late(talk, ahead, (await read_rules(talk.store, find_day(talk.now))).notice_days))
    aimak = await public.read_aimak(talk.store, id=await read_aimak_id(talk))
    lines += list_left_out(talk.words, kept.texts, make_terms(kept), aimak)
    if not kept.texts:
        said = talk.say(
            "Place and agenda stand in both languages as you typed them; «{button}» leads to the texts.",
            button=talk.say("Change"),
        )
        lines.append(said)
    key = kept.key
    tomorrow = [await _make_tomorrow(talk, key)] if await find_next_morning(talk) < make_terms(kept).starts_at else []
    choices = (
        talk.make_choice(f"announce_now:{key}", "Send now", means=(Intent.SEND,)),
        *tomorrow,
        talk.make_choice("announce_at", "At another time"),
        talk.make_choice("announce_change", "Change", means=(Intent.CHANGE,)),
    )
    return Reply("\n".join(lines), choices, list_ways(talk, later=True))


def _say_late(talk: Talk, ahead: int, wanted: int) -> str:
    days = hearing_words.say_days_before(talk.words, wanted)
    if ahead == 0:
        return talk.say("The hearing is today already; the notice should be out {wanted}.", wanted=days)
    return talk.say_n(
        "Only {n} day is left; the notice should be out {wanted}.",
        "Only {n} days are left; the notice should be out {wanted}.",
        ahead,
        wanted=days,
    )


async def find_next_morning(talk: Talk) -> int:
    """Tomorrow at the first hour, or when the quiet hours end; ms UTC."""
    day = date.fromordinal(find_day(talk.now).toordinal() + 1)
    return (await read_rules(talk.store, day)).quiet.after(make_moment(day, FIRST_HOUR, 0))


async def _make_tomorrow(talk: Talk, key: str) -> Choice:
    hour = move_to_bishkek(await find_next_morning(talk)).hour
    titles = tuple(Words(language).say("Tomorrow {hour}:00", hour=hour) for language in LANGUAGES)
    return Choice(f"announce_next:{key}", talk.say("Tomorrow {hour}:00", hour=hour), titles)


@announcers.on(Announce.check, choice=BACK)
async def on_back_to_papers(talk: Talk) -> Replies:
    """One step back with everything kept."""
    return await talk.ask(Announce.papers)


@announcers.on(Announce.check, choice="announce_change")
async def on_change_wanted(talk: Talk) -> Reply:
    await PAGES.begin(talk)
    return await talk.ask(Announce.change)


_CHANGES = {
    "ky": N_("The Kyrgyz text"),
    "ru": N_("The Russian text"),
    "day": N_("The day"),
    "time": N_("The time"),
    "place": N_("The place"),
    "pin": N_("The place on the map"),
    "agenda": N_("The agenda"),
    "papers": N_("The papers"),
    "kind": N_("What it is about"),
}

PAGES = paged(announcers, Announce.change, leave=check_draft)


@announcers.screen(Announce.change)
async def ask_what_to_change(talk: Talk) -> Reply:
    """Lists what can be changed."""
    choices = [talk.make_choice(f"announce_edit:{what}", title) for what, title in _CHANGES.items()]
    page = await PAGES.of(talk, choices)
    return Reply(talk.say("What shall be changed?"), tuple(page.rows), page.ways(talk, later=True))


@announcers.on(Announce.change, choice="announce_edit")
async def on_change_chosen(talk: Talk) -> Replies:
    """Goes to the step, or asks for a text. The present text comes as a message of its own, to be copied."""
    if talk.chosen in LANGUAGES:
        await replace(AnnouncementDraft.of(talk), editing=talk.chosen).keep(talk)
        question = await talk.ask(Announce.text)
        kept = AnnouncementDraft.of(talk)
        if talk.state.state != Announce.text or kept.missing:
            return question
        aimak = await public.read_aimak(talk.store, id=await read_aimak_id(talk))
        return Reply(
            make_text(Words(talk.chosen), kept, find_hearing(kept, aimak, talk.now), aimak), stays=True
        ), question
    if talk.chosen not in STEPS:
        return await show_stale(talk)
    await replace(AnnouncementDraft.of(talk), changing=True).keep(talk)
    await MonthShown.forget(talk)
    return await talk.ask(STEPS[talk.chosen])


@announcers.screen(Announce.text)
async def ask_text(talk: Talk) -> Reply:
    """Asks for the announcement in the clerk's own words; the composed one can be taken again."""
    kept = AnnouncementDraft.of(talk)
    own = (talk.make_choice("announce_composed", "Take the ready text"),) if kept.texts.get(kept.editing) else ()
    return Reply(own_words_question(talk, kept.editing), ways=(*own, *list_ways(talk, later=True)), free_text=True)


@announcers.on(Announce.text, kind=Kind.TEXT)
async def on_text_given(talk: Talk) -> Replies:
    """Keeps the clerk's own words."""
    kept = AnnouncementDraft.of(talk)
    text = read_own_words(talk)
    await replace(AnnouncementDraft.of(talk), texts={**kept.texts, kept.editing: text}).keep(talk)
    return await check_draft(talk)


@announcers.on(Announce.text, choice="announce_composed")
async def on_composed_text_taken(talk: Talk) -> Replies:
    """Takes the composed announcement instead of the clerk's own words."""
    kept = AnnouncementDraft.of(talk)
    await replace(
        AnnouncementDraft.of(talk), texts={name: text for name, text in kept.texts.items() if name != kept.editing}
    ).keep(talk)
    return await check_draft(talk)


@announcers.on(Announce.text, Announce.when, Announce.late, Announce.night, Announce.again, choice=BACK)
async def on_back_to_check(talk: Talk) -> Replies:
    return await check_draft(talk)
