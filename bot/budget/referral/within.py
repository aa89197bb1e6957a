"""A complaint about somebody that stands in a message beside a proposal: each part has a door of its own."""

from bot.budget.proposal import LEAST_LETTERS
from bot.budget.proposal_text.decidable import says_a_wish
from bot.budget.referral.doors import Door, find_door
from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from bot.language.letters import has_letters
from bot.language.meanings.late_pattern import compile_late

_LONGEST, _MOST_SENTENCES = 4_000, 12
_LONGEST_SENTENCE = 400  # characters of one that may complain
_SENTENCES = compile_late(r"(?<=[.!?;\n])\s*(?=\S)")
_NUMBER = compile_late(r"^\s*(?:№\s*)?\d{1,2}\s*[.)\-–—:]?\s*$")
_LEANS = compile_late(r"^(?:и )?(?:(?:а )?е[щш]е|дагы|анан|ошондой эле|кроме того|также|тоже|а|и)(?= )")
_NEIGHBOUR = compile_late(r"(?:^| )(?:сосед(?!н)\w*|кошуна\w*|кошна\w*|коншу\w*|коншум\w*)(?= |$)")
# What is done to whoever writes, or is wished done to a neighbour. No work of the budget is among it.
_BLAMED = compile_late(
    r"(?:^| )(?:ворует|воруют|уурда\w*|хам|хам[ия]\w*|хамство|захвати\w*|самозахват\w*|тосуп\w*|тосту|басып ал\w*|шумят|шумит|"
    r"уктат(?:па|бай|кан жок)\w*|ыргыт\w*|таштап|тогуп|тогот|тогушот|тогушуп|слива[ею]т|лет|кида[ею]т|бросают|выбрасыва\w*|"
    r"топит|куса\w*|тиште\w*|каап\w*|дерется|дерутся|пет|пют|ичип|мас|бакыр\w*|урушат|урушуп|согунот|сого\w+|согуп|руга[ею]тся|"
    r"матер\w*|угрожа\w*|коркут\w*|суздур\w*|скандал\w*|чыр\w*|оштраф\w*|штраф сал\w*|накаж\w*|наказат|жазала\w*|чара кор\w*|"
    r"(?:примите|принять|прими|принять) меры|меры примите|тартипке чакыр\w*|привлек\w*|жоопко тарт\w*|разберитес|"
    r"поговорите с ним\w*)(?= |$)"
)

_ASKS = compile_late(
    r"(?:^| )\w{3,}(?:ите|йте|вте|рте|дте|нте|гыла|гиле|гула|кыла|киле|кула|[ыиу]н[ыу]з(?:чы|чу)?|иниз(?:чи)?)(?= |$)"
)

# What a budget takes in. Then words that lead back to the neighbour: his land, counted anew.
_SOURCE = compile_late(
    r"(?:^| )(?:салы[кг]\w*|налог\w*|недоимк\w*|ижара\w*|аренд\w*|арендн\w*|жыйым\w*|тариф\w*|бюджет\w*|казна\w*|казын\w*|"
    r"(?:акы|толом)(?:сын|ны|ну)?|плат[уаы]|оплат[уаы]|патент\w*)(?= |$)"
)
_OF_THE_SAME = compile_late(
    r"(?:^| )(?:ему|его|него|им|их|них|нее|это|этот|эту|этого|ага|анын|анысын\w*|андан|аларга|алардан|алардын|ошол\w*|ушул\w*|"
    r"(?:ка[йи]ра(?:дан)? )(?:\w+ )?(?:олч\w+|[эе]сеп\w+|сана\w+|карап)|олчо[пйнг]\w*|ченеп|"
    r"(?:пере|об|из|за)мер\w*|пересчита\w*|перерасчет\w*|"
    r"доначисл\w*|начисл\w*|земел\w*|земл\w*|участ\w*|жер\w{0,6}|аянт\w*|ижара\w*|аренд\w*|счетчик\w*|эсептегич\w*)(?= |$)"
)


def is_of_somebody(text: str) -> bool:
    """Whether a part of a message complains of a person: of an official, or of a neighbour who is blamed."""
    if len(text) > _LONGEST_SENTENCE:
        return False
    if find_door(text) is Door.COMPLAINT:
        return True
    read = fold(to_cyrillic(text))
    return _NEIGHBOUR.search(read) is not None and _BLAMED.search(read) is not None


def part_complaint(text: str) -> list[str]:
    """Returns what is proposed and the complaint behind or before it. Empty where a message has not both."""
    sentences = _list_sentences(text) if len(text) <= _LONGEST else []
    if not 2 <= len(sentences) <= _MOST_SENTENCES:
        return []
    blamed = [_complains(one) for one in sentences]
    complaint = " ".join(one for one, is_blamed in zip(sentences, blamed, strict=True) if is_blamed)
    rest = " ".join(one for one, is_blamed in zip(sentences, blamed, strict=True) if not is_blamed)
    if not complaint or not has_letters(rest, LEAST_LETTERS) or not wants_something(rest):
        return []
    if find_door(complaint) is not Door.COMPLAINT and _is_of_his_dues(complaint, rest):
        return []
    return [rest, complaint]


def _is_of_his_dues(complaint: str, rest: str) -> bool:
    # «Кошуна жерин кеңейтип алды, салыгы эски. Кайра өлчөгүлө»: what a neighbour owes the budget is one proposal.
    read, wished = fold(to_cyrillic(complaint)), fold(to_cyrillic(rest))
    names_a_source = _SOURCE.search(read) is not None or _SOURCE.search(wished) is not None
    return names_a_source and _OF_THE_SAME.search(wished) is not None


def wants_something(text: str) -> bool:
    """Whether a text says that something is needed, or asks for it to be done: «мост керек», «почините»."""
    return says_a_wish(text) or _ASKS.search(fold(to_cyrillic(text))) is not None


def _complains(sentence: str) -> bool:
    return is_of_somebody(_LEANS.sub("", sentence.strip().casefold()))


def _list_sentences(text: str) -> list[str]:
    # «1. Мост. 2. Сосед …»: a number belongs to the sentence behind it.
    parts = [one.strip() for one in _SENTENCES.split(text) if one.strip()]
    joined = list[str]()
    for one in parts:
        if joined and _NUMBER.match(joined[-1]):
            joined[-1] = f"{joined[-1]} {one}"
        else:
            joined.append(one)
    return joined
