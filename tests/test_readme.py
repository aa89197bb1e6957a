"""The README and the pages beside it do what they say."""

import os
import re
import subprocess
import sys

import pytest

from tests.papers import PAGES, ROOT, block

pytestmark = pytest.mark.slow


def test_the_transcript_is_what_the_program_prints(tmp_path):
    shown = block("transcript").strip()
    lines = [line[2:] for line in shown.splitlines() if line.startswith("> ")]
    environment = {
        **os.environ,
        "SUNUSH_DATA_DIR": str(tmp_path / "data"),
        "SUNUSH_KEY_FILE": str(tmp_path / "key"),
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-m", "bot", "chat"],
        input="\n".join(lines) + "\n",
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    due = re.compile(r"\d{4}-жылдын \d+-\w+ чейин")
    assert due.sub("DAY", done.stdout.strip()) == due.sub("DAY", shown)


def test_the_two_commands_are_one_line_each_and_make_what_they_need():
    for mark in ("command: run", "command: test"):
        command = block(mark).strip()
        assert "\n" not in command
        assert command.startswith("python3 -m venv .venv && .venv/bin/pip install ")


def test_every_variable_and_command_named_exists():
    from bot.cli import sunush

    config = (ROOT / "bot" / "config.py").read_text("utf-8")
    pages = "\n".join(PAGES.values())
    for name in re.findall(r"`SUNUSH_(\w+)`", pages):
        assert f'"{name}"' in config, name
    for words in re.findall(r"^\| `sunush ([a-z]+)", pages, re.MULTILINE):
        assert words in sunush.commands, words
