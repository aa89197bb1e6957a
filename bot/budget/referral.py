"""Which other door a message that is no proposal belongs to: an emergency, a complaint about a person, a question, trade."""

import re
from enum import StrEnum

from bot.language.latin import to_cyrillic
from bot.language.mentions import names_phone
from bot.language.wordforms import Keyword, Words, words_of

_READ_AT_MOST = 2_000
_WORDS_OF_A_QUESTION = 9
_WORDS_OF_A_GENERAL_QUESTION = 14
_LATIN = re.compile("[a-z]{2}", re.IGNORECASE)
_LINK = re.compile(r"https?://|\bt\.me/|\bwa\.me/|\bwww\.", re.IGNORECASE)
_PRICE = re.compile(r"\d[\d .]*(?:сом|с\b|\$|usd|руб|доллар)|\d+ ?%", re.IGNORECASE)


class Door(StrEnum):
    """Where somebody is sent; hearing and status are questions that can be answered at once, a question one that cannot."""

    EMERGENCY = "emergency"
    COMPLAINT = "complaint"
    ADVERTISEMENT = "advertisement"
    QUESTION = "question"
    HEARING = "hearing"
    STATUS = "status"


def _read_keywords(ky: str, ru: str = "") -> tuple[Keyword, ...]:
    return (
        *(Keyword.of(words.strip()) for words in ky.split(",") if words.strip()),
        *(Keyword.of(words.strip(), russian=True) for words in ru.split(",") if words.strip()),
    )


# Said of what happens now; «өрт өчүрүүчү машина», «пожарная машина» and «пожарная безопасность» are none of these.
_BURNS = _read_keywords(
    """күйүп жат-, күйүп барат-, күйүп кет-, күйүп баштады, күйүп атат, күйүп турат, өрттөнүп жат-, өрттөнүп кет-,
    өрттөнүп барат-, өрттөнүп атат, от кетти, от алды""",
    "горит, горят, горим, загорел-, загорается, полыха-, гарит, гарят",
)
_DANGER = _read_keywords(
    """өрт чыкты, өрт чыгып, өрт кетти, өрт кетип, өрт кеткен, өрт болуп, өрт башталды, сел келе жат-, сел келип жат-,
    сел келатат, сел жүрүп, сел жүрдү, сел каптап, сел каптады, суу каптап жат-, чөгүп жат-, чөгүп барат-, чөгүп атат,
    сууга агып, сууга түшүп кет-, сууга кетти, сууга кетип, өлүп жат-, өлүп барат-, өлүп атат, өлүп калды,
    өлтүрүп жат-, өлтүрүп атат, бычактап, эсин жогот-, эсинен танып, эсинен танды, кан агып жат-, кан токтобо-,
    сабап жат-, сабап атат, газ жыттан-, газ чыгып, жер көчүп жат-, жер көчтү, көчкү жүрдү, көчкү түштү, кар көчкү,
    тез жардам чакыр-, ток уруп, ток урду, жарылып кетти, жарылуу болду, жүрөгү кармап, жүрөгү токто-, талма кармап,
    жылан чакты, ууланып калды, бала жоголду, бала жоголуп, кырсык болду, авария болду, жер титиреп""",
    """пожар начался, начался пожар, у нас пожар, тут пожар, здесь пожар, случился пожар, пожар в, пожар у, тонет, тонут,
    утонул-, умирает, умирают, без сознания, потерял сознание, потеряла сознание, сильное кровотечение,
    истекает кровью, убивают, убивает, избивают, избивает, с ножом, пахнет газом, запах газа, газом пахнет, утечка газа,
    идет сель, сель идет, сошел сель, сель сошел, сошла лавина, лавина сошла, вызовите скорую, вызовите пожарных,
    вызовите милицию, скорую вызовите, срочно скорую, ударило током, бьет током, током ударило, произошел взрыв, взрыв был,
    инфаркт, инсульт, не дышит, укусила змея, змея укусила, отравил-, ребенок пропал, пропал ребенок, попал под машину,
    сбила машина, машина сбила, авария на, произошла авария, провалил- под лед, затапливает, топит дома""",
)
_CALLS = _read_keywords(
    "жардам бер-, жардам керек, жардамга кел-, тез жардам керек, өрт өчүрүүчүлөр керек, куткар-, тез кел-",
    """помогите, памагите, помагите, спасите, нужна помощь, помощь нужна, нужны пожарные, нужна скорая, скорая нужна,
    срочно нужна, на помощь""",
)
_CRIES = _read_keywords(
    "өрт, тез, тезирээк, бизге, мага, суранам",
    "пожар, пажар, горим, срочно, нам, мне, пожалуйста, скорее, скорей, быстрее",
)
_LAMPS = _read_keywords("жарык, чырак, лампа, лампочка", "фонар-, свет, лампа, лампочка, прожектор-, светофор-")
_FIRE = _read_keywords("өрт, үй, түтүн", "пожар, дом, дым")
# What is wished for is a proposal, though it speaks of a fire or a thief.
_WISHED = _read_keywords(
    """керек, зарыл, орнот-, куруу, куруп, курул-, сатып ал-, сатып бер-, алып бер-, бөлүп бер-, сунушта-, эгер, эгерде,
    чыкса, болсо, болбосун, чыкпасын, керектигин, койсо, койсоңуз, өткөрсө, жасап бер-""",
    """нужен, нужна, нужно, нужны, надо, необходим-, установ-, постро-, купи-, закуп-, выдел-, предлага-, чтобы, если,
    вдруг, провести, организова-""",
)
# What was before, or is always so, is no danger of this moment.
_ONCE = _read_keywords(
    "быйыл, былтыр, жыл, жылы, жолу, дайыма, тез тез",
    "год, году, года, лет, раз, раза, кажд-, прошл-, часто, всегда, бывает",
)
_NOT_NOW = _WISHED + _ONCE

_BRIBE = _read_keywords(
    """пара алат, пара алып, пара алды, пара алышат, пара алышты, пара алган, пара сурап, пара сурады, пара сурайт,
    пара сурашат, пара сурашты, пара талап, пара берсең, пара берүүгө, пара менен, паракор, акча талап кыл-""",
    "взяточник, взяточница, вымогает, вымогают, вымогал-",
)
_BRIBE_ITSELF = _read_keywords("", "взятк-, откат")
_TAKES = _read_keywords(
    "алат, алды, сурайт, талап",
    """берет, берут, брал-, взял, взяла, взяли, требует, требуют, требовал-, просит, просят, просил-, дать, дали, без,
    за""",
)
_MISDEED = _read_keywords(
    """орой, сөгүп, сөгүнө-, сөгүндү, сөктү, сөгөт, кемсинт-, коркутуп, коркутат, коркутту, уурдап, уурдады, уурдайт,
    уурдашты, алдап, алдады, алдайт, мас болуп, мас жүр-, мас келет, коррупц-, пара, жеп алды, жеп кетти, жеп жат-,
    жеп койду, бакырып, бакырат, кыйкырат, кыйкырып, уруп, урат, урду, сабады, сабайт, тоноп, кордоп, кордойт,
    опузала-, паракор""",
    """хамит, хамят, хамил-, нахамил-, хамство, хам, оскорбля-, оскорбил-, оскарбил-, угрожа-, ворует, воруют, воровал-,
    украл-, украдет, украдут, сворует, своруют, разворуют,
    обманыва-, обманул-, обманывал-, пьян, пьяный, пьяная, пьяные, пьет, грубит, грубят, груб-, злоупотребля-,
    присвоил-, присваива-, взятк-, избил-, ударил-, бьет, унижа-, унизил-, орет, кричит, растратил-, вымогал-,
    издевается, издеваются""",
)
_SOMEBODY = _read_keywords(
    """башчы, башчысы, башчыбыз, башкарма, башкармасы, депутат, дипутат, кызматкер, директор, мэр, аким, милиция,
    участковый, чиновник, катчы, катчысы, мугалим, мугалими, врач, дарыгер, медсестра, завуч, тарбиячы, инспектор, адис,
    адиси, милиционер, бухгалтер, судья, прокурор, айылдын башчысы, завхоз""",
    """глава, главы, депутат, дипутат, чиновник, сотрудник, сотрудница, сатрудник, директор, директриса, начальник,
    начальница, милиционер, полицейский, участковый, аким, мэр, врач, медсестра, председатель, специалист, спецалист,
    учитель, учительница, воспитательница, завуч, инспектор, бухгалтер, судья, прокурор, староста, завхоз""",
)

# Trade for oneself: a word of it beside a telephone or a link; of what is sold a price is enough.
_SOLD = _read_keywords(
    """сатылат, сатам, сатабыз, сатып жатам, сатып жатабыз, арзан, арзандатуу, арзандатылган, ижарага берем, ижарага беребиз,
    ижарага берилет, батирге берем, жеткирүү акысыз, жеткирип беребиз, баасы келишим""",
    """продам, продаю, продаем, продается, продаются, сдам, сдаю, сдается, скидка, скидки, распродажа, дешево, недорого,
    оптом, куплю""",
)
_SERVED = _read_keywords(
    """акция, жеткирүү, жеткиребиз, кредит, насыя, бонус, казино, заказ, курс, курсу, табыш, жумушка чакырабыз,
    жумушка алабыз, оңдойбуз, жасайбыз, кызмат көрсөтөбүз""",
    """акция, доставка, заказывайте, закажите, заказ, заработок, зарабатывай-, заработай-, кредит, займ, займы, рассрочка,
    ставки, казино, бонус, промокод, подписывайтесь, подпишитесь, переходи, переходите, курсы, набор, ремонт, услуги,
    выгодно, пишите в личку, инвестиции, похудеть, приворот, гадание""",
)
_OF_US_ALL = _read_keywords(
    "бюджет, айыл өкмөтү, айылга, айылдын, мектеп, көчө, киреше, чыгаша, биздин, муниципалдык",
    "бюджет, айыл окмоту, село, школа, улица, муниципальн-, нашего, нашей, предложение",
)

# Papers, payments and hours: not of the budget, and nothing that a bot knows.
_GENERAL = _read_keywords(
    """паспорт, ид карта, справка, маалымкат, күбөлүк, күбөлүгү, пенсия, жөлөкпул, жөлөк пул, пособие, прописка, нотариус,
    госпошлина, мүлк салыгы, айдоочулук, никеге, ажырашуу, загранпаспорт, соцфонд, аскер билети, субсидия, ипотека,
    доверенность, ишеним кат""",
    """паспорт, айди карта, справк-, свидетельство, пенси-, пособи-, прописк-, нотариус, госпошлина, права,
    загранпаспорт, соцфонд, военный билет, субсидия, ипотека, доверенность, развод""",
)
_HOURS = _read_keywords(
    """иштейт, иштейсиз, иштейсиңер, иштейсиздер, иштейби, ачылат, жабылат, кабыл алат, кабыл аласыздар, иш убактысы,
    иш убактыңар, түшкү тыныгуу""",
    """работает, работаете, открывается, открыто, открыты, закрывается, график работы, часы работы, прием граждан,
    принимает, принимаете, обед""",
)
_HOURS_ASKED = _read_keywords(
    "саат канча, саат канчада, саат канчага, саат канчадан, качан, кандай, кайсы күнү, кайсы күндөрү",
    "во сколько, до скольки, со скольки, когда, какой, какие дни, по каким дням",
)
_ASKED = _read_keywords(
    "качан, кайда, кайдан, кайсы, кантип, канча, ким, кимге, кимден, эмне, болобу, барбы, кайсыл",
    "где, когда, как, сколько, куда, кому, кто, какие, какой, можно, что, откуда, нужно ли",
)

_WHEN = _read_keywords("качан, кайда, кайсы күнү, саат канчада", "когда, где, во сколько, какого числа")
_WHAT_CAME_OF_IT = _read_keywords("эмне болду, качан, кайда", "когда, где, что с, как дела")
_HEARING = _read_keywords("угуу, угуусу", "слушание, слушания")
_STATUS = _read_keywords(
    "жооп, жообу, сунушум, сунушума, сунушуман",
    "ответ, ответят, ответите, мое предложение, моим предложением, мое обращение, моего предложения",
)


def door_of(text: str) -> Door | None:
    """The other door a message belongs to, None where it may well be a proposal; an emergency goes before all else.

    What is written in Latin letters is read as Cyrillic too. Only the first 2 000 characters are read.
    """
    read = text[:_READ_AT_MOST]
    door = _door_of(read)
    if door is not None or not _LATIN.search(read):
        return door
    cyrillic = to_cyrillic(read)
    return _door_of(cyrillic, typed=read) or _door_of(cyrillic.replace("ю", "йу").replace("иу", "йу"), typed=read)


def _door_of(text: str, *, typed: str = "") -> Door | None:
    said = Words(words_of(text))
    if _is_emergency(said):
        return Door.EMERGENCY
    if _is_complaint(said):
        return Door.COMPLAINT
    if _is_advertisement(said, typed or text):
        return Door.ADVERTISEMENT
    if len(said.words) <= _WORDS_OF_A_QUESTION and not said.hold(_NOT_NOW):
        if said.hold(_HEARING) and said.hold(_WHEN):
            return Door.HEARING
        if said.hold(_STATUS) and said.hold(_WHAT_CAME_OF_IT):
            return Door.STATUS
    return Door.QUESTION if _is_general_question(said) else None


def _is_emergency(whole: Words) -> bool:
    said = whole.without(_CALLS)
    if not said.without(_CRIES).words:
        return bool(whole.hold(_CALLS) or whole.hold(_FIRE))  # nothing but «Өрт!», «Помогите!»; «тез» alone is no cry
    burns = said.hold(_BURNS) and (not said.hold(_LAMPS) or said.hold(_FIRE))
    return (burns or whole.hold(_DANGER)) and not said.hold(_NOT_NOW)


def _is_complaint(said: Words) -> bool:
    if said.hold(_BRIBE) or (said.hold(_BRIBE_ITSELF) and said.hold(_TAKES)):
        return not said.hold(_WISHED)
    return said.hold(_MISDEED) and said.hold(_SOMEBODY) and not said.hold(_WISHED)


def _is_advertisement(said: Words, typed: str) -> bool:
    if said.hold(_WISHED) or said.hold(_OF_US_ALL):
        return False
    if _LINK.search(typed) or names_phone(_PRICE.sub(" ", typed)):
        return said.hold(_SOLD) or said.hold(_SERVED)
    return bool(_PRICE.search(typed)) and said.hold(_SOLD)


def _is_general_question(said: Words) -> bool:
    if len(said.words) > _WORDS_OF_A_GENERAL_QUESTION:
        return False
    if said.hold(_HOURS) and said.hold(_HOURS_ASKED):
        return not said.hold(_WISHED)
    if not said.hold(_GENERAL):
        return False
    return Words(said.words[:1]).hold(_ASKED) or (said.hold(_ASKED) and not said.hold(_WISHED))
