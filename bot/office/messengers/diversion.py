"""What cannot reach somebody in one messenger goes on in another of theirs, and says so."""

from bot.chat.texts import Words
from bot.office.messengers.names import say_why_here
from storage.people import Mailbox, choose_mailbox
from storage.queue.diverted import OF_THE_CHAT
from storage.queue.letters import Letter
from storage.store import Store


async def divert(store: Store, peer_id: int, *, at: int) -> None:
    """Gives what waits for a chat to another chat of its reader, where there is one. at is in milliseconds UTC."""
    here, other = await _find_other(store, peer_id)
    if here is None or other is None:
        return
    channel = here.channel
    await store.outbox.divert(
        peer_id, to=other.peer_id, channel=other.channel, account=other.account, at=at,
        say_why=lambda language: say_why_here(Words(language), channel),
    )  # fmt: skip


async def divert_all(store: Store, channel: str, account: str, *, at: int) -> int:
    """Does so for all whom an account writes to that is served no more. Returns for how many chats."""
    waiting = await store.outbox.list_waiting_twice(channel, account)
    for peer_id in waiting:
        await divert(store, peer_id, at=at)
    return len(waiting)


async def divert_letter(store: Store, letter: Letter, *, at: int) -> bool:
    """The same of a claimed letter and what waits behind it.

    False where the letter is not done with: there is no other chat, or it means nothing there.
    """
    _, other = await _find_other(store, letter.peer_id)
    if letter.kind in OF_THE_CHAT or other is None:
        return False
    if await store.outbox.put_off(letter, not_before=at, code="", tried=False):
        await divert(store, letter.peer_id, at=at)
    return True


async def _find_other(store: Store, peer_id: int) -> tuple[Mailbox | None, Mailbox | None]:
    person_id = await store.people.find_id_by_peer(peer_id)
    boxes = (await store.people.list_mailboxes([person_id])).get(person_id, []) if person_id is not None else []
    here = next((box for box in boxes if box.peer_id == peer_id), None)
    return here, choose_mailbox(
        [box for box in boxes if box.peer_id != peer_id and not box.blocked and not box.gone], None
    )
