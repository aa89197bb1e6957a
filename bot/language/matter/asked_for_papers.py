"""A text that asks the office for a paper or for information: «дайте копию решения кенеша», «маалымат берсеңиз»."""

from bot.language.latin import fold_within
from bot.language.meanings.late_pattern import compile_late

_LONGEST = 300  # characters
_MOST_WORDS = 25
_PAPER = compile_late(
    r"(?:^| )(?:копи(?:я|ю|и|й)|ксерокопи\w*|информаци(?:я|ю|и)|сведени(?:я|й)|решени(?:е|я) (?:\w+ )?кенеша|"
    r"постановлени(?:е|я)|кочурмо\w*|маалымат(?:ы|ын|ты|тар\w*)?|чечим(?:и|ин|инин)? (?:\w+ )?кочурмо\w*|токтом\w*)(?= |$)"
)
_WANTED = compile_late(
    r"(?:^| )(?:да[ий]те|дай|дадите|прошу|просим|предостав\w+|пришл\w+|вышл\w+|выдайте|выдаите|покажите|скинте|"
    r"нуж(?:на|но|ны|ен)|получит|запрашива\w+|взят|бергиле\w*|бериниз\w*|бериңиз\w*|бересизби|бересинерби|берсениз\w*|"
    r"берсенер\w*|керек|алсам|алгым|алайын|сураим|сураимын|сурайм|жибериниз\w*|жонот\w+|корсотунуз\w*|"
    r"билгим)(?= |$)"
)
# A work that is wished is a proposal, whatever papers it speaks of.
_WORK = compile_late(
    r"(?:^| )(?:построи\w*|постав\w*|сделаи\w*|отремонт\w*|почин\w*|провед\w*|орнот\w*|курул\w*|куруп|куруу|ондо\w*|"
    r"щит\w*|такта\w*|экран\w*|жасал\w*|жасап|салгыла|салып|тартып|бол\w+ ачык|сайт\w*)(?= |$)"
)


def asks_for_paper(text: str) -> bool:
    """Whether a text asks the office for a copy, a decision or information, and wishes no work besides."""
    read = fold_within(text, _LONGEST)
    if not read or len(read.split()) > _MOST_WORDS:
        return False
    return bool(_PAPER.search(read) and _WANTED.search(read)) and not _WORK.search(read)
