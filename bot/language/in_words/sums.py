"""Writes a spoken sum in figures: «эки жарым миллион» is «2,5 миллион», «около ста тысяч» is «100 тысяч»."""

from bot.language.in_words.numerals import to_figures
from bot.language.kyrgyz import canon
from bot.language.meanings.late_pattern import compile_late

_SCALE = r"(?:миллиард|миллион|млрд|млн|тысяч|тысеч|тыщ|тыс|мин|tysyach|milliard|million|mlrd|mln|ming)"
_NUMBER = r"[0-9][0-9., ]*"
_ABOUT = compile_late(
    r"^(?:[~≈]|около|примерно|приблизительно|где[- ]то|порядка|почти|болжол менен|болжолдуу|болжолу|чамасында|чамасы|"
    r"менимче|по моему|наверное|наверно|думаю|жылына|айына|бир жылга|ар бир жылы|в год|в месяц|ежегодно) +"
)
_ABOUT_AFTER = compile_late(
    r"(?<=\w)(?: ?[гк][аеоө])? +(?:жакын|чейин|чамасында|чамасы|тегерегинде|болжол менен|болсо керек|окшойт|керек|болот|"
    r"примерно|приблизительно|где[- ]то|наверное|нужно|надо|кетет|чыгат|будет|чыгар|болор|наверно|"
    r"chamasynda|chamasy|jakyn|zhakyn|chein|bolot|kerek|okshoit|chygar|primerno|gde-to|navernoe|nado|nuzhno|jylyna|"
    r"в год|в месяц|за год|ежегодно|ежемесячно|жылына|айына|бир жылга|жыл сайын|ай сайын|кажется|думаю|дейм|эле|сомдой)[.!]?$"
)
_AT_MOST = 4  # such words behind a sum
_SOME_SOMS = compile_late(r" (?:сомдой|сомго|сомдун|сомдук)(?: жакын)?$")
# «Бир жарым миллион», «полтора миллиона», «полмиллиона», «миллион жарым», «два с половиной миллиона».
_HALVES = (
    (compile_late(rf"\b([0-9]+) +(?:жарым|jarym|zharym|с половиной|жана жарым) +(?={_SCALE})"), r"\1,5 "),
    (compile_late(rf"\b(?:полтора|полторы|полутора) +(?={_SCALE})"), "1,5 "),
    (compile_late(rf"\b(?:жарым|jarym|zharym|пол|половина|полу) ?(?={_SCALE})"), "0,5 "),
    (compile_late(rf"\b(?:([0-9]+) +)?({_SCALE})[а-я]* +(?:жарым|jarym|zharym|с половиной)\b"), None),
)
_BARE = compile_late(rf"(?<![0-9.,] )(?<![0-9\w])(?={_SCALE})")
# «Тысяч пятьдесят», «миллиона два»: about fifty thousand; «тысяча пятьдесят» is 1 050.
_TURNED = compile_late(rf"(тысяч|тысеч|тыщ|миллиона|миллионов|миллиардов) ({_NUMBER}?)((?: ?сом[а-я]*)?)")
_ALONE = compile_late(r"(?:тысяча|тысяч|мин|ming)")
_RANGE = compile_late(
    rf"(?:от |с )?(?P<least>{_NUMBER}?)(?P<of_least> ?{_SCALE}[а-я]*?)?(?: ?сом[а-я]*?)?"
    rf"(?: ?(?:дан|ден|дон|тан|тен|тон)| ?(?:[-–—]|же|или|либо|до)) ?(?P<most>{_NUMBER}?)(?P<rest>(?: ?{_SCALE}.*| ?сом.*)?)"
)


def read_spoken_sum(text: str) -> str:
    """Returns a sum in lower case with figures for its words; «около» and «болжол менен» are left out."""
    typed = " ".join(to_figures(canon(text)).casefold().replace("ң", "н").split()).rstrip(" -–—")
    for _ in range(_AT_MOST):
        typed = _SOME_SOMS.sub(" сом", _ABOUT_AFTER.sub("", _ABOUT.sub("", typed)))
    if turned := _TURNED.fullmatch(typed):
        typed = f"{turned[2]} {turned[1]}{turned[3]}"
    for half, written in _HALVES:
        typed = half.sub(written or (lambda found: f"{found[1] or 1},5 {found[2]}"), typed)
    return typed if _ALONE.fullmatch(typed) else _BARE.sub("1 ", typed)


def read_spoken_range(text: str) -> tuple[str, str] | None:
    """Returns the two sums of «100-150 миң», «от 100 до 150 тысяч», «100 же 150 миң»; or None."""
    match = _RANGE.fullmatch(read_spoken_sum(text))
    if match is None or not match["least"].strip() or not match["most"].strip():
        return None
    rest = match["rest"] or ""
    return f"{match['least'].strip()}{match['of_least'] or rest}", f"{match['most'].strip()}{rest}"
