"""The long poll (getUpdates): updates are taken in, committed, and only then confirmed by the next offset.

What is being taken in keeps nobody waiting. More is asked for as soon as the offset can move, and people take fair
turns.
"""

import asyncio
import json
import re
from contextlib import suppress
from typing import Any

import structlog
from telegram.error import Conflict

from bot.channels.intake import Intake
from bot.channels.telegram import trouble
from bot.channels.telegram.account import BotAccount
from bot.channels.telegram.request import READ, Garbled, Misshapen, Parameters
from bot.channels.telegram.taking_in import AGAIN, UPDATES, TakingIn
from bot.channels.telegram.trouble import Trouble
from bot.channels.telegram.window import Window

log = structlog.get_logger(__name__)

WAIT = 50  # seconds of one long poll
MOST = 100  # updates that one poll brings
_UPDATE_ID = re.compile(r'"update_id"\s*:\s*(\d{1,18})(?!\d)')


class Polling:
    """Polls one bot until its intake says stop. Whatever is not committed is delivered again."""

    def __init__(self, telegram: BotAccount, intake: Intake) -> None:
        self._telegram = telegram
        self._intake = intake
        self._window = Window()
        self._moved_on = asyncio.Event()
        self._taking_in = TakingIn(telegram, intake, settled=self._moved_on.set, again=True)
        self._trouble = Trouble(intake)
        self._tasks: asyncio.TaskGroup
        self._has_taken_up = self._has_polled = False

    async def run(self) -> None:
        """Polls until stopped; what is in hand then is finished."""
        async with asyncio.TaskGroup() as tasks:
            self._tasks = tasks
            waking = tasks.create_task(self._wake_when_stopped())
            try:
                while not self._intake.is_stopping:
                    updates = await self._take_next()
                    self._taking_in.let_in(self._window.list_new(updates), tasks)
                    await self._wait_until_confirmed(len(updates))
            finally:
                waking.cancel()

    async def _wake_when_stopped(self) -> None:
        await self._intake.wait_until_stopped()
        self._moved_on.set()

    async def _wait_until_confirmed(self, came: int) -> None:
        # From one offset Telegram gives the same again, and is slow to those who ask again. So this waits until the
        # offset moves: past everything, or after a while past whatever is kept by then.
        before = self._window.offset
        with suppress(TimeoutError):
            async with asyncio.timeout(AGAIN if came < MOST else 0):  # behind a full hundred others wait
                while not self._is_done():
                    await self._wait_for_next()
        # Nobody who writes now is heard before the offset moves. So what has to wait longer is kept as it came.
        if self._window.first is not None and not await self._taking_in.keep_behind(self._window.waiting):
            # Where that cannot be, whoever holds the offset goes next.
            self._taking_in.hurry(self._window.first)
        while self._window.offset == before and not self._is_done():
            await self._wait_for_next()
        if came and self._window.offset is None:
            await self._intake.rest(trouble.BACK_OFF[0])

    def _is_done(self) -> bool:
        self._window.confirm()
        return self._window.is_empty or self._intake.is_stopping

    async def _wait_for_next(self) -> None:
        self._moved_on.clear()
        await self._moved_on.wait()

    async def _take_next(self) -> list[Any]:
        polling = asyncio.ensure_future(self._poll_once())
        stopping = asyncio.ensure_future(self._intake.wait_until_stopped())
        await asyncio.wait({polling, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not polling.done():
            polling.cancel()
            await asyncio.wait({polling})
            return []
        updates, pause = polling.result()
        if pause:
            await self._intake.rest(pause)
        return updates

    async def _poll_once(self) -> tuple[list[Any], float]:
        try:
            if not self._taking_in.username:
                self._taking_in.username = await self._introduce()
            self._has_taken_up = self._has_taken_up or await self._taking_in.take_up_backlog(self._tasks)
            # The first poll waits for nothing: whether the bot is heard is known at once.
            updates = await self._fetch_updates(WAIT if self._has_polled else 0)
            self._has_polled = True
        except Conflict as error:
            if "webhook" not in error.message.casefold():
                return [], self._trouble.complain(
                    "Another program polls this bot with the same token: stop it, one is enough."
                )
            self._taking_in.username = ""  # so that the next try deletes it
            log.warning("Messages to this bot go to a webhook that was set elsewhere: it is deleted.")
            return [], trouble.BACK_OFF[0]
        except trouble.NOT_HEARD as error:
            return [], self._trouble.note(error)
        self._trouble.is_over(self._telegram.polls.date)
        return updates, 0

    async def _fetch_updates(self, wait: int) -> list[Any]:
        try:
            return await self._ask_for_updates(wait, limit=MOST)
        except Garbled:
            # An update that no reader can take must hold nobody back. It is fetched alone, and becomes a dead letter.
            try:
                return await self._ask_for_updates(0, limit=1)
            except Garbled as garbled:
                return [_find_id(garbled)]

    async def _ask_for_updates(self, wait: int, *, limit: int) -> list[Any]:
        # What came since the offset, as it came; waits up to some seconds for it.
        given = {"timeout": str(wait), "limit": str(limit), "allowed_updates": json.dumps(UPDATES)}
        given |= {"offset": str(self._window.offset)} if self._window.offset is not None else {}
        url, parameters = f"{self._telegram.bot.base_url}/getUpdates", Parameters(given)
        result: Any = await self._telegram.polls.post(url, parameters, read_timeout=wait + READ)  # type: ignore[arg-type]
        if not isinstance(result, list):
            raise Misshapen
        return result

    async def _introduce(self) -> str:
        # The name is returned last: what goes wrong before is tried again with the next poll.
        username = await self._telegram.username()
        self._intake.answered(self._telegram.request.date)
        await self._intake.introduced(username)
        await self._telegram.bot.delete_webhook(drop_pending_updates=False)
        return username


def _find_id(garbled: Garbled) -> dict[str, object]:
    text = garbled.payload.decode("utf-8", "replace")
    found = _UPDATE_ID.search(text)
    if found is None or not text.rstrip().endswith("}"):
        raise garbled
    return {"update_id": int(found[1]), "message": text}  # a text is no message, so parse finds it unreadable
