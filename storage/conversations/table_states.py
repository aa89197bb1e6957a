"""Conversations of many workers: read from the rows of their events, behind the same coroutines as the files.

A worker keeps nothing of them in memory and writes no file. So whichever worker the next message reaches has all of it.
"""

import json
import secrets
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from bot.chat.fsm import StateType, StorageKey, name_of
from storage.conversations.conversation import Conversation, since, to_plain, to_text
from storage.database.engine import Database
from storage.people import Person
from storage.store import Store

Change = Callable[[Conversation], Conversation]


class TableStates:
    """Takes our StorageKey and aiogram's alike. What is set here is a new version, which a turn under way waits for.

    A key names a peer: the bot its account, chat and user its address. One that no messenger gives becomes a peer too.
    """

    def __init__(self, database: Database, now: Callable[[], int]) -> None:
        self._database = database
        self._now = now

    def recall(self, key: StorageKey, version: int) -> Conversation | None:  # noqa: ARG002 - as files do
        """Nothing is kept in memory: another worker may have gone on meanwhile."""
        return None

    def keep(self, key: StorageKey, conversation: Conversation) -> None:
        """Its row has it already."""

    async def flush(self) -> None:
        """Nothing is behind."""

    async def erase(self, key: StorageKey) -> None:
        """Its rows go with their person."""

    async def close(self) -> None:
        """Nothing is open."""

    async def read(self, key: StorageKey, *, version: int | None = None) -> Conversation:
        """Returns the conversation; an empty one, version 0, where there is none, or none of this version is asked for."""
        if version == 0:
            return Conversation()
        return await self._database.read(partial(_find, _make_peer(key)))

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Replaces the state; data stay."""
        await self._change(key, lambda before: Conversation(0, name_of(state), before.data))

    async def get_state(self, key: StorageKey) -> str | None:
        """Returns the name of the state."""
        return (await self.read(key)).state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Replaces the data; the state stays."""
        kept = to_plain(data)
        await self._change(key, lambda before: Conversation(0, before.state, kept))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """Returns the data."""
        return (await self.read(key)).data

    async def get_value(self, storage_key: StorageKey, dict_key: str, default: Any | None = None) -> Any | None:
        """Returns one value of the data, or the default where there is none."""
        return (await self.get_data(storage_key)).get(dict_key, default)

    async def update_data(self, key: StorageKey, data: Mapping[str, Any]) -> dict[str, Any]:
        """Adds to the data and returns all of it; the state stays."""
        added = to_plain(data)
        after = await self._change(key, lambda before: Conversation(0, before.state, before.data | added))
        return after.data

    async def _change(self, key: StorageKey, change: Change) -> Conversation:
        return await self._database.write(partial(_write, _make_peer(key), change, self._now()))


def _make_peer(key: StorageKey) -> tuple[str, str, str]:
    channel, colon, account = str(key.bot_id).partition(":")
    parts = (key.user_id, key.thread_id, key.business_connection_id, key.destiny)
    plain = str(key.user_id) == str(key.chat_id) and parts[1:] == (None, None, "default")
    address = str(key.chat_id) if plain else to_text([str(key.chat_id), *map(_say_part, parts)])
    return (channel, account, address) if colon else ("keys", channel, address)


def _say_part(part: object) -> str | None:
    return None if part is None else str(part)


async def _find(peer: tuple[str, str, str], store: Store) -> Conversation:
    person = await store.people.find(*peer)
    return Conversation() if person is None else await read_row(store, person) or Conversation(person.state_version)


async def read_row(store: Store, person: Person) -> Conversation | None:
    """Returns the conversation at the version of its peer's row; None where its event's row has it no more."""
    written = await store.events.read_conversation(person.state_version)
    if written is None:
        return None
    before = since(written)
    whole = await store.events.read_conversation(before) if before else None
    # What has changed since a row that is gone is all that is left.
    return Conversation.of(person.state_version, written, whole)


async def _write(peer: tuple[str, str, str], change: Change, at: int, store: Store) -> Conversation:
    await store.lock_peer(*peer)
    person = await store.people.meet(*peer, at=at)
    before = await read_row(store, person) or Conversation()
    after = change(before)
    after = Conversation(0, after.state, json.loads(to_text(after.data)))
    version = await store.events.move_conversation(
        *peer[:2], f"set:{secrets.token_hex(16)}", peer_id=person.peer_id, conversation=after.row, at=at
    )
    if before.version:
        await store.events.drop_conversations(after.at(version).replaces(before))
    return after.at(version)
