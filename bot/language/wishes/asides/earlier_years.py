"""Somebody asks what became of a proposal of an earlier year: «былтыр сунуш бергем, ал эмне болду?»."""

from bot.language.latin import fold_within
from bot.language.meanings.late_pattern import compile_late

_LONGEST, _MOST_WORDS = 200, 18
_EARLIER = compile_late(
    r"(?:^| )(?:был?тыр\w*|откон жыл\w*|мурунку жыл\w*|мурдагы жыл\w*|отк[оу]н жолку|былтыркы\w*|"
    r"(?:в )?прошл\w+ (?:году|год|года|раз)|"
    r"прошлогодн\w+|позапрошл\w+|год назад|(?:в )?20[12]\d ?(?:году?|жыл\w*|г)?|бир жыл мурун|жыл мурун)(?= |$)"
)
_OWN = compile_late(
    r"(?:^| )(?:сунуш\w*|предложени\w*|заявк\w*|заявлени\w*|обращени\w*|арыз\w*|кайрыл(?:ган|ды)\w*|писал\w?|"
    r"написал\w?|подавал\w?|подал\w?|"
    r"предлагал\w?|предложил\w?|просил\w?|жазган\w*|жазгам|жазды[мк]|берген\w*|бергем|берди[мк]|айткан\w*|айткам|"
    r"сунуштаган\w*|сураган\w*)(?= |$)"
)
_ASKS = compile_late(
    r"(?:^| )(?:эмне болду\w*|кандай болду\w*|кана|кайда\w*|качан|жооп\w*|жообу\w*|кара\w+(?:бы|ды|бу)|"
    r"эмне болуп\w*|кирдиби|кирген\w*|болгон жок|"
    r"что (?:с|стало|там|вышло|по)(?: \w+)?|где|когда|ответ\w*|рассмотр\w*|включили|приняли|почему|как там|"
    r"результат\w*|чем кончил\w*|"
    r"и что|не сделали|так и нет|тишина|молчат)(?= |$)"
)
_PROPOSES = compile_late(
    r"(?:^| )(?:предлага(?:ю|ем)|сунуштайм|сунуштайбыз|сунуш кылам|"
    r"снова|опят|повторно|кайрадан|прошу|просим|хочу|хотим|построит|"
    r"починит\w*|сделат|сделайте|керек|нужн\w+|надо|\w+гыла|\w+гула|\w+гиле)(?= |$)"
)


def asks_of_an_earlier_year(text: str) -> bool:
    """Whether a short text asks what became of what its author proposed in an earlier year."""
    read = fold_within(text, _LONGEST)
    if not read or len(read.split()) > _MOST_WORDS or _PROPOSES.search(read):
        return False
    is_asked = "?" in text or _ASKS.search(read) is not None
    return is_asked and _EARLIER.search(read) is not None and _OWN.search(read) is not None
