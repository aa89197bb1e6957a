"""A no that agrees, since what it denies would stand in the way: «проблема жок», «каршы эмесмин», «мне не жалко»."""

from bot.language.meanings.late_pattern import compile_late

_DENIED = compile_late(
    r"(?:^| )(?:(?:проблем\w*|маселе\w*|каршы\w*|каршылы\w*|тоскоол\w*|жашыр\w*(?: \w+)?|сыр\w*|секрет\w*|коркунуч\w*|"
    r"зыян\w*|кыйын\w*|суроом|возражени\w*|претензи\w*|вопросов) (?:жок\w*|йок\w*|эмес\w*|нет)|"
    r"нет (?:проблем\w*|возражени\w*|вопросов|претензи\w*|секрет\w*|ничего против)|"
    r"(?:без|никаких) (?:проблем\w*|возражени\w*|вопросов)|(?:не|ни) (?:жалк\w*|возража\w*|против\w*|скрыва\w*|бою\w*|страшно|"
    r"сомнева\w*|имею (?:ничего )?против)|скрывать нечего|скрыват нечего|нечего (?:мне )?скрыват\w*|"
    r"(?:аяба|тартынба|коркпо|жашырба|каршылык кылба)\w*)(?= |$)"
)


def without_a_denied_hindrance(read: str) -> str:
    """Returns a folded text without what it denies where that would be in the way. A no that is left is a no."""
    return _DENIED.sub(" ", read)
