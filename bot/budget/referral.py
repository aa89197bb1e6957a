"""Which other door a message of no proposal belongs to: an emergency, a complaint about somebody, a question, trade.

Past 300 lines, since the words of a door are read beside the rule that weighs them.
"""

import re
from collections.abc import Collection
from enum import StrEnum
from functools import lru_cache
from itertools import chain, pairwise

from bot.budget.written.swearing import swears
from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from bot.language.matter.keywords import KeywordIndex, Words
from bot.language.matter.slipped import Slipped
from bot.language.mentions import names_phone
from bot.language.wordforms import Keyword, list_words

_READ_AT_MOST = 2_000
_LONGEST_SLIPPED = 120  # characters of a text in which slips of the finger are put right
_WORDS_OF_A_QUESTION = 9
_WORDS_OF_A_GENERAL_QUESTION = 14
_LATIN = re.compile("[a-z]{2}", re.IGNORECASE)
_LINK = re.compile(r"https?://|\bt\.me/|\bwa\.me/|\bwww\.", re.IGNORECASE)
# No sum is longer: where anything may follow a digit, a text of nothing but digits takes a quarter of a second.
_PRICE = re.compile(r"\d[\d .]{0,24}(?:сом|с\b|\$|usd|руб|доллар)|\d{1,9} ?%", re.IGNORECASE)


class Door(StrEnum):
    """Where somebody is sent; hearing and status are questions that can be answered at once,
    a question one that cannot."""

    EMERGENCY = "emergency"
    COMPLAINT = "complaint"
    SWEARING = "swearing"
    ADVERTISEMENT = "advertisement"
    QUESTION = "question"
    HEARING = "hearing"
    STATUS = "status"


def _read_keywords(ky: str, ru: str = "") -> frozenset[Keyword]:
    return frozenset(Keyword.list_of(ky, ru))


# Said of what happens now; «өрт өчүрүүчү машина», «пожарная машина» and «пожарная безопасность» are none of these.
_BURNS = _read_keywords(
    """күйүп жат-, күйүп барат-, күйүп кет-, күйүп баштады, күйүп атат, күйүп турат, өрттөнүп жат-, өрттөнүп кет-,
    өрттөнүп барат-, өрттөнүп атат, от кетти, от алды, жанып жат-, жанып кет-, жанып барат-, жанып атат""",
    "горит, горят, горим, загорел-, загорается, полыха-, гарит, гарят",
)
_DANGER = _read_keywords(
    """өрт чыкты, өрт чыгып, өрт кетти, өрт кетип, өрт кеткен, өрт болуп, өрт башталды, сел келе жат-, сел келип жат-,
    сел келатат, сел жүрүп, сел жүрдү, сел каптап, сел каптады, суу каптап жат-, суу каптап кет-, суу каптап кал-, суу
    каптады, чөгүп жат-, чөгүп барат-, чөгүп атат,
    сууга агып, сууга түшүп кет-, сууга кетти, сууга кетип, өлүп жат-, өлүп барат-, өлүп атат, өлүп калды,
    өлтүрүп жат-, өлтүрүп атат, бычактап, эсин жогот-, эсинен танып, эсинен танды, кан агып жат-, кан токтобо-,
    сабап жат-, сабап атат, газ жыттан-, газ чыгып, жер көчүп жат-, жер көчтү, көчкү жүрдү, көчкү түштү, кар көчкү,
    тез жардам чакыр-, ток уруп, ток урду, жарылып кетти, жарылуу болду, жүрөгү кармап, жүрөгү токто-, талма кармап,
    үйлөрдү суу, үйдү суу, үйүмдү суу, үйүбүздү суу, сел келди, бензин төгүл-,
    газ төгүл-, доктур чакыр-, доктор чакыр-, врач чакыр-, дарыгер чакыр-, скорый чакыр-, милиция чакыр-, сабап салды,
    сабап кетти, сабап салышты, сабап коюшту, тепкилеп, бычактады, атып салды, асынып, жылан чакты,
    ууланып калды, бала жоголду, бала жоголуп, кырсык болду, авария болду, жер титиреп,
    түтүн чыгып, түтүн каптап, түтүн каптады, эсин билбей, эс учун билбей, эси жок жат-, эс учунан тан-, дем албай,
    дем ала албай, демин ала албай, кыймылдабай жат-, тырышып калды, талып калды, талып жыгылды, кан кетип жат-, кан кусуп,
    шал болуп калды, толгоо кармап, толгоосу кармап, толгоо тартып, толгоосу тартып, тез жардам келбей,
    тез жардам келген жок, көчкү түшүп, көчкү басып, көчкү басты, көчкү басып кал-, көчкү келди, көчкү каптап,
    көчкү каптады, үй кулап түшүп, үй кулап түштү, дубал басып калды, алдында калды, астында калып калды, жылан чагып,
    жылан чакты, чаян чагып, чаян чакты, кудукка түшүп кет-, кудукка кулап, сууга чөк-, сууга чөгүп кет-,
    чөгүп кетти, чөгүп кетип, машина коюп кет-, баланы уруп кетти, адамды уруп кетти, баланы басып кет-,
    адамды басып кет-, баланы коюп кет-, машина сүзүп кет-, машина басып кет-,
    машина тебелеп кет-, машина адамды, машина баланы, машинага тебелет-, дамба жарыл-, дамба бузулуп кетти, тосмо жарылды,
    суу алып кетип, суу алып кетти, сел алып кет-, үйдү алып кет-, үйүбүздү алып кет-, үйүмдү алып кет-,
    жарадар бол-, жаракат алды,
    ыш тийип, ыштан ууланып, кол салып жат-, мылтык атып, мылтык менен, атып кетти, атып салды, газ жыттан-, газ жытан-,
    газ жыт-, газдын жыты, газ жыты,
    кулап түштү адам, көпүрө кулап түштү, көпүрө кулады, дубал кулап түштү, дубал кулады, чатыр кулап түштү,
    зым үзүлүп түштү, зым үзүлүп калды, шахтага түшүп, жарга кулап, аттан жыгыл-, дарактан жыгыл-, өзүнө кол салып,
    тогуна урун-, токко урун-, тогуна уруп, электр тогу урд-, тогу уруп, тогу урду, тогуна урулд-, муздун астына, муз жарылып,
    муунуп жат-, муунуп калды, тумчугуп жат-, тумчугуп калды, тамагына тыгыл-, ысык суу төгүл-, үстүнө кулап, үстүнө кулады,
    үйдү басып калды, үйдү басып кал-, таш басып калды, таш кулап, көмүлүп калды, балтачан, бычак менен чап-, бычак сайды,
    бычак сайып, кан токтотпой, каны токтобо-, ачуу согуш, уурдап кетти баланы, ала качып кетти, ала качып кетишти, зордуктап,
    тамыр тартылып, жүрөгү кысып, жүрөгү ооруп жыгыл-, үнү чыкпай, тамыры сокпой, көгөрүп кетти, көгөрүп калды,
    үйгө суу кирип, үйгө суу кирди, суу кирип кетти үй, газ чыгып жат-, баллон жарыл-, түтүнгө ууланып,
    уу ичип, дары ичип алып, токко түшүп, токко түштү, тогуна түшүп, тогуна түштү, током урду, током уруп,
    токко урун-, тогуна урун-, ток урган-, ток урунуп, ток урунду, бычакташып, бычак ала чап-, мылтык ала чап-""",
    """пожар начался, начался пожар, у нас пожар, тут пожар, здесь пожар, случился пожар, пожар в, пожар у,
    тонет, тонут,
    утонул-, умирает, умирают, без сознания, потерял сознание, потеряла сознание, сильное кровотечение,
    истекает кровью, убивают, убивает, избивают, избивает, с ножом, пахнет газом, запах газа, газом пахнет, утечка газа,
    идет сель, сель идет, сошел сель, сель сошел, сошла лавина, лавина сошла, вызовите скорую, скорая не едет,
    скорая не приех-, вызовите пожарных,
    вызовите милицию, скорую вызовите, срочно скорую, ударило током, бьет током, током ударило,
    произошел взрыв, взрыв был, взрыв газа, взрыв в, есть раненые, есть пострадавшие,
    взорвался газ, газ взорвался, взорвался баллон,
    инфаркт, инсульт, не дышит, укусила змея, змея укусила, отравил-, ребенок пропал, пропал ребенок, попал под машину,
    пролился бензин, бензин пролился, разлился бензин, бензин разлился, пролилось топливо, вызовите врача,
    врача вызовите, идет дым, дым идет, дым валит, валит дым, дымится, не приходит в себя, не шевелится, задыхается,
    судороги у, сошел оползень, оползень сошел, завалило людей, под завалом, под завалами, обрушился дом, дом обрушился,
    рухнул дом, дом рухнул, обвалился дом, ужалила змея, змея ужалила, укусил скорпион, упал с крыши, упала с крыши,
    упал в колодец, упала в колодец, упал в канал, упала в канал, упал в реку, упала в реку, смыло реб-, уносит рек-,
    унесло рек-, прорвало дамбу, дамбу прорвало, дамба прорвало, прорвалась дамба, дамба прорвалась, вода идет в село,
    вода идет на дом-, сбил машиной, сбила на машине, сбили человека, сбили ребенка, наехал на, угорели,
    угорел газом, рожает, роды начались, начались роды, стреляют, стрельба, выстрел-, напали на, режет людей,
    вызовите доктора, вызовите полицию, полицию вызовите, вызывайте скорую, скорую вызывайте, избили, избил жену,
    избил женщину, избил соседа, сосед избил, муж избил, муж бьет, бьет жену, жену бьет, бьет женщину,
    сбила машина, машина сбила, авария на, произошла авария, провалил- под лед, затапливает, топит дома, мост рухнул,
    рухнул мост, обрушился мост, мост обрушился, рухнула стена, стена рухнула,
    обрушилась стена, обрушилась крыша, крыша обрушилась, рухнула крыша, крыша рухнула, воняет газом, газом воняет,
    газом несет, несет газом, утечка метана, оборвался провод, провод оборвался, упал с лошади, упала с лошади,
    дерутся нож-, драка с нож-, поножовщин-, режут друг, провалился под, провалилась под, провалился в, под лед,
    током убило, убило током, щас рванет, рванет, сейчас взорвется, щас взорвется, взорвется, баллон шипит, газ шипит,
    шипит газ,
    газ идет, газ утекает, сердце остановилось, плохо с сердцем, сердцу плохо, дышать не может, не может дышать, подавился,
    подавилась, захлебнулся, захлебнулась, захлебывается, придавило, засыпало людей, засыпало дом, раздавило, с топором,
    с ружьем, кровь хлещет, кровь идет, кровью истекает, обварился, обварилась, ошпарился, ошпарилась, в огне, загорелось,
    задымление, задымился, искрит и дым, дом рушится, рушится дом, стена падает, крыша падает, тонем, нас топит, нас затопило,
    затопило дом-, в доме вода, вода в доме, пропала девочка, пропал мальчик, потерялся ребенок, ребенок потерялся,
    украли ребенка, похитили, похитил-, насилует, изнасилов-, повесился, повесилась, вены вскрыл-, хочет повеситься,
    взяли в заложники, без пульса, нет пульса, посинел, посинела, эпилепси-, приступ у,
    упал с дерева, упала с дерева, наглотался таблеток, наглоталась таблеток, сердце прихватило, сердечный приступ,
    дерутся ножами, дерется с нож-, дерутся на ножах, режут друг друга, зарезал-, порезал ножом, вызывайте милицию,
    милицию вызывайте, вызывайте полицию, полицию вызывайте, вызывайте пожарных, вызывайте врача""",
)
# Who is called out, and by which word: «соседи дерутся, вызывайте милицию», «милиция чакыргыла».
_CALLED_OUT = _read_keywords(
    "чакыр-, чакыргыла, чакырыңыз", "вызов-, вызыва-, вызвать, пришлите, присылайте, звоните в"
)
_SERVICES = _read_keywords(
    "тез жардам, милиция, полиция, өрт өчүрүүчү, скорый, скорая, мчс, дарыгер, врач, доктур",
    "скорую, скорая, милици-, полици-, пожарн-, мчс, спасател-, врача, доктора, реанимаци-",
)
# «Кан кетип жаткан көпүрө»: what is said of a body, here of a thing that wears out.
_OF_A_BODY = _read_keywords(
    "кан кетип жат-, кан агып жат-, өлүп жат-, чөгүп жат-, кыймылдабай жат-, чөгүп барат-, өлүп барат-"
)
_THINGS = _read_keywords("көпүрө, жол, көчө, дарак, бак, арык, клуб, мектеп, насос, түтүк, тосмо, дубал")
_LIVING = _read_keywords("адам, киши, бала, балдар, аял, апа, ата, эне, жигит, кыз")
_CATTLE = _read_keywords(
    "мал, малдар, кой, койлор, уй, уйлар, жылкы, эчки, торпок, музоо, козу, тоок, ит",
    "скот-, коров-, овц-, овец, баран-, лошад-, телят-, теленок, козы, козлы, куры, собак-, животн-, птиц-, рыб-",
)
# «Тез жардам чакырганга да барабыз», «чакыруу акысы»: that somebody is called at times, not now.
_TO_CALL = re.compile("чакыр(?:ган[гд]а|ганды|уу|ууга|ууну|ыш|ышка)")
# Somebody of one's own, or one person, fell or was hit. Of a thing that fell, and of many, a proposal may speak.
_HURT = _read_keywords(
    """түшүп кетти, түшүп кеткен, жыгылып калды, жыгылып калган, жыгылып түштү, жыгылып кетти, жыгылып алды, жыгылды,
    кулап түштү,
    кулап кетти, учуп кетти, башын жар-,
    башы жарыл-, колун сындыр-, бутун сындыр-, колу сынд-, буту сынд-, колу сынып, буту сынып, муздап кал-, өңү бузул-""",
    """упал, упала, упали, разбил голову, разбила голову, ударился головой, ударилась головой, сломал ногу, сломала ногу,
    сломал руку, сломала руку, без сознания""",
)
_ONES_OWN = _read_keywords(
    """балам, кызым, уулум, апам, атам, энем, бала, киши, адам, аял, абышка, кемпир, карыя, аксакал, күйөөм, аялым, неберем,
    досум, иним, сиңдим, байкем, эжем, чоң апам, чоң атам""",
    """ребенок, ребёнок, сын, дочь, дочка, сынок, мама, папа, бабушка, дедушка, человек, мужчина, женщина, девочка, мальчик,
    муж, жена, брат, сестра, старик, старушка""",
)
_DOCTOR = _read_keywords(
    "балама дарыгер, балама врач, балама доктор, апама дарыгер, атама дарыгер, апама врач, атама врач, дарыгер керек балама, "
    "врач керек балама, доктор керек балама, тез дарыгер, тез врач, тез доктор",
    "ребёнку врача, ребенку врача, ребёнку нужен врач, ребенку нужен врач, маме врача, срочно врача, врача срочно",
)
_OF_WHAT = re.compile("(?:жат|бара)т?кан$")
_CALLS = _read_keywords(
    """жардам бер-, жардам керек, жардамга кел-, тез жардам керек, өрт өчүрүүчүлөр керек, куткар-, тез кел-, эвакуация керек,
    вертолёт керек, вертолет керек, куткаруучулар керек""",
    """помогите, памагите, помагите, спасите, нужна помощь, помощь нужна, нужны пожарные, нужна скорая, скорая нужна,
    срочно нужна, на помощь, нужна эвакуация, нужен вертолет, нужны спасатели""",
)
_CRIES = _read_keywords(
    "өрт, тез, тезирээк, бизге, мага, суранам",
    "пожар, пажар, горим, срочно, нам, мне, пожалуйста, скорее, скорей, быстрее",
)
# What burns out, or is lit: a lamp, a pump, a television set.
_BURNT_DOWN = _read_keywords("", "сгорел-, згорел-, погорел-")  # known, so that they are no slip of what burns
_LAMPS = _read_keywords(
    "жарык, чырак, фонор-, фонар-, лампа, лампочка, насос, мотор, телевизор, муздаткыч, техника",
    """фонар-, фонор-, свет, лампа, лампочка, прожектор-, светофор-, насос-, двигатель, телевизор-, холодильник-, техника,
    прибор-""",
)
# What burns in one's heart, or is pressing: no fire.
_FEELINGS = _read_keywords(
    "жүрөк, жүрөгүм, ич, ичим, жан, жаным, көз, көзүм, бет, бетим, мээ, мээм, көңүл, мөөнөт, иш, план",
    """душа, сердце, глаза, щёки, щеки, уши, срок, сроки, сроков, дедлайн, работа, работе, дела, план, энтузиазм, желание,
    желанием, энтузиазмом, нетерпением, стыда, идея, идеей, огонёк, мечта, мечтой""",
)
# «Көчө баткакка чөгүп жатат», «тонем в мусоре», «умираем от скуки»: what it is in stands beside it.
_FIGURES = _read_keywords(
    "чөгүп жат-, чөгүп барат-, чөгүп атат, өлүп жат-, өлүп барат-, өлүп атат",
    "тонет, тонут, умирает, умирают, задыхаемся, задыхается",
)
_SUNK_IN = _read_keywords(
    """баткак, баткакка, таштанды, таштандыга, карыз, карызга, караңгы, караңгыга, чаң, чаңга, ысыктан, зериккенден,
    зеригип, таарынычтан, күлкүдөн, уялгандан, кагаз, кагазга, жумушка""",
    """грязи, грязь, мусоре, мусором, долгах, темноте, пыли, пылью, скуки, жары, зноя, смеха, стыда, бумагах, бумагами,
    проблемах, хламе, сорняках, траве, нечистот-, канализаци-, сточн-, фекали-, помоях, помои""",
)
_NOT_BEFORE, _NOT_BEHIND = {"не", "никто", "ничего", "ни", "нет"}, {"жок", "эмес", "жокпу", "эмеспи"}
_BEHIND = 3  # words behind the first of a danger in which «жок» denies it: «өрттөнүп кеткен жок»
_FIRE = _read_keywords("өрт, үй, түтүн", "пожар, дом, дым")
_FIRE_CRIED = frozenset({"пожар", "пажар"})  # beside a call for help; «после пожара» is none
# What is wished for is a proposal, though it speaks of a fire or a thief.
_WISHED = _read_keywords(
    """керек, зарыл, орнот-, куруу, куруп, курул-, сатып ал-, сатып бер-, алып бер-, бөлүп бер-, сунушта-, эгер, эгерде,
    оңдоп бер-, алмаштыр-, оңдогула, оңдоңуз, жөндө-, тосмоло-, тазалап бер-, чыкса, болсо, болбосун, чыкпасын,
    керектигин, койсо, койсоңуз, өткөрсө, жасап бер-""",
    """нужен, нужна, нужно, нужны, надо, необходим-, установ-, постро-, купи-, закуп-, выдел-, предлага-, чтобы, если,
    вдруг, провести, организова-, почин-, отремонтир-, очист-, почист-, замени-, поменяйте, смените, поставьте, спилите,
    обрежьте, спилить, обрезать, поменять""",
)
# «Жол оңдолсун», «жыгылбаш үчүн»: a wish in the third person, and what something is for.
_WISHED_OF = re.compile("(?:л|т|нс?|р|п|ш|к|с)с[ыиуү]н(?:ч[ыиуү])?$")
_SO_THAT_NOT = re.compile("[бпм][аеоө]ш$")
_DO_IT = re.compile("(?:бер|кой|ко[юё]|сал)(?:[гк][иыуү]л[аеоө]|[иыуү]?[ңн][иыуү]з|с[еао][ңн][иыуү]з|ишсе|са|се|$)")
_LEAST_WISHED = 6  # letters
_FELL_OF = re.compile("г[аеоө]н$|к[аеоө]н$")
_FALLS = _read_keywords("аттан жыгыл-, дарактан жыгыл-")
# What was before, or is always so, is no danger of this moment.
_ONCE = _read_keywords(
    "быйыл, былтыр, жыл, жылы, жолу, дайыма, тез тез",
    "год, году, года, лет, раз, раза, кажд-, прошл-, часто, всегда, бывает",
)
_NOT_NOW = _WISHED | _ONCE

_BRIBE = _read_keywords(
    """пара ал-, паракорлор, пара сура-, пара талап, пара берсең, пара бергин, пара берүүгө, пара менен, паракор,
    акча талап кыл-,
    доллар сура-, доллар талап, долларга сатып жат-""",
    "взяточник, взяточница, вымогает, вымогают, вымогал-",
)
_BRIBE_ITSELF = _read_keywords("", "взятк-, откат")
_TAKES = _read_keywords(
    "алат, алды, сурайт, талап, алып, алган",
    """берет, берут, брал-, взял, взяла, взяли, требует, требуют, требовал-, просит, просят, просил-, дать, дали, без,
    за""",
)
_MISDEED = _read_keywords(
    """орой, сөгүп, сөгүнө-, сөгүндү, сөктү, сөгөт, кемсинт-, коркутуп, коркутат, коркутту, уурдап, уурдады, уурдайт,
    уурдашты, алдап, алдады, алдайт, мас болуп, мас жүр-, мас келет, коррупц-, пара, жеп алды, жеп кетти, жеп жат-,
    жеп койду, бакырып, бакырат, кыйкырат, кыйкырып, уруп, урат, урду, сабады, сабайт, тоноп, кордоп, кордойт,
    опузала-, паракор, тилдеп, тилдеди, тилдейт, ашаатып, мыскылдап, мыскылдайт, шылдыңдап, шылдыңдайт, кекетип,
    кекетет, түртүп, чапты, кууп чыкты, кууп чыгат, туугандарына, тууганына, тааныштарына, таанышына, өз кишилерине,
    өзүнүн кишилерине, акча сура-, сом сура-, тыйын сура-, ичип алып, мас абалында""",
    """хамит, хамят, хамил-, нахамил-, хамство, хам, оскорбля-, оскорбил-, оскарбил-, угрожа-, ворует, воруют, воровал-,
    украл-, украдет, украдут, сворует, своруют, разворуют,
    обманыва-, обманул-, обманывал-, пьян, пьяный, пьяная, пьяные, пьет, грубит, грубят, груб-, злоупотребля-,
    присвоил-, присваива-, взятк-, избил-, ударил-, бьет, унижа-, унизил-, орет, кричит, растратил-, вымогал-,
    издевается, издеваются, накричал-, наорал-, орал на, орала на, обзыва-, обозвал-, обругал-, ругает, матерится, материл-,
    нагрубил-, выгнал-, толкнул-, побил-, избивал-, бил моего, бил мою, бил сына, бил детей, бил ребенка, била детей,
    била ребенка, бьют детей, пнул-, родственникам, своим родственник-, родне, кумовство, своим людям, по знакомству,
    деньги требует, денег требует, деньги просит, денег просит, деньги вымога-, деньги берет, деньги берут, продал землю,
    землю продал-, продали землю, раздал землю, раздает землю, своим раздал-, требует деньги, требует денег,
    просит деньги, просит денег, берет деньги, берут деньги""",
)
# Said of an office as well as of a person.
_POCKETS = _read_keywords(
    """чөнтөгүнө, чөнтөктөрүнө, өзүнө алып жат-, өзүнө алып ал-, өздөрүнө алып, өзүлөрү жеп, жеп жат-, жеп кетти, жеп алды,
    жеп бүтүрдү, жеп коюшту, жеп жатышат, уурдап жат-, уурдап алды, уурдап кетти""",
    """деньги себе, себе берет, себе берут, себе взял-, себе в карман, в свой карман, по карманам, себе забирает,
    себе забирают, себе забрал-, прикарман-, разворовали, разворовывают, воруют деньги, ворует деньги, крадут, крадет""",
)
_OFFICE = _read_keywords(
    "айыл өкмөтү, айыл өкмөт, өкмөт, айыл кеңеш, кеңеш, башкармалык",
    "айыл окмоту, окмоту, администраци-, управа, кенеш, власть",
)
# What somebody is accused of by one word: it ends, or begins, a line of a few words. Mere swearing has no door.
_CRIMINALS_ARE = """
    ууру коррупционер паракор митаам алдамчы
    вор воры воришка ворюга ворюги ворьё взяточник взяточники жулик жулики жульё мошенник мошенники бандит бандиты
"""
_CRIMINALS = frozenset(fold(word) for word in _CRIMINALS_ARE.split())
_CRIMINAL_ENDINGS = re.compile("(?:[лдт][аео]р|с[ыиу]н(?:[аео]р)?|с[ыиу]з)$")
_WORDS_OF_AN_ACCUSATION = 5
_THEY_ARE = "вы все они там тут сиз сен силер сиздер баары баарыңар баарыңыз алар бул"
_THEY = frozenset(map(fold, _THEY_ARE.split(" ")))
_BEASTS = _read_keywords("ит, мал, түлкү, карышкыр, чычкан, карга", "собак-, лис-, волк-, крыс-, ворон-, скот")
_ASKED_FOR_MONEY = _read_keywords("акча сура-, сом сура-, тыйын сура-")
_WE = re.compile("(?:[аеоөйы]б[ыиуү]з|[аеоөй]йм|мын|мин|йын|йин|йлы|йли|[дт][ыиуү][км]|с[ае][км])$")
_TO = re.compile("(?<!ист)[гк][аеоө]$|на$|не$")
_SOMEBODY = _read_keywords(
    """башчы, башчысы, башчыбыз, башкарма, башкармасы, депутат, дипутат, кызматкер, директор, мэр, аким, милиция,
    участковый, чиновник, катчы, катчысы, мугалим, мугалими, врач, дарыгер, медсестра, завуч, тарбиячы, инспектор, адис,
    адиси, милиционер, бухгалтер, судья, прокурор, айылдын башчысы, завхоз, салыкчы, жер бөлүмү, кадастр, паспортист,
    кассир, айдоочу, имам, молдо, фельдшер, ашпозчу, кароолчу, тренер, почтачы, төрага, төрагасы, орун басар,
    орун басары, өкмөт башчы""",
    """глава, главы, депутат, дипутат, чиновник, сотрудник, сотрудница, сатрудник, директор, директриса, начальник,
    начальница, милиционер, полицейский, участковый, аким, мэр, врач, медсестра, председатель, специалист, спецалист,
    учитель, учительница, воспитательница, завуч, инспектор, бухгалтер, судья, прокурор, староста, завхоз, заведующая,
    заведующий, секретарь, налоговик, землемер, паспортистка, кассир, водитель, фельдшер, имам, повар, охранник, сторож,
    тренер, заместитель, доктор, воспитатель, работник, работница""",
)

# Whoever says that it is a complaint, or asks where one goes; «жалоба на дорогу» may well be a proposal.
_COMPLAINS = _read_keywords(
    """арызданам, арызданабыз, арыздансам, арыздансак, арызданайын, арызданыш, арыздангым, бул арыз, бул даттануу,
    прокуратуранын номери, прокуратуранын телефону, прокуратурага кантип, антикоррупция,
    бул эмес арыз, сунуш эмес арыз, арызым бар, даттануум бар, арыз жазам, арыз жазсам, арыз кайда, арызды кайда,
    арызды кимге, арыз берем, арыз берсем, даттанам, даттансам, даттансак, даттанайын, даттангым, даттанабыз""",
    """кому жаловаться, куда жаловаться, кому пожаловаться, куда пожаловаться, где пожаловаться, хочу пожаловаться,
    хочу жаловаться, как пожаловаться, буду жаловаться, это жалоба, не предложение жалоба, есть жалоба,
    у меня жалоба, жалоба у меня, хочу жалобу, оставить жалобу, написать жалобу, а жалоба, моя жалоба,
    подать жалобу, куда жалобу,
    кому жалобу, номер прокуратуры, телефон прокуратуры, антикоррупционной, антикоррупционная, телефон доверия""",
)
_WORKS = _read_keywords("жол, көпүрө, суу, жарык, таштанды, арык", "дорог-, мост, вода, воду, свет, мусор-, арык, ям-")

# Trade for oneself: a word of it beside a telephone or a link; of what is sold a price is enough.
_SOLD = _read_keywords(
    """сатылат, сатам, сатабыз, сатып жатам, сатып жатабыз, арзан, арзандатуу, арзандатылган, ижарага берем,
    ижарага беребиз,
    ижарага берилет, батир берилет, квартира берилет, үй берилет,
    батирге берем, жеткирүү акысыз, жеткирип беребиз, баасы келишим""",
    """продам, продаю, продаем, продается, продаются, сдам, сдаю, сдается, скидка, скидки, распродажа, дешево, недорого,
    оптом, куплю""",
)
_SERVED = _read_keywords(
    """акция, жеткирүү, жеткиребиз, кредит, насыя, бонус, казино, заказ, курс, курсу, табыш, жумушка чакырабыз,
    жумушка алабыз, оңдойбуз, жасайбыз, кызмат көрсөтөбүз""",
    """акция, доставка, заказывайте, закажите, заказ, заработок, зарабатывай-, заработай-, кредит, займ, займы,
    рассрочка,
    ставки, казино, бонус, промокод, подписывайтесь, подпишитесь, переходи, переходите, курсы, набор, ремонт, услуги,
    выгодно, пишите в личку, инвестиции, похудеть, приворот, гадание""",
)
# Of these an office speaks too, «скидки и выплаты ветеранам»: trade only where a price stands beside.
_OFFERED = _read_keywords("жеткирүү, кредит, насыя", "скидка, скидки, доставка, рассрочка, кредит, гарантия, выплаты")
# Two of these in a few words are trade, with no telephone or price beside them.
_TRADE = _read_keywords(
    """сатылат, сатам, сатабыз, сатып жатам, арзан, арзандатуу, батирге берем, жеткирип беребиз, баасы, срочно,
    бонус, казино, акция, заказ, жазылгыла, жазыңыз, чалыңыз, чалгыла, кайрылыңыз, жасайбыз, оңдойбуз, орнотобуз,
    тигебиз, жеткирүү акысыз, кредит беребиз, насыя беребиз, кредит берем, паспорт менен, 5 мүнөттө,
    ватсап, инстаграм, табыш, киреше табыңыз, үйдөн иштеп""",
    """продам, продаю, продаем, продается, продаются, доставка бесплатно, бесплатная доставка, кредит берем, сдаю, сдается,
    распродажа, дешево, недорого, оптом,
    куплю, срочно, казино, бонус, ставки, промокод, подписывайтесь, подпишитесь, заработок, на дому,
    удаленно, займ, займы,
    на заказ, выезд замерщика, замер бесплатно, выезд бесплатно, бесплатный выезд, бесплатный замер, под ключ, под заказ,
    торг уместен, торг, пишите в лс, делаем, устанавливаем, изготовим, ремонтируем, без справок, без залога,
    без поручителей, за 5 минут, звоните, обращайтесь, вацап,
    инстаграм, акция, заказ""",
)
_WORDS_OF_TRADE = 8
_OF_US_ALL = _read_keywords(
    "бюджет, айыл өкмөтү, айылга, айылдын, мектеп, көчө, киреше, чыгаша, биздин, муниципалдык",
    "бюджет, айыл окмоту, село, школа, улица, муниципальн-, нашего, нашей, предложение",
)

# Papers, payments and hours: not of the budget, and nothing that a bot knows.
_GENERAL = _read_keywords(
    """паспорт, ид карта, справка, маалымкат, күбөлүк, күбөлүгү, пенсия, жөлөкпул, жөлөк пул, пособие,
    прописка, нотариус,
    госпошлина, мүлк салыгы, айдоочулук, никеге, ажырашуу, загранпаспорт, соцфонд, аскер билети, субсидия, ипотека,
    военкомат, загс, нотариус, соцзащита, салык инспекция, почта, эмгек китепче, мүлккө салык, налог кайда,
    налогду кайда, налог кантип,
    доверенность, ишеним кат, балдар пулу, салыгын кайда, салыкты кайда, салык кайда, салыгын кантип, салыкты кантип,
    салыгын кимге,
    салыкты кимге, салыгымды кайда, салыгым канча""",
    """паспорт, айди карта, справк-, свидетельство, пенси-, пособи-, прописк-, нотариус, госпошлина, права,
    военкомат, загс, соцзащита, налоговая, налоговой, почта, собес, пенсионный фонд, трудовая книжка, регистрация брака,
    загранпаспорт, соцфонд, военный билет, субсидия, ипотека, где платить налог, куда платить налог, как платить налог,
    где оплатить налог, как оплатить налог, где заплатить налог, доверенность, развод""",
)
# «Пособие алыш үчүн эмне керек»: what a paper asks for is no wish.
_PAPERS_ASKED = _read_keywords(
    "эмне керек, эмнелер керек, кандай документ, кандай кагаз, кайсы документ",
    "что нужно, что надо, какие документы, какие бумаги, какие справки",
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
    "качан, кайда, кайдан, кайсы, кантип, канттип, канча, ким, кимге, кимден, эмне, болобу, барбы, кайсыл",
    "где, когда, как, сколько, куда, кому, кто, какие, какой, можно, что, откуда, нужно ли",
)

_WHEN = _read_keywords("качан, кайда, кайсы күнү, саат канчада", "когда, где, во сколько, какого числа")
_WHAT_CAME_OF_IT = _read_keywords("эмне болду, качан, кайда", "когда, где, что с, как дела")
_HEARING = _read_keywords("угуу, угуусу, жыйын, жыйыны, жыйналыш, чогулуш", "слушание, слушания, собрание, сход")
_STATUS = _read_keywords(
    "жооп, жообу, сунушум, сунушума, сунушуман",
    "ответ, ответят, ответите, мое предложение, моим предложением, мое обращение, моего предложения",
)


_ALL = tuple(
    chain(
        _BURNS,
        _BURNT_DOWN,
        _CALLED_OUT,
        _SERVICES,
        _FEELINGS,
        _FIGURES,
        _SUNK_IN,
        _DANGER,
        _HURT,
        _ONES_OWN,
        _DOCTOR,
        _CALLS,
        _CRIES,
        _LAMPS,
        _FIRE,
        _WISHED,
        _ONCE,
        _BRIBE,
        _BRIBE_ITSELF,
        _TAKES,
        _MISDEED,
        _SOMEBODY,
        _ASKED_FOR_MONEY,
        _BEASTS,
        _PAPERS_ASKED,
        _FALLS,
        _POCKETS,
        _OFFICE,
        _CATTLE,
        _OF_A_BODY,
        _THINGS,
        _LIVING,
        _COMPLAINS,
        _WORKS,
        _SOLD,
        _SERVED,
        _TRADE,
        _OFFERED,
        _OF_US_ALL,
        _GENERAL,
        _HOURS,
        _HOURS_ASKED,
        _ASKED,
        _WHEN,
        _WHAT_CAME_OF_IT,
        _HEARING,
        _STATUS,
    )
)
_INDEX, _SLIPPED = KeywordIndex(_ALL), Slipped(_ALL)


def find_door(text: str) -> Door | None:
    """The other door a message belongs to, None where it may well be a proposal. An emergency goes first.

    What is written in Latin letters is read as Cyrillic too. Only the first 2 000 characters are read.
    """
    return _find_door(text[:_READ_AT_MOST])


@lru_cache(maxsize=64)  # a message is asked about several times, and a long one ahead of all else
def _find_door(read: str) -> Door | None:
    door = _look_for_door(read)
    if door is None and _LATIN.search(read):
        cyrillic = to_cyrillic(read)
        door = _look_for_door(cyrillic, typed=read) or _look_for_door(
            cyrillic.replace("ю", "йу").replace("иу", "йу"), typed=read
        )
    if door is not None or len(read) > _LONGEST_SLIPPED:
        return door
    words = list_words(to_cyrillic(read))
    right = _SLIPPED.read(words) if len(words) <= _WORDS_OF_A_GENERAL_QUESTION else ""
    return _look_for_door(right, typed=read) if right else None


def _look_for_door(text: str, *, typed: str = "") -> Door | None:
    said = Words(list_words(text), _INDEX)
    if _is_emergency(said):
        return Door.EMERGENCY
    if _is_complaint(said, is_asked=text.rstrip().endswith("?")):  # «это мошенники?» accuses nobody
        return Door.COMPLAINT
    if swears(typed or text):
        return Door.SWEARING
    if _is_advertisement(said, typed or text):
        return Door.ADVERTISEMENT
    if not said.hold(_NOT_NOW):
        if len(said.words) <= _WORDS_OF_A_GENERAL_QUESTION and said.hold(_HEARING) and said.hold(_WHEN):
            return Door.HEARING
        if len(said.words) <= _WORDS_OF_A_QUESTION and said.hold(_STATUS) and said.hold(_WHAT_CAME_OF_IT):
            return Door.STATUS
    return Door.QUESTION if _is_general_question(said) else None


def _is_emergency(whole: Words) -> bool:
    said = whole.without(_CALLS)
    if not said.without(_CRIES).words:
        # Nothing but «Өрт!», «Помогите!», «горим!»; «тез» alone is no cry.
        return bool(whole.hold(_CALLS) or whole.hold(_FIRE) or whole.hold(_BURNS))
    is_of_things = said.hold(_LAMPS | _FEELINGS) and not said.hold(_FIRE)
    # «Фонари горят только у дома акима»: what burns is the lamp beside it.
    lit = {at + 1 for at in said.places(_LAMPS)}
    burns = _is_said_to_be(said, said.places(_BURNS) - lit) and not is_of_things
    cries = whole.hold(_CALLS) and any(word.letters in _FIRE_CRIED for word in whole.words)
    is_hurt = whole.hold(_HURT) and whole.hold(_ONES_OWN) and not _is_wished(whole)
    of_no_person = whole.hold(_SUNK_IN) or _is_of_cattle(whole)
    dangers = whole.places(_DANGER) - (whole.places(_FIGURES) if of_no_person else frozenset())
    dangers = frozenset(at for at in dangers if not _is_named_only(whole, at))
    is_danger = _is_said_to_be(whole, dangers) and not _is_of_a_thing(whole) and not _is_wished(whole)
    called = any(not _is_named_only(whole, at) for at in whole.places(_CALLED_OUT))
    is_danger = is_danger or (called and whole.hold(_SERVICES) and not _is_wished(whole))
    return whole.hold(_DOCTOR) or ((burns or cries or is_danger or is_hurt) and not said.hold(_NOT_NOW))


def _is_of_cattle(said: Words) -> bool:
    # «Малдар өлүп жатат»: no emergency of people, who are named where it is one.
    return said.hold(_CATTLE) and not said.hold(_LIVING | _ONES_OWN)


def _is_named_only(said: Words, at: int) -> bool:
    """Whether a danger is only spoken of: what is against it, and what it costs, or takes, to call somebody out."""
    words = [word.letters for word in said.words]
    behind = words[at : at + 1 + _BEHIND]
    is_against = "каршы" in behind or "против" in words[max(0, at - 2) : at]
    asks_more = words[-1:] and _DO_IT.match(words[-1]) and any(word == "чакырып" for word in behind)
    return is_against or any(map(_TO_CALL.fullmatch, behind)) or (bool(asks_more) and not said.hold(_CALLS))


def _is_said_to_be(said: Words, places: Collection[int]) -> bool:
    # «Дом не горит», «өрттөнүп кеткен жок», «никто не утонул» say that there is none.
    words = [word.letters for word in said.words]
    return any(
        not (at and words[at - 1] in _NOT_BEFORE) and _NOT_BEHIND.isdisjoint(words[at + 1 : at + 1 + _BEHIND])
        for at in places
    )


def _is_wished(said: Words) -> bool:
    words = [word.letters for word in said.words]
    is_wish = any(len(word) >= _LEAST_WISHED and _WISHED_OF.search(word) for word in words)
    is_aim = any(_SO_THAT_NOT.search(word) and then == "үчүн" for word, then in pairwise(words))
    # «Тактайы чирип бала жыгылды, алмаштырып бергиле»: what happened is why something is wished.
    is_asked = any(word.endswith("п") and _DO_IT.match(then) for word, then in pairwise(words))
    return is_wish or is_aim or (is_asked and not said.hold(_CALLS)) or _is_of_what_fell(said)


def _is_of_what_fell(said: Words) -> bool:
    # «Дарактан жыгылган бутактар»: what fell is a thing that is named, no person.
    falls = said.places(_FALLS)
    if not falls or said.hold(_LIVING) or said.places(_DANGER) - falls:
        return False
    words = [word.letters for word in said.words]
    return all(_FELL_OF.search(words[at + 1]) and at + 2 < len(words) for at in falls)


def _is_of_a_thing(said: Words) -> bool:
    dangers, of_a_body, things = said.places(_DANGER), said.places(_OF_A_BODY), said.places(_THINGS)
    if dangers - of_a_body or said.hold(_LIVING):
        return False
    return all(
        any(
            _OF_WHAT.search(said.words[verb].letters) and verb + 1 in things
            for verb in (at + 1, at + 2)
            if verb < len(said.words)
        )
        for at in dangers
    )


def _is_complaint(said: Words, *, is_asked: bool = False) -> bool:
    if said.hold(_BRIBE) or (said.hold(_BRIBE_ITSELF) and said.hold(_TAKES)):
        return not said.hold(_WISHED)
    if len(said.words) <= _WORDS_OF_A_QUESTION and said.hold(_COMPLAINS):
        return not said.hold(_WISHED) and not said.hold(_WORKS)
    if said.hold(_POCKETS) and (said.hold(_SOMEBODY) or said.hold(_OFFICE)):
        return not said.hold(_WISHED)
    return (_tells_a_misdeed(said) and said.hold(_SOMEBODY) and not said.hold(_WISHED)) or (
        not is_asked and _accuses(said)
    )


def _accuses(said: Words) -> bool:
    """Whether a few words only call somebody a thief or the like: «Асанов вор», «баарыңар ууру», «воры вы все»."""
    if not 1 <= len(said.words) <= _WORDS_OF_AN_ACCUSATION or said.hold(_WISHED) or said.hold(_WORKS | _BEASTS):
        return False
    words = [fold(word.letters) for word in said.words]
    return _is_criminal(words[-1]) or (_is_criminal(words[0]) and _THEY.issuperset(words[1:]))


def _is_criminal(word: str) -> bool:
    stem = word
    while stem not in _CRIMINALS and (shorter := _CRIMINAL_ENDINGS.sub("", stem)) != stem:
        stem = shorter
    return stem in _CRIMINALS


def _tells_a_misdeed(said: Words) -> bool:
    # «Акча сурайбыз», and money asked for the benefit of somebody, «тренерге акча сурап», tell of no misdeed.
    places = said.places(_MISDEED)
    asked = said.places(_ASKED_FOR_MONEY)
    if asked and said.hold(_SOMEBODY) and all(_TO.search(said.words[at].letters) for at in said.places(_SOMEBODY)):
        places -= asked
    return any(not _is_ours(said, at, at in asked) for at in places)


def _is_ours(said: Words, at: int, asks: bool) -> bool:
    """Whether the writers say it of themselves: the verb, or the one it leans on, «сурап жатабыз», ends in «we» or «I»."""
    words = [word.letters for word in said.words[at : at + 3]]
    verb = words[1:] if asks else words[:2]
    if not verb:
        return False
    last = verb[1] if len(verb) > 1 and verb[0].endswith("п") else verb[0]
    return bool(_WE.search(last))


def _is_advertisement(said: Words, typed: str) -> bool:
    if said.hold(_WISHED) or said.hold(_OF_US_ALL):
        return False
    if _LINK.search(typed) or names_phone(_PRICE.sub(" ", typed)):
        return said.hold(_SOLD) or said.hold(_SERVED)
    if _PRICE.search(typed) and said.hold(_SOLD):
        return True
    if len(said.words) > _WORDS_OF_TRADE:
        return False
    return len(said.places(_TRADE | _OFFERED if _PRICE.search(typed) else _TRADE)) > 1


_IS_ASKED = re.compile("(?:[тдйлр]|ар|ыл)[аеоөы]?[бп][ыиуү]$")


def _is_general_question(said: Words) -> bool:
    if len(said.words) > _WORDS_OF_A_GENERAL_QUESTION:
        return False
    if said.hold(_HOURS) and said.hold(_HOURS_ASKED):
        return not said.hold(_WISHED)
    if not said.hold(_GENERAL):
        return False
    if said.hold(_PAPERS_ASKED):
        return True
    if any(_IS_ASKED.search(word.letters) for word in said.words) and not said.hold(_WISHED):
        return True  # «нотариус бүгүн иштейби»
    return said.first().hold(_ASKED) or (said.hold(_ASKED) and not said.hold(_WISHED))
