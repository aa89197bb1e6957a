"""Quotation marks by turns: what somebody wrote in «» stands in „“ once it is quoted."""

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.texts import Words
from bot.language.kyrgyz import put_in_quotes, quote_lines, turn_inner_marks

ROOT = Path(__file__).parents[2]
ROOMS = ("bot/office", "bot/web", "bot/export", "handlers")  # whose words people read
OF_A_FILE = {"bot/office/aimaks.py", "bot/export/spreadsheet.py"}  # codes that an admin typed, no text of anybody


@pytest.mark.parametrize(
    ("written", "quoted"),
    [
        ("Жол керек", "«Жол керек»"),
        ("«Ак кайың» тобу", "«„Ак кайың“ тобу»"),
        ("Ким: „Ак кайың“ тобу", "«Ким: „Ак кайың“ тобу»"),
        ("«Ак «кайың» тобу»", "«„Ак «кайың» тобу“»"),
        ("«Манас» жана «Достук»", "«„Манас“ жана „Достук“»"),
        ("5» парта", "«5“ парта»"),
        ("«Манас көч…", "«„Манас көч…»"),
        ("the “Ak” school «Манас»", "«the “Ak” school „Манас“»"),
        ('"Манас"', '«"Манас"»'),
    ],
)
def test_marks_within_a_quotation_are_turned(written: str, quoted: str):
    assert put_in_quotes(written) == quoted


@given(st.text(alphabet="«»„“аб ", max_size=30))
def test_ours_alone_begin_and_end_it_whatever_was_written(written: str):
    turned = turn_inner_marks(written)
    assert len(turned) == len(written)
    assert turn_inner_marks(turned) == turned
    depth, outer = 0, 0  # how deep a reader of «» is, and how often they are outside
    for sign in f"«{turned}»":
        depth += (sign in "«„") - (sign == "»" and depth % 2 == 1) - (sign == "“" and depth % 2 == 0 and depth > 0)
        outer += depth == 0
    assert outer <= 1


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_a_sentence_of_ours_turns_the_marks_of_what_it_quotes_and_of_nothing_else(language: str):
    words = Words(language)
    said = words.say("You ask for: «{text}»", text="«Ак кайың» көчөсүнүн сметасы")
    assert "«„Ак кайың“ көчөсүнүн сметасы»" in said
    said = words.say("№ {number}: {text}", number="0001", text=put_in_quotes("«Манас» көчөсү"))
    assert "«„Манас“ көчөсү»" in said


def test_a_text_of_several_lines_is_turned_as_one():
    assert quote_lines("Биринчи «бир\nэки» үч») төрт") == "> «Биринчи „бир\n> эки“ үч“) төрт»"


def list_glued(source: str) -> list[int]:
    """The lines on which a value is put between «» by hand."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.JoinedStr)
        for before, value in zip(node.values, node.values[1:], strict=False)
        if isinstance(before, ast.Constant)
        and isinstance(value, ast.FormattedValue)
        and str(before.value).endswith("«")
    ]


def test_nothing_is_put_between_our_marks_by_hand():
    assert list_glued('f"«{text}»"') == [1]
    files = [file for room in ROOMS for file in (ROOT / room).rglob("*.py")]
    glued = {
        f"{name}:{line}"
        for file in files
        if (name := file.relative_to(ROOT).as_posix()) not in OF_A_FILE
        for line in list_glued(file.read_text("utf-8"))
    }
    assert not glued, "put_in_quotes() turns the marks of what people wrote"
