"""What says by itself that it is a proposal: «Сунуш: …», «хочу предложить …», and a yes with more behind it."""

import re

from bot.budget.proposal import LEAST_LETTERS
from bot.language.kyrgyz import canon
from bot.language.latin import fold_within
from bot.language.letters import has_letters
from bot.language.meanings.late_pattern import compile_late

_READ_AT_MOST = 200  # characters: what a text calls itself stands at its beginning
_FIRST = (
    "биринчи|экинчи|үчүнчү|учунчу|төртүнчү|тортунчу|дагы бир|жаңы|жаны|башка|ещ[её] одно|перво[ей]|второ[ей]|трет[ьи]е|"
    "четв[её]ртое|новое|друго[ей]"
)
# «Экинчи сунушум: …», «Предложение второе: …», «Моё предложение такое: …».
_NAMED = compile_late(
    rf"\s*(?:(?:менин|бул|м[оа]е|моё|наше|мен|а|и|жана|ещ[её])\s+)*(?P<before>{_FIRST})?\s*(?:менин\s+)?"
    rf"(?:сунуш(?:ум|убуз|умуз)?|пр[ие]дл[оа]жени[ея])(?:\s+(?P<behind>{_FIRST}|такое|мындай|номер|№?\s*\d))?"
    r"\s*[:.—–-]+\s*(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_PROPOSING = compile_late(
    r"\s*(?:(?:я|мы|мен|биз|ещ[её]|дагы)\s+)*(?:(?:хочу|хотим|хотел\w?\s+бы|хотелось\s+бы|можно)\s+пр[ие]дл[оа]жить|"
    r"пр[ие]дл[оа]гаю|пр[ие]дл[оа]гаем|сунуштайм|сунуштайбыз|сунуш\s+кылам|сунуш\s+кылабыз)\b\W*(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_LEAST_WORDS, _LEAST_OF_ONE = 2, 5  # behind «хочу предложить»; letters where it is one
_NAMES_NONE = compile_late(
    r"(?:иде[юяи]|предложени\w*|кое\W?что|что-то|нечто|тему|проект|свое|своё|сунуш\w*|нерсе\w*|пикир\w*|решени\w*|помощь|дружбу|"
    r"вариант\w*|айткым|берейин|кылам|кылгым)\W*"
)
_YES = r"ооба|ова|оваа|ооа|ага|угу|албетте|макул|туура|да|конечно|верно|правильно|ooba|ova|da|albette"
# A bare «да» may belong to the words behind it, «да когда же». With a comma or «и ещё» it is a yes.
_YES_FIRST = compile_late(
    rf"\s*(?:{_YES})(?:[\s,]+(?:{_YES}|сунуш|это предложение|бул сунуш))*"
    r"(?:\s*[,.!;:–—-]\s*|\s+(?=дагы\b|жана\b|и\s+ещ[её]\b|ещ[её]\b|а\s+ещ[её]\b|(?:мен|биз|я|мы|хочу|хотим|dagy|men|biz|i\s+esh?c?ho)"
    r"\b))(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


def calls_itself_one(text: str) -> bool:
    """Whether a text says first that it is a proposal and then says what: «Сунуш: көпүрө керек»."""
    return bool(_find_content(text))


def calls_itself_another(text: str) -> bool:
    """Whether it says that it is one more than before: «Экинчи сунушум: …», «Предложение второе: …»."""
    named = _NAMED.fullmatch(canon(text[:_READ_AT_MOST]))
    behind = (named["behind"] or "") if named else ""
    is_another = named is not None and bool(
        named["before"] or behind[:1] not in {"", "т", "м", "н"} or behind == "третье"
    )
    return is_another and bool(_find_content(text))


def cut_after_a_yes(text: str) -> str:
    """Returns what stands behind a yes that begins a text, in the author's spelling.

    It is empty where nothing stands there.
    """
    found = _YES_FIRST.match(text[:_READ_AT_MOST])
    return text[found.start("rest") :].strip() if found else ""


_NO = r"нет|неа|не-а|жок|йок|йўқ|йуқ|йук|юк|net|nea|jok|joq|zhok|yok|yo'?q"
_NOT_THAT = (
    r"это не предложение|не предложение|бул сунуш эмес|сунуш эмес|не это|не то|не так|не об этом|не про это|это не то|"
    r"андай эмес|ал эмес|бул эмес|туура эмес|emes|bul emes|ne to|ne eto|что вы|что ты|нет|жок|уулум|кызым|балам|братан|"
    r"брат|мырза|эже|байке"
)
# Without a comma a sentence of its own has to begin there: «нет дороги» says what is missing.
_BEGINS = (
    r"мен|биз|мага|бизге|менин|биздин|анан|андан көрө|бирок|тескерисинче|я|мы|хочу|хотим|хотел\w*|хотелось|лучше|просто|"
    r"наоборот|надо|нужно|(?:мне|нам) (?:нуж|надо)\w*|men|biz|maga|bizge|menin|bizdin|ya|my|hochu|xochu|khochu|luchshe|prosto|"
    r"nado|nuzhno"
)
_NO_FIRST = compile_late(
    rf"\s*(?:(?:ой|ай|э|а|ну|да|ok|ок)[\s,]+)*(?:(?:{_NO})|не(?=\s*[,.!;:]))(?!\w)(?:[\s,.!;-]+(?:{_NOT_THAT})(?!\w))*"
    rf"(?:\s*[,.!;:–—]+\s*|\s+-\s+|\s+(?=(?:{_BEGINS})\b))(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


def cut_after_a_no(text: str) -> str:
    """Returns what stands behind a no that begins a text. It is empty where the text only says what is missing."""
    found = _NO_FIRST.match(text[:_READ_AT_MOST])
    return text[found.start("rest") :].strip() if found else ""


# «Жаз», «жазып кой», «катта», «запишите»: what is asked about shall be written down.
_WRITE_IT = compile_late(
    r"(?:^| )(?:жаз|жазч[ыу]|жазып (?:кой|коюнуз|койгула|ал|алыныз|алгыла|бер|бериниз|коюнузчу|койчу)|жаза бер\w*|"
    r"жазыныз(?:чы)?|"
    r"катта|каттаныз|каттагыла|каттап (?:кой|коюнуз|койгула|ал)|запиши(?:те)?|записывай(?:те)?|пиши(?:те)?|пишем|"
    r"зафиксируй(?:те)?|фиксируй(?:те)?|оформи(?:те)?|оформляй(?:те)?)(?= |$)"
)
_BESIDE_WRITING = frozenset(
    ["ооба", "да", "макул", "ок", "ну", "эми", "анда", "муну", "ушуну", "ушул", "бул", "это", "его", "так", "и", "сураныч",
     "пожалуйста", "давай", "давайте", "болду", "сунуш", "катары", "деп", "как", "предложение", "эле", "мага", "мне", "тез"]
)  # fmt: skip
_FIRST_OF_TWO = compile_late(
    r"(?:^| )(?:биринчи(?:си|син)?|алгачкы(?:сы|сын)?|мурунку(?:су|сун)?|мурдагы(?:сы|сын)?|баягы(?:сы|сын)?|"
    r"перв(?:ое|ая|ый|ую)|предыдущ\w+|прежн\w+|прошл\w+|то что раньше|то что было)(?= |$)"
)
_WORDS_OF_A_QUESTION = 5


def says_to_write_it(text: str) -> bool:
    """Whether a short text only says to write down what is asked about: «jaz», «жазып коюңуз», «да, запишите»."""
    read = fold_within(text, _READ_AT_MOST)
    return bool(_WRITE_IT.search(read)) and set(_WRITE_IT.sub(" ", read).split()) <= _BESIDE_WRITING


def names_the_first(text: str) -> bool:
    """Whether a short text only names the first of two that are shown: «биринчиси», «ооба биринчиси», «то первое»."""
    read = fold_within(text, _READ_AT_MOST)
    left = set(_FIRST_OF_TWO.sub(" ", _WRITE_IT.sub(" ", read)).split())
    return bool(_FIRST_OF_TWO.search(read)) and left <= _BESIDE_WRITING | {"то", "вот", "ошол", "керек", "нужно", "мое"}


_INSTEAD = compile_late(
    r"(?:^| )(?:ордун[ау]|орд[ыу]на|вместо|вмест[ао]|вмист[ао]|взамен|"
    r"замен\w*|поменя\w*|алмаштыр\w*|алмаштырып)(?= |$)"
)
_OLD = compile_late(r"(?:мурунку|мурдагы|эски|баягы|стар|прежн|предыдущ|биринчи|перв)\w*")
_BESIDE_INSTEAD = _BESIDE_WRITING | {
    "кой", "кою", "коюнуз", "коюнузчу", "койгула", "койсун", "коюлсун", "койчу", "болсун", "болот", "турсун", "мурунку",
    "мурункунун", "мурдагы", "мурдагынын", "эскинин", "тигинин", "анын", "ошонун", "биринчинин", "текст", "текстти", "тексттин",
    "ушунусу", "ушунусун", "мунусун", "мунусу",
    "кылып", "сал", "бер", "бериниз", "того", "этого", "него", "прежнего", "старого", "предыдущего", "первого", "на",
    "коюп", "ал", "алыныз", "койсонуз", "койсонузчу", "ушуну", "муну", "лучше", "его", "ее", "постав", "поставте",
    "поставит", "вот", "этот", "прошлого", "сураныч", "пожалуйста", "уж", "давай", "давайте", "просто", "эми",
    "тот", "тем", "тут", "другим", "новым", "мой", "мое", "моё",
    "новый", "старый", "пуст", "будет", "встанет", "что", "было", "то", "нужно", "надо", "керек", "жок", "нет",
}  # fmt: skip


def says_instead(text: str) -> bool:
    """Whether a short text only says that the new words replace the old ones: «ордуна койсун», «замените на это»."""
    read = fold_within(text, _READ_AT_MOST)
    beside = set(_INSTEAD.sub(" ", read).split()) - _BESIDE_INSTEAD
    return bool(_INSTEAD.search(read)) and all(map(_OLD.fullmatch, beside))


def is_thrown_back(text: str) -> bool:
    """Whether a text is a few words and a question mark: «ал сенин ишиң беле?»."""
    return text.rstrip().endswith("?") and len(text.split()) <= _WORDS_OF_A_QUESTION


def _find_content(text: str) -> str:
    read = canon(text[:_READ_AT_MOST])
    if (named := _NAMED.fullmatch(read)) is not None:
        return named["rest"] if has_letters(named["rest"], LEAST_LETTERS) else ""
    proposing = _PROPOSING.fullmatch(read)
    words = proposing["rest"].split() if proposing is not None else []
    is_one = len(words) == 1 and len(words[0]) >= _LEAST_OF_ONE and _NAMES_NONE.fullmatch(words[0]) is None
    is_enough = len(words) >= _LEAST_WORDS or is_one
    return (
        proposing["rest"]
        if proposing is not None and is_enough and has_letters(proposing["rest"], LEAST_LETTERS)
        else ""
    )
