"""Receives one message: lock, one transaction with everything it does, commit, conversation state; replies then leave."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from weakref import WeakValueDictionary

import structlog

from bot.budget.proposal import storable
from bot.chat.message import Incoming, Kind, Message, Peer, Reply, asked
from bot.chat.router import Router, Talk
from bot.chat.texts import Words
from bot.fsm import FSMContext, StorageKey
from bot.logs import where
from storage.engine import CANNOT_WRITE, Database
from storage.events import DEAD
from storage.outbox import Lane
from storage.people import Person
from storage.states import Conversation, FileStates
from storage.store import Store

log = structlog.get_logger(__name__)

TRIES = 3  # a message whose handler fails this often is set aside, so that the person's later ones go on


@dataclass(frozen=True, slots=True)
class Turn:
    """What one event came to: whose it was, and their conversation if it moved on."""

    person: Person
    conversation: Conversation | None


class Receive:
    """Takes events in. When a call returns, the event and all it did are on disk and it may be acknowledged."""

    def __init__(
        self,
        *,
        database: Database,
        states: FileStates,
        router: Router,
        now: Callable[[], int],
        wake: Callable[[], None],
    ) -> None:
        self._database = database
        self._states = states
        self._router = router
        self._now = now
        self._wake = wake
        self._locks: WeakValueDictionary[Peer, asyncio.Lock] = WeakValueDictionary()

    async def __call__(self, incoming: Incoming) -> None:
        """Receives an event; one seen before does nothing. Raises only where nothing could be written at all."""
        async with self._locks.setdefault(incoming.peer, asyncio.Lock()):
            turn = await self._taken(incoming)
            if turn is not None and turn.conversation is not None:
                await self._remember(turn.person, turn.conversation)
        if turn is not None:
            self._wake()

    async def _taken(self, incoming: Incoming) -> Turn | None:
        failed = ""
        for attempt in range(1, TRIES + 1):
            try:
                return await self._database.write(partial(self._turn, incoming))
            except CANNOT_WRITE:
                raise
            except Exception as error:  # noqa: BLE001 - the one net for handlers: logged, told, set aside
                failed = type(error).__name__
                log.error("a message could not be handled", event_id=incoming.id, attempt=attempt, error=where(error))
        return await self._database.write(partial(self._set_aside, incoming, failed))

    async def _turn(self, incoming: Incoming, store: Store) -> Turn | None:
        peer, now = incoming.peer, self._now()
        await store.lock_peer(peer.channel, peer.account, peer.address)
        event_id = await store.events.take(peer.channel, peer.account, incoming.id, raw=incoming.raw(), at=now)
        if event_id is None:
            return None
        person = await store.people.meet(peer.channel, peer.account, peer.address, at=now)
        before = await self._conversation(store, person)
        data = dict(before.data)
        notice = await self._notice(store, person, incoming)
        said = _storable(incoming)
        found = self._router.find(before.state, said, data.pop("asked", {}), notice)
        talk: Talk[Store, Person] = Talk(
            incoming=said,
            store=store,
            person=person,
            state=FSMContext(before.state, data),
            words=Words(person.language or ""),
            now=now,
            chosen=found.chosen,
            taken=found.taken,
            screens=self._router.screens,
        )
        answer = await found.handler(talk)
        replies = answer if isinstance(answer, tuple) else (answer,)
        after = Conversation(event_id, talk.state.state, {**talk.state.data, "asked": _question(replies)})
        moved = (after.state, after.data) != (before.state, before.data)
        await store.events.belongs_to(event_id, person.peer_id, conversation=_json(after) if moved else None)
        if talk.erased:
            await store.events.erase_raw(event_id)
        await store.people.heard(person.peer_id, at=now, state_version=event_id if moved else None)
        await self._queue(store, person, event_id, replies=replies, language=talk.words.language, now=now)
        return Turn(person, after if moved else None)

    async def _notice(self, store: Store, person: Person, incoming: Incoming) -> dict[str, object] | None:
        if incoming.kind not in {Kind.TEXT, Kind.MEDIA}:
            return None
        body = await store.outbox.last_notice(person.peer_id)
        return Message.from_json(body).asks or None if body else None

    async def _set_aside(self, incoming: Incoming, error: str, store: Store) -> Turn | None:
        peer, now = incoming.peer, self._now()
        event_id = await store.events.take(
            peer.channel, peer.account, incoming.id, raw=incoming.raw(), at=now, state=DEAD, error=error
        )
        if event_id is None:
            return None
        person = await store.people.meet(peer.channel, peer.account, peer.address, at=now)
        await store.events.belongs_to(event_id, person.peer_id, conversation=None)
        words = Words(person.language or "")
        sorry = Reply(words.say("Something broke on our side; your message is kept. Please go on, or write /help."))
        await self._queue(store, person, event_id, replies=(sorry,), language=words.language, now=now)
        return Turn(person, None)

    async def _queue(
        self, store: Store, person: Person, event_id: int, *, replies: tuple[Reply, ...], language: str, now: int
    ) -> None:
        for position, reply in enumerate(replies):
            await store.outbox.queue(
                person.peer_id,
                person.channel,
                person.account,
                kind="reply",
                object_id=event_id,
                revision=position,
                lane=Lane.REPLY,
                language=language,
                body=Message.of(reply).to_json(),
                at=now,
            )

    async def _conversation(self, store: Store, person: Person) -> Conversation:
        # The row's version decides. A file that is behind (or torn, or gone) is brought up to date from the event row.
        kept = await self._states.read(state_key(person.channel, person.account, person.address))
        if kept.version == person.state_version:
            return kept
        written = await store.events.conversation(person.state_version)
        if written is None:
            return Conversation(version=person.state_version)
        return replace(Conversation(**json.loads(written)), version=person.state_version)

    async def _remember(self, person: Person, conversation: Conversation) -> None:
        try:
            await self._states.write(state_key(person.channel, person.account, person.address), conversation)
        except OSError as error:
            log.warning("a conversation file could not be written; the database has it", error=type(error).__name__)


def state_key(channel: str, account: str, address: str) -> StorageKey:
    """The key of a peer's conversation: our account stands for the bot, the address for chat and user."""
    return StorageKey(bot_id=f"{channel}:{account}", chat_id=address, user_id=address)


def _storable(incoming: Incoming) -> Incoming:
    # The raw event keeps everything; NUL and lone surrogates fit into no column and go no further.
    return replace(incoming, text=storable(incoming.text), choice=storable(incoming.choice))


def _question(replies: tuple[Reply, ...]) -> dict[str, object]:
    asking = [reply for reply in replies if reply.choices or reply.ways or reply.free_text]
    return asked(asking[-1]) if asking else {}


def _json(conversation: Conversation) -> str:
    return json.dumps({"state": conversation.state, "data": conversation.data}, ensure_ascii=False)
