"""The measurements run at all, at the smallest size; nothing is asserted of their speed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.seeds import dice
from tests.sizes import sized

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SMALLEST = {
    "office.all_aimaks": ["--aimaks", "2", "--proposals", "40", "--times", "1"],
    "broadcasts": ["--steady", "2", "--quick", "4", "--large", "10"],
    "desk": ["--open", "20", "--times", "1"],
    "pages.desk": ["--open", "20", "--times", "1"],
    "conversation": ["--residents", "21", "--people", "1"],
    "public_page": [
        "--proposals", "60", "--requests", "40", "--readers", "4", "--chats", "2", "--seconds", "1", "--times", "1",
    ],
    "scale": ["--proposals", "60", "--aimaks", "2", "--times", "1", "--rows"],
    "sends": ["--messages", "4", "--chats", "2"],
    "web.chat": ["--pages", "4", "--writers", "2"],
    "webhooks": ["--residents", "21", "--people", "1"],
    "start": ["--times", "1", "--idle", "0.1", "--compiled"],
}  # fmt: skip

# All in one process: what they are compared with takes seconds to import.
EACH = """
import json, runpy, sys

for name, arguments in json.loads(sys.argv[1]).items():
    print(f"\\f{name}", flush=True)
    sys.argv = [name, *arguments]
    runpy.run_module(f"tests.bench.{name}", run_name="__main__")
"""


def test_they_run():
    # One of them in every run, by the seed; each takes seconds to import what it is compared with.
    names = sized(sorted(dice("benches").sample(sorted(SMALLEST), 1)), sorted(SMALLEST))
    chosen = {name: SMALLEST[name] for name in names}
    done = subprocess.run(
        [sys.executable, "-c", EACH, json.dumps(chosen)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-500:]}\n{done.stderr}"
    printed = dict(part.split("\n", 1) for part in done.stdout.split("\f")[1:])
    assert printed.keys() == chosen.keys()
    for name, said in printed.items():
        assert "| --- |" in said, name
        assert "Sunush" in said or "sunush run" in said, name
