"""The house itself: style, types, the floors, and what may not stand anywhere in it."""

import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from bot.language.gist import words
from tests.papers import PAGES
from tests.support.covering import forget_cached
from tests.support.ordering import put_in_order

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
        ["importlinter.cli"],
    ],
    ids=lambda command: command[0],
)
def test_the_checkers_are_content(command):
    module = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    run = module if command[0] == "importlinter.cli" else [sys.executable, "-m", *command]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def code() -> list[Path]:
    return [path for room in ("bot", "handlers", "storage", "locales") for path in (ROOT / room).rglob("*.py")]


def test_every_module_begins_with_a_sentence_that_says_what_it_is():
    import ast

    for path in code():
        source = path.read_text("utf-8")
        assert not source or ast.get_docstring(ast.parse(source)), path


def test_every_package_of_ours_stands_behind_the_walls():
    import tomllib

    named = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["root_packages"]
    kept = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    found = {Path(path).parts[0] for path in kept.split()} or {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert found - {"tests"} == set(named)


def test_a_long_file_says_why_it_is_one():
    """Past 300 lines, tables apart; the tests past 600."""
    import ast

    tests = list((ROOT / "tests").rglob("*.py"))
    for path, most in [*((path, 300) for path in code()), *((path, 600) for path in tests)]:
        source = path.read_text("utf-8")
        if source.count("\n") > most and path.name != "schema.py":
            assert str(most) in (ast.get_docstring(ast.parse(source)) or ""), path


def test_no_folder_is_a_heap():
    rooms = [ROOT / room for room in ("bot", "handlers", "storage", "tests", "docs")]
    inner = [folder for room in rooms for folder in room.rglob("*") if folder.is_dir()]
    for folder in (*rooms, *inner):
        files = [path for path in folder.iterdir() if path.is_file() and path.suffix != ".pyc"]
        assert len(files) <= 15 or folder.name in {"__pycache__", "versions"}, folder


def explanations(path: Path) -> Iterator[str]:
    """The docstrings of a file and its comments, of several lines in a row as one text."""
    import ast
    import inspect
    import io
    import tokenize

    begins, gathered, line_of_last = True, "", -1
    tokens = list(tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline))
    for token, following in pairwise(tokens):
        if token.type == tokenize.COMMENT:
            said, goes_on = (
                token.string.lstrip("#: "),
                token.start[0] == line_of_last + 1 and token.line.lstrip()[0] == "#",
            )
            if not goes_on:
                yield gathered
            gathered = f"{gathered} {said}" if goes_on else said
            line_of_last = token.start[0] if token.line.lstrip()[0] == "#" else -1
        elif token.type == tokenize.STRING and begins and following.type == tokenize.NEWLINE:
            yield inspect.cleandoc(ast.literal_eval(token.string))
        if token.type not in {tokenize.COMMENT, tokenize.NL}:
            begins = token.type in {tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    yield gathered


LONGEST = 20  # words of a sentence


def test_sentences_of_the_code_are_short():
    """A colon or a semicolon ends none; an item of a list and a paragraph do. What is set in by four is a command."""
    long = []
    for path in (*code(), *(ROOT / "tests").rglob("*.py")):
        for text in explanations(path):
            parts = re.split(r"\n[^\S\n]*\n|\n\s*[-*] ", text)
            sentences = [one for part in parts if part[:4].strip() for one in re.split(r"[.!?]\W*\s+", part)]
            counted = [(len(re.findall(r"[^\W_][\w.'’/`-]*", one)), path, one) for one in sentences]
            long += [one for one in counted if one[0] > LONGEST]
    assert long == []


@pytest.mark.parametrize("page", sorted({*PAGES, "CHANGELOG.md"}))
def test_sentences_of_the_pages_are_short(page):
    """A block of code, a row of a table and an address of the internet are no sentence."""
    text = (ROOT / page).read_text("utf-8")
    text = re.sub(r"```.*?```|^\|[^\n]*$|https?://[^\s`>)]+", "", text, flags=re.DOTALL | re.MULTILINE)
    parts = re.split(r"\n\s*\n|\n\s*(?:[-*]|\d+\.) ", text)
    sentences = [one for part in parts for one in re.split(r"[.!?]\W*\s+", part)]
    assert [one for one in sentences if len(re.findall(r"[^\W_][\w.'’/`-]*", one)) > LONGEST] == []


def test_whatever_is_named_slow_is_a_test_of_today():
    """A test that was renamed or went leaves no name behind: it would be quick again and nobody would know."""
    named = (ROOT / "tests/slow.txt").read_text("utf-8").split("\n")[:-1]
    assert named == sorted(set(named))
    stale = []
    for name in named:
        path, _, test = name.partition("::")
        source = (ROOT / path).read_text("utf-8") if (ROOT / path).is_file() else ""
        if not re.search(rf"^(async )?def {re.escape(test)}\(", source, re.MULTILINE):
            stale.append(name)
    assert stale == []


@pytest.mark.parametrize("processes", [1, 2, 4])
def test_every_process_begins_with_its_share_of_what_is_slow(processes):
    """It may be given as many as it was: a part is what `--dist worksteal` sends at first."""
    slow = [(Path(f"slow_{file}"), True, at) for file in range(7) for at in range(1 + 3 * (file % 3))]
    quick = [(Path(f"quick_{file}"), False, at) for file in range(9) for at in range(11)]
    ordered = put_in_order([*quick, *slow], lambda one: one[0], lambda one: one[1], processes)
    assert sorted(ordered) == sorted([*slow, *quick])
    rest, files = ordered, []
    for at in range(processes):
        size = len(rest) // (processes - at)
        part, rest = rest[:size], rest[size:]
        share = [is_slow for _, is_slow, _ in part]
        assert share == sorted(share, reverse=True)
        assert abs(sum(share) - len(slow) / processes) <= 7, "by whole files"
        files += sorted({file for file, is_slow, _ in part if is_slow})
    assert len(files) == 7, "no slow file is parted"


def test_tables_that_were_made_uncounted_are_made_again_for_the_counter():
    tables = [one for one in vars(words).values() if hasattr(one, "cache_info")]
    words.read_word("мектеп")
    assert any(one.cache_info().currsize for one in tables)
    forget_cached()
    assert not any(one.cache_info().currsize for one in tables)


def test_the_environment_is_read_in_one_place():
    readers = {path.name for path in code() if re.search(r"os\.environ|getenv|environs", path.read_text("utf-8"))}
    assert readers == {"config.py"}


def test_the_clock_is_read_in_one_place():
    reader = re.compile(r"datetime\.now|date\.today|time\.time\(|utcnow|monotonic\(")
    assert {path.name for path in code() if reader.search(path.read_text("utf-8"))} == {"app.py"}


def test_whoever_is_served_by_the_real_clock_in_a_test_has_no_night():
    """Between 22:00 and 8:00 in Bishkek a notice waits, and a test would pass by day only."""
    serving = re.compile(r"start_service\((?![^\n]*clock=)|serve\.serve\(")
    sources = {path.name: path.read_text("utf-8") for path in (ROOT / "tests").rglob("*.py")}
    found = {name for name, source in sources.items() if serving.search(source) and "quiet_hours" not in source.lower()}
    assert found == set()


def test_a_broad_except_stands_in_the_nets_only():
    """Per message that arrives, per row that leaves, per file that is fetched, per broadcast that goes on.

    The group commit catches whatever a unit raises as well, and raises it at the unit's own caller.
    """
    broad = re.compile(r"except( \(?(\w+, )*(Base)?Exception\b[^:]*)?:|suppress\((Base)?Exception\b")
    found = {path.relative_to(ROOT).as_posix() for path in code() if broad.search(path.read_text("utf-8"))}
    nets = {"incoming/receive.py", "sending.py", "files/media.py", "feeder.py"}
    assert found == {*(f"bot/delivery/{net}" for net in nets), "storage/database/sqlite/group_commit.py"}


def test_only_what_is_needed_is_imported_at_start():
    heavy = [
        "alembic", "holidays", "PIL", "aiogram", "kyrgyz_transliteration", "psycopg", "babel", "sqlalchemy.orm",
        "sqlalchemy.ext.asyncio",
    ]  # fmt: skip
    parts = "bot.app, bot.service.trying.terminal, handlers"
    program = f"import sys, {parts}; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_listener_of_every_test_hears_us_at_debug(nothing_personal_is_logged):
    import structlog

    structlog.get_logger("bot.delivery.incoming.receive").debug("a neutral word")
    assert nothing_personal_is_logged.heard == 1
    structlog.get_logger("bot.delivery.incoming.receive").error("Мектептин жанына жарык керек")
    structlog.get_logger("bot.delivery.incoming.receive").error("7012345678:AAF-a-token-for-the-tests_of-35-signs00")
    assert len(nothing_personal_is_logged.caught) == 1  # the token was taken out before
    nothing_personal_is_logged.caught.clear()


def test_the_listener_of_every_test_hears_others_as_well(nothing_personal_is_logged):
    import logging

    logging.getLogger("telegram.request").warning("Мектептин жанына жарык керек")
    assert len(nothing_personal_is_logged.caught) == 1
    nothing_personal_is_logged.caught.clear()


@pytest.mark.parametrize("library", ["telegram", "httpx", "httpcore", "aiohttp", "asyncio", "sqlalchemy", "PIL"])
def test_others_speak_of_warnings_only_however_loud_we_are(library):
    """Below that python-telegram-bot tells every message it sends, and httpx the token."""
    import logging

    assert not logging.getLogger(library).isEnabledFor(logging.INFO)
