"""Which wishes a short text speaks against: whoever writes «өчүрбө» or «жаңы эмес» is not asked whether they mean it."""

from bot.language.intents import Intent
from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from bot.language.meanings.late_pattern import compile_late
from bot.language.meanings.phrases import LONGEST

_STAYS = r"калсын\w*|кала берсин|тура берсин|тура турсун|калтыр\w*|остав\w*|пуст (?:будет|остан\w*|остаётся)"
_BETWEEN = "это|его|ее|их|мое|пока|еще|больше|мне|ничего|надо|нужно|стоит|хочу|буду|азыр|эле"  # words a no reaches over
_NOT = rf"(?:(?:{_BETWEEN}) )*(?:не|ненадо|ненужно|ни|нельзя)(?: (?:{_BETWEEN}))*"
_NEEDLESS = r"(?:керек эмес|кереги жок|керексиз|кажети жок|болбойт)"
_DO_NOT_ERASE = (
    rf"(?:очурб|очурулб|жойб|унутпа|кайтарба|кайтарылба|чыгарба)\w*|(?:алып|очуруп) (?:салба|таштаба|койбо)\w*|"
    rf"(?:жок|тиги) кылба\w*|тийбе\w*|{_NOT} (?:удал|стир|стер|убир|убер|убра|отзыв|отзов|отозв|забир|забер|снима|трога|"
    rf"вычер)\w*|(?:удалят|убират|стират|отзыват|снимат|трогат|забират) {_NOT}|(?:очуруу|кайтаруу)\w* {_NEEDLESS}|{_STAYS}"
)
_DO_NOT_SEND = (
    rf"(?:жонотпо|жонотулбо|жибербе|жиберилбе)\w*|{_NOT} (?:отправ|отсыл|посыл|шли|слат|пошл)\w*|"
    rf"(?:отправлят|отсылат|слат|посылат) {_NOT}|(?:жонотуу|жиберуу)\w* {_NEEDLESS}"
)
_NO_NOTICES = (
    rf"(?:кабар|билдируу|чакыруу|угуу|жыйын|смс)\w*(?: \w+){{0,2}} {_NEEDLESS}|"
    rf"(?:кабар|билдируу)\w*(?: \w+){{0,2}} (?:бербе|жибербе|жазба|келбе|айтпа|жонотпо|кылба)\w*|кабарлаба\w*|"
    rf"{_NOT} (?:сообщ|извещ|уведомл|напомин|пиши|писат|присыл|шли|слат|беспоко|звон|тревож)\w*|"
    rf"(?:сообщат|писат|присылат|уведомлят|беспокоит|слат) {_NOT}|(?:уведомлени|сообщени|извещени|рассыл)\w* {_NOT}"
)
_AGAINST: dict[Intent, str] = {
    **dict.fromkeys((Intent.ERASE, Intent.FORGET, Intent.WITHDRAW), _DO_NOT_ERASE),
    Intent.SEND: _DO_NOT_SEND,
    Intent.CHANGE: rf"(?:озгортпо|ондобо|тузотпо|тийбе)\w*|{_NOT} (?:меня|измен|исправ|прав|трога)\w*|"
    rf"(?:менят|изменят|исправлят|править|правит|трогат) {_NOT}|(?:озгортуу|ондоо)\w* {_NEEDLESS}",
    Intent.NOTICES: _NO_NOTICES,
    Intent.STOP: rf"токтотпо\w*|{_NOT} (?:отключ|отпис|останав|остано|прекращ)\w*",
    Intent.COME: r"(?:келе|бара|катыша) ал\w*б\w*|(?:келбе|барба|катышпа)\w*|не (?:прид|прий|приед|смог|смож|получ|буду|будет|"
    r"пойд|поед|хочу)\w*",
    Intent.DECLINE: r"(?:созсуз|албетте|обязательно|точно) (?:\w+ )?(?:барам|келем|катышам|приду|буду)",
    Intent.RUSSIAN: r"(?:орус|росси)\w* (?:\w+ )?(?:тушунб|билб|окуй алб|эмес|жокпу?|керек эмес)\w*|"
    rf"(?:по )?русск\w* (?:\w+ )?{_NOT}|{_NOT} (?:\w+ )?(?:на|по) ?русск\w*|не русск\w*",
    Intent.KYRGYZ: r"кырг\w* (?:\w+ )?(?:тушунб|билб|окуй алб|эмес|керек эмес)\w*|"
    rf"(?:по )?к[ыи]рг[ыи]з\w* (?:\w+ )?{_NOT}|{_NOT} (?:\w+ )?(?:на|по) ?к[ыи]рг[ыи]з\w*",
    Intent.ANEW: r"жан[ыа]\w* (?:сунуш )?эмес|башка\w* эмес|не (?:новое|новая|новый|другое|другая)",
    Intent.PROPOSE: r"сунуш\w*(?: деле| такыр)? эмес\w*|не (?:мо[ей] )?предложени\w*|не заявк\w*",
    Intent.CLEAR: r"тушунуксуз\w*|тушунго\w* жок\w*|тушунбо\w*|ачык эмес|не (?:понят|ясн|понял|понима)\w*|непонят\w*",
    Intent.DISAGREE: r"макулмун|каршы эмес\w*|не против|не возража\w*",
    Intent.LATER: rf"{_NOT} (?:потом|позже|откладыва|отлож)\w*|кийин(?:ге)? (?:эмес|калтырба\w*)|прямо сейчас|азыр эле",
    Intent.SKIP: rf"{_NOT} пропуск\w*|откорбо\w*|откоруп жиберб\w*",
    Intent.MENU: rf"{_NOT} (?:в |на )?меню",
}
_READ = {intent: compile_late(rf"(?:^| )(?:{said})(?= |$)") for intent, said in _AGAINST.items()}


def is_against(text: str, meant: Intent) -> bool:
    """Whether a short text says in so many words that a wish is not meant."""
    said = _READ.get(meant)
    read = fold(to_cyrillic(text)) if said is not None and len(text) <= LONGEST else ""
    return bool(read) and said is not None and said.search(read) is not None
