"""What a letter is completed with as it leaves: the lines of a report, the file that goes along."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.chat.message import Message
from bot.delivery.retry import NotNow
from bot.logs import where
from storage.database.engine import CANNOT_WRITE

Documents = Callable[[dict[str, Any]], Awaitable[Path]]
Reports = Callable[[dict[str, Any]], Awaitable[str]]


async def complete(message: Message, *, documents: Documents | None, reports: Reports | None) -> Message:
    """Returns a message with its report read and its file made. Raises NotNow where this computer cannot do it now."""
    if message.report is not None and reports is not None:
        message = await _with_report(message, reports)
    if message.document is not None and documents is not None:
        message = await _with_file(message, documents)
    return message


async def _with_report(message: Message, reports: Reports) -> Message:
    assert message.report is not None
    try:
        return replace(message, text=f"{await reports(message.report)}\n\n{message.text}", report=None)
    except CANNOT_WRITE as error:
        raise NotNow(where(error)) from error


async def _with_file(message: Message, documents: Documents) -> Message:
    assert message.document is not None
    try:
        return replace(message, file=str(await documents(message.document)))
    except CANNOT_WRITE as error:
        raise NotNow(where(error)) from error
    except OSError as error:
        # What is not there will not come, and what the system has no number for is a library's word on the content.
        if isinstance(error, FileNotFoundError) or error.errno is None:
            raise
        raise NotNow(where(error)) from error
