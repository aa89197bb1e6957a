"""Criterion 6 counted anew from the rows of an export, by nothing but its written rules."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

WEIGHTS = {"A": 15, "D": 25, "R": 15, "T1": 5, "T2": 10, "C": 10, "S": 5, "U": 5, "V": 10}  # per cent
DEADLINE, PRIOR, LEAST_TARGET = 14, 5, 10
Row = dict[str, Any]


def count_working_days(first: date, last: date) -> int:
    """Working days after the first day up to and including the last; no holiday lies between."""
    return sum((first + timedelta(n)).weekday() < 5 for n in range(1, (last - first).days + 1))


def _day(moment: str) -> date:
    return date.fromisoformat(moment[:10])


def _in_time(first: date, last: date) -> Fraction:
    late = count_working_days(first, last) - DEADLINE
    return max(Fraction(), 1 - Fraction(max(0, late), DEADLINE))


def find_rows(rows: Sequence[Row], *, results: date) -> dict[str, list[str]]:
    """The numbers of the proposals behind each part."""
    counted = [row for row in rows if row["decision"] and _day(row["decided_at"]) >= results]
    own = Counter(row["reason"] for row in rows if row["decision"] and row["decision"] != "included")
    decided = sum(bool(row["decision"]) for row in rows)
    copied = {words for words, n in own.items() if decided >= 10 and n / decided > 0.3}
    reasoned = [
        row
        for row in counted
        if (
            row["decided_amount"] or row["budget_line"]
            if row["decision"] == "included"
            else row["reason"] not in copied
        )
    ]
    answered = [row for row in rows if row["first_reply_at"] or row["decided_at"]]
    parts = {
        "A": answered,
        "D": counted,
        "R": reasoned,
        "T1": [row for row in answered if _in_time(_day(row["received_at"]), _day(row["first_reply_at"]))],
        "T2": [row for row in counted if _in_time(max(_day(row["received_at"]), results), _day(row["decided_at"]))],
        "C": [row for row in counted if row["delivery"] in {"sent", "delivered", "told"}],
        "S": [row for row in counted if row["reaction"]],
        "U": counted,
        "V": answered,
    }
    return {part: [row["number"] for row in found] for part, found in parts.items()}


def count_score(rows: Sequence[Row], *, results: date, target: int = LEAST_TARGET) -> Fraction:
    """The score, 0 to 100, before it is rounded."""
    found, n = find_rows(rows, results=results), len(rows)
    by_number = {row["number"]: row for row in rows}
    counted = len(found["D"])
    content = sum(by_number[one]["reaction"] != "question" for one in found["S"])
    of = {
        "A": Fraction(len(found["A"]), n),
        "D": Fraction(counted, n),
        "R": Fraction(len(found["R"]), counted),
        "T1": Fraction(len(found["T1"]), n),
        "T2": Fraction(len(found["T2"]), n),
        "C": Fraction(len(found["C"]), counted),
        "S": (content + Fraction(PRIOR, 2)) / (len(found["S"]) + PRIOR),
        "U": Fraction(len(found["U"]), n),
        "V": min(Fraction(1), Fraction(len(found["A"]), target)),
    }
    return sum((WEIGHTS[part] * share for part, share in of.items()), Fraction())
