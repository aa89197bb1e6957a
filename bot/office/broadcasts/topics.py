"""What an office sends about villages and themes to those who asked for it. Hearings are told to everybody of the aimak."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.budget.hearing import HOUR
from bot.budget.permissions import Act, NotAllowed
from bot.budget.proposal import TextTooLong, TextTooShort
from bot.chat.texts import Words
from bot.language.by_language import Texts
from bot.language.kyrgyz import clean
from bot.language.letters import has_letters
from bot.language.matter.topics import Theme
from bot.language.refusal import Refusal
from bot.office.broadcasts.announced import SAME_AGAIN
from bot.office.broadcasts.broadcasts import SentLately
from bot.office.staff import permit, record
from bot.office.window import costs
from bot.office.wording import topic_words
from storage.aimaks import Village
from storage.people import Person
from storage.queue.broadcasts import OF_NO_HEARING, Broadcast, BroadcastKind, BroadcastState, Progress
from storage.store import Store
from storage.topics import make_village_key

LONGEST = 1000  # characters of the office's own words
LEAST_LETTERS = 5
KEPT = 3 * 24 * HOUR  # how long it is worth sending
LOOKED_AT = 20  # of the latest ones, whether the same was said


class NoTopic(Refusal):
    """No village or theme was named, or one that is not of this aimak."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Of each topic of an aimak how many want notices of it."""

    villages: dict[int, Village]
    wanted: dict[str, int]  # by topic, in the order of a list: villages by name, then themes


async def list_topics(store: Store, *, aimak_id: int) -> dict[str, Village | None]:
    """The topics (keys) of an aimak: its villages by name, then the themes."""
    villages = await store.aimaks.list_villages(aimak_id)
    return {**{make_village_key(one.id): one for one in villages}, **dict.fromkeys(map(str, Theme))}


async def count_wanted(store: Store, *, aimak_id: int, by: Person | None) -> Audience:
    """Counts who wants what in an aimak. Raises NotAllowed."""
    await permit(store, by=by, act=Act.BROADCAST, aimak_id=aimak_id)
    offered, counted = await list_topics(store, aimak_id=aimak_id), await store.topics.count(aimak_id)
    villages = {one.id: one for one in offered.values() if one is not None}
    return Audience(villages, {topic: counted.get(topic, 0) for topic in offered})


async def count_reached(store: Store, *, aimak_id: int, topics: Collection[str], by: Person | None) -> int:
    """Counts the people a notice of some topics would reach now, each once. Raises NotAllowed."""
    await permit(store, by=by, act=Act.BROADCAST, aimak_id=aimak_id)
    found = await store.broadcasts.count_audience(BroadcastKind.TOPIC, aimak_id=aimak_id, hearing_id=0, about=topics)
    return sum(found.values())


async def list_costs(
    store: Store, words: Words, *, aimak_id: int, topics: Collection[str], by: Person | None, at: int
) -> list[str]:
    """Says how many are asked by a paid template first, by messenger. Raises NotAllowed."""
    await permit(store, by=by, act=Act.BROADCAST, aimak_id=aimak_id)
    return await costs.list_costs(store, words, BroadcastKind.TOPIC, aimak_id=aimak_id, at=at, about=topics)


def check_words(text: str) -> str:
    """Returns the office's own words as they are sent. Raises TextTooLong, TextTooShort."""
    text = clean(text).strip()
    if len(text) > LONGEST:
        raise TextTooLong(LONGEST)
    if not has_letters(text, LEAST_LETTERS):
        raise TextTooShort
    return text


async def compose(store: Store, *, aimak_id: int, topics: Sequence[str], text: str) -> Texts:
    """Returns the messages (JSON) of a notice by language. Raises NoTopic, TextTooLong, TextTooShort."""
    offered = await list_topics(store, aimak_id=aimak_id)
    if not topics or not offered.keys() >= set(topics):
        raise NoTopic
    villages = {one.id: one for one in offered.values() if one is not None}
    named = [topic for topic in offered if topic in topics]
    return topic_words.compose_all(await store.aimaks.get(aimak_id), named, villages, check_words(text))


async def was_said_lately(store: Store, *, aimak_id: int, texts: Texts, at: int) -> bool:
    """Whether the same was made a short while ago and not stopped. texts are messages (JSON) by language."""
    latest = await store.broadcasts.list_of_aimak(aimak_id, limit=LOOKED_AT, kinds=(BroadcastKind.TOPIC,))
    return any(
        one.texts == texts
        and at - max(one.made_at, one.began_at or 0) < SAME_AGAIN
        and one.state is not BroadcastState.CANCELLED
        for one in latest
    )


async def list_sent(store: Store, *, aimak_id: int, by: Person | None) -> list[tuple[Broadcast, Progress]]:
    """Lists the latest notices of an aimak that are of no hearing, the newest first. Each has how far it came.

    Raises NotAllowed.
    """
    await permit(store, by=by, act=Act.BROADCAST, aimak_id=aimak_id)
    found = await store.broadcasts.list_of_aimak(aimak_id, limit=LOOKED_AT, kinds=OF_NO_HEARING)
    return [(one, await store.broadcasts.count_progress(one.id)) for one in found[::-1]]


async def _find_made(store: Store, key: str, aimak_id: int) -> Broadcast | None:
    known = await store.broadcasts.find(key)
    if known is not None and known.aimak_id != aimak_id:
        raise NotAllowed(Act.BROADCAST)  # another aimak's, of which nothing is said
    return known


async def send(
    store: Store,
    *,
    key: str,
    aimak_id: int,
    topics: Sequence[str],
    text: str,
    by: Person | None,
    at: int,
    sure: bool = False,
) -> Broadcast:
    """Sends a notice of villages and themes once to whoever asked for any of them. Quiet hours are kept.

    key was drawn when it was begun: pressed twice it is sent once. Raises NotAllowed, NoTopic, TextTooLong, TextTooShort,
    SentLately unless sure.
    """
    await permit(store, by=by, act=Act.BROADCAST, aimak_id=aimak_id)
    aimak_id = (await store.aimaks.settle(aimak_id)).id
    texts = await compose(store, aimak_id=aimak_id, topics=topics, text=text)
    key = f"{BroadcastKind.TOPIC.value}:{key}"
    if (known := await _find_made(store, key, aimak_id)) is not None:
        return known
    if not sure and await was_said_lately(store, aimak_id=aimak_id, texts=texts, at=at):
        raise SentLately
    made = await store.broadcasts.add(
        key=key,
        aimak_id=aimak_id,
        hearing_id=0,
        topics=tuple(sorted(set(topics))),
        revision=1,
        kind=BroadcastKind.TOPIC,
        by_hand=False,
        texts=texts,
        hearing_at=at,  # behind every hearing to come
        starts_at=at,
        expires_at=at + KEPT,
        by=by.id if by else None,
        at=at,
    )
    if made is None:  # somebody else made it under this key meanwhile
        known = await _find_made(store, key, aimak_id)
        assert known is not None
        return known
    await record(
        store, Act.BROADCAST, by=by, aimak_id=aimak_id, at=at, object="broadcast", object_id=made.id, what="send",
        topics=list(made.topics),
    )  # fmt: skip
    return made
