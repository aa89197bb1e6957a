"""What is posted about a hearing in the groups and channels of a village. A post that did not arrive is repeated."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.budget.hearing import HearingState, NotPossibleNow
from bot.budget.permissions import Act
from bot.chat.message import Message
from bot.chat.texts import LANGUAGES, Words
from bot.language.by_language import choose_language
from bot.language.refusal import Refusal
from bot.office.broadcasts.broadcasts import KEPT_NEWS
from bot.office.hearings import hearings
from bot.office.messenger_accounts import links
from bot.office.staff import record
from bot.office.wording import hearing_notices
from storage.groups import Group
from storage.hearings import Hearing
from storage.people import Person
from storage.queue.broadcasts import Broadcast, BroadcastKind, BroadcastState
from storage.queue.outbox import POST, Lane, State
from storage.store import Store

ANSWERED_EVERY = 600_000  # milliseconds
ENDED_UNSENT = {State.FAILED, State.SKIPPED, State.UNCERTAIN}
_TOLD_TO_ALL = {BroadcastKind.NOTICE, BroadcastKind.MOVED, BroadcastKind.CANCELLED, BroadcastKind.RESULTS}


class NothingToPost(Refusal):
    """A post has arrived meanwhile, its group is let go, or nothing is left to say of its hearing."""


async def may_be_answered(store: Store, *, group: Person, at: int) -> bool:
    """Whether whoever calls the bot in a group is answered now: once in ten minutes, however many call."""
    return not await store.outbox.was_replied(group.peer_id, lane=Lane.NOTICE, since=at - ANSWERED_EVERY)


async def find_way_in(store: Store, *, group: Person) -> str | None:
    """The link into the private chat, in the group's aimak where it has one. None while the bot's name is not known."""
    aimak_id = await store.groups.find_aimak(group.peer_id)
    payload = f"a_{(await store.aimaks.get(aimak_id)).code}" if aimak_id is not None else ""
    return await links.link(store, payload, channel=group.channel, account=group.account, aimak_id=aimak_id)


async def find_last_told(store: Store, hearing: Hearing) -> Broadcast | None:
    """The last that every subscriber was told of a hearing, or is to be; reminders left out."""
    told = [one for one in await store.broadcasts.list_of_hearing(hearing.id) if one.kind in _TOLD_TO_ALL]
    return told[-1] if told else None


@dataclass(frozen=True, slots=True)
class Post:
    """What is to be said of a hearing in groups, in both languages, until when. revision tells it from what was said before."""

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
    text = _in_both(lambda words: Message.from_json(choose_language(texts, words.language)).text)
    return Post(text, told.id, hearing.terms.starts_at if hearing.is_open else at + KEPT_NEWS)


async def are_behind(store: Store, hearing: Hearing, *, at: int) -> bool:
    """Whether a hearing was moved or cancelled since a group was told of it, and that can be posted now."""
    said = await compose_post(store, hearing, at=at)
    if said is None or hearing.state is HearingState.PUBLISHED:
        return False
    for group in await store.groups.list_of_aimak(hearing.aimak_id):
        posted = await store.outbox.find_latest(group.peer_id, POST, hearing.id)
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


async def post(store: Store, *, id: int, by: Person | None, at: int) -> tuple[int, int]:
    """Posts what was last said of a hearing to every group of its aimak, in both languages.

    It is idempotent: each group gets the same post once; one that it did not reach gets it anew. Below it stands the way from
    there to the hearing in the bot. Returns how many posts are queued now, and how many groups there are. Raises NotAllowed,
    NotPossibleNow where there is nothing to say.
    """
    hearing = await hearings.authorised(store, id=id, by=by, act=Act.POST)
    said, groups = await compose_post(store, hearing, at=at), await store.groups.list_of_aimak(hearing.aimak_id)
    if said is None:
        raise NotPossibleNow
    new = sum([await _post_to(store, group, hearing, said, by=by, at=at) for group in groups])
    await _record_post(store, hearing, "post", by=by, at=at, groups=new)
    return new, len(groups)


async def post_again(store: Store, *, row: int, by: Person, at: int) -> Group:
    """Posts to the one group that a post (outbox row) did not reach, or may not have; returns the group.

    What is posted is what is to be said of the hearing now. Raises NotAllowed, NothingToPost.
    """
    lost = next((one for one in await store.outbox.list_lost([row]) if one.kind == POST), None)
    if lost is None:
        raise NothingToPost
    hearing = await hearings.authorised(store, id=lost.object_id, by=by, act=Act.POST)
    said = await compose_post(store, hearing, at=at)
    found = [group for group in await store.groups.list_of_aimak(hearing.aimak_id) if group.peer_id == lost.peer_id]
    if said is None or not found:
        raise NothingToPost
    if not await _post_to(store, found[0], hearing, said, by=by, at=at, unsure=True):
        raise NothingToPost
    await _record_post(store, hearing, "post_again", by=by, at=at, group=lost.peer_id)
    return found[0]


async def _post_to(
    store: Store, group: Group, hearing: Hearing, said: Post, *, by: Person | None, at: int,
    unsure: bool = False,
) -> bool:  # fmt: skip
    asker = {"person": by.id if by else None, "aimak": hearing.aimak_id}
    there = {"channel": group.channel, "account": group.account}
    link = await links.link(store, f"h_{hearing.id}", **there, aimak_id=hearing.aimak_id) or ""
    body = Message(f"{said.text}\n\n{link}".rstrip(), stays=True, asker=asker).to_json()
    queued = await store.outbox.queue(
        group.peer_id,
        group.channel,
        group.account,
        kind=POST,
        object_id=hearing.id,
        revision=said.revision,
        lane=Lane.NOTICE,
        language=Words("").language,
        body=body,
        at=at,
        expires_at=said.expires_at,
    )
    return queued is not None or await store.outbox.send_again(
        group.peer_id, POST, hearing.id, said.revision, body=body, at=at, expires_at=said.expires_at, unsure=unsure
    )


async def _record_post(
    store: Store, hearing: Hearing, what: str, *, by: Person | None, at: int, **details: int
) -> None:
    await record(
        store, Act.POST, by=by, aimak_id=hearing.aimak_id, at=at, object="hearing", object_id=hearing.id, what=what,
        **details,
    )  # fmt: skip


async def list_unposted(store: Store, hearing: Hearing, *, at: int) -> list[tuple[str, str]]:
    """Lists the groups (title, code of the reason) that the present post of a hearing did not reach."""
    said, found = await compose_post(store, hearing, at=at), []
    for group in await store.groups.list_of_aimak(hearing.aimak_id) if said is not None else ():
        stands = await store.outbox.find(group.peer_id, POST, hearing.id, said.revision if said else 0)
        if stands is not None and stands.state in ENDED_UNSENT:
            found.append((group.title, stands.code))
    return found
