"""A migration does the same for ever. What it needs of the rules stands in it, and it asks nothing of today's."""

import ast
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest

from storage.migrations import versions

VERSIONS = Path(versions.__path__[0])
REASONED_BY = "Бул жол республикалык унаа жолдорунун карамагында."


@pytest.mark.parametrize(
    ("decision", "reason", "sentence", "amount", "line", "reasoned", "own_words"),
    [
        ("included", None, "", 5_000, None, True, ""),
        ("included", None, "", None, " 3111 ", True, ""),
        ("included", "no_money", REASONED_BY, None, " ", False, ""),
        ("not_included", "not_ours", REASONED_BY, None, None, True, "6022bd776dc28d9a"),
        ("not_included", "not_ours", f"  {REASONED_BY.upper()}", None, None, True, "6022bd776dc28d9a"),
        ("not_included", None, REASONED_BY, None, None, False, "6022bd776dc28d9a"),
        ("deferred", "not_ours", "Карамакта эмес", None, None, False, "0ba8cb352d52562d"),
        ("not_included", "no_money", "Быйыл бюджетте каражат жок, кечиресиз.", None, None, False, "d6f238b2cb3c5579"),
        ("partly", "no_money", "Жарыкка акча жетпейт, мектептин чатыры биринчи.", None, None, True, "19895823ff08cfbf"),
        ("someday", "not_ours", REASONED_BY, None, None, None, None),
        ("not_included", "because", REASONED_BY, None, None, None, None),
    ],
)
def test_what_is_kept_of_an_answer_was_judged_by_the_rules_of_that_day(
    decision, reason, sentence, amount, line, reasoned, own_words
):
    judge = import_module("storage.migrations.versions.0008_reasoned").judge
    row = SimpleNamespace(decision=decision, reason=reason, sentence=sentence, amount=amount, budget_line=line)
    assert judge(row) == {"reasoned": reasoned, "own_words": own_words}


def test_no_migration_asks_the_rules_of_today():
    for path in VERSIONS.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [one.name for one in node.names] if isinstance(node, ast.Import) else []
            assert not [name for name in names if name.split(".")[0] in {"bot", "handlers", "storage"}], path.name
