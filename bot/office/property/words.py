"""The words of a property list: an item in a line or whole, and the faults of a file."""

from collections.abc import Sequence
from datetime import date

from bot.budget.property.file import HEADINGS, PropertyFault
from bot.chat.texts import Words
from bot.language.kyrgyz import clean, quote
from bot.office.property.listing import Listed
from bot.office.wording.notices import N_
from storage.property.items import PropertyItem

MOST_NAMED = 30
_LONGEST_SAID = 40  # characters of a cell that are quoted
_LINE = 90
_FAULTS = {
    "doubled": N_("{cell}: this column stands there twice."),
    "missing": N_("{cell}: the column «{what}» is missing in this row."),
    "merged": N_("{cell}: the cells {what} are merged. Please part them."),
    "twice": N_("{cell}: the same number stands in row {what} already."),
    "formula": N_("{cell}: a formula stands there. Please write the value itself."),
    "error": N_("{cell}: an error of the table stands there."),
    "empty": N_("{cell}: nothing stands there."),
    "long": N_("{cell}: the text is longer than {what} characters."),
    "sum": N_("{cell}: «{what}» is no whole number of som."),
    "day": N_("{cell}: «{what}» is no day. Please write a year or a day, such as 31.12.2027."),
    "many": N_("{cell}: a list has at most {what} rows."),
    "none": N_("{cell}: the list has no row yet."),
}


def say_faults(words: Words, faults: Sequence[PropertyFault]) -> str:
    """What is to be mended, a line a cell; nothing was changed."""
    lines = [words.say("Nothing is changed. Please mend this in the table and send it again:")]
    for fault in faults[:MOST_NAMED]:
        what = clean(fault.said)[:_LONGEST_SAID]
        if fault.why == "missing":
            what = HEADINGS[fault.said][0]
        lines.append(words.say(_FAULTS[fault.why], cell=fault.cell, what=what))
    if len(faults) > MOST_NAMED:
        lines.append(words.say("And more places: {n}.", n=words.number(len(faults) - MOST_NAMED)))
    return "\n".join(lines)


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
