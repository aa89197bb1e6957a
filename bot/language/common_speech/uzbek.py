"""What a short message wholly in Uzbek says in Kyrgyz words that the tables of meanings have, in either script."""

from functools import cache, lru_cache

from bot.language.kyrgyz import fold
from bot.language.meanings.late_pattern import compile_late

_LONGEST = 80  # characters
_MOST_WORDS = 8
_LONGEST_PHRASE = 4  # words
_APOSTROPHES = compile_late(r"(?<=\w)['`´‘’ʼʻ](?=\w|\b|\s|$)")
_LETTERS = "абвгдежзийклмнопрстуфхцчшщэыюяўқғҳөүң"
_LATIN = "a b v g d e j z i i k l m n o p r s t u f h ts ch sh sh e i iu ia o k g h o u n"
_KEYS = str.maketrans({**dict(zip(_LETTERS, _LATIN.split(" "), strict=True)), "x": "h", "q": "k", "w": "v", "y": "i"})
# Kyrgyz words, and the Uzbek ones that say the same. What means the same in Kyrgyz letters is spelt once.
_SAID = """
ооба: ha | xa | haa | xop | xo'p | hop | albatta | to'g'ri | togri | tugri | xop bo'ladi | bo'pti | bo'ladi | bopti | xup
макулмун: roziman | rozi
макул: mayli | mayliga | yaxshi | qarshi emasman | kelishdik
жок: yo'q | yoq | yuq | yo'g'e | bo'lmaydi | noto'g'ri | aslo
керек эмес: kerak emas | kerakmas | keremas | hojati yo'q | kerak mas
каалабайм: xohlamayman | xohlamiman | istamayman
макул эмесмин: rozi emasman | rozimasman | noroziman | norozi
сунуш эмес: taklif emas | bu taklif emas
жөнөтүңүз: yuboring | yubor | yuboravering | yubora qoling | yuborish | yuboraman | yuboraylik | yuborsangiz | jo'nating |
    jo'nat | jo'natish | jo'natavering | jo'nataman | jonat | jonating | yuboringlar
кийин: keyin | keyinroq | kechroq | hozir emas | keyin yozaman | keyin davom etaman | ertaga yozaman
артка: orqaga | ortga | orqaga qaytish | qaytish
өткөрүп жибер: o'tkazib yuboring | o'tkazib yubor | o'tkazib yuborish | otkazib yuboring
дагы: yana | yana bormi | davomi bormi
улантам: davom | davom eting | davom etaman | davom etamiz | davom etish | davom ettiraman
өчүр: o'chiring | o'chir | o'chirish | o'chirib tashlang | ochiring | ochirib tashlang
отмена: bekor qil | bekor qiling | bekor qilish | bekor qilinsin | bekor qilaman | bekor qilgin | bekor
токтот: to'xtat | to'xtating | to'xta | toxtat
меню: menyu | menyuga | bosh menyu | menyuga qaytish
жардам: yordam | yordam bering | yordam kerak
рахмат: rahmat | raxmat | rahmat sizga | katta rahmat | katta raxmat | tashakkur | minnatdorman
салам: salom | assalomu alaykum | assalom alaykum | assalomu aleykum | asalomu alaykum | assalom | vaalaykum assalom |
    assalomu alaykum va rahmatulloh
кош болуңуз: xayr | xayr salomat bo'ling | sog' bo'ling | ko'rishguncha
түшүнбөдүм: tushunmadim | tushunmayapman | tushunarsiz | tushunmiman | tushunmayman
кантип: qanday qilib | qandoq qilib | qanaqa qilib
билбейм: bilmayman | bilmadim | bilmiman
менин сунуштарым: takliflarim | mening takliflarim | mani takliflarim | taklifim qani | taklifim nima bo'ldi |
    takliflarim qani | mening taklifim
качан жооп келет: javob qachon | qachon javob | qachon javob keladi | javob qachon keladi | qachon javob beriladi |
    javob qachon beriladi | qachon javob berasiz | javob qani | javob keldimi | javob bormi | javob kelmadi
сунушум бар: taklifim bor | takliflarim bor | taklif bor | taklif bermoqchiman | taklif beraman | taklif kiritmoqchiman |
    menda taklif bor | mening taklifim bor | taklif bermoqchi edim | taklif kiritaman | taklif yozmoqchiman
угуу качан: eshituv qachon | majlis qachon | qachon majlis | qachon yig'ilish | yig'ilish qachon | eshituvlar | eshituv
телефон: telefon raqami | telefon raqamingiz | odam bilan gaplashmoqchiman | telefoningiz | telefon bering
бул ким: bu kim | kimsiz | kim bu | siz kimsiz | bu nima
кыргызча: qirg'izcha | qirg'iz tili | qirg'iz tilida | qirgizcha | qirg'izcha gapiring
орусча: ruscha | rus tili | rus tilida | orischa | ruscha gapiring
келем: kelaman | boraman | kelamiz | boramiz | albatta boraman | albatta kelaman
келе албайм: kelolmayman | borolmayman | kela olmayman | bora olmayman | bormayman | kelmayman
түшүнүктүү: tushunarli | tushundim | hammasi tushunarli | tushunarli rahmat
эмне үчүн: nega | nima uchun | nimaga | nimauchun | sababi nima
киреше: daromad | kirim
чыгаша: xarajat | harajat | chiqim
кабар керек эмес: xabar kerak emas | xabar yubormang | xabar bermang | xabar yubormanglar
кабар керек: xabar kerak | xabar bering | xabar olaman | xabar berib turing | xabar yuboring
атым жок: ismsiz | ismimsiz | ismimni yozmang
"""
# Said alone, and nothing beside.
_ALONE = """
качан жооп келет: qachon | qachonga
"""
# Small words that mean nothing of their own.
_SMALL = (
    "iltimos endi ham men menga siz sizga aka opa uka singlim bolam shu buni shuni taklifni taklifimni edi ekan xullas"
)


def say_in_kyrgyz(text: str) -> str:
    """Returns a short text with its Uzbek words said in Kyrgyz, folded; empty where it has none.

    A word of neither stays as it is, so that the tables see it.
    """
    return _say(text) if len(text) <= _LONGEST else ""


@lru_cache(maxsize=64)
def _say(text: str) -> str:
    typed = _split(text)
    keys = [_make_key(word) for word in typed]
    if not keys or len(keys) > _MOST_WORDS:
        return ""
    if len(keys) > 2 and set(keys) <= {"ha", "haha"}:
        return ""  # «ха ха ха» laughs
    phrases, alone, small = _list_phrases()
    if (said := alone.get(tuple(keys))) is not None:
        return _asking(said, text)
    words, at, is_any = list[str](), 0, False
    while at < len(keys):
        length = next((n for n in range(_LONGEST_PHRASE, 0, -1) if tuple(keys[at : at + n]) in phrases), 0)
        if length:
            words.append(phrases[tuple(keys[at : at + length])])
            is_any = True
        elif keys[at] not in small:
            words.append(typed[at])
        at += length or 1
    said = " ".join(words)
    return _asking(said, text) if is_any and said != " ".join(typed) else ""  # «рахмат» is Kyrgyz as well


def _asking(said: str, text: str) -> str:
    return f"{said}?" if text.rstrip().endswith("?") else said


def _split(text: str) -> list[str]:
    # The fold makes one letter of е and ё, which Uzbek tells apart: «ёзаман» is «yozaman».
    return fold(_APOSTROPHES.sub("", text).replace("ё", "йо").replace("Ё", "йо")).split()


def _make_key(word: str) -> str:
    return word.translate(_KEYS)


@cache
def _list_phrases() -> tuple[dict[tuple[str, ...], str], dict[tuple[str, ...], str], frozenset[str]]:
    return _read(_SAID), _read(_ALONE), frozenset(map(_make_key, _SMALL.split()))


def _read(table: str) -> dict[tuple[str, ...], str]:
    found = dict[tuple[str, ...], str]()
    for line in table.replace("|\n   ", "|").strip().splitlines():
        common, _, spelled = line.partition(":")
        for phrase in spelled.split("|"):
            found.setdefault(tuple(map(_make_key, _split(phrase))), common)
    return found
