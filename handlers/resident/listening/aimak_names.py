"""Where in a text the name of an aimak stands, with its endings. It knows the words beside such a name."""

import re

from bot.budget.proposal_text.decidable import says_a_wish
from bot.language.common_speech.reading import say_commonly
from bot.language.gist.at_step import FOUND, find_share
from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from bot.language.meanings.late_pattern import compile_late
from storage.aimaks import Aimak

# What stands beside a name and is no part of it.
KINDS = {
    fold(word)
    for word in ("а", "о", "ао", "таандык", "таандыкбыз", "таандыкмын", "караштуу", "карайбыз", "карайм", "киребиз", "кирем",
                 "относимся", "отношусь", "к", "прописаны", "тургундары", "чыгабыз", "болобуз", "айыл", "айылы", "аймак",
                 "аймагы", "өкмөт", "өкмөтү", "району", "район", "облусу",
    "облус", "область", "обл",
                 "айылный", "айыльный", "окмоту", "село", "с", "биздин", "мен", "аө", "аа", "биз", "я", "мы", "из",
                 "сам", "сама", "живу", "живем", "родом", "житель", "жительница", "болом", "болобуз", "жашайм", "жашайбыз",
                 "тургуну", "тургунумун", "келдим", "боломун", "деп", "аталат", "жа", "йа",
                 "называется", "зовется",
                 "наше", "наш", "моё",
                 "мое", "жашайт", "живет", "там", "тут", "здесь", "ушул", "ошол", "эле", "дейм",
                 "живём", "проживаю", "жерден",
                 "мында", "жердин", "тараптан", "жактан", "биздики", "меники", "болот",
                 "сельская", "сельский", "управа", "управы", "бизде", "жерим", "айылым",
                 "салам", "саламатсызбы", "саламатсыздарбы", "ассалому", "ассаламу", "ассалам", "алейкум", "салом",
                 "здравствуйте", "здрасте", "привет", "добрый", "доброе", "день", "вечер", "утро", "кутман")
}  # fmt: skip
KIND_STEMS = (
    "айыл",
    "аил",
    "окмот",
    "аймаг",
    "аймак",
    "район",
    "облус",
    "облас",
    "сел",
    "дерев",
    "кыштак",
    "кыштаг",
    "кенеш",
    "карашту",
    "таандык",
    "тургун",
)  # with whatever ending: «айылынанмын», «өкмөтүнөн»
# Beside them, where somebody says that they live in another one.
NOT_HERE = {
    fold(word)
    for word in ("жок", "эмес", "эмесмин", "эмеспиз", "эмесбиз", "нет", "не", "а", "но", "ал", "эми", "азыр", "турам",
                 "турабыз", "жашап", "турамын", "жашаймын", "да", "ооба", "у", "меня", "нас", "мой", "наш", "наша", "менин",
                 "айылым", "в", "живём", "нахожусь", "сейчас", "теперь", "это", "бул", "вообще", "то", "тургунбуз",
                 "села", "селе", "селу", "жительство", "местный", "местная", "тургунуман", "тургунубуз",
                 "туура", "ошибка", "ката", "кечиресиз", "извините", "простите", "прописан", "прописана", "отсюда", "башка",
                 "другого", "другой", "сиздердин", "вашего", "ваш", "айылдан", "аймактан", "села", "жерден", "этого")
}  # fmt: skip
DENIALS = frozenset({"не", "эмес", "эмесмин", "эмеспиз", "эмесбиз"})
READ = 120  # characters
MOST_WORDS = 12
LEAST_STEM = 4  # letters
_LONGEST_ENDING = 7  # letters: «-танмын»


_NOT_THAT = compile_late(
    r".*?\bэмес(?:мин|пиз|биз)?\b[\s,.-]+(?P<ky>\S.*)|.*?\bне\b.*?[\s,]а\s+(?P<ru>\S.*)", re.IGNORECASE | re.DOTALL
)


def cut_denied(typed: str) -> str:
    """Returns what stands behind the name that is denied, «Ак-Тал» of «Акталаа эмес Ак-Тал»; else all of it."""
    found = _NOT_THAT.fullmatch(to_cyrillic(typed[:READ])) if len(typed) <= READ else None
    return (found["ky"] or found["ru"]) if found else typed


def leave_out_kind(typed: str) -> str:
    """What was typed of a name, folded, without the words beside it that say what it is of."""
    return " ".join(
        one for one in fold(to_cyrillic(typed)).split() if one not in KINDS and not one.startswith(KIND_STEMS)
    )


def find_places(name: list[str], words: list[str]) -> set[int]:
    """Returns the places of words at which a name stands; its last word may have an ending: «Шаркта», «Шарктанмын»."""
    if len(name) > 1:
        return _places_of(name, words) | _places_of(["".join(name)], words)  # «көкжарда»
    return _places_of(name, words)


def _places_of(name: list[str], words: list[str]) -> set[int]:
    many = len(name)
    return {
        at + one
        for at in range(len(words) - many + 1)
        if words[at : at + many - 1] == name[:-1]
        and words[at + many - 1].startswith(name[-1])
        and len(words[at + many - 1]) - len(name[-1]) <= _LONGEST_ENDING
        for one in range(many)
    }


def list_named_in_sentence(found: list[Aimak], typed: str) -> list[Aimak]:
    """Lists the aimaks that a sentence names which says no more than that somebody lives there."""
    # «Я живу в Кок-Жаре», «с. Кок-Жар Ноокатский район»: a name among words that only say that somebody lives there.
    words = fold(to_cyrillic(typed[:READ])).split()
    if not 1 < len(words) <= MOST_WORDS or len(typed) > READ or not DENIALS.isdisjoint(words):
        return []
    beside = {at for at, word in enumerate(words) if word in KINDS | NOT_HERE or word.startswith(KIND_STEMS)}
    return [aimak for aimak in found if _fills(aimak, words, beside)]


# Whoever says one of these tells where they live, whatever else they tell beside it.
_LIVES = compile_late(
    r"(?:^| )(?:жаша\w*|тураб\w*|турам\w*|турмун|тургун\w*|боломун|болом|болобуз|жив[уе]\w*|прожива\w*|жител\w*|родом|тообуз|"
    r"тоом|озун[оу]н\w*|\w+(?:[дт][ае]н(?:мын|мин|быз|биз|ман|миз)|л[ыиу][кг](?:мын|мин|быз|биз|ман|пыз|пиз))|"
    r"\w+(?:ские|ский|ская) мы|"
    r"мы (?:\w+ ){0,2}(?:из|с|в|на)|я (?:из|с)|мы \w+(?:ские|ский)|живем|дыр[уаы])(?= |$)"
)
_MOST_OF_TELLING = 18  # words
_LIKELY_TOLD = 0.4


def list_told_of(found: list[Aimak], typed: str) -> list[Aimak]:
    """Lists the aimaks that a longer sentence names which tells where somebody lives; nothing is needed or denied in it."""
    read = fold(to_cyrillic(say_commonly(typed[:READ]) or typed[:READ]))
    words = read.split()
    if not 0 < len(words) <= _MOST_OF_TELLING or len(typed) > READ or not DENIALS.isdisjoint(words):
        return []
    is_told = _LIVES.search(read) or find_share("oblast", typed, FOUND) >= _LIKELY_TOLD
    if not is_told or says_a_wish(typed):
        return []
    return [aimak for aimak in found if _is_named_at_all(aimak, words)]


def _is_named_at_all(aimak: Aimak, words: list[str]) -> bool:
    for name in map(fold, aimak.names.values()):
        joined = name.replace(" ", "")
        adjective = re.compile(rf"{re.escape(joined.rstrip('аеиоуыэюяй'))}\w{{0,2}}ск(?:ие|ий|ая|ой|ого|их)")
        if find_places(name.split(), words) or find_places([joined], words):
            return True
        if len(joined) > LEAST_STEM and any(map(adjective.fullmatch, words)):
            return True
    return False


def _fills(aimak: Aimak, words: list[str], beside: set[int]) -> bool:
    names = [fold(name) for name in aimak.names.values()]
    spelled = [*(name.split() for name in names), *([name.replace(" ", "")] for name in names)]  # «Кокжарда»
    named = {at for name in spelled for at in find_places(name, words)}
    around = [
        fold(name).split()[0][:LEAST_STEM] for name in (*aimak.rayons.values(), *aimak.oblasts.values()) if fold(name)
    ]
    near = {at for at, word in enumerate(words) if word.startswith(tuple(around))}
    return bool(named) and named | near | beside == set(range(len(words)))
