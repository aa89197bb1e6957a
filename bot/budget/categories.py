"""What a proposal is about, guessed from its words: side of the budget and category; a person may always change it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from bot.budget.proposal import Side
from bot.language.by_language import Texts
from bot.language.wordforms import Keyword, Words, words_of


@dataclass(frozen=True, eq=False)  # hashed by identity: hashing all its keywords takes longer than finding them
class Category:
    """One line of the budget as residents know it; a keyword matches with any ending, «stem-» whatever begins so."""

    code: str
    side: Side
    # What differs by language stands outside the hash: the code is enough to find what was worked out for a category.
    titles: Texts = field(hash=False)
    shorts: Texts = field(hash=False)  # at most 24 letters, for a button
    keywords: Mapping[str, tuple[str, ...]] = field(hash=False, default_factory=dict)


def _keywords(ky: Iterable[str], ru: Iterable[str] = ()) -> tuple[Keyword, ...]:
    return tuple(Keyword.of(text) for text in ky) + tuple(Keyword.of(text, russian=True) for text in ru)


def _split_list(text: str) -> list[str]:
    return [word.strip() for word in text.split(",")]


_MONEY_IN = _keywords(
    _split_list("""
        жыйноо, жыйна-, жыйым, акы, ижара, аренда, салык, алым, айып, айыппул, штраф-, патент, пошлина, билет,
        тариф, киреше, аукцион, сатсак, сатса, сатуу, сатылса, сатыш-, сатып жибер-, демөөрчү, донор, инвестор,
        салым, карыз, төлөбө-, төлөсүн, төлөшсүн, төлөт-, төлөнсүн, карьер, роялти, акча түш-, сом түш-,
        бюджетке түш-, казынага түш-, акча чогулт-, каражат чогулт-, акча тап-, каражат тарт-, бюджетти толукта-,
        бюджетти көбөйт-,
        дем берүүчү грант, трансферт, дотация"""),
    _split_list("""
        аренда, арендова-, сдать, сдава-, сдадим, сдайте, взима-, взыск-, взыщ-, налог-, сбор за, сборы,
        собирать деньги, собирать плату, собрать деньги, ввести плату, плата за, платить, платят, платеж, платно,
        платный, неплатель-, недоимк-, должник, долг, задолженность, штраф-, оштраф-, патент-, госпошлин-, торги,
        аукцион, доход-, прибыль, пополн-, продать, продажа, продава-, продад-, спонсор-, донор, инвестор-,
        меценат, взнос, привлеч-, привлек-, карьер, роялти"""),
)
_MONEY_OUT = _keywords(
    _split_list("""
        оңдо-, жөндө-, ремонт-, орнот-, куруп, куруу, курулуш, курулс-, курса, салып бер-, салып кой-, салып алсак,
        салсак, салынс-, сатып ал-, сатып бер-, алып бер-, ижарага ал-, бөлүп, бөлүн-, бөлсө-, караңыз-, каралс-,
        жумша-, жетпе-, жетишпе-, жаңыла-, алмаштыр-, бургуло-, асфальтта-, төшө-, кеңейт-, бекемде-, кыскарт-,
        чыгым-, жасап бер-, ачып бер-, каржыла-, киргизип бер-, тартып бер-, бузул-"""),
    _split_list("""
        постро-, строить, строительств-, отремонтир-, ремонт-, почин-, купи-, закуп-, приобре-, выдел-, замен-,
        заасфальт-, обустро-, сократ-, пролож-, оснаст-, утепл-, помощь, помочь, укреп-, провести воду,
        провести интернет, разбит-"""),
)
_NO_GAIN = _keywords(
    _split_list("жыйналыш-, эмгек акы, айлык акы, салык төлөйбүз, салык төлөп жат-"),
    _split_list("платим налоги, плачу налоги, налоги платим, налоги плачу"),
)
_NO_MATTER = _keywords(
    _split_list("""
        кара суу, ак суу, кызыл суу, көк суу, сары суу, базар коргон, бул жолу, ар жолу, бир жолу, эки жолу,
        үч жолу, көп жолу, кийинки жолу, биринчи жолу""")
)
_BESIDE_KY = frozenset(
    _split_list("жанына, жанында, жанындагы, жанынан, алдына, алдында, алдындагы, артында, артындагы, тушунда, тушуна")
)
_BESIDE_RU = frozenset(_split_list("возле, около, напротив, мимо, до, перед"))
READ_AT_MOST = 2_000  # characters of a text: what comes later changes no guess
_ADDRESSES = frozenset({"дорогие", "дорогой", "дорогая"})  # «dear»: no word of a road, though it looks like one
_NAMED_FIRST = 0.4


def decide_side(text: str) -> Side:
    """Returns REVENUE where the words speak more of money coming in than going out; what is named first wins a tie.

    Where they speak of neither, SPENDING, since that is what most proposals are.
    """
    read = _Text(text, _NO_GAIN)
    gains, costs = read.first_places(_MONEY_IN), read.first_places(_MONEY_OUT)
    if gains and len(gains) == len(costs):
        return Side.REVENUE if min(gains.values()) < min(costs.values()) else Side.SPENDING
    return Side.REVENUE if len(gains) > len(costs) else Side.SPENDING


def suggest(text: str, side: Side | None, categories: Iterable[Category]) -> Category | None:
    """Returns the category of that side (guessed where None) that text names most, or None where it names none.

    A phrase weighs as many as its words. A keyword of several categories is divided among them. The matter named first
    weighs a little more; a landmark («мектептин жанына», «возле школы») does not count.
    """
    side = side or decide_side(text)
    read = _Text(text, _NO_MATTER)
    candidates = tuple(category for category in categories if category.side is side)
    weights = _weights(candidates)
    named = [(category, places) for category in candidates if (places := read.named(category))]
    if not named:
        return None
    first = min(min(places.values()) for _, places in named)

    def rank(row: tuple[Category, dict[Keyword, int]]) -> tuple[float, int]:
        place = min(row[1].values())
        return sum(weights[keyword] for keyword in row[1]) + _NAMED_FIRST * (place == first), -place

    return max(named, key=rank)[0]


class _Text:
    """The words of a text that tell something: the phrases that only sound as if they did are left out."""

    def __init__(self, text: str, idle_phrases: Iterable[Keyword]) -> None:
        told = Words(word for word in words_of(text[:READ_AT_MOST]) if word.letters not in _ADDRESSES)
        self._words = told.without(idle_phrases)

    def first_places(self, keywords: Iterable[Keyword]) -> dict[Keyword, int]:
        """Returns where each keyword that occurs is found first."""
        places = ((keyword, next(self._words.places(keyword), None)) for keyword in keywords)
        return {keyword: at for keyword, at in places if at is not None}

    def named(self, category: Category) -> dict[Keyword, int]:
        """Returns the category's keywords that occur, and where; phrases go first, and no word is counted twice."""
        places: dict[Keyword, int] = {}
        taken: set[int] = set()
        if _heads(category).isdisjoint(self._words.heads):
            return places
        for keyword in _of(category):
            if not self._words.has_head(keyword):
                continue
            for at in self._words.places(keyword):
                span = range(at, at + len(keyword.words))
                if taken.isdisjoint(span) and not self._is_landmark(span):
                    places[keyword] = at
                    taken.update(span)
                    break
        return places

    def _is_landmark(self, span: range) -> bool:
        words = self._words.words
        before = words[span.start - 1].letters if span.start else ""
        after = words[span.stop].letters if span.stop < len(words) else ""
        return before in _BESIDE_RU or after in _BESIDE_KY


@lru_cache(maxsize=256)
def _of(category: Category) -> tuple[Keyword, ...]:
    keywords = [
        Keyword.of(text, russian=language == "ru") for language, texts in category.keywords.items() for text in texts
    ]
    return tuple(sorted(keywords, key=lambda keyword: -len(keyword.words)))


@lru_cache(maxsize=256)
def _heads(category: Category) -> frozenset[str]:
    return frozenset(keyword.head for keyword in _of(category))


@lru_cache(maxsize=8)
def _weights(categories: tuple[Category, ...]) -> dict[Keyword, float]:
    shared = Counter(keyword for category in categories for keyword in _of(category))
    return {keyword: len(keyword.words) / count for keyword, count in shared.items()}
