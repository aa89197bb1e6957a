"""A pattern is compiled when it is first asked, and each of ours can be."""

import re
import subprocess
import sys

import pytest

from bot.language.meanings import late_pattern
from bot.language.meanings.late_pattern import compile_late, compile_waiting


def test_a_pattern_is_compiled_when_it_is_first_asked_and_once(monkeypatch):
    compiled = []

    def note(pattern, flags=0):
        compiled.append(pattern)
        return _compile(pattern, flags)

    _compile = re.compile
    monkeypatch.setattr(late_pattern.re, "compile", note)
    road = compile_late(r"жол(\w*)", re.IGNORECASE)
    assert compiled == []
    assert road.search("Жолду оңдоо")[1] == "ду"
    assert road.fullmatch("жол") is not None
    assert road.sub("көпүрө", "жолго") == "көпүрө"
    assert (road.pattern, road.groups, compiled) == (r"жол(\w*)", 1, [r"жол(\w*)"])


def test_a_wrong_pattern_is_told_by_whatever_asks_first():
    with pytest.raises(re.error):
        compile_late("(").search("жол")
    with pytest.raises(re.error):
        compile_waiting()


def test_every_pattern_of_ours_compiles():
    program = (
        "import handlers, bot.app; from bot.language.meanings.late_pattern import compile_waiting as c; print(c(), c())"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    made, left = map(int, done.stdout.split())
    assert made > 400
    assert left == 0
