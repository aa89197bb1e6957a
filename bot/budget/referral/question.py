"""Whether a message is a question: of papers and hours, of a hearing, of an answer."""

from bot.budget.referral.words import blame, papers, wishes
from bot.language.matter.keywords import Words
from bot.language.meanings.late_pattern import compile_late

WORDS_OF_A_QUESTION = 9  # at most
WORDS_OF_A_GENERAL_QUESTION = 14
_IS_ASKED = compile_late("(?:[тдйлр]|ар|ыл)[аеоөы]?[бп][ыиуү]$")


def is_general_question(said: Words) -> bool:
    """Whether papers, payments or hours of an office are asked about."""
    if len(said.words) > WORDS_OF_A_GENERAL_QUESTION:
        return False
    is_asked = any(_IS_ASKED.search(word.letters) for word in said.words)
    if said.hold(papers.HOURS) and (said.hold(papers.HOURS_ASKED) or (is_asked and said.hold(blame.OFFICE))):
        return not said.hold(wishes.WISHED)
    if not said.hold(papers.GENERAL):
        return False
    if said.hold(papers.PAPERS_ASKED):
        return True
    if is_asked and not said.hold(wishes.WISHED):
        return True  # «нотариус бүгүн иштейби»
    return said.first().hold(papers.ASKED) or (said.hold(papers.ASKED) and not said.hold(wishes.WISHED))


def asks_of_a_hearing(said: Words) -> bool:
    """Whether it is asked when or where a hearing is."""
    return len(said.words) <= WORDS_OF_A_GENERAL_QUESTION and said.hold(papers.HEARING) and said.hold(papers.WHEN)


def asks_of_an_answer(said: Words) -> bool:
    """Whether it is asked what came of a proposal."""
    return len(said.words) <= WORDS_OF_A_QUESTION and said.hold(papers.STATUS) and said.hold(papers.WHAT_CAME_OF_IT)
