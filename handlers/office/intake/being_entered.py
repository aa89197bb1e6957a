"""A proposal that is being entered for somebody else, and what stays the same from one to the next."""

import uuid
from dataclasses import dataclass, replace
from datetime import date

from bot.budget.permissions import Act, NotAllowed, may
from bot.budget.proposal import Side, Source
from bot.budget.workdays import find_day
from bot.chat.fsm import State
from bot.chat.memory import UNSAID, Memory, Unsaid
from bot.office import staff
from bot.office.answers.passing_on import name_source
from bot.office.guessing.guess import guess, read_ahead
from bot.office.proposals import OLDEST
from bot.office.reads import public
from handlers.shared.draft_pieces import NONE, Files, ProposalDraft, has_content, has_voice, has_words
from handlers.shared.router import Talk, router
from handlers.shared.states import AtWork
from handlers.shared.wording import find_village_name
from storage.aimaks import Village


class Intake(AtWork):
    """What somebody else proposed, as the office enters it."""

    source = State()
    day = State()
    village = State()
    text = State()
    author = State()
    check = State()
    more = State()
    whose = State()
    erase = State()
    erase_text = State()


@dataclass(frozen=True)
class Series(Memory, under="intake_series"):
    """What stays from one proposal to the next: where they came from, on which day, from which village."""

    source: Source | None = None
    on: date | None = None  # the real day of receipt
    village: int | None | Unsaid = UNSAID  # None: it is not said
    begun: date | None = None  # the day it was said; on another day it is asked anew
    sheet: Files = ()  # the photo of a filled list: it goes with each of its rows
    row: int = 0  # of that list, the row that is being entered


@dataclass(frozen=True)
class BeingEntered(Memory, under="intake"):
    """The proposal that is being entered, and what waits behind it."""

    key: str = ""  # drawn when it is begun, so that it is one proposal however often it is kept
    written: ProposalDraft = NONE
    on: date | None = (
        None  # the day it reached the clerk, where the messenger says it; it goes before that of the series
    )
    side: Side | None = None
    category: str | None = None
    name: str | None = None
    phone: str | None = None  # in international form
    more: ProposalDraft = NONE  # what was written at the check: asked about, whether it belongs to this one
    waiting: tuple[ProposalDraft, ...] = ()  # forwarded ones that come after it


@dataclass(frozen=True)
class SetAside(Memory, under="intake_aside"):
    """What was half entered from elsewhere when messages were forwarded: it comes again once those are entered."""

    entered: BeingEntered = BeingEntered()
    series: Series = Series()


async def may_enter(talk: Talk) -> None:
    """Lets in whoever may enter proposals for others in the aimak they talk to. Raises NotAllowed."""
    if not may(await staff.list_standings(talk.store, talk.person), Act.ENTER, talk.person.aimak_id or 0):
        raise NotAllowed(Act.ENTER)


intake_desk = router.room(may_enter, once=True)


def find_next_step(talk: Talk) -> State:
    """The first question that is still open."""
    series, kept = Series.of(talk), BeingEntered.of(talk)
    if series.source is None or series.begun != find_day(talk.now):
        return Intake.source
    if series.on is None:
        return Intake.day
    if series.village is UNSAID:
        return Intake.village
    return Intake.check if is_whole(kept.written) else Intake.text


def is_whole(written: ProposalDraft) -> bool:
    """Whether there is enough to register: words, or a voice."""
    return has_words(written) or has_voice(written)


async def begin(talk: Talk, written: ProposalDraft = NONE, *, waiting: tuple[ProposalDraft, ...] = ()) -> None:
    """Begins a proposal, or the next row of a list; its side and category are guessed from its words."""
    series = Series.of(talk)
    if series.sheet and not has_content(written):
        written = replace(written, media=series.sheet)
        await replace(series, row=series.row + 1).keep(talk)
    on = find_day(written.written_at) if written.written_at else None
    if on is not None and not find_day(talk.now) - OLDEST <= on <= find_day(talk.now):
        on = None  # it was written too long ago to be news of today, or by a clock that is wrong
    await BeingEntered(key=uuid.uuid4().hex, written=written, on=on, waiting=waiting).keep(talk)
    await sort(talk)


async def go_on(talk: Talk) -> None:
    """Turns to what comes next: what waits, what was set aside, else a new one."""
    waiting, aside = BeingEntered.of(talk).waiting, SetAside.of(talk)
    if waiting or not aside.entered.key:
        await begin(talk, *waiting[:1], waiting=waiting[1:])
        return
    await aside.entered.keep(talk)
    await aside.series.keep(talk)
    await SetAside.forget(talk)


async def sort(talk: Talk, side: Side | None = None) -> None:
    """Guesses side and category anew, or the category of a side that was chosen."""
    kept = BeingEntered.of(talk)
    await read_ahead(kept.written.text)
    guessed, category = guess(kept.written.text, side)
    await replace(kept, side=guessed, category=category.code if category else None).keep(talk)


async def list_villages(talk: Talk) -> list[Village]:
    return await public.list_villages(talk.store, aimak_id=talk.person.aimak_id)


def read_day_received(talk: Talk) -> date | None:
    """The real day of receipt: that of the message itself, else that of the series."""
    return BeingEntered.of(talk).on or Series.of(talk).on


async def say_series(talk: Talk) -> str:
    """Where the proposals come from, on which day and from which village, as far as it is said."""
    series, on = Series.of(talk), read_day_received(talk)
    village = await find_village_name(talk, series.village) if isinstance(series.village, int) else None
    day = talk.words.long_day(on) if on else ""
    source = name_source(talk.words, series.source) if series.source else ""
    return ", ".join(filter(None, (source, day, village)))
