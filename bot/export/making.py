"""What a message becomes as it leaves. Its report is read, its file is made, its reader's right is checked again."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.budget.permissions import still_allows
from bot.chat.message import Message
from bot.logs import say_where
from storage.database.engine import Database
from storage.database.failures import CANNOT_WRITE
from storage.queue.outbox import Letter

_FOLDER = re.compile(r"[0-9a-f]{12}")  # each file lies in one of its own

MOST = 16  # letters whose files are being made or wait for that; what comes then waits where it was
AT_ONCE = 2  # long ones that are made at once: a list of 5 000 proposals takes a processor for twenty seconds
PATIENCE = 15.0  # seconds one of these waits for its turn: with its making that is less than a lease
_LONG = frozenset({
    "export", "answers", "list", "slips", "kit", "mydata", "poster", "board_sheet", "criteria", "frozen", "evidence"
})  # fmt: skip

MakeFile = Callable[[dict[str, Any]], Awaitable[Path]]
MakeReport = Callable[[dict[str, Any]], Awaitable[str]]


class NotNow(Exception):
    """This computer cannot make a file now: its disk is full, or its database is busy."""


class InTurn(Exception):
    """Many other files are being made: this one waits for its turn."""


class NoRight(Exception):
    """The message was for somebody who has lost the role that it was for."""


class Making:
    """Makes of a letter the message that leaves; without makers files and reports stay as they are."""

    def __init__(
        self,
        database: Database,
        *,
        documents: MakeFile | None,
        reports: MakeReport | None,
        begun: Callable[[], None] = lambda: None,
        patience: float | None = PATIENCE,
    ) -> None:
        self.under_way: set[tuple[int, str]] = (
            set()
        )  # claims of the letters whose files are being made: nothing of them leaves yet
        self._begun = begun  # says that another letter can leave meanwhile
        self._long = asyncio.Semaphore(AT_ONCE)
        self._patience = patience  # seconds; none: it waits however long, as where the clock is moved by hand
        self._database = database
        self._documents = documents
        self._reports = reports

    async def make(self, letter: Letter) -> Message:
        """Returns the message as it leaves.

        Raises NoRight where its reader has lost the role it was for. Raises InTurn where many files are made just now,
        NotNow where this one cannot be made now. Raises FileNotFoundError where it never will. Raises ValueError for a
        body that is no message.
        """
        queued = Message.from_json(letter.body).hinted(letter=letter.id, made=letter.made_at)
        await self._check_right(letter, queued)
        made = await self._with_file(await self._with_report(queued), letter.claim)
        if made is not queued:  # which may have taken a while
            await self._check_right(letter, queued)
        return made

    @staticmethod
    def has_made(message: Message) -> bool:
        """Whether the file of a message was made for it, in a folder of its own."""
        return bool(message.file and message.document and _FOLDER.fullmatch(Path(message.file).parent.name))

    @staticmethod
    async def clear(message: Message) -> None:
        """Removes the file made for a message that has left or could not. It may be a copy of what lies sealed elsewhere."""
        await asyncio.to_thread(shutil.rmtree, Path(message.file).parent, ignore_errors=True)

    async def _check_right(self, letter: Letter, message: Message) -> None:
        # A role may have been taken away while the message waited.
        right = message.right
        if right is None:
            return
        try:
            standings = await self._database.read(lambda store: store.roles.list_of_peer(letter.peer_id))
        except CANNOT_WRITE as error:
            raise NotNow(say_where(error)) from error
        if not still_allows(right, standings):
            raise NoRight

    async def _with_report(self, message: Message) -> Message:
        if message.report is None or self._reports is None:
            return message
        try:
            return replace(message, text=f"{await self._reports(message.report)}\n\n{message.text}", report=None)
        except CANNOT_WRITE as error:
            raise NotNow(say_where(error)) from error

    @asynccontextmanager
    async def _its_turn(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(self._patience):
                await self._long.acquire()
        except TimeoutError:  # which is no OSError of the file's
            raise InTurn from None
        try:
            yield
        finally:
            self._long.release()

    async def _with_file(self, message: Message, claim: tuple[int, str]) -> Message:
        if message.document is None or self._documents is None:
            return message
        if len(self.under_way) >= MOST:
            raise InTurn
        self.under_way.add(claim)
        self._begun()
        try:
            async with self._its_turn() if message.document.get("kind") in _LONG else nullcontext():
                return replace(message, file=str(await self._documents(message.document)))
        except CANNOT_WRITE as error:
            raise NotNow(say_where(error)) from error
        except OSError as error:
            # What is not there will not come. An error without a number is a library's word on the content.
            if isinstance(error, FileNotFoundError) or error.errno is None:
                raise
            raise NotNow(say_where(error)) from error
        finally:
            self.under_way.discard(claim)
