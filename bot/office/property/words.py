"""The words of a property list: an item in a line or whole, and the faults of a file."""

from collections.abc import Sequence
from datetime import date

from bot.budget.property.file import HEADINGS
from bot.budget.sheets.cells import CellFault
from bot.chat.texts import Words
from bot.language.kyrgyz import clean, quote
from bot.office.property.listing import Listed
from bot.office.sheets import cells
from storage.property.items import PropertyItem

_LINE = 90


def say_faults(words: Words, faults: Sequence[CellFault]) -> str:
    """What is to be mended, a line a cell; nothing was changed."""
    return cells.say_faults(words, faults, HEADINGS)


def say_listed(words: Words, done: Listed) -> str:
    """What a file changed in the list."""
    return words.say(
        "The property list is published. New — {new}, changed — {changed}, the same — {same}, taken off — {gone}.",
        new=words.number(done.new), changed=words.number(done.changed), same=words.number(done.same),
        gone=words.number(done.gone),
    )  # fmt: skip


def name_item(item: PropertyItem) -> str:
    """An item in a few words, as its office wrote them."""
    return quote(f"{item.kind}, {item.place}", _LINE)


def say_line(words: Words, item: PropertyItem) -> str:
    """An item as a line of the list."""
    stands = words.say("stands empty")
    return f"{name_item(item)} · {stands}" if item.empty else name_item(item)


def list_facts(words: Words, item: PropertyItem) -> list[tuple[str, str]]:
    """What is known of an item: a word and what stands there."""
    facts = [
        (words.say("Place"), clean(item.place)),
        (words.say("Area"), clean(item.area)),
        (words.say("Use"), words.say("stands empty") if item.empty else clean(item.use)),
        (words.say("Rent a year"), "" if item.rent is None else words.som(item.rent)),
        (words.say("Until"), say_until(words, item.until)),
    ]
    return [(word, said) for word, said in facts if said]


def say_until(words: Words, until: str) -> str:
    """A year, or a day written out."""
    if len(until) != len("2027-12-31"):
        return words.say("The year {year}", year=until) if until else ""
    return words.long_day(date.fromisoformat(until))


def say_item(words: Words, item: PropertyItem) -> str:
    """An item whole, line by line."""
    return "\n".join([clean(item.kind), *(f"{word}: {said}" for word, said in list_facts(words, item))])
