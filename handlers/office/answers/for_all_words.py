"""What is said of one answer for several proposals: to which linked ones, in which languages, which were left out.

It also warns before one sentence stands under more answers than criterion 6 takes for reasoned.
"""

from collections.abc import Sequence

from bot.budget.proposal import Answer
from bot.language.kyrgyz import clean, put_in_quotes, quote
from bot.office.reads import alike, proposals
from handlers.office.answers.being_written import find_other_language
from handlers.shared.router import Talk
from storage.together.links import Repeated

QUOTED = 5  # linked ones whose texts begin below the answer
BEGINNING = 60  # characters of each


async def list_linked(talk: Talk, linked: Sequence[Repeated], answer: Answer) -> list[str]:
    """The lines below an answer that goes to linked ones as well; none where it goes to one alone."""
    if not linked:
        return []
    said = talk.say_n(
        "The same answer goes to {n} more author, under the number {numbers}.",
        "The same answer goes to {n} more authors, each under a number of their own: {numbers}.",
        len(linked),
        numbers=name_all([one.label for one in linked]),
    )
    texts = [f"№ {one.label}: {put_in_quotes(quote(clean(one.beginning), BEGINNING))}" for one in linked[:QUOTED]]
    languages = await proposals.list_languages(talk.store, ids=[one.id for one in linked], by=talk.person)
    others = sum(bool(find_other_language(talk, reads, answer)) for reads in languages.values())
    foreign = talk.say("Read another language than your sentence is in, as the answer says: {n}.", n=others)
    return ["", said, *texts, *([foreign] if others else [])]


def name_all(labels: Sequence[str]) -> str:
    """The numbers of proposals in a line."""
    return ", ".join(f"№ {label}" for label in labels)


def say_left_out(talk: Talk, labels: Sequence[str], unready: Sequence[str] = ()) -> str:
    """Names the proposals that an answer was not given to, and why; empty where there are none."""
    lines = []
    if labels:
        lines.append(
            talk.say(
                "Left out, since they were answered, taken or kept meanwhile: {numbers}.",
                numbers=name_all(labels),
            )
        )
    if unready:
        lines.append(
            talk.say(
                "Left out, since the side is not chosen or the voice is not put in one line yet: {numbers}.",
                numbers=name_all(unready),
            )
        )
    return "\n".join(lines)


async def warn_of_same_words(talk: Talk, aimak_id: int, year: int, answered: dict[int, Answer]) -> str:
    """Warns where answers (by proposal, id) would put one sentence under more decisions than criterion 6 takes; else empty."""
    found = await alike.count_same_words(talk.store, aimak_id=aimak_id, year=year, answered=answered, by=talk.person)
    if found is None:
        return ""
    n, of = found
    return talk.say(
        "One sentence would stand in {n} of {of} answers: above 30 % criterion 6 counts them as not reasoned.",
        n=n,
        of=of,
    )
