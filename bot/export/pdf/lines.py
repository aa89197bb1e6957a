"""Lines that several forms print: the title of a hearing, its day, names, paragraphs, categories."""

from bot.export.bilingual import Both, Lines, say_hearing_moment, say_hearing_title
from bot.export.facts import HearingFacts
from bot.export.fonts import cut_paragraphs

MOST_PARAGRAPHS = 30


def say_title(both: Both, facts: HearingFacts) -> Lines:
    """What is heard, in each language."""
    return tuple(say_hearing_title(words, facts) for words in both.words)


def say_moment(both: Both, facts: HearingFacts) -> Lines:
    """The day and the time of the hearing, in each language."""
    return tuple(say_hearing_moment(words, facts) for words in both.words)


def name_aimak(both: Both, facts: HearingFacts) -> Lines:
    """The name of the aimak, once where it is the same in both languages."""
    return tuple(dict.fromkeys(facts.aimak(words.language) for words in both.words))


def name_category(both: Both, names: tuple[str, str]) -> Lines:
    """The name of a category, Kyrgyz and Russian, in each language."""
    ky, ru = names
    return tuple(dict.fromkeys(ru if words.language == "ru" else ky for words in both.words))


def split_paragraphs(text: str) -> Lines:
    """The paragraphs of a text that a person wrote, at most MOST_PARAGRAPHS."""
    return tuple(cut_paragraphs(text, MOST_PARAGRAPHS))
