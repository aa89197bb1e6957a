"""A sentence without what only reports it: «угуу качан деп сурап жатам», «хотел спросить, где собрание»."""

from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from bot.language.meanings.late_pattern import compile_late

_LONGEST, _MOST_WORDS = 160, 16
_SAYING_WORDS = """
    сурап сурайын сурайм сурадым сурасам сурайлы айтып айткыла айткылачы айтыныз айтынызчы айтчы айтсаныз айт
    жазып жазыныз жазгыла жатам жатамын жатабыз атам атамын атабыз турам турабыз элем элек койгула койгулачы
    коюнуз коюнузчу коюнуздарчы койчу кой коесузбу бериниз беринизчи бергиле бергилечи берчи берсениз бер дедим
    дегем дегеним дейм дейбиз билейин билгим келет келген келди эле бол болот го
"""
_SAID_WORDS = """
    деп деб дип
"""
_ENDS_WORDS = """
    дейм дедим дегем дегеним дейбиз
"""
_ASKING_WORDS = """
    подскажите подскажи спросит узнат уточнит передайте сообщите сураарым сурарым сурайын суроом айткылачы
    айтынызчы скажите скажи
"""
_LEADING_WORDS = """
    хотел хотела хотели хочу бы можно я мне нам пожалуйста пж вас у вам что это бар эле сизден силерден мен бир
    нерсе токтогула токточу токто туруцузчу ой эй айтмакчы баса погодите подождите простите извините кечиресиз
    кечирип койгула
"""
_HALTING_WORDS = """
    токтогула токточу ой айтмакчы баса погодите подождите простите извините кечиресиз
"""
_SAYING = frozenset(_SAYING_WORDS.split())
_SAID = frozenset(_SAID_WORDS.split())
_ENDS = frozenset(_ENDS_WORDS.split())
_ASKING = frozenset(_ASKING_WORDS.split())
_LEADING = _ASKING | frozenset(_LEADING_WORDS.split())
_HALTING = frozenset(_HALTING_WORDS.split())
_GLIDES = compile_late("(?<=[аоуеэ])и")  # «aityp koigula»


def say_plainly(text: str) -> str:
    """Returns the words without what reports them; the text itself where nothing of it only reports."""
    typed = text.split() if len(text) <= _LONGEST else []
    if not 1 < len(typed) <= _MOST_WORDS:
        return text
    read = [_GLIDES.sub("й", fold(to_cyrillic(word))) for word in typed]
    end = _find_end(read)
    begin = _find_beginning(read[:end])
    left = typed[begin:end]
    return " ".join(left).strip(" ,.;:—–-") if left and len(left) < len(typed) else text


def _find_end(read: list[str]) -> int:
    at = next((place for place in range(len(read) - 1, 0, -1) if read[place] in _SAID), 0)
    if at and len(read) - at > 1 and all(word in _SAYING for word in read[at + 1 :]):
        return at
    return len(read) - 1 if len(read) > 2 and read[-1] in _ENDS else len(read)


def _find_beginning(read: list[str]) -> int:
    at = next((place for place, word in enumerate(read) if word not in _LEADING), len(read))
    said = set(read[:at])
    return at if at < len(read) and not said.isdisjoint(_ASKING | _HALTING) else 0
