"""What a clerk types for a decision, a reason or an exclusion instead of pressing it: whole phrases, never a guess."""

from collections.abc import Mapping
from typing import TypeVar

from bot.budget.proposal import Decision, Reason
from bot.language.kyrgyz import fold
from bot.language.spellings import keys_of, listed_keys

T = TypeVar("T")

_LONGEST = 80  # characters
DECIDED: Mapping[Decision, str] = {
    Decision.INCLUDED: """
        вошло, вошло в проект, включено, включили, включаем, включить, войдет, принято, учтено, учли,
        кирди, кирет, кирген, киргизилди, киргизилет, киргиздик, киргизебиз, киргизүү, долбоорго киргизилди, эске алынды
    """,
    Decision.PARTLY: """
        частично, вошло частично, частично вошло, частично включено, включили частично, частично учтено, не полностью,
        бөлүгү, бир бөлүгү, бир бөлүгү кирди, бөлүгү киргизилди, жарымы, жарымы кирди, жарым жартылай, толук эмес
    """,
    Decision.NOT_INCLUDED: """
        не вошло, не войдет, не включено, не включили, не включаем, не включать, не входит, отказ, отказать, отказано,
        отклонено, отклонить, не принято, не учтено,
        кирбейт, кирбеди, кирген жок, кирбей калды, киргизилбейт, киргизилбеди, киргизилген жок, киргизилбей калды,
        киргизбейбиз, киргизген жокпуз, четке кагылды, эске алынган жок
    """,
    Decision.DEFERRED: """
        отложено, отложить, отложили, перенесено, перенести, на следующий год, в следующем году, на будущий год,
        перенесено на следующий год, отложено на следующий год,
        кийинки жыл, кийинки жылга, кийинки жылы, эмки жылга, келерки жылга, кийинкиге калды, калтырылды
    """,
    Decision.REDIRECTED: """
        передано, передать, передали, перенаправлено, перенаправить, в другое ведомство, другое ведомство, в другой орган,
        передано в другое ведомство,
        башка мекеме, башка мекемеге, башка мекемеге жөнөтүлдү, башка мекемеге берилди, башка жакка өттү, өткөрүлдү,
        өткөрүп берилди
    """,
}
REASONED: Mapping[Reason, str] = {
    Reason.NO_MONEY: """
        нет денег, нет средств, нету денег, денег нет, средств нет, не хватает денег, не хватает средств, мало денег,
        акча жок, каражат жок, акча жетпейт, каражат жетишсиз, акча жетишпейт
    """,
    Reason.NOT_OURS: """
        не наше, не к нам, не наша обязанность, не в нашей компетенции, не наша компетенция, не наши полномочия,
        биздики эмес, биздин милдет эмес, биздин укук эмес, бизге тиешелүү эмес, укугубузга кирбейт
    """,
    Reason.NEEDS_KENESH: "решает кенеш, решит кенеш, решает айылный кенеш, кеңеш чечет, айылдык кеңеш чечет, депутаттар чечет",
    Reason.AGAINST_LAW: "незаконно, нельзя по закону, против закона, мыйзамга каршы, мыйзамга туура келбейт, мыйзамсыз",
    Reason.FIXED_BY_NORM: "по норме, норма, норматив, по нормативу, норма боюнча",
    Reason.NEEDS_STUDY: "нужно уточнить, уточнить, надо посчитать, нужен расчет, нужны расчеты, тактоо керек, эсептөө керек",
    Reason.NEEDS_COFINANCING: """
        нужно софинансирование, нужен вклад жителей, кошумча каржылоо, кошумча каржылоо керек, биргелешип каржылоо керек
    """,
    Reason.PHASED: "по частям, по этапам, в несколько этапов, этап менен, бөлүп бөлүп, акырындап",
    Reason.ALREADY_PLANNED: "в плане, есть в плане, запланировано, уже запланировано, планда, планда бар, пландалган",
    Reason.DONE_ALREADY: "сделано, уже сделано, готово, выполнено, жасалган, аткарылган, аткарылды, бүткөн",
}
EXCLUDED: Mapping[str, str] = {
    "not_a_proposal": "приветствие, мнение, просто мнение, поздоровались, салам, саламдашуу, пикир, жөн эле пикир",
    "spam": "спам, реклама, объявление, жарнама, жарыя",
    "test": "тест, проверка, проверяли, пробное, сыноо, сынап көрүү, текшерүү",
}
_BESIDE_WORDS = "это бул ошол ну видимо да ооба нет жок анда сунуш предложение решение чечим"
_BESIDE = {fold(word) for word in _BESIDE_WORDS.split()}


def name_typed(text: str, listed: Mapping[T, str]) -> T | None:
    """Returns what a text stands for and says nothing beside; None where that is nothing listed, or more than one."""
    if len(text) > _LONGEST:
        return None
    words = fold(text).split()
    least = [word for word in words if word not in _BESIDE]
    found = {
        one for one, phrases in listed.items() if any(_is_same(said, phrases) for said in (words, least) if said)
    }  # fmt: skip
    return found.pop() if len(found) == 1 else None


def _is_same(words: list[str], phrases: str) -> bool:
    spelt = [keys_of(word) for word in words]
    return any(
        len(known) == len(spelt) and all(keys & set(listed_keys(one)) for keys, one in zip(spelt, known, strict=True))
        for known in (phrase.split() for phrase in phrases.split(","))
    )
