"""How many come along, told with words that no table has: «эки бестим бар мен менен», «четверо плюс я»."""

from itertools import pairwise

from bot.language.gist.endings import spell_by_ear
from bot.language.in_words.company import names_number, names_one_person
from bot.language.kyrgyz import fold
from bot.language.latin import fold_within, to_cyrillic
from bot.language.meanings.late_pattern import compile_late

_READ, _MOST_WORDS = 160, 16
_MOST = 30  # people; a larger number is written in digits by whoever means it
_TOGETHER = {
    spell_by_ear(stem): count
    for count, stems in enumerate(
        (("вдвоем", "экооб", "экоолоп"), ("втроем", "учооб", "учоолоп"), ("вчетвер", "тортооб"), ("впятер", "бешооб"),
         ("вшестер", "шестером", "алтооб"), ("всемер", "жетооб"), ("ввосьмер", "сегизооб"), ("вдевятер", "тогузооб"),
         ("вдесятер", "онооб")), 1)
    for stem in stems
}  # fmt: skip
_WITH_ME = compile_late(
    r"(?:^| )(?:(?:мени|озумду|мен да|озум да) (?:кош(?!по)\w+|эсепте(?!бе)\w+)|озум менен|мени менен кошкондо|"
    r"(?:считая|включая|учитывая) меня|вместе со мной|со мной вместе|нас|баарыбыз|бардыгы\w*|биз|бизден|болобуз)(?= |$)"
)
_ALONG = compile_late(
    r"(?:^| )(?:плюс|менен|мнн|мнан|кошо|с|са|со|и я|еще|ишо|дагы|ээрчит\w*|ала|алып|возму|вазму|приведу|привиду|беру|"
    r"кошул\w+|коштоп|жетелеп)(?= |$)"
)
_WE_COME = compile_late(r"(?:^| )(?:барабыз|келебиз|катышабыз|баралы|придем|пойдем|приедем)(?= |$)")
_ALL_OF_US = compile_late(
    r"(?:^| )(?:менен|мнн|мнан) (\w+) (?:киши|адам)(?: болуп)? (?:барабыз|келебиз|катышабыз)(?= |$)"
)
_OTHERS_COME = compile_late(
    r"(?:^| )(?:барат|барышат|келет|келишет|придут|прийдут|приедут|подойдут|едут|идут|будут)(?= |$)"
)
_NOBODY_ELSE = compile_late(
    r"(?:^| )(?:болше никого|никого болше|и все|эч ким(?:ди)? (?:жок|албайм)|башка эч ким\w*|эле|гана|толко|тока)(?= |$)"
)
_NOBODY = compile_late(r"(?:^| )(?:эч ким(?:сиз|ди|им)?|никого|никово|ни с кем|никто|один|одна|жалгыз\w*)(?= |$)")
_DAY = compile_late(
    r"(?:^| )(?:саат\w*|часов|часа|час|число|числа|кун\w*|день|дня|дней|раз|жолу|мин|сом\w*)(?= |$)|[:%+]|\d{3}"
)


_COMES = (
    r"(?:(?:келем|келебиз|барам|барабыз|катыша\w+|келаман|келамиз|бораман|борамиз|приду|придем|пойду|пойдем|приедем))"
)
_COMES_ALONG = compile_late(
    rf"(?:^| )(?:менен|мнн|мнан|билан|билен|ээрчит\w*|с|со|вместе)(?: \w+){{0,3}} {_COMES}(?= |$)|"
    rf"(?:^| ){_COMES}(?: \w+){{0,2}} (?:с|со|вместе|менен|билан)(?= |$)"
)


def comes_along(text: str) -> bool:
    """Whether a short text tells with whom somebody comes: «үч кошунам менен келем», «приду с мужем»."""
    read = fold_within(text, _READ)
    return len(read.split()) <= _MOST_WORDS and _COMES_ALONG.search(read) is not None


def count_all_of_us(text: str) -> int | None:
    """How many come along with whoever says how many come in all: «кошнам менен үч киши барабыз» is two."""
    said = fold(to_cyrillic(text[:_READ]))
    found = _ALL_OF_US.search(said) if len(text) <= _READ and "балдар" not in said else None
    number = names_number(found[1]) if found is not None else None
    return number - 1 if number is not None and number > 1 else None


def count_told(text: str) -> int | None:
    """Returns how many come along with whoever tells it; None where that is not plain."""
    typed = to_cyrillic(text[:_READ])
    words = fold(typed).split()
    if len(text) > _READ or not 0 < len(words) <= _MOST_WORDS or _DAY.search(fold(typed)) or "-" in typed:
        return None
    said = " ".join(words)
    if _NOBODY.search(said) and not any(map(names_one_person, words)):
        return 0
    together = {count for word in words for stem, count in _TOGETHER.items() if spell_by_ear(word).startswith(stem)}
    numbers = [number for word in words if (number := names_number(word)) is not None]
    numbers = [number for number in numbers if number != 1] or numbers
    if together:
        return together.pop() if len(together) == 1 and not numbers else None
    if len(numbers) == 1 and 1 < numbers[0] <= _MOST:
        if any(names_one_person(word) for before, word in pairwise(["", *words]) if names_number(before) is None):
            return None  # «мен жана иним эки кызым менен»: somebody else is named besides
        if _WITH_ME.search(said):
            return numbers[0] - 1
        if "болуп" in words:
            return None  # all together are another number
        if _WE_COME.search(said) and (not _ALONG.search(said) or _ALL_OF_US.search(said)):
            return numbers[0] - 1  # «барабыз, 4 киши», «кошнам менен үч киши барабыз»
        return numbers[0] if _ALONG.search(said) or _OTHERS_COME.search(said) else None
    if numbers or not _NOBODY_ELSE.search(said):
        return None
    return sum(map(names_one_person, words)) or None
