"""The columns that answers and their drafts share."""

from typing import Any

from sqlalchemy import Row

from bot.budget.proposal import Answer, Decision, Reason


def list_columns(answer: Answer) -> dict[str, object]:
    """Returns an answer as columns."""
    return {
        "decision": answer.decision.value,
        "reason": answer.reason_code.value if answer.reason_code else None,
        "sentence": answer.sentence,
        "amount": answer.amount,
        "budget_line": answer.budget_line,
        "other": answer.other or None,
        "other_in": answer.other_in or None,
        "files": len(answer.files),
    }


def make_answer(row: Row[Any]) -> Answer:
    """Returns the answer of a row."""
    reason = row.reason
    return Answer(
        decision=Decision(row.decision),
        reason_code=Reason(reason) if reason else None,
        sentence=row.sentence,
        amount=row.amount,
        budget_line=row.budget_line,
        other=row.other or "",
        other_in=row.other_in or "",
    )
