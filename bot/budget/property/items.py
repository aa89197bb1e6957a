"""An item of a property list: kind, place, area, use, rent, till when."""

from dataclasses import dataclass

from bot.language.kyrgyz import fold

MOST_ITEMS = 1000  # of one aimak's list
LONGEST_CODE, LONGEST_KIND, LONGEST_PLACE, LONGEST_AREA, LONGEST_USE = 40, 60, 200, 40, 120
MOST_SOM = 10**12

# What a list says of something that nobody uses, folded. Any of these words alone.
EMPTY = frozenset(map(fold, (
    "бош", "бош турат", "бош турган", "колдонулбайт", "пайдаланылбайт", "пустует", "пусто", "пустой", "пустое",
    "свободно", "свободен", "свободна", "не используется", "не сдан", "не сдано", "не сдана", "empty", "vacant",
    "буш", "буш турат",
)))  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadProperty:
    """An item as a row of a file has it. rent is som a year; until a year or a day, as 2027 or 2027-12-31."""

    code: str
    kind: str
    place: str
    area: str
    use: str
    rent: int | None
    until: str
    empty: bool
