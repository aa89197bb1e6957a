"""The words of a watch: how somebody found the work, where a watch and a report stand."""

from collections.abc import Sequence

from bot.budget.watch.watching import Seen, round_mean
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


def say_mean(counted: Counted) -> str:
    """The mean of the shown ratings to the nearest half, such as «3,5» or «4,5–5»."""
    if not counted.ratings:
        return ""
    parts = dict.fromkeys(
        f"{one.normalize():f}".replace(".", ",") for one in round_mean(counted.stars, counted.ratings)
    )
    return "–".join(parts)


def say_rating(words: Words, counted: Counted, *, shown_from: int) -> str:
    """How a work was rated; where few did, that it is not shown."""
    n = words.number(shown_from)
    if mean := say_mean(counted):
        said = words.say("Rating of residents: {mean} of 5; ratings: {n}.", mean=mean, n=words.number(counted.ratings))
        together = words.say("Ratings are shown by {n} together.", n=n)
        return f"{said} {together}"
    return words.say("The rating is shown from {n} ratings on.", n=n)


def say_rated(words: Words, said: Sequence[str], *, most: int) -> list[str]:
    """What was said beside ratings as lines, without their stars; of more than most only how many they are."""
    if not said:
        return []
    lines = [put_in_quotes(quote(word)) for word in said[:most]]
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
