"""How large a test is: small enough for every run, or as large as the promises with `SUNUSH_FULL=1`."""

import os
from typing import TypeVar

FULL = os.environ.get("SUNUSH_FULL") == "1"
Size = TypeVar("Size")


def sized(usual: Size, full: Size) -> Size:
    """The size for every run, or the whole one where it is asked for."""
    return full if FULL else usual
