"""Whether a message swears at somebody: vulgar words and insults of its own, not those quoted from others."""

from bot.language.gist.endings import write_in_cyrillic
from bot.language.kyrgyz import fold
from bot.language.meanings.late_pattern import compile_late

_READ_AT_MOST = 2_000  # characters
_WORDS_OF_AN_INSULT = 6  # beyond them a milder word, «тупые», «иттер», tells of something else
_QUOTED = compile_late(r"«[^«»]{0,200}»|\"[^\"]{0,200}\"|“[^“”]{0,200}”|„[^„“”]{0,200}[“”]")
# Each stands for whole folded words.
_VULGAR = compile_late(
    r"(?:за|от|вы|на|у|до|по|про|раз|под|въ|недо|долбо|долба|ох|ах|обо|пере|из|при)?[её]б(?:а|у|е|н|л|ы|ош|уч|ис)\w*|"
    r"(?:на|по|ни|до|о|а|за)?ху(?:й|е[втсмл]|я|ю|и)\w*|(?:рас|от|на|с|за|под|вы|про|рос|о)?п[ие]зд\w*|"
    r"бля|бля[дт]\w*|сук[аиу]|сукин\w*|сучк\w*|сучар\w*|муд[аои]к\w*|мудил\w*|пид[ао]р\w*|педик\w*|г[оа]ндон\w*|ублюд\w*|выблядк\w*|"
    r"шлюх\w*|жоп\w*|говнюк\w*|говноед\w*|засран\w*|долбо[её]б\w*|мраз[и]?|мразот\w*|падл[аыу]\w*|сволоч\w*|дерьм\w*|"
    r"нахер|нахрен|похер|хер|хрен вам|"
    r"котун(?:о|е|ду|дон|уз\w*|узго|ор\w*)?|котлак\w*|к[оу]т[ао]к\w*|сиктир\w*|сигейин\w*|сиге[мй]\w*|жалаптар\w*|жаляб\w*|джаляп\w*|"
    r"амынды\w*|амына|амчык\w*|энен?ди сиг\w*|шумшук\w*|арамза\w*"
)
_INSULT = compile_late(
    r"дурак\w*|дур[аыу]|дураки|идиот\w*|дебил\w*|дибил\w*|кр[еи]тин\w*|тупые|тупой|тупая|тупиц\w*|придур\w*|урод|уроды|уродов|"
    r"козлы|козел|козлин\w*|твар[и]?|скоты|скотин\w*|бараны|баран|чмо|чмошник\w*|гады|гадин\w*|подонк\w*|подонок|"
    r"лохи|лох|клоуны|болван\w*|тормоз[аы]|бездар\w*|ничтожеств\w*|бесстыж\w*|безмозгл\w*|"
    r"канчык\w*|акмак\w*|акымак\w*|келесоо\w*|жинди\w*|наадан\w*|макоо\w*|манкурт\w*|малсын\w*|эшек\w*|ит(?:син\w*|тер)|доброз|чочко\w*|"
    r"акылсыз\w*|уятсыз\w*|бетпак\w*|абийирсиз\w*|мээсиз\w*|каапыр\w*|шылуун\w*"
)
_SENT_AWAY = compile_late(
    r"(?:^| )(?:(?:да )?(?:иди|идите|пошел|пошла|пошли|катис|катитес|вали|валите) (?:ты |вы |все |бы вы |бы ты )*"
    r"(?:на (?:х\w+|фиг|три|куй)|в (?:жопу|зад\w*|баню|болото|пен|ад)|к (?:черту|лешему|дьяволу)|лесом|отсюда)|"
    r"(?:да )?пошли (?:вы|они)(?: все)?|(?:да )?пошел ты|заткни(?:с|тес)|жогол(?:чу|гула|гулачы|гыла)?|"
    r"чтоб (?:вы|вас|ты|тебя)\w* \w+|будьте прокляты|будь проклят|"
    r"как(?:ие)? же вы достали|достали (?:вы|уже)|вы достали|кет ары)(?= |$)"
)
# Milder words are an insult beside those they are said of, or where little else is said.
_OF_WHOM = frozenset(
    map(fold, ["вы", "ты", "все", "всё", "сиз", "сен", "силер", "сиздер", "баарынар", "баары", "бот",
     "глава", "башчы", "депутат", "депутаты",
     "депутаттар", "чиновники", "окмоту", "окмот", "кызматкерлер", "они", "алар", "сельсовет", "сельсовете", "одни"])
)  # fmt: skip
_TO_YOU = ("сынар", "синер", "сунар", "сунор", "сыздар", "сиздер")
_SAID_BY_OTHERS = compile_late(
    r"(?:^| )(?:назва\w*|обозва\w*|обзыва\w*|оскорб\w*|матер\w*|матюк\w*|руга\w*|крич\w*|орет|орал\w*|"
    r"сказал\w*|говорит|говорят|"
    r"написал\w*|пишет|деди|деген\w*|дейт|дешет|дешти|деп (?:айт|сок|сог|тил|ата|кыйк|жаз|урушт|кемсин)\w*|"
    r"сокту|сооту|сог[уо]п\w*|"
    r"тилде\w*|кемсин\w*|урушту|кордо\w*|ана деп|атайт)(?= |$)"
)


def swears(text: str) -> bool:
    """Whether somebody swears or insults in words of their own.

    «Кызматкер мени акмак деди» and what stands in quotation marks tell of what others said. At most 2 000 characters are read.
    """
    read = " ".join(map(write_in_cyrillic, fold(_QUOTED.sub(" ", text[:_READ_AT_MOST])).split()))
    if not read or _SAID_BY_OTHERS.search(read):
        return False
    words = read.split()
    if _SENT_AWAY.search(read) or any(_VULGAR.fullmatch(word) for word in words):
        return True
    if len(words) > _WORDS_OF_AN_INSULT or not any(_INSULT.fullmatch(word) for word in words):
        return False
    is_to_them = any(word.endswith(_TO_YOU) for word in words)  # «эшектер, иштебейсиңер»
    return len(words) == 1 or is_to_them or not _OF_WHOM.isdisjoint(words)


def is_vulgar(word: str) -> bool:
    """Whether a word is vulgar wherever it stands, in whatever letters; at most 24 of them are read."""
    return _VULGAR.fullmatch(write_in_cyrillic(fold(word))) is not None


def is_insult(word: str) -> bool:
    """Whether a word is an insult beside those it is said of; «баран» alone may be a ram."""
    return _INSULT.fullmatch(write_in_cyrillic(fold(word))) is not None


def find_sent_away(text: str) -> tuple[int, int] | None:
    """Where somebody is sent away, «пошли вы»: the first word of it and the one behind it, counted from 0."""
    read = " ".join(map(write_in_cyrillic, fold(text[:_READ_AT_MOST]).split()))
    found = _SENT_AWAY.search(read)
    if found is None:
        return None
    first = len(read[: found.start()].split())
    return first, first + len(found[0].split())


def without_swearing(text: str) -> str:
    """Returns the folded words of a text without those that swear. They tell what it is about, if about anything."""
    read = " ".join(map(write_in_cyrillic, fold(text[:_READ_AT_MOST]).split()))
    left = _SENT_AWAY.sub(" ", read)
    return " ".join(word for word in left.split() if not (_VULGAR.fullmatch(word) or _INSULT.fullmatch(word)))
