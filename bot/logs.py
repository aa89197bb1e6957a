"""Logs: structlog over the standard library, to the standard error.

They never hold the text of a proposal, an address or a name.
"""

import logging
import re
import sys
import traceback
from collections.abc import Callable, MutableMapping
from pathlib import Path
from typing import Any

import structlog

_TOKEN = re.compile(r"(?<!\d)\d{5,}:[A-Za-z0-9_-]{20,}")
OUR_OWN = ("bot", "handlers", "storage", "locales")


def say_where(error: BaseException) -> str:
    """Says the kind of an error and which of our lines it came through, without a word of anybody's text."""
    root = Path(__file__).parent.parent
    lines = [
        f"{Path(frame.filename).relative_to(root)}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if any(Path(frame.filename).is_relative_to(root / room) for room in OUR_OWN)
    ]
    return " < ".join([type(error).__name__, *reversed(lines)])


class Seldom:
    """Says the same words at most once in a while, and how often they were left out meanwhile."""

    def __init__(self, now: Callable[[], int], *, every: int = 60_000) -> None:
        self._now = now
        self._every = every  # milliseconds
        self._said: dict[str, tuple[int, int]] = {}

    def error(self, log: Any, words: str, **values: object) -> None:
        """Logs an error, unless the same words were logged a moment ago. Words are of the program's own, so they are few."""
        now = self._now()
        at, left_out = self._said.get(words, (now - self._every, 0))
        if abs(now - at) < self._every:
            self._said[words] = at, left_out + 1
            return
        self._said[words] = now, 0
        log.error(words, **values, **({"left_out": left_out} if left_out else {}))


def without_tokens(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Takes what looks like a bot's token out of every value."""
    return {name: _TOKEN.sub("<token>", value) if isinstance(value, str) else value for name, value in event.items()}


class _WithoutTokens(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _TOKEN.sub("<token>", record.getMessage()), ()
        if record.exc_info:
            record.exc_text = _TOKEN.sub("<token>", logging.Formatter().formatException(record.exc_info))
        return True


def set_up(level: str, form: str) -> None:
    """Sends logs of a level and above to the standard error, as lines of text or of JSON."""
    # Others' libraries speak of warnings only: below that they tell statements, addresses, where a photo was taken.
    logging.basicConfig(
        level=max(logging.WARNING, logging.getLevelName(level)), stream=sys.stderr, format="%(message)s", force=True
    )
    for handler in logging.getLogger().handlers:
        handler.addFilter(_WithoutTokens())
    for room in OUR_OWN:
        logging.getLogger(room).setLevel(level)
    rendered = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            without_tokens,
            rendered,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
