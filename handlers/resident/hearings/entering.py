"""Coming to the hearings of an aimak and going back: which one is chosen, and whether it is over."""

from dataclasses import dataclass, replace

from bot.budget.hearing import HearingState
from bot.budget.workdays import find_day
from bot.chat.memory import Memory
from bot.chat.message import Reply
from bot.chat.screens import put_above
from bot.office.reads import own, public
from bot.office.wording.notices import N_
from handlers.resident.states import Hearings
from handlers.shared.guidance import show_here, show_stale
from handlers.shared.menu import go_on
from handlers.shared.router import Talk
from handlers.shared.states import Start, find_group
from storage.hearings import Hearing

ENDED = {
    HearingState.CANCELLED: N_("This hearing does not take place."),
    HearingState.HELD: N_("It was held; the results are not published yet."),
    HearingState.PUBLISHED: N_("It was held; the results are published."),
}


@dataclass(frozen=True)
class HearingsRead(Memory):
    """What somebody reads of the hearings, and where they came from."""

    hearing: int | None = None
    hearing_listed: bool = False  # the hearing was opened from the list
    deciding: str = ""  # what was said of a hearing, «come» or «decline», where the list asks only of which
    asked_from_one: bool = False  # a question was begun on the screen of its hearing
    before_hearings: str | None = None  # the state in which the hearings came in between


@dataclass(frozen=True)
class AfterNotices(Memory):
    """The state to go on with after the question about notices."""

    after_notices: str | None = None
    notices_asked: int = 0  # the aimak (id) of whose hearings it was asked: once, and not after each receipt


async def is_notices_question_due(talk: Talk) -> bool:
    """Whether somebody is still to be asked if they want notices of their aimak's hearings. It notes that they are asked."""
    aimak_id, kept = talk.person.aimak_id or 0, AfterNotices.of(talk)
    if kept.notices_asked == aimak_id:
        return False
    if await own.find_subscription(talk.store, by=talk.person, aimak_id=aimak_id) is not None:
        return False
    await replace(kept, notices_asked=aimak_id).keep(talk)
    return True


def is_to_be(talk: Talk, hearing: Hearing) -> bool:
    """Whether a hearing is still announced for today or a later day."""
    return hearing.is_open and find_day(hearing.terms.starts_at) >= find_day(talk.now)


def is_ahead(talk: Talk, hearing: Hearing) -> bool:
    """Whether a hearing is announced and has not begun."""
    return hearing.is_open and hearing.terms.starts_at > talk.now


def find_point(hearing: Hearing) -> tuple[float, float] | None:
    """The latitude and longitude of its place, where the office gave them."""
    latitude, longitude = hearing.terms.latitude, hearing.terms.longitude
    return (latitude, longitude) if latitude is not None and longitude is not None else None


async def say_over(talk: Talk, hearing: Hearing | None) -> Reply:
    """Says that a hearing is cancelled, has begun or is over; of an unknown one, that the button is old."""
    if hearing is None or talk.person.language is None:
        return await show_stale(talk)
    said = (
        talk.say("This hearing does not take place.")
        if hearing.state is HearingState.CANCELLED
        else talk.say("This hearing has begun or is over.")
    )
    if talk.state.state == Hearings.companions:
        return put_above(said, await talk.ask(Hearings.one))
    return await go_on(talk, said)


async def find_chosen(talk: Talk) -> Hearing | None:
    """The hearing that is looked at."""
    return await public.find_hearing(talk.store, id=HearingsRead.of(talk).hearing or 0)


async def enter(talk: Talk) -> None:
    """Remembers where somebody stood who comes to the hearings, and whether from their list."""
    if _is_here(talk):
        if talk.state.state == Hearings.list:
            await replace(HearingsRead.of(talk), hearing_listed=True).keep(talk)
        return
    coming_in = find_group(talk.state.state) == Start.__name__
    before = None if coming_in else talk.state.state
    await replace(HearingsRead.of(talk), before_hearings=before, hearing_listed=False).keep(talk)


def _is_here(talk: Talk) -> bool:
    return find_group(talk.state.state) == Hearings.__name__


async def leave(talk: Talk) -> Reply:
    """Goes on where somebody stood before they came to the hearings."""
    await talk.state.set_state(HearingsRead.of(talk).before_hearings)
    await replace(HearingsRead.of(talk), before_hearings=None, hearing=None).keep(talk)
    return await show_here(talk)
