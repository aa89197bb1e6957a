"""Reads the long reports that stand above messages, at the moment they are sent. No unit of the writer waits."""

from functools import partial
from typing import Any

from bot.chat.texts import Words
from bot.office.criteria.criterion_6 import count
from storage.database.engine import Database


class Reports:
    """Turns what a reply says of its report into words."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def __call__(self, report: dict[str, Any]) -> str:
        """Returns the text of a report; raises KeyError for a kind that does not exist."""
        makers = {"criterion_6": self._write_criterion_6}
        return await makers[report["kind"]](report)

    async def _write_criterion_6(self, report: dict[str, Any]) -> str:
        from bot.office.wording import criterion_6  # by the first report: a process that writes none needs none of it

        words = Words(report["language"])
        sheets = [
            await self._database.read(partial(count, aimak_id=aimak_id, year=year))
            for aimak_id, year in report["aimaks"]
        ]
        return "\n\n".join(criterion_6.say_lines(words, sheet) for sheet in sheets)
