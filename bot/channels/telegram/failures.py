"""What Telegram's refusals mean: each error of its library becomes one of the typed failures of the contract."""

import re
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

from bot.channels.contract import (
    NO_FILES,
    AccountRefused,
    Barred,
    Blocked,
    Faulty,
    Moved,
    Rejected,
    SendFailure,
    Throttled,
    Uncertain,
    Unreachable,
)
from bot.channels.telegram.outages import QUOTED, say_outage
from bot.channels.telegram.request import MISREAD, NeverAnswered, Page
from bot.logs import say_where

log = structlog.get_logger(__name__)

# What Telegram says of a chat, folded, with the code of what it means; the first that fits counts. Some of it comes as 400,
# some as 403, and the same words come under either.
_OUT: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "put_out",
        (
            "bot was kicked",
            "bot was banned",
            "bot is not a member",
            "to be a member",
            "chat_forbidden",
            "user_banned_in_channel",
            "channel_private",
            "user_not_participant",
        ),
    ),
    ("no_chat", ("chat was deleted", "chat was deactivated", "chat not found", "chat_id_invalid", "channel_invalid")),
    (
        "blocked",
        (
            "user is deactivated",
            "input_user_deactivated",
            "peer_id_invalid",
            "user not found",
            "user_is_blocked",
            "blocked_by_user",
        ),
    ),
)
_BARRED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("not_admin", ("administrator rights", "admin_required", "chat_admin_invite_required", "not an administrator")),
    ("topic_closed", ("topic_closed", "topic_hidden", "topic is closed")),
    ("no_topic", ("thread not found", "topic_deleted", "topic_id_invalid", "topic not found", "message thread is not")),
    ("paid", ("payment_required", "paid_messages", "stars_")),
    (
        "may_not_write",
        (
            "rights to send text",
            "rights to send a message",
            "rights to send messages",
            "chat_send_plain_forbidden",
            "write_forbidden",
            "chat_restricted",
            "chat_guest_send",
            "right_forbidden",
            "can't write",
            "write access",
            "user_restricted",
            "is frozen",
            "groups_blocked",
        ),
    ),
)
# A group takes texts, but not what is named.
_KIND_FORBIDDEN = re.compile(r"chat_send_\w+_forbidden|rights to send \w")
# A person takes no voices (a setting of theirs): the chat is open, and the voice goes in another form.
_FORM_FORBIDDEN = re.compile(r"(voice|video)[_ ]messages[_ ](are )?forbidden|receiving of (voice|video)")
# Its own servers had no time. Mostly that comes as a 5xx; the message may have been taken all the same.
_PASSES = re.compile(
    r"_wait_failed|wait_timeout|rpc_\w*_fail|worker_busy|_call_error|_get_failed|\btimed? ?out|temporarily unavailable"
    r"|again later|internal (server )?error|random_id_duplicate"
)
_OF_BUTTONS = re.compile(r"button|reply_markup|reply markup|keyboard")
_SLOW_MODE = re.compile(r"slow_?mode_wait_?(\d*)")
_SLOWEST = 3600  # seconds, the longest pause a group can ask of everybody

T = TypeVar("T")


async def ask(call: Awaitable[T]) -> T:
    """Returns what a request came to. Raises the failures of the contract; a 429, Telegram's rate limit, is Throttled."""
    try:
        return await call
    except Forbidden as error:
        raise _read_of_a_form(error.message) or _read_of_a_chat(error.message) or Blocked(error.message) from None
    except RetryAfter as error:
        raise Throttled(read_seconds(error)) from None
    except ChatMigrated as error:
        raise Moved(str(error.new_chat_id)) from None
    except BadRequest as error:
        raise _make_refusal(error) from None
    except NeverAnswered as error:
        raise Uncertain(error.message) from None
    except InvalidToken as error:
        raise AccountRefused(say_outage(error)) from None
    except (TimedOut, NetworkError) as error:
        raise (Faulty if _is_fault(error) else Unreachable)(say_outage(error)) from None
    except TelegramError as error:
        # An answer that is no JSON came with a success: it may have been sent.
        raise Uncertain(type(error).__name__) from None
    except MISREAD as error:
        log.error("an answer of Telegram's cannot be understood", error=say_where(error))
        raise Uncertain(type(error).__name__) from None


def _is_fault(error: TelegramError) -> bool:
    # The library's own NetworkError stands for a 5xx in the form of the Bot API.
    return error.status >= 500 if isinstance(error, Page) else type(error) is NetworkError


def is_of_buttons(refused: Rejected) -> bool:
    """Whether a message was refused for the buttons below it, not for its words."""
    return bool(_OF_BUTTONS.search(str(refused).casefold()))


def _make_refusal(error: BadRequest) -> SendFailure:
    said = error.message
    if _PASSES.search(said.casefold()):
        return Faulty(said[:QUOTED])
    return _read_of_a_form(said) or _read_of_a_chat(said) or Rejected(said[:QUOTED])


def _read_of_a_form(said: str) -> SendFailure | None:
    return Rejected(said[:QUOTED]) if _FORM_FORBIDDEN.search(said.casefold()) else None


def _read_of_a_chat(said: str) -> SendFailure | None:
    """The failure that a refusal about the chat is, whatever the message was; None where it is about the message."""
    text = said.casefold()
    slow = _SLOW_MODE.search(text)
    if slow:
        return Throttled(float(slow[1] or _SLOWEST))
    for code, words in _OUT:
        if any(one in text for one in words):
            return Blocked(said, code=code)
    for code, words in _BARRED:
        if any(one in text for one in words):
            return Barred(said, code=code)
    return Barred(said, code=NO_FILES) if _KIND_FORBIDDEN.search(text) else None


def read_seconds(error: RetryAfter) -> float:
    """How long a 429 asks us to wait."""
    pause = error.retry_after
    return float(pause if isinstance(pause, int | float) else pause.total_seconds())
