"""Somebody introduces themselves, «меня зовут Айгуль, живу на Манаса 12»: the name they give, and nothing that is wished."""

import re

from bot.language.in_words.details_named import read_name_told
from bot.language.kyrgyz import clean, fold
from bot.language.latin import to_cyrillic
from bot.language.meanings.late_pattern import compile_late

_LONGEST, _MOST_WORDS, _MOST_OF_A_NAME, _LEAST_OF_A_SURNAME = 160, 18, 3, 6
_PARTS = compile_late(r"[,.;!\n]+|\s[-–—]\s")
_WORD = compile_late(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_GREETS = compile_late(
    r"(?:(?:сал[ао]м|салам\w*|ассалому?|ассалам\w*|ас?салому?|алейкум|алайкум|алекум|ва|саламатсы[зң]\w*|здра\w+|"
    r"привет\w*|добрый|доброе|ден|"
    r"вечер|утро|кутмандуу|кун|кеч|кечиниз|таны?низ|урматтуу|уважаемы\w+|байке\w*|эже\w*|агай|бот|кандай\w*|"
    r"жакшысы[зң]\w*|всем|вам|сизге|"
    r"силерге|рахмат|спасибо|познаком\w+|давайте|таанышалы|таанышып|алалы|приятно|это|бул|ну|а|и|ой|да|ооба)(?: |$))+"
)
# What tells of somebody, and wishes nothing: where they live, how old they are, what they do.
_ABOUT = compile_late(
    r"(?:я |мен |сам |сама |озум |мне |уже |азыр |эми )*(?:"
    r"(?:живу|проживаю|прописан\w?|родом|жител(?:ниц\w*)?|из|с|село|адрес\w*|дарег\w*|улица|ул|дом|кв|квартир\w*|"
    r"кочо\w*|кочосу\w*|айыл\w*|"
    r"кыштак\w*|уй|уйум|телефон\w*|тел|номер\w*|ном[еи]рим)(?: [\w/]+){0,5}|"
    r"(?:\w+ ){0,4}(?:жашайм\w*|жашайбыз|турам\w*|турабыз|тургун\w*|жашооч\w*|болом\w*|боломун|айылынан\w*|"
    r"айыл[дт]ан\w*|кочосунон\w*|"
    r"кыштагынан\w*|кочосундо\w*|\w+[дт][ае]нмын|\w+[дт][ае]нмин|\w+[дт]онмун)|"
    r"(?:мне )?\d{1,2} (?:лет|год\w*|жаш\w*)(?:мын|\w*)?|жашым \d{1,2}\w*(?: \w+)?|"
    r"(?:\w+ )?(?:пенсионер\w*|учител\w*|мугалим\w*|студент\w*|фермер\w*|дыйкан\w*|малчы\w*|домохозяйк\w*|врач\w*|"
    r"медсестр\w*|ветеран\w*|"
    r"продавец|шофер\w*|айдоочу\w*|молдо\w*|депутат\w*|инвалид\w*|вдова|кемпир\w*|карыя\w*|мама|апа|эне|энеси\w*|ата|"
    r"атасы\w*|кож[ао]йке\w*|"
    r"окуучу\w*|школьник\w*|школник\w*)(?: \w+){0,2}|"
    r"\d{6,12})"
)
_ADDRESS = compile_late(r"(?:\w+ ){1,3}\d{1,3}\w?|\d{1,3}")
_NO_NAMES = compile_late(
    r"(?:школ|мектеп|улиц|кочо|парк|дом|уй|мост|кафе|магазин|дукон|рын|базар|аптек|фонд|стадион|клуб|сквер|площад|"
    r"ферм|больниц|оорукан|"
    r"садик|бакча|айыл|сел|район|област|мечет|завод)\w*"
)
_WANTS = compile_late(
    r"(?:^| )(?:нет|не|без|жок|эмес|керек\w*|надо|нужн\w*|прош\w*|хочу|хотим|хотел\w*|где|чтобы|потому|плох\w*|"
    r"сломан\w*|бузул\w*|начар|"
    r"жаман|керекпи|бергиле|бериниз\w*|\w+гыла|\w+гула|почин\w*|постав\w*|предлага\w*|сунушта\w*|коркуп|качан|когда|"
    r"почему|как|"
    r"эмне\w*|кантип|кана|ким|кто)(?= |$)"
)
_NAMING = (
    compile_late(
        r"(?:меня|мену|миня|мени|менинг|мене|я|мен|бул|это|вас|пишет|вам|обращается|приветствует|с|беспокоит|"
        r"жазып|жаткан|menya|meni|men|eto|ya)(?:\s+(?:зовут|завут|zovut|пишет|беспокоит|жазып|жаткан|вам|сизге|вас))*\s+(?P<name>\S.*)",
        re.IGNORECASE,
    ),
    compile_late(
        r"(?:м[еи]нин[гк]?|mening?|menin|meni|моё|мое)?\s*(?:ис[и]?мим|исмим|ism[i]?m|имя|name is|my name is)\s+(?P<name>\S.*)",
        re.IGNORECASE,
    ),
    compile_late(r"(?P<name>\S.*?)\s+(?:меня|мени|мена)\s+(?:зовут|завут|дейт|дешет)", re.IGNORECASE),
)
_BEHIND = compile_late(
    r"\s+(?:зовут|завут|деп(?:\s+(?:коёт|коет|атайт|айтышат|чакырат|коюшат))?|дешет|дейт|дейм\w*|болом\w*|боломун|деген\w*|"
    r"bolom\w*|dep|degen|dejt|deit|zovut|апа\w*|эже\w*|байке\w*|агай\w*|чон ата\w*)\s*$",
    re.IGNORECASE,
)
_AM = compile_late(r"(?<=\w)м[ыиуү]н$|(?<=\w)m[yiu]n$", re.IGNORECASE)
_SURNAME = compile_late(r"\w{2,}(?:[оеё]в(?:а|ич|на|дин|дын)?|[оеё]вич|[оеё]вна|ин[аи]?чна|ич)")
_OF_A_FATHER = frozenset(["уулу", "кызы", "кизи", "угли", "углу", "оглу", "оглы"])
_COMMON = """
    абдулла азамат аида айбек айганыш айгерим айгул айгулум айдана айдар айжамал айжан айзада айзат айнура айпери
    айсулуу айтурган акжол акмал акмарал акылай акылбек александр алексей алишер алия алмазбек алтынай алымбек анар
    анара анастасия анатолий анвар андрей анна арстан асан асанбек асел аскар аскат асылкан ашым баатыр бактияр
    бактыбек бактыгул бакыт батма батыйна батырбек бахром бахтиер бегайым бегимай бекболот бекжан бермет болотбек
    борис бурул бурулай валентина василий венера виктор владимир галина геннадий гулайым гулбара гулбарчын гулжамал
    гулжан гулзат гулия гулмира гулназ гулнара гулнора гулнура гулсара гулчехра гулшан давлат дамир дамира данияр
    дилбар дилноза дилором динар динара дмитрий догдур доолот доолотбек дуйшон евгений екатерина елена жазгул жамила
    жанболот жаныбек жаныш жолдош жолдошбек жумабек жусуп замир замира замирбек зарина зафар зинаида зулфия зуура иван
    игор илхом ирина искендер исмоил калия калыбек каныбек каныкей кубан кубанычбек кулипа кулуйпа кумушай кундуз
    курманбек кылыч кымбат лейла лидия людмила мавлуда мавлюда максим манзура марат маратбек марина мария махфуза
    мелис мирбек миргул мирлан михаил музаффар мунара мурат муратбек мээрим назгул назира наргиза нарынгул наталя
    нигора николай нина нодира нурбек нургул нурдин нуржамал нуржан нурзат нуриза нурлан нурланбек нурпери нурсултан
    ойдин ойниса оксана олга олег омурбек осмон отабек павел петр равшан рахман руслан рустам рыспек сабина сайера
    сайкал сайра салим самара самат саматбек саодат сапарбек светлана севара сергей собир сталбек степан суйумкан
    суйунбек сыймык сыргак таалайбек талантбек тамара татяна темирбек тилекбек токтокан турат туратбек уланбек улугбек
    умида упел урмат ускон фарида фарход федор феруза хасан хилола хусан чынара чынгыз шаарбубу шавкат шаира шайыр
    шамбет шарипа шаршен шахноза шоира шухрат ыдырыс ыманбек ырысбек эдил элвира элдар элдияр элер элмира элнура эмил
    эркайым эркинбек эсен эсенбек юлия юрий қобил
"""
_FIRST_NAMES = frozenset(fold(name) for name in _COMMON.split())


def read_introduction(text: str) -> str:
    """Returns the name of somebody who introduces themselves and wishes nothing; else an empty text.

    What tells of them may stand beside it: «салам, мен Гүлнара, 65 жаштамын».
    """
    said = clean(text).strip() if len(text) <= _LONGEST else ""
    if not said or "?" in said or len(said.split()) > _MOST_WORDS:
        return ""
    if _WANTS.search(fold(to_cyrillic(said))):
        return ""
    if (name := read_name_told(said)) and len(name.split()) == 1:
        return name
    names = list[str]()
    for part in filter(str.strip, _PARTS.split(said)):
        read = _read(part)
        if (
            _GREETS.fullmatch(f"{read} ")
            or not read
            or (names and (_ABOUT.fullmatch(read) or _ADDRESS.fullmatch(read)))
        ):
            continue
        found = _read_part(part)
        if not found and not _ABOUT.fullmatch(read):
            return ""
        names += [found] if found else []
    return " ".join(names[:2]) if names and len(names) < 3 else ""


def _read_part(part: str) -> str:
    # «Меня зовут Айгуль живу на Манаса 12»: the name stops where what tells of its owner begins.
    words = part.split()
    while (
        words and _GREETS.fullmatch(f"{_read(words[0])} ") and len(words) > 1 and _read(words[0]) not in {"это", "бул"}
    ):
        words = words[1:]
    for end in range(1, len(words) + 1):
        if end < len(words) and not _ABOUT.fullmatch(_read(" ".join(words[end:]))):
            continue
        if name := _read_name(" ".join(words[:end])):
            return name
    return ""


def _read_name(said: str) -> str:
    if name := read_name_told(said):
        return name if len(name.split()) <= _MOST_OF_A_NAME else ""
    if _is_name(said.split()):
        return said
    for naming in _NAMING:
        found = naming.fullmatch(said.strip())
        if found is None:
            continue
        name = _BEHIND.sub("", found["name"].strip())
        is_told = re.search(
            r"зовут|завут|zovut|исим|исм|ism|name|имя|пишет|беспокоит|деп|дешет|дейт", said, re.IGNORECASE
        )
        words = [_AM.sub("", one) if _read(one) not in _FIRST_NAMES else one for one in name.split()]
        if _is_name(words) or (is_told and _may_be_name(words)):
            return " ".join(words)
    return ""


def _may_be_name(words: list[str]) -> bool:
    return 0 < len(words) <= 2 and all(word[:1].isupper() and _WORD.fullmatch(word) for word in words)


def _is_name(words: list[str]) -> bool:
    """Whether words are nothing but a name: a known first name, or one beside a surname."""
    if not 0 < len(words) <= _MOST_OF_A_NAME or not all(_WORD.fullmatch(word) for word in words):
        return False
    read = [_read(word) for word in words]
    if any(map(_NO_NAMES.fullmatch, read)):
        return False
    known = [word in _FIRST_NAMES for word in read]
    family = [_is_of_a_family(word) for word in read]
    if len(words) == 1:
        return known[0]
    if not all(word[:1].isupper() for word in words if _read(word) not in _OF_A_FATHER) and not any(known):
        return False
    return (
        any(family)
        and all(a or b or c[:1].isupper() for a, b, c in zip(known, family, words, strict=True))
        or all(known)
    )


def _is_of_a_family(word: str) -> bool:
    return word in _OF_A_FATHER or (len(word) >= _LEAST_OF_A_SURNAME and _SURNAME.fullmatch(word) is not None)


def _read(text: str) -> str:
    return fold(to_cyrillic(text))
