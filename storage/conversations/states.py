"""Conversation state in files, one a conversation, behind aiogram's storage coroutines and three of our own.

A file is written under a temporary name and then renamed, so it is always whole. It is not fsynced: the version in the
database decides, and a file that a power cut took back, or that cannot be read, is behind and is repaired from there.
"""

import asyncio
import json
import os
import re
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import aiofiles.os
from aiofiles.ospath import wrap  # type: ignore[attr-defined]

from bot.chat.fsm import StateType, StorageKey, name_of
from storage.database.seal import KeyUnusable, Seal

REMEMBERED = 500  # conversations, the latest ones
_TEMPORARY = re.compile(r"[0-9a-f]{64}\.[0-9a-f]{8}\.tmp")


@dataclass(frozen=True)
class Conversation:
    """What is kept of a conversation: its version, the name of its state, and what was gathered so far."""

    version: int = 0
    state: str | None = None
    data: dict[str, Any] = field(default_factory=dict)


class FileStates:
    """Keeps conversations under a folder; takes our StorageKey and aiogram's alike, and a State of either.

    Data are kept as JSON keeps them: a tuple comes back as a list, a key as text. What JSON cannot keep is refused with
    TypeError before anything is written. Whoever can read the folder learns no address and no word of a draft.
    """

    def __init__(self, folder: Path, seal: Seal) -> None:
        self._folder = folder
        self._seal = seal
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._remembered: OrderedDict[str, bytes] = OrderedDict()

    async def read(self, key: StorageKey, *, version: int | None = None) -> Conversation:
        """Returns the conversation; an empty one, version 0, if its file is missing, damaged or not ours.

        Whoever knows which version it must have is spared the file where that was written here lately, or is none yet.
        """
        if version == 0:
            return Conversation()
        name = self._name(key)
        remembered = self._unpack(name, self._remembered.get(name, b"")) if version else Conversation()
        return remembered if remembered.version == version else await self._load(name)

    async def write(self, key: StorageKey, conversation: Conversation) -> None:
        """Replaces the conversation, version included."""
        name = self._name(key)
        async with self._lock(name):
            await self._keep(name, conversation)

    async def erase(self, key: StorageKey) -> None:
        """Removes the conversation's file, if there is one."""
        name = self._name(key)
        async with self._lock(name):
            self._remembered.pop(name, None)
            with suppress(FileNotFoundError):
                await aiofiles.os.remove(self._path(name))

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Replaces the state; data and version stay."""
        name = self._name(key)
        async with self._lock(name):
            await self._keep(name, replace(await self._load(name), state=name_of(state)))

    async def get_state(self, key: StorageKey) -> str | None:
        """Returns the name of the state."""
        return (await self.read(key)).state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Replaces the data; state and version stay."""
        name = self._name(key)
        async with self._lock(name):
            await self._keep(name, replace(await self._load(name), data=_plain(data)))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """Returns the data."""
        return (await self.read(key)).data

    async def get_value(self, storage_key: StorageKey, dict_key: str, default: Any | None = None) -> Any | None:
        """Returns one value of the data, or the default where there is none."""
        return (await self.get_data(storage_key)).get(dict_key, default)

    async def update_data(self, key: StorageKey, data: Mapping[str, Any]) -> dict[str, Any]:
        """Adds to the data and returns all of it; state and version stay."""
        name = self._name(key)
        async with self._lock(name):
            before = await self._load(name)
            after = before.data | _plain(data)
            await self._keep(name, replace(before, data=after))
        return after

    async def close(self) -> None:
        """Ends the use of the folder: sweeps it."""
        await self.sweep()

    async def sweep(self, *, before: float | None = None) -> int:
        """Removes the temporary files that a kill left behind and returns their number.

        before (seconds since 1970) spares those of a neighbour that is writing just now.
        """
        return await asyncio.to_thread(_sweep, self._folder, before)

    def _name(self, key: StorageKey) -> str:
        parts = (key.bot_id, key.chat_id, key.user_id, key.thread_id, key.business_connection_id, key.destiny)
        # JSON keeps None from "None" and escapes the separator that mark() joins with.
        return self._seal.mark("state", *(json.dumps(None if part is None else str(part)) for part in parts))

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / f"{name}.json"

    def _lock(self, name: str) -> asyncio.Lock:
        """The lock of one conversation, which lives only while someone holds it or waits for it."""
        return self._locks.setdefault(name, asyncio.Lock())

    async def _load(self, name: str) -> Conversation:
        try:
            content = await _read(self._path(name))
        except OSError:
            return Conversation()
        return self._unpack(name, content)

    async def _keep(self, name: str, conversation: Conversation) -> None:
        content = self._pack(name, conversation)
        path = self._path(name)
        try:
            await _write_whole(path, content)
        except FileNotFoundError:
            # The folder is new, or another process swept our temporary file away.
            await aiofiles.os.makedirs(path.parent, mode=0o700, exist_ok=True)
            await _write_whole(path, content)
        self._remembered[name] = content
        self._remembered.move_to_end(name)
        if len(self._remembered) > REMEMBERED:
            self._remembered.popitem(last=False)

    def _pack(self, name: str, conversation: Conversation) -> bytes:
        try:
            # Not escaped to ASCII: escaped, two surrogates side by side would come back as one character.
            text = json.dumps(_plain(conversation.data), ensure_ascii=False)
        except (ValueError, RecursionError) as error:
            raise TypeError("a conversation keeps only what JSON can") from error
        version, state, sealed = conversation.version, conversation.state, self._seal.seal(text)
        kept = {"version": version, "state": state, "data": sealed, "mark": self._mark(name, version, state, sealed)}
        return json.dumps(kept).encode("ascii")

    def _unpack(self, name: str, content: bytes) -> Conversation:
        try:
            kept = json.loads(content)
            version, state, sealed = kept["version"], kept["state"], kept["data"]
            if kept["mark"] != self._mark(name, version, state, sealed):
                return Conversation()
            return Conversation(version, state, json.loads(self._seal.open(sealed)))
        except (ValueError, TypeError, KeyError, RecursionError, KeyUnusable):
            return Conversation()

    def _mark(self, name: str, version: int, state: str | None, sealed: str) -> str:
        """Binds version and state, which stand in clear, to the data and to the file they stand in."""
        return self._seal.mark("conversation", json.dumps([name, version, state, sealed]))


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    if not isinstance(data, Mapping):
        raise TypeError(f"a conversation's data are a mapping, not {type(data).__name__}")
    return dict(data)


# A whole read or a whole write is one trip to aiofiles' thread.
_read = wrap(Path.read_bytes)


@wrap  # type: ignore[untyped-decorator]
def _write_whole(path: Path, content: bytes) -> None:
    temporary = path.with_name(f"{path.stem}.{secrets.token_hex(4)}.tmp")
    try:
        temporary.write_bytes(content)
        os.replace(temporary, path)
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        raise


def _sweep(folder: Path, before: float | None) -> int:
    swept = 0
    for path in folder.glob("??/*.tmp"):
        if _TEMPORARY.fullmatch(path.name):
            with suppress(OSError):
                if before is not None and path.stat().st_mtime >= before:
                    continue
                path.unlink()
                swept += 1
    return swept
