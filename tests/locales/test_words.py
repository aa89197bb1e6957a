"""Words that a resident or a clerk reads wrongly stay out of both catalogues, and numbers take their forms."""

import re
from collections.abc import Iterator

import polib
import pytest

from bot.chat.texts import Words
from tests.locales.catalogues import catalogue

# Language, what may not stand, a sample that it must catch, and why.
FORBIDDEN = (
    ("ky", r"[Уу]гуу\w* токтот", "Угуу токтотулду.", "a hearing is «жокко чыгарылат»; «токтотуу» stops a sending"),
    ("ky", r"(?i)\bугуу\w* өтпөйт", "БЮДЖЕТ УГУУСУ ӨТПӨЙТ", "«does not pass»: people say «болбойт»"),
    ("ky", r"(?i)\bтактай", "Тактай, барак", "a plank; a board to read from is «маалымат тактасы»"),
    ("ky", r"(?i)куттукто", "бул куттуктоо", "congratulation; a greeting is «саламдашуу»"),
    ("ky", r"(?i)кызматтан чыгар", "Кызматтан чыгарабызбы", "dismissal; here somebody leaves the bot's list"),
    ("ky", r"мындан ары кызматкер эмес", "Ал мындан ары кызматкер эмес.", "reads as a dismissal"),
    ("ky", r"(?i)\bдарегиңиз", "дарегиңизди көрбөйт", "the home address; of a chat say «мессенджердеги эсебиңиз»"),
    ("ky", r"(?i)айыл аймактар(?!ы)", "айыл аймактардан", "izafet: «айыл аймактары»"),
    ("ky", r"(?i)мессенжер", "мессенжер", "«мессенджер»"),
    ("ky", r"(?i)тыныгуу", "тыныгууда турат", "resting; a sending is «убактылуу токтотулган»"),
    ("ky", r"\bБир жума\b|(?i:жумадан кийин)", "Бир жума мурун", "«жума» is Friday too; a week is «апта»"),
    (
        "ky",
        r"\b[А-Я]{2,}(дан|дөн|ден|га|ге|дөбү)\b|\{\w+\}:00дө",
        "5 МБдан",
        "a suffix on letters cannot be read aloud",
    ),
    ("ky", r"катары окуй|сөзүңүз гана|окулду", "күн катары окуй албадым", "a calque of «прочитать как»"),
    ("ky", r"болушу мүмкүн эмес", "Мындай күн болушу мүмкүн эмес.", "a calque that says not what to do"),
    ("ky", r"жолго чык", "Кабар жолго чыкты", "travellers set out; a message «жөнөтүлөт»"),
    ("ky", r"кол менен", "кол менен таратыңыз", "handing out leaflets; a text is passed on"),
    ("ky", r"(?i)\bкагаз(?! түрүндө|дан$)", "Угуунун кагаздары", "«материал» or «баракча» (glossary)"),
    ("ky", r"\bбатат", "Эң көбү 100 белги батат", "said of a sack"),
    ("ky", r"келтирил|келтирүү", "Текст келтирилсин", "office language for «көрсөтүү»"),
    ("ky", r"(?i)\bролу", "Бул ролуңуз бар.", "a calque; «боттогу кызмат»"),
    ("ky", r"сан менен", "сан менен жазыңыз", "digits are «цифра»"),
    ("ky", r"[аоө]бузбу|[аеөо]бизби|түзбү", "жөнөтөбузбу", "asked of a person: «-лыбы», «-сынбы»"),
    ("ky", r"\bсен\b|\bсага\b|\bсени|ыңбы\?", "сага келет", "everybody is «сиз»"),
    ("ru", r"(?i)слушани(е|ю|и|ем)\b", "Слушание отменено", "«слушания» is plural everywhere (glossary)"),
    (
        "ru",
        r"\b(?:до|об отмене|о переносе|[Ии]тоги|[Мм]атериалы|[Тт]ема|(?<!какой )[Дд]ень) слушания\b",
        "до слушания",
        "same",
    ),
    ("ru", r"(?i)результат", "Результаты внесены", "«итоги» (glossary)"),
    ("ru", r"(?i)\bуйд[её]|\bуйти\b", "Это уйдёт среда", "«уйдёт среда, 16 декабря»: name it «время отправки: …»"),
    ("ru", r"\(а\)", "Взял(а)", "a form to fill in; say it without a gender"),
    ("ru", r"\{who\}(?: \w+)? \w+(?:л|ла)\b", "{who} уже взял", "a name has a gender that nobody knows"),
    ("ru", r"[Кк]оллега (?:\w+ )?\w+л\b", "коллега уже перенёсл", "a colleague may be a woman"),
    ("ru", r"(?i)\bст[её]р(?:т|еть)", "Написанное стёрто", "messengers say «удалить»"),
    ("ru", r"айыл аймак", "к айыл аймаку", "«айылный аймак» (glossary)"),
    ("ru", r"(?i)(?<!^с )\bбумаг(?!е или)", "Бумаги слушаний", "«материалы» or «бланки» (glossary)"),
    ("ru", r"[Вв]аш адрес|имя и адрес", "ваш адрес", "the home address; of a chat say «аккаунт в мессенджере»"),
    ("ru", r"обеща", "тем, кто обещал прийти", "they said so and promised nothing"),
    ("ru", r"[Оо]твечен", "Отвечено", "«ответ дан»"),
    (
        "ru",
        r"быть не может|прочитать это как|[Пп]рочитан[оы](?!, \{day\}|$)",
        "Такого дня быть не может.",
        "no spoken Russian",
    ),
    ("ru", r"помещается|передать вручную", "помещается не больше 5", "said of a suitcase, of a parcel"),
    ("ru", r"больше не сотрудник|[Уу]брать из сотрудников", "больше не сотрудник.", "reads as a dismissal"),
    ("ru", r"(?i)\b(?:ты|тебе|твой|твоё|напиши)\b", "напиши", "everybody is «вы»"),
)

# A number that `say_n` does not count has no forms. It stands after a colon, or where one form serves all.
UNCOUNTED = re.compile(
    r"\{(?!n\})\w+\} (?:дн\w+|день|рабочих|файл\w*|ответ(?:а|ов)?|человек\w*|знак\w*|предложени\w+|раз\w*)\b"
)
SERVES_ALL = ("не больше {", "не меньше {", "этом месяце только {days} дней")  # a genitive; 28, 29 and 30 days

SAID = (1, 2, 5, 11, 21, 101, 1001)
# What stands behind {n}, as 1, 2 and 5 of it. A word that is missing here is added with its forms.
NOUNS = (
    "рабочий рабочих рабочих",
    "день дня дней", "строка строки строк", "группу группы групп", "женщина женщины женщин", "житель жителя жителей",
    "аймак аймака аймаков", "автор автора авторов",
    "человек человека человек", "человека человек человек", "человеку людям людям", "жителю жителям жителям",
    "предложение предложения предложений", "решение решения решений", "ответ ответа ответов", "файл файла файлов",
    "вопрос вопроса вопросов", "документ документа документов", "рассылка рассылки рассылок", "сом сома сомов",
    "черновик черновика черновиков", "сохранённый сохранённых сохранённых", "фото фото фото",
    "голосовое голосовых голосовых", "неотправленное неотправленных неотправленных",
    "текст текста текстов", "сообщение сообщения сообщений", "оценку оценки оценок", "оценка оценки оценок",
    "участник участника участников",
    "голос голоса голосов", "бумажный бумажных бумажных",
)  # fmt: skip
ONE_ONLY = re.compile(r"\b(?:его|ему|ей|её|он|она|оно|который|которому|которая)\b")  # wrong at 21, 101, 1 001
KYRGYZ_MANY = re.compile(r"\{n\} \w+(?:лар|лер|лор|лөр|дар|дер|дор|дөр|тар|тер|тор|төр)\b")


def sentences(language: str) -> Iterator[tuple[str, str]]:
    for entry in catalogue(language):
        for form in [entry.msgstr, *entry.msgstr_plural.values()]:
            if form:
                yield entry.msgid, form


def counted(language: str) -> list[polib.POEntry]:
    return [entry for entry in catalogue(language) if entry.msgid_plural]


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_no_word_stands_that_is_read_wrongly(language, tell):
    rules = [(re.compile(pattern), sample, why) for at, pattern, sample, why in FORBIDDEN if at == language]
    for pattern, sample, why in rules:
        assert pattern.search(sample), (pattern.pattern, why)
    said = list(sentences(language))
    wrong = [(form, why) for _, form in said for pattern, _, why in rules if pattern.search(form)]
    tell(f"forbidden words in the catalogue ({language})", sentences=len(said), rules=len(rules), found=len(wrong))
    assert not wrong


def test_numbers_agree_with_their_words_from_one_to_a_thousand_and_one(tell):
    forms = {row.split()[0]: row.split() for row in NOUNS}
    russian, wrong = Words("ru"), []
    entries = counted("ru")
    for entry in entries:
        first = re.search(r"\{n\} ([а-яё]+)", entry.msgstr_plural[0])
        assert not ONE_ONLY.search(entry.msgstr_plural[0].split("{n}")[1]), entry.msgstr_plural[0]
        if first is None:
            assert ": {n}" in entry.msgstr_plural[0], "a number with no word behind it stands after a colon"
            continue
        of = forms[first[1]]
        blanks = {name: "…" for name in re.findall(r"\{(\w+)\}", entry.msgid) if name != "n"}
        for n, which in zip(SAID, (0, 1, 2, 2, 0, 0, 0), strict=True):
            said = russian.say_n(entry.msgid, entry.msgid_plural, n, **blanks)
            if f"{russian.number(n)} {of[which]}" not in said:
                wrong.append((n, said))
    tell("sentences with a number", sentences=len(entries), numbers=len(SAID), wrong=len(wrong))
    assert not wrong


def test_a_number_that_is_not_counted_needs_no_form():
    for _, form in sentences("ru"):
        assert not UNCOUNTED.search(form) or any(allowed in form for allowed in SERVES_ALL), form


def test_kyrgyz_counts_in_the_singular():
    for entry in counted("ky"):
        for form in entry.msgstr_plural.values():
            assert not KYRGYZ_MANY.search(form), form
