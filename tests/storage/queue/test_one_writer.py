"""The outbox has one writer. Nine modules of the queue's room change its rows, and nothing else in the product does."""

import ast
from pathlib import Path

import bot
import handlers
import locales
import storage

WRITERS = {
    f"storage/queue/{name}.py"
    for name in (
        "outbox",
        "not_left",
        "reported",
        "heads",
        "window",
        "diverted",
        "leases/due",
        "leases/endings",
        "leases/reclaiming",
    )
}
CHANGES = {"insert", "update", "delete"}
ROOMS = [Path(room.__file__).parent for room in (bot, handlers, locales, storage) if room.__file__]


def changes_of(tree: ast.AST, table: str) -> list[int]:
    """The lines on which insert, update or delete is called with a table, under whatever name it was imported."""
    names = {table}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names |= {one.asname for one in node.names if one.name == table and one.asname}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            given = [one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in node.args]
            method_of = node.func.value if isinstance(node.func, ast.Attribute) else None
            if called in CHANGES and names & {*given, getattr(method_of, "id", ""), getattr(method_of, "attr", "")}:
                found.append(node.lineno)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            words = node.value.casefold().split()
            if any(
                before in {"into", "update", "from"}
                and word.strip("(") == table
                and {"insert", "update", "delete"} & set(words)
                for before, word in zip(words, words[1:], strict=False)
            ):
                found.append(node.lineno)
    return found


def test_nobody_but_the_outbox_writes_its_rows():
    writers = {}
    for room in ROOMS:
        for path in room.rglob("*.py"):
            source = path.read_text("utf-8")
            if "migrations" in path.parts or "outbox" not in source.casefold():
                continue
            if lines := changes_of(ast.parse(source), "outbox"):
                writers[path.relative_to(room.parent).as_posix()] = lines
    assert set(writers) == WRITERS, writers


def test_a_hidden_writer_would_be_found():
    for hidden in (
        "update(outbox).values(state=3)",
        "insert(connection, outbox)",
        "from schema import outbox as rows\ndelete(rows)",
        "schema.outbox.update()",
        "text('UPDATE outbox SET state = 3')",
    ):
        assert changes_of(ast.parse(hidden), "outbox"), hidden
    assert not changes_of(ast.parse("select(outbox).where(outbox.c.state == 3)"), "outbox")


def test_one_statement_makes_heads():
    """Only promoting makes a row ready, besides taking back the lease of one that was the head before."""
    queue = Path(storage.__file__ or "").parent / "queue"
    ready = [
        name
        for name in ("heads.py", "leases/due.py", "leases/endings.py", "leases/reclaiming.py", "outbox.py")
        for node in ast.walk(ast.parse((queue / name).read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "values"
        for keyword in node.keywords
        if keyword.arg == "state" and "READY" in ast.dump(keyword.value)
    ]
    assert ready == ["heads.py", "leases/reclaiming.py"]
