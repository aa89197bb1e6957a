"""Marks of a commission: what is one, what is missing, where jurors are far apart."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from bot.budget.contest.rules import Rules
from bot.language.meanings.late_pattern import compile_late
from bot.language.refusal import Refusal

Marks = Mapping[tuple[int, int, int], int]  # (juror, entry, criterion) and the mark
_MARK = compile_late(r"([0-9]{1,3})(?:[.,]0{1,2})?")


class MarkOutside(Refusal):
    """A mark is no whole number of the scale."""


def read_mark(text: str, rules: Rules) -> int:
    """Reads a mark as it is typed. Raises MarkOutside."""
    found = _MARK.fullmatch(text.strip()) if text.isascii() else None
    if found is None:
        raise MarkOutside
    return check_mark(int(found[1]), rules)


def check_mark(mark: int, rules: Rules) -> int:
    """Returns a mark of the scale. Raises MarkOutside."""
    if not rules.low <= mark <= rules.high:
        raise MarkOutside
    return mark


def list_missing(juror: int, entries: Iterable[int], marks: Marks, rules: Rules) -> list[tuple[int, int]]:
    """Lists what a juror has not marked yet: entry and criterion."""
    return [(entry, one) for entry in entries for one in rules.numbers if (juror, entry, one) not in marks]


def are_all_in(jurors: Sequence[int], entries: Sequence[int], marks: Marks, rules: Rules) -> bool:
    """Whether as many jurors as the rules want have marked everything."""
    whole = [one for one in jurors if not list_missing(one, entries, marks, rules)]
    return bool(entries) and len(whole) == len(jurors) >= rules.jurors


def gather(marks: Marks) -> dict[tuple[int, int], list[int]]:
    """The marks of each entry and criterion, of all jurors."""
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for (_, entry, criterion), mark in sorted(marks.items()):
        found[entry, criterion].append(mark)
    return dict(found)


def list_far_apart(first: Marks, rules: Rules) -> list[tuple[int, int]]:
    """Lists where the jurors' first marks differ by more than the rules allow: entry and criterion."""
    return [where for where, given in sorted(gather(first).items()) if max(given) - min(given) > rules.differ]
