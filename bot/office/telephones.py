"""Telephones that residents are told: whether what was entered can be dialled in Kyrgyzstan."""

import re

REGION = "KG"
LEAST_LOCAL = 5  # digits of a number inside one place

# What people write a number with; «,» «;» and «/» divide two numbers. Letters, and «E+11» and «.0» of a spreadsheet, are
# none of it. Neither are the digits of another script, which not every resident can read.
_MARKS = re.compile(r"(?!\+?\d{7,}\.0+$)[0-9\s()+.\-‐-―]+")
_BETWEEN = re.compile(r"\s*[,;/]\s*")


def can_be_dialled(text: str) -> bool:
    """Returns whether each number in a text can be dialled: with its country, from inside Kyrgyzstan, or a short number.

    The plan of numbers is that of the library phonenumbers. A number inside one place (3-22-45) counts as well. A code
    that is not in the plan yet is no reason to refuse: only length and form are looked at.
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
    # 0555 is a number that was not written to its end, no short one: a short number has no zero before it.
    short = str(number.national_number) == re.sub(r"\D", "", text)
    return short and is_possible_short_number_for_region(number, REGION)
