"""The notices of a hearing on their way: how far each has come, pausing, stopping, and who was not reached."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from bot.budget.permissions import Act, may
from bot.budget.workdays import move_to_bishkek
from bot.chat.memory import Memory
from bot.chat.message import BACK, Choice, Reply, read_row_id
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import list_ways
from bot.chat.texts import LABEL
from bot.language.kyrgyz import quote
from bot.office import staff
from bot.office.broadcasts import broadcasts, end_of_reminders, reach
from bot.office.reads import hearings as reads
from bot.office.wording import broadcast_progress, hearing_words
from handlers.office.hearings.card import find_chosen, show_hearing
from handlers.office.hearings.states import HearingDesk
from handlers.office.staff_only import hearing_desk
from handlers.shared.guidance import show_here
from handlers.shared.router import Talk
from storage.queue.broadcasts import Broadcast

LOST_A_PAGE = 20  # people

_ASIDE = {str(HearingDesk.stop), str(HearingDesk.lost)}


@dataclass(frozen=True)
class Broadcasts(Memory):
    """Which notice is looked at, and where a question about one came in between."""

    broadcast: int = 0  # the one on the screen
    about_broadcast: int = 0  # the one a button of a progress message is about
    before_broadcast: str | None = None  # the state the question about it came in between of


PAGES = paged(hearing_desk, HearingDesk.broadcasts, leave=show_hearing)


@hearing_desk.on(HearingDesk.one, choice="hearing_broadcasts")
async def on_broadcasts_wanted(talk: Talk) -> Reply:
    """Shows what was sent about the hearing."""
    await PAGES.begin(talk)
    return await talk.ask(HearingDesk.broadcasts)


@hearing_desk.screen(HearingDesk.broadcasts)
async def ask_which(talk: Talk) -> Reply:
    """Lists what was sent and what is to be sent, in pages."""
    hearing = await find_chosen(talk)
    listed = await reads.list_broadcasts(talk.store, id=hearing.id, by=talk.person)
    page = await PAGES.of(talk, listed)
    titles = _count_apart(talk, [one for one, _ in listed])
    choices = tuple(
        talk.make_choice(f"bc_show:{one.id}", broadcast_progress.BUTTONS[one.kind])
        if titles[one.id] is None
        else Choice(f"bc_show:{one.id}", str(titles[one.id]))
        for one, _ in page.rows
    )
    lines = [talk.say_n("{n} notice.", "{n} notices.", len(listed))]
    for n, (one, progress) in enumerate(page.rows, 1):
        leaves = await reach.leaves_at(talk.store, one, at=talk.now)
        said = broadcast_progress.say_standing(talk.words, one, progress, leaves=leaves)
        if leaves is None:  # else it says itself when it leaves
            said = f"{said} {hearing_words.say_moment(talk.words, _find_moment(one))}."
        lines.append(f"{n}. {said}")
    return Reply("\n".join(lines), choices, page.ways(talk))


def _find_moment(one: Broadcast) -> int:
    return one.began_at or one.starts_at


def _count_apart(talk: Talk, listed: list[Broadcast]) -> dict[int, str | None]:
    """Titles with the day (or time, on one day) of notices of one kind; None where the kind is enough."""
    titles: dict[int, str | None] = {}
    for one in listed:
        alike = [move_to_bishkek(_find_moment(other)) for other in listed if other.kind is one.kind]
        then, days = move_to_bishkek(_find_moment(one)), {moment.date() for moment in alike}
        stamp = f"{then:%d.%m}" if len(days) == len(alike) else f"{then:%d.%m %H:%M}"
        title = f"{talk.say(broadcast_progress.BUTTONS[one.kind])} {stamp}"
        titles[one.id] = None if len(alike) < 2 else title if len(title) <= LABEL else stamp
    return titles


@hearing_desk.on(HearingDesk.broadcasts, choice="bc_show")
async def on_one_chosen(talk: Talk) -> Reply:
    await replace(Broadcasts.of(talk), broadcast=read_row_id(talk.chosen)).keep(talk)
    return await talk.ask(HearingDesk.broadcast)


@hearing_desk.screen(HearingDesk.broadcast)
async def ask_what(talk: Talk) -> Reply:
    """How far one has come, with what can be done by those who may."""
    broadcast, progress = await reach.show(talk.store, id=Broadcasts.of(talk).broadcast, by=talk.person)
    leaves = await reach.leaves_at(talk.store, broadcast, at=talk.now)
    said = broadcast_progress.show_progress(talk.words, broadcast, progress, leaves=leaves)
    allowed = may(await staff.list_standings(talk.store, talk.person), Act.BROADCAST, broadcast.aimak_id)
    return Reply(said.text, said.choices if allowed else (), list_ways(talk))


@hearing_desk.on(HearingDesk.broadcast, choice=BACK)
async def on_back_to_list(talk: Talk) -> Reply:
    return await talk.ask(HearingDesk.broadcasts)


# The buttons of a progress message: they work wherever the clerk is, and what was under way waits.


@hearing_desk.on(choice="bc_pause", opens=True)
async def on_paused(talk: Talk) -> Reply:
    """Stops it until it goes on."""
    return await _do(talk, broadcasts.pause, read_row_id(talk.chosen), talk.say("It is paused."))


@hearing_desk.on(choice="bc_resume", opens=True)
async def on_resumed(talk: Talk) -> Reply:
    """Lets it go on."""
    return await _do(talk, broadcasts.resume, read_row_id(talk.chosen), talk.say("It goes on."))


async def _do(talk: Talk, act: Callable[..., Awaitable[Any]], broadcast_id: int, said: str) -> Reply:
    try:
        await act(talk.store, id=broadcast_id, by=talk.person, at=talk.now)
    except broadcasts.OverAlready:
        said = talk.say("It is over already.")
    return put_above(said, await show_here(talk))


async def _aside(talk: Talk) -> None:
    if talk.state.state not in _ASIDE:
        await replace(Broadcasts.of(talk), before_broadcast=talk.state.state).keep(talk)
    await replace(Broadcasts.of(talk), about_broadcast=read_row_id(talk.chosen)).keep(talk)
    await LOST_PAGES.begin(talk)


async def _show_step_before(talk: Talk) -> None:
    await talk.state.set_state(Broadcasts.of(talk).before_broadcast)
    await replace(Broadcasts.of(talk), before_broadcast=None, about_broadcast=0).keep(talk)


@hearing_desk.on(choice="bc_cancel", opens=True)
async def on_stopping_wanted(talk: Talk) -> Reply:
    """Asks first."""
    await _aside(talk)
    return await talk.ask(HearingDesk.stop)


@hearing_desk.screen(HearingDesk.stop)
async def ask_whether_to_stop(talk: Talk) -> Reply:
    """Asks whether the rest is really to be told nothing."""
    broadcast = await broadcasts.authorised(talk.store, id=Broadcasts.of(talk).about_broadcast, by=talk.person)
    asked = talk.say_n(
        "Stop for good? {n} person has not been reached yet and is told nothing.",
        "Stop for good? {n} people have not been reached yet and are told nothing.",
        await reach.count_to_be_reached(talk.store, broadcast),
    )
    if await end_of_reminders.list_left_alone(talk.store, broadcast):
        asked = " ".join([asked, talk.say("Its reminders stop too.")])
    return Reply(
        asked,
        talk.offer_yes_or_no("stop_sure"),
        list_ways(talk),
    )


@hearing_desk.on(HearingDesk.stop, choice="stop_sure")
async def on_stopping_answered(talk: Talk) -> Reply:
    """Stops it for good, or lets it be."""
    broadcast_id = Broadcasts.of(talk).about_broadcast
    await _show_step_before(talk)
    if talk.chosen != "yes":
        return await show_here(talk)
    return await _do(talk, broadcasts.cancel, broadcast_id, talk.say("It is stopped."))


@hearing_desk.on(choice="bc_lost", opens=True)
async def on_lost_wanted(talk: Talk) -> Reply:
    """Shows who was not reached."""
    await _aside(talk)
    return await talk.ask(HearingDesk.lost)


@hearing_desk.screen(HearingDesk.lost)
async def ask_lost(talk: Talk) -> Reply:
    """Who was not reached, by reason and in pages: a name only where its owner put it under a proposal."""
    broadcast_id = Broadcasts.of(talk).about_broadcast
    page = await LOST_PAGES.fetch_page(
        talk,
        lambda offset, limit: reach.list_not_reached(
            talk.store, id=broadcast_id, by=talk.person, skip=offset, limit=limit
        ),
    )
    by_reason: dict[str, list[str]] = {}
    for one in page.rows:
        name = talk.say("{name} (№ {number})", name=quote(one.name, 60), number=one.label) if one.name else ""
        by_reason.setdefault(one.code, []).append(name)
    if not by_reason:
        return Reply(talk.say("Everybody was reached."), ways=list_ways(talk))
    lines = [talk.say("Not reached; please tell them in person:")]
    for code, names in by_reason.items():
        lines.append(f"— {talk.say(broadcast_progress.say_reason(code), n=', '.join(_list_together(talk, names)))}")
    return Reply("\n".join(lines), ways=page.ways(talk))


def _list_together(talk: Talk, names: list[str]) -> list[str]:
    # Those who gave a name are named, the others counted.
    nameless = names.count("")
    return [*filter(None, names), *([talk.say_n("{n} resident", "{n} residents", nameless)] if nameless else [])]


@hearing_desk.on(HearingDesk.stop, choice=BACK)
async def on_back_where_it_was(talk: Talk) -> Reply:
    """Goes on where the clerk was."""
    await _show_step_before(talk)
    return await show_here(talk)


LOST_PAGES = paged(hearing_desk, HearingDesk.lost, leave=on_back_where_it_was, key="lost_page", size=LOST_A_PAGE)
