"""Which other door a message that is no proposal belongs to: an emergency, a complaint about a person, a question."""

from enum import StrEnum

from bot.language.wordforms import Keyword, Words, words_of

_READ_AT_MOST = 2_000
_WORDS_OF_A_QUESTION = 9


class Door(StrEnum):
    """Where somebody is sent; hearing and status are questions that can be answered at once."""

    EMERGENCY = "emergency"
    COMPLAINT = "complaint"
    HEARING = "hearing"
    STATUS = "status"


def _read_keywords(ky: str, ru: str = "") -> tuple[Keyword, ...]:
    return (
        *(Keyword.of(words.strip()) for words in ky.split(",")),
        *(Keyword.of(words.strip(), russian=True) for words in ru.split(",") if words.strip()),
    )


# Said of what happens now; «өрт өчүрүүчү машина», «пожарная машина» and «пожарная безопасность» are none of these.
_BURNS = _read_keywords(
    "күйүп жат-, күйүп барат-, күйүп кет-, өрттөнүп жат-",
    "горит, горят, горим, загорел-, загорается",
)
_DANGER = _read_keywords(
    """өрт чыкты, өрт чыгып, өрт кетти, өрт кетип, өрт болуп, өрт башталды, сел келе жат-, сел келип жат-, сел жүрүп,
    сел каптап, суу каптап жат-, чөгүп жат-, чөгүп барат-, сууга агып, сууга түшүп кет-, өлүп жат-, өлүп барат-,
    өлтүрүп жат-, эсин жогот-, эсинен танып, кан агып жат-, кан токтобо-, сабап жат-, газ жыттан-, жер көчүп жат-,
    жер көчтү, тез жардам чакыр-""",
    """пожар начался, начался пожар, у нас пожар, тут пожар, здесь пожар, случился пожар, тонет, тонут, умирает,
    без сознания, потерял сознание, потеряла сознание, сильное кровотечение, истекает кровью, убивают, убивает,
    избивают, избивает, пахнет газом, запах газа, утечка газа, идет сель, сель идет, сошел сель, сошла лавина,
    вызовите скорую, вызовите пожарных, срочно скорую""",
)
_CALLS = _read_keywords(
    "жардам бер-, жардам керек, куткар-",
    "помогите, спасите, нужна помощь, помощь нужна, нужны пожарные, нужна скорая",
)
_CRIES = _read_keywords("өрт, тез, тезирээк, бизге, мага", "пожар, горим, срочно, нам, мне, пожалуйста, скорее")
_LAMPS = _read_keywords("жарык, чырак, лампа, лампочка", "фонар-, свет, лампа, лампочка, прожектор-, светофор-")
_FIRE = _read_keywords("өрт, үй, түтүн", "пожар, дом, дым")
# What is wished for, was before or might be is a proposal, though it speaks of a fire.
_NOT_NOW = _read_keywords(
    """керек, зарыл, орнот-, куруу, куруп, курул-, сатып ал-, сатып бер-, алып бер-, бөлүп бер-, сунушта-,
    быйыл, былтыр, жыл, жылы, жолу, дайыма, тез тез, эгер, эгерде, чыкса, болсо, болбосун, чыкпасын, керектигин""",
    """нужен, нужна, нужно, нужны, надо, необходим-, установ-, постро-, купи-, закуп-, выдел-, предлага-,
    чтобы, год, году, года, лет, раз, раза, кажд-, прошл-, часто, всегда, бывает, если, вдруг""",
)

_BRIBE = _read_keywords(
    """пара алат, пара алып, пара алды, пара алышат, пара сурап, пара сурады, пара сурайт, пара сурашат, пара талап,
    паракор""",
    """берет взятк-, берут взятк-, взял взятк-, взяла взятк-, требует взятк-, требуют взятк-, просит взятк-,
    взяточник, вымогает, вымогают""",
)
_MISDEED = _read_keywords(
    """орой, сөгүп, сөгүнө-, сөгүндү, кемсинт-, коркутуп, коркутат, уурдап, уурдады, уурдайт, алдап, мас болуп, коррупц-,
    пара""",
    """хамит, хамят, нахамил-, хамство, оскорбля-, оскорбил-, угрожа-, ворует, воруют, украл-, обманыва-, обманул-,
    пьяный, грубит, злоупотребля-, присвоил-, взятк-""",
)
_SOMEBODY = _read_keywords(
    "башчы, башчысы, башчыбыз, депутат, кызматкер, директор, мэр, аким, милиция, участковый, чиновник, катчы, мугалим, врач",
    """глава, главы, депутат, чиновник, сотрудник, директор, начальник, милиционер, участковый, аким, мэр, врач,
    председатель, специалист, учитель, учительница""",
)

_WHEN = _read_keywords("качан, кайда, кайсы күнү, саат канчада", "когда, где, во сколько, какого числа")
_WHAT_CAME_OF_IT = _read_keywords("эмне болду, качан, кайда", "когда, где, что с, как дела")
_HEARING = _read_keywords("угуу, угуусу", "слушание, слушания")
_STATUS = _read_keywords(
    "жооп, жообу, сунушум, сунушума, сунушуман",
    "ответ, ответят, ответите, мое предложение, моим предложением, мое обращение, моего предложения",
)


def door_of(text: str) -> Door | None:
    """The other door a message belongs to, None where it may well be a proposal; an emergency goes before all else."""
    said = Words(words_of(text[:_READ_AT_MOST]))
    if _is_emergency(said):
        return Door.EMERGENCY
    if said.hold(_BRIBE) or (said.hold(_MISDEED) and said.hold(_SOMEBODY) and not said.hold(_NOT_NOW)):
        return Door.COMPLAINT
    if len(said.words) > _WORDS_OF_A_QUESTION or said.hold(_NOT_NOW):
        return None
    if said.hold(_HEARING) and said.hold(_WHEN):
        return Door.HEARING
    return Door.STATUS if said.hold(_STATUS) and said.hold(_WHAT_CAME_OF_IT) else None


def _is_emergency(whole: Words) -> bool:
    said = whole.without(_CALLS)
    if not said.without(_CRIES).words:
        return bool(whole.hold(_CALLS) or whole.hold(_FIRE))  # nothing but «Өрт!», «Помогите!»; «тез» alone is no cry
    burns = said.hold(_BURNS) and (not said.hold(_LAMPS) or said.hold(_FIRE))
    return (burns or whole.hold(_DANGER)) and not said.hold(_NOT_NOW)
