"""A sum and a line of the budget that were typed together: «150 000, көчө жарыгы»."""

from bot.budget.proposal import AmountOpen, AmountOutOfRange, AmountUnreadable, parse_amount
from bot.language.letters import has_words
from bot.language.meanings.late_pattern import compile_late

LEAST_LETTERS = 3  # of a line, so that a unit behind a sum is none
_PARTED = compile_late(r"\s*[,;:\n—–]\s+|\s*[;\n—–]\s*|\s+-\s+")
_MOST_WORDS = 12  # that are tried as a sum


def read_sum_and_line(text: str) -> tuple[int, str] | None:
    """Returns the sum (som) and the line that a text names, in either order; None where it is not both.

    Marks part them; else the longest beginning, or end, that is a sum. Raises nothing: a sum alone is read elsewhere.
    """
    text = text.strip()
    if _read_sum(text) is not None:
        return None
    for mark in _PARTED.finditer(text):
        if (found := _read_both(text[: mark.start()], text[mark.end() :])) is not None:
            return found
    words = text.split()
    for n in range(min(len(words) - 1, _MOST_WORDS), 0, -1):
        for amount, line in ((words[:n], words[n:]), (words[-n:], words[:-n])):
            if (sum_ := _read_sum(" ".join(amount))) is not None and has_words(" ".join(line), LEAST_LETTERS):
                return sum_, " ".join(line)
    return None


def _read_both(first: str, second: str) -> tuple[int, str] | None:
    for amount, line in ((first, second), (second, first)):
        if (sum_ := _read_sum(amount)) is not None and has_words(line, LEAST_LETTERS):
            return sum_, " ".join(line.split())
    return None


def _read_sum(text: str) -> int | None:
    try:
        return parse_amount(text)
    except (AmountUnreadable, AmountOutOfRange, AmountOpen):
        return None
