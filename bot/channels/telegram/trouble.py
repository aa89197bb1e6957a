"""What keeps a bot from being heard, said once, and how long to rest before the next try (back-off)."""

import structlog
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.channels.intake import Intake
from bot.channels.telegram.failures import read_seconds
from bot.channels.telegram.outages import is_unknown_token, say_outage
from bot.logs import say_where
from storage.database.failures import CANNOT_WRITE

log = structlog.get_logger(__name__)

NOT_HEARD: tuple[type[Exception], ...] = (TelegramError, *CANNOT_WRITE)
BACK_OFF = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)  # seconds between tries while Telegram is away


class Trouble:
    """The failures of one account since it was last heard."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._failures = 0

    def note(self, error: Exception) -> float:
        """Notes what went wrong and returns the seconds to rest; error is one of NOT_HEARD."""
        if isinstance(error, RetryAfter):
            return read_seconds(error)
        self._intake.is_refused = isinstance(error, InvalidToken)
        if isinstance(error, InvalidToken) and is_unknown_token(error):
            return self.complain("Telegram does not know this token: copy it again from BotFather.")
        if isinstance(error, TelegramError):
            return self.complain(f"Telegram cannot be reached: {say_outage(error)}; it is tried again.")
        return self.complain(f"The database cannot be written ({say_where(error)}); it is tried again.")

    def complain(self, words: str) -> float:
        """Says what is wrong, unless it was said before, and returns the seconds to rest."""
        self._failures += 1
        if self._failures == 2 or words != self._intake.complaint:
            log.error(words, failures=self._failures)
        self._intake.complaint = words
        return BACK_OFF[min(self._failures, len(BACK_OFF)) - 1]

    def is_over(self, date: int | None) -> None:
        """Notes that the account was heard; date is what Telegram's clock said (UTC ms)."""
        if self._failures:
            log.warning("Telegram answers again", after_failures=self._failures)
        self._failures = 0
        self._intake.is_refused = False
        self._intake.note_answer(date)
