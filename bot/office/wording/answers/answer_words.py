"""The words of an answer as its author reads it: the result, the reason, who answered, who decides last."""

from bot.budget.permissions import Role
from bot.budget.proposal import Answer, Decision, Reason, Side
from bot.chat.message import Choice, Reply
from bot.chat.texts import Words
from bot.language.in_words.which import guess_language
from bot.language.intents import Intent
from bot.language.kyrgyz import clean
from bot.office.wording.as_written import show_as_written
from bot.office.wording.notices import N_, make_button, quote_proposal
from storage.answers import SentAnswer
from storage.proposals import Proposal


def name_decision(words: Words, decision: Decision, *, inside: bool = False) -> str:
    """A decision as it stands on its button; inside a sentence it begins with a small letter."""
    said = words.say(DECISIONS[decision])
    return said[0].lower() + said[1:] if inside else said


DECISIONS = {
    Decision.INCLUDED: N_("In the draft"),
    Decision.PARTLY: N_("Partly in the draft"),
    Decision.NOT_INCLUDED: N_("Not in the draft"),
    Decision.DEFERRED: N_("Next year"),
    Decision.REDIRECTED: N_("To another body"),
}
HEADINGS = {
    Decision.INCLUDED: N_("INCLUDED IN THE DRAFT BUDGET"),
    Decision.PARTLY: N_("PARTLY INCLUDED IN THE DRAFT"),
    Decision.NOT_INCLUDED: N_("NOT INCLUDED IN THE DRAFT"),
    Decision.DEFERRED: N_("DEFERRED TO THE NEXT YEAR"),
    Decision.REDIRECTED: N_("PASSED TO ANOTHER BODY"),
}
REASONS = {
    Reason.NO_MONEY: N_("the budget has no means for it"),
    Reason.NOT_OURS: N_("it is not among the duties of the ayil okmotu"),
    Reason.NEEDS_KENESH: N_("the ayil kenesh decides this"),
    Reason.AGAINST_LAW: N_("it is against the law"),
    Reason.FIXED_BY_NORM: N_("the expense is fixed by a norm"),
    Reason.NEEDS_STUDY: N_("the calculations have to be made clear"),
    Reason.NEEDS_COFINANCING: N_("additional financing is needed"),
    Reason.PHASED: N_("it is done in stages"),
    Reason.ALREADY_PLANNED: N_("it is in the plan"),
    Reason.DONE_ALREADY: N_("it is done"),
}
REASON_BUTTONS = {
    Reason.NO_MONEY: N_("No means"),
    Reason.NOT_OURS: N_("Not our duty"),
    Reason.NEEDS_KENESH: N_("The kenesh decides"),
    Reason.AGAINST_LAW: N_("Against the law"),
    Reason.FIXED_BY_NORM: N_("Fixed by a norm"),
    Reason.NEEDS_STUDY: N_("Needs calculation"),
    Reason.NEEDS_COFINANCING: N_("Needs co-financing"),
    Reason.PHASED: N_("In stages"),
    Reason.ALREADY_PLANNED: N_("Already planned"),
    Reason.DONE_ALREADY: N_("Done already"),
}
_NO_MONEY_IN = N_("the budget for {year} has no means for it")
POSTS = {
    Role.STAFF: N_("a specialist of the ayil okmotu"),
    Role.HEAD: N_("the head of the ayil okmotu"),
}


def say_reason(words: Words, reason: Reason, *, year: int) -> str:
    """A reason of the catalogue inside a sentence; year is the budget year that is decided about."""
    return words.say(_NO_MONEY_IN, year=year) if reason is Reason.NO_MONEY else words.say(REASONS[reason])


def compose_answer(
    words: Words, proposal: Proposal, answer: Answer, *, revision: int, who: str | None, role: Role, quotes: bool
) -> str:
    """An answer exactly as its author reads it: the result first, then quote, sum, reason, who, and who decides last.

    who is the post the clerk gave, else the role's own words stand there.
    """
    lines = [words.say(HEADINGS[answer.decision])]
    if revision > 1:
        lines.append(words.say("Corrected answer, number {revision}.", revision=revision))
    lines.append(f"№ {proposal.label}: {quote_proposal(words, proposal)}" if quotes else f"№ {proposal.label}")
    if answer.amount is not None:
        values = {"year": proposal.budget_year, "sum": words.som(answer.amount)}
        match proposal.side:
            case Side.REVENUE:
                lines.append(words.say("In the revenue for {year}: {sum}.", **values))
            case Side.SPENDING:
                lines.append(words.say("In the spending for {year}: {sum}.", **values))
            case Side.UNSURE:
                lines.append(words.say("In the draft for {year}: {sum}.", **values))
    if answer.budget_line:
        lines.append(words.say("Budget line: {line}.", line=clean(answer.budget_line)))
    sentence = clean(answer.choose_sentence(words.language))
    if not answer.other or answer.other_in != words.language:
        sentence = say_in_which_language(words, sentence)
    if answer.reason_code is not None:
        reason = say_reason(words, answer.reason_code, year=proposal.budget_year)
        lines.append(words.say("Reason: {reason}. {sentence}", reason=reason, sentence=sentence).rstrip())
    elif sentence:
        lines.append(sentence)
    by = show_as_written(words, who) if who else words.say(POSTS.get(role, POSTS[Role.STAFF]))
    if answer.decision is Decision.REDIRECTED:
        lines.append(words.say("Answered by: {who}.", who=by))
    else:
        lines.append(words.say("Answered by: {who}. The final decision is made by the ayil kenesh.", who=by))
    return "\n".join(lines)


def compose_sent(words: Words, proposal: Proposal, sent: SentAnswer, *, quotes: bool) -> str:
    """An answer that was sent, as its author reads it; quotes: with the beginning of the proposal's text."""
    return compose_answer(
        words, proposal, sent.answer, revision=sent.revision, who=sent.who, role=sent.role, quotes=quotes
    )


def say_in_which_language(words: Words, text: str) -> str:
    """A text of the office, marked where it is plainly not in the language of its reader."""
    written = guess_language(text)
    if written is None or written == words.language:
        return text
    if written == "ru":
        return words.say("The ayil okmotu wrote in Russian: {text}", text=text)
    return words.say("The ayil okmotu wrote in Kyrgyz: {text}", text=text)


def offer_reactions(words: Words, answer_id: int) -> tuple[Choice, ...]:
    """The three taps under an answer."""
    return (
        make_button(words, f"clear:{answer_id}", "It is clear", (Intent.CLEAR,)),
        make_button(words, f"question:{answer_id}", "I have a question", (Intent.WHY,)),
        make_button(words, f"disagree:{answer_id}", "I do not agree", (Intent.DISAGREE,)),
    )


def ask_reaction(words: Words, answer_id: int) -> Reply:
    """What an answer asks its author, below its words."""
    return Reply("", offer_reactions(words, answer_id), about=f"question:{answer_id}")
