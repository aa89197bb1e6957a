"""A call for local initiatives: announced to those who follow notices, closed once everybody is answered."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot.budget.hearing import HOUR
from bot.budget.initiative.call import CallClosed, Terms, check_closing, check_terms
from bot.budget.initiative.marks import SETTING, Criterion, MarkRules, check_rules
from bot.budget.permissions import Act
from bot.budget.workdays import find_day, start_of
from bot.chat.message import Message, Reply
from bot.chat.texts import LANGUAGES, Words
from bot.language.by_language import Texts
from bot.language.refusal import Refusal
from bot.office.initiatives import words as initiative_words
from bot.office.practice_words import say_practice
from bot.office.staff import permit, record
from bot.office.wording.notices import make_button
from storage.aimaks import Aimak
from storage.initiatives.calls import Call
from storage.people import Person
from storage.queue.broadcasts import BroadcastKind
from storage.store import Store

KEPT = 7 * 24 * HOUR  # how long the notice is worth sending
ACT = "call_rules"  # the audit's name of a change of scale or weights


class NoCall(Refusal):
    """There is no such call in this aimak."""


async def read_rules(store: Store, *, day: date) -> MarkRules:
    """Reads the scale and the weights in force on a Bishkek day."""
    kept = (await store.meta.read_settings_on(day)).get(SETTING)
    return MarkRules.from_json(kept) if kept else MarkRules()


async def set_rules(
    store: Store, *, scale: int | None, weights: Mapping[Criterion, int], by: Person | None, at: int
) -> MarkRules:
    """Puts a scale and weights in force from today, for calls announced from now on. Raises NotAllowed, MarkRulesWrong."""
    await permit(store, by=by, act=Act.CALL, aimak_id=None)
    today = find_day(at)
    known = await read_rules(store, day=today)
    rules = MarkRules(scale or known.scale, {**known.weights, **weights})
    check_rules(rules)
    await store.meta.set(SETTING, rules.to_json(), valid_from=today)
    await record(store, ACT, by=by, aimak_id=None, at=at, scale=rules.scale)
    return rules


def compose(words: Words, aimak: Aimak, terms: Terms) -> Reply:
    """The notice of a call, and the button that begins an application."""
    top = f"{say_practice()}\n\n" if aimak.practice_of_id is not None else ""
    return Reply(
        top + initiative_words.compose_call(words, aimak, terms),
        (make_button(words, "initiative_begin", "Submit an initiative"),),
    )


async def count_reached(store: Store, *, aimak_id: int, by: Person | None) -> int:
    """Counts the people the notice of a call would reach now. Raises NotAllowed."""
    await permit(store, by=by, act=Act.CALL, aimak_id=aimak_id)
    return sum((await store.broadcasts.count_audience(BroadcastKind.CALL, aimak_id=aimak_id, hearing_id=0)).values())


async def _find_made(store: Store, key: str, aimak_id: int) -> Call | None:
    known = await store.initiative_calls.find(key)
    if known is not None and known.aimak_id != aimak_id:
        raise NoCall  # another aimak's, of which nothing is said
    return known


async def announce(
    store: Store, *, key: str, aimak_id: int, terms: Terms, by: Person | None, at: int, tells: bool = True
) -> Call:
    """Announces a call once under a key, and tells those who follow notices; quiet hours are kept.

    Raises NotAllowed, NoCall, CallTermsWrong.
    """
    aimak = await store.aimaks.settle(aimak_id, alone=True)
    await permit(store, by=by, act=Act.CALL, aimak_id=aimak.id)
    if (known := await _find_made(store, key, aimak.id)) is not None:
        return known
    today = find_day(at)
    check_terms(terms, today=today)
    rules = await read_rules(store, day=today)
    call = await store.initiative_calls.add(
        aimak.id, key=key, terms=terms, rules=rules, by=by.id if by else None, at=at
    )
    if call is None:
        known = await _find_made(store, key, aimak.id)
        assert known is not None
        return known
    await record(
        store, Act.CALL, by=by, aimak_id=aimak.id, at=at, object="initiative_call", object_id=call.id, what="open",
        largest=terms.largest,
    )  # fmt: skip
    if tells:
        await store.broadcasts.add(
            key=f"{BroadcastKind.CALL}:{call.id}",
            aimak_id=aimak.id,
            hearing_id=0,
            revision=1,
            kind=BroadcastKind.CALL,
            by_hand=False,
            texts=_compose_all(aimak, terms),
            hearing_at=at,  # behind every hearing to come
            starts_at=at,
            expires_at=min(at + KEPT, start_of(terms.last_day) + 24 * HOUR),
            by=by.id if by else None,
            at=at,
        )
    return call


def _compose_all(aimak: Aimak, terms: Terms) -> Texts:
    return {words.language: _compose_notice(words, aimak, terms) for words in map(Words, LANGUAGES)}


def _compose_notice(words: Words, aimak: Aimak, terms: Terms) -> str:
    said, stop = compose(words, aimak, terms), words.say("It came because you follow notices. To stop them: /stop")
    return Message.notice(replace(said, text=f"{said.text}\n\n{stop}")).to_json()


async def close(store: Store, *, id: int, by: Person | None, at: int) -> Call:
    """Closes a call once its last day is over and every applicant is answered.

    Raises NoCall, NotAllowed, CallClosed, CallStillOpen, ApplicantsWait.
    """
    call = await store.initiative_calls.lock(id)
    if call is None:
        raise NoCall
    await permit(store, by=by, act=Act.CALL, aimak_id=call.aimak_id)
    if call.closed_at is not None:
        raise CallClosed
    found = await store.initiatives.list_of_call(call.id)
    courses = await store.initiatives.read_all(found)
    waiting = tuple(one.label for one in found if not courses[one.id].is_answered)
    check_closing(call.terms.last_day, waiting, today=find_day(at))
    await store.initiative_calls.close(call.id, by=by.id if by else None, at=at)
    await record(
        store, Act.CALL, by=by, aimak_id=call.aimak_id, at=at, object="initiative_call", object_id=call.id, what="close"
    )
    return call
