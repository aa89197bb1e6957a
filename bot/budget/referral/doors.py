"""Which other door a message of no proposal belongs to: an emergency, a complaint about somebody, a question, trade."""

import re
from enum import StrEnum
from functools import cache, lru_cache
from itertools import chain

from bot.budget.proposal_text.swearing import swears
from bot.budget.referral.advertisement import is_advertisement
from bot.budget.referral.complaint import is_about_somebody, is_complaint
from bot.budget.referral.emergency import is_emergency
from bot.budget.referral.question import (
    WORDS_OF_A_GENERAL_QUESTION,
    asks_of_a_hearing,
    asks_of_an_answer,
    is_general_question,
)
from bot.budget.referral.words import blame, danger, papers, trade, wishes
from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from bot.language.matter.complaint import begins_with_complaint, speaks_only_of_complaint
from bot.language.matter.keywords import KeywordIndex, Words
from bot.language.matter.slipped import Slipped
from bot.language.meanings.late_pattern import compile_late
from bot.language.wordforms import list_words

_READ_AT_MOST = 2_000
_LONGEST_SLIPPED = 120  # characters of a text in which slips of the finger are put right
_LATIN = compile_late("[a-z]{2}", re.IGNORECASE)


class Door(StrEnum):
    """Where somebody is sent; hearing and status are questions that can be answered at once,
    a question one that cannot."""

    EMERGENCY = "emergency"
    COMPLAINT = "complaint"
    SWEARING = "swearing"
    ADVERTISEMENT = "advertisement"
    QUESTION = "question"
    HEARING = "hearing"
    STATUS = "status"


_ALL = tuple(chain.from_iterable(table.ALL for table in (danger, wishes, blame, trade, papers)))
_INDEX = KeywordIndex(_ALL)


@cache
def _read_slips() -> Slipped:
    # 2.5 MB that a process nobody writes to does not need.
    return Slipped(_ALL)


def find_door(text: str) -> Door | None:
    """The other door a message belongs to, None where it may well be a proposal. An emergency goes first.

    What is written in Latin letters is read as Cyrillic too. Only the first 2 000 characters are read.
    """
    return _find_door(text[:_READ_AT_MOST])


@lru_cache(maxsize=64)  # a message is asked about several times, and a long one ahead of all else
def _find_door(read: str) -> Door | None:
    door = _look_for_door(read)
    if door is None and _LATIN.search(read):
        cyrillic = to_cyrillic(read)
        door = _look_for_door(cyrillic, typed=read) or _look_for_door(
            cyrillic.replace("ю", "йу").replace("иу", "йу"), typed=read
        )
    if door is not None or len(read) > _LONGEST_SLIPPED:
        return door
    words = list_words(to_cyrillic(read))
    right = _read_slips().read(words) if len(words) <= WORDS_OF_A_GENERAL_QUESTION else ""
    door = _look_for_door(right, typed=read) if right else None
    return door or _find_glued_danger(to_cyrillic(read))


# «Үйүбүзкүйүп кетти», «сууга чөгүпжатат»: words of a danger that stand without their spaces.
_GLUED_BEFORE = compile_late(
    r"(?<=\w\w\w)(?=(?:к[үу]й[үу]п|[өо]ртт[өо]н|ч[өо]г[үу]п|агып|жанып|[өо]л[үу]п|сабап|жыгылып|токто[бп]))"
)
_GLUED_BEHIND = compile_late(r"(?<=\w[ыиуүоө]п)(?=(?:жата|жаты|барат|кетт|кети|кетип|атат|калды))")


def _find_glued_danger(read: str) -> Door | None:
    folded = fold(read)
    parted = _GLUED_BEHIND.sub(" ", _GLUED_BEFORE.sub(" ", folded))
    return Door.EMERGENCY if parted != folded and _look_for_door(parted) is Door.EMERGENCY else None


def _look_for_door(text: str, *, typed: str = "") -> Door | None:
    said = Words(list_words(text), _INDEX)
    if is_emergency(said):
        return Door.EMERGENCY
    if is_complaint(said, is_asked=text.rstrip().endswith("?")):  # «это мошенники?» accuses nobody
        return Door.COMPLAINT
    if speaks_only_of_complaint(text) or (begins_with_complaint(text) and is_about_somebody(said)):
        return Door.COMPLAINT
    if swears(typed or text):
        return Door.SWEARING
    if is_advertisement(said, typed or text):
        return Door.ADVERTISEMENT
    asked = said.without(papers.NOBODY)
    if not said.hold(wishes.NOT_NOW):
        if asks_of_a_hearing(asked):
            return Door.HEARING
        if asks_of_an_answer(asked):
            return Door.STATUS
    return Door.QUESTION if is_general_question(asked) else None
