"""What a clerk types on a proposal's card to answer at once: a reason, a decision, what belongs to it."""

from collections.abc import Mapping

from bot.budget.proposal import Decision, Reason
from bot.budget.proposal_text.decided import ACTED, DECIDED, REASONED, name_typed
from bot.chat.texts import is_label, say_in_every_language
from bot.language.intents import find_meanings
from bot.language.meanings.late_pattern import compile_late
from bot.office.wording.answers.answer_words import DECISIONS, REASON_BUTTONS

LEAST_WORDS = 3  # of a text that is taken for a sentence to the author
_PARTED = compile_late(r"[.!,:;\n—–]\s*|\s+-\s+")
_MOST_WORDS = 3  # of a decision that stands before a sum without a mark


def list_decisions() -> Mapping[Decision, str]:
    """The phrases that name each decision, its title in every language among them."""
    return {one: f"{phrases},{','.join(say_in_every_language(DECISIONS[one]))}" for one, phrases in DECIDED.items()}


def list_reasons() -> Mapping[Reason, str]:
    """The phrases that name each reason."""
    titles = {one: ",".join(say_in_every_language(title)) for one, title in REASON_BUTTONS.items()}
    return {one: f"{REASONED[one]},{titles[one]}" for one in Reason}


def names_decided(text: str) -> bool:
    """Whether a text is a decision or a reason, in whatever words, and nothing beside."""
    return name_typed(text, list_decisions()) is not None or name_typed(text, list_reasons()) is not None


def may_be_a_sentence(text: str) -> bool:
    """Whether a text may be a clerk's sentence to an author: three words, no button and no wish."""
    return len(text.split()) >= LEAST_WORDS and not is_label(text) and not find_meanings(text)


def find_pressed(text: str) -> str | None:
    """The button (id) of a card that a text stands for, with what was written behind it. None: it names none.

    «Каражат жетпейт. Кезекте турат, 2028-жылы салынат.» is a reason with the clerk's sentence. «Кирди 150 000, көчө
    жарыгы» is an inclusion with its sum and line.
    """
    if name_typed(text, {"alike": ACTED["alike"]}) is not None:
        return "alike"
    if (reason := name_typed(text, list_reasons())) is not None:
        return f"refuse:{reason}"
    if (decision := name_typed(text, list_decisions())) is not None:
        return "include" if decision is Decision.INCLUDED else f"decision:{decision}"
    for mark in _PARTED.finditer(text):
        head, rest = text[: mark.start()], text[mark.end() :].strip()
        if (reason := name_typed(head, list_reasons())) is not None and len(rest.split()) >= LEAST_WORDS:
            return f"refuse:{reason}:{rest}"
        if name_typed(head, list_decisions()) is Decision.INCLUDED and _has_digit(rest):
            return f"include:{rest}"
    words = text.split()
    for n in range(1, min(len(words), _MOST_WORDS + 1)):
        rest = " ".join(words[n:])
        if name_typed(" ".join(words[:n]), list_decisions()) is Decision.INCLUDED and _has_digit(rest):
            return f"include:{rest}"
    return None


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)
