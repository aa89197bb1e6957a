"""A hearing is cancelled, or it is noted that it was held: each is asked first."""

from bot.budget.permissions import Act
from bot.chat.message import Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.language.kyrgyz import quote
from bot.office.broadcasts import announced
from bot.office.hearings import attendance, changes
from bot.office.wording import hearing_words
from handlers.office.hearings.card import HearingCard, find_chosen, show_done, show_hearing, show_if_to_come
from handlers.office.hearings.night import say_told_in_the_morning, waits_until
from handlers.office.hearings.states import HearingDesk
from handlers.office.staff_only import hearing_desk
from handlers.shared.router import Talk
from storage.hearings import Hearing
from storage.queue.broadcasts import BroadcastKind


@hearing_desk.on(HearingDesk.one, choice="hearing_cancel")
async def on_cancelling_wanted(talk: Talk) -> Reply:
    """Asks first."""
    return await show_if_to_come(talk, HearingDesk.cancel)


@hearing_desk.screen(HearingDesk.cancel)
async def ask_whether_to_cancel(talk: Talk) -> Reply:
    """Asks whether the hearing is really to be cancelled."""
    hearing = await find_chosen(talk, Act.CANCEL_HEARING)
    when = hearing_words.say_when(talk.words, hearing.terms)
    told, coming = await _count_who_knows(talk, hearing)
    if told:
        question = talk.say("Cancel the hearing of {when}? Its subscribers are told.", when=when)
    elif coming:
        question = talk.say_n(
            "Cancel the hearing of {when}? No subscriber knows of it yet; {n} person who said that they come is told.",
            "Cancel the hearing of {when}? No subscriber knows of it yet; {n} people who said that they come are told.",
            coming,
            when=when,
        )
    else:
        question = talk.say(
            "Cancel the hearing of {when}? No subscriber knows of it yet, and nobody is told.", when=when
        )
    return Reply(
        question,
        talk.offer_yes_or_no("cancel_sure"),
        list_ways(talk),
    )


@hearing_desk.on(HearingDesk.cancel, choice="cancel_sure")
async def on_cancelling_answered(talk: Talk) -> Replies:
    """Cancels it, or leaves it."""
    if talk.chosen != "yes":
        return await show_hearing(talk)
    told, coming = await _count_who_knows(talk, await find_chosen(talk))
    hearing = await changes.cancel(talk.store, id=HearingCard.of(talk).hearing, by=talk.person, at=talk.now)
    if (hour := await waits_until(talk, hearing, BroadcastKind.CANCELLED, BroadcastKind.COMERS)) is not None:
        said = say_told_in_the_morning(talk, talk.say("It is cancelled."), hour, to_all=told)
    elif told:
        said = talk.say("It is cancelled, and the subscribers are being told.")
    elif coming:
        said = talk.say("It is cancelled, and those who said that they come are being told.")
    else:
        said = talk.say("It is cancelled. No subscriber had been told of it yet.")
    return put_above(said, await show_hearing(talk))


async def _count_who_knows(talk: Talk, hearing: Hearing) -> tuple[bool, int]:
    """Whether any subscriber was told of a hearing, and how many people said that they come."""
    told = await announced.find_unheard(talk.store, hearing) is None
    return told, (await attendance.count_expected(talk.store, id=hearing.id, by=talk.person)).coming


@hearing_desk.on(HearingDesk.one, choice="hearing_held")
async def on_holding_wanted(talk: Talk) -> Reply:
    """Asks first, since it cannot be taken back."""
    return await show_if_to_come(talk, HearingDesk.held)


@hearing_desk.screen(HearingDesk.held)
async def ask_whether_held(talk: Talk) -> Reply:
    """Asks whether this hearing was really held."""
    hearing = await find_chosen(talk, Act.HOLD_HEARING)
    return Reply(
        talk.say(
            "Was this hearing held: {when}, {place}? This cannot be taken back.",
            when=hearing_words.say_when(talk.words, hearing.terms),
            place=quote(hearing.terms.place, 60),
        ),
        talk.offer_yes_or_no("held_sure"),
        list_ways(talk),
    )


@hearing_desk.on(HearingDesk.held, choice="held_sure")
async def on_holding_answered(talk: Talk) -> Replies:
    """Notes that it was held, or leaves it."""
    if talk.chosen != "yes":
        return await show_hearing(talk)
    return await show_done(talk, changes.hold, talk.say("It is noted that the hearing was held."))
