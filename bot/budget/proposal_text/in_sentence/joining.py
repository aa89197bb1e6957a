"""What a whole sentence answers to «shall this be added?»: added, in place of the old, or a proposal of its own."""

from bot.budget.proposal_text.decidable import says_a_wish
from bot.language.common_speech.reading import say_commonly
from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from bot.language.meanings.late_pattern import compile_late

_LONGEST, _MOST_WORDS = 140, 14  # characters and words
_MOST_OF_ADDING = 9  # words: who adds says little beside it
_OLD = r"(?:стар|прежн|перв|предыдущ|эски|мурун|мурда|биринчи|алгачкы)\w*"
_INSTEAD = compile_late(
    rf"(?:^| )(?:ордун[ау]\w*|орд[ыу]на|вместо|вмест[ао]|взамен|замен\w*|алмашты?р\w*|"
    rf"{_OLD} (?:\w+ ){{0,3}}?(?:мусор\w*|убер\w*|убрат|выкин\w*|выброс\w*|удал\w*|сотр\w*|очур\w*|алып\w*|керек эмес|"
    r"керекпе\w*|жокко)|(?:мусор\w*|выкин\w*|выброс\w*|сотр\w*) (?:\w+ ){0,2}?" + _OLD + r")(?= |$)"
)
_APART = compile_late(
    r"(?:^| )(?:отделн\w*|атделн\w*|аттелн\w*|болок\w*|озунчо\w*|сам[аои]? по себе|(?:не|ни) (?:мешай\w*|смеш\w*|"
    r"скле\w*|путай\w*|"
    r"сваливай\w*|кле\w*|лепи\w*)|друг(?:ое|ой|ая) (?:\w+ )?(?:дел\w*|вопрос\w*|тем\w*|заявк\w*|пр[ие]дл[оа]жени\w*)|"
    r"эта? другое|это (?:савсем|совсем) друг\w*|втор(?:ая|ое|ую) (?:заявк\w*|пр[ие]дл[оа]жени\w*)|"
    r"башка (?:\w+ )?(?:сунуш\w*|иш\w*|"
    r"нерсе\w*|маселе\w*)|экинчи сунуш\w*)(?= |$)"
)
_ADDED = compile_late(
    r"(?:^| )(?:кош|кошчу|кошуп|кошкула|кошунуз\w*|кошулсун\w*|кошсонуз\w*|кошо|бириктир\w*|плюс|добав(?:ля)?(?:й|"
    r"йте|ь|ьте|т|те|им|ит)?|"
    r"присовокуп\w*|прибав\w*|прилеп\w*|приклей\w*|припиш\w*|допиш\w*|соедин\w*|обедин\w*|туда же|к нему же|к ней же)(?= |$)"
)
_NO = compile_late(r"(?:^| )(?:не|ни|нет|жок|эмес|кошпо\w*|кошулба\w*)(?= |$)")
_NO_FIRST = ("жок", "нет", "неа", "йок")  # behind one of these nothing new is begun unasked


def read_joining(text: str) -> str:
    """Returns «instead», «new» or «yes» where a sentence says plainly that and wishes nothing else; else nothing."""
    read = fold(to_cyrillic(say_commonly(text) or text)) if len(text) <= _LONGEST else ""
    many = len(read.split())
    if not 0 < many <= _MOST_WORDS or says_a_wish(read.replace("керек эмес", " ")):
        return ""
    instead, apart, added = (kind.search(read) is not None for kind in (_INSTEAD, _APART, _ADDED))
    if instead + apart + added != 1:
        return ""
    if added:
        return "yes" if many <= _MOST_OF_ADDING and not _NO.search(read) else ""
    if instead:
        return "instead"
    return "" if read.split()[0] in _NO_FIRST else "new"
