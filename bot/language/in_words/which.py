"""Which of the two languages a text is written in, a guess. And which of them a text asks for where it names both."""

import re
from itertools import pairwise

from bot.language.common_speech.reading import say_commonly
from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from bot.language.meanings.late_pattern import compile_late

_READ_AT_MOST = 500  # characters; more say no more about the language
_KYRGYZ_LETTERS = compile_late("[өүңӨҮҢ]")
_WORD = compile_late(r"[a-zа-я]+")
_KYRGYZ_WORDS = """
    жана менен үчүн керек бар жок эмес болот болсун болду экен эле дагы бул ушул биз биздин сиз сиздин мен менин анын
    айыл айылда айылга көчө жол жолду суу мектеп оңдоо оңдоп салып бериңиз бергиле кылып кыл кылыңыз жылы жылга жылдын
    кийин азыр сунуш сунушум салам саламатсызбы рахмат ооба боюнча тууралуу каражат бюджетте бюджетке киреше чыгаша
    жооп алып коюлат каралат каралбайт каралган киргизилет жетпейт ылайык өкмөт өкмөтү турат турган керекпи барбы
    чейин кат келет кетет берилет чечет чечилет бүтөт салынат оңдолот төшөлөт салабыз коёбуз жатат жаздык бердик алдык
    быйыл жазында кышында күзүндө районго айылдык айылдын айылдан мектептин кеңеш болбойт мүмкүн калды акча акчасы бир эки
    үч көп аз киши балдар балдардын болсо берсе толук эски жаңы алып ачып кетип сатып болгон чыккан жерди гана
    kerek menen jok bar salam biz bul ayil aiyl jol suu uchun rahmat akcha bir kop bolot alyp salyp achyp ketip jany eski turat
    jatat bizge bizdin aiylda aiylga aiyldyn bergile algyla achkyla koygula kishi ele baldar jardam bolso berse tolosun
"""
_RUSSIAN_WORDS = """
    и в на не что это как для нужно надо есть нет у нас мы вы я по от до за из к с о об при или если будет был были
    здравствуйте спасибо пожалуйста дорога дорогу воды вода село улица школа сделать сделайте почините отремонтировать
    ответ бюджет бюджета бюджете средств средства включено года году план предложение прошу хочу очень где когда уже так
    все нашем наше наша этот эта эти который которая чтобы было быть может можно
    nado nuzhno zdravstvuyte spasibo net est dlya chto
"""
# Endings that only one of the two has; a word of the other with such an end is rare.
_KYRGYZ_ENDINGS = (
    "нын нин лар лер лор дар дер тар тер ууга ыбыз ибиз ыныз дык бы гыла гиле абыз ебиз обуз лып лип луп ттар"
)
_RUSSIAN_ENDINGS = "ого ему ыми ений ение ения ост ости тся ется ают уют ует ных ной ные ая ую"
_KYRGYZ, _KYRGYZ_ENDS = {fold(word) for word in _KYRGYZ_WORDS.split()}, tuple(_KYRGYZ_ENDINGS.split())
_RUSSIAN, _RUSSIAN_ENDS = {fold(word) for word in _RUSSIAN_WORDS.split()}, tuple(_RUSSIAN_ENDINGS.split())


def guess_language(text: str) -> str | None:
    """Returns «ky» or «ru» for a text that is clearly in one of them, else None."""
    read = text[:_READ_AT_MOST]
    words = _WORD.findall(fold(read))
    kyrgyz = sum(3 if word in _KYRGYZ else word.endswith(_KYRGYZ_ENDS) for word in words)
    russian = sum(3 if word in _RUSSIAN else word.endswith(_RUSSIAN_ENDS) for word in words)
    # A name, «Көк-Жар» or «Бөбөк», stands in texts of both languages.
    written = re.findall(r"\w+", read)
    own = (word for at, word in enumerate(written) if at == 0 or word[0].islower() or word.isupper())
    kyrgyz += 3 * sum(bool(_KYRGYZ_LETTERS.search(word)) for word in own)
    if max(kyrgyz, russian) < 2 or kyrgyz == russian:
        return None
    return "ky" if kyrgyz > russian * 1.5 else "ru" if russian > kyrgyz * 1.5 else None


_NAMED = {"ky": ("кыргыз", "киргиз", "кырг"), "ru": ("орус", "русс", "руск", "русч", "урус")}
_NO_BEFORE = frozenset({"не", "ни", "нет", "без", "кроме", "плохо"})
_NO_TO_ELSE = compile_late(r"\A\W{0,9}(?:(?:ой|ай|эй|а|э|ну)\W{1,9})?(?:нет|неа|жок)\s{0,9}[,.!;]", re.IGNORECASE)
_NO_BEHIND = ("эмес", "жок", "билбе", "билмай", "тушунбо", "болбо", "керекпе", "керексиз", "албай", "суйлобо", "нет",
    "плохо", "жада",
              "келбе", "жетпе", "отпой", "отподу", "чала", "начар", "кыйын", "тажа", "билмей")  # fmt: skip
_NOT_KNOWN = (
    "пон",
    "пан",
    "зна",
    "уме",
    "говор",
    "мог",
    "маг",
    "чита",
    "пиш",
    "влад",
    "хоч",
    "хач",
    "над",
    "нуж",
    "выуч",
    "выучи",
    "уч",
    "разбер",
    "силен",
    "силён",
    "обуч",
    "умет",
)  # behind «не»; fmt: skip
_TAKEN_OFF = frozenset({"сал", "ташта", "уберите", "убери"})
_BESIDE_A_NAME, _BEHIND_A_NAME = 3, 8  # words; behind a name «так и не выучил» may stand further off


def find_wished_language(text: str) -> str | None:
    """Returns the language a short text asks for. A no to one is a yes to the other: «кыргызча эмес, орусча».

    One that is only understood too is not asked for: «кыргызча жаза бер, русский да понимаю».
    None where neither is named, or both are wanted.
    """
    said = _NO_TO_ELSE.sub("", text[:_READ_AT_MOST])
    words, understood = fold(to_cyrillic(said)).split(), _list_understood(said)
    at = {place: code for place, word in enumerate(words) if (code := _named(word)) is not None}
    places, wanted = sorted(at), set[str]()
    for number, place in enumerate(places):
        before = words[max(places[number - 1] + 1 if number else 0, place - _BESIDE_A_NAME) : place]
        following = places[number + 1] if number + 1 < len(places) else len(words)
        behind = words[place + 1 : min(following, place + 1 + _BESIDE_A_NAME)]
        further = words[place + 1 : min(following, place + 1 + _BEHIND_A_NAME)] if len(places) > 1 else behind
        is_unknown = any(one in {"не", "ни"} and after.startswith(_NOT_KNOWN) for one, after in pairwise(further))
        is_no = any(one.startswith(_NO_BEHIND) or one in _TAKEN_OFF for one in behind)
        is_denied = is_no or is_unknown or not _NO_BEFORE.isdisjoint(before)
        wanted.add(_OTHER[at[place]] if is_denied else at[place])
    wanted = wanted - understood or wanted
    return wanted.pop() if len(wanted) == 1 else None


def names_both_languages(text: str) -> bool:
    """Whether a short text names both languages."""
    words = fold(to_cyrillic(text)).split() if len(text) <= _READ_AT_MOST else []
    return {code for word in words if (code := _named(word)) is not None} == set(_OTHER)


def _list_understood(text: str) -> set[str]:
    # Each language that stands in a part of its own beside «I understand it too».
    found = set[str]()
    for part in _PARTS.split(text):
        words = fold(to_cyrillic(part)).split()
        named = {code for word in words if (code := _named(word)) is not None}
        is_understood = any(word.startswith(_UNDERSTOOD) and not word.startswith(_NO_BEHIND) for word in words)
        if len(named) == 1 and is_understood and not any(word.startswith(_TO_SAY) for word in words):
            found |= named
    return found


_OTHER = {"ky": "ru", "ru": "ky"}
_PARTS = compile_late(r"[,.;!?\n—–]+|\b(?:но|а|бирок|хотя|зато)\b", re.IGNORECASE)
_UNDERSTOOD = (
    "поним", "паним", "пойму", "разбир", "знаю", "умею", "тушун", "тошун", "билем", "билебиз", "тоже", "болот", "болоберет",
)  # fmt: skip
_TO_SAY = ("пиш", "говор", "жаз", "суйло", "айт", "отве", "давай", "jaz")
# Said of a language that is spoken or written, and not of those who speak it: «орусча», «по-русски», «эне тилибизде».
_SPOKEN = compile_late(
    r"\b(?:(?:кыргыз|киргиз|орус|урус|рус|русс)(?:ча|чага|чалап|чада)\w*|(?:по |на )?(?:кыргыз|киргиз|рус|русс|"
    r"руск|урус)\w*(?:ски|ском|скому)\b|"
    r"по рус\w*|на рус\w*|(?:кыргыз|орус|рус|эне|озубуздун) тил\w*|rus til\w*|русс\b|руски\w*)"
)
_OWN = compile_late(r"\b(?:эне тил\w*|озубуздун тил\w*|озубуздукундо|родном языке|мамлекеттик тил\w*)")
_SAYS = compile_late(
    r"\b(?:суйло\w*|жаз\w*|айт\w*|жооп|бил\w*|бер|бериниз|тушун\w*|отпо\w*|боло бер\w*|болсо|болсун|которул\w*|"
    r"которуш\w*|отк\w*|otkiz\w*|"
    r"говор\w*|пиш\w*|пис[ау]\w*|пон[ия]\w*|пан[ия]\w*|обща\w*|изяс\w*|объяс\w*|обяс\w*|давай\w*|удоб\w*|легче|проще|лучш\w*|лучи|"
    r"переключ\w*|перевед\w*|перейд\w*|зна\w*|не надо|керек эмес|го|же|эле)\b"
)
_MOST_WORDS = 16


def find_language_asked(text: str) -> str | None:
    """Returns the language that a sentence asks to be spoken in, «орусча билбейм, кыргызча айтыңыз»; None of others."""
    read = fold(to_cyrillic(say_commonly(text) or text[:_READ_AT_MOST]))
    if len(read.split()) > _MOST_WORDS or len(text) > _READ_AT_MOST:
        return None
    if _OWN.search(read) and not _SPOKEN.search(_OWN.sub(" ", read)):
        return "ky"
    return find_wished_language(say_commonly(text) or text) if _SPOKEN.search(read) and _SAYS.search(read) else None


def _named(word: str) -> str | None:
    return next((code for code, stems in _NAMED.items() if word.startswith(stems)), None)
