"""What a text that no rule reads is taken for at its step. It is done where nothing is lost; else it is asked about.

One file past 300 lines: how likely each must be stands beside what is done of it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.budget.proposal_text.decidable import says_a_wish
from bot.budget.referral.doors import Door
from bot.chat.message import Choice
from bot.language.common_speech.reading import say_commonly
from bot.language.gist.at_step import COUNT, FOUND, OWN, find_meant_at
from bot.language.gist.reading import asks
from bot.language.in_words.company_told import comes_along
from bot.language.intents import Intent, find_meanings
from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from bot.language.meanings.late_pattern import compile_late

_DOOR, _TO = "door:", "to:Propose:"
_MOST = 4  # meanings that are looked at; those that cannot be meant now are left out before two are offered
_FAINT = 0.02  # a share below it is offered to nobody
OWN_COUNTS = 0.5  # of the share of a text of one's own where no matter of the village is named
_PLAINLY_OWN = 0.8
# How likely a meaning must be to be asked about. The first is where words are awaited, the second where a name is.
_ASKED_FREELY, _ASKED_OF_A_NAME, _ASKED_BESIDE_A_NUMBER = 0.35, 0.65, 0.9
# The same where any words are taken, by what they are, and where only buttons are.
_ASKED_OF_A_MATTER, _ASKED_OF_LONG, _ASKED_OF_SHORT, _ASKED_OF_FEW = 0.55, 0.55, 0.55, 0.15
_TAKING_WORDS = frozenset({"menu", "side", "check", "held", "join", "desk", "change"})
_HOLDING, _ASKED_OF_HELD = frozenset({"held", "join"}), 0.8  # words wait there already; more words may follow
_MANY_WORDS = 6
_LEAST_LETTERS, _READ = 4, 40  # «эм» is like too much
_LEAST_ON_ARRIVAL = 3  # words: one or two are a name
_ASKED_OF_A_NEED = 0.9  # where something is said to be needed
SURE = 0.7  # of a share by which a rule that reads something else is doubted
DOUBTED = 0.1
_COURTESIES = frozenset({Intent.THANKS, Intent.GREETING, Intent.FAREWELL})
_SIDES = frozenset({Intent.REVENUE, Intent.SPENDING, Intent.UNSURE})
_SHOWN = frozenset({
    Intent.CALL, Intent.STATUS, Intent.HEARINGS, Intent.WHO, Intent.HELP, Intent.UNCLEAR, Intent.PROPOSE, Intent.BUDGET,
    Intent.MENU, Intent.QUEUE, Intent.SEEN, Intent.STEPS, Intent.CHANGE, Intent.FORGET,
})  # fmt: skip
_LEFT = frozenset({Intent.BACK, Intent.LATER, Intent.SKIP, Intent.MENU})  # a step is left, and all that was kept stays
# How likely it must be to be done at once. It only shows something, or is seen again before it is sent.
_DONE_FROM: dict[str, float] = {
    **dict.fromkeys(map(str, _SHOWN), 0.8), **dict.fromkeys(map(str, _COURTESIES), 0.45),
    **dict.fromkeys(map(str, _SIDES), 0.95), str(Intent.HALT): 0.5, str(Intent.KYRGYZ): 0.8, str(Intent.RUSSIAN): 0.8,
    **dict.fromkeys(map(str, _LEFT), 0.9),
}  # fmt: skip
# The same of a yes or a no that is asked once more before anything leaves, by the step.
_ANSWERED_AT = {("held", "yes"): 0.9, ("held", "no"): 0.95, ("amount_sure", "yes"): 0.9, ("amount_sure", "no"): 0.9}
_LEFT_AMONG_WORDS = 0.95  # how surely a step is left, or a complaint has its door, where words of one's own are awaited
# The same where a matter of the village is named besides.
_DONE_BESIDE_A_MATTER = {
    f"{_DOOR}{Door.EMERGENCY}": 0.85,
    f"{_DOOR}{Door.COMPLAINT}": 0.85,
    **dict.fromkeys(map(str, _COURTESIES), 0.85),
    **dict.fromkeys((str(Intent.STOP), str(Intent.HALT), "bring", f"{_DOOR}{Door.ADVERTISEMENT}"), 0.85),
}
_PART_BESIDE_A_MATTER = 0.8  # a part of a proposal that is named to be changed
_COURTESY_AMONG_WORDS = 0.9  # where words of one's own are awaited
_LEFT_AS_IT_IS = f"{_TO}check"  # nothing of a proposal is to be changed
_A_PART_FROM, _A_DOOR_FROM, _NOTHING_FROM, _A_DOOR_ON_ARRIVAL = 0.5, 0.7, 0.85, 0.85
_LEAST_OF_A_DOOR = 3  # words
ASKED_OF_THE_BOT = frozenset({"free", "bring"})  # what it costs, and what is brought to a hearing: only answered
_ANSWERED_FROM = 0.8
_PROPOSED_AT = frozenset({"text"})  # where a proposal is written
_LIKELY_A_WISH, _LIKELY_ENOUGH = 0.6, 0.1  # of what names no matter: a text of one's own, a meaning to ask about
MOST_OF_A_COURTESY = 6  # words; in more of them something else is said besides
_READ_THERE = frozenset({COUNT, FOUND, "amount", "forgetting", "correcting", "said"})  # what the step reads itself
_ANSWERED_IN_WORDS = frozenset({"decidable"})  # a question that words answer, though nothing but words is awaited
_NUMBERS_TOLD = frozenset(
    {
        "menu",
        "text",
        "check",
        "reply",
        "decidable",
        "why",
        "place",
        "side",
        "desk",
        "held",
        "join",
        "publish",
        "mine_list",
        "mine_one",
        "correct",
    }
)
_LETTERS = compile_late(r"[A-Za-z\u0400-\u052f]")  # Latin and Cyrillic
_NUMBER = compile_late(r"(?<![\d:])\d+(?![\d:])")  # «18:00» is no number
_ANSWERED_ON_ARRIVAL = frozenset(
    {Intent.CALL, Intent.WHO, Intent.UNCLEAR, Intent.HELP, Intent.SEEN, Intent.STEPS, *_COURTESIES}
)
_DOORS = frozenset(f"{_DOOR}{one}" for one in (Door.EMERGENCY, Door.COMPLAINT, Door.ADVERTISEMENT, Door.QUESTION))
_OF_A_BUTTON = frozenset({Intent.SKIP, Intent.BACK, Intent.MORE})
_LANGUAGES = {str(Intent.KYRGYZ): "language:ky", str(Intent.RUSSIAN): "language:ru"}


@dataclass(frozen=True)
class Here:
    """What a step can do with a meaning: its buttons, by meaning and by id, and its handlers."""

    by_meaning: Callable[[Intent], Choice | None]
    by_id: Callable[[str], Choice | None]
    can_do: Callable[[Intent], bool]
    askable: frozenset[Intent]
    free: bool = False
    naming: bool = False  # a name or a place is awaited, which no table knows
    arriving: bool = False  # nothing is asked but what one came for


@dataclass(frozen=True)
class Reading:
    """What is to be done: a choice to press, a meaning, a door, a question to answer. Else it is asked about."""

    choice: str = ""
    meaning: Intent | None = None
    door: Door | None = None
    asked: str = ""
    offered: tuple[Choice, ...] = ()
    own: bool = False


def is_doubted(step: str, text: str, read: tuple[Intent, ...]) -> bool:
    """Whether a step means something else than what rules have read, and surely so."""
    shares = dict(find_meant_at(step, text))
    best = max(shares, key=lambda code: shares[code], default=OWN)
    if not read or best in {OWN, Intent.STEPS} or best in read:
        return False
    return shares[best] >= SURE and max(shares.get(str(one), 0.0) for one in read) < DOUBTED


def read_at_step(
    step: str, text: str, here: Here, *, is_about: bool, is_of_a_matter: bool, says_a_need: bool
) -> Reading | None:
    """Returns what a text is taken for at a step; None where nothing is known of it.

    is_about says that it names something of the budget, is_of_a_matter that it does or wishes for something.
    """
    read = find_meant_at(step, text) if _is_readable(text) else ()
    if not read:
        return None
    own = dict(read).get(OWN, 0.0)
    best, share = next((code, share) for code, share in read if code != OWN)
    if best in _READ_THERE:
        return None  # the step reads it, as it does whatever names no meaning
    is_written = step in _PROPOSED_AT and not text.startswith("/")
    is_of_nothing = is_written and not is_about and (own < _LIKELY_A_WISH or not (says_a_need or _wishes_softly(text)))
    is_awaited = here.free or step in _ANSWERED_IN_WORDS
    if not is_of_nothing and own * (1.0 if is_of_a_matter or is_awaited else OWN_COUNTS) >= share:
        return Reading(own=True) if is_awaited or own >= _PLAINLY_OWN else None
    if here.arriving:
        return _answer_on_arrival(best, share, text, here)
    is_shown_for = step == "menu" and best == Intent.UNCLEAR  # of what is it, where nothing is asked
    is_told = (is_of_a_matter and share < _find_plain(best)) or _is_beside_a_number(step, text)
    is_more = _says_more(best, text, says_a_need=says_a_need)
    waits = here.free and not (_is_plain_courtesy(best, share, here) or _is_plainly_no_text(best, share, step))
    done = None if waits or is_shown_for or is_told or is_more else _do(best, share, text, here)
    if done is None and share >= _ANSWERED_AT.get((step, best), 1.1) and not (is_of_a_matter or asks(text)):
        answer = here.by_meaning(Intent(best))
        done = Reading(choice=answer.id) if answer is not None else None
    if done is not None:
        return done
    if is_of_nothing and (found := _ask_of_no_matter(read, here)) is not None:
        return found
    if share < max(_find_least(step, text, here, is_of_a_matter=is_of_a_matter), says_a_need * _ASKED_OF_A_NEED):
        return None
    offered = _offer([code for code, one in read if code != OWN and one >= _FAINT], here)
    return Reading(offered=offered) if offered else None


def _ask_of_no_matter(read: tuple[tuple[str, float], ...], here: Here) -> Reading | None:
    # «Чё примерно надо»: nearly every proposal names a matter, so that other words are asked about.
    codes = [code for code, one in read if code != OWN and one >= _LIKELY_ENOUGH]
    offered = _offer(codes, here) or _offer([str(Intent.HELP)], here)
    return Reading(offered=offered) if offered else None


def _find_plain(best: str) -> float:
    # How likely a meaning must be to be done where a matter is named besides.
    return _PART_BESIDE_A_MATTER if best.startswith(_TO) else _DONE_BESIDE_A_MATTER.get(best, 1.1)


def _is_plain_courtesy(best: str, share: float, here: Here) -> bool:
    # «Баракалла, ырахмат балам» is no proposal and no answer to the office.
    return best in _COURTESIES and share >= _COURTESY_AMONG_WORDS and not here.naming


_SOFT_WISH = compile_late(
    r"(?:^| )(?:\w{2,}(?:са|се|со)(?:к|[нң]ыз|[нң]из|[нң]уз|[нң]ар)?(?= |$)(?: \w+){0,3}?"
    r"(?: (?:болот|болмок|болор|жакшы|экен|дурус|эле|болоду)|"
    r"$)|\w{3,}(?:йлы|йли|йлу|лык|лик|лук|сын|син|сун)(?: эле)?$|хорошо бы|было бы хорошо|пусть|пуст)(?= |$)"
)


def _wishes_softly(text: str) -> bool:
    # «Отун алып берсе жакшы болмок», «белги коёлу».
    read = fold(to_cyrillic(text[:_SOFTLY_WITHIN]))
    return _SOFT_WISH.search(read) is not None


_SOFTLY_WITHIN = 200  # characters


def _is_plainly_no_text(best: str, share: float, step: str) -> bool:
    # «Потом допишу, сейчас занят» is no text, and a complaint has its door before a proposal of it is made.
    is_left = best in _LEFT or (step in _PROPOSED_AT and best == f"{_DOOR}{Door.COMPLAINT}")
    return is_left and share >= _LEFT_AMONG_WORDS


def _says_more(best: str, text: str, *, says_a_need: bool) -> bool:
    # «Assalomu aleykum, …» greets and goes on; «үч сунушум бар: …» asks for no list.
    n = len(text.split())
    if best in _COURTESIES:
        return goes_on(text)
    return best in _SHOWN and says_a_need and n > MOST_OF_A_COURTESY


_GREETED = compile_late(
    r"(?:(?:ва )?(?:ас+ал\w*|салам\w*|салом\w*|ал+?[ае]й?и?кум|алайкум|алейкум|здрав?ств?уй\w*|здрас\w+|привет\w*|"
    r"добрый (?:день|ден|вечер)|доброе утро)\s*)+"
)
_LEAST_BEHIND_A_GREETING = 3  # words
_GREETED_WITHIN = 200  # characters


def goes_on(text: str) -> bool:
    """Whether a text greets, and says something else behind it: «assalomu aleykum, ko'chaga chiroq kerak»."""
    n, read = len(text.split()), fold(to_cyrillic(text[:_GREETED_WITHIN]))
    greeted = _GREETED.match(read) if _LEAST_BEHIND_A_GREETING < n <= MOST_OF_A_COURTESY and "?" not in text else None
    if greeted is None:
        return n > MOST_OF_A_COURTESY
    behind = read[greeted.end() :]
    if len(behind.split()) < _LEAST_BEHIND_A_GREETING or find_meanings(behind):
        return False
    return says_a_wish(behind) or says_a_wish(say_commonly(behind))  # «күнүңүздөр куттуу болсун» greets as well


def _is_readable(text: str) -> bool:
    # Nothing was learned of other scripts.
    letters = [one for one in text[:_READ] if one.isalpha()]
    ours = len(_LETTERS.findall("".join(letters)))
    return ours >= _LEAST_LETTERS and 2 * ours > len(letters)


def _is_beside_a_number(step: str, text: str) -> bool:
    return step in _NUMBERS_TOLD and _NUMBER.search(text) is not None


def _find_least(step: str, text: str, here: Here, *, is_of_a_matter: bool) -> float:
    # How likely the best meaning must be to be asked about.
    if _is_beside_a_number(step, text):
        return 1.0 if step == "desk" else _ASKED_BESIDE_A_NUMBER
    if here.naming or step == "amount":
        return _ASKED_OF_A_NAME
    if here.free or step in _ANSWERED_IN_WORDS:
        return _ASKED_FREELY
    if step not in _TAKING_WORDS:
        return _ASKED_OF_FEW
    if is_of_a_matter:
        return _ASKED_OF_A_MATTER
    if step in _HOLDING:
        return _ASKED_OF_HELD
    return _ASKED_OF_LONG if len(text.split()) > _MANY_WORDS else _ASKED_OF_SHORT


def _answer_on_arrival(best: str, share: float, text: str, here: Here) -> Reading | None:
    is_said = len(text.split()) >= _LEAST_ON_ARRIVAL
    if best in _LANGUAGES and share >= _DONE_FROM[best]:
        choice, wished = here.by_id(_LANGUAGES[best]), Intent(best)
        if choice is not None:
            return Reading(choice=choice.id)
        return Reading(meaning=wished) if is_said and here.can_do(wished) else None
    if best in _DOORS:
        return Reading(door=Door(best.removeprefix(_DOOR))) if is_said and share >= _A_DOOR_ON_ARRIVAL else None
    is_said = is_said and not (best in _COURTESIES and goes_on(text))
    intent = next((one for one in _ANSWERED_ON_ARRIVAL if one == best and is_said), None)
    return Reading(meaning=intent) if intent is not None and share >= _A_PART_FROM and here.can_do(intent) else None


def _do(best: str, share: float, text: str, here: Here) -> Reading | None:
    if best == _LEFT_AS_IT_IS and here.by_id("back") is not None and share >= _A_PART_FROM:
        return Reading(choice="back")
    if best.startswith(_TO):
        part = f"change_to:{best.removeprefix(_TO)}"
        is_here = here.by_id(part) is not None or (share >= SURE and here.by_id("more") is not None)
        return Reading(choice=part) if is_here and share >= _A_PART_FROM else None
    if best in ASKED_OF_THE_BOT:
        return Reading(asked=best) if share >= _ANSWERED_FROM else None
    if best in _DOORS:
        is_said = share >= _A_DOOR_FROM and len(text.split()) >= _LEAST_OF_A_DOOR and not comes_along(text)
        return Reading(door=Door(best.removeprefix(_DOOR))) if is_said else None
    if best == Intent.STOP and share >= _NOTHING_FROM and here.by_meaning(Intent.NOTICES) is not None:
        # Notices are only offered there: who wants none has none.
        nothing = here.by_meaning(Intent.NO)
        return Reading(choice=nothing.id) if nothing is not None else None
    if share < _DONE_FROM.get(best, 1.1):
        return None
    if best in _LANGUAGES:
        return Reading(choice=_LANGUAGES[best])
    intent = Intent(best)
    choice = here.by_meaning(intent)
    if choice is not None:
        return Reading(choice=choice.id)
    return Reading(meaning=intent) if intent not in _SIDES and here.can_do(intent) else None


def _offer(codes: list[str], here: Here) -> tuple[Choice, ...]:
    offered: dict[str, Choice] = {}
    for code in codes[:_MOST]:
        choice = _find_choice(code, here)
        if choice is not None:
            offered.setdefault(choice.id, choice)
    return tuple(offered.values())


def _find_choice(code: str, here: Here) -> Choice | None:
    if code == _LEFT_AS_IT_IS:
        return here.by_id("back")
    if code.startswith(_TO):
        return here.by_id(f"change_to:{code.removeprefix(_TO)}")
    if code == "apart":
        return here.by_meaning(Intent.ANEW) or here.by_meaning(Intent.NO)
    if code == "instead":
        return here.by_id("join:instead")
    intent = next((one for one in Intent if one == code), None)
    if intent is None:
        return None
    choice = here.by_meaning(intent)
    if choice is None and intent is Intent.STOP and here.by_meaning(Intent.NOTICES) is not None:
        choice = here.by_meaning(Intent.NO)
    if choice is None and intent not in _OF_A_BUTTON and intent in here.askable and here.can_do(intent):
        choice = Choice(f"meant:{intent}", "")
    return choice
