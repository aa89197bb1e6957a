"""The fields of an answer's form become an answer, or words beside the field that is wrong. Nothing typed is lost."""

from dataclasses import dataclass, field

from bot.budget.proposal import (
    AmountOpen,
    AmountOutOfRange,
    AmountUnreadable,
    Answer,
    Decision,
    Reason,
    ReasonMissing,
    SentenceTooShort,
    TextTooLong,
    parse_amount,
)
from bot.chat.texts import LANGUAGES, Words
from bot.language.in_words.which import guess_language
from bot.language.letters import WordsMissing, in_words
from bot.office.reads.typed_at_once import names_decided
from bot.web.desk.forms import Form, as_id
from handlers.office.answers.being_written import LONGEST_SENTENCE, WITH_SUM
from handlers.office.answers.steps.sum_and_line import LEAST_SUM, check_line

Linked = list[tuple[int, int]]  # ids of linked proposals, and the revision of the text that was read of each


@dataclass(slots=True)
class Written:
    """An answer as it was written in a form; wrong says what is to be mended, by the field."""

    answer: Answer = field(default_factory=lambda: Answer(Decision.INCLUDED))
    wrong: dict[str, str] = field(default_factory=dict)
    small: int = 0  # a sum (som) that was asked back


def read_answer(form: Form, words: Words) -> Written:
    """Reads an answer from a form."""
    written = Written()
    # A reason without a decision refuses, as the button of a reason does in the chat.
    refused = Decision.NOT_INCLUDED.value if form["reason"] in set(Reason) else ""
    chosen = form["decision"] or refused
    if chosen not in set(Decision):
        written.wrong["decision"] = words.say("Please choose a decision.")
        return written
    decision = Decision(chosen)
    reason = Reason(form["reason"]) if form["reason"] in set(Reason) and decision is not Decision.INCLUDED else None
    sentence, other = form["sentence"].replace("\r\n", "\n").strip(), form["other"].replace("\r\n", "\n").strip()
    for name, text in (("sentence", sentence), ("other", other)):
        if len(text) > LONGEST_SENTENCE:
            written.wrong[name] = words.say("It is too long: at most {n} characters.", n=words.number(LONGEST_SENTENCE))
    amount = _read_amount(form, words, written) if decision in WITH_SUM else None
    line = _read_line(form, words, written) if decision in WITH_SUM else None
    if sentence and decision is Decision.INCLUDED:
        _check_words(sentence, "sentence", words, written)
    spoken = guess_language(sentence) or LANGUAGES[0]
    other_in = next(one for one in LANGUAGES if one != spoken) if other else ""
    if other and guess_language(other) == spoken:
        written.wrong["other"] = words.say("This is in the language of your first sentence.")
    files = read_file_ids(form)
    answer = Answer(
        decision, reason, sentence, amount, line, other if sentence else "", other_in if sentence else "", files
    )
    try:
        written.answer = answer.checked()
        if other and decision is not Decision.INCLUDED:
            Answer(decision, reason, other).checked()
    except ReasonMissing:
        written.wrong["reason"] = words.say("Please choose a reason.")
    except SentenceTooShort as refused:
        name = "other" if sentence and len(sentence) >= refused.least else "sentence"
        written.wrong[name] = words.say("Please write at least {least} characters.", least=words.number(refused.least))
    except AmountOutOfRange:
        written.wrong["amount"] = words.say("Such a sum cannot be.")
    return written


def _check_words(text: str, name: str, words: Words, written: Written) -> None:
    try:
        in_words(text)
    except WordsMissing:
        written.wrong[name] = words.say("Please say it in words.")


def _read_amount(form: Form, words: Words, written: Written) -> int | None:
    if not form["amount"].strip():
        return None
    try:
        amount = parse_amount(form["amount"])
    except AmountOpen as refused:
        least, most = words.som(refused.least), words.som(refused.most)
        written.wrong["amount"] = words.say("Is it {least} or {most}? Please write one sum.", least=least, most=most)
    except AmountUnreadable:
        written.wrong["amount"] = words.say("Please write the sum in digits.")
    except AmountOutOfRange:
        written.wrong["amount"] = words.say("Such a sum cannot be.")
    else:
        if amount >= LEAST_SUM or form["small"] == str(amount):
            return amount
        written.small = amount
        said = words.say("{amount} is very little. If it is so, send it once more.", amount=words.som(amount))
        written.wrong["amount"] = said
    return None


def _read_line(form: Form, words: Words, written: Written) -> str | None:
    if not form["line"].strip():
        return None
    if names_decided(form["line"]):
        written.wrong["line"] = words.say("This names a decision or a reason, not a line of the budget.")
        return None
    try:
        return check_line(form["line"])
    except TextTooLong as refused:
        written.wrong["line"] = words.say("It is too long: at most {n} characters.", n=words.number(refused.limit))
    except WordsMissing:
        written.wrong["line"] = words.say("Please say it in words.")
    return None


def read_file_ids(form: Form) -> tuple[int, ...]:
    """The files that go with an answer, as its page names them: an id, and behind it a mark (beside.py)."""
    return tuple(filter(None, (as_id(one.partition("-")[0]) for one in form["files"].split())))


def read_linked(form: Form) -> Linked:
    """Those linked that were shown with an answer: «7.1» is proposal 7 as its text stood in revision 1."""
    pairs = (one.partition(".") for some in form.list("linked") for one in some.split())
    return [(as_id(id), as_id(read)) for id, _, read in pairs if as_id(id)]
