"""One hearing as its office sees it: all that is known of it, and what can be done."""

import datetime
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bot.budget.hearing import HearingState, NotPossibleNow
from bot.budget.permissions import Act, may
from bot.budget.workdays import find_day
from bot.chat.fsm import State
from bot.chat.memory import Memory
from bot.chat.message import BACK, Choice, Kind, Reply, read_asked, read_row_id
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.chat.typed import understand
from bot.language.in_words.ordinals import read_ordinal
from bot.language.intents import Intent
from bot.language.kyrgyz import clean, quote
from bot.language.refusal import Refusal
from bot.office import staff
from bot.office.answers import answer_drafts, answers
from bot.office.broadcasts import announced, broadcasts, reach
from bot.office.hearings import groups, hearings
from bot.office.proposals import DayNotPossible
from bot.office.reads import hearings as reads
from bot.office.reads import public
from bot.office.reads.hearings import HearingForOffice
from bot.office.wording import broadcast_progress, group_words, hearing_words
from handlers.office.date_picker import MonthShown
from handlers.office.hearings.states import HearingDesk
from handlers.office.staff_only import hearing_desk, list_own_words
from handlers.shared.router import Talk, router
from storage.hearings import Hearing
from storage.queue.broadcasts import Broadcast, Progress

PAGES = paged(hearing_desk, HearingDesk.one, leave=HearingDesk.list, key="card")


@hearing_desk.on(choice="hearing_desk", opens=True)
async def on_one_chosen(talk: Talk) -> Reply:
    """Shows one hearing, from the list or from a notice."""
    return await show_hearing(talk, read_row_id(talk.chosen))


@dataclass(frozen=True)
class HearingCard(Memory):
    """Which hearing somebody of the office looks at."""

    hearing: int = 0


@dataclass(frozen=True)
class Moving(Memory, under="moving"):
    """What is to be another in a hearing; it is forgotten when the hearing is opened anew."""

    day: date | None = None
    time: datetime.time | None = None
    place: str | None = None
    texts: dict[str, str] = field(default_factory=dict)  # the notice in the clerk's own words, by language
    editing: str = ""  # the language in which it is asked for
    own_shown: bool = False  # the clerk's own words of the first notice were shown, to be copied


async def show_hearing(talk: Talk, hearing_id: int | None = None) -> Reply:
    """Shows the chosen hearing or another, to those who may see it."""
    if hearing_id is not None:
        await PAGES.begin(talk)
        await replace(HearingCard.of(talk), hearing=hearing_id).keep(talk)
        await Moving.forget(talk)
        await MonthShown.forget(talk)
    return await talk.ask(HearingDesk.one)


async def find_chosen(talk: Talk, act: Act = Act.SEE_HEARINGS) -> Hearing:
    """The hearing that was chosen. Raises NotAllowed."""
    return await hearings.authorised(talk.store, id=HearingCard.of(talk).hearing, by=talk.person, act=act)


@hearing_desk.screen(HearingDesk.one)
async def ask_what(talk: Talk) -> Reply:
    """One hearing with all that is known of it, and what can be done."""
    known = await reads.read_hearing(talk.store, id=HearingCard.of(talk).hearing, by=talk.person)
    hearing, expected, came, asked = known.hearing, known.expected, known.attendance, known.questions
    terms, words = hearing.terms, talk.words
    lines = [
        hearing_words.say_title(words, hearing),
        talk.say("Where it stands: {standing}.", standing=talk.say(hearing_words.say_state(hearing, at=talk.now))),
        talk.say("When: {when}.", when=hearing_words.say_when(words, terms)),
        talk.say("Where: {place}.", place=clean(terms.place).rstrip(".")),
        talk.say("Agenda: {agenda}", agenda=quote(terms.agenda)) if terms.agenda else "",
        talk.say(
            "Coming: {coming}, with them {companions} more. Not coming: {not_coming}.",
            coming=words.number(expected.coming),
            companions=words.number(expected.companions),
            not_coming=words.number(expected.not_coming),
        ),
        talk.say("Women who came: {women}, men: {men}.", women=words.number(came.women), men=words.number(came.men))
        if came
        else "",
        talk.say_n("{n} question is asked.", "{n} questions are asked.", len(asked)) if asked else "",
        *[await _say_broadcast(talk, *one) for one in known.broadcasts],
    ]
    for title, code in await groups.list_unposted(talk.store, hearing, at=talk.now):
        why = group_words.say_reason(words, code)
        lines.append(talk.say("Not posted in «{title}»: {reason}.", title=quote(title, 60), reason=why))
    if await _is_to_be_posted(talk, hearing):
        button = talk.say("Post to groups")
        lines.append(talk.say("In groups the earlier notice still stands: «{button}».", button=button))
    to_send, to_confirm = await _count_left_to_do(talk, hearing)
    if to_send:
        lines.append(talk.say_n("{n} kept answer waits to be sent.", "{n} kept answers wait to be sent.", to_send))
    if to_confirm:
        lines.append(
            talk.say_n(
                "{n} decision was made before the results: confirm it, so that it counts.",
                "{n} decisions were made before the results: confirm them, so that they count.",
                to_confirm,
            )
        )
    after = (
        *((talk.make_choice("send_drafts", "Send kept answers"),) if to_send else ()),
        *((talk.make_choice("confirm_earlier", "Confirm decisions"),) if to_confirm else ()),
    )
    choices = [*after, *await _list_possible(talk, known)]
    page = await PAGES.of(talk, choices)
    return Reply("\n".join(filter(None, lines)), tuple(page.rows), page.ways(talk))


@hearing_desk.on(HearingDesk.one, kind=Kind.TEXT)
@hearing_desk.on(HearingDesk.one, means=Intent.MENU)
async def on_act_typed(talk: Talk) -> Replies:
    """Does what is named though its button stands on another page of the card; «отменить» is of the hearing here."""
    known = await reads.read_hearing(talk.store, id=HearingCard.of(talk).hearing, by=talk.person)
    every = read_asked(Reply("", list_own_words(await _list_possible(talk, known))))
    choice = understand(talk.text, every) if read_ordinal(talk.text) is None else None
    named = replace(talk.incoming, kind=Kind.CHOICE, choice=choice) if choice else talk.incoming
    found = router.find(talk.state.state if choice else None, named, {})
    talk.chosen = found.chosen
    return await found.handler(talk)


async def _is_to_be_posted(talk: Talk, hearing: Hearing) -> bool:
    standings = await staff.list_standings(talk.store, talk.person)
    return may(standings, Act.POST, hearing.aimak_id) and await groups.are_behind(talk.store, hearing, at=talk.now)


async def _count_left_to_do(talk: Talk, hearing: Hearing) -> tuple[int, int]:
    """After the results: how many answer drafts somebody may send, and how many decisions they may confirm."""
    standings = await staff.list_standings(talk.store, talk.person)
    if hearing.state is not HearingState.PUBLISHED or not may(standings, Act.ANSWER, hearing.aimak_id):
        return 0, 0
    ready = await answer_drafts.list_ready(talk.store, aimak_id=hearing.aimak_id, by=talk.person)
    earlier = await answers.list_to_confirm(
        talk.store, aimak_id=hearing.aimak_id, year=hearing.budget_year, at=talk.now
    )
    return len(ready), len(earlier)


@hearing_desk.on(HearingDesk.one, choice="confirm_earlier")
async def on_earlier_confirmed(talk: Talk) -> Reply:
    """Confirms every decision made before the results in one act."""
    hearing = await find_chosen(talk)
    confirmed = await answers.confirm_all(
        talk.store, aimak_id=hearing.aimak_id, year=hearing.budget_year, by=talk.person, at=talk.now
    )
    said = talk.say_n("{n} decision is confirmed.", "{n} decisions are confirmed.", confirmed)
    return put_above(said, await show_hearing(talk))


async def _say_broadcast(talk: Talk, broadcast: Broadcast, progress: Progress) -> str:
    leaves = await reach.leaves_at(talk.store, broadcast, at=talk.now)
    if leaves is not None or not broadcast_progress.is_counted(broadcast, progress):
        return broadcast_progress.say_standing(talk.words, broadcast, progress, leaves=leaves)
    return talk.say(
        "{kind}: {state}, reached {reached} of {people}.",
        kind=talk.say(broadcast_progress.KINDS[broadcast.kind]),
        state=talk.say(broadcast_progress.STATES[broadcast.state]),
        reached=talk.words.number(progress.reached),
        people=talk.words.number(progress.people),
    )


async def _list_possible(talk: Talk, known: HearingForOffice) -> list[Choice]:
    hearing, has_questions = known.hearing, bool(known.questions)
    standings = await staff.list_standings(talk.store, talk.person)
    today, begun = find_day(hearing.terms.starts_at) <= find_day(talk.now), hearing.terms.starts_at <= talk.now
    scheduled, cancelled = hearing.is_open, hearing.state is HearingState.CANCELLED
    in_groups = known.has_groups and await groups.compose_post(talk.store, hearing, at=talk.now) is not None
    offered = (
        (Act.COUNT_PEOPLE, today and not cancelled, talk.make_choice("hearing_count", "Count people")),
        (Act.HOLD_HEARING, begun and scheduled, talk.make_choice("hearing_held", "It was held")),
        (
            Act.PUBLISH_RESULTS,
            hearing.state is HearingState.HELD,
            talk.make_choice("publish_results", "Publish results"),
        ),
        (Act.ENTER, begun and not cancelled, talk.make_choice("hearing_spoken", "Write a proposal")),
        (Act.POST, in_groups, talk.make_choice("hearing_post", "Post to groups")),
        (Act.MOVE_HEARING, scheduled, talk.make_choice("hearing_move", "Move it")),
        (Act.ADD_PAPER, not cancelled, talk.make_choice("hearing_papers", "Papers")),
        (
            Act.BROADCAST,
            scheduled or await _was_stopped(talk, hearing),
            talk.make_choice("hearing_again", "Send it once more"),
        ),
        (Act.SEE_HEARINGS, scheduled, talk.make_choice("hearing_forward", "Text to pass on")),
        (Act.SEE_HEARINGS, not cancelled, talk.make_choice("hearing_kit", "Papers for the hall")),
        (Act.SEE_HEARINGS, scheduled, talk.make_choice("hearing_calendar", "Calendar file")),
        (Act.SEE_HEARINGS, has_questions, talk.make_choice("hearing_questions", "Questions")),
        (Act.SEE_HEARINGS, True, talk.make_choice("hearing_broadcasts", "Notices sent")),
        (Act.CANCEL_HEARING, scheduled, talk.make_choice("hearing_cancel", "Cancel it")),
    )
    return list(
        list_own_words(
            choice for act, possible, choice in offered if possible and may(standings, act, hearing.aimak_id)
        )
    )


async def _was_stopped(talk: Talk, hearing: Hearing) -> bool:
    """Whether the results, or that it does not take place, have not left: they can be sent after all."""
    told = await groups.find_last_told(talk.store, hearing)
    return told is not None and announced.can_be_sent_again(told, hearing, at=talk.now)


@hearing_desk.refuses(NotPossibleNow, DayNotPossible, broadcasts.OverAlready)
async def say_too_late(talk: Talk, refused: Refusal) -> Reply:
    """Says that the hearing stands otherwise now, and shows it."""
    return put_above(say_it_is_too_late(talk), await show_hearing(talk))


def say_it_is_too_late(talk: Talk) -> str:
    """Says that an act does not fit the hearing as it stands."""
    return talk.say("This cannot be done with the hearing as it stands now.")


async def show_if_to_come(talk: Talk, state: State) -> Reply:
    """Goes on where the hearing is still to come; one that is over is shown."""
    hearing = await public.find_hearing(talk.store, id=HearingCard.of(talk).hearing)
    if hearing is not None and not hearing.is_open:
        return put_above(say_it_is_too_late(talk), await show_hearing(talk))
    return await talk.ask(state)


async def show_done(talk: Talk, act: Callable[..., Awaitable[Any]], said: str, **given: Any) -> Replies:
    """Does an act on the hearing, and shows it."""
    await act(talk.store, id=HearingCard.of(talk).hearing, by=talk.person, at=talk.now, **given)
    return put_above(said, await show_hearing(talk))


@hearing_desk.on(HearingDesk.move, HearingDesk.cancel, HearingDesk.held, HearingDesk.again, choice=BACK)
async def on_nothing_done(talk: Talk) -> Reply:
    return await show_hearing(talk)
