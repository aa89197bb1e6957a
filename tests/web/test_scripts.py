"""The scripts of the pages run on old telephones, and templates show words alone.

One word that an old browser refuses, and nothing works.
"""

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


def test_no_template_shows_a_method_of_a_dictionary_in_the_place_of_a_word():
    shown = re.compile(r"\{\{[^}]*\b\w+\.(items|keys|values|get|pop|copy|update|clear)\b(?!\s*\()")
    templates = (Path(render.__file__).parent / "templates").rglob("*.html")
    assert [path.name for path in templates if shown.search(path.read_text("utf-8"))] == []
