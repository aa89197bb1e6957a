"""The screens of an office by other words than their buttons have. Whole phrases are read, in any endings, never a part."""

from collections.abc import Mapping
from functools import lru_cache

from bot.chat.texts import say_in_every_language
from bot.language.matter.stems import list_searched
from storage.log.office_lists import OfficeList

LONGEST = 80  # characters
_SHORT = 3  # letters of a stem by which a word alone is not known
CALLED: Mapping[str, str] = {
    OfficeList.WAITING: """
        жооп күткөн сунуштар, жаңы келгендер, жаңы түшкөндөр, жаңы сунуштар, новые предложения, новые, жооп
        берилбегендер, жооп бериле электер, жоопсуз калгандар, жообу жоктор, жооп күтүп жаткандар, без ответа,
        неотвеченные, ждущие ответа, что ждет ответа, на что ответить, ожидают ответа
    """,
    OfficeList.SOON: """
        мөөнөтү жакындар, мөөнөтү жакындагандар, мөөнөтү жакындаган сунуштар, үч күндө бүтчүлөр, 3 күндө бүтчүлөр,
        осталось до трех дней, до трех дней, мөөнөтү жакындап калгандар, мөөнөтү бүтүп баратат, мөөнөтү аз калгандар,
        үч күндө бүтөт, үч күн калгандар, скоро срок, срок подходит, подходит срок, срок истекает, осталось три дня,
        осталось до 3 дней, горящие
    """,
    OfficeList.OVERDUE: """
        мөөнөтү өткөндөр, мөөнөтү өтүп кеткендер, мөөнөтү бүткөндөр, кечиккендер, кечигип жаткандар, кечигип
        калгандар, кеч калгандар, просрочка, просроченные, срок прошел, срок вышел, срок истек, опоздавшие
    """,
    OfficeList.MINE: """
        мен алган сунуштар, менин алгандарым, мендегилер, менде тургандар, мага берилгендер, менин колумдагылар,
        взятое мной, что у меня, мои в работе, у меня в работе
    """,
    OfficeList.DRAFTED: """
        сакталгандар, жөнөтүлө элек жооптор, жөнөтүлбөгөн жооптор, жөнөтүлбөгөндөр, каралама жооптор, черновики,
        сохраненные, сохраненные ответы, неотправленные, неотправленные ответы, не отправленные ответы, отложенные
        ответы
    """,
    OfficeList.FOR_HEAD: """
        бекитиле электер, бекитилбегендер, бекитилбеген жооптор, бекитүүгө келгендер, бекитүүгө жиберилгендер,
        бекитчүлөр, бекитүү керек болгондор, менин бекитүүмдү күткөндөр, башчыны күткөндөр, макулдугумду күткөндөр,
        макулдук күткөндөр, бекитүүнү күтүп жаткандар, ждут утверждения, ожидают утверждения, ожидающие утверждения,
        ждущие утверждения, ждет утверждения, на утверждении, на утверждение, неутвержденные, что утвердить, ждут
        одобрения, на одобрении, ждут согласования, на согласовании, ждут подписи, ждут главу, у главы
    """,
    OfficeList.QUESTIONED: """
        суроо бергендер, суроосу барлар, каршы болгондор, каршы пикирлер, макул эместер, суроолор жана каршы пикирлер,
        вопросы жителей, возражения, вопросы и возражения, несогласные
    """,
    OfficeList.UNDELIVERED: """
        жетпегендер, жетпей калгандар, жетпей калган жооптор, барбай калгандар, жеткирилбегендер, жеткирилбеген
        жооптор, недоставленные, недоставленные ответы, не дошли, не дошло, не дошедшие, не получили
    """,
    OfficeList.ANSWERED: """
        жооптор, берилген жооптор,
        жооп берилген сунуштар, жооп алгандар, жообу барлар, жөнөтүлгөн жооптор, отвеченные, с ответами, отправленные
        ответы, уже ответили, есть ответ
    """,
}
OTHERS: Mapping[str, str] = {
    "intake": """
        башканын сунушу, тургундун сунушу, кагаздагы сунуш, кагаз сунуш, сунушту каттоо, бирөөнүн сунушу, записать
        жителя, за жителя, предложение жителя, бумажное предложение, предложение с бумаги
    """,
    "desk_search": "издейм, издеп бер, табуу, найти, искать, ищу",
    "desk_filter": "тандоо, тандап көрөм, тандап бер, чыпкалоо, отобрать, отбор, фильтровать",
    "excel": "эксель, таблица, таблицаны бер, excel бер, таблицу, в excel, в эксель",
    "late_by": "кимдер кечикти, ким кечигип жатат, кечиккен кимдер, кто опоздал, кто просрочил, кто не успевает",
    "team": "кызматкерлерибиз, кесиптештер, коллеги, персонал, наши сотрудники",
}
_BESIDE = """
    көрсөт көрсөтчү көрсөтүп мага ач ачып аччы бер берчи кана кайда канча баары бардыгы бардык тизме тизмеси сунуш
    сунуштар барбы эмне болгон
    покажи покажите показать открой открыть дай дайте мне где сколько все список предложение предложения есть ли какие что там
"""


def find_screen(text: str, titles: Mapping[str, str]) -> str | None:
    """The screen (id) that a text names and says nothing beside; None where it names none, or more than one.

    titles are the names on the buttons, in English, by id.
    """
    if len(text) > LONGEST:
        return None
    words = _read(text)
    least = tuple(word for word in words if not word & _beside())
    named = {id for id, title in titles.items() if _stands(words, least, *say_in_every_language(title))}
    if not named:
        named = {f"desk_list:{which}" for which, phrases in CALLED.items() if _stands(words, least, *_split(phrases))}
        named |= {id for id, phrases in OTHERS.items() if _stands(words, least, *_split(phrases))}
    return named.pop() if len(named) == 1 else None


def _split(phrases: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in phrases.split(","))


def _stands(words: tuple[frozenset[str], ...], least: tuple[frozenset[str], ...], *phrases: str) -> bool:
    return any(_is_same(said, _read(phrase)) for phrase in phrases for said in {words, least} if said)


def _is_same(words: tuple[frozenset[str], ...], phrase: tuple[frozenset[str], ...]) -> bool:
    # In any order: each word shares a stem with one of the phrase, and none is left over.
    if len(words) != len(phrase):
        return False
    if len(words) == 1:  # a stem of three letters is that of too many words: «менюга» names nothing of mine
        return any(len(stem) > _SHORT for stem in words[0] & phrase[0])
    return all(any(one & other for other in phrase) for one in words) and (
        all(any(one & other for other in words) for one in phrase)
    )


@lru_cache(maxsize=1_024)
def _read(phrase: str) -> tuple[frozenset[str], ...]:
    return tuple(map(frozenset, list_searched(phrase)))


@lru_cache(maxsize=1)
def _beside() -> frozenset[str]:
    return frozenset(stem for word in _BESIDE.split() for stems in list_searched(word) for stem in stems)
