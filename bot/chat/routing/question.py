"""The question that stands: its buttons by meaning and by id, and whether a message answers it."""

from typing import Any

from bot.chat.message import Choice, Incoming, Kind
from bot.chat.screens import BENEATH, Answered
from bot.chat.typed import understand
from bot.language.intents import Intent, find_meanings

_WORDS_OF_A_BARE_NO = 2
_YES_OR_NO = frozenset({Intent.YES, Intent.NO, Intent.CLEAR})


def find_choice_meaning(asked: dict[str, Any], intent: Intent) -> Choice | None:
    """Returns the one button of the question that means it."""
    listed = [*asked.get("choices", []), *asked.get("ways", [])]
    ids = [str(one["id"]) for one in listed if intent in one.get("means", ())]
    return find_choice(asked, ids[0]) if len(ids) == 1 else None


def list_by_titles(asked: dict[str, Any]) -> dict[str, Any]:
    """Returns the question without its meanings: «ооба» below the question of somebody else is a reply to them."""
    return {**asked, "choices": [{**choice, "means": []} for choice in asked.get("choices", [])]}


def find_choice_of(asked: dict[str, Any], id: str) -> Choice | None:
    """Returns the button with that id, None where there is none."""
    listed = [str(one["id"]) for one in (*asked.get("choices", []), *asked.get("ways", []))]
    return find_choice(asked, id) if id in listed else None


def find_choice(question: dict[str, Any], id: str) -> Choice:
    """Returns the button with that id; it is known to be there."""
    kept = next(one for one in [*question.get("choices", []), *question.get("ways", [])] if one["id"] == id)
    title, *others = kept["titles"]
    return Choice(id, title, tuple(others), tuple(kept["synonyms"]), tuple(map(Intent, kept.get("means", ()))))


def find_said(text: str, asked: dict[str, Any]) -> Choice | None:
    """Finds the yes or the no of a question that a text says by its meaning."""
    said = understand(text, asked) if find_meanings(text) & _YES_OR_NO else None
    found = next((one for one in asked.get("choices", ()) if one["id"] == said), None)
    if found is None or _YES_OR_NO.isdisjoint(found.get("means", ())):
        return None
    return find_choice(asked, str(said))


def add_notice(asked: dict[str, Any], notice: dict[str, Any] | None) -> dict[str, Any]:
    """Puts the buttons of a newer notice first. They may be meant as well: of one meaning they are the likelier."""
    newer = [one for one in (notice or {}).get("choices", ()) if one.get("means")]
    if not newer or asked.get("free"):
        return asked
    taken = {means for one in newer for means in one["means"]}
    older = [
        {**one, "means": [it for it in one.get("means", ()) if it not in taken]} for one in asked.get("choices", ())
    ]
    return {**asked, "choices": [*newer, *older]}


def is_of_which(incoming: Incoming, asked: dict[str, Any]) -> bool:
    """Whether «which of these do you mean?» is answered, and not the step beneath it.

    It takes its labels and numbers, and a bare yes or no.
    """
    beneath = asked.get(BENEATH)
    if not beneath:
        return True
    if incoming.kind is Kind.CHOICE:
        return incoming.question is None or incoming.question != beneath.get("mark", "")
    if incoming.kind is not Kind.TEXT:
        return False
    beside = [{**way, "means": []} for way in asked.get("ways", [])]
    if understand(incoming.text, {**list_by_titles(asked), "ways": beside}) is not None:
        return True
    # «Отправляй давай» is for the step beneath with its button to send. It is no yes to what was guessed.
    meant = find_meanings(incoming.text) - _YES_OR_NO
    if any(_is_beneath(find_choice_meaning(beneath, one), find_choice_meaning(asked, one)) for one in meant):
        return False
    return len(incoming.text.split()) <= _WORDS_OF_A_BARE_NO and understand(incoming.text, asked) is not None


def find_beneath(incoming: Incoming, asked: dict[str, Any]) -> dict[str, Any]:
    """Returns the question of the step. A bare yes to «which of these?» is no yes to it: nothing is sent by it."""
    beneath: dict[str, Any] = asked[BENEATH]
    is_bare = incoming.kind is Kind.TEXT and len(incoming.text.split()) <= _WORDS_OF_A_BARE_NO
    if not is_bare or Intent.SEND in find_meanings(incoming.text):
        return beneath
    choices = [
        {**one, "means": [it for it in one["means"] if it != Intent.YES]}
        if Intent.SEND in one.get("means", ())
        else one
        for one in beneath.get("choices", ())
    ]
    return {**beneath, "choices": choices}


def _is_beneath(of_the_step: Choice | None, guessed: Choice | None) -> bool:
    # A button of the step stays beside the guesses.
    return of_the_step is not None and (guessed is None or guessed.id == of_the_step.id)


def is_of_the_question(answered: Answered | None, asked: dict[str, Any]) -> bool:
    """Whether the message that is answered by a swipe is the question that stands."""
    return answered is not None and bool(answered.question) and answered.question == asked.get("mark")


def is_objected_to(text: str, notice: dict[str, Any] | None, choice: str) -> bool:
    """Whether a text objects: «жок макул эмесмин» below an answer says more than the «no» of an earlier question."""
    objects = Intent.DISAGREE in find_meanings(text)
    return objects and any(
        str(one["id"]) == choice and Intent.DISAGREE in one.get("means", ())
        for one in (notice or {}).get("choices", ())
    )
