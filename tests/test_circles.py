"""No module of the house imports itself round a corner. What one needs of another can be read from below upwards."""

import grimp

from bot.cli import COMMANDS

ROOMS = ("bot", "handlers", "storage", "locales")


def circles(graph: grimp.ImportGraph) -> list[list[str]]:
    """The modules that import each other, in groups (Tarjan's strongly connected components of two or more)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    path: list[str] = []
    found: list[list[str]] = []

    def visit(module: str) -> None:
        index[module] = low[module] = len(index)
        path.append(module)
        for imported in sorted(graph.find_modules_directly_imported_by(module)):
            if imported not in index:
                visit(imported)
                low[module] = min(low[module], low[imported])
            elif imported in path:
                low[module] = min(low[module], index[imported])
        if low[module] == index[module]:
            at = path.index(module)
            if len(path) - at > 1:
                found.append(sorted(path[at:]))
            del path[at:]

    for module in sorted(graph.modules):
        if module not in index:
            visit(module)
    return found


def test_no_module_imports_itself_round_a_corner():
    graph = grimp.build_graph(*ROOMS, cache_dir=None)
    for file, _ in COMMANDS.values():  # imported by its name, once the command is asked for
        graph.add_import(importer="bot.cli", imported=f"bot.cli.{file}")
    assert circles(graph) == []


def test_a_circle_would_be_found():
    graph = grimp.ImportGraph()
    for importer, imported in (("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")):
        graph.add_import(importer=importer, imported=imported)
    assert circles(graph) == [["a", "b", "c"]]
