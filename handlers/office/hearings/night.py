"""Quiet hours at the desk: when a notice made at night leaves. The rule stands in bot/budget/quiet_hours.py."""

from bot.office.reads import hearings as reads
from bot.office.rules import find_end_of_night
from handlers.shared.router import Talk
from storage.hearings import Hearing
from storage.queue.broadcasts import BroadcastKind


async def waits_until(talk: Talk, hearing: Hearing, *kinds: BroadcastKind) -> int | None:
    """The hour at which a hearing's new notice leaves, where quiet hours hold it back; else None."""
    made = [
        one
        for one, _ in await reads.list_broadcasts(talk.store, id=hearing.id, by=talk.person)
        if one.made_at == talk.now and one.kind in kinds and not one.by_hand
    ]
    return await find_end_of_night(talk.store, at=talk.now) if made else None


def say_told_in_the_morning(talk: Talk, done: str, hour: int, *, to_all: bool) -> str:
    """Says what was done in the quiet hours, and when people are told of it."""
    if to_all:
        return " ".join([done, talk.say("It is night: the subscribers are told at {hour}:00.", hour=hour)])
    return " ".join([done, talk.say("It is night: those who said that they come are told at {hour}:00.", hour=hour)])
