"""Which meanings a short message resembles, where no table and no rule has them.

Learned from typed messages, it only asks.
"""

from functools import cache, lru_cache
from importlib.resources import files

from bot.language.gist import endings
from bot.language.intents import Intent
from bot.language.kyrgyz import fold
from bot.language.matter.learned import Learned, Manner
from bot.language.meanings.late_pattern import compile_late

TABLE = "learned.tsv"  # made by tests/handlers/learn.py
OWN = "own"  # of a message that is one's own text: a proposal, a name, a place, an answer to the office
HOW = Manner(smoothed=0.3, steps=6, most=93, stem=endings.LONGEST)
LONGEST, MOST_WORDS = 200, 20  # characters and words of a message that is weighed; who dictates says a wish in many
DOOR = "door:"  # before what has another door: an emergency, a complaint, trade, a question
_FAR = 30.0  # of a word's weight, by which another meaning is far nearer than what a rule reads
_LEADS_TO_A_DOOR = 8.0  # by how much a door must lead a text of one's own, in a word's weight
OPENS_A_DOOR = 20.0  # by how much, to be named first whatever else the text speaks of
_LEAST = 3  # letters: «эм» resembles too much


def find_nearest_meanings(text: str, *, above: float = 0.0) -> tuple[Intent, ...]:
    """Returns the meanings that a text resembles more than a text of one's own, the likeliest first.

    It is asked by them, and never acted upon. above is by how much they must lead a text of one's own, in a word's weight.
    """
    return tuple(Intent(code) for code, lead in _nearest(text) if lead > above and not code.startswith(DOOR))


def is_far_nearer(text: str, meant: Intent) -> bool:
    """Whether a text resembles another meaning by far more than the one that a rule reads in it."""
    leads = dict(_nearest(text))
    first = max(leads.values(), default=0.0)
    return first - max(leads.get(meant, 0.0), 0.0) > _FAR


def find_nearest_door(text: str, *, above: float = _LEADS_TO_A_DOOR) -> str:
    """Returns the door («emergency» and the like) that a text resembles far more than a text of one's own. Empty: none."""
    first, lead = next(iter(_nearest(text)), ("", 0.0))
    return first.removeprefix(DOOR) if first.startswith(DOOR) and lead > above else ""


# «1й раз», «1-чи жолу» counts nothing.
_NUMBER = compile_late(r"\d{2}|\d(?!\w*(?:[-‑]?(?:й|ый|ий|чи|чы)\w* |-?\w{0,3} ?раз|\w* жолу))")


@lru_cache(maxsize=4)
def _nearest(text: str) -> tuple[tuple[str, float], ...]:
    # The codes that lead a text of one's own, and by how much a word. A lead grows with the root of the words.
    words = cut_letters(text) if len(text) <= LONGEST else []
    if not 0 < len(words) <= MOST_WORDS or _NUMBER.search(text):  # a number tells of something
        return ()
    if sum(map(str.isalpha, text)) < _LEAST:
        return ()
    weights = _learned().weigh((word, 1.0) for word in words)
    own = weights.pop(OWN)
    leads = ((code, (weight - own) / len(words) ** 0.5) for code, weight in weights.items() if weight > own)
    return tuple(sorted(leads, key=lambda one: (-one[1], one[0])))


def cut_letters(text: str) -> list[str]:
    """Returns the words of a text in Cyrillic letters, as they sound: «хачу», «hochu» and «хочу» are one."""
    return [endings.spell_by_ear(endings.write_in_cyrillic(word)) for word in fold(text).split()]


@cache
def _learned() -> Learned:
    return Learned.read(files(__package__).joinpath(TABLE).read_text("utf-8"), HOW)
