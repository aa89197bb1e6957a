"""Where the decisions of a year hang for all to see, beside the public page or instead of it."""

import re
from datetime import date

from bot.language.meanings.late_pattern import compile_late

# A name of the web, with or without what stands before it: «kokjar.kg/budget», «https://t.me/kokjar».
_ADDRESS = compile_late(
    r"(?:^|(?<=[\s(«\"]))(?:https?://)?(?:[a-zа-яёөүң0-9][a-zа-яёөүң0-9-]{0,62}\.){1,6}(?:[a-z]{2,24}|рф)(?=$|[\s/)»\",;:?!.])",
    re.IGNORECASE,
)


def is_address(place: str) -> bool:
    """Whether a place names an address of the web."""
    return _ADDRESS.search(place) is not None


def is_named(place: str | None, on: date | None) -> bool:
    """Whether a table can be looked up. It has an address, or a place and the day it hangs there from."""
    return bool(place) and (on is not None or is_address(place or ""))
