"""What a proposal is about, guessed from its words: the side of the budget and the category.

A person may always change it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from bot.budget.proposal import SIDES, Side
from bot.budget.sides import lean
from bot.language.by_language import Texts
from bot.language.kyrgyz import canon
from bot.language.latin import to_cyrillic
from bot.language.matter.by_ear import ByEar
from bot.language.matter.keywords import KeywordIndex, writes_kyrgyz_letters
from bot.language.matter.landmarks import find_landmarks
from bot.language.matter.learned import Learned
from bot.language.wordforms import Keyword, Word, list_words

READ_AT_MOST = 2_000  # characters of a text: what comes later changes no guess


@dataclass(frozen=True, eq=False)  # hashed by identity: hashing all its keywords takes longer than finding them
class Category:
    """One line of the budget as residents know it; a keyword matches with any ending, «stem-» whatever begins so."""

    code: str
    side: Side
    # Titles, which differ by language, stand outside the hash. The code is enough to find what was worked out for a
    # category.
    titles: Texts = field(hash=False)
    shorts: Texts = field(hash=False)  # at most 24 letters, for a button
    keywords: Mapping[str, tuple[str, ...]] = field(hash=False, default_factory=dict)


_NO_MATTER = KeywordIndex(
    Keyword.list_of("""
        кара суу, ак суу, кызыл суу, көк суу, сары суу, базар коргон, бул жолу, ар жолу, бир жолу, эки жолу,
        үч жолу, көп жолу, кийинки жолу, биринчи жолу, экинчи жолу, үчүнчү жолу, төртүнчү жолу, бешинчи жолу, алтынчы жолу,
        онунчу жолу, жүзүнчү жолу, канча жолу, канчанчы жолу, нечен жолу, бир нече жолу, акыркы жолу, мурунку жолу,
        мурдагы жолу, өткөн жолу, төрт жолу, беш жолу, он жолу, жүз жолу, миң жолу, ар бир жолу, дагы бир жолу, башка жолу,
        көпчүлүк жолу""")
)
_ADDRESSES = frozenset({"дорогие", "дорогой", "дорогая"})  # «dear»: no word of a road, though it looks like one
_OF_THE_BOT = frozenset({"барбы", "робот", "помогите", "помоги", "помогает"})  # by ear they would be other keywords
# What follows was weighed on texts that nothing was learned from: tests/office/guessing/test_guesses.py.
_KEYWORD = 40.0  # what a keyword weighs, in the unit of the learned table
_NAMED_FIRST = 0.8  # of a keyword, for the matter that is named first
_SHORT, _SHORT_WEIGHS = 3, 0.5  # «уй» is house or cow: so much a short keyword weighs where о, у, н stand for ө, ү, ң
_LEANS = 20.0  # what a word of money in or out weighs
_LANDMARK_WEIGHS = 0.5  # of what its pieces would weigh
_BEGINNING, _BEGINNING_WEIGHS = 8.0, 0.5  # words; how much more the first of them weigh
_NAMED = 1.0  # keywords that tell by themselves
_TELLS = 90.0  # by how much the likeliest stands above the usual category where no keyword tells


@dataclass(frozen=True)
class Guess:
    """What a text is likeliest about: its side, and how much speaks for each category."""

    side: Side
    weights: Mapping[Category, float]
    told: frozenset[Category]  # those for which there is more than the shape of the words
    by_ear: bool = False  # only words that sound like a keyword name them

    def likeliest(self, side: Side | None = None) -> list[Category]:
        """Returns the categories of a side, or of both, the likeliest first; where all weigh the same, in their order."""
        candidates = [category for category in self.weights if side in (None, category.side)]
        return sorted(candidates, key=self.weights.__getitem__, reverse=True)

    def category(self, side: Side | None = None) -> Category | None:
        """Returns the likeliest category of a side (the guessed one where None), or None where the words name none."""
        first = self.likeliest(side or self.side)[0]
        return first if first in self.told else None


def read_words(text: str) -> list[Word]:
    """Returns the words of a text that may tell its matter: without names, numbers of streets and idioms."""
    read = to_cyrillic(text[:READ_AT_MOST])
    words = [word for word in list_words(read) if word.letters not in _ADDRESSES]
    idle = {
        at + n for keyword, places in _NO_MATTER.find(words).items() for at in places for n in range(len(keyword.words))
    }
    return [word for at, word in enumerate(words) if at not in idle]


class Guesser:
    """Guesses by the keywords of categories and by what was learned from labelled texts, added up."""

    def __init__(self, categories: Sequence[Category], learned: Learned | None = None) -> None:
        self._categories = tuple(categories)
        self._learned = learned
        of = {category: list_keywords(category) for category in categories}
        self._owners: dict[Keyword, list[Category]] = {}
        for category, keywords in of.items():
            for keyword in keywords:
                self._owners.setdefault(keyword, []).append(category)
        shared = Counter((keyword, category.side) for category, keywords in of.items() for keyword in keywords)
        self._weights = {(keyword, side): len(keyword.words) / count for (keyword, side), count in shared.items()}
        self._index = KeywordIndex(chain.from_iterable(of.values()))
        self._by_ear = ByEar(chain.from_iterable(of.values()), but=_ADDRESSES | _OF_THE_BOT)

    def guess(self, text: str) -> Guess:
        """Returns what a text is about; Kyrgyz in Latin letters is read too, and the first 2 000 characters decide.

        A phrase weighs as many as its words. A keyword of several categories is divided among them. The matter named
        first weighs a little more; a landmark («мектептин жанына», «возле школы») is no keyword. Where nothing tells,
        the side is SPENDING, since that is what most proposals are.
        """
        words = read_words(text)
        exact = writes_kyrgyz_letters(canon(text[:READ_AT_MOST]))
        landmarks = find_landmarks([word.letters for word in words])
        # «У школы нет забора»: where nothing else is named, it is about the landmark after all.
        places = self._find_keywords(words, landmarks, exact) or self._find_keywords(words, frozenset(), exact)
        by_ear = False
        if not places and (heard := self._by_ear.hear(words)) != words:
            # «Дарога плахая»: a second look, only where nothing was named.
            words, places = heard, self._find_keywords(heard, frozenset(), exact)
            by_ear = bool(places)
        named = {category: self._weigh_keywords(category, found, exact) for category, found in places.items()}
        first = {side: _find_first_place(places, side) for side in SIDES}
        learned = self._weigh_pieces(words, landmarks)
        leaning = _LEANS * lean(words, exact=exact)
        weights = {
            category: learned.get(category.code, 0.0)
            + _KEYWORD * named.get(category, 0.0)
            + _KEYWORD * _NAMED_FIRST * (first[category.side] in places.get(category, {}).values())
            + (leaning if category.side is Side.REVENUE else 0.0)
            for category in self._categories
        }
        best = {side: _find_best(weights, side) for side in SIDES}
        told = _tell_apart(weights, named)
        # What the shape of words alone resembles is not enough to speak of revenue: «Кагаздан көчүрүлдү».
        speaks = leaning > 0 or any(one.side is Side.REVENUE for one in told)
        side = Side.REVENUE if speaks and best[Side.REVENUE] > best[Side.SPENDING] else Side.SPENDING
        return Guess(side, weights, told, by_ear)

    def _find_keywords(
        self, words: Sequence[Word], landmarks: frozenset[int], exact: bool
    ) -> dict[Category, dict[Keyword, int]]:
        """Returns where each category is named; phrases go first, and no word is counted twice for a category."""
        places: dict[Category, dict[Keyword, int]] = {}
        taken: dict[Category, set[int]] = {}
        found = self._index.find(words, exact=exact)
        for keyword in sorted(found, key=lambda keyword: -len(keyword.words)):
            spans = [range(at, at + len(keyword.words)) for at in found[keyword]]
            for category in self._owners[keyword]:
                used = taken.setdefault(category, set())
                for span in spans:
                    if used.isdisjoint(span) and span[-1] not in landmarks:
                        places.setdefault(category, {})[keyword] = span.start
                        used.update(span)
                        break
        return places

    def _weigh_keywords(self, category: Category, found: Iterable[Keyword], exact: bool) -> float:
        return sum(
            self._weights[keyword, category.side] * (_SHORT_WEIGHS if not exact and _is_doubtful(keyword) else 1.0)
            for keyword in found
        )

    def _weigh_pieces(self, words: Sequence[Word], landmarks: frozenset[int]) -> dict[str, float]:
        if self._learned is None:
            return {}
        return self._learned.weigh(
            (
                word.letters,
                (_LANDMARK_WEIGHS if at in landmarks else 1.0) * (1.0 + _BEGINNING_WEIGHS * 2 ** (-at / _BEGINNING)),
            )
            for at, word in enumerate(words)
        )


def list_keywords(category: Category) -> tuple[Keyword, ...]:
    """Returns the keywords of a category in both languages, each once."""
    both: Iterable[Keyword] = (
        Keyword.of(text, russian=language == "ru") for language, texts in category.keywords.items() for text in texts
    )
    return tuple(dict.fromkeys(both))


def _is_doubtful(keyword: Keyword) -> bool:
    return len(keyword.words) == 1 and len(keyword.words[0]) <= _SHORT and writes_kyrgyz_letters(keyword.words[0])


def _find_best(weights: Mapping[Category, float], side: Side) -> float:
    return max((weight for category, weight in weights.items() if category.side is side), default=0.0)


def _find_first_place(places: Mapping[Category, Mapping[Keyword, int]], side: Side) -> int | None:
    """Where the first keyword of a side stands, or None."""
    return min(
        (at for category, found in places.items() if category.side is side for at in found.values()), default=None
    )


def _tell_apart(weights: Mapping[Category, float], named: Mapping[Category, float]) -> frozenset[Category]:
    """The categories that the words name, or that stand far above the usual one."""
    told = {category for category, times in named.items() if times >= _NAMED}
    for side in SIDES:
        of_side = {category: weight for category, weight in weights.items() if category.side is side}
        usual = sorted(of_side.values())[len(of_side) // 2] if of_side else 0.0
        told |= {category for category, weight in of_side.items() if weight - usual > _TELLS}
    return frozenset(told)
