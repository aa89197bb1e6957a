"""What happens to the groups and channels of a village: the bot is let in or put out, a notice is posted."""

from bot.budget.people import Act
from bot.chat.message import Message
from bot.chat.texts import Words
from bot.office import hearings
from bot.office.staff import record, where_allowed
from storage.aimaks import Aimak
from storage.broadcasts import REMINDERS, Broadcast
from storage.hearings import Hearing
from storage.outbox import Lane
from storage.people import Person
from storage.store import Store

POST = "post"
LONGEST_TITLE = 120


async def join(store: Store, *, address: str, title: str, by: Person, at: int) -> Aimak | None:
    """Binds a group to the aimak of the clerk who let the bot in; None where a stranger did, which binds nothing."""
    allowed = await where_allowed(store, by=by, act=Act.POST)
    chosen = by.aimak_id if by.aimak_id in allowed else min(filter(None, allowed), default=None)
    if chosen is None:
        return None
    group = await store.people.meet(by.channel, by.account, address, at=at)
    await store.people.heard(group.peer_id, at=at, state_version=None)
    await store.groups.put(group.peer_id, aimak_id=chosen, title=title[:LONGEST_TITLE], by=by.id, at=at)
    await record(store, Act.POST, by=by, aimak_id=chosen, at=at, object="group", object_id=group.peer_id, what="join")
    return await store.aimaks.get(chosen)


async def leave(store: Store, *, address: str, by: Person, at: int) -> None:
    """Notes that the bot was put out of a group, by whomever."""
    group = await store.people.find(by.channel, by.account, address)
    if group is not None:
        await store.groups.remove(group.peer_id, at=at)


async def last_told(store: Store, hearing: Hearing) -> Broadcast | None:
    """The last that was said of a hearing, reminders left out."""
    told = [one for one in await store.broadcasts.of_hearing(hearing.id) if one.kind not in REMINDERS]
    return told[-1] if told else None


async def post(store: Store, *, id: int, by: Person | None, at: int) -> tuple[int, int]:
    """Posts what was last said of a hearing to every group of its aimak, in both languages and once to each.

    Returns how many posts are queued now, and how many groups there are. Raises NotAllowed.
    """
    hearing = await hearings.opened(store, id=id, by=by, act=Act.POST)
    told, groups = await last_told(store, hearing), await store.groups.of_aimak(hearing.aimak_id)
    if told is None:
        return 0, len(groups)
    body = Message("\n\n".join(Message.from_json(text).text for text in (told.text_ky, told.text_ru)), stays=True)
    new = 0
    for group in groups:
        queued = await store.outbox.queue(
            group.peer_id,
            group.channel,
            group.account,
            kind=POST,
            object_id=hearing.id,
            revision=told.id,
            lane=Lane.NOTICE,
            language=Words("").language,
            body=body.to_json(),
            at=at,
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
