"""Receives one message: lock, one transaction with everything it does, commit, conversation state; replies then leave."""

import asyncio
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import partial
from weakref import WeakValueDictionary

import structlog

from bot.budget.permissions import write_right
from bot.budget.proposal import make_storable
from bot.budget.referral import find_door
from bot.chat import screens
from bot.chat.fsm import FSMContext
from bot.chat.message import Incoming, Kind, Message, Peer, Reply
from bot.chat.router import Found, Router
from bot.chat.screens import Album
from bot.chat.talk import Talk
from bot.chat.texts import find_words
from bot.delivery import conversations, dead_letters, outgoing
from bot.logs import say_where
from bot.office import practice_words, staff
from bot.office.broadcasts.broadcasts import tell_missed
from bot.office.quotas import FilesUsedUp, check_files
from bot.office.wording import unreached
from storage.conversations.conversation import Conversation
from storage.conversations.states import FileStates
from storage.database.engine import CANNOT_WRITE, Database
from storage.people import Person
from storage.queue.outbox import Lane
from storage.store import Store

log = structlog.get_logger(__name__)

SHORT = 300  # characters that are read for their door in a millisecond or two
TRIES = 3  # a message whose handler fails this often is set aside, so that the person's later ones go on


@dataclass(frozen=True, slots=True)
class Turn:
    """What one event came to: whose it was, and their conversation if it moved on."""

    person: Person
    conversation: Conversation | None


class _TakenMeanwhile(Exception):
    """Another process took the same event for another peer; all of this turn is undone."""


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
        has_room: Callable[[], bool] = lambda: True,
    ) -> None:
        self._database = database
        self._states = states
        self._router = router
        self._now = now
        self._wake = wake
        self._has_room = has_room
        self._locks: WeakValueDictionary[Peer, asyncio.Lock] = WeakValueDictionary()

    async def __call__(self, incoming: Incoming, raw: str = "") -> None:
        """Receives an event; one seen before does nothing. Raises only where nothing could be written at all.

        raw is the event as it came; a channel without a form of its own leaves it out.
        """
        async with self._locks.setdefault(incoming.peer, asyncio.Lock()):
            await _read_ahead(incoming)
            # Who wrote in a group, and what, is of no use; whoever is forgotten later has no chat there to be found by.
            kept = None if incoming.kind is Kind.GROUP else raw or incoming.raw()
            turn = await self._taken(incoming, kept)
            if turn is not None and turn.conversation is not None:
                conversations.remember(self._states, turn.person, turn.conversation)
        if turn is not None:
            self._wake()

    async def bury(self, channel: str, account: str, external_id: str, raw: str, error: str) -> None:
        """Keeps something that cannot be read as a dead letter; nobody can be told."""
        letter = partial(dead_letters.bury, channel, account, external_id, raw=raw, error=error, at=self._now())
        await self._database.write(letter)
        log.error("an update could not be read and is set aside", channel=channel, event_id=external_id)

    async def _taken(self, incoming: Incoming, raw: str | None) -> Turn | None:
        failed = ""
        for attempt in range(1, TRIES + 1):
            try:
                return await self._database.write(partial(self._turn, incoming, raw))
            except CANNOT_WRITE:
                raise
            except _TakenMeanwhile:
                return None
            except Exception as error:  # noqa: BLE001 - the one net for handlers: logged, told, set aside
                failed = type(error).__name__
                log.error(
                    "a message could not be handled", event_id=incoming.id, attempt=attempt, error=say_where(error)
                )
        person = await self._database.write(
            partial(dead_letters.set_aside, incoming, raw, error=failed, at=self._now())
        )
        return None if person is None else Turn(person, None)

    async def _turn(self, incoming: Incoming, raw: str | None, store: Store) -> Turn | None:
        peer, now = incoming.peer, self._now()
        await store.lock_peer(peer.channel, peer.account, peer.address)
        person = await store.people.meet_sender(peer.channel, peer.account, peer.address, event=incoming.id, at=now)
        if person is None:
            return None
        if incoming.kind is Kind.STOP:
            await self._take(store, person, incoming, raw)
            await _stop(store, person, now)
            return Turn(person, None)
        if person.blocked:
            await store.outbox.revive(person.peer_id)
            await tell_missed(store, to=person, at=now)
        before = await conversations.read(self._states, store, person)
        data, shown = dict(before.data), await outgoing.find_last_shown(store, person, incoming)
        said = await self._without_what_does_not_fit(store, person, _make_storable(incoming))
        await _note_files(store, person, said, now)
        asked_before, album = data.pop("asked", {}), Album(**data.pop("album", {}))
        continues = bool(said.album) and said.album == album.id
        notice = shown.asks if shown is not None and shown.is_notice else None
        # A link preview or a reaction comes as an edit, too: nobody changed a word, and nothing is said.
        found = (
            Found(_say_nothing)
            if screens.is_unchanged(said, before.data)
            else self._router.find(
                before.state,
                said,
                asked_before,
                notice,
                album.rest if continues else "",
                answered=await outgoing.find_answered(
                    store, person, said, own=partial(self._router.own_message, data, before.state)
                ),
                lasting=self._router.lasting(data, said.text, now),
            )
        )
        talk: Talk[Store, Person] = Talk(
            incoming=said,
            store=store,
            person=person,
            state=FSMContext(before.state, data),
            words=find_words(person.language),
            now=now,
            chosen=found.chosen,
            taken=found.taken,
            between=found.between,
            continues=continues,
            screens=self._router.screens,
        )
        answer = await found.handler(talk)
        person = talk.person  # whoever was erased is answered as somebody unknown
        replies = screens.put_remarks(answer if isinstance(answer, tuple) else (answer,), talk.remarks)
        if continues:
            replies = album.noted(replies)
        # Where nothing is said, the last question stands.
        question = (
            screens.make_question(talk.state, replies, asked_before if found.between else None)
            if replies
            else asked_before
        )
        kept = None if talk.erased else raw
        after = Conversation(
            0, talk.state.state, {**talk.state.kept, **screens.remember_said(talk, before.data), "asked": question}
        )
        if said.album or album.id:  # which remembers the event's own id
            event_id = await self._take(store, person, incoming, kept)
            after.data["album"] = asdict(album.after(said, replies, event_id))
            moved, after = _has_moved(before, after), after if talk.erased else after.follow(before)
            await store.events.belongs_to(event_id, person.peer_id, conversation=after.row if moved else None)
        else:
            moved, after = _has_moved(before, after), after if talk.erased else after.follow(before)
            event_id = await self._take(store, person, incoming, kept, after.row if moved else None)
        await store.people.note_heard(person.peer_id, at=now, state_version=event_id if moved else None)
        after = after.at(event_id)
        if moved:
            await store.events.drop_conversations(after.replaces(before))
        mark = str(question.get("mark", ""))
        messages = await _compose(talk, replies, mark)
        if continues and album.event and messages and not screens.stays(messages[0]):
            unsent = await store.outbox.supersede(person.peer_id, album.event, at=now)
            messages = screens.place_over(
                messages, album.event, Message.from_json(unsent) if unsent is not None else None
            )
        else:
            is_old = said.question is not None and said.question != asked_before.get("mark", "")
            opens = said.choice.partition(":")[0] in self._router.opens
            messages = screens.place(messages, said, shown, is_old=is_old, opens=opens)
        # Nobody in a group waits for what answers one of its many members.
        lane = Lane.NOTICE if said.kind is Kind.GROUP else Lane.REPLY
        await outgoing.queue(store, person, event_id, messages, language=talk.words.language, at=now, lane=lane)
        return Turn(person, after if moved else None)

    async def _without_what_does_not_fit(self, store: Store, person: Person, said: Incoming) -> Incoming:
        # A file that is not taken is told at once, and the words that came with it are heard.
        if said.kind is not Kind.MEDIA:
            return said
        if not self._has_room():
            return replace(said, kind=Kind.NO_ROOM, media=())
        try:
            await check_files(store, by=person, files=len(said.media), at=self._now())
        except FilesUsedUp:
            return replace(said, kind=Kind.TOO_MANY, media=())
        return said

    async def _take(
        self, store: Store, person: Person, incoming: Incoming, raw: str | None, conversation: str | None = None
    ) -> int:
        peer = incoming.peer
        event_id = await store.events.take(
            *(peer.channel, peer.account, incoming.id),
            raw=raw,
            at=self._now(),
            peer_id=person.peer_id,
            conversation=conversation,
        )
        if event_id is None:
            raise _TakenMeanwhile
        return event_id


async def _read_ahead(incoming: Incoming) -> None:
    # Of a long text which door it belongs to takes 10 to 60 ms. The turn finds that done: no writer and no loop waits for it.
    if len(incoming.text) > SHORT:
        await asyncio.to_thread(find_door, make_storable(incoming.text))


async def _say_nothing(_talk: object) -> tuple[Reply, ...]:
    return ()


def _has_moved(before: Conversation, after: Conversation) -> bool:
    return (after.state, after.data) != (before.state, before.data)


async def _note_files(store: Store, person: Person, incoming: Incoming, now: int) -> None:
    # They are fetched and looked at while their sender goes on, who hears at once of what is not taken.
    for file in incoming.media:
        await store.media.note_arrived(
            person.peer_id, person.channel, person.account, kind=file.kind, reference=file.reference, at=now
        )


async def _stop(store: Store, person: Person, now: int) -> None:
    # The person takes no more of our messages: what waits for them ends, and staff learn whom nobody told.
    await store.people.set_blocked(person.peer_id, at=now)
    skipped = await store.outbox.skip_waiting(person.peer_id, code="blocked", at=now)
    await unreached.tell(store, ids=skipped, at=now)


async def _compose(talk: Talk[Store, Person], replies: tuple[Reply, ...], mark: str) -> list[Message]:
    # What somebody sees by their roles leaves only while they have them.
    held = await staff.list_standings(talk.store, talk.person) if talk.let_in else []
    right = write_right(held) if held else None
    aimak_id = talk.person.aimak_id
    said = [await practice_words.mark(talk.store, reply, aimak_id=aimak_id) for reply in screens.numbered_once(replies)]
    return [Message.of(reply, question=mark, right=right) for reply in said]


def _make_storable(incoming: Incoming) -> Incoming:
    # The raw event keeps everything; NUL and lone surrogates fit into no column and go no further.
    text, choice = make_storable(incoming.text), make_storable(incoming.choice)
    if (text, choice) == (incoming.text, incoming.choice):
        return incoming
    return replace(incoming, text=text, choice=choice)
