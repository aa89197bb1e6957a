"""What happens to the groups and channels of a village: the bot is let in or put out, an announcement is posted."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.budget.hearing import HearingState, NotPossibleNow
from bot.budget.permissions import Act
from bot.chat.message import Message
from bot.chat.texts import LANGUAGES, Words
from bot.language.by_language import in_language
from bot.office.broadcasts.broadcasts import KEPT_NEWS
from bot.office.hearings import hearings
from bot.office.hearings.links import link
from bot.office.staff import list_allowed_aimaks, record
from bot.office.wording import hearing_notices
from storage.aimaks import Aimak
from storage.hearings import Hearing
from storage.people import Person
from storage.queue.broadcasts import Broadcast, BroadcastKind, BroadcastState
from storage.queue.outbox import POST, Lane
from storage.store import Store

LONGEST_TITLE = 120
ANSWERED_EVERY = 600_000  # milliseconds
_TOLD_TO_ALL = {BroadcastKind.NOTICE, BroadcastKind.MOVED, BroadcastKind.CANCELLED, BroadcastKind.RESULTS}


async def join(store: Store, *, address: str, title: str, by: Person, at: int) -> Aimak | None:
    """Binds a group to the aimak of the clerk who let the bot in; None where a stranger did, which binds nothing."""
    allowed = await list_allowed_aimaks(store, by=by, act=Act.POST)
    chosen = by.aimak_id if by.aimak_id in allowed else min(filter(None, allowed), default=None)
    if chosen is None:
        return None
    group = await store.people.meet(by.channel, by.account, address, at=at)
    await store.people.note_heard(group.peer_id, at=at, state_version=None)
    await store.groups.put(group.peer_id, aimak_id=chosen, title=title[:LONGEST_TITLE], by=by.id, at=at)
    await record(store, Act.POST, by=by, aimak_id=chosen, at=at, object="group", object_id=group.peer_id, what="join")
    return await store.aimaks.get(chosen)


async def may_be_answered(store: Store, *, group: Person, at: int) -> bool:
    """Whether whoever calls the bot in a group is answered now: once in ten minutes, however many call."""
    return not await store.outbox.was_replied(group.peer_id, lane=Lane.NOTICE, since=at - ANSWERED_EVERY)


async def leave(store: Store, *, address: str, by: Person, at: int) -> None:
    """Notes that the bot was put out of a group, by whomever."""
    group = await store.people.find(by.channel, by.account, address)
    if group is not None:
        await store.groups.remove(group.peer_id, at=at)


async def find_way_in(store: Store, *, group: Person) -> str | None:
    """The link into the private chat, in the group's aimak where it has one; None while the bot's name is not known."""
    aimak_id = await store.groups.aimak_of(group.peer_id)
    payload = f"a_{(await store.aimaks.get(aimak_id)).code}" if aimak_id is not None else ""
    return await link(store, payload, channel=group.channel)


async def find_last_told(store: Store, hearing: Hearing) -> Broadcast | None:
    """The last that every subscriber was told of a hearing, or is to be; reminders left out."""
    told = [one for one in await store.broadcasts.of_hearing(hearing.id) if one.kind in _TOLD_TO_ALL]
    return told[-1] if told else None


@dataclass(frozen=True, slots=True)
class Post:
    """What is to be said of a hearing in groups, in both languages, until when; revision tells it from what was said before."""

    text: str
    revision: int
    expires_at: int


async def compose_post(store: Store, hearing: Hearing, *, at: int) -> Post | None:
    """What can be posted of a hearing as it stands.

    None where its announcement has not left, or nothing can be said of it now.
    """
    told = await find_last_told(store, hearing)
    if hearing.state is HearingState.CANCELLED:
        is_told = told is not None and told.kind is BroadcastKind.CANCELLED
        if not is_told and not await store.evidence.is_posted(hearing.id):
            return None
        aimak = await store.aimaks.get(hearing.aimak_id)
        return Post(
            _in_both(lambda words: hearing_notices.compose_cancellation(words, hearing, aimak)), 0, at + KEPT_NEWS
        )
    if told is None or not (_has_left(told, at) and _is_true(told, hearing, at)):
        return None
    # The text itself is posted: it may be in the office's own words, and results are those of their day.
    texts = told.texts
    text = _in_both(lambda words: Message.from_json(in_language(texts, words.language)).text)
    return Post(text, told.id, hearing.terms.starts_at if hearing.is_open else at + KEPT_NEWS)


async def are_behind(store: Store, hearing: Hearing, *, at: int) -> bool:
    """Whether a hearing was moved or cancelled since a group was told of it, and that can be posted now."""
    said = await compose_post(store, hearing, at=at)
    if said is None or hearing.state is HearingState.PUBLISHED:
        return False
    for group in await store.groups.of_aimak(hearing.aimak_id):
        posted = await store.outbox.latest(group.peer_id, POST, hearing.id)
        if posted is None or await store.outbox.find(group.peer_id, POST, hearing.id, said.revision) is not None:
            continue
        earlier = await store.broadcasts.get(posted.revision)
        if not hearing.is_open or (earlier is not None and earlier.revision != hearing.revision):
            return True
    return False


def _has_left(told: Broadcast, at: int) -> bool:
    return told.began_at is not None or (told.state is BroadcastState.SCHEDULED and told.starts_at <= at)


def _is_true(told: Broadcast, hearing: Hearing, at: int) -> bool:
    if hearing.state is HearingState.PUBLISHED:
        return told.kind is BroadcastKind.RESULTS
    return hearing.is_open and hearing.terms.starts_at > at and told.revision == hearing.revision


def _in_both(say: Callable[[Words], str]) -> str:
    return "\n\n".join(say(Words(language)) for language in LANGUAGES)


async def post(store: Store, *, id: int, by: Person | None, link: str = "", at: int) -> tuple[int, int]:
    """Posts what was last said of a hearing to every group of its aimak, in both languages.

    It is idempotent: each group gets the same post once. link is the way from there to the hearing in the bot.
    Returns how many posts are queued now, and how many groups there are. Raises NotAllowed, NotPossibleNow where there is
    nothing to say.
    """
    hearing = await hearings.authorised(store, id=id, by=by, act=Act.POST)
    said, groups = await compose_post(store, hearing, at=at), await store.groups.of_aimak(hearing.aimak_id)
    if said is None:
        raise NotPossibleNow
    new = 0
    for group in groups:
        queued = await store.outbox.queue(
            group.peer_id,
            group.channel,
            group.account,
            kind=POST,
            object_id=hearing.id,
            revision=said.revision,
            lane=Lane.NOTICE,
            language=Words("").language,
            body=Message(f"{said.text}\n\n{link}".rstrip(), stays=True).to_json(),
            at=at,
            expires_at=said.expires_at,
        )
        new += queued is not None
    await record(
        store,
        Act.POST,
        by=by,
        aimak_id=hearing.aimak_id,
        at=at,
        object="hearing",
        object_id=id,
        what="post",
        groups=new,
    )
    return new, len(groups)
