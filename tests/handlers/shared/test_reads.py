"""What handlers show, a page or a sheet can show as well. They read by functions of the office, never by its tables."""

import ast
from pathlib import Path

import handlers

HANDLERS = Path(handlers.__file__).parent


def test_handlers_pass_the_store_on_and_read_nothing_by_it():
    found = []
    for path in sorted(HANDLERS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and ast.unparse(node.value).endswith("talk.store"):
                found.append(f"{path.relative_to(HANDLERS)}:{node.lineno} {ast.unparse(node)}")
    assert not found
