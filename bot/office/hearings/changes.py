"""What changes an announced hearing: it is moved, cancelled, or noted as held. Whoever was told of it hears of that."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace

from bot.budget.hearing import HearingKind, HearingState, NothingChanged, NotPossibleNow, Terms
from bot.budget.permissions import Act
from bot.budget.workdays import find_day
from bot.chat.message import Message
from bot.chat.texts import Words
from bot.office import years
from bot.office.broadcasts import announced, broadcasts, end_of_reminders
from bot.office.broadcasts.announced import Unheard
from bot.office.hearings.hearings import authorised, check_terms, list_handed_out
from bot.office.staff import record
from bot.office.wording import hearing_notices
from storage.aimaks import Aimak
from storage.hearings import Hearing
from storage.people import Person
from storage.queue.broadcasts import BroadcastKind
from storage.store import Store


async def _to_end(store: Store, *, id: int, by: Person | None, act: Act) -> Hearing:
    # Whether anybody was told is decided on, so no announcement may begin meanwhile.
    hearing = await authorised(store, id=id, by=by, act=act)
    await store.broadcasts.lock_of_hearing(id)
    return hearing


@dataclass(frozen=True, slots=True)
class News:
    """What leaves when a hearing is moved, and to whom.

    known are the terms people were told last. unheard is set where no subscriber was told yet: then say is the announcement
    that leaves later, if one does. Only the coming hear at once, by to_comers. own are the office's own words of an
    announcement, which are replaced.
    """

    say: Callable[[Words], str]
    to_comers: Callable[[Words], str]
    known: Terms
    unheard: Unheard | None = None
    coming: int = 0
    own: dict[str, str] = field(default_factory=dict)


async def compose_news(store: Store, *, hearing: Hearing, terms: Terms, texts: Mapping[str, str] | None = None) -> News:
    """What would leave if a hearing were moved to these terms. texts are a later announcement in the office's own words."""
    aimak, changed = await store.aimaks.get(hearing.aimak_id), replace(hearing, terms=terms)
    unheard, papers = await announced.find_unheard(store, hearing), await list_handed_out(store, hearing)

    def to_comers(words: Words) -> str:
        return hearing_notices.compose_move(words, changed, aimak, hearing.terms, papers, to_comers=True)

    if unheard is not None:
        return News(
            lambda words: (
                (texts or {}).get(words.language) or hearing_notices.compose_announcement(words, changed, aimak, papers)
            ),
            to_comers,
            hearing.terms,
            unheard,
            (await store.hearings.count_expected(hearing.id)).coming,
            _own_words(unheard, hearing, aimak),
        )
    known = await store.hearings.find_terms(hearing.id, await announced.find_told_revision(store, hearing=hearing))
    assert known is not None
    if known == terms:  # moved back before anybody heard of it, it is where it was
        return News(lambda words: hearing_notices.compose_announcement(words, changed, aimak, papers), to_comers, known)
    return News(lambda words: hearing_notices.compose_move(words, changed, aimak, known, papers), to_comers, known)


def _own_words(unheard: Unheard, hearing: Hearing, aimak: Aimak) -> dict[str, str]:
    if unheard.announcement is None:
        return {}
    said = {language: Message.from_json(text).text for language, text in unheard.announcement.texts.items()}
    return {
        one: text
        for one, text in said.items()
        if text not in hearing_notices.compose_announcements(Words(one), hearing, aimak)
    }


async def move(
    store: Store, *, id: int, terms: Terms, by: Person | None, at: int, texts: Mapping[str, str] | None = None
) -> Hearing:
    """Moves a hearing to another day, time or place; the old reminders die.

    Subscribers are told at once. Where none was told of it yet, its announcement leaves when it was to, with the new terms.
    texts are the announcement in the office's own words.
    Raises NotAllowed, NotPossibleNow, NothingChanged, InThePast, PlaceMissing, TextTooLong.
    """
    hearing = await _to_end(store, id=id, by=by, act=Act.MOVE_HEARING)
    if hearing.state is not HearingState.SCHEDULED:
        raise NotPossibleNow
    if terms == hearing.terms:
        raise NothingChanged
    checked = check_terms(terms, at=at)
    news = await compose_news(store, hearing=hearing, terms=checked, texts=texts)
    changed = await store.hearings.revise(hearing, checked, at=at)
    await record(
        store, Act.MOVE_HEARING, by=by, aimak_id=hearing.aimak_id, at=at, object="hearing", object_id=id,
        revision=changed.revision, starts_at=changed.terms.starts_at,
    )  # fmt: skip
    await end_of_reminders.end_all(store, hearing=hearing, code="moved", at=at)
    urgent = _is_urgent(min(news.known.starts_at, hearing.terms.starts_at, checked.starts_at), at)
    since: int | None = at
    if news.unheard is None:
        await broadcasts.make(
            store,
            hearing=changed,
            kind=BroadcastKind.NOTICE if news.known == checked else BroadcastKind.MOVED,
            say=news.say,
            starts_at=None,
            expires_at=checked.starts_at,
            by=by,
            at=at,
            by_hand=urgent,
        )
    else:
        since = news.unheard.leaves_at(checked, at)
        await _announce_later(store, hearing=changed, news=news, starts_at=since, by=by, at=at)
        await _tell_comers(store, hearing=changed, by=by, at=at, by_hand=urgent, say=news.to_comers)
    await broadcasts.remind(store, hearing=changed, by=by, since=since, at=at)
    return changed


async def _announce_later(
    store: Store, *, hearing: Hearing, news: News, starts_at: int | None, by: Person | None, at: int
) -> None:
    # An announcement the office had stopped stays stopped, and one it had paused stays paused.
    if starts_at is None:
        return
    made = await broadcasts.make(
        store,
        hearing=hearing,
        kind=BroadcastKind.NOTICE,
        say=news.say,
        starts_at=starts_at,
        expires_at=hearing.terms.starts_at,
        by=by,
        at=at,
    )
    if made is not None and news.unheard is not None and news.unheard.is_paused:
        await broadcasts.pause(store, id=made.id, by=by, at=at)


async def _tell_comers(
    store: Store, *, hearing: Hearing, by: Person | None, at: int, by_hand: bool, say: Callable[[Words], str]
) -> None:
    # Who said that they come, by a link or the list, was promised to hear of every change.
    if (await store.hearings.count_expected(hearing.id)).coming:
        await broadcasts.make(
            store,
            hearing=hearing,
            kind=BroadcastKind.COMERS,
            say=say,
            starts_at=None,
            expires_at=max(hearing.terms.starts_at, at + broadcasts.KEPT_NEWS),
            by=by,
            at=at,
            by_hand=by_hand,
            again=0 if hearing.is_open else 1,
        )


async def cancel(store: Store, *, id: int, by: Person | None, at: int) -> Hearing:
    """Cancels a hearing that was not held; subscribers are told at once, its reminders die.

    Raises NotAllowed, NotPossibleNow.
    """
    hearing = await _to_end(store, id=id, by=by, act=Act.CANCEL_HEARING)
    if hearing.state is not HearingState.SCHEDULED:
        raise NotPossibleNow
    await store.hearings.end(id, HearingState.CANCELLED, at=at)
    await record(store, Act.CANCEL_HEARING, by=by, aimak_id=hearing.aimak_id, at=at, object="hearing", object_id=id)
    unheard = await announced.find_unheard(store, hearing)
    await end_of_reminders.end_all(store, hearing=hearing, code="cancelled", at=at)
    cancelled = replace(hearing, state=HearingState.CANCELLED, ended_at=at)
    aimak = await store.aimaks.get(hearing.aimak_id)
    urgent = _is_urgent(hearing.terms.starts_at, at)

    def say(words: Words) -> str:
        return hearing_notices.compose_cancellation(words, cancelled, aimak)

    if unheard is not None:
        await _tell_comers(store, hearing=cancelled, by=by, at=at, by_hand=urgent, say=say)
        return cancelled
    await broadcasts.make(
        store,
        hearing=cancelled,
        kind=BroadcastKind.CANCELLED,
        say=say,
        starts_at=None,
        expires_at=max(hearing.terms.starts_at, at + broadcasts.KEPT_NEWS),
        by=by,
        at=at,
        by_hand=urgent,
    )
    return cancelled


def _is_urgent(starts_at: int, at: int) -> bool:
    # Whoever sets out early in the morning must hear of it in the night.
    return starts_at - at < broadcasts.URGENT


async def hold(store: Store, *, id: int, by: Person | None, at: int) -> Hearing:
    """Notes that a hearing took place. One on the draft budget gives its year the day, if no results are out yet.

    Raises NotAllowed, NotPossibleNow (also before the day it is announced for).
    """
    hearing = await _to_end(store, id=id, by=by, act=Act.HOLD_HEARING)
    if hearing.state is not HearingState.SCHEDULED or find_day(hearing.terms.starts_at) > find_day(at):
        raise NotPossibleNow
    await store.hearings.end(id, HearingState.HELD, at=at)
    await end_of_reminders.end_all(store, hearing=hearing, code="held", at=at)
    await record(store, Act.HOLD_HEARING, by=by, aimak_id=hearing.aimak_id, at=at, object="hearing", object_id=id)
    if hearing.kind is HearingKind.DRAFT:
        with suppress(years.DayOutOfOrder):  # after the results: the year keeps the day of the earlier one
            await years.set_year(
                store,
                aimak_id=hearing.aimak_id,
                year=hearing.budget_year,
                by=by,
                at=at,
                hearing_on=find_day(hearing.terms.starts_at),
            )
    return replace(hearing, state=HearingState.HELD, ended_at=at)
