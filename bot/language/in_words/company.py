"""Who comes along, named and not counted: «вдвоём», «экөөбүз», «с мужем и двумя детьми», «балам экөөбүз»."""

from functools import cache

from bot.language.kyrgyz import fold
from bot.language.spellings import list_keys, list_keys_of_words

MOST_WORDS = 10
# Whoever says one of these is one of them.
_TOGETHER = (
    "вдвоём экөөбүз экөөлөп экообуз",
    "втроём үчөөбүз үчөөлөп",
    "вчетвером төртөөбүз төртөөлөп",
    "впятером бешөөбүз бешөөлөп",
    "вшестером шестером алтообуз алтоолоп",
    "всемером жетөөбүз жетөөлөп",
    "ввосьмером сегизөөбүз",
    "вдевятером тогузообуз",
    "вдесятером онообуз",
)
_NUMBERS = (
    "бир бирөө одним одной одного",
    "эки экөө два две двое двумя двоими двух двоих",
    "үч үчөө три трое тремя троими трёх троих",
    "төрт төртөө четыре четверо четырьмя четырёх четверых",
    "беш бешөө пять пятеро пятью пятерых",
    "алты алтоо шесть шестеро шестью шестерых",
    "жети жетөө семь семеро",
    "сегиз восемь восемью",
    "тогуз девять девятью",
    "он десять десятью",
)
_ONE = """
    кесиптешим кесиптеш фермерим дыйкан мугалим фермер фермера фермером дыйканым коллегам
    абишке абишкем чалым кемпирим шалым кемпир небирем неберем
    кошнам кошнум кошним коншум
    күйөөм аялым жубайым жолдошум келинчегим балам уулум кызым апам атам энем акем агам иним эжем сиңдим карындашым
    тууганым досум курбум кошунам коңшум келиним кайненем кайнатам кайнеэнем неберем байкем таятам таенем жээним тагам
    жеңем абысыным келинчегибиз балдызым жездем таежем апам чоңапам
    апабыз атабыз энебиз балабыз уулубуз кызыбыз
    муж мужем жена женой супруг супругом супруга супругой сын сыном сынок сынком дочь дочерью дочка дочкой ребёнок
    ребёнком мама мамой папа папой мать матерью отец отцом брат братом братишкой сестра сестрой сестрёнкой друг другом
    подруга подругой сосед соседом соседка соседкой внук внуком внучка внучкой бабушка бабушкой дедушка дедушкой дед
    дедом тётя тётей дядя дядей невестка невесткой сноха снохой зять зятем свекровь свекровью свёкор свёкром тёща тёщей
    внучок внучком внученька соседа соседки друга подруги брата сестры сына дочери ребёнка внука внучки
    племянник племянником племянница племянницей коллега коллегой товарищ товарищем человеком
"""
_MANY = """
    кесиптештер кесиптештерим кесиптештерибиз фермерлер дыйкандар фермеры фермерами фермеров
    балдар балдарым балдарыбыз кошуналар кошуналарым кошуналарыбыз достор досторум туугандар туугандарым уулдарым
    кыздарым неберелерим үйбүлө үйбүлөм үйбүлөбүз бүлөм бала кыз уул эжелерим инилерим
    дети детьми детей детишками ребята ребятами ребятишками друзья друзьями друзей соседи соседями соседей соседки
    соседками родители родителями родителей братья братьями братьев сёстры сёстрами сестёр
    внуки внуками внуков внучками сыновья сыновьями сыновей дочери дочерьми дочек дочками родственники родственниками
    родственников подруги подругами подруг семья семьёй семьи коллеги коллегами коллег односельчанами
"""
_PEOPLE = "киши адам кишибиз адамбыз люди людьми людей человек человека"  # beside «we» they are all of us
_OF_US = "мы нас биз бизден болуп болобуз придём приедем будем пойдём"
_WITH = "менен кошо"
_BESIDE = """
    с со мною мени ээрчитип жетелеп тутуп барат кирип келе явимся заявимся подъедем приползу считая меня будем мен жана
    с со мен я дагы жана и да ещё тоже эле вместе чогуу бирге моим моей моими мой моя мои своим своей
    своими своих наш наша наши нашими мной нами собой всей келем келебиз барам барабыз катышам катышабыз приду
    прийду приеду буду будет пойду идём угууга жыйынга на слушание слушания собрание болот болобуз
    кошулат кошулабыз кошулушат кошулам бар барат келет келишет присоединится присоединятся будут придут подойдут
    ну сам сама өзүм сөзсүз обязательно конечно возьму приведу беру ала алып ээрчитип кишини адамды
"""
_WHO = {"one", "many", "people"}
_NAMING = {"together", "number", *_WHO}
_SEVEN = "семью"  # «with seven» and «the family»: a number only before people


@cache
def _known() -> dict[str, tuple[str, int]]:
    known: dict[str, tuple[str, int]] = {}

    def enter(words: str, kind: str, count: int = 0) -> None:
        for word in words.split():
            for key in list_keys_of_words(word):
                known.setdefault(key, (kind, count))

    for count, words in enumerate(_TOGETHER, 1):
        enter(words, "together", count)
    for count, words in enumerate(_NUMBERS, 1):
        enter(words, "number", count)
    enter(_SEVEN, "seven", 7)
    enter(_ONE, "one", 1)
    enter(_MANY, "many")
    enter(_PEOPLE, "people")
    enter(_OF_US, "us")
    enter(_WITH, "with")
    enter(_BESIDE, "beside")
    return known


def _read(text: str) -> list[tuple[str, int]] | None:
    """What each word of a text says; None where one says something else, or nobody is named."""
    words = fold(text).replace("уй було", "уйбуло").split()
    if not 0 < len(words) <= MOST_WORDS:
        return None
    known, said = _known(), list[tuple[str, int]]()
    for word in words:
        if word.isascii() and word.isdigit() and len(word) < 4:
            said.append(("number", int(word)))
            continue
        found = next((known[key] for key in sorted(list_keys(word)) if key in known), None)
        if found is None:
            return None
        said.append(found)
    after = [*(kind for kind, _ in said[1:]), ""]
    said = [
        one if one[0] != "seven" else ("number", 7) if following in _WHO else ("many", 0)
        for one, following in zip(said, after, strict=True)
    ]
    return said if any(kind in _NAMING for kind, _ in said) else None


def names_number(word: str) -> int | None:
    """Returns the number that a word says of people: «3», «эки», «четверо»; None for another word."""
    if word.isascii() and word.isdigit() and len(word) < 3:
        return int(word)
    found = _find(word)
    return found[1] if found is not None and found[0] in {"number", "seven"} else None


def names_one_person(word: str) -> bool:
    """Whether a word names one person: «внучок», «балам»."""
    found = _find(word)
    return found is not None and found[0] == "one"


def _find(word: str) -> tuple[str, int] | None:
    known = _known()
    return next((known[key] for key in sorted(list_keys(word)) if key in known), None)


def names_company(text: str) -> bool:
    """Whether a text says only who comes along, counted or not: «үй-бүлөм менен», «с мужем и детьми»."""
    return _read(text) is not None


def count_company(text: str) -> int | None:
    """Returns how many come along with whoever names them; None where that is not said, or is counted another way.

    «Вдвоём с мужем» is one, «с мужем и двумя детьми» three. «С детьми» says no number.
    """
    said = _read(text)
    if said is None:
        return None
    together = [count for kind, count in said if kind == "together"]
    if together:
        return together[0] if len(set(together)) == 1 else None
    kinds = {kind for kind, _ in said}
    is_of_us = "us" in kinds
    if is_of_us and "with" in kinds and "one" not in kinds:
        return None
    total, waiting, of_all, is_open = 0, 0, list[int](), False
    for kind, count in [*said, ("", 0)]:
        if kind == "number":
            if waiting:
                return None  # «3-4 киши»
            waiting = count
            continue
        if kind in {"one", "many"} or (kind == "people" and not is_of_us):
            is_open = is_open or not (waiting or count)  # «с детьми»: how many is not said
            total += waiting or count
        elif waiting:
            of_all.append(waiting)  # a number that stands by itself counts everybody: «нас трое с детьми»
        waiting = 0
    if of_all:
        return max(0, of_all[0] - is_of_us) if len(of_all) == 1 and (is_of_us or not total) else None
    return total if total and not is_open else None
