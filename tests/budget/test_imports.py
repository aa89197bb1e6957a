import ast
import sys
from pathlib import Path

import pytest

BOT = Path(__file__).parents[2] / "bot"
RULES = sorted([*BOT.glob("budget/**/*.py"), *BOT.glob("language/**/*.py")])
OURS = ("bot.budget", "bot.language")
TABLES = {("latin.py", "kyrgyz_transliteration")}  # a table of letters, imported where it is first needed


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.name)
def test_rules_stand_on_the_standard_library_alone(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level
            names = [node.module or ""]
        assert not isinstance(node, ast.Await | ast.AsyncFunctionDef)
        for name in names:
            is_allowed = name.split(".")[0] in sys.stdlib_module_names or name.startswith(OURS)
            assert is_allowed or (path.name, name) in TABLES, name
