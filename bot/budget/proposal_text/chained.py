"""Several proposals in one line, joined by «ещё», «дагы», «экинчиси»; never the details of one proposal."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from bot.language.matter.landmarks import find_landmarks
from bot.language.meanings.late_pattern import compile_late

MOST_LINKS = 10
MatterOf = Callable[[str], str | None]  # the code of the category that a text is about; None where it names none

_LINK = compile_late(
    r"(?<=[\s,.;!?])(?:(?:и|а|жана|анан|jana|anan)\s+)?"
    r"(?:дагы(?:\s+бири)?|dagy|ещ[её]|esh[cyeё]\w{0,2}|также|кроме\s+того|помимо\s+(?:этого|того)|плюс(?:\s+к\s+этому)?|"
    r"мындан\s+(?:тышкары|сырткары|башка)|андан\s+(?:тышкары|сырткары|башка)|ошондой\s+эле|муну\s+менен\s+катар|"
    r"экинчиси|экинчи\s+сунушум|[үу]ч[үу]нч[үу]с[үу]|т[өо]рт[үу]нч[үу]с[үу]|ekinchisi|uchunchusu|"
    r"второе|третье|четв[её]ртое|во-вторых|в-третьих)"
    r"(?!\w)(?!\s+(?:раз|больше|более|лучше|не|ни|бир\s+жолу|көп|көбүрөөк|жакшы)(?!\w))",
    re.IGNORECASE,
)
# Words and endings of a wish, folded.
_WISHES = """
    керек зарыл сунуштайм сунуштайбыз нужен нужна нужно нужны надо необходимо необходим необходима необходимы прошу просим
    предлагаю предлагаем хочу хотим хотелось чтобы жок нет суранам суранабыз өтүнөм өтүнөбүз каалайбыз болсо
"""
_WISHED = frozenset(map(fold, _WISHES.split()))
_ENDINGS_OF_A_WISH = """
    ылсын илсин улсун үлсүн сын син сун сүн гыла гиле гула кыла киле кула гүлө күлө гылачы гилечи гулачы
    ыңыз иңиз уңуз үңүз ңыз ңиз ңуз ңүз ыңыздар иңиздер уңуздар ңыздар ңиздер ңуздар ыңызчы иңизчи
    салар сеңиз саңыз сеңиздер саңыздар сек сак йлы йли йлык йлик ите йте ьте
"""
_WISHED_ENDINGS = tuple(map(fold, _ENDINGS_OF_A_WISH.split()))
_LACKS = frozenset({"жок", "нет"})
_SENTENCE_ENDS = compile_late(r"(?<=\w[.!;])\s+|(?<=\w[.!;][.!])\s+")
_LEAST_WISH = 6  # letters of a word that such an ending makes a wish
# What leans on the words before it is a detail of them: «там», «ага», «вокруг него».
_LEANING = """
    ага анын аны анда ошого ошонун ошону ошондо ошол алар алардын аларга аларды ичине ичинде айланасына ал
    там туда его её их ему ей ним ней нём нему неё них него ими вокруг внутри этого этой этому
"""
_LEANS = frozenset(map(fold, _LEANING.split()))
# What has rooms or a ground of its own, and what it may be furnished with: «мектепке жарык, дагы туалет».
_SITES = """
    sp_school sp_kindergarten sp_health sp_culture sp_sport sp_greening sp_cemetery sp_transport sp_admin
"""
_HOUSES = frozenset(_SITES.split())
_FURNITURE = """
    sp_lighting sp_water sp_sewage sp_energy_heating sp_digital sp_sport sp_greening sp_public_safety sp_other sp_admin
    sp_school sp_kindergarten sp_health sp_culture sp_women_gender sp_youth
"""
_FURNISHED_WITH = frozenset(_FURNITURE.split())
_INTO_A_HOUSE = compile_late(
    r"(?:^| )(?:(?:мектеп|бакча|балабакча|садик|медпункт|оорукана|клуб|китепкана|фап)(?:ибиз|быз)?"
    r"(?:[кг][аео]|[дт][аео]|[нтд][ыиу]н)|(?:в|для|на) (?:\w{2,20} )?(?:школ|садик|сад|больниц|клуб|фап|библиотек|"
    r"медпункт|стадион|площадк|парк)\w{0,8})(?= |$)"
)
_A_PLACE = compile_late(
    r"(?:^| )(?:коч|айыл|аил|аиыл|парк|базар|мектеп|бакча|балабакча|клуб|стадион|улиц|сел|рын|школ|садик|район|квартал|участ|"
    r"кошо|кладбищ|мурзо|корустон)\w{0,12}(?= |$)"
)
# «Терезелерин», «жээктерине»: whose they are stands before, unless an owner is named («көчөнүн четтерине»).
_THEIRS = compile_late(r"[лдт][аео]р[ыиу](?:н|н[аео]н?|нд[аео]н?)?$")
_OWNER = compile_late(r"\w{2,}[нтд][ыиу]н")
_WOULD = compile_late(r"(?:^| )\w{3,}с[аео](?: (?:жакшы|болот|экен|деп|дейм|дейбиз|болмок)(?: \w+){0,3})?$")
_EDGES = " \t\n.,;:—–-"


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of the text: where it begins and ends, what it is about."""

    start: int
    end: int
    matter: str | None


def split_chained(text: str, matter_of: MatterOf) -> list[str]:
    """Returns the proposals that a text joins in one line. One proposal with its details stays whole.

    A stretch behind «ещё» is a proposal only if it wishes something itself. Its matter must differ from the stretch
    before.
    """
    links = [(match.start(), match.end()) for match in _LINK.finditer(text)][: MOST_LINKS + 1]
    if not links or len(links) > MOST_LINKS or ":" in text[: links[0][0]]:
        return [text]
    ends = [*(start for start, _ in links[1:]), len(text)]
    parts = [_Part(0, links[0][0], _find_matter(text[: links[0][0]], matter_of))]
    for (_, begin), end in zip(links, ends, strict=True):
        last, said = parts[-1], text[begin:end].strip(_EDGES)
        matter = _find_matter(said, matter_of)
        if last.matter is None or matter is None or matter == last.matter or _is_detail(text, last, said, matter):
            whole = text[last.start : end]
            parts[-1] = _Part(last.start, end, last.matter or _find_matter(whole, matter_of))
        else:
            parts.append(_Part(begin, end, matter))
    return [text[one.start : one.end].strip(_EDGES) for one in parts]


def split_sentences(text: str, matter_of: MatterOf) -> list[str]:
    """Returns the sentences of a text where each wishes something else, and none only tells; else the text whole."""
    said = [one.strip(_EDGES) for one in _SENTENCE_ENDS.split(text.strip()) if one.strip(_EDGES)]
    if not 2 <= len(said) <= MOST_LINKS or not all(map(_asks, said)):
        return [text]
    parts = list[_Part]()
    for one in said:
        matter, start = matter_of(one), text.index(one, parts[-1].end if parts else 0)
        if matter is None or any(before.matter == matter for before in parts):
            return [text]
        if parts and _is_detail(text, parts[-1], one, matter):
            return [text]
        parts.append(_Part(start, start + len(one), matter))
    return said


def _asks(said: str) -> bool:
    # «Пандуса нет» tells what lacks, and the sentence behind it may wish for that.
    return any(
        word in _WISHED - _LACKS or (len(word) >= _LEAST_WISH and word.endswith(_WISHED_ENDINGS))
        for word in fold(to_cyrillic(said)).split()
    )


def _find_matter(said: str, matter_of: MatterOf) -> str | None:
    return matter_of(said) if _wishes(said) else None


def _wishes(said: str) -> bool:
    read = fold(to_cyrillic(said))
    return _WOULD.search(read) is not None or any(
        word in _WISHED or (len(word) >= _LEAST_WISH and word.endswith(_WISHED_ENDINGS)) for word in read.split()
    )


def _is_detail(text: str, before: _Part, said: str, matter: str) -> bool:
    words = fold(to_cyrillic(said)).split()
    if not _LEANS.isdisjoint(words) or _is_theirs(words):
        return True
    if matter not in _FURNISHED_WITH or _A_PLACE.search(" ".join(words)) or find_landmarks(words):
        return False
    earlier = fold(to_cyrillic(text[before.start : before.end]))
    return before.matter in _HOUSES or _INTO_A_HOUSE.search(earlier) is not None


def _is_theirs(words: list[str]) -> bool:
    theirs = next((at for at, word in enumerate(words) if _THEIRS.search(word[-8:]) and len(word) > 6), None)
    return theirs is not None and not any(map(_OWNER.fullmatch, words[:theirs]))
