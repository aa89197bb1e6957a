import ast
import sys
from pathlib import Path

import pytest

BOT = Path(__file__).parents[2] / "bot"
FLOOR_0 = sorted(path for path in [*BOT.glob("budget/*.py"), BOT / "fsm.py"] if path.exists())


@pytest.mark.parametrize("path", FLOOR_0, ids=lambda path: path.name)
def test_the_ground_floor_stands_on_the_standard_library_alone(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level
            names = [node.module or ""]
        assert not isinstance(node, ast.Await | ast.AsyncFunctionDef) or path.name == "fsm.py"
        for name in names:
            assert name.split(".")[0] in sys.stdlib_module_names or name.startswith("bot.budget"), name
