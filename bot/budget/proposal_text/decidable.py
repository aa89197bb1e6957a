"""What an office must know of a proposal to decide it, by its category, and whether it was said already.

What is said is looked for in words. Where the rules are mistaken, one question too many is asked, which may be skipped.
"""

import re
from enum import StrEnum

from bot.budget.proposal import Side
from bot.budget.referral.doors import find_door
from bot.language.in_words.numerals import to_figures
from bot.language.intents import Intent, find_likely_meanings
from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from bot.language.meanings.late_pattern import compile_late

_READ_AT_MOST = 2_000  # characters of a text
_WORDS_OF_AN_ANSWER = 12
_LONGEST_ANSWER = 200  # characters of one that is read sentence by sentence


class Need(StrEnum):
    """One thing that makes a proposal decidable."""

    STREET = "street"
    WHICH = "which"  # building, plot, road
    LAND = "land"  # which pasture or plot
    HOUSES = "houses"
    PEOPLE = "people"
    SHARE = "share"  # what the people give themselves
    PAYERS = "payers"
    PRICE = "price"


_NETWORK = (Need.STREET, Need.HOUSES, Need.SHARE)
_BUILDING = (Need.WHICH, Need.PEOPLE, Need.SHARE)
_FOR_PEOPLE = (Need.PEOPLE, Need.SHARE)
_PROPERTY = (Need.WHICH, Need.PRICE)
_CHARGE = (Need.PAYERS, Need.PRICE)
NEEDS: dict[str, tuple[Need, ...]] = {
    **dict.fromkeys(
        ("sp_water", "sp_sewage", "sp_roads", "sp_lighting", "sp_energy_heating", "sp_waste", "sp_irrigation",
         "sp_disaster", "sp_greening", "sp_transport"), _NETWORK),
    **dict.fromkeys(
        ("sp_kindergarten", "sp_school", "sp_health", "sp_culture", "sp_sport", "sp_cemetery", "sp_digital",
         "sp_public_safety"), _BUILDING),
    **dict.fromkeys(
        ("sp_youth", "sp_women_gender", "sp_social", "sp_agriculture_vet", "sp_economic"), _FOR_PEOPLE),
    "sp_land_planning": (Need.WHICH, Need.HOUSES),
    "sp_admin": (Need.WHICH,),
    "sp_other": (Need.STREET, Need.PEOPLE),
    **dict.fromkeys(
        ("rev_rent_property", "rev_rent_land", "rev_asset_sale", "rev_subsoil", "rev_market"), _PROPERTY),
    "rev_pasture": (Need.LAND, Need.PRICE),
    **dict.fromkeys(
        ("rev_land_tax", "rev_property_tax", "rev_vehicle_tax", "rev_income_tax", "rev_patent", "rev_sales_single_tax",
         "rev_waste_fee", "rev_water_fee", "rev_paid_services", "rev_fines", "rev_state_duty", "rev_arrears"), _CHARGE),
    **dict.fromkeys(("rev_transfers", "rev_donor_sponsor", "rev_other"), (Need.PRICE,)),
}  # fmt: skip

# A number of a folded text whose number words were brought to figures; halves, thousands and millions stay words.
_NUMBER = r"(?:\d+|полтора|полторы|жарым|пол|мин|тысяч\w*|миллион\w*)"
_SAID = {
    Need.STREET: r"коч\w*|улиц\w*|ул|переул\w*|квартал\w*|участк\w*|жаны\w*|тушу\w*|ылды\w*|ортосу\w*|"
    r"возле|около|рядом|между|напротив|ближе к|недалеко|на углу|на \\w{3,}(?:ой|ей)",
    Need.WHICH: r"коч\w*|улиц\w*|жаны\w*|эски|контор\w*|имара\w*|здани\w*|гектар\w*|га|сотых|соток|возле|около|рядом|"
    r"\d+ (?:мектеп\w*|бакча\w*|школ\w*|сад\w*|участ\w*)",
    Need.LAND: r"гектар\w*|га|сотых|соток|аянт\w*|тилке\w*|участ\w*|жайлоо\w*|джайлоо|тоо\w*|капчыгай\w*|ущел\w*|"
    r"урочищ\w*|кыштоо\w*",
    Need.HOUSES: rf"{_NUMBER} (?:\w+ ){{0,2}}?(?:уй\w*|тутун\w*|кожолу\w*|уй булоо\w*|дом\w*|двор\w*|сем\w+|хозяйств\w*)",
    Need.PEOPLE: rf"{_NUMBER} (?:\w+ ){{0,2}}?(?:бала\w*|балдар\w*|киши\w*|адам\w*|окуучу\w*|тургун\w*|уй\w*|аял\w*|жаш\w*|"
    r"дет\w+|ребен\w*|человек\w*|люд\w+|ученик\w*|жител\w*|сем\w+|дом\w*)",
    Need.SHARE: r"ашар\w*|салым\w*|озубуз\w*|оз кучубуз\w*|сами|своими|субботник\w*|вклад\w*|софинанс\w*|чогултту\w*|собрали",
    Need.PAYERS: r"ар бир|кажд\w*|ишкер\w*|дукон\w*|тургун\w*|кожолу\w*|дыйкан\w*|малчы\w*|айдоочу\w*|ижара\w*|предпринима\w*|"
    r"магазин\w*|жител\w*|фермер\w*|водител\w*|арендатор\w*|владел\w*",
    Need.PRICE: rf"{_NUMBER} (?:\w+ ){{0,2}}?(?:сом\w*|мин\w*|тыс\w*|миллион\w*|млн|пайыз\w*|процент\w*)|"
    r"(?:тысяч\w*|мин|миллион\w*) \d+|полмиллион\w*",
}
_STAFF = compile_late(
    r"(?:^| )(?:фел[дт]?шер|дарыгер|врач|доктор|медсестр|медик|педиатр|терапевт|акушер|стоматолог|тиш доктор|мугалим|учител|"
    r"педагог|тарбиячы|воспитател|психолог|логопед|адис|специалист|китепканачы|тренер|машыктыруучу|участков|милиционер)\w*"
)
_RULES = {need: compile_late(rf"(?:^| )(?:{words})(?= |$)") for need, words in _SAID.items()}
_WISH = compile_late(r"(?:^| )(?:керек|зарыл|сунуш\w*|нужен|нужн\w*|надо|необходим\w*|прошу|просим|предлага\w*)(?= |$)")
# «Не надо стирать», «прошу прощения»: nothing is wished for.
_NO_WISH = compile_late(
    r"(?:^| )(?:(?:не|ни|ничего не) (?:надо|нужн\w*|прошу|просим|предлага\w*)|(?:кереги|кажети) жок|керек эмес|эмне керек|"
    r"прошу (?:прощени\w*|извини\w*|простит\w*|пардон\w*)|(?:что|чего) (?:\w+ )?(?:надо|нужно))(?= |$)"
)
_TAKES_BACK = compile_late(r"(?:^| )(?:убер\w*|удал\w*|отзов\w*|отзыва\w*|отозв\w*|отмен\w*|забер\w*|снимите|передума\w*|"
                         r"кайтар\w*|очур\w*|алып сал\w*|айныд\w*)(?= |$)")  # fmt: skip
_SENT = compile_late(r"(?:^| )(?:предложени\w*|заявк\w*|сунуш\w*|арыз\w*)(?= |$)")
_CHANGED_MIND = compile_late(r"(?:^| )(?:передума\w*|айныд\w*|отзов\w*|отзыва\w*|отозв\w*|кайтарып ал\w*)(?= |$)")
_COUNTS = {Need.HOUSES, Need.PEOPLE, Need.PRICE}
_WORDS_OF_A_NAME = 4  # «Ак-Терек», «эски клуб»: more words without one of _SAID say something else
# No answer has these words. They name people, what was sent or a change of mind, or they order or ask.
_ELSEWHERE = compile_late(
    r"(?:^| )(?:я|ты|вы|вас|вам|вами|он|она|они|мен|сен|сиз|силер|сиздер|сизге|бот\w*|предложени\w*|заявк\w*|"
    r"телефон\w*|номер(?:им|имди|ди|а|у)?|данны\w*|маалымат\w*|передума\w*|отзов\w*|отзыва\w*|отмен\w*|забер\w*|"
    r"убер\w*|удал\w*|сотр\w*|кайтар\w*|айныд\w*|очур\w*|рахмат|спасибо|ну|что|почему|когда|зачем|кто|кому|"
    r"где(?! то)|эмне\w*|качан|кайда|ким|кимге|кантип|все равно|баары бир|билбейм\w*|не знаю|вор\w{0,2}|"
    r"\w+(?:ите|йте|ыныз|иниз|унуз|[кг][ыу]ла|[кг]иле))(?= |$)"
)
# A name may end as an order does: «улица Токтогула», «Осмонкула», «у Сон-Куля». Beside one of these words it is a name.
_NAMED = compile_late(
    r"(?:^|(?<= ))(?:токтогул\w*|(?:улиц\w*|ул|переул\w*|квартал\w*|имени|им|село|селе|села|у|возле|около|рядом с|на|за|от|до|"
    r"с|и|дом\w*) \w+[гк]ул\w{1,2}|\w+[гк]ул\w{1,2} (?:коч\w*|\d+))(?= |$)"
)
_NO_ANSWER = frozenset({
    Intent.ERASE, Intent.FORGET, Intent.MYDATA, Intent.STATUS, Intent.CALL, Intent.STOP, Intent.WHO, Intent.HEARINGS,
    Intent.THANKS, Intent.UNCLEAR,
})  # fmt: skip
_GIVES = compile_late(
    r"(?:^| )(?:ооба|да|\d+|чогулт\w*|жардам\w*|бере\w+|беребиз|кошобуз|кошо\w*|иштей\w*|колдо\w*|помож\w*|помоч\w*|"
    r"собер\w*|скин\w*|дадим|даем|сдадим|можем|участв\w*|труд\w*|рук\w*|техник\w*|трактор\w*)(?= |$)"
)
_BESIDE_A_COUNT = compile_late(
    rf"(?:^|(?<= ))(?:\d+\w*|{_NUMBER}(?:г[аое]|к[аое]|д[ао]й|т[ао]й|дун|нын|ча)?|уй\w*|тутун\w*|дом\w*|двор\w*|семь\w*|"
    r"сем[её]й|киши\w*|адам\w*|бала\w*|человек\w*|детей|сом\w*|мин|тыс\w*|ар|бир|кажд\w*|с|по|в|на|жылына|айына|год|"
    r"месяц|жакын|ашык|кем|чамалуу|болжол\w*|менен|примерно|около|где то|наверн\w*|больше|меньше|почти|всего|жалпы|"
    r"штук\w*|бар|болот|есть|будет|кошулат|до|чейин)(?= |$)"
)
_COUNTED = compile_late(rf"(?:^| )(?:\d+\w*|{_NUMBER}(?:г[аое]|к[аое]|д[ао]й|т[ао]й|дун|нын|ча)?)(?= |$)")


def list_missing(
    category: str | None, side: Side, text: str, *, place: str | None, amount: int | None, said: frozenset[Need]
) -> tuple[Need, ...]:
    """Returns what an office would still have to ask, the most telling first; said is what its author added since.

    At most 2 000 characters of the text are read. Without a category that of «other» counts.
    """
    other = "rev_other" if side is Side.REVENUE else "sp_other"
    read, counted = _read(text), _in_figures(text)
    given = set(said)
    if place:
        given |= {Need.STREET, Need.WHICH, Need.LAND}
    if _STAFF.search(read):
        given.add(Need.WHICH)  # somebody is missing, and no building
    if amount is not None:
        given.add(Need.PRICE)
    needs = NEEDS.get(category or other, NEEDS[other])
    missing = (need for need in needs if need not in given)
    return tuple(need for need in missing if not _RULES[need].search(counted if need in _COUNTS else read))


# Whoever asks in turn answers nothing: «сага канча адам жазат».
_ASKS = compile_late(r"\b(?:канча|качан|эмнеге|эмне үчүн|сага|сколько|когда|почему|зачем)\b")


def is_answer_to(need: Need, text: str) -> bool:
    """Whether a text is the answer to a question: it is short and says what was asked. What leads elsewhere is no answer.

    A count or a price is a number with nothing beside it but its unit. A place, a name or a share is told by its words,
    or by being no more than a name. At most 2 000 characters are read.
    """
    # «Он эки» is twelve where a count is asked for, and not «he». Of «сто тысяч надо» the last word is no wish.
    first, rest = _part_first(text) if len(text) <= _LONGEST_ANSWER else (text, "")
    if rest and not _leads_elsewhere(first, _read(first)) and not text.rstrip().endswith("?") and not says_a_wish(rest):
        text = first  # «Карьерная улица! Единственная, где асфальта в глаза не видели!»
    read = _NEEDED.sub("", _in_figures(text)) if need in _COUNTS else _read(text)
    words = read.split()
    if not words or len(words) > _WORDS_OF_AN_ANSWER or _leads_elsewhere(text[:_READ_AT_MOST], read):
        return False
    if need in _COUNTS:
        if _COUNTED.search(read) is None:
            return False
        return _RULES[need].search(read) is not None or not _BESIDE_A_COUNT.sub(" ", read).strip()
    if _RULES[need].search(read):
        return True
    if need is Need.SHARE:
        return _GIVES.search(read) is not None
    return len(words) <= _WORDS_OF_A_NAME and any(map(str.isalpha, read))


def _part_first(text: str) -> tuple[str, str]:
    parted = re.split(r"[!.]+\s+", text.strip(), maxsplit=1)
    return (parted[0], parted[1]) if len(parted) == 2 else (text, "")


_NEEDED = compile_late(r"(?<=\w) (?:керек|надо|нужно|нужны|кетет|болот|чыгат|будет)$")


def _in_figures(text: str) -> str:
    return fold(to_figures(_read(text)))


def _read(text: str) -> str:
    # Kyrgyz in Latin letters says the same: «Manas kochosu».
    return fold(to_cyrillic(text[:_READ_AT_MOST]))


def _leads_elsewhere(text: str, read: str) -> bool:
    if (
        _ASKS.search(read)
        or _WISH.search(read)
        or _ELSEWHERE.search(_NAMED.sub(" ", read))
        or text.rstrip().endswith(("?", "؟"))
    ):
        return True
    return find_door(text) is not None or not _NO_ANSWER.isdisjoint(find_likely_meanings(text, missing=0.4))


def asks_back(text: str) -> bool:
    """Whether the author seems to want a proposal back: «уберите моё предложение», «сунушумду кайтарып алам»."""
    read = fold(text[:_READ_AT_MOST])
    return _TAKES_BACK.search(read) is not None and (
        _SENT.search(read) is not None or _CHANGED_MIND.search(read) is not None
    )


def says_a_wish(text: str) -> bool:
    """Whether a text says that something is needed or proposed: «көпүрө керек», «нужен мост»."""
    return _WISH.search(_NO_WISH.sub(" ", _read(text))) is not None
