"""A letter is sent: its file is made, its messenger asked, and what came of it becomes its ending."""

from collections.abc import Callable

from bot.delivery.endings import Ending
from bot.delivery.leases import Leases, is_not_ours
from bot.delivery.under_way import Line
from bot.export.making import Making
from storage.queue.outbox import Letter, Sent


class Sending:
    """How a courier sends one letter. leases are those it holds on PostgreSQL; elsewhere there are none."""

    def __init__(self, making: Making, leases: Leases | None, now: Callable[[], int]) -> None:
        self._making = making
        self._leases = leases
        self._now = now

    async def send(self, line: Line, letter: Letter) -> Ending | Sent:
        """Sends a letter of a line; returns how it ended, whatever happened to it."""
        if (later := line.retry.rate_limit.must_wait(letter)) is not None:
            return later
        if self._leases is not None and (back := self._leases.must_go_back(letter, self._now())) is not None:
            return back
        try:
            message = await self._making.make(letter)
            try:
                if self._leases is not None and await self._leases.is_lost(letter):
                    return is_not_ours
                began = self._now()
                external_id = await line.channel.send(letter.address, message, language=letter.language)
                line.note_answer(self._now() - began)
            finally:
                if self._making.has_made(message) and not line.channel.capabilities.shows_paths:
                    await self._making.clear(message)
        except Exception as failure:  # noqa: BLE001 - the net for one row: the others go on
            return line.retry.end_failed(letter, failure)
        return line.retry.end_sent(letter, external_id)
