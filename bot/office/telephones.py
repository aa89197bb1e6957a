"""Telephones that residents are told or gave: whether what was entered can be dialled in Kyrgyzstan."""

import re

from bot.language.meanings.late_pattern import compile_late
from bot.language.refusal import Refusal

REGION = "KG"
LEAST_LOCAL = 5  # digits of a number inside one place

# What people write a number with; «,» «;» and «/» divide two numbers. Letters, and «E+11» and «.0» of a spreadsheet, are
# none of it. Neither are the digits of another script, which not every resident can read.
_MARKS = compile_late(r"(?!\+?\d{7,}\.0+$)[0-9\s()+.\-‐-―]+")
_BETWEEN = compile_late(r"\s*[,;/]\s*")


def can_be_dialled(text: str) -> bool:
    """Returns whether each number in a text can be dialled. It has its country, is of Kyrgyzstan, or is a short number.

    The plan of numbers is that of the library phonenumbers. A number inside one place (3-22-45) counts as well. Only
    length and form are looked at. So a code that is not in the plan yet is no reason to refuse.
    """
    return all(_is_one_number(part) for part in _BETWEEN.split(text.strip()))


def _is_one_number(text: str) -> bool:
    import phonenumbers
    from phonenumbers import ValidationResult
    from phonenumbers.shortnumberinfo import is_possible_short_number_for_region

    if not _MARKS.fullmatch(text):
        return False
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return False
    match phonenumbers.is_possible_number_with_reason(number):
        case ValidationResult.IS_POSSIBLE:
            return True
        case ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
            return len(str(number.national_number)) >= LEAST_LOCAL
    # 0555 was not written to its end. It is no short number, since none of them begins with a zero.
    short = str(number.national_number) == re.sub(r"\D", "", text)
    return short and is_possible_short_number_for_region(number, REGION)


# Digits, parted as people part them; a name beside it is none of it.
_WITHIN = compile_late(r"\+?\d[\d\s()\-‐-―]{5,}\d")


_OURS, _WHOLE = 996, 9  # the code of Kyrgyzstan, and the digits of a whole number behind it
_NAMES_OF_IT = {"тел", "телефон", "телефону", "номер", "номери", "whatsapp", "ватсап", "моб"}


class PhoneUnreadable(Refusal):
    """What looks like a telephone cannot be called from abroad or by WhatsApp: digits are missing or too many."""


def split_from_phone(text: str) -> tuple[str, str | None]:
    """Parts «Асан Усенов 0700 123456» into the name and the telephone in international form (+996700123456).

    Without a telephone there is None. Raises PhoneUnreadable for digits that are no whole number of any country.
    """
    import phonenumbers

    found = _WITHIN.search(text)
    if found is None:
        if re.search(r"\d{3}", text):
            raise PhoneUnreadable
        return " ".join(text.split()), None
    try:
        number = phonenumbers.parse(found[0], REGION)
    except phonenumbers.NumberParseException:
        raise PhoneUnreadable from None
    is_ours = number.country_code == _OURS
    whole = len(str(number.national_number)) == _WHOLE if is_ours else phonenumbers.is_possible_number(number)
    if not whole:  # a number inside one place (3-22-45) reaches nobody from elsewhere
        raise PhoneUnreadable
    words = re.split(r"[\s,;:]+", f"{text[: found.start()]} {text[found.end() :]}")
    rest = " ".join(word for word in words if word and word.casefold().strip(".") not in _NAMES_OF_IT)
    return rest, phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def spell_phone(phone: str) -> str:
    """A telephone in international form, parted as it is read aloud: +996 700 123 456."""
    import phonenumbers

    return phonenumbers.format_number(phonenumbers.parse(phone), phonenumbers.PhoneNumberFormat.INTERNATIONAL)
