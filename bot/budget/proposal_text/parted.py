"""What somebody answers to «are these several proposals?» in words of their own: each its own, or one."""

from enum import StrEnum

from bot.language.latin import fold_within
from bot.language.meanings.late_pattern import compile_late

_LONGEST = 100  # characters
_MOST_WORDS = 8
_NUMBER = r"(?:эки|уч|торт|беш|алты|жети|сегиз|тогуз|он|два|две|три|четыре|пять|пят|шест|сем|восем|\d{1,2})"
_ALL = r"(?:экоо|учоо|тортоо|бешоо|алтоо|жетоо|баары|бардыгы|оба|обе|все|всё)"
_EACH = compile_late(
    rf"(?:^| )(?:(?:оз )?озунч[оеаиы]\w*|бол(?:у[нп]\w*|уу|гула|сун)?|болуп|болунуз|айры\w*|айрым\w*|жеке|ало[hхҳ]ида|"
    r"бо ?линг\w*|бўлинг\w*|порозн|врозь?|разбе[йи]\w*|разбит|разбива\w*|"
    rf"ар бир\w*|башка башка|ар башка|{_NUMBER} (?:башка )?сунуш\w*|"
    rf"{_ALL} (?:тен )?(?:башка|сунуш\w*|озунчо\w*|болок\w*)|{_ALL} тен|{_ALL}|{_NUMBER} башка|"
    r"отделн\w*|раздел\w*|раздели\w*|ка[жшй]д\w*|разн\w*|по одно(?:му|й)|на (?:две|два|три|четыре|пять?|части)|"
    r"(?:эки|уч|торт|беш)[гк]о|(?:экиге|учко|тортко|бешке)|"
    rf"{_NUMBER} (?:разн\w* )?(?:пр[ие]дл[оа]жени\w*|заявк\w*|штук\w*))(?= |$)"
)
_ONE = compile_late(
    r"(?:^| )(?:бир (?:эле )?(?:сунуш\w*|текст\w*)|чогуу\w*|бирге|бирга|битта(?: таклиф)?|"
    r"бириктир\w*|кош\w*|одно|одним|единое|вместе|объедин\w*|"
    r"одно пр[ие]дл[оа]жение|целиком|общее|в одном)(?= |$)"
)
_NO_PARTING = compile_late(
    r"(?:^| )(?:болбо\w*|не (?:надо |нужно |стоит )?(?:дел\w*|раздел\w*)|болуунун кереги жок)(?= |$)"
)
_DENIED = compile_late(
    r"(?:^| )(?:не |нет )?(?P<said>одно\w*|одним|вместе|бир(?: эле)? сунуш|чогуу|бирге)(?P<no> эмес)?"
)


_SMALL = """
    тарта тартка тартасы экоосу учоосу тортоосу кайсысы кайсынысы кетсин барсын бара берсин короче типа прост просто дедим
    давай давайте
    да ооба ага нет жок не это бул тут мында менде менин мои моё мое они алар го да эле ээ ж же на по само себе тен как и
    пожалуйста сураныч суранам болсун болуш керек надо нужно хочу пусть будет будут жонот жонотунуз жонотом отправ отправте
    отправим экен деп дейм мага для у меня хорошо макул конечно албетте предложение предложения предложений
    придложения придложение
    сунуш сунуштар
    сунушум их мне ошол ушу ушул сунушту сами совсем такое кылып кыл кылсак болот можно ар эмес башка текст свой свои
    болсин бо лсин бўлсин пуст будут отдельными предложениями hаммаси каждую каждое хаммаси хамма все
    даваите давай жонотуп жонотсун жонотсунчу жонотулсун жонотунузчу жонот
    жоноткула жонотула жибер жибериниз жибергиле жонотконунуз жоноткуло бер бериниз берсениз берчи озу
    номер номера номери менен два две три двое трое части частей эки уч торт
"""
_BESIDE = frozenset(_SMALL.split())


class Parting(StrEnum):
    """Whether each part is a proposal of its own, or all are one."""

    EACH = "each"
    ONE = "one"


def read_parting(text: str) -> Parting | None:
    """Returns what a short answer says: «ооба, экөө тең сунуш» is each, «баары бир сунуш» one; None of anything else."""
    read = fold_within(text, _LONGEST)
    if not read or len(read.split()) > _MOST_WORDS:
        return None
    left = " ".join(
        word for word in _EACH.sub(" ", _ONE.sub(" ", _NO_PARTING.sub(" ", read))).split() if word not in _BESIDE
    )
    if left:
        return None  # it says more than an answer
    if _NO_PARTING.search(read):
        return Parting.ONE
    if _ONE.search(read):
        return Parting.EACH if _is_denied(read) else Parting.ONE
    return Parting.EACH if _EACH.search(read) else None


_BARE_ALL = compile_late(rf"(?:ооба |да |ну )?(?:{_ALL})(?: тен| эле)?")


def names_all(text: str) -> bool:
    """Whether a text says «both» and nothing of what they are: «оба», «экөө тең»."""
    return bool(_BARE_ALL.fullmatch(fold_within(text, _LONGEST)))


def _is_denied(read: str) -> bool:
    # «Бир сунуш эмес», «не одно», «не вместе».
    found = _DENIED.search(read)
    return found is not None and (found["no"] is not None or found[0].strip().startswith("не "))
