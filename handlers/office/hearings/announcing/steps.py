"""The steps of an announcement: subject, day, time, place, agenda; announce_papers has the papers."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, time

from bot.budget.hearing import LONGEST_AGENDA, LONGEST_PLACE, HearingKind
from bot.budget.proposal import TextTooLong
from bot.chat.message import BACK, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.chat.talk import skip as past
from bot.language.intents import Intent, find_meanings, names_nothing
from bot.language.kyrgyz import clean, quote
from bot.language.letters import has_words, in_words
from bot.language.meanings.late_pattern import compile_late
from bot.office.wording import hearing_words
from handlers.office.date_picker import MonthShown, asks_for_day, asks_for_time, with_skip
from handlers.office.hearings.announcing.announce import on_put_off
from handlers.office.hearings.announcing.announcement_draft import STEPS, AnnouncementDraft, announcers, check_draft
from handlers.office.hearings.states import Announce
from handlers.shared.guidance import ask_unclear, show_here, show_stale
from handlers.shared.router import Talk

_FACTS = {"kind", "day", "time", "place", "agenda"}  # what stands in the text of an announcement
_POINT = compile_late(r"\s*(-?\d{1,2}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)\s*")


async def _show_after(talk: Talk, step: str) -> Replies:
    """The step behind one that is done; where one thing is changed, the check again."""
    kept = AnnouncementDraft.of(talk)
    await replace(kept, left=tuple(sorted({*kept.left, step}))).keep(talk)
    if kept.changing:
        return await check_draft(talk)
    order = list(STEPS)
    rest = order[order.index(step) + 1 :]
    return await talk.ask(STEPS[rest[0]]) if rest else await check_draft(talk)


async def _take_given(talk: Talk, step: str, kept: AnnouncementDraft) -> Replies:
    await _note(talk, step, kept)
    return await _show_after(talk, step)


async def _note(talk: Talk, step: str, kept: AnnouncementDraft) -> None:
    """Keeps the announcement with what a step brought."""
    changed = getattr(AnnouncementDraft.of(talk), step) != getattr(kept, step)
    if step in _FACTS and changed and kept.texts:
        # An announcement in the clerk's own words names the old facts: it is shown once more and composed anew.
        kept = replace(kept, texts={}, old_texts=kept.texts)
    await kept.keep(talk)


def _back_from(step: str) -> Callable[[Talk], Awaitable[Replies]]:
    async def back(talk: Talk) -> Replies:
        if AnnouncementDraft.of(talk).changing:
            return await check_draft(talk)
        order = list(STEPS)
        at = order.index(step)
        return await talk.ask(STEPS[order[at - 1]]) if at else await on_put_off(talk)

    return back


def _ask(talk: Talk, question: str, now: str = "", *, skip: bool = False) -> Reply:
    asked = with_skip(talk, question, now, later=True)
    if skip and not now:
        asked = Reply(asked.text, asked.choices, (past(talk), *asked.ways))
    return asked


@announcers.screen(Announce.kind)
async def ask_kind(talk: Talk) -> Reply:
    """The first step: what is heard."""
    choices = [talk.make_choice(f"kind:{kind.value}", title) for kind, title in hearing_words.KIND_BUTTONS.items()]
    return Reply(talk.say("1/7. What is the hearing about?"), tuple(choices), list_ways(talk, later=True))


@announcers.on(Announce.kind, choice="kind")
async def on_kind_chosen(talk: Talk) -> Replies:
    """Keeps what is heard."""
    if talk.chosen not in set(HearingKind):
        return await show_stale(talk)
    return await _take_given(talk, "kind", replace(AnnouncementDraft.of(talk), kind=HearingKind(talk.chosen)))


async def _ask_day(talk: Talk) -> Reply:
    day = AnnouncementDraft.of(talk).day
    now = talk.words.full_day(day) if day else ""
    return _ask(talk, talk.say("2/7. On which day? Press a month, or write the day, for example: 16.12."), now)


async def _take_day(talk: Talk, day: date) -> Replies:
    return await _take_given(talk, "day", replace(AnnouncementDraft.of(talk), day=day))


async def _time_question(talk: Talk) -> Reply:
    at = AnnouncementDraft.of(talk).time
    question = talk.say("3/7. At what time? Press it or write it, for example: 10:30.")
    return _ask(talk, question, f"{at:%H:%M}" if at else "")


async def _time_given(talk: Talk, hour: int, minute: int) -> Replies:
    return await _take_given(talk, "time", replace(AnnouncementDraft.of(talk), time=time(hour, minute)))


async def _take_moment(talk: Talk, day: date, hour: int, minute: int) -> Replies:
    await _note(talk, "day", replace(AnnouncementDraft.of(talk), day=day))
    return await _time_given(talk, hour, minute)


asks_for_day(
    announcers, Announce.day, question=_ask_day, given=_take_day, back=_back_from("day"),
    moment_given=_take_moment,
)  # fmt: skip


asks_for_time(announcers, Announce.time, question=_time_question, given=_time_given, back=_back_from("time"))


@announcers.screen(Announce.place)
async def ask_place(talk: Talk) -> Reply:
    """The fourth step: where."""
    place = AnnouncementDraft.of(talk).place
    asked = _ask(
        talk, talk.say("4/7. Where is it? The village, the building, the room."), quote(place) if place else ""
    )
    return Reply(asked.text, ways=asked.ways, free_text=True)


@announcers.on(Announce.place, kind=Kind.TEXT)
async def on_place_given(talk: Talk) -> Replies:
    if names_nothing(talk.text):
        return await ask_unclear(talk)
    place = " ".join(clean(talk.text).split())
    if len(place) > LONGEST_PLACE:
        raise TextTooLong(LONGEST_PLACE)
    return await _take_given(talk, "place", replace(AnnouncementDraft.of(talk), place=in_words(place)))


@announcers.screen(Announce.pin)
async def ask_pin(talk: Talk) -> Reply:
    """Asks for the place on the map; residents then get a pin."""
    pin = AnnouncementDraft.of(talk).pin
    return _ask(
        talk,
        talk.say("4/7. Send the place on the map as well, if you can: paper clip, then «Location»."),
        f"{pin[0]}, {pin[1]}" if pin else "",
        skip=True,
    )


@announcers.on(Announce.pin, kind=Kind.LOCATION)
@announcers.on(Announce.pin, kind=Kind.TEXT)
async def on_pin_given(talk: Talk) -> Replies:
    """Keeps the point, sent or typed as two numbers."""
    point = _point(talk.text)
    if point is None:
        return put_above(talk.say("This is no place on the map. Send it, or skip."), await talk.ask_again())
    return await _take_given(talk, "pin", replace(AnnouncementDraft.of(talk), pin=point))


def _point(text: str) -> tuple[float, float] | None:
    point = _POINT.fullmatch(text)
    if point is None or not (abs(float(point[1])) <= 90 and abs(float(point[2])) <= 180):
        return None
    return float(point[1]), float(point[2])


@announcers.on(*(state for state in Announce if state != Announce.pin), kind=Kind.LOCATION)
async def on_place_shown_early(talk: Talk) -> Reply:
    """Keeps a point that was sent before it was asked for; it is shown where it is asked."""
    if point := _point(talk.text):
        await _note(talk, "pin", replace(AnnouncementDraft.of(talk), pin=point))
    place = " ".join(clean(talk.incoming.named).split())[:LONGEST_PLACE]
    if talk.state.state == Announce.place and has_words(place):
        await _note(talk, "place", replace(AnnouncementDraft.of(talk), place=place))
    return put_above(talk.say("The place on the map is kept with the hearing."), await show_here(talk))


@announcers.screen(Announce.agenda)
async def ask_agenda(talk: Talk) -> Reply:
    """The fifth step: the agenda."""
    agenda = AnnouncementDraft.of(talk).agenda
    asked = _ask(talk, talk.say("5/7. What is on the agenda? A few lines."), quote(agenda) if agenda else "", skip=True)
    return Reply(asked.text, ways=asked.ways, free_text=True)


@announcers.on(Announce.agenda, kind=Kind.TEXT)
async def on_agenda_given(talk: Talk) -> Replies:
    agenda = clean(talk.text).strip()
    if Intent.NO in find_meanings(agenda):
        kept = AnnouncementDraft.of(talk)
        return await (
            _take_given(talk, "agenda", replace(kept, agenda="")) if kept.agenda else _show_after(talk, "agenda")
        )
    if names_nothing(talk.text):
        return await ask_unclear(talk)
    if len(agenda) > LONGEST_AGENDA:
        raise TextTooLong(LONGEST_AGENDA)
    return await _take_given(talk, "agenda", replace(AnnouncementDraft.of(talk), agenda=in_words(agenda)))


@announcers.on(
    Announce.day, Announce.time, Announce.place, Announce.pin, Announce.agenda, Announce.papers, choice="skip"
)  # fmt: skip
async def on_step_skipped(talk: Talk) -> Replies:
    """Leaves what is there, or goes on without it where it may be missing."""
    step = next(name for name, state in STEPS.items() if talk.state.state == state)
    if step in AnnouncementDraft.of(talk).missing:
        return await talk.ask_again()
    await MonthShown.forget(talk)
    return await _show_after(talk, step)


@announcers.on(Announce.kind, choice=BACK)
async def on_back_from_kind(talk: Talk) -> Replies:
    """Back to the check where only this is changed, else to the menu."""
    return await _back_from("kind")(talk)


@announcers.on(Announce.place, Announce.pin, Announce.agenda, Announce.papers, choice=BACK)
async def on_one_back(talk: Talk) -> Replies:
    """One step back with everything kept."""
    step = next(name for name, state in STEPS.items() if talk.state.state == state)
    if step == "papers" and (unnamed := AnnouncementDraft.of(talk).unnamed):
        await replace(AnnouncementDraft.of(talk), unnamed=unnamed[1:]).keep(talk)
        return await talk.ask_again()
    return await _back_from(step)(talk)
