"""How much may be said at once: what a letter costs its account, how long a chat rests after it."""

import re
from collections import OrderedDict
from collections.abc import Callable

from bot.channels.contract import Channel
from storage.queue.outbox import Letter

LONG = 4000  # characters of a body that leave in one request
A_REPLY_AND_ITS_BUTTONS = 2  # requests to a chat: what is said, and the removing of the buttons above it
_CLEARS = re.compile(r'"clears": ?"\d')  # with the space that rows had before


def count_requests(letter: Letter) -> int:
    """Counts the requests a letter takes of its account's rate limit.

    A long text goes in parts. Whoever answers by typing also has the buttons above the reply removed.
    """
    return 1 + len(letter.body) // LONG + takes_buttons_away(letter)


def takes_buttons_away(letter: Letter) -> bool:
    """Whether a letter takes the buttons of an earlier message away, with a request of its own."""
    return bool(_CLEARS.search(letter.body))


def find_spacing(channel: Channel, letter: Letter) -> int:
    """Milliseconds between two messages of a letter's chat."""
    return int(channel.pace.spacing(letter.address) * 1000) if channel.pace is not None else 0


class Rests:
    """When each chat of a channel may be written to again. Replies rest too, or one chat would pause the account."""

    def __init__(self, channel: Channel, now: Callable[[], int]) -> None:
        self._channel = channel
        self._now = now
        self._until: OrderedDict[str, int] = OrderedDict()

    def clear(self) -> None:
        """Forgets every rest: the clock was put back."""
        self._until.clear()

    def take(self, letter: Letter) -> int:
        """Takes a letter's turn in its chat and returns 0, or returns how many milliseconds it has to wait."""
        pace = self._channel.pace
        if pace is None:
            return 0
        now, chat, spacing = self._now(), letter.address, find_spacing(self._channel, letter)
        while self._until and next(iter(self._until.values())) <= now:
            self._until.popitem(last=False)
        until = max(self._until.get(chat, now), now, self._find_rest(letter, spacing, now))
        rest = until - now if pace.is_group(chat) else until - now - (pace.chat_burst - 1) * spacing
        if rest <= 0:
            self._until[chat] = until + spacing * count_requests(letter)
            self._until.move_to_end(chat)
        return rest

    def _find_rest(self, letter: Letter, spacing: int, now: int) -> int:
        # What other workers sent counts as well. One whose clock stands ahead is left out, or the chat would wait for it.
        until = 0
        for at in sorted(one for one in letter.lately if one <= now + spacing):
            until = max(until, at) + spacing
        return until

    def was_hurried(self, letter: Letter) -> bool:
        """Whether a chat had been written to just before this letter."""
        rest = self._until.get(letter.address, 0) - self._now()
        return rest > A_REPLY_AND_ITS_BUTTONS * find_spacing(self._channel, letter)

    def hold(self, letter: Letter, until: int) -> None:
        """Lets a letter's chat alone rest until a moment."""
        pace, chat = self._channel.pace, letter.address
        burst = 0 if pace is None or pace.is_group(chat) else pace.chat_burst - 1
        self._until[chat] = max(self._until.get(chat, 0), until + burst * find_spacing(self._channel, letter))
        self._until.move_to_end(chat)
