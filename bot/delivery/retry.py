"""What becomes of a letter that was sent: retry with back-off, or a final state.

Each failure of the contract has its meaning here:

- Blocked, Barred: the row fails. A person's chat is closed, and whatever waits for it is skipped. A village's group
  stays bound: only a person takes it away.
- Unwanted: the row fails, and its chat stays open: a person has stopped notices by template, not answers.
- Throttled, a rate limit (429): the account waits, see rate_limit.py.
- Later: this letter waits so long, and its chat behind it; others go on. After some tries the row fails.
- Unreachable: retry with a growing back-off, then give up.
- AccountRefused: the same letter is tried once in a while until somebody mends it, and is never given up.
- Faulty, a 5xx: the same. Where this chat alone meets with it: one retry, then the row is parked as uncertain.
- Uncertain: one retry, then the row is parked as uncertain. A messenger that reports delivery has half a minute to
  say that it took it, and then nothing is repeated.
- Moved: the chat has another address; the row goes there.
- WindowClosed: its reader is asked by a template, see pacing/reply_window.py.
- TemplateUnusable, ChatsUsedUp: nobody is asked by that template, or by any, until later; see pacing/openings.py.
- Rejected and everything unforeseen: the row fails.
- NoRight: the row is skipped. It was for somebody of an office who has lost the role since.

Whatever reached nobody in the end is told by bot/office/wording/unreached.py.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import structlog

from bot.channels.contract import (
    AccountRefused,
    Barred,
    Blocked,
    Channel,
    ChatsUsedUp,
    Faulty,
    Later,
    Moved,
    Rejected,
    SendFailure,
    TemplateUnusable,
    Throttled,
    Uncertain,
    Unreachable,
    Unwanted,
    WindowClosed,
)
from bot.delivery.endings import UNSURE, Ending, finish, make_sent, move, put_off, shut
from bot.delivery.pacing.openings import hold_refused, rest
from bot.delivery.pacing.rate_limit import THROTTLED, RateLimit
from bot.delivery.pacing.reply_window import hold_back_refused
from bot.export.making import InTurn, NoRight, NotNow
from bot.logs import say_where
from storage.queue.letters import OPENER
from storage.queue.outbox import Letter, Sent, State
from storage.queue.window import WINDOW_CLOSED

log = structlog.get_logger(__name__)

BACK_OFF = (1, 5, 15, 60, 300)  # seconds between tries
TRIES = 3600  # one a minute while the line is down: two days and a half; while others leave: twelve
LINE_DOWN = 10_000  # milliseconds without any success after which it is the line, and no message's fault
CHATS_DOWN = 3  # chats that cannot be reached before everybody waits for the next look whether the line is back
PROBE = 15_000  # milliseconds between those looks
SOONEST = 60  # seconds after which a message is tried again at the latest while the line is down
REPORTED = 30_000  # milliseconds in which a messenger that reports delivery says whether it took what was not answered
LATER = "later"
LATER_TRIES = 7  # of a message that its reader may have later only
FILE_TRIES = 12  # to make a file that goes along: ten minutes, in which its chat hears nothing else
IN_TURN = 3_000  # milliseconds until a file is looked at again for which there was no place
NO_FILE = "no_file"
TROUBLE = 2 * BACK_OFF[-1] * 1000  # milliseconds in which faults of other chats show that the messenger is in trouble
LONGEST_TROUBLE = 2 * 3600 * 1000  # milliseconds after which a letter is parked also then
REMEMBERED = 1_000  # letters whose faults are kept in mind
NO_RIGHT = "no_right"


@dataclass(slots=True)
class Silence:
    """Since when nothing has left (milliseconds UTC), and the chats that could not be reached meanwhile."""

    since: int
    chats: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Fault:
    """When a letter first and last met with a fault of the messenger's own (UTC ms), and in which chat."""

    chat: int
    first_at: int
    last_at: int


class Retry:
    """What one account of a messenger has answered lately, and what that means for each letter."""

    def __init__(self, channel: Channel, now: Callable[[], int], *, by_database: bool = False) -> None:
        self._channel = channel
        self._now = now
        self.rate_limit = RateLimit(channel, now, by_database=by_database)
        self._silence: Silence | None = None
        self._faults: OrderedDict[int, Fault] = OrderedDict()
        self._answered_at = 0
        self.is_refused = False  # whether the account itself was refused last, whatever it was to send

    def put_back(self, by: int) -> None:
        """Moves what is counted with the clock, which was put back by so many milliseconds."""
        self.rate_limit.put_back(by)
        self._silence = None
        self._faults.clear()
        self._answered_at = 0

    def note_answer(self) -> None:
        """Notes that the messenger has answered well, to whatever it was asked."""
        self._answered_at = self._now()

    def end_sent(self, letter: Letter, external_id: str) -> Sent:
        """Makes the ending of a letter that has left; external_id is the messenger's id of it."""
        self._silence = None
        self.is_refused = False
        self._faults.pop(letter.id, None)
        self.note_answer()
        return make_sent(self._channel, letter, external_id, self._now())

    def end_failed(self, letter: Letter, failure: Exception) -> Ending | Sent:
        """Makes the ending of a letter that did not leave, or of which nobody knows whether it did."""
        self.is_refused = isinstance(failure, AccountRefused)
        match failure:
            case InTurn():
                return self._put_off(letter, IN_TURN, THROTTLED, tried=False)
            case NotNow():
                return self._without_file(letter, failure)
            case NoRight():
                return self._end(letter, State.SKIPPED, code=NO_RIGHT)
            case FileNotFoundError():
                log.error("a file is not there any more", row=letter.id, kind=letter.kind)
                return self._end(letter, State.FAILED, code=NO_FILE)
            case Faulty() if self._fails_alone(letter):
                return self._end(letter, State.UNCERTAIN, code=UNSURE)
            case Unreachable():
                return self._end_unreachable(
                    letter, may_have_come=isinstance(failure, Faulty), is_refused=self.is_refused
                )
            case Uncertain() if letter.code == UNSURE:
                return self._end(letter, State.UNCERTAIN, code=UNSURE)
            case Uncertain():
                reports = self._channel.capabilities.reports_delivery
                return self._put_off(letter, REPORTED if reports else back_off(1), UNSURE)
            case SendFailure():
                self._silence = None
                return self._end_refused(letter, failure)
        log.error("a message could not be sent", row=letter.id, kind=letter.kind, error=say_where(failure))
        return self._end(letter, State.FAILED, code="rejected")

    def _end_refused(self, letter: Letter, failure: SendFailure) -> Ending | Sent:
        now = self._now()
        match failure:
            case Blocked(code=code) | Barred(code=code):
                if code != "blocked":  # which people do every day
                    log.warning("a group takes no messages", row=letter.id, kind=letter.kind, why=code)
                return partial(shut, letter, code, now)
            case Unwanted():
                return self._end(letter, State.FAILED, code="blocked")
            case ChatsUsedUp() if letter.kind == OPENER:
                log.warning("no more people can be asked by a template today", channel=self._channel.name)
                return partial(rest, self._channel, letter, now)
            case Throttled():
                return self.rate_limit.end_throttled(letter, failure)
            case Later(seconds=seconds) if letter.code != LATER or letter.attempts < LATER_TRIES:
                return self._put_off(letter, max(int(seconds * 1000), back_off(letter.attempts)), LATER)
            case Moved(address=address):
                return partial(move, self._channel, letter, address, now)
            case WindowClosed() if self._channel.capabilities.window_hours is not None and letter.kind != OPENER:
                return partial(hold_back_refused, self._channel, letter, now)
            case WindowClosed():
                return self._end(letter, State.FAILED, code=WINDOW_CLOSED)
            case TemplateUnusable():
                log.error("a template is not taken now", row=letter.id, why=str(failure))
                return partial(hold_refused, self._channel, letter, now)
            case Later():
                return self._end(letter, State.FAILED, code="unreachable")
            case Rejected() | _:
                log.error("a message was refused by the messenger", row=letter.id, kind=letter.kind, error=str(failure))
                return self._end(letter, State.FAILED, code="rejected")

    def _end_unreachable(self, letter: Letter, *, may_have_come: bool, is_refused: bool) -> Ending:
        now = self._now()
        if is_refused:  # somebody mends it in an hour or in a week: nothing is lost by that
            self.rate_limit.paused_until = now + PROBE
            return self._put_off(letter, SOONEST * 1000, "unreachable", tried=False)
        if letter.attempts >= TRIES:
            return self._end(letter, State.FAILED, code="unreachable")
        wait, silence = back_off(letter.attempts), self._silence or Silence(now)
        self._silence = silence
        silence.chats.add(letter.peer_id)
        if now - silence.since >= LINE_DOWN:
            wait = wait if may_have_come else min(wait, SOONEST * 1000)
            if len(silence.chats) >= CHATS_DOWN:
                self.rate_limit.paused_until = now + PROBE
        return self._put_off(letter, wait, "unreachable")

    def _fails_alone(self, letter: Letter) -> bool:
        # A 5xx may come after the message was taken: sent again and again, it would be read again and again. Where others
        # get through, and no other chat meets with the same, it is this message and not the messenger.
        now, earlier = self._now(), self._faults.get(letter.id)
        others = any(one.chat != letter.peer_id and now - one.last_at < TROUBLE for one in self._faults.values())
        self._faults[letter.id] = Fault(letter.peer_id, earlier.first_at if earlier else now, now)
        self._faults.move_to_end(letter.id)
        if len(self._faults) > REMEMBERED:
            self._faults.popitem(last=False)
        if earlier is None or self._answered_at <= earlier.first_at:
            return False
        return not others or now - earlier.first_at > LONGEST_TROUBLE

    def _without_file(self, letter: Letter, error: NotNow) -> Ending:
        log.error("a file cannot be made now", row=letter.id, kind=letter.kind, error=str(error))
        # Tries without a line do not count. Otherwise a database that is busy once would end an old letter.
        if letter.code == NO_FILE and letter.attempts >= FILE_TRIES:
            return self._end(letter, State.FAILED, code=NO_FILE)
        return self._put_off(letter, min(back_off(letter.attempts), SOONEST * 1000), NO_FILE)

    def _end(self, letter: Letter, state: State, *, code: str) -> Ending:
        return partial(finish, letter, state, at=self._now(), code=code)

    def _put_off(self, letter: Letter, wait: int, code: str, *, tried: bool = True) -> Ending:
        return put_off(letter, self._now() + wait, code, tried=tried)


def back_off(attempts: int) -> int:
    """Milliseconds to wait after so many attempts."""
    return BACK_OFF[min(attempts, len(BACK_OFF)) - 1] * 1000
