"""What the Graph API's refusals mean: each code becomes one of the typed failures of the contract.

Codes and their meanings: Meta's page «Error codes» of the Cloud API. A code that is not here goes by its status.
"""

import re
from collections.abc import Mapping
from typing import Any

import structlog

from bot.channels.contract import (
    AccountRefused,
    Blocked,
    ChatsUsedUp,
    Faulty,
    Later,
    Rejected,
    SendFailure,
    TemplateUnusable,
    Throttled,
    Unreachable,
    Unwanted,
    WindowClosed,
)

log = structlog.get_logger(__name__)

WINDOW = frozenset({131047})  # the hours since their last message are over
# This person takes nothing of ours: no account, an old program, blocked us, or is ourselves.
STOPPED = frozenset({131026, 131021})
UNWANTED = frozenset({131050})  # this person has stopped what Meta counts as marketing; answers are taken all the same
ACCOUNT_PAUSES: Mapping[int, float] = {  # seconds
    4: 60, 80007: 60, 130429: 10, 133016: 3600,
}  # fmt: skip
# No more people may be written to today: the limit is reached, or too many have blocked us.
CHATS: Mapping[int, float] = {131048: 3600}  # seconds
PERSON_PAUSES: Mapping[int, float] = {131056: 12, 131049: 24 * 3600, 130472: 24 * 3600}  # seconds
PASSES = frozenset({1, 2, 131000, 131016, 131057, 133004, 133005})  # a fault of its own, which passes
# Only the operator can mend it. Whatever waits goes on waiting.
OPERATOR: Mapping[int, str] = {
    0: "the token is not taken",
    3: "the app may not send: give it the permission whatsapp_business_messaging",
    10: "the app may not send: give it the permission whatsapp_business_messaging",
    190: "the token has ended: make a new one, which does not end",
    368: "Meta has blocked the account for breaking a rule",
    131005: "the app may not send: give it the permission whatsapp_business_messaging",
    131031: "Meta has locked the account",
    131042: "the account cannot be billed: see its payment method",
    131045: "the number is not registered: run «sunush whatsapp register --pin DIGITS»",
    133010: "the number is not registered: run «sunush whatsapp register --pin DIGITS»",
}
_OWN_STATUSES = {401: "the token is not taken", 403: "it refuses what we are: token and permissions"}
# The template is not there, not in this language, not approved, paused, disabled, or its values do not fit.
TEMPLATES = frozenset({132000, 132001, 132005, 132007, 132012, 132015, 132016})
_ANYBODYS = re.compile(r"[A-Z]{2}\.\w+|\d{7,}|[\w-]{20,}")  # an address of somebody's, or a token
QUOTED = 100  # characters of Meta's own words that may stand in a log


def read_failure(status: int, answer: object) -> SendFailure:
    """The failure of an answer other than a success."""
    error = answer.get("error") if isinstance(answer, dict) else None
    code, said = (_read_code(error), _read_words(error)) if isinstance(error, dict) else (None, "")
    if code is not None and (found := _find(code, said)) is not None:
        return found
    if status == 429:
        return Throttled(60)
    if status >= 500:
        return Faulty(f"it answers with a fault of its own (status {status})")
    if status in _OWN_STATUSES:
        return alarm(_OWN_STATUSES[status])
    if error is None or status == 404:
        return Unreachable(f"what answers there is not the Graph API (status {status})")
    return Rejected(f"{code}: {said}"[:QUOTED])


def _find(code: int, said: str) -> SendFailure | None:
    if code in WINDOW:
        return WindowClosed(str(code))
    if code in STOPPED:
        return Blocked(str(code))
    if code in UNWANTED:
        return Unwanted(str(code))
    if code in TEMPLATES:
        return TemplateUnusable(str(code))
    if code in CHATS:
        return ChatsUsedUp(CHATS[code])
    if code in ACCOUNT_PAUSES:
        return Throttled(ACCOUNT_PAUSES[code])
    if code in PERSON_PAUSES:
        return Later(PERSON_PAUSES[code])
    if code in PASSES:
        return Faulty(f"it answers with a fault of its own (code {code})")
    if code in OPERATOR:
        return alarm(OPERATOR[code])
    if 200 <= code < 300:
        return alarm(OPERATOR[10])
    return Rejected(f"{code}: {said}"[:QUOTED]) if code > 1000 else None


def alarm(why: str) -> AccountRefused:
    """What only the operator can mend; the messages wait meanwhile."""
    log.error("WhatsApp takes nothing from us", why=why)
    return AccountRefused(why)


def read_report_code(errors: list[dict[str, Any]]) -> str:
    """Why a message that was taken failed later, as the contract's delivery reports name it."""
    codes = {_read_code(error) for error in errors} - {None}
    if codes & WINDOW:
        return "window_closed"
    if codes & (STOPPED | UNWANTED):
        return "blocked"
    if codes & PERSON_PAUSES.keys():
        return "not_now"
    if codes & TEMPLATES:
        return "template"
    if codes & CHATS.keys():
        return "used_up"
    why = [words for code, words in OPERATOR.items() if code in codes]
    if why:
        alarm(why[0])
        return "account"
    return "passing" if codes & (PASSES | ACCOUNT_PAUSES.keys()) else "rejected"


def _read_code(error: dict[str, Any]) -> int | None:
    code = error.get("code")
    return code if isinstance(code, int) and not isinstance(code, bool) else None


def _read_words(error: dict[str, Any]) -> str:
    said = error.get("message")
    return _ANYBODYS.sub("…", said) if isinstance(said, str) else ""
