"""What Telegram's refusals mean: each error of its library becomes one of the typed failures of the contract."""

from collections.abc import Awaitable
from typing import TypeVar

import structlog
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.contract import Blocked, Moved, Rejected, Throttled, Uncertain, Unreachable
from bot.channels.telegram.outages import QUOTED, in_words
from bot.channels.telegram.request import MISREAD, NeverAnswered
from bot.logs import where

log = structlog.get_logger(__name__)

_NOT_THERE = ("chat not found", "user is deactivated", "peer_id_invalid", "user not found")
_MAY_NOT_WRITE = (
    "no rights to send",
    "not enough rights to send",
    "chat_write_forbidden",
    "topic_closed",
    "chat_restricted",
)

T = TypeVar("T")


async def ask(call: Awaitable[T]) -> T:
    """Returns what a request came to. Raises the failures of the contract; a 429, Telegram's rate limit, is Throttled."""
    try:
        return await call
    except Forbidden as error:
        raise Blocked(error.message) from None
    except RetryAfter as error:
        raise Throttled(seconds_of(error)) from None
    except ChatMigrated as error:
        raise Moved(str(error.new_chat_id)) from None
    except BadRequest as error:
        raise _refusal(error) from None
    except NeverAnswered as error:
        raise Uncertain(error.message) from None
    except (InvalidToken, TimedOut, NetworkError) as error:
        raise Unreachable(in_words(error)) from None
    except TelegramError as error:
        # An answer that is no JSON came with a success: it may have been sent.
        raise Uncertain(type(error).__name__) from None
    except MISREAD as error:
        log.error("an answer of Telegram's cannot be understood", error=where(error))
        raise Uncertain(type(error).__name__) from None


def _refusal(error: BadRequest) -> Blocked | Rejected:
    text = error.message.casefold()
    if any(words in text for words in (*_NOT_THERE, *_MAY_NOT_WRITE)):
        return Blocked(error.message)
    return Rejected(error.message[:QUOTED])


def seconds_of(error: RetryAfter) -> float:
    """How long a 429 asks us to wait."""
    pause = error.retry_after
    return float(pause if isinstance(pause, int | float) else pause.total_seconds())
