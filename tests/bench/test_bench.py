"""The measurements run at all, at the smallest size; nothing is asserted of their speed."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SMALLEST = {
    "broadcasts": ["--steady", "3", "--quick", "10", "--large", "30"],
    "categories": ["--texts", "6"],
    "conversation": ["--residents", "25", "--people", "2"],
    "scale": ["--proposals", "200", "--aimaks", "2", "--times", "1", "--rows"],
    "sends": ["--messages", "4", "--chats", "2"],
    "start": ["--times", "1", "--idle", "0.1"],
}


@pytest.mark.parametrize("name", SMALLEST)
def test_it_runs(name):
    done = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{name}", *SMALLEST[name]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "| --- |" in done.stdout
    assert "Sunush" in done.stdout or "sunush run" in done.stdout
