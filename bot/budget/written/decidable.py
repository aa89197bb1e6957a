"""What an office must know of a proposal before it can decide, by its category: a table, and whether it was said already.

What is said is looked for in words; where the rules are mistaken one question too many is asked, which may be skipped.
"""

import re
from enum import StrEnum

from bot.budget.proposal import Side
from bot.language.kyrgyz import fold

_READ_AT_MOST = 2_000  # characters of a text
_WORDS_OF_AN_ANSWER = 12


class Need(StrEnum):
    """One thing that makes a proposal decidable."""

    STREET = "street"
    WHICH = "which"  # building, plot, road
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
        ("rev_rent_property", "rev_rent_land", "rev_asset_sale", "rev_subsoil", "rev_pasture", "rev_market"), _PROPERTY),
    **dict.fromkeys(
        ("rev_land_tax", "rev_property_tax", "rev_vehicle_tax", "rev_income_tax", "rev_patent", "rev_sales_single_tax",
         "rev_waste_fee", "rev_water_fee", "rev_paid_services", "rev_fines", "rev_state_duty", "rev_arrears"), _CHARGE),
    **dict.fromkeys(("rev_transfers", "rev_donor_sponsor", "rev_other"), (Need.PRICE,)),
}  # fmt: skip

# Folded beginnings of words; a number is written in digits or as a word.
_NUMBER = (
    r"(?:\d+|бир|эки|уч|торт|беш|алты|жети|сегиз|тогуз|он|жыйырма|отуз|кырк|элуу|жуз|мин|"
    r"один|одна|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять|двадцать|тридцать|сорок|сто|тысяч\w*)"
)
_SAID = {
    Need.STREET: r"коч\w*|улиц\w*|ул|переул\w*|квартал\w*|участк\w*|жаны\w*|тушу\w*|ылды\w*|ортосу\w*|"
    r"возле|около|рядом|между|напротив",
    Need.WHICH: r"коч\w*|улиц\w*|жаны\w*|эски|контор\w*|имара\w*|здани\w*|гектар\w*|га|сотых|соток|возле|около|рядом|"
    r"\d+ (?:мектеп\w*|бакча\w*|школ\w*|сад\w*|участ\w*)",
    Need.HOUSES: rf"{_NUMBER} (?:\w+ ){{0,2}}?(?:уй\w*|тутун\w*|кожолу\w*|уй булоо\w*|дом\w*|двор\w*|сем\w+|хозяйств\w*)",
    Need.PEOPLE: rf"{_NUMBER} (?:\w+ ){{0,2}}?(?:бала\w*|балдар\w*|киши\w*|адам\w*|окуучу\w*|тургун\w*|уй\w*|аял\w*|жаш\w*|"
    r"дет\w+|ребен\w*|человек\w*|люд\w+|ученик\w*|жител\w*|сем\w+|дом\w*)",
    Need.SHARE: r"ашар\w*|салым\w*|озубуз\w*|оз кучубуз\w*|сами|своими|субботник\w*|вклад\w*|софинанс\w*|чогултту\w*|собрали",
    Need.PAYERS: r"ар бир|кажд\w*|ишкер\w*|дукон\w*|тургун\w*|кожолу\w*|дыйкан\w*|малчы\w*|айдоочу\w*|ижара\w*|предпринима\w*|"
    r"магазин\w*|жител\w*|фермер\w*|водител\w*|арендатор\w*|владел\w*",
    Need.PRICE: rf"{_NUMBER} (?:\w+ ){{0,2}}?(?:сом\w*|мин\w*|тыс\w*|миллион\w*|млн|пайыз\w*|процент\w*)",
}
_RULES = {need: re.compile(rf"(?:^| )(?:{words})(?= |$)") for need, words in _SAID.items()}
_WISH = re.compile(r"(?:^| )(?:керек|зарыл|сунуш\w*|нужн\w*|надо|необходим\w*|прошу|просим|предлага\w*)(?= |$)")
_COUNTED = re.compile(rf"(?:^| )(?:\d+\w*|{_NUMBER}(?:г[аое]|к[аое]|д[ао]й|т[ао]й|дун|нын|ча)?)(?= |$)")


def list_missing(
    category: str | None, side: Side, text: str, *, place: str | None, amount: int | None, said: frozenset[Need]
) -> tuple[Need, ...]:
    """Returns what an office would still have to ask, the most telling first; said is what its author added since.

    At most 2 000 characters of the text are read. Without a category that of «other» counts.
    """
    other = "rev_other" if side is Side.REVENUE else "sp_other"
    read = fold(text[:_READ_AT_MOST])
    given = set(said)
    if place:
        given |= {Need.STREET, Need.WHICH}
    if amount is not None:
        given.add(Need.PRICE)
    needs = NEEDS.get(category or other, NEEDS[other])
    return tuple(need for need in needs if need not in given and not _RULES[need].search(read))


def may_answer(need: Need, text: str) -> bool:
    """Whether a text may be the answer to a question: short, no wish of its own, a number where one was asked for."""
    read = fold(text[:_READ_AT_MOST])
    words = read.split()
    if not words or len(words) > _WORDS_OF_AN_ANSWER or _WISH.search(read):
        return False
    return need not in {Need.HOUSES, Need.PEOPLE, Need.PRICE} or _COUNTED.search(read) is not None
