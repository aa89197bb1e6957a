"""The two catalogues as the tests read them."""

from pathlib import Path

import polib

ROOT = Path(__file__).parents[2]


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(ROOT / "locales" / language / "LC_MESSAGES" / "sunush.po"))
