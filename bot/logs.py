"""Logs: structlog over the standard library, to the standard error; never the text of a proposal, an address or a name."""

import logging
import sys
import traceback
from pathlib import Path

import structlog

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


def set_up(level: str, form: str) -> None:
    """Sends logs of a level and above to the standard error, as lines of text or of JSON."""
    # Others' libraries speak of warnings only: below that they tell statements, addresses, where a photo was taken.
    logging.basicConfig(
        level=max(logging.WARNING, logging.getLevelName(level)), stream=sys.stderr, format="%(message)s", force=True
    )
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
            rendered,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
