"""Which part of a proposal a whole sentence wants changed: «снимок ямы поменяйте, на этом её нет»."""

from bot.budget.proposal_text.decidable import says_a_wish
from bot.budget.proposal_text.part_named import list_parts_named
from bot.language.common_speech.reading import say_commonly
from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from bot.language.meanings.late_pattern import compile_late

_LONGEST, _MOST_WORDS = 160, 16  # characters and words
_CHANGES = compile_late(
    r"(?:^| )(?:озг[оу]рт\w*|онд[оу]\w*|тузот\w*|тузат\w*|алмаш\w*|башка\w*|кат[ае]\w*|жаныл\w*|(?:аз|коп) (?:айт|жаз)\w*|"
    r"туура эмес|туурала\w*|кыскар\w*|кайра жаз\w*|кош[оу]\w*|"
    r"сократ\w*|передела\w*|переформулир\w*|поставил\w*|записал\w*|"
    r"выбрал\w*|нажал\w*|не (?:\w+ ){1,4}а \w+|измен\w*|исправ\w*|поправ\w*|помен\w*|менят|меняй\w*|меняем|"
    r"замен\w*|перепис\w*|перепиш\w*|перепут\w*|"
    r"напута\w*|(?:не|ни)(?: на| в| по| к| с)? (?:т[оаеу]|те|той|тем|тот|так|туда)|"
    r"нетот|нето|нета|друг\w*|неверн\w*|н[еи]п\w{0,2}в[ие]л\w*|"
    r"де[пб] (?:кой|жаз|танда|басы)\w*|ошиб\w*|опечат\w*|уточн\w*|"
    r"тирке\w*|эмес)(?= |$)"
)
_NEEDS_CHANGE = compile_late(
    r"(?:басышым|басыш|басуум|тандашым|ондош|ондоо|озгортуу|озгортуш|тузотуш|тузотуу|"
    r"алмаштыр\w*|болуш\w*|болиш\w*) (?:керек|зарыл)"
)
_OF_A_STREET = compile_late(r"(?:^| )(?:коч[оу]\w*|улиц\w*|жер\w*|айыл\w*) (?:аты\w*|назван\w*|им[яе]\w*)(?= |$)")
_STANDS = compile_late(r"(?:^| )стоит(?= |$)")
_COMES_OR_GOES = compile_late(
    r"(?:^| )(?:акча (?:тушот|тушкон|кирет|кетет|чыгат)|деньги (?:прид|приход|поступ|уйд|уход)\w*) "
)
_SLIPPED = ("text",)  # «what I wrote» stands beside what is meant


def find_part_in_sentence(text: str) -> str:
    """Returns the one part that a sentence says to be wrong. Empty where it names none, or several."""
    read = fold(to_cyrillic(say_commonly(text) or text)) if len(text) <= _LONGEST else ""
    if not 0 < len(read.split()) <= _MOST_WORDS or not _CHANGES.search(read):
        return ""
    if says_a_wish(_NEEDS_CHANGE.sub(" ", read)):
        return ""  # it may be more of the proposal
    parts = list_parts_named(read)
    if _OF_A_STREET.search(read) and "place" in parts:
        parts.discard("name")  # «көчө атын тууралайм»
    if _STANDS.search(read) and len(parts) > 1:
        parts.discard("amount")  # «тема не та стоит»
    if _COMES_OR_GOES.search(read):
        parts = {"side"}  # «акча түшөт дегенди басышым керек болчу»
    parts = parts.difference(_SLIPPED) or parts
    return parts.pop() if len(parts) == 1 else ""
