"""What a priorities poll may ask, and what a ballot is."""

from bot.language.meanings.late_pattern import compile_late
from bot.language.refusal import Refusal

LEAST_CHOICES = 4
MOST_CHOICES = 12
PICKS = 3  # how many a ballot may name
LONGEST_TITLE = 200
LONGEST_CHOICE = 100
SMALLEST = 5  # ballots; of fewer no figure is shown, so that nobody's choice can be guessed
MOST_PAPER = 200  # ballots in one message
LONGEST_DAYS = 92  # how far ahead a poll may close

_APART = compile_late(r"[;\n]+")
_NUMBER = compile_late(r"\d+")


class BallotUnreadable(Refusal):
    """A ballot names something else than choices that are there, or too many. number is which ballot, from 1."""

    def __init__(self, number: int = 1) -> None:
        super().__init__(number)
        self.number = number


class PollUnreadable(Refusal):
    """A poll needs a title, and choices that differ: four or more, and not too many."""


def check_ballot(picks: tuple[int, ...], choices: int, *, most: int = PICKS) -> tuple[int, ...]:
    """Returns the choices (numbers from 1) of a ballot in order. Raises BallotUnreadable."""
    if not 0 < len(picks) <= most or len(set(picks)) < len(picks) or not all(0 < pick <= choices for pick in picks):
        raise BallotUnreadable
    return tuple(sorted(picks))


def read_paper(text: str, choices: int, *, most: int = PICKS) -> list[tuple[int, ...]]:
    """Reads paper ballots, such as «1 4 7; 2 3 5». Raises BallotUnreadable for the first that is none."""
    parts = [part for part in _APART.split(text) if part.strip()]
    if not 0 < len(parts) <= MOST_PAPER:
        raise BallotUnreadable
    ballots = []
    for number, part in enumerate(parts, 1):
        words = part.replace(",", " ").split()
        if not all(_NUMBER.fullmatch(word) and len(word) < 4 for word in words):
            raise BallotUnreadable(number)
        try:
            ballots.append(check_ballot(tuple(int(word) for word in words), choices, most=most))
        except BallotUnreadable as error:
            raise BallotUnreadable(number) from error
    return ballots


def read_poll(text: str, *, most: int = MOST_CHOICES) -> tuple[str, list[str]]:
    """Reads the title of a poll from the first line, and its choices from those below. Raises PollUnreadable.

    Of a single line the parts between semicolons are the lines.
    """
    parts = text.strip().splitlines()
    lines = [" ".join(line.split()) for line in (parts if len(parts) > 1 else text.split(";")) if line.strip()]
    title, choices = "".join(lines[:1]), lines[1:]
    differing = {choice.casefold() for choice in choices}
    if (
        not LEAST_CHOICES <= len(choices) <= most
        or len(differing) < len(choices)
        or not 0 < len(title) <= LONGEST_TITLE
        or any(len(choice) > LONGEST_CHOICE for choice in choices)
    ):
        raise PollUnreadable
    return title, choices
