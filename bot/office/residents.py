"""What residents do about themselves: language, aimak, consent, subscriptions, name; and what is forgotten."""

from collections.abc import Collection

from bot.budget.workdays import find_day
from bot.chat.message import Hints, Message
from bot.office import staff
from storage.aimaks import Aimak
from storage.people import Person
from storage.queue.broadcasts import TO_FOLLOWERS, BroadcastKind
from storage.queue.outbox import MENU, Lane
from storage.store import Store
from storage.topics import Topic

CONSENT_VERSION = 4
KEPT_WITHOUT_CONSENT = 24 * 60 * 60 * 1000  # milliseconds
AT_ONCE = 1000  # rows of each kind in one unit of the writer
STRANGERS_AT_ONCE = 100  # people in one unit; each has events and replies of their own


async def choose_language(store: Store, *, by: Person, language: str, at: int) -> None:
    """Speaks to this peer in a language from now on, the command menu of a messenger included."""
    await store.people.set_language(by.peer_id, language)
    await store.outbox.queue(
        by.peer_id,
        by.channel,
        by.account,
        kind=MENU,
        object_id=at,
        revision=0,
        lane=Lane.NOTICE,
        language=language,
        body=Message("", hints=Hints(menu=language)).to_json(),
        at=at,
        replaces=lambda _: True,
    )


async def choose_aimak(store: Store, *, by: Person, aimak: Aimak, at: int, board: str | None = None) -> Aimak:
    """Brings a peer to an aimak, or to the one it has become part of. board is the board whose code led there."""
    aimak = await store.aimaks.settle(aimak.id)
    await staff.keep_tie(store, by=by, to_aimak_id=aimak.id, at=at)
    await store.people.set_aimak(by.peer_id, aimak.id, board)
    return aimak


async def agree(store: Store, *, by: Person, at: int) -> None:
    """Keeps which consent text a person agreed to, and when."""
    await store.people.set_consent(by.id, version=CONSENT_VERSION, at=at)


async def decline(store: Store, *, by: Person) -> None:
    """Erases what was kept of somebody who does not agree: raw events, conversation, language, aimak."""
    await store.strangers.forget_peer(by.peer_id)


async def set_subscription(store: Store, *, by: Person, aimak_id: int, wanted: bool, at: int) -> None:
    """Keeps whether a person subscribes to budget hearings of an aimak. If not, what is on its way to them is ended."""
    aimak_id = (await store.aimaks.settle(aimak_id)).id
    await store.subscriptions.set_subscription(by.id, aimak_id, wanted, at=at)
    if not wanted:
        await store.broadcasts.drop_person(by.id, aimak_id=aimak_id, code="unsubscribed", at=at)


async def decline_subscription(store: Store, *, by: Person, aimak_id: int, at: int) -> None:
    """Keeps that a person who was asked does not subscribe.

    Who said they come is still told what becomes of that hearing.
    """
    await set_subscription(store, by=by, aimak_id=aimak_id, wanted=False, at=at)
    await store.hearings.say_again(by.id, aimak_id, at=at)


async def end_subscriptions(store: Store, *, by: Person, at: int) -> None:
    """Ends every subscription of a person, also where they only said that they come to a hearing."""
    await set_topics(store, by=by, topics=await store.topics.list_of_person(by.id), wanted=False, at=at)
    await end_hearings(store, by=by, at=at)


async def end_hearings(store: Store, *, by: Person, at: int) -> None:
    """Ends what a person is told of hearings; the villages and themes that they chose stay."""
    told_of = {*await store.subscriptions.list_following(by.id), *await store.hearings.list_aimaks_of(by.id)}
    if by.consent_version is not None and by.aimak_id is not None:
        told_of.add(by.aimak_id)  # so that nobody asks again
    for aimak_id in sorted(told_of):
        await set_subscription(store, by=by, aimak_id=aimak_id, wanted=False, at=at)


async def set_topics(store: Store, *, by: Person, topics: Collection[Topic], wanted: bool, at: int) -> None:
    """Keeps whether a person wants what an office sends of villages and themes. If not, what is on its way to them ends.

    What they want of another topic still reaches them. A topic of an aimak that is merged counts for the one that goes on.
    """
    for named in sorted({topic.aimak_id for topic in topics}):
        aimak_id = (await store.aimaks.settle(named)).id
        for key in sorted({topic.topic for topic in topics if topic.aimak_id == named}):
            if wanted:
                await store.topics.add(by.id, aimak_id, key, at=at)
            else:
                await store.topics.remove(by.id, aimak_id, key)
        if not wanted:
            left = [one.topic for one in await store.topics.list_of_person(by.id) if one.aimak_id == aimak_id]
            await store.broadcasts.drop_topics(by.id, aimak_id=aimak_id, but=left, at=at)


async def set_far_away(store: Store, *, by: Person, aimak_id: int, far_away: bool, at: int) -> None:
    """Keeps whether a subscriber is far away, so that they are told of results only."""
    aimak_id = (await store.aimaks.settle(aimak_id)).id
    await store.subscriptions.set_far_away(by.id, aimak_id, far_away, at=at)
    if far_away:
        others = [kind for kind in TO_FOLLOWERS if kind is not BroadcastKind.RESULTS]
        await store.broadcasts.drop_person(by.id, aimak_id=aimak_id, code="far_away", at=at, kinds=others)


async def set_quotes(store: Store, *, by: Person, quotes: bool) -> None:
    """Keeps whether answers may quote the person's text."""
    await store.people.set_quotes(by.id, quotes)


async def list_aimaks(store: Store, *, at: int) -> list[Aimak]:
    """Lists the aimaks a resident can choose from now."""
    return await store.aimaks.open_on(find_day(at))


async def find_aimak(store: Store, person: Person) -> Aimak | None:
    """The aimak a person is talking to."""
    return await store.aimaks.get(person.aimak_id) if person.aimak_id is not None else None


async def list_lost_files(store: Store, *, by: Person, references: Collection[str]) -> set[str]:
    """Returns which of some files could not be kept, by the channel's references.

    A person sent them, and did not send on yet.
    """
    return await store.media.list_lost(by.channel, by.account, references)


async def forget_strangers(store: Store, *, at: int) -> list[tuple[str, str, str]]:
    """Erases some people who were silent for 24 hours without agreeing; returns their peers (channel, account, address).

    Nobody is left once it returns an empty list; many of them take many units of the writer.
    """
    silent_since = at - KEPT_WITHOUT_CONSENT
    strangers = await store.strangers.list_without_consent(silent_since=silent_since, limit=STRANGERS_AT_ONCE)
    for person_id, peer_id, *_ in strangers:
        await store.media.let_go(peer_id)
        await store.strangers.erase_stranger(person_id, peer_id)
    return [(channel, account, address) for _, _, channel, account, address in strangers]


async def count_old_events(store: Store, *, before: int) -> int:
    """Counts the raw events, and the replies that were sent, older than a moment."""
    return await store.events.count_before(before) + await store.outbox.count_before(before)


async def clear_old_events(store: Store, *, before: int, after: tuple[int, int] = (0, 0)) -> tuple[int, int] | None:
    """Empties some raw events and removes some replies older than a moment; event rows stay, so redelivery is noticed.

    A backlog takes many units of the writer, so that others' units run between. Returns the after of the next unit, None
    once nothing is left.
    """
    replies = await store.outbox.empty_before(before, limit=AT_ONCE)
    raw = await store.events.clear_before(before, limit=AT_ONCE)
    looked_at = await store.events.clear_outlived(before, after=after, limit=AT_ONCE)
    is_done = replies < AT_ONCE and raw < AT_ONCE and looked_at == after
    return None if is_done else looked_at
