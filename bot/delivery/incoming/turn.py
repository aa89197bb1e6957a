"""The transaction of one event: who wrote, what they are answered, and all of it in rows.

Nothing here is kept in memory, so that a turn that fails or runs twice leaves nothing behind. The order counts. The
handler runs first. Then the event is taken with the conversation it led to. The replies are queued last.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any, TypeAlias

from bot.chat import screens
from bot.chat.fsm import FSMContext
from bot.chat.message import Incoming, Kind, Message, Reply
from bot.chat.routing.found import Found
from bot.chat.routing.router import Router
from bot.chat.talk import Talk as AnyTalk
from bot.chat.texts import find_words
from bot.delivery import outgoing
from bot.delivery.files.arriving import note_files
from bot.delivery.incoming.arrived import Arrived, read_arrived
from bot.delivery.incoming.senders import call_as_known
from bot.delivery.incoming.signals import take_event, take_signal
from bot.office.broadcasts.broadcasts import tell_missed
from storage.conversations.conversation import Conversation
from storage.conversations.kept import States
from storage.people import Person
from storage.queue.outbox import Lane
from storage.store import Store

Talk: TypeAlias = AnyTalk[Store, Person]


@dataclass(frozen=True, slots=True)
class Turn:
    """What one event came to: whose it was, and their conversation if it moved on."""

    person: Person
    conversation: Conversation | None


class TakeTurn:
    """Does all of one event in the transaction it is given."""

    def __init__(self, *, states: States, router: Router, now: Callable[[], int], has_room: Callable[[], bool]) -> None:
        self._states = states
        self._router = router
        self._now = now
        self._has_room = has_room

    async def __call__(self, incoming: Incoming, raw: str | None, store: Store) -> Turn | None:
        """Returns what an event came to; None where it was taken before. raw is the event as it came."""
        peer, now = incoming.peer, self._now()
        if incoming.alias is not None:
            incoming = await call_as_known(store, incoming, at=now)
            peer = incoming.peer
        await store.lock_peer(peer.channel, peer.account, peer.address)
        person = await store.people.meet_sender(peer.channel, peer.account, peer.address, event=incoming.id, at=now)
        if person is None:
            return None
        if incoming.alias:
            await store.aliases.remember(person.peer_id, peer.channel, peer.account, incoming.alias.split())
        if await take_signal(store, person, incoming, raw, at=now):
            return Turn(person, None)
        if person.blocked:
            await store.outbox.revive(person.peer_id)
            await tell_missed(store, to=person, at=now)
        waited = incoming.opens_window and await store.outbox.open_window(person.peer_id, at=now)
        if incoming.kind is Kind.OPENED and waited:  # what waited is what they want to read
            await take_event(store, person, incoming, raw, at=now)
            await store.people.note_heard(person.peer_id, at=now, state_version=None)
            return Turn(person, None)
        if incoming.kind is Kind.OPENED:
            incoming = replace(incoming, kind=Kind.START)
        arrived = await read_arrived(self._states, store, person, incoming, raw, has_room=self._has_room, at=now)
        await note_files(store, person, arrived.said, now)
        talk, replies, is_between = await self._answer(store, person, arrived, now)
        # Where nothing is said, the last question stands.
        question = (
            screens.make_question(talk.state, replies, arrived.asked if is_between else None)
            if replies
            else arrived.asked
        )
        event_id, after = await self._keep(talk, arrived, replies, question)
        await self._queue(talk, arrived, replies, str(question.get("mark", "")), event_id)
        return Turn(talk.person, after)

    async def _find(self, store: Store, person: Person, arrived: Arrived, now: int) -> Found:
        said, before = arrived.said, arrived.before
        # A link preview or a reaction comes as an edit, too: nobody changed a word, and nothing is said.
        if screens.is_unchanged(said, before.data):
            return Found(_say_nothing)
        own = partial(self._router.own_message, arrived.data, before.state)
        return self._router.find(
            before.state,
            said,
            arrived.asked,
            arrived.notice,
            arrived.album.rest if arrived.continues else "",
            answered=await outgoing.find_answered(store, person, said, own=own),
            lasting=self._router.lasting(arrived.data, said.text, now),
        )

    async def _answer(
        self, store: Store, person: Person, arrived: Arrived, now: int
    ) -> tuple[Talk, tuple[Reply, ...], bool]:
        found = await self._find(store, person, arrived, now)
        talk = Talk(
            incoming=arrived.said,
            store=store,
            person=person,
            state=FSMContext(arrived.before.state, arrived.data),
            words=find_words(person.language),
            now=now,
            chosen=found.chosen,
            taken=found.taken,
            between=found.between,
            continues=arrived.continues,
            screens=self._router.screens,
        )
        heard = await self._router.hear(talk, arrived.asked, arrived.notice)
        # What is heard first answers by itself; the step stays beneath only where it asks «which?» of its own.
        asks_which = bool(found.between) if heard is None else talk.between is not found.between
        answer = heard or await found.handler(talk)
        replies = screens.put_remarks(answer if isinstance(answer, tuple) else (answer,), talk.remarks)
        return talk, arrived.album.noted(replies) if arrived.continues else replies, asks_which

    async def _keep(
        self, talk: Talk, arrived: Arrived, replies: tuple[Reply, ...], question: dict[str, Any]
    ) -> tuple[int, Conversation | None]:
        incoming, raw = arrived.incoming, None if talk.erased else arrived.raw
        # Whoever was erased is answered as somebody unknown: the person is the one that the handler left.
        store, person, before = talk.store, talk.person, arrived.before
        said = screens.remember_said(talk, before.data)
        after = Conversation(0, talk.state.state, {**talk.state.kept, **said, "asked": question})
        gathers = screens.gathers(arrived.said, replies)
        if arrived.said.album or arrived.album.id or gathers:  # which remember the event's own id
            event_id = await take_event(store, person, incoming, raw, at=self._now())
            if arrived.said.album or arrived.album.id:
                after.data["album"] = asdict(arrived.album.after(arrived.said, replies, event_id))
            if gathers:
                after.data["burst"] = asdict(screens.Burst(event_id, talk.now))
            moved, after = _has_moved(before, after), after if talk.erased else after.follow(before)
            await store.events.belongs_to(event_id, person.peer_id, conversation=after.row if moved else None)
        else:
            moved, after = _has_moved(before, after), after if talk.erased else after.follow(before)
            event_id = await take_event(
                store, person, incoming, raw, at=self._now(), conversation=after.row if moved else None
            )
        await store.people.note_heard(person.peer_id, at=talk.now, state_version=event_id if moved else None)
        after = after.at(event_id)
        if moved:
            await store.events.drop_conversations(after.replaces(before))
        return event_id, after if moved else None

    async def _queue(self, talk: Talk, arrived: Arrived, replies: tuple[Reply, ...], mark: str, event_id: int) -> None:
        store, person, said, album, now = talk.store, talk.person, arrived.said, arrived.album, talk.now
        messages = await outgoing.compose(talk, replies, mark)
        goes_on = arrived.burst.goes_on(said, replies, now)
        over = album.event if arrived.continues else arrived.burst.event if goes_on else 0
        if over and messages and not screens.stays(messages[0]):
            unsent = await store.outbox.supersede(person.peer_id, over, at=now)
            messages = screens.place_over(messages, over, Message.from_json(unsent) if unsent is not None else None)
        else:
            is_old = said.question is not None and said.question != arrived.asked.get("mark", "")
            opens = said.choice.partition(":")[0] in self._router.opens
            messages = screens.place(messages, said, arrived.shown, is_old=is_old, opens=opens)
        # Nobody in a group waits for what answers one of its many members.
        lane = Lane.NOTICE if said.kind is Kind.GROUP else Lane.REPLY
        await outgoing.queue(
            store, person, event_id, messages, language=talk.words.language, at=now, lane=lane, gathers=goes_on
        )


async def _say_nothing(_talk: object) -> tuple[Reply, ...]:
    return ()


def _has_moved(before: Conversation, after: Conversation) -> bool:
    return (after.state, after.data) != (before.state, before.data)
