"""What of a text is not shown to all: words that swear, and whatever leads to a person."""

import re
from dataclasses import dataclass

from bot.budget.proposal_text.swearing import find_sent_away, is_insult, is_vulgar, swears
from bot.language.kyrgyz import clean, fold
from bot.language.meanings.late_pattern import compile_late

STARS = "***"
_LONGEST_WORD = 40  # characters; what is longer is no word
_UNSEEN = compile_late(r"[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_SENTENCE = compile_late(r"[^.!?\n]+|[.!?\n]+")
_WORD = compile_late(r"[^\W_]+(?:[-'’`][^\W_]+)*")
# Letters that somebody set apart, «с у к а», or hid behind a sign, «х*й», «бл@ть».
_APART = compile_late(r"(?<!\w)\w(?:[ .\-_]{1,2}\w(?!\w)){2,15}")
_HIDDEN = compile_late(
    r"(?<!\w)(?:[a-zа-я]{0,4}(?:х[*@#$]{1,3}[йеяюилv]|п[*@#$]{1,3}зд|бл[*@#$]{1,3}|[её]б[*@#$]{1,3}|[*@#$]б(?=[аулн])|с[*@#$]{1,2}к[аи]|"
    r"му[*@#$]{1,2}[аик]|г[*@#$]{1,2}вн|ж[*@#$]{1,2}п)[\w*@#$]{0,12})",
    re.IGNORECASE,
)
_LOOKS = str.maketrans("abcehkmoptxy", "авсенкмортху")  # Latin letters that look like others
_RUN = compile_late(r"(\w)\1{2,}")

_NUMBER = compile_late(r"(?<![\w.,])\+?\(?\d(?:[ \u00a0()\-\u2010-\u2015./]{0,3}\d){7,40}(?!\w)")
_THOUSANDS = compile_late(r"\d{1,3}(?:[ \u00a0.]\d{3})+")
_OF_MONEY = compile_late(
    r"[ \u00a0]{0,2}(?:сом|сум|som|млн|миллион|тыс|миң|мин[ ,.]|kgs|руб|тенге|\$|долл|доллар|kv|кв|м2|м3|куб|литр|метр|тонн)",
    re.IGNORECASE,
)
# Days and years with what lies between them, and the place on a map.
_DATES = compile_late(
    r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d(?: ?[-–—/.]? ?\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d)?|"
    r"(?:19|20)\d\d(?: ?[-–—/.]? ?(?:19|20)\d\d)+|\d{2}\.\d{4,9} {1,2}\d{2}\.\d{4,9}"
)
# A number inside one place, «3-22-45», is one only where a telephone is spoken of.
_SHORT_NUMBER = compile_late(
    r"(?:тел|tel|ном|nom|чал|звон|позвон|what|ват|вац|уюл|сотк|моб|mob|☎|📞)[^\d\n]{0,25}"
    r"(\+?\d(?:[ \-().]{0,2}\d){4,12})(?!\w)",
    re.IGNORECASE,
)
_MAIL = compile_late(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}")
_HANDLE = compile_late(r"(?<![\w@/])@[A-Za-z_][\w.]{3,40}")
_PROFILE = compile_late(
    r"(?:https?://)?(?:www\.|m\.)?(?:t\.me|telegram\.me|wa\.me|api\.whatsapp\.com|chat\.whatsapp\.com|instagram\.com|facebook\.com|fb\.com|"
    r"vk\.com|ok\.ru|tiktok\.com)/[^\s»\")]{1,200}",
    re.IGNORECASE,
)
_PAPER = compile_late(r"(?<!\w)(?:ID|AN|AC|PE|АН|АС|РЕ)[ №]{0,2}\d{7}(?!\d)", re.IGNORECASE)
_LONG_NUMBER = 9  # digits of a telephone with its code
_CARD = 13  # digits: no sum in som has as many


@dataclass(frozen=True, slots=True)
class Masked:
    """A text as all may read it. It counts the words, and the numbers and addresses, that stand there as stars."""

    text: str
    words: int = 0
    contacts: int = 0


def mask(text: str) -> Masked:
    """Puts stars for what swears, and for telephones, cards, papers, e-mail and pages of persons; the rest stays.

    Names of people are left to whoever looks at the text before it is shown.
    """
    shown = clean(_UNSEEN.sub("", text))
    contacts = 0
    for pattern in (_MAIL, _PROFILE, _HANDLE, _PAPER):
        shown, found = pattern.subn(STARS, shown)
        contacts += found
    shown, found = _mask_numbers(shown)
    shown, swore = _mask_words(shown)
    return Masked(shown, swore, contacts + found)


def _mask_numbers(text: str) -> tuple[str, int]:
    found = 0

    def hide(number: re.Match[str]) -> str:
        nonlocal found
        if not _is_contact(number[0], behind=text[number.end() : number.end() + 12]):
            return number[0]
        found += 1
        return STARS

    def hide_short(number: re.Match[str]) -> str:
        nonlocal found
        if _OF_MONEY.match(text, number.end()) or _DATES.fullmatch(number[1]):
            return number[0]
        found += 1
        return number[0][: -len(number[1])] + STARS

    text = _NUMBER.sub(hide, text)
    return _SHORT_NUMBER.sub(hide_short, text), found


def _is_contact(written: str, *, behind: str) -> bool:
    digits = sum(map(str.isdigit, written))
    if _DATES.fullmatch(written):
        return False
    if digits >= _CARD:
        return True
    if digits < _LONG_NUMBER or _OF_MONEY.match(behind):
        return False
    grouped = _THOUSANDS.fullmatch(written) is not None and not written.startswith("0")
    return not (grouped and (written.endswith("000") or digits > 9 and not written.startswith("996")))


def _mask_words(text: str) -> tuple[str, int]:
    found = 0
    parts = []
    for sentence in _SENTENCE.findall(text):
        hidden = [(at.start(), at.end()) for at in _HIDDEN.finditer(sentence)]
        hidden += [(at.start(), at.end()) for at in _APART.finditer(sentence) if _is_set_apart(at[0])]
        hidden += _list_rude(sentence)
        kept, end = [], 0
        for start, stop in sorted(hidden):
            if start < end:
                continue
            kept += [sentence[end:start], STARS]
            end, found = stop, found + 1
        parts.append("".join([*kept, sentence[end:]]))
    return "".join(parts), found


def _list_rude(sentence: str) -> list[tuple[int, int]]:
    words = [(at.start(), at.end(), at[0]) for at in _WORD.finditer(sentence)]
    rude = [(start, stop) for start, stop, word in words if _is_rude(word)]
    if swears(sentence):
        rude += [(start, stop) for start, stop, word in words if is_insult(word)]
    if (away := find_sent_away(sentence)) is not None:
        first, last = away
        folded = 0
        for start, stop, word in words:
            n = len(fold(word).split())
            if folded < last and folded + n > first:
                rude.append((start, stop))
            folded += n
    return rude


def _is_rude(word: str) -> bool:
    if len(word) > _LONGEST_WORD:
        return False
    parts = [word, *re.split(r"[-'’`]", word)]
    return any(is_vulgar(one) or is_vulgar(one.lower().translate(_LOOKS)) or _is_drawn_out(one) for one in parts)


def _is_drawn_out(word: str) -> bool:
    # «суууука»; a vowel that is long in Kyrgyz is not drawn out.
    once = _RUN.sub(r"\1", word)
    return once != word and is_vulgar(once)


def _is_set_apart(letters: str) -> bool:
    return is_vulgar(re.sub(r"[ .\-_]", "", letters))
