"""Every command is tried in an empty folder."""

import io
import os
import sys

import pytest

from bot import logs
from bot.cli import main
from tests.cli.commands import Ran


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """Every test works in an empty folder, with nothing of ours in the environment."""
    for name in [name for name in os.environ if name.startswith("SUNUSH_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def sunush(monkeypatch, capsys):
    """Runs the command inside this process; only the logs stay as the tests have set them up."""

    def run(*arguments: str) -> Ran:
        monkeypatch.setattr(logs, "set_up", lambda level, form: None)
        monkeypatch.setattr(sys, "argv", ["sunush", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return Ran(int(ended.value.code or 0), printed.out, printed.err)

    return run
