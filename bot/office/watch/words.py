"""The words of a watch: how somebody found the work, where a watch and a report stand."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from bot.budget.watch.watching import Seen
from bot.chat.texts import Words
from bot.language.kyrgyz import put_in_quotes, quote
from bot.office.wording.notices import N_
from storage.watch.reports import Report
from storage.watch.watches import Counted, Watch

SEEN = {
    Seen.GOING: N_("Work is going on"),
    Seen.STOPPED: N_("Work stands still"),
    Seen.POOR: N_("Done poorly"),
    Seen.DONE: N_("Work is finished"),
}


def say_watch(words: Words, watch: Watch) -> str:
    """A watch in one line: its number, what is watched, whether it is finished or closed."""
    said = words.say("№ {number}: {text}", number=f"М{watch.number}", text=put_in_quotes(quote(watch.line)))
    if watch.closed_at is not None:
        return words.say("{watch} (closed)", watch=said)
    return words.say("{watch} (finished)", watch=said) if watch.finished_at is not None else said


def count_mean(counted: Counted, *, shown_from: int) -> str:
    """The mean of the ratings with one place, half up; empty where fewer were given than are shown."""
    if counted.ratings < max(1, shown_from):
        return ""
    mean = (Decimal(counted.stars) / counted.ratings).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{mean:f}".replace(".", ",")


def say_rating(words: Words, counted: Counted, *, shown_from: int) -> str:
    """How a work was rated; where few did, that it is not shown."""
    mean = count_mean(counted, shown_from=shown_from)
    if mean:
        return words.say("Rating of residents: {mean} of 5; ratings: {n}.", mean=mean, n=words.number(counted.ratings))
    return words.say("The rating is shown from {n} ratings on.", n=words.number(shown_from))


def say_rated(words: Words, said: Sequence[tuple[int, str]], *, most: int) -> list[str]:
    """What was said beside ratings as lines, each behind its stars; of more than most only how many they are."""
    if not said:
        return []
    lines = [f"{stars}: {put_in_quotes(quote(word))}" for stars, word in said[:most]]
    if rest := len(said) - len(lines):
        lines.append(words.say("Other words: {n}. They are at the desk.", n=words.number(rest)))
    return [words.say("What residents say of it:"), *lines]


def say_report(words: Words, one: Report, *, limit: int = 200) -> list[str]:
    """A report as lines: its number and state, its words, its answer."""
    lines = [words.say("№ {number}: {seen}", number=one.label, seen=words.say(SEEN[one.seen]))]
    lines += [put_in_quotes(quote(one.text, limit))] if one.text else []
    if one.answer:
        lines.append(words.say("Answer: {text}", text=put_in_quotes(quote(one.answer, limit))))
    elif one.is_waiting:
        lines.append(words.say("Answer by {day}.", day=words.day(one.due_on)))
    return lines
