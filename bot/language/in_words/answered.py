"""What somebody answers to one question of the bot in a sentence of their own."""

from bot.language.latin import fold_within
from bot.language.meanings.late_pattern import compile_late

_LONGEST = 120  # characters
_MOST_WORDS = 9
# «Көрсөтө бериңиз», «не показывайте», «жарыялабаңыз»: whether a text may be seen by others.
_SHOW = compile_late(
    r"(?:^| )(?:корсот\w*|корунс\w*|коруно берс\w*|жарыял\w*|илин\w*|илип|чыгара бер\w*|"
    r"(?:эл|баары|журт|хамма) (?:корсун|окусун|билсин|корсин|коро берсин|окуй берсин)|окуй бер\w*|"
    r"читайте|(?:пускай|пуст|пусть) (?:все |все уж |и другие |люди )?(?:читают|видят|знают|смотрят)|корсо коро берсин|"
    r"показ\w*|покаж\w*|публику\w*|публиков\w*|опублик\w*|размест\w*|размещ\w*|выклад\w*|вылож\w*)(?= |$)"
)
_SHOW_NOT = compile_late(
    r"(?:^| )(?:корсотпо\w*|корсотулбо\w*|корунбо\w*|жарыялаба\w*|жарыяланба\w*|илбе\w*|илинбе\w*|"
    r"(?:ачык|элге|елге|эч кимге|сыртка|коомго) (?:чыгарба|жайба|айтпа|бербе|таратпа|жарыя кылба)\w*|озубузд[оу]\w* калс\w*|"
    r"ичибизде калс\w*|арабызда калс\w*|между нами|никому не (?:показ|говор|давай)\w*|"
    r"корсот\w* (?:керек эмес|кереги жок|зарыл эмес|болбойт|каалаба\w*)|"
    r"(?:не|нельзя|ненадо|ненужно) (?:\w+ ){0,3}(?:показ\w*|покаж\w*|публику\w*|публиков\w*|опублик\w*|размест\w*|размещ\w*|"
    r"выклад\w*|вылож\w*|свети\w*|афишир\w*|разглаш\w*)|"
    r"не (?:хочу|хотел\w*|надо|желаю) (?:\w+ )?(?:чтоб\w* )?(?:\w+ ){0,2}(?:читал\w*|видел\w*|знал\w*|смотрел\w*)|"
    r"(?:елге|элге) жа[йи]\w*б\w*|(?:показыват|публиковат|размещат|выкладыват) (?:не|нельзя|ненадо|ненужно)\w*)(?= |$)"
)
_MAY = compile_late(r"(?:^| )(?:болот|мейли|ыраазымын|можно|пожалуйста|разрешаю|не против|каршы эмесмин)(?= |$)")
_NOBODY = compile_late(r"(?:^| )(?:эч ким\w*|никто|никого|никому)(?= |$)")
_ASKS = compile_late(
    r"(?:^| )(?:ким\w*|кто|кому|где|кайда\w*|качан|когда|эмне\w*|зачем|почему|(?!чтобы|кабы)\w{3,}(?:бы|бу|пы|пу))(?= |$)"
)


def read_showing(text: str) -> bool | None:
    """Whether a short text lets something be shown, or does not; None where it says neither, or asks."""
    read = _read(text)
    if not read or "?" in text or _ASKS.search(_NOBODY.sub(" ", read)):
        return None
    if _SHOW_NOT.search(read):
        return False
    if _NOTHING_TO_HIDE.search(read):
        return True
    if _SHOW.search(read):
        return None if _starts_with_a_no(read) else True
    if _NO_AND_WHY.match(read):
        return False
    return True if _MAY.search(read) and len(read.split()) <= _FEW and not _starts_with_a_no(read) else None


_NOTHING_TO_HIDE = compile_late(
    r"(?:^| )(?:скрыват (?:мне |нам )?нечего|(?:мне |нам )?нечего скрыват|не секрет|секрет\w* нет|жашыра (?:турган )?(?:эч )?"
    r"(?:нерсе\w*|эчтеке\w*) жок|сырым(?:ыз)? жок|сыр эмес)(?= |$)"
)
# «Нет, пусть только окмоту читает», «жок, айылдаштар билбей эле койсун»: a no, and why.
_NO_AND_WHY = compile_late(
    r"(?:жок|йок|нет|неа) (?=.*(?:^| )(?:толко|окмот\w*|сосед\w*|люд\w*|айылдаш\w*|эл|элге|кошуна\w*|коншу\w*|башка\w*|бил\w*|"
    r"чита\w*|знал\w*|узна\w*|видел\w*|оку\w*|кор\w*|стесня\w*|уял\w*|озум\w*|личное|чужи\w*)(?= |$))"
)
_FEW = 3  # words that may stand round a «можно»
_NO_FIRST = compile_late(r"(?:ой |э |да )?(?:жок|йок|нет|не|неа)(?= |$)(?! против)")


def _starts_with_a_no(read: str) -> bool:
    return _NO_FIRST.match(read) is not None


# «Ооба, кереги жок», «да, больше не нужно»: a yes and why, or a no.
_YES_FIRST = compile_late(r"(?:ооба|ова|оба|да|ага|угу|макул|албетте|конечно)(?= )")
_NOT_NEEDED = compile_late(
    r"(?:^| )(?:кереги жок|керек эмес|кажети жок|керексиз|не (?:нужно|надо|нужен|нужна|нужны|актуал\w*)|ненужно|ненадо|"
    r"передумал\w*|айныд\w*)(?= |$)"
)


def says_yes_not_needed(text: str) -> bool:
    """Whether a text begins with a yes, and says that something is needed no more."""
    read = _read(text)
    return _YES_FIRST.match(read) is not None and _NOT_NEEDED.search(read) is not None


_LOSES = compile_late(
    r"(?:^| )(?:кайтарып (?:ал\w*|бер\w*)|кайтар\w*|очур\w*|алып (?:сал|таш)\w*|отзыв\w*|отзов\w*|отозв\w*|забер\w*|"
    r"забир\w*|удал\w*|убер\w*|сотр\w*|снимите|сними)(?= |$)"
)
_LOSES_NOT = compile_late(
    r"(?:^| )(?:кайтарып (?:алба|бербе)\w*|кайтарба\w*|очурбо\w*|алып салба\w*|калсын\w*|кала берсин|калтыр\w*|тура берсин|"
    r"турсун|остав\w*|пуст (?:будет|останется|остаётся|остается)|пуст|(?:не|ненадо|ненужно) (?:надо |нужно )?(?:отзыв\w*|"
    r"отзов\w*|отозв\w*|забер\w*|забир\w*|удал\w*|убир\w*|убер\w*|стир\w*))(?= |$)"
)


def read_losing(text: str) -> bool | None:
    """Whether a short text says yes to losing something, or that it stays: «да, отзывайте», «жок, калсын»; else None."""
    read = _read(text)
    if not read or "?" in text or len(read.split()) > _WORDS_OF_A_YES:
        return None
    if _LOSES_NOT.search(read):
        return False
    if _starts_with_a_no(read) and not _LOSES.search(read):
        return False  # «жок, токточу, керек болуп калат»
    return True if _YES_FIRST.match(read) and _LOSES.search(read) else None


_WORDS_OF_A_YES = 5

# «Исправьте текст, первое предложение лишнее»: a sentence of what is written, not the proposal.
_A_SENTENCE = (
    r"(?:перв\w+|втор\w+|трет\w+|последн\w+|одно|биринчи|экинчи|учунчу|акыркы|аяккы) (?:предложени\w*|суйлом\w*|"
    r"слов\w*|соз\w*|строчк\w*|строк\w*|абзац\w*|фраз\w*|сап\w*)"
)
_CHANGED = (
    r"(?:исправ\w*|поправ\w*|перепиш\w*|сократ\w*|лишн\w*|убер\w*|убрат|удал\w*|сотр\w*|ондо\w*|тузот\w*|кыскарт\w*|"
    r"артыкбаш\w*|ашыкча|очур\w*|алып (?:сал|таш)\w*|керек эмес|не (?:надо|нужно))"
)
_CHANGES_A_PART = compile_late(
    rf"(?=.*(?:^| ){_A_SENTENCE}(?= |$))(?=.*(?:^| ){_CHANGED}(?= |$))|"
    r"(?:^|.* )(?:исправ\w*|поправ\w*|перепиш\w*|ондоп? ?\w*|тузот\w*) (?:\w+ )?(?:текст\w*|текстти)(?= |$)|"
    r"(?:^|.* )(?:текст\w*|суйлом\w*) (?:\w+ )?(?:исправ\w*|поправ\w*|перепис\w*|ондо\w*|тузот\w*)(?= |$)"
)


def wishes_text_changed(text: str) -> bool:
    """Whether a short text wishes that a part of what is written be changed or go: «первое предложение лишнее»."""
    return _CHANGES_A_PART.match(_read(text)) is not None


# «Не на улице Манаса, а на Советской», «жарык эмес, асфальт»: one thing is put right.
_ONE_THING = compile_late(
    r"(?:^|.* )(?:не \w.* а \w.*|(?!керек )\w+ эмес \w.*|ошиб\w+.*|перепутал\w?.*|ката (?:жаз|кет)\w*.*)"
)


def puts_one_thing_right(text: str) -> bool:
    """Whether a short text only puts one thing right of what was written before: it is no text by itself."""
    return _ONE_THING.fullmatch(_read(text)) is not None


# «Исправьте в моём предложении почту на аптеку», «сунушумдагы көчөнү оңдоюнчу»: of what was sent, and what of it.
_OWN = compile_late(r"(?:^| )(?:мо(?:е|ем|его|ему|им|ей) (?:\w+ )?предложени\w*|предложени\w* мо\w+|сунушум\w*)(?= |$)")
_PUT_RIGHT = compile_late(
    r"(?:^| )(?:исправ\w*|поправ\w*|измени\w*|поменя\w*|замени\w*|перепиш\w*|переписат|отредактир\w*|ондо(?:й|ю|п|гу|с)\w*|"
    r"озгорт\w*|тузот\w*|алмаштыр\w*)(?= |$)"
)
_HAS_ONE = compile_late(r"(?:^| )сунушум бар(?= |$)")  # «уч сунушум бар: …» brings new ones
_WORDS_OF_A_CORRECTION = 12


def asks_to_correct_own(text: str) -> bool:
    """Whether a short text asks that a proposal of its author's be put right, whatever it names of it."""
    read = fold_within(text, _LONGEST)
    is_short = len(read.split()) <= _WORDS_OF_A_CORRECTION
    is_of_own = _OWN.search(read) is not None and _HAS_ONE.search(read) is None
    return is_short and is_of_own and _PUT_RIGHT.search(read) is not None


# «Ладно, проехали», «мейли эми, өтүп кетти»: it is not spoken of any more.
_LETS_GO = compile_late(
    r"(?:^| )(?:проехали|забуд|забудте|забей|забейте|неважно|не важно|пустяки|замяли|отбой|бог с ним\w*|да ладно уж|"
    r"ладно уж|"
    r"отуп кетти|отту кетти|эч нерсе эмес|унутуп кой\w*|унутунуз|койо бер\w*|жон эле кой\w*|болду эми|мейли эми|"
    r"кой эми)(?= |$)"
)
_WORDS_BESIDE_LETTING_GO = """
    ладно да ну уж уже ок окей хорошо все всё это ничего мейли эми болду болуптур жарайт макул керек эмес кереги жок
    не надо нужно так и быть спасибо рахмат эле анда го проблема
"""
_BESIDE_LETTING_GO = frozenset(_WORDS_BESIDE_LETTING_GO.split())


def lets_it_go(text: str) -> bool:
    """Whether a short text says only that it is not spoken of any more: «ладно проехали»."""
    read = _read(text)
    return _LETS_GO.search(read) is not None and set(_LETS_GO.sub(" ", read).split()) <= _BESIDE_LETTING_GO


# «Каерде экенин жаздым го», «я же уже писал»: what is asked was said before.
_SAID_IT = compile_late(
    r"(?:^| )(?:(?:жазд[ыа]м|айтт[ыа]м|айтканмын|жазганмын|корсоткомун|жазылган|айтылган|корсотулгон|"
    r"жазып койгом\w*) (?:го|гой|да|эле|экен)|(?:жазганмын|айтканмын|жазып койгонмун|жазгам|айткам)|"
    r"(?:я )?(?:же |ж )?(?:уже|ведь|же|ж) (?:\w+ )?(?:писал\w?|написал\w?|говорил\w?|сказал\w?|указал\w?|указано|написано|"
    r"сказано)|(?:там|в тексте|в предложении|выше) (?:же |ведь |уже |все |всё )?(?:написано|указано|сказано|"
    r"есть)(?: же| ведь)?|(?:написано|указано) (?:же|ведь))(?= |$)"
)
_WORDS_BESIDE_SAYING_IT = """
    я мен же ж ведь уже ну да ооба там анда мында тексте в предложении моем своем сунушта сунушумда текстте жогоруда
    жогору мурда баары все всё где какая какой улица это муну аны ушуну каерде кайда кайсы жерде экенин экендигин кочо
    кочосун жер жерин жерди адрес адресин дарегин сколько канча уй киши сизге вам тебе го эле так такое выше бар есть
"""
_BESIDE_SAYING_IT = frozenset(_WORDS_BESIDE_SAYING_IT.split())


def says_it_was_said(text: str) -> bool:
    """Whether a short text says only that what is asked was said already."""
    read = _read(text)
    return _SAID_IT.search(read) is not None and set(_SAID_IT.sub(" ", read).split()) <= _BESIDE_SAYING_IT


def _read(text: str) -> str:
    read = fold_within(text, _LONGEST)
    return read if len(read.split()) <= _MOST_WORDS else ""
