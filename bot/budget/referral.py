"""Which other door a message that is no proposal belongs to: an emergency, a complaint about a person, a question, trade.

Past 300 lines, since the words of a door are read beside the rule that weighs them.
"""

import re
from enum import StrEnum
from functools import lru_cache
from itertools import chain, pairwise

from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from bot.language.matter.keywords import KeywordIndex, Words
from bot.language.mentions import names_phone
from bot.language.wordforms import Keyword, words_of

_READ_AT_MOST = 2_000
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
    сел келатат, сел жүрүп, сел жүрдү, сел каптап, сел каптады, суу каптап жат-, чөгүп жат-, чөгүп барат-, чөгүп атат,
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
    тез жардам келген жок, көчкү түшүп, көчкү басып, көчкү басты, көчкү келди, көчкү каптап,
    көчкү каптады, үй кулап түшүп, үй кулап түштү, дубал басып калды, алдында калды, астында калып калды, жылан чагып,
    жылан чакты, чаян чагып, чаян чакты, кудукка түшүп кет-, кудукка кулап, сууга чөк-, сууга чөгүп кет-,
    чөгүп кетти, чөгүп кетип, машина коюп кет-, баланы уруп кетти, адамды уруп кетти, баланы басып кет-,
    адамды басып кет-, баланы коюп кет-, машина сүзүп кет-, машина басып кет-,
    машина тебелеп кет-, машина адамды, машина баланы, машинага тебелет-, дамба жарыл-, дамба бузулуп кетти, тосмо жарылды,
    суу алып кетип, суу алып кетти,
    ыш тийип, ыштан ууланып, кол салып жат-, мылтык атып, газ жыттан-, газ жытан-, газ жыт-, газдын жыты, газ жыты,
    кулап түштү адам, көпүрө кулап түштү, көпүрө кулады, дубал кулап түштү, дубал кулады, чатыр кулап түштү,
    зым үзүлүп түштү, зым үзүлүп калды, шахтага түшүп, жарга кулап, аттан жыгыл-, дарактан жыгыл-, өзүнө кол салып,
    уу ичип, дары ичип алып, токко түшүп, токко түштү, тогуна түшүп, тогуна түштү, током урду, током уруп""",
    """пожар начался, начался пожар, у нас пожар, тут пожар, здесь пожар, случился пожар, пожар в, пожар у,
    тонет, тонут,
    утонул-, умирает, умирают, без сознания, потерял сознание, потеряла сознание, сильное кровотечение,
    истекает кровью, убивают, убивает, избивают, избивает, с ножом, пахнет газом, запах газа, газом пахнет, утечка газа,
    идет сель, сель идет, сошел сель, сель сошел, сошла лавина, лавина сошла, вызовите скорую, скорая не едет,
    скорая не приех-, вызовите пожарных,
    вызовите милицию, скорую вызовите, срочно скорую, ударило током, бьет током, током ударило,
    произошел взрыв, взрыв был,
    инфаркт, инсульт, не дышит, укусила змея, змея укусила, отравил-, ребенок пропал, пропал ребенок, попал под машину,
    пролился бензин, бензин пролился, разлился бензин, бензин разлился, пролилось топливо, вызовите врача,
    врача вызовите, идет дым, дым идет, дым валит, валит дым, дымится, не приходит в себя, не шевелится, задыхается,
    судороги у, сошел оползень, оползень сошел, завалило людей, под завалом, под завалами, обрушился дом, дом обрушился,
    рухнул дом, дом рухнул, обвалился дом, ужалила змея, змея ужалила, укусил скорпион, упал с крыши, упала с крыши,
    упал в колодец, упала в колодец, упал в канал, упала в канал, упал в реку, упала в реку, смыло реб-, уносит рек-,
    унесло рек-, прорвало дамбу, дамбу прорвало, дамба прорвало, прорвалась дамба, дамба прорвалась, вода идет в село,
    вода идет на дом-, сбил машиной, сбила на машине, сбили человека, сбили ребенка, наехал на, угорели,
    угорел газом, рожает, роды начались, начались роды, стреляют, напали на, режет людей,
    вызовите доктора, вызовите полицию, полицию вызовите, вызывайте скорую, скорую вызывайте, избили, избил жену,
    избил женщину, избил соседа, сосед избил, муж избил, муж бьет, бьет жену, жену бьет, бьет женщину,
    сбила машина, машина сбила, авария на, произошла авария, провалил- под лед, затапливает, топит дома, мост рухнул,
    рухнул мост, обрушился мост, мост обрушился, рухнула стена, стена рухнула,
    обрушилась стена, обрушилась крыша, крыша обрушилась, рухнула крыша, крыша рухнула, воняет газом, газом воняет,
    газом несет, несет газом, утечка метана, оборвался провод, провод оборвался, упал с лошади, упала с лошади,
    упал с дерева, упала с дерева, наглотался таблеток, наглоталась таблеток, сердце прихватило, сердечный приступ""",
)
# «Кан кетип жаткан көпүрө»: what is said of a body, here of a thing that wears out.
_OF_A_BODY = _read_keywords(
    "кан кетип жат-, кан агып жат-, өлүп жат-, чөгүп жат-, кыймылдабай жат-, чөгүп барат-, өлүп барат-"
)
_THINGS = _read_keywords("көпүрө, жол, көчө, дарак, бак, арык, клуб, мектеп, насос, түтүк, тосмо, дубал")
_LIVING = _read_keywords("адам, киши, бала, балдар, аял, апа, ата, эне, жигит, кыз")
_OF_WHAT = re.compile("(?:жат|бара)т?кан$")
_CALLS = _read_keywords(
    "жардам бер-, жардам керек, жардамга кел-, тез жардам керек, өрт өчүрүүчүлөр керек, куткар-, тез кел-",
    """помогите, памагите, помагите, спасите, нужна помощь, помощь нужна, нужны пожарные, нужна скорая, скорая нужна,
    срочно нужна, на помощь""",
)
_CRIES = _read_keywords(
    "өрт, тез, тезирээк, бизге, мага, суранам",
    "пожар, пажар, горим, срочно, нам, мне, пожалуйста, скорее, скорей, быстрее",
)
# What burns out, or is lit: a lamp, a pump, a television set.
_LAMPS = _read_keywords(
    "жарык, чырак, лампа, лампочка, насос, мотор, телевизор, муздаткыч, техника",
    "фонар-, свет, лампа, лампочка, прожектор-, светофор-, насос-, двигатель, телевизор-, холодильник-, техника, прибор-",
)
_FIRE = _read_keywords("өрт, үй, түтүн", "пожар, дом, дым")
_FIRE_CRIED = frozenset({"пожар", "пажар"})  # beside a call for help; «после пожара» is none
# What is wished for is a proposal, though it speaks of a fire or a thief.
_WISHED = _read_keywords(
    """керек, зарыл, орнот-, куруу, куруп, курул-, сатып ал-, сатып бер-, алып бер-, бөлүп бер-, сунушта-, эгер, эгерде,
    оңдоп бер-, тазалап бер-, чыкса, болсо, болбосун, чыкпасын, керектигин, койсо, койсоңуз, өткөрсө, жасап бер-""",
    """нужен, нужна, нужно, нужны, надо, необходим-, установ-, постро-, купи-, закуп-, выдел-, предлага-, чтобы, если,
    вдруг, провести, организова-, почин-, отремонтир-, очист-, почист-, замени-, поменяйте, смените, поставьте, спилите,
    обрежьте, спилить, обрезать, поменять""",
)
# «Жол оңдолсун», «жыгылбаш үчүн»: a wish in the third person, and what something is for.
_WISHED_OF = re.compile("(?:л|т|нс?|р|п|ш|к|с)с[ыиуү]н(?:ч[ыиуү])?$")
_SO_THAT_NOT = re.compile("[бпм][аеоө]ш$")
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
    "алат, алды, сурайт, талап",
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
    ижарага берилет, батирге берем, жеткирүү акысыз, жеткирип беребиз, баасы келишим""",
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
    доверенность, ишеним кат, балдар пулу, салыгын кайда, салыкты кайда, салык кайда, салыгын кантип, салыкты кантип,
    салыгын кимге,
    салыкты кимге, салыгымды кайда, салыгым канча""",
    """паспорт, айди карта, справк-, свидетельство, пенси-, пособи-, прописк-, нотариус, госпошлина, права,
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


_INDEX = KeywordIndex(
    chain(
        _BURNS,
        _DANGER,
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


def door_of(text: str) -> Door | None:
    """The other door a message belongs to, None where it may well be a proposal; an emergency goes before all else.

    What is written in Latin letters is read as Cyrillic too. Only the first 2 000 characters are read.
    """
    return _find_door(text[:_READ_AT_MOST])


@lru_cache(maxsize=64)  # a message is asked about several times, and a long one ahead of all else
def _find_door(read: str) -> Door | None:
    door = _door_of(read)
    if door is not None or not _LATIN.search(read):
        return door
    cyrillic = to_cyrillic(read)
    return _door_of(cyrillic, typed=read) or _door_of(cyrillic.replace("ю", "йу").replace("иу", "йу"), typed=read)


def _door_of(text: str, *, typed: str = "") -> Door | None:
    said = Words(words_of(text), _INDEX)
    if _is_emergency(said):
        return Door.EMERGENCY
    if _is_complaint(said):
        return Door.COMPLAINT
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
        return bool(whole.hold(_CALLS) or whole.hold(_FIRE))  # nothing but «Өрт!», «Помогите!»; «тез» alone is no cry
    burns = said.hold(_BURNS) and (not said.hold(_LAMPS) or said.hold(_FIRE))
    cries = whole.hold(_CALLS) and any(word.letters in _FIRE_CRIED for word in whole.words)
    is_danger = whole.hold(_DANGER) and not _is_of_a_thing(whole) and not _is_wished(whole)
    return (burns or cries or is_danger) and not said.hold(_NOT_NOW)


def _is_wished(said: Words) -> bool:
    words = [word.letters for word in said.words]
    is_wish = any(len(word) >= _LEAST_WISHED and _WISHED_OF.search(word) for word in words)
    is_aim = any(_SO_THAT_NOT.search(word) and then == "үчүн" for word, then in pairwise(words))
    return is_wish or is_aim or _is_of_what_fell(said)


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


def _is_complaint(said: Words) -> bool:
    if said.hold(_BRIBE) or (said.hold(_BRIBE_ITSELF) and said.hold(_TAKES)):
        return not said.hold(_WISHED)
    if len(said.words) <= _WORDS_OF_A_QUESTION and said.hold(_COMPLAINS):
        return not said.hold(_WISHED) and not said.hold(_WORKS)
    if said.hold(_POCKETS) and (said.hold(_SOMEBODY) or said.hold(_OFFICE)):
        return not said.hold(_WISHED)
    return (_tells_a_misdeed(said) and said.hold(_SOMEBODY) and not said.hold(_WISHED)) or _accuses(said)


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


def _is_general_question(said: Words) -> bool:
    if len(said.words) > _WORDS_OF_A_GENERAL_QUESTION:
        return False
    if said.hold(_HOURS) and said.hold(_HOURS_ASKED):
        return not said.hold(_WISHED)
    if not said.hold(_GENERAL):
        return False
    if said.hold(_PAPERS_ASKED):
        return True
    return said.first().hold(_ASKED) or (said.hold(_ASKED) and not said.hold(_WISHED))
