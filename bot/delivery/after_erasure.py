"""Erasing to the end, behind the commit: the ledger, files, conversations, what the office was told, and the disk.

Rows go in the transaction that was asked for. What is no row follows here, and goes on after a kill.
"""

import asyncio
import shutil
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import structlog

from bot.delivery.incoming import conversations
from bot.delivery.incoming.conversations import make_state_key
from bot.logs import Seldom, say_where
from bot.office.personal import erasure
from bot.settings import Settings
from storage.conversations.conversation import Conversation
from storage.conversations.kept import States
from storage.database.engine import Database
from storage.database.failures import CANNOT_WRITE
from storage.database.scrub import empty_log
from storage.log.office_lists import OfficeList
from storage.people import Person
from storage.personal.ledger import Ledger
from storage.personal.open_erasures import OpenErasure, make_entry
from storage.store import Store

log = structlog.get_logger(__name__)

POLL = 2.0  # seconds between looks while something is left to do
SOON = 1.0  # seconds for which messages are gathered that may each have erased somebody
LOOK = 60.0  # seconds between looks otherwise: a command may have erased somebody
LOOK_AMONG_WORKERS = 5.0  # where another worker may have
BEING_SENT = 60.0  # seconds in which a file that was made may still be on its way to somebody else
NOT_NOW: tuple[type[Exception], ...] = (*CANNOT_WRITE, OSError)


class Erasing:
    """Finishes the erasures of one install."""

    def __init__(
        self,
        *,
        database: Database,
        states: States,
        ledger: Ledger,
        settings: Settings,
        now: Callable[[], int],
        look: float = LOOK,
    ) -> None:
        self._look = look
        self._database = database
        self._states = states
        self._ledger = ledger
        self._settings = settings
        self._now = now
        self._seldom = Seldom(now)
        self._woken = asyncio.Event()
        self._emptied: set[str] = set()
        self._forgotten: set[str] = set()  # whose words no conversation gathers any more: looked through once

    def wake(self) -> None:
        """Says that somebody may have been erased."""
        self._woken.set()

    async def run(self) -> None:
        """Finishes until cancelled; what cannot be done now is tried again."""
        while True:
            self._woken.clear()
            left = True
            try:
                left = not await self.finish()
            except NOT_NOW as error:
                self._seldom.error(log, "an erasure cannot be finished now", error=say_where(error))
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL if left else self._look):
                    await self._woken.wait()
                    if not left:
                        await asyncio.sleep(SOON)

    async def finish(self) -> bool:
        """Does what can be done now; true where nothing is left. Raises OSError, and what the database raises."""
        is_over = True
        for one in await self._database.read(lambda store: store.open_erasures.list_open()):
            await asyncio.to_thread(self._ledger.append, make_entry(one))
            if await self._is_gone(one):
                await self._database.write(partial(_finish, one))
                self._emptied.discard(one.mark)
                self._forgotten.discard(one.mark)
                await empty_log(self._database)
                log.info("an erasure is finished")
            else:
                is_over = False
        return is_over

    async def _is_gone(self, one: OpenErasure) -> bool:
        unused = await self._database.read(lambda store: store.media.list_unused(one.left.files))
        await self._settings.media.do(self._settings.media.remove, unused)
        await asyncio.to_thread(_remove_copies, self._settings.backup_dir)
        sent = await asyncio.to_thread(
            _remove_exports, self._settings.exports_dir, one.at / 1000, self._now() / 1000 - BEING_SENT
        )
        if one.mark not in self._forgotten:
            for peer_id in one.left.offices if one.left.proposals else ():
                await self._forget_what_a_clerk_writes(one, peer_id)
            self._forgotten.add(one.mark)
        said = await self._empty_offices(one)
        let_go = await self._database.write(partial(_let_go, one, self._now()))
        if let_go:
            for conversation in one.left.conversations:
                await self._forget_conversation(conversation)
        return all((sent, said, let_go)) and await empty_log(self._database)

    async def _forget_conversation(self, conversation: tuple[str, str, str]) -> None:
        # Whoever has come back meanwhile is somebody new, with a conversation of their own.
        if await self._database.read(lambda store: store.people.find(*conversation)) is None:
            await self._states.erase(make_state_key(*conversation))

    async def _forget_what_a_clerk_writes(self, one: OpenErasure, peer_id: int) -> None:
        # A new version of the conversation, which a turn that is under way cannot overlook.
        found = await self._database.write(partial(self._without_it, one, peer_id))
        if found is not None:
            conversations.remember(self._states, *found)

    async def _without_it(self, one: OpenErasure, peer_id: int, store: Store) -> tuple[Person, Conversation] | None:
        person = await store.people.find_by_peer(peer_id)
        if person is None:
            return None
        await store.lock_peer(person.channel, person.account, person.address)
        person = await store.people.find_by_peer(peer_id)
        before = await conversations.read(self._states, store, person) if person is not None else Conversation()
        data = _without_proposals(before.data, set(one.left.proposals))
        if data.get("searched"):  # by a clerk, for a name or for words of theirs: see handlers/office/queue/lists.py
            data |= {"searched": "", "list": OfficeList.WAITING.value}
        if person is None or data == before.data:
            return None
        # Whoever was just writing it is led to the menu.
        is_over = any(before.data[key] and key not in data for key in before.data)
        data.pop("asked", None) if is_over else None
        after = Conversation(0, None if is_over else before.state, data)
        version = await store.events.move_conversation(
            person.channel, person.account, f"erased:{one.mark}:{peer_id}:{before.version}",
            peer_id=peer_id, conversation=after.row, at=self._now(),
        )  # fmt: skip
        after = after.at(version)
        await store.events.drop_conversations(after.replaces(before))
        return person, after

    async def _empty_offices(self, one: OpenErasure) -> bool:
        if one.mark in self._emptied or not one.left.offices:
            return True
        offices = list(one.left.offices)
        when = {"since": one.left.since, "until": one.at}
        while await self._database.write(lambda store: store.open_erasures.empty_raw(offices, **when)):
            pass
        after, looked_at, waits = -1, 0, False
        while looked_at != after:
            after = looked_at
            looked_at, wait = await self._database.write(partial(_empty_some, one, after))
            waits = waits or wait
        if not waits:
            self._emptied.add(one.mark)
        return not waits


async def _finish(one: OpenErasure, store: Store) -> None:
    await store.open_erasures.finish(one.mark)


async def _empty_some(one: OpenErasure, after: int, store: Store) -> tuple[int, bool]:
    offices, left = list(one.left.offices), one.left
    return await store.outbox.empty_replies(offices, since=left.since, until=one.at, after=after)


async def _let_go(one: OpenErasure, now: int, store: Store) -> bool:
    return await erasure.let_go(store, erasure=one, now=now)


def _without_proposals(data: dict[str, Any], erased: set[int]) -> dict[str, Any]:
    """What a conversation keeps, without what it gathers about some proposals (ids): an answer, a sentence, a question."""
    return {
        key: _without_proposals(value, erased) if isinstance(value, dict) else value
        for key, value in data.items()
        if not (isinstance(value, dict) and value.get("proposal") in erased)
    }


def _remove_copies(folder: Path) -> None:
    # A copy made before an upgrade cannot be erased in part. The upgrade has held, so the copy has served.
    for copy in folder.glob("before-upgrade-*"):
        copy.unlink(missing_ok=True)


def _remove_exports(folder: Path, made_before: float, not_after: float) -> bool:
    # Of what was exported nobody knows whose words stand in it. What may be on its way just now is left until it is there.
    waits = False
    for made in folder.glob("*"):
        at = made.stat().st_mtime
        if at > made_before:
            continue
        if at > not_after:
            waits = True
        else:
            shutil.rmtree(made, ignore_errors=True)
    return not waits
