"""Which way the words of a proposal lean: money coming in, or money going out."""

from collections.abc import Sequence

from bot.language.in_words.numerals import to_figures
from bot.language.matter.keywords import KeywordIndex
from bot.language.wordforms import Keyword, Word

_SMALL_PRICE = 5_000  # som: a sum up to this is what somebody pays, not what a budget spends
_MANY = ("миң", "мин", "млн", "миллион", "тыс", "тысяч")


# Residents mix the languages: «налогду жыйнайлы», «тарифти көтөрүү».
_MONEY_IN = KeywordIndex(
    Keyword.list_of(
        """
        жыйноо, жыйна-, жыйым, акы, акылуу, төлөм, ижара, аренда, салык, налог, алым, айып, айыппул, айып пул, штраф-,
        патент, пошлина, билет, тариф, сбор, киреше, доход, пайда, аукцион, сатсак, сатса, сатуу, сатылса, сатыш-,
        сатып жибер-, демөөрчү, спонсор, донор, инвестор, инвестиция, салым, взнос, карыз, долг, төлө-, тыйын,
        карьер, роялти, лицензия, депозит, касса, казына,
        акча түш-, сом түш-, бюджетке түш-, бюджетке кир-, казынага түш-, акча чогулт-, каражат чогулт-, акча тап-,
        акча ал-, акы ал-, утуп ал-, каражат тарт-, бюджетти толукта-, бюджетти көбөйт-, дем берүүчү грант, грантка,
        трансферт, дотация, субсидия, квитанция, металлга""",
        """
        аренда, арендн-, арендова-, арендатор-, сдать, сдава-, сдадим, сдайте, взима-, взыск-, взыщ-, налог-, сбор за,
        сборы, собирать, собрать деньги, собрать с, ввести плату, плата, платить, платят, платит, платим за, оплат-,
        оплач-, платеж, платил, платила, платили, платишь, плачу за, заплат-, уплат-, доплат-, доплач-, недоплат-,
        недополуч-, мимо кассы, касса, рублем, платно, платный, за деньги, деньги с,
        неплатель-, недоимк-, должник, долг, задолженность, штраф-,
        оштраф-, патент-, пошлин-, госпошлин-, тариф-, торги, аукцион, доход, доходный, прибыль, выручк-, вырученн-,
        пополн-, поступлен-, заработ-, зарабат-, продать, продажа, продава-, продад-, продай-, распрод-, лотере-,
        казна, в казну, спонсор-, донор, инвестор-, инвестиц-, меценат, взнос, скинуться, скидыв-, привлеч-, привлек-,
        отчислен-, карьер, роялти, лиценз-, депозит-, трансферт-, дотаци-, субсиди-, стимулирующий грант, в аренду""",
    )
)
_MONEY_OUT = KeywordIndex(
    Keyword.list_of(
        """
        оңдо-, жөндө-, ремонт-, орнот-, куруп, куруу, курулуш, курулс-, курса, салып бер-, салып кой-, салып алсак,
        салсак, салынс-, сатып ал-, сатып бер-, алып бер-, ижарага ал-, бөлүп, бөлүн-, бөлсө-, бөлгүлө, караңыз-,
        каралс-, жумша-, жетпе-, жетишпе-, жаңыла-, алмаштыр-, өнүктүр-, колдоо көрсөт-,
        бургуло-, асфальтта-, төшө-, кеңейт-, бекемде-,
        кыскарт-, чыгым-, жасап бер-, ачып бер-, каржыла-, киргизип бер-, тартып бер-, бузул-, коюп бер-, койдур-""",
        """
        постро-, строить, строительств-, отремонтир-, ремонт-, почин-, купи-, закуп-, приобре-, выдел-, замен-,
        заасфальт-, обустро-, сократ-, пролож-, оснаст-, утепл-, помощь, помочь, помогите, укреп-, провести воду,
        провести интернет, поддержка, поддержать, поддержите,
        разбит-, поставьте, установите, сделайте, откройте, почистите, уберите""",
    )
)
_NO_GAIN = KeywordIndex(
    Keyword.list_of(
        """жыйналыш-, эмгек акы, айлык акы, салык төлөйбүз, салык төлөп жат-, пайдалан-, төлөп бер-, акы төлөп, жол кире төлө-,
        маяна төлө-, айлык төлө-""",
        "платим налоги, плачу налоги, налоги платим, налоги плачу, бесплатн-",
    )
)


def lean(words: Sequence[Word], *, exact: bool) -> int:
    """Returns how many words speak of money coming in, less those that speak of money going out.

    A word counts once on a side, whatever phrases it stands in. A small price («саатына 50 сом») is money in.
    """
    idle = _take_places(_NO_GAIN.find(words, exact=exact))
    said = [word for at, word in enumerate(words) if at not in idle]
    gains = _count_times(_MONEY_IN.find(said, exact=exact)) + _has_small_price(said)
    return gains - _count_times(_MONEY_OUT.find(said, exact=exact))


def _count_times(found: dict[Keyword, list[int]]) -> int:
    """How many keywords stand in words of their own, the longest phrases first; one that is repeated counts once."""
    taken: set[int] = set()
    times = 0
    for keyword in sorted(found, key=lambda keyword: -len(keyword.words)):
        spans = [range(at, at + len(keyword.words)) for at in found[keyword]]
        if any(taken.isdisjoint(span) for span in spans):
            times += 1
        taken.update(at for span in spans for at in span)
    return times


def _take_places(found: dict[Keyword, list[int]]) -> set[int]:
    return {at + n for keyword, places in found.items() for at in places for n in range(len(keyword.words))}


def _has_small_price(words: Sequence[Word]) -> bool:
    letters = [word.letters for word in words]
    if any(one.startswith("сом") for one in letters):
        letters = to_figures(" ".join(letters)).split()  # «саатына элүү сом»
    return any(
        letters[at].startswith("сом")
        and letters[at - 1].isdecimal()
        and len(letters[at - 1]) < 5
        and 0 < int(letters[at - 1]) <= _SMALL_PRICE
        and not (at > 1 and (letters[at - 2].isdecimal() or letters[at - 2].startswith(_MANY)))
        for at in range(1, len(letters))
    )
