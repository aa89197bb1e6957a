"""Logs: structlog over the standard library, to the standard error; never the text of a proposal, an address or a name."""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog

_TOKEN = re.compile(r"(?<!\d)\d{5,}:[A-Za-z0-9_-]{20,}")
OUR_OWN = ("bot", "handlers", "storage", "locales")


def where(error: BaseException) -> str:
    """Says what kind of error it was and which of our lines it came through, without a word of anybody's text."""
    root = Path(__file__).parent.parent
    lines = [
        f"{Path(frame.filename).relative_to(root)}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if any(Path(frame.filename).is_relative_to(root / room) for room in OUR_OWN)
    ]
    return " < ".join([type(error).__name__, *reversed(lines)])


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
