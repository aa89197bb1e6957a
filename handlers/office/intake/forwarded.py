"""What a clerk forwards or sends to the bot at the desk. It is asked whose proposal it is before anything is kept."""

from dataclasses import dataclass, replace

from bot.budget.permissions import Act, may
from bot.budget.proposal import Source
from bot.budget.workdays import find_day
from bot.chat.memory import Memory
from bot.chat.message import BACK, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.language.intents import Intent
from bot.office import staff
from handlers.office.intake.being_entered import (
    BeingEntered,
    Intake,
    Series,
    SetAside,
    begin,
    find_next_step,
    intake_desk,
)
from handlers.office.staff_only import Desk
from handlers.shared import proposal_draft
from handlers.shared.draft_pieces import (
    NONE,
    ProposalDraft,
    fits,
    has_content,
    join_pieces,
    list_pieces,
    with_words_added,
)
from handlers.shared.guidance import show_here
from handlers.shared.router import Talk
from handlers.shared.states import Menu, find_group
from handlers.shared.wording import quote_draft

# Where somebody looks at lists and cards; what is sent in the middle of an act belongs to that.
_AT_DESK = {None, *map(str, (Menu.open, Desk.list, Desk.one, Desk.search, Desk.filter))}
MOST_WAITING = 30  # forwarded messages that wait to be entered


@dataclass(frozen=True)
class Forwarded(Memory, under="intake_forwarded"):
    """What was forwarded, before anybody said whose it is."""

    messages: tuple[ProposalDraft, ...] = ()
    album: str = ""  # of the last one: the rest of it belongs to the same message
    before: str | None = None  # the state in which the first one came


async def ask_about_forwarded(talk: Talk) -> Replies | None:
    """Asks whose proposal somebody of an office sent on. None: it is plain words, or from nobody of an office."""
    at_desk = talk.state.state in _AT_DESK
    is_sent_on = talk.incoming.kind is Kind.MEDIA or talk.incoming.forwarded
    if not is_sent_on or not at_desk or not talk.person.aimak_id:
        return None
    if not may(await staff.list_standings(talk.store, talk.person), Act.ENTER, talk.person.aimak_id):
        return None
    return await ask_whose_it_is(talk)


async def ask_whose_it_is(talk: Talk) -> Replies:
    """Keeps what was sent on, the parts of an album as one, and asks whose proposal it is.

    While one is being entered, what comes behind it waits without a question: it is somebody else's too.
    """
    found = Forwarded.of(talk)
    is_begun = find_group(talk.state.state) == Intake.__name__ and talk.state.state != Intake.whose
    if is_begun:
        return await _queue(talk)
    messages = found.messages if talk.state.state == Intake.whose else ()
    if not _is_part(talk, found) and len(messages) >= MOST_WAITING:
        return put_above(_find_full_text(talk), await talk.ask_again())
    messages = _with(talk, messages, is_part=_is_part(talk, found) and bool(messages))
    before = found.before if talk.state.state == Intake.whose else talk.state.state
    await Forwarded(messages, talk.incoming.album, before).keep(talk)
    return await talk.ask(Intake.whose)


async def _queue(talk: Talk) -> Replies:
    kept, found = BeingEntered.of(talk), Forwarded.of(talk)
    is_part = _is_part(talk, found)
    if not is_part and len(kept.waiting) >= MOST_WAITING:
        return put_above(_find_full_text(talk), await talk.ask_again())
    if is_part and not kept.waiting:
        await replace(kept, written=with_words_added(kept.written, talk, talk.text)).keep(talk)
    else:
        await replace(kept, waiting=_with(talk, kept.waiting, is_part=is_part)).keep(talk)
    await replace(found, album=talk.incoming.album).keep(talk)
    return replace(await talk.ask_again(), gathers=True)


def _is_part(talk: Talk, found: Forwarded) -> bool:
    return bool(talk.incoming.album) and talk.incoming.album == found.album


def _with(talk: Talk, messages: tuple[ProposalDraft, ...], *, is_part: bool) -> tuple[ProposalDraft, ...]:
    if is_part and messages and fits(messages[-1], talk.text):
        return (*messages[:-1], with_words_added(messages[-1], talk, talk.text))
    return (*messages, replace(with_words_added(NONE, talk, talk.text), written_at=talk.incoming.written_at))


def _find_full_text(talk: Talk) -> str:
    return talk.say_n(
        "{n} message waits already: please enter it first, then send this one again.",
        "{n} messages wait already: please enter them first, then send this one again.",
        MOST_WAITING,
    )


@intake_desk.screen(Intake.whose)
async def ask_whose(talk: Talk) -> Reply:
    """Asks whose proposal it is that was sent on."""
    messages = Forwarded.of(talk).messages
    if not messages:
        return await talk.ask(Menu.open)
    asked = (
        talk.say("Whose proposal is this? {quote}", quote=quote_draft(talk, messages[0]))
        if len(messages) == 1
        else talk.say_n("Whose is {n} message?", "Whose are these {n} messages?", len(messages))
    )
    return Reply(
        asked,
        (
            talk.make_choice("intake_whose", "A resident's"),
            talk.make_choice("intake_mine", "Mine", means=(Intent.PROPOSE,)),
        ),
        list_ways(talk),
        gathers=True,
    )


@intake_desk.on(Intake.whose, kind=Kind.TEXT)
@intake_desk.on(Intake.whose, kind=Kind.MEDIA)
async def on_more_sent_on(talk: Talk) -> Replies:
    """Takes what is sent on behind it; plain words are no answer."""
    if talk.incoming.forwarded or talk.incoming.media:
        return await ask_whose_it_is(talk)
    return put_above(talk.say("Please press a button, or write only its number."), await talk.ask_again())


@intake_desk.on(Intake.whose, choice="intake_whose")
async def on_residents_own(talk: Talk) -> Reply:
    """Enters each message as a proposal of its own, from a messenger and of today unless a series says otherwise."""
    messages, series = Forwarded.of(talk).messages, Series.of(talk)
    await Forwarded.forget(talk)
    if not messages:
        return await show_here(talk)
    today, begun = find_day(talk.now), BeingEntered.of(talk)
    goes_on = series.source is Source.FORWARDED and series.begun == today and series.on is not None
    if goes_on and has_content(begun.written):
        await replace(begun, waiting=(*begun.waiting, *messages)).keep(talk)
        return await talk.ask(find_next_step(talk))
    if has_content(begun.written):
        await SetAside(begun, series).keep(talk)
    if not goes_on:
        await Series(Source.FORWARDED, today, None, today).keep(talk)
    await begin(talk, messages[0], waiting=messages[1:])
    return await talk.ask(find_next_step(talk))


@intake_desk.on(Intake.whose, choice="intake_mine")
async def on_clerks_own(talk: Talk) -> Reply:
    """Begins a proposal of the clerk's own, as any resident's. Raises UnsentUsedUp."""
    messages = Forwarded.of(talk).messages
    if not messages:
        return await show_here(talk)
    whole = messages[0]
    for message in messages[1:]:
        whole = join_pieces(whole, talk, list_pieces(message))
    await proposal_draft.begin(talk, whole)
    await Forwarded.forget(talk)
    return await talk.ask(proposal_draft.find_next_step(talk))


@intake_desk.on(Intake.whose, choice=BACK)
async def on_nobodys(talk: Talk) -> Reply:
    """Lets go of what was sent on, and goes back to where it was."""
    before = Forwarded.of(talk).before
    await Forwarded.forget(talk)
    await talk.state.set_state(before)
    return put_above(talk.say("It is not kept."), await show_here(talk))
