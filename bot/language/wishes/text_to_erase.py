"""A clerk names the proposal whose author wants its text erased: «0012 сунуштун текстин өчүр», «автор просит удалить № 12»."""

from bot.language.meanings.late_pattern import compile_late
from bot.language.wishes.of_oneself.one_text import read_text_erased
from bot.language.wishes.of_oneself.whole import list_readings, words

_LONGEST = 120  # characters
_SIGNS = compile_late(
    r"[№#]|(?<=\d)[-–]?[^\W\d_]{1,5}(?![^\W_])|(?<=\d)[-–](?=\w)"
)  # and how a number ends: «0004тү», «12-си»
# Who asked, and how: it changes nothing of what is wished.
_ASKED = words(
    r"""
    оз[уи] | автор\w* | жител\w* | тургун\w* | челов\w+ | адам\w* | киши\w* | он[аи]? | ээси\w* |
    прос\w+ | попрос\w+ | сура\w+ | суран\w+ | отун\w+ | чал\w+ | звон\w+ | позвон\w+ | пришел | пришла | келип | келди |
    по прос\w+ | по телефону | телефон\w* | телефон менен | письменно | кагаз\w* | арыз менен | устно | оозеки | деп | дейт |
    говор\w+ | жат\w* | турат | боюнча | чтобы | что | был\w* | у | с | нас
    """
)


_NUMBER = compile_late(r"(?<!\S)(?:номер\w* )?(\d{1,5})(?: (?:инчи|номер\w*))?(?!\S)")


def read_text_to_erase(text: str) -> int | None:
    """Returns the number of the proposal whose text a whole short text wants erased. None: it wants no such thing."""
    if len(text) > _LONGEST or text.startswith("/"):
        return None
    for read in list_readings(_SIGNS.sub(" ", text)):
        numbers = _NUMBER.findall(read)
        left = " ".join(_ASKED.sub(" ", _NUMBER.sub(" ", read)).split())
        if len(numbers) == 1 and left and read_text_erased(left) is not None:
            return int(numbers[0])
    return None
