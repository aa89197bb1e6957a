"""Conversation state in files, one a conversation, behind aiogram's storage coroutines and three of our own.

A file is written under a temporary name and then renamed, so it is always whole. It is not fsynced: the version in the
database decides. A file that a power cut took back, or that cannot be read, is behind: it is repaired from there.

Whatever writes, reads or sweeps a file must agree on its name and form.
"""

import asyncio
import json
import os
import re
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import aiofiles.os
import structlog

from bot.chat.fsm import StateType, StorageKey, name_of
from storage.conversations.changes import Changes
from storage.conversations.conversation import Conversation, to_plain, to_text
from storage.database.seal import KeyUnusable, Seal

log = structlog.get_logger(__name__)

REMEMBERED = 500  # conversations, the latest ones
FOLLOWS = 2.0  # seconds a file may be behind, so that quick answers of one person are written once
BYTES_A_SECOND = 4096  # of one conversation's file: what is longer follows more seldom
_TEMPORARY = re.compile(r"[0-9a-f]{64}\.[0-9a-f]{8}\.tmp")


class FileStates:
    """Keeps conversations under a folder; takes our StorageKey and aiogram's alike, and a State of either.

    Data are kept as JSON keeps them: a tuple comes back as a list, a key as text. What JSON cannot keep is refused with
    TypeError before anything is written. Whoever can read the folder learns no address and no word of a draft.
    """

    def __init__(self, folder: Path, seal: Seal) -> None:
        self._folder = folder
        self._seal = seal
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        # The version, Conversation.text, and how its row has it: whole_at and changes.
        self._remembered: OrderedDict[str, tuple[int, str, int, Changes | None]] = OrderedDict()
        self._behind: dict[str, Conversation] = {}  # what the files do not have yet
        self._rests: dict[
            str, float
        ] = {}  # until when a file is not written anew, or a long draft would be with each word
        self._writing: asyncio.Task[None] | None = None
        self._is_failing = False
        self._marked = lru_cache(REMEMBERED)(self._mark_of)
        self._hurry = asyncio.Event()  # somebody waits for the files

    def recall(self, key: StorageKey, version: int) -> Conversation | None:
        """Returns the conversation at a version, out of memory; None where another was written since, or long ago."""
        kept = self._remembered.get(self._name(key))
        if kept is None or kept[0] != version:
            return None
        version, text, whole_at, changes = kept
        whole = json.loads(text)
        return Conversation(version, whole["state"], whole["data"], whole_at, changes)

    async def read(self, key: StorageKey, *, version: int | None = None) -> Conversation:
        """Returns the conversation; an empty one, version 0, if its file is missing, damaged or not ours.

        Whoever names the version it must have may be spared the file. It is not read if that was written here lately,
        or is 0.
        """
        if version == 0:
            return Conversation()
        remembered = self.recall(key, version) if version else None
        return remembered or await self._load(self._name(key))

    def keep(self, key: StorageKey, conversation: Conversation) -> None:
        """Replaces the conversation at once for whoever asks here; its file is written behind, with others in one trip.

        A file that cannot be written is only logged: to be used where the database has the conversation.
        """
        name = self._name(key)
        self._remember(name, conversation)
        self._behind[name] = conversation
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_behind())

    async def flush(self) -> None:
        """Waits until the files have everything."""
        self._hurry.set()
        while self._writing is not None and not self._writing.done():
            await asyncio.wait([self._writing])
        self._hurry.clear()

    async def write(self, key: StorageKey, conversation: Conversation) -> None:
        """Replaces the conversation, version included, and its file."""
        name = self._name(key)
        async with self._lock(name):
            await self._keep(name, conversation)

    async def erase(self, key: StorageKey) -> None:
        """Removes the conversation's file, if there is one."""
        name = self._name(key)
        async with self._lock(name):
            await self.flush()
            self._remembered.pop(name, None)
            with suppress(FileNotFoundError):
                await aiofiles.os.remove(self._find_path(name))

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Replaces the state; data and version stay."""
        name = self._name(key)
        async with self._lock(name):
            await self._keep(name, _unlike_its_row(await self._load(name), state=name_of(state)))

    async def get_state(self, key: StorageKey) -> str | None:
        """Returns the name of the state."""
        return (await self.read(key)).state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Replaces the data; state and version stay."""
        name = self._name(key)
        async with self._lock(name):
            await self._keep(name, _unlike_its_row(await self._load(name), data=to_plain(data)))

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
            after = before.data | to_plain(data)
            await self._keep(name, _unlike_its_row(before, data=after))
        return after

    async def close(self) -> None:
        """Ends the use of the folder: writes what is behind and sweeps it."""
        await self.flush()
        await self.sweep()

    async def sweep(self, *, before: float | None = None) -> int:
        """Removes the temporary files that a kill left behind and returns their number.

        before (seconds since 1970) spares those of a neighbour that is writing just now.
        """
        return await asyncio.to_thread(_sweep, self._folder, before)

    def _name(self, key: StorageKey) -> str:
        parts = (key.bot_id, key.chat_id, key.user_id, key.thread_id, key.business_connection_id, key.destiny)
        return self._marked(*(None if part is None else str(part) for part in parts))

    def _mark_of(self, *parts: str | None) -> str:
        # JSON keeps None from "None" and escapes the separator that mark() joins with.
        return self._seal.mark("state", *map(json.dumps, parts))

    def _find_path(self, name: str) -> Path:
        return self._folder / name[:2] / f"{name}.json"

    def _lock(self, name: str) -> asyncio.Lock:
        """The lock of one conversation, which lives only while someone holds it or waits for it."""
        return self._locks.setdefault(name, asyncio.Lock())

    async def _load(self, name: str) -> Conversation:
        behind = self._behind.get(name)
        if behind is not None:
            return replace(behind, data=json.loads(json.dumps(behind.data)))
        try:
            content = await _read(self._find_path(name))
        except OSError:
            return Conversation()
        return self._unpack(name, content)

    async def _keep(self, name: str, conversation: Conversation) -> None:
        await self.flush()
        content = self._pack(name, conversation)
        failed = (await _write_all([(self._find_path(name), content)]))[0]
        if failed is not None:
            raise failed
        self._remember(name, conversation)

    def _remember(self, name: str, conversation: Conversation) -> None:
        as_written = conversation.whole_at, conversation.changes
        self._remembered[name] = conversation.version, conversation.text, *as_written
        self._remembered.move_to_end(name)
        if len(self._remembered) > REMEMBERED:
            self._remembered.popitem(last=False)

    async def _write_behind(self) -> None:
        loop = asyncio.get_running_loop()
        rests: dict[
            str, float
        ] = {}  # until when a large file is not written anew, or a long draft would be with each word
        while self._behind:
            now = loop.time()
            rests = self._rests = {name: until for name, until in self._rests.items() if until > now}
            batch = {name: one for name, one in self._behind.items() if name not in rests or self._hurry.is_set()}
            packed = {name: self._pack(name, one) for name, one in batch.items()}
            failed = await _write_all([(self._find_path(name), content) for name, content in packed.items()])
            self._note_failures([error for error in failed if error is not None])
            for name, written in batch.items():
                rests[name] = now + len(packed[name]) / BYTES_A_SECOND
                if self._behind.get(name) is written:
                    del self._behind[name]
            # The next ones wait a little for each other.
            with suppress(TimeoutError):
                await asyncio.wait_for(self._hurry.wait(), FOLLOWS)

    def _note_failures(self, failures: list[OSError]) -> None:
        # A full disk fails with every message: its beginning is said, and its end.
        if failures and not self._is_failing:
            error = type(failures[0]).__name__
            log.warning("conversation files could not be written; the database has what they say", error=error)
        elif self._is_failing and not failures:
            log.warning("conversation files can be written again")
        self._is_failing = bool(failures)

    def _pack(self, name: str, conversation: Conversation) -> bytes:
        version, state, sealed = (
            conversation.version,
            conversation.state,
            self._seal.seal(to_text(to_plain(conversation.data))),
        )
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


def _unlike_its_row(conversation: Conversation, **values: Any) -> Conversation:
    return replace(conversation, **values, whole_at=0, changes=None)


# A whole read, and the writing of as many files as there are, is one trip to aiofiles' thread.
_read = aiofiles.os.wrap(Path.read_bytes)


@aiofiles.os.wrap
def _write_all(files: list[tuple[Path, bytes]]) -> list[OSError | None]:
    return [_write(path, content) for path, content in files]


def _write(path: Path, content: bytes) -> OSError | None:
    try:
        try:
            _write_whole(path, content)
        except FileNotFoundError:
            # The folder is new, or another process swept our temporary file away.
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write_whole(path, content)
    except OSError as error:
        return error
    return None


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
