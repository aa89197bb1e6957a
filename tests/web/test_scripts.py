"""The scripts of the pages run on old telephones. One word that such a browser refuses, and nothing works."""

import re
from pathlib import Path

import pytest

from bot.web.pages import render

SCRIPTS = sorted((Path(render.__file__).parent / "static").glob("*.js"))
# An iPhone of 2015 ends at Safari 15. A page of a local network over http is no secure context.
REFUSED = {
    r"\(\?<[=!]": "a lookbehind: Safari below 16.4 refuses the whole script",
    r"\.randomUUID\b": "only in a secure context",
    r"\.requestSubmit\b": "Safari below 16 has none",
    r"\.ariaLabel\b": "Firefox below 119 keeps it to itself",
    r"\.findLast|\.at\(|structuredClone|\.replaceAll\(|\.toSorted\(": "younger than such a browser",
    r"TextDecoderStream": "Firefox below 105 has none",
}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda one: one.name)
def test_no_script_has_what_an_old_telephone_refuses(script: Path):
    code = script.read_text("utf-8")
    assert [why for word, why in REFUSED.items() if re.search(word, code)] == []
