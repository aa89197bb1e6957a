"""Receives one message: lock, one transaction with everything it does, commit, conversation state; replies then leave."""

import asyncio
import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import partial
from weakref import WeakValueDictionary

import structlog

from bot.budget.proposal import storable
from bot.chat.fsm import FSMContext, StorageKey
from bot.chat.message import Incoming, Kind, Message, Peer, Reply, asked
from bot.chat.router import Router, Talk
from bot.chat.texts import words_for
from bot.logs import where
from bot.office.broadcasts.broadcasts import tell_missed
from bot.office.wording.notices import tell_none_reached
from storage.conversations.events import DEAD
from storage.conversations.states import Conversation, FileStates
from storage.database.engine import CANNOT_WRITE, Database
from storage.people import Person
from storage.queue.outbox import REPLY, Lane
from storage.store import Store

log = structlog.get_logger(__name__)

# What stands below the last screen, so that its buttons are over.
WRITTEN = {Kind.TEXT, Kind.MEDIA, Kind.LOCATION, Kind.START, Kind.TOO_LARGE, Kind.UNSUPPORTED}
BESIDE = {"unclear"}  # what is kept of a conversation and changes nothing of what is asked
TRIES = 3  # a message whose handler fails this often is set aside, so that the person's later ones go on


@dataclass(frozen=True, slots=True)
class Turn:
    """What one event came to: whose it was, and their conversation if it moved on."""

    person: Person
    conversation: Conversation | None


@dataclass(frozen=True, slots=True)
class LastShown:
    """What somebody saw last: what a notice asked, and the id of a screen whose buttons are over once they answer."""

    asks: dict[str, object] | None
    is_notice: bool
    screen: str


@dataclass(frozen=True, slots=True)
class Album:
    """The album that came last: the event whose reply may be rewritten (0 for none), and what Reply says of the rest."""

    id: str = ""
    event: int = 0
    rest: str = ""
    note: str = ""

    def noted(self, replies: tuple[Reply, ...]) -> tuple[Reply, ...]:
        """What answers a further part, below the note."""
        if not replies or not self.note or self.note in replies[0].text:
            return replies
        return replace(replies[0], text=f"{self.note}\n\n{replies[0].text}"), *replies[1:]

    def after(self, said: Incoming, replies: tuple[Reply, ...], event: int) -> "Album":
        """What is remembered of it after a turn."""
        if not said.album:
            return replace(self, event=0)  # something else was said meanwhile, below its screen
        known = self if said.album == self.id else Album(said.album)
        if not replies:
            return known
        first = replies[0]
        alone = len(replies) == 1 and not _stays(first)
        note = known.note if first.note in known.note else f"{known.note}\n{first.note}".strip()
        return replace(known, event=event if alone else 0, rest=first.rest or known.rest, note=note)


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

    async def __call__(self, incoming: Incoming, raw: str = "") -> None:
        """Receives an event; one seen before does nothing. Raises only where nothing could be written at all.

        raw is the event as it came; a channel without a form of its own leaves it out.
        """
        async with self._locks.setdefault(incoming.peer, asyncio.Lock()):
            turn = await self._taken(incoming, raw or incoming.raw())
            if turn is not None and turn.conversation is not None:
                await self._remember(turn.person, turn.conversation)
        if turn is not None:
            self._wake()

    async def bury(self, channel: str, account: str, external_id: str, raw: str, error: str) -> None:
        """Keeps something that cannot be read as a dead letter; nobody can be told."""
        at = self._now()
        await self._database.write(
            lambda store: store.events.take(channel, account, external_id, raw=raw, at=at, state=DEAD, error=error)
        )
        log.error("an update could not be read and is set aside", channel=channel, event_id=external_id)

    async def _taken(self, incoming: Incoming, raw: str) -> Turn | None:
        failed = ""
        for attempt in range(1, TRIES + 1):
            try:
                return await self._database.write(partial(self._turn, incoming, raw))
            except CANNOT_WRITE:
                raise
            except Exception as error:  # noqa: BLE001 - the one net for handlers: logged, told, set aside
                failed = type(error).__name__
                log.error("a message could not be handled", event_id=incoming.id, attempt=attempt, error=where(error))
        return await self._database.write(partial(self._set_aside, incoming, raw, failed))

    async def _turn(self, incoming: Incoming, raw: str, store: Store) -> Turn | None:
        peer, now = incoming.peer, self._now()
        await store.lock_peer(peer.channel, peer.account, peer.address)
        event_id = await store.events.take(peer.channel, peer.account, incoming.id, raw=raw, at=now)
        if event_id is None:
            return None
        person = await store.people.meet(peer.channel, peer.account, peer.address, at=now)
        if incoming.kind is Kind.STOP:
            await store.events.belongs_to(event_id, person.peer_id, conversation=None)
            await store.people.set_blocked(person.peer_id, at=now)
            skipped = await store.outbox.skip_waiting(person.peer_id, code="blocked", at=now)
            await tell_none_reached(store, answer_ids=skipped, at=now)
            return Turn(person, None)
        if person.blocked:
            await store.outbox.revive(person.peer_id)
            await tell_missed(store, to=person, at=now)
        before = await self._conversation(store, person)
        data = dict(before.data)
        shown = await self._shown(store, person, incoming)
        notice = shown.asks if shown is not None and shown.is_notice else None
        said = _storable(incoming)
        asked_before, album = data.pop("asked", {}), Album(**data.pop("album", {}))
        continues = bool(said.album) and said.album == album.id
        found = self._router.find(before.state, said, asked_before, notice, album.rest if continues else "")
        talk: Talk[Store, Person] = Talk(
            incoming=said,
            store=store,
            person=person,
            state=FSMContext(before.state, data),
            words=words_for(person.language),
            now=now,
            chosen=found.chosen,
            taken=found.taken,
            between=found.between,
            continues=continues,
            screens=self._router.screens,
        )
        answer = await found.handler(talk)
        replies = answer if isinstance(answer, tuple) else (answer,)
        if continues:
            replies = album.noted(replies)
        # Where nothing is said, the last question stands.
        question = _question(talk, replies) if replies else asked_before
        after = Conversation(event_id, talk.state.state, {**talk.state.data, "asked": question})
        if said.album or album.id:
            after.data["album"] = asdict(album.after(said, replies, event_id))
        moved = (after.state, after.data) != (before.state, before.data)
        await store.events.belongs_to(event_id, person.peer_id, conversation=_json(after) if moved else None)
        if talk.erased:
            await store.events.erase_raw(event_id)
        await store.people.heard(person.peer_id, at=now, state_version=event_id if moved else None)
        mark = str(question.get("mark", ""))
        messages = [replace(Message.of(reply), question=mark) for reply in replies]
        is_old = said.question is not None and said.question != asked_before.get("mark", "")
        if continues and album.event and messages and not _stays(messages[0]):
            placed = await _over(store, person, album.event, messages, now)
        else:
            opens = said.choice.partition(":")[0] in self._router.opens
            placed = _placed(messages, said, shown, is_old=is_old, opens=opens)
        await self._queue(store, person, event_id, messages=placed, language=talk.words.language, now=now)
        return Turn(person, after if moved else None)

    async def _shown(self, store: Store, person: Person, incoming: Incoming) -> LastShown | None:
        if incoming.kind not in WRITTEN:
            return None
        shown = await store.outbox.last_shown(person.peer_id)
        if shown is None:
            return None
        message = Message.from_json(shown.body)
        has_buttons = bool(message.choices or message.ways) and not message.stays
        return LastShown(
            asks=message.asks or None,
            is_notice=shown.kind != REPLY,
            screen=shown.external_id if has_buttons and shown.kind == REPLY else "",
        )

    async def _set_aside(self, incoming: Incoming, raw: str, error: str, store: Store) -> Turn | None:
        peer, now = incoming.peer, self._now()
        event_id = await store.events.take(
            peer.channel, peer.account, incoming.id, raw=raw, at=now, state=DEAD, error=error
        )
        if event_id is None:
            return None
        person = await store.people.meet(peer.channel, peer.account, peer.address, at=now)
        await store.events.belongs_to(event_id, person.peer_id, conversation=None)
        words = words_for(person.language)
        sorry = Reply(words.say("Something broke on our side; your message is kept. Please go on, or write /help."))
        await self._queue(store, person, event_id, messages=[Message.of(sorry)], language=words.language, now=now)
        return Turn(person, None)

    async def _queue(
        self, store: Store, person: Person, event_id: int, *, messages: list[Message], language: str, now: int
    ) -> None:
        for position, message in enumerate(messages):
            await store.outbox.queue(
                person.peer_id,
                person.channel,
                person.account,
                kind=REPLY,
                object_id=event_id,
                revision=position,
                lane=Lane.REPLY,
                language=language,
                body=message.to_json(),
                at=now,
            )

    async def _conversation(self, store: Store, person: Person) -> Conversation:
        # The row's version decides. A file that is behind (or torn, or gone) is brought up to date from the event row.
        key = state_key(person.channel, person.account, person.address)
        kept = await self._states.read(key, version=person.state_version)
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


def _placed(
    messages: list[Message], said: Incoming, shown: LastShown | None, *, is_old: bool, opens: bool
) -> list[Message]:
    # A screen whose button was pressed is rewritten in place; what must stay, or stands far above the question that is
    # asked now, keeps its words and loses its buttons.
    if not messages:
        return messages
    first, *others = messages
    if said.kind is Kind.CHOICE and said.message_id:
        if is_old or said.stays or _stays(first):
            first = first if opens else replace(first, clears=said.message_id)
        else:
            first = replace(first, edits=said.message_id)
    elif shown is not None and shown.screen:
        first = replace(first, clears=shown.screen)
    return [first, *others]


async def _over(store: Store, person: Person, event: int, messages: list[Message], now: int) -> list[Message]:
    # A further part of an album rewrites the screen that answered the part before, and takes its place if it has not left.
    first, *others = messages
    unsent = await store.outbox.supersede(person.peer_id, event, at=now)
    if unsent is None:
        return [replace(first, follows=str(event)), *others]
    before = Message.from_json(unsent)
    return [replace(first, edits=before.edits, clears=before.clears, follows=before.follows), *others]


def _stays(shown: Reply | Message) -> bool:
    return shown.stays or bool(shown.document or shown.pin)


def _storable(incoming: Incoming) -> Incoming:
    # The raw event keeps everything; NUL and lone surrogates fit into no column and go no further.
    return replace(incoming, text=storable(incoming.text), choice=storable(incoming.choice))


def _question(talk: Talk[Store, Person], replies: tuple[Reply, ...]) -> dict[str, object]:
    asking = [reply for reply in replies if reply.choices or reply.ways or reply.free_text]
    return {**asked(asking[-1]), "mark": _mark(talk.state, asking[-1])} if asking else {}


def _mark(state: FSMContext, reply: Reply) -> str:
    # Asked in the same place about the same things it is the same question, however often and with whatever words above.
    about = {name: value for name, value in state.data.items() if name not in BESIDE}
    choices = [(choice.id, choice.title) for choice in (*reply.choices, *reply.ways)]
    said = json.dumps([state.state, about, choices], ensure_ascii=False, sort_keys=True)
    return base64.urlsafe_b64encode(hashlib.sha256(said.encode("utf-8", "surrogatepass")).digest())[:4].decode()


def _json(conversation: Conversation) -> str:
    return json.dumps({"state": conversation.state, "data": conversation.data}, ensure_ascii=False)
