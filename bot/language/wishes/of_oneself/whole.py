"""A wish that a whole short text says. Each of its parts stands there, and nothing beside but small words."""

import re
from dataclasses import dataclass

from bot.language.common_speech.reading import say_commonly
from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from bot.language.meanings.late_pattern import compile_late
from bot.language.wishes.plainly import say_plainly

_LONGEST, _MOST_WORDS = 140, 14
_UZBEK = str.maketrans("қғҳўh", "кгхох")
_ASKS = ("?", "？", "؟")
_APOSTROPHES = compile_late(r"(?<=\w)['`´‘’ʼʻ](?=\w)")
ASKED = "?"  # how a question mark at the end is read: as a word of its own


@dataclass(frozen=True, slots=True)
class Wish:
    """What a text must say, part by part, and what may stand beside: each a pattern of whole words, folded."""

    parts: tuple[re.Pattern[str], ...]
    beside: re.Pattern[str] | None = None

    def fits(self, read: str) -> bool:
        """Whether a reading says all parts of the wish, each word of it belonging to one, or being small."""
        rest = read
        for part in self.parts:
            if not part.search(read):
                return False
            rest = part.sub(" ", rest)
        if self.beside is not None:
            rest = self.beside.sub(" ", rest)
        return not _SMALL.sub(" ", rest).replace(ASKED, " ").strip()


def words(alternatives: str) -> re.Pattern[str]:
    """Makes a pattern of whole words of alternatives, with « | » between them. The longest is read first."""
    each = sorted(re.split(r"\s+\|\s+", alternatives.strip()), key=len, reverse=True)
    return compile_late(rf"(?<!\S)(?:{'|'.join(each)})(?!\S)")


_SMALL = words(
    r"""
    please | а | агай | азыр | айткыла\w* | айтчы | айтыныз\w* | ал | анда | байке | билгим | билейин | болду |
    болобу | бот | бы | вас | вообще | вот | вы | го | гой | да | дагы | ден | добрый | ж | же | здравствуйте |
    здрасте | знат | и | извините | илтимос | интересно | канийо | келет | кечиресиз | мага | менимче | мне | можно |
    мумкунбу | нибуд | ну | ой | отуном | отунуч | пж | пжл | плиз | подскажите | пожалуйста | пожалуста | простите |
    рахмат | салам\w* | саламатсы\w* | сейчас | сиз | сизде\w* | сиздер\w* | силер | силерде\w* | скажи | скажите |
    спасибо | суранам | сураныч | там | тепер | то | у | уж | узнат | хотел | хотела | хочу | э | эже | эй | экен |
    экенин | эле | эми | энди | эртен | это | ээ
"""
)


def list_readings(text: str) -> list[str]:
    """Lists how a short text may be read: as typed, without what only reports it, and in common words."""
    if len(text) > _LONGEST:
        return []
    plain = say_plainly(_APOSTROPHES.sub("", text))
    found = [fold(to_cyrillic(one)).translate(_UZBEK) for one in (text, plain, say_commonly(plain)) if one]
    mark = f" {ASKED}" if text.rstrip(" )!").endswith(_ASKS) else ""
    return [f"{one}{mark}" for one in dict.fromkeys(found) if 0 < len(one.split()) <= _MOST_WORDS]
