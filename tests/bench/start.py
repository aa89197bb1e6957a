"""Measures `sunush run` as a process: from the start to the first poll, its memory while nothing happens, its stop.

python -m tests.bench.start [--times 5] [--idle 5]
"""

import argparse
import asyncio
import os
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.figures import machine, table
from tests.telegram.fake.process import TelegramProcess
from tests.telegram.fake.state import TOKEN

ROOT = Path(__file__).parents[2]
MEGABYTE = 1024  # the kernel counts in kilobytes


async def once(api: TelegramProcess, folder: Path, idle: float) -> tuple[float, float, float, float]:
    """Seconds to the first poll, those the processor worked for it, megabytes resident after idling, seconds to stop."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SUNUSH_")}
    environment |= {"SUNUSH_TELEGRAM_TOKEN": TOKEN, "SUNUSH_TELEGRAM_API_URL": api.url, "PYTHONPATH": str(ROOT)}
    # As pip installs it: with bytecode, which a shell that forbids it would have the process compile at every start.
    environment |= {"PYTHONPYCACHEPREFIX": str(folder.parent / "bytecode"), "PYTHONDONTWRITEBYTECODE": ""}
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", cwd=folder, env=environment)
    try:
        await api.polled(60.0)
        polled = time.perf_counter() - began
        ticks = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        worked = sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
        await asyncio.sleep(idle)
        status = Path(f"/proc/{process.pid}/status").read_text()
        resident = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
        stopping = time.perf_counter()
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0
        return polled, worked, resident / MEGABYTE, time.perf_counter() - stopping
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def run(times: int, idle: float) -> str:
    """The whole table."""
    with tempfile.TemporaryDirectory(prefix="sunush-bench-") as folder:
        async with TelegramProcess(Path(folder) / "telegram.jsonl") as api:
            install = Path(folder) / "install"
            install.mkdir()
            first = await once(api, install, idle)
            later = [await once(api, install, idle) for _ in range(times)]
    starts, works, sizes, stops = zip(*later, strict=True)
    rows = [
        ["the first start, which makes the database", f"{first[0]:.2f} s"],
        [f"start to first poll, median of {times}", f"{statistics.median(starts):.2f} s"],
        ["start to first poll, quickest and slowest", f"{min(starts):.2f} - {max(starts):.2f} s"],
        ["of that, time of the processor", f"{statistics.median(works):.2f} s"],
        [f"resident memory after {idle:g} s", f"{statistics.median(sizes):.0f} MB"],
        ["SIGTERM to the end", f"{statistics.median(stops):.2f} s"],
    ]
    return f"{machine()}\n\n{table(['sunush run', 'measured'], rows)}\n"


def main() -> None:
    """Reads the command line."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--times", type=int, default=5)
    reader.add_argument("--idle", type=float, default=5.0, help="seconds")
    told = reader.parse_args()
    print(asyncio.run(run(told.times, told.idle)))


if __name__ == "__main__":
    main()
