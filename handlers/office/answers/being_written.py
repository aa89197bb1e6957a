"""An answer while a clerk writes it: what is kept of it, which step is missing, what it makes."""

from dataclasses import dataclass
from typing import Self

from bot.budget.permissions import Act, may
from bot.budget.proposal import Answer, Decision, Reason, SentenceTooShort
from bot.chat.fsm import State
from bot.chat.memory import UNSAID, Memory, Unsaid
from bot.chat.message import Reply
from bot.chat.screens import put_above
from bot.language.in_words.which import guess_language
from bot.office import staff
from handlers.office.queue.card.screen import show_one
from handlers.shared.router import Talk
from handlers.shared.states import AtWork
from storage.proposals import Proposal


class Answering(AtWork):
    """An answer, step by step."""

    decision = State()
    reason = State()
    amount = State()
    line = State()
    sentence = State()
    other = State()
    label = State()
    files = State()
    alike = State()
    templates = State()
    template_sum = State()
    preview = State()


WITH_SUM = {Decision.INCLUDED, Decision.PARTLY}
LONGEST_SENTENCE = 1500  # characters


@dataclass(frozen=True)
class AnswerBeingWritten(Memory, under="answering"):
    """An answer to one proposal, filled step by step."""

    proposal: int = 0
    revision: int = 1  # of the answer; more than 1 is a correction of one that was sent
    draft: int | None = None  # when the answer draft it goes on with was saved, ms UTC
    read: int | None = None  # the revision of the author's text it was written for
    decision: Decision | None = None
    reason: Reason | None = None
    amount: int | None | Unsaid = UNSAID  # som; None: it was left out
    line: str | None | Unsaid = UNSAID  # of the budget; None: it was left out
    sentence: str | None = None  # None: not asked yet
    other: str = ""  # the sentence in the other language, and which that is
    other_in: str = ""
    label: str = ""  # the name of a button, a decision or a reason that was typed where something else is asked for
    label_at: str = ""  # the step (state) at which it was typed
    small: int | None = None  # a sum (som) that was asked back, since hardly any is so small
    several: tuple[int, ...] = ()  # proposals (ids) that get this answer together, the one above among them
    with_linked: tuple[str, ...] = ()  # those linked that were shown with it: id and revision of the text, «7.1»
    like: str = ""  # the number (label) of the proposal whose answer it was taken from
    files: tuple[int, ...] = ()  # what goes with it: rows (ids) of media
    template: str = ""  # the name of the template it was taken from

    @classmethod
    def over(cls, answer: Answer) -> Self:
        """What goes on with an answer draft, or an answer that was sent."""
        return cls(
            decision=answer.decision,
            reason=answer.reason_code,
            sentence=answer.sentence,
            amount=answer.amount,
            line=answer.budget_line,
            other=answer.other,
            other_in=answer.other_in,
            files=answer.files,
        )

    @property
    def answer(self) -> Answer:
        """The answer as it stands; parts that do not go with the decision are left out."""
        decision = self.decision or Decision.NOT_INCLUDED
        with_sum, with_reason = decision in WITH_SUM, decision is not Decision.INCLUDED
        return Answer(
            decision=decision,
            reason_code=self.reason if with_reason else None,
            sentence=self.sentence or "",
            amount=self.amount if with_sum and self.amount is not UNSAID else None,
            budget_line=self.line if with_sum and self.line is not UNSAID else None,
            other=self.other if self.sentence else "",
            other_in=self.other_in if self.sentence and self.other else "",
            files=self.files,
        )

    @property
    def next_step(self) -> State:
        """The first step that is missing, or the preview."""
        if self.decision is None:
            return Answering.decision
        if self.decision in WITH_SUM and self.amount is UNSAID:
            return Answering.amount
        if self.decision in WITH_SUM and self.line is UNSAID:
            return Answering.line
        if self.decision is not Decision.INCLUDED and self.reason is None:
            return Answering.reason
        try:
            self.answer.checked()
        except SentenceTooShort:
            return Answering.sentence
        return Answering.sentence if self.sentence is None else Answering.preview


@dataclass(frozen=True)
class SummaryBegun(Memory):
    """By which button of the card an answer was begun (a choice), empty for none.

    It goes on once a voice is put into words.
    """

    summary_for_answer: str = ""


async def change_text(talk: Talk, proposal_id: int) -> Reply:
    """Shows the proposal anew, since its author has changed it."""
    said = talk.say("The author has changed the text. Please read it anew before you answer.")
    return put_above(said, await show_one(talk, proposal_id))


async def may_approve(talk: Talk, proposal: Proposal) -> bool:
    """Whether somebody may approve answers: bot/budget/permissions.py says who may."""
    return may(await staff.list_standings(talk.store, talk.person), Act.APPROVE, proposal.aimak_id)


def find_other_language(talk: Talk, reads: str, answer: Answer) -> str:
    """Says that an answer is not in the language its author reads, where it is plainly not; else empty."""
    written = guess_language(answer.sentence)
    if written is None or reads in {written, answer.other_in}:
        return ""
    if written == "ru":
        return talk.say("Its author reads Kyrgyz, and your sentence is in Russian: the answer says so.")
    return talk.say("Its author reads Russian, and your sentence is in Kyrgyz: the answer says so.")
