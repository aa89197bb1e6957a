"""Whether a voice must be put into one line before it is answered, and what that line may be."""

from bot.budget.proposal import TextTooLong, check_text
from bot.language.letters import has_words

LEAST_WORDS = 3  # of a text beside a voice that says enough by itself
LONGEST = 200  # characters of a summary


def says_enough(text: str) -> bool:
    """Whether a text tells by itself what is proposed: «салам» beside a voice does not."""
    return sum(map(has_words, text.split())) >= LEAST_WORDS


def needs_summary(text: str, voices: int, *, is_summary: bool) -> bool:
    """Whether a proposal of so many voices is still to be put into one line; text is what stands beside them."""
    return voices > 0 and not is_summary and not says_enough(text)


def check_summary(text: str) -> str:
    """Returns a summary on one line. Raises TextTooShort, TextTooLong."""
    line = " ".join(check_text(text).split())
    if len(line) > LONGEST:
        raise TextTooLong(LONGEST)
    return line
