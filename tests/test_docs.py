"""The pages in docs/ name what is there: commands with their options, settings, rooms, floors, links."""

import ast
import itertools
import re
import tomllib
from datetime import date

import click
import polib
import pytest

from bot.channels import whatsapp
from bot.channels.telegram import OFFICIAL
from bot.cli import sunush
from bot.config import from_env
from bot.office.rules import NUMBERS, Rules
from tests.papers import PAGES, ROOT, block

CODE = re.compile(r"```\w*\n(.*?)```", re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
TOP = {"bot", "handlers", "storage", "locales", "tests", "docs", "deploy"}


def shown(text: str) -> list[str]:
    """The pieces of code of a page: each inline one, and each command of a block."""
    commands = [line.strip() for found in CODE.findall(text) for line in found.replace("\\\n", " ").splitlines()]
    return [*commands, *(piece.replace("\\|", "|") for piece in INLINE.findall(CODE.sub("", text)))]


def calls() -> list[tuple[str, list[str]]]:
    """Every call of `sunush` that a page shows, as words; alternatives such as list|show are written out."""
    found = []
    for page, text in PAGES.items():
        for piece in shown(text):
            call = re.match(r"(?:\S*[/\\])?sunush (?=[a-z-])(.*)", piece)
            if call is None or re.search(r"\bdocker\b", piece):
                continue
            words = re.sub(r"[\[\]]", " ", call[1]).split()
            for chosen in itertools.product(*(word.split("|") if word[0].isalpha() else [word] for word in words)):
                found.append((page, list(chosen)))
    return found


def test_every_command_shown_exists_with_its_options():
    assert len(calls()) > 30
    for page, words in calls():
        command: click.Command = sunush
        for word in words:
            if isinstance(command, click.Group):
                if not word[0].isalpha():
                    break
                assert word in command.commands, (page, words)
                command = command.commands[word]
        options = {name for parameter in command.params for name in parameter.opts} | {"--help"}
        for word in words:
            if word.startswith("--"):
                assert word in options, (page, words)


def test_every_command_there_is_stands_in_the_table():
    table = PAGES["docs/commands.md"]
    for name, command in sunush.commands.items():
        rows = [line for line in table.splitlines() if line.startswith(f"| `sunush {name}")]
        assert rows, name
        for below in command.commands if isinstance(command, click.Group) else ():
            assert re.search(rf"\b{below}\b", " ".join(rows)), (name, below)


def test_the_table_of_settings_is_what_the_settings_are(tmp_path, monkeypatch):
    """Each variable that is read is described, no other is, and each default is the one in force."""
    rows = dict(re.findall(r"^\| `SUNUSH_(\w+)` \| (?:`(.*?)`)? ?\|", PAGES["docs/settings.md"], re.MULTILINE))
    # env.str("NAME", …), _read_number(env, "NAME", …)
    calls_of_env = re.findall(r'\benv(?:\.\w+\(|, )"([A-Z0-9_]+)"', (ROOT / "bot" / "config.py").read_text("utf-8"))
    read = set(calls_of_env)
    assert set(rows) == read
    for name in read:
        monkeypatch.delenv(f"SUNUSH_{name}", raising=False)
    settings, rules = from_env(tmp_path), Rules()
    first = {  # what holds where the environment says nothing
        "answer_days": rules.answer_days,
        "extra_days_off": rules.extra_days_off,
        "extra_working_days": rules.extra_working_days,
        "notice_days": rules.notice_days,
        **{name: getattr(rules, name) for name in NUMBERS},
        "pace_parts": "/".join(map(str, settings.pace_parts)),
        "quiet_hours": f"{rules.quiet.start}-{rules.quiet.end}",
        "telegram_api_url": OFFICIAL,
        "whatsapp_api_url": whatsapp.OFFICIAL,
    }
    for name, default in rows.items():
        # A channel's settings stand in a section of their own, and so do the times things are kept.
        of_channels = {"TELEGRAM": settings.telegram, "WHATSAPP": settings.whatsapp}
        sections = {**of_channels, "WEB": settings.web, "KEEP": settings.retention, "MEDIA": settings.bucket}
        section = sections.get(name.partition("_")[0])
        held, field = (section, name.lower().split("_", 1)[1]) if section else (settings, name.lower())
        value = first.get(name.lower()) or getattr(held, field) or ""
        assert str(value or "") == default, name


@pytest.mark.parametrize("page", PAGES)
def test_every_variable_named_is_read(page):
    config = (ROOT / "bot" / "config.py").read_text("utf-8")
    for name in re.findall(r"SUNUSH_(\w+)", PAGES[page]):
        assert f'"{name}"' in config or name in {"FULL", "SEED", "BROWSER"}, name  # of the tests alone


@pytest.mark.parametrize("page", PAGES)
def test_every_file_named_and_every_link_is_there(page):
    text, folder = PAGES[page], (ROOT / page).parent
    for name in INLINE.findall(CODE.sub("", text)):
        path = name.split(":")[0]
        if re.fullmatch(r"[\w./-]+\.(py|json|txt|toml)|[\w/]+/", path) and path.split("/")[0] in TOP:
            assert (ROOT / path).exists(), name
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not target.startswith("http"):
            file, _, heading = target.partition("#")
            place = (folder / file) if file else ROOT / page
            assert place.exists(), target
            if heading:
                assert heading in headings(place.read_text("utf-8")), target


def headings(text: str) -> set[str]:
    found = re.findall(r"^#+ (.+)$", CODE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in found}


SAID_OF_OTHERS = {"Көк-Жар"}  # what people write, and names


def test_every_button_named_is_said():
    """What stands in bold on the pages of residents and staff, and in «» on those of offices and operators."""
    entries = [
        entry for one in ("ky", "ru") for entry in polib.pofile(str(ROOT / f"locales/{one}/LC_MESSAGES/sunush.po"))
    ]
    said = {text for entry in entries for text in (entry.msgstr, *entry.msgstr_plural.values())}
    bold = [
        (page, button)
        for page, text in PAGES.items()
        if re.match(r"docs/(staff|resident)\.", page)
        for button in re.findall(r"\*\*«([^*»]+)»\*\*", text.replace("\n  ", " "))
    ]
    assert len(bold) > 100
    assert [(page, button) for page, button in bold if button not in said] == []
    whole = "\n".join(said)
    quoted = [
        (page, words)
        for page, text in PAGES.items()
        if re.match(r"docs/(contest|country|messengers|hearings|operating)", page)
        for words in re.findall(r"«([А-ЯЁӨҮҢ][^»…]{2,40})»", " ".join(text.split()))
    ]
    assert len(quoted) > 20
    assert [(page, words) for page, words in quoted if words not in whole and words not in SAID_OF_OTHERS] == []


def test_the_floors_are_those_that_are_held():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    floors = next(one["layers"] for one in contracts if one["type"] == "layers" and "containers" not in one)
    assert block("floors").split("\n")[:-1] == floors


def test_every_room_is_on_the_map_once_and_no_other():
    drawn, path = [], []
    for line in CODE.findall(PAGES["docs/architecture.md"])[0].splitlines():
        if named := re.match(r"( *)([a-z_0-9]+)/", line):
            path[len(named[1]) // 2 :] = [named[2]]
            drawn.append("/".join(path))
    there = {
        file.parent.relative_to(ROOT).as_posix()
        for room in ("bot", "handlers", "storage")
        for file in (ROOT / room).rglob("__init__.py")
        if file.parent.name != "versions"
    }
    assert there - set(drawn) == set()
    assert len(drawn) == len(set(drawn))
    assert [one for one in drawn if not (ROOT / one).is_dir()] == []


def test_what_a_newcomer_asks_first_is_answered_alike_on_both_pages():
    row = next(line for line in PAGES["README.md"].splitlines() if line.startswith("| first questions |"))
    first = PAGES["docs/architecture.md"].split("## Where is what, first")[1].split("\n## ")[0]
    named = INLINE.findall(row)
    assert len(named) == 10
    assert [path for path in named if f"`{path}`" not in first] == []


def test_the_glossary_names_what_the_code_has():
    """Each name in code form that stands beside a module is in that module."""
    for line in PAGES["docs/glossary.md"].splitlines():
        cells = line.split(" | ")
        if len(cells) != 5:
            continue
        sources = [(ROOT / path).read_text("utf-8") for path in INLINE.findall(cells[3]) if (ROOT / path).is_file()]
        folders = [path for path in INLINE.findall(cells[3]) if (ROOT / path).is_dir()]
        names = [name for name in INLINE.findall(cells[3]) if re.fullmatch(r"[A-Za-z]\w*(\.[A-Za-z]\w*)?", name)]
        if sources and not folders:
            for name in names:
                last = name.rpartition(".")[2]
                assert any(re.search(rf"\b{last}\b", source) for source in (*sources, SCHEMA)), (cells[0], name)


SCHEMA = (ROOT / "storage" / "database" / "schema.py").read_text("utf-8")


def test_the_changes_are_cut_into_releases():
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    releases = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert releases[0] == "Unreleased"
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert releases[1].startswith(f"{version} — ")
    for release in releases[1:]:
        date.fromisoformat(release.rpartition(" ")[2])


def test_the_readme_is_short():
    assert len(PAGES["README.md"].splitlines()) <= 150


# What the fault tests count


def prints() -> dict[str, set[str]]:
    """What stands before the counts that a test prints, and in which file; «…» for what differs from run to run."""
    found: dict[str, set[str]] = {}
    for path in (ROOT / "tests").rglob("*.py"):
        text = path.read_text("utf-8")
        for function in ast.walk(ast.parse(text)) if re.search(r"(?<![.\w])tell\(", text) else ():
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if "tell" not in {one.arg for one in (*function.args.args, *function.args.kwonlyargs)}:
                continue
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "tell":
                    found.setdefault(label(call.args[0]), set()).add(path.relative_to(ROOT).as_posix())
    return found


def label(said: ast.expr) -> str:
    parts = said.values if isinstance(said, ast.JoinedStr) else [said]
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in parts)


def test_each_guarantee_names_what_its_test_prints_and_each_test_that_counts_has_its_line():
    rows = [line.split(" | ") for line in PAGES["docs/guarantees.md"].splitlines() if line.startswith("| ")][1:]
    named = [INLINE.findall(row[-1]) for row in rows]
    assert [row[0] for row, labels in zip(rows, named, strict=True) if len(row) != 3 or not labels] == []
    printed = prints()
    assert {one for labels in named for one in labels} == printed.keys()
    assert {one: files for one, files in printed.items() if len(files) > 1} == {}
