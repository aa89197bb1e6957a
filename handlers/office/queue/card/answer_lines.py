"""What the card says of the answer: the draft, what was sent, and what became of it."""

from collections.abc import Mapping

from bot.budget.proposal import Answer
from bot.budget.tally import Reaction
from bot.budget.workdays import find_day
from bot.language.kyrgyz import clean, quote
from bot.office.answers.before_head import LONGEST_REMARK
from bot.office.reads.proposals import ProposalForOffice
from bot.office.wording.answers.answer_words import name_decision, say_reason
from bot.office.wording.notices import N_, quote_with_files
from handlers.office.colleagues import say_name, say_who_sent
from handlers.shared.router import Talk
from storage.proposals import Proposal

REACTIONS = {
    Reaction.CLEAR: N_("It is clear"),
    Reaction.QUESTION: N_("I have a question"),
    Reaction.DISAGREE: N_("I do not agree"),
}


def list_answer_lines(talk: Talk, known: ProposalForOffice) -> list[str]:
    """What the card says of the answer: one is kept, waits for the head, was sent, was read."""
    if known.proposal.withdrawn_at is not None:
        return [talk.say("It was withdrawn by its author.")]
    sent, draft = known.sent, known.draft
    lines = [talk.say("It is out of the count.")] if known.is_excluded else []
    if draft is not None:
        decision = name_decision(talk.words, draft.answer.decision)
        lines += [say_returned(talk, draft.remark)] if draft.remark else []
        if draft.leaves_at is not None:
            lines.append(talk.say("An answer was sent and leaves in a moment: {decision}.", decision=decision))
        elif draft.for_approval:
            lines.append(talk.say("An answer waits for the head: {decision}.", decision=decision))
        else:
            lines.append(talk.say("An answer is kept: {decision}.", decision=decision))
        # What is approved is read whole.
        lines += _list_decided(talk, known.proposal, draft.answer, whole=draft.for_approval)
        lines += _list_files(talk, known.with_draft)
        if draft.read not in {None, known.proposal.revision}:
            lines.append(talk.say("The author changed the text after this was written. Please check it."))
        if draft.for_approval and known.drafted_by is not None:
            lines.append(talk.say("Written by: {who}.", who=say_name(talk, known.drafted_by)))
    if sent is None:
        return lines
    lines.append(
        talk.say(
            "Answered: {decision}. {who}, {day}.",
            decision=name_decision(talk.words, sent.answer.decision),
            who=say_who_sent(talk, sent),
            day=talk.words.long_day(find_day(sent.sent_at)),
        )
    )
    lines += _list_decided(talk, known.proposal, sent.answer)
    lines += _list_files(talk, known.with_answer)
    if known.read_at is not None:
        lines.append(talk.say("It was read, {day}.", day=talk.words.long_day(find_day(known.read_at))))
    if known.reaction is not None:
        lines.append(talk.say("The author: {text}", text=talk.say(REACTIONS[known.reaction])))
    if known.reached is False:
        lines.append(talk.say("The author could not be reached: please tell them in person."))
    return lines


def say_returned(talk: Talk, remark: str) -> str:
    """Why the head gave an answer back."""
    return talk.say("The head gave it back: «{remark}»", remark=quote(remark, LONGEST_REMARK))


def _list_decided(talk: Talk, proposal: Proposal, answer: Answer, *, whole: bool = False) -> list[str]:
    # What was decided beside the decision: sum, line of the budget, reason and the clerk's own sentence.
    lines = []
    if answer.amount is not None:
        lines.append(talk.say("Sum: {sum}", sum=talk.words.som(answer.amount)))
    if answer.budget_line:
        lines.append(talk.say("Budget line: {line}.", line=quote(answer.budget_line)))
    sentence = (clean(answer.sentence) if whole else quote(answer.sentence)) if answer.sentence else ""
    if answer.reason_code is not None:
        reason = say_reason(talk.words, answer.reason_code, year=proposal.budget_year)
        lines.append(talk.say("Reason: {reason}. {sentence}", reason=reason, sentence=sentence).rstrip())
    elif sentence:
        lines.append(sentence)
    if answer.other:
        lines.append(say_other_language(talk, answer.other if whole else quote(answer.other), answer.other_in))
    return lines


def _list_files(talk: Talk, files: Mapping[str, int]) -> list[str]:
    return [talk.say("Goes with the answer: {files}.", files=quote_with_files(talk.words, "", files))] if files else []


def say_other_language(talk: Talk, text: str, language: str) -> str:
    """The sentence of an answer in the other language."""
    if language == "ru":
        return talk.say("In Russian: {text}", text=clean(text))
    return talk.say("In Kyrgyz: {text}", text=clean(text))
