"""Measures `sunush run` as a process: from the start to the first answer, its memory while nothing happens, its stop.

python -m tests.bench.start [--times 5] [--idle 5] [--beside CHECKOUT] [--without rich] [--compiled]

With another checkout the two start by turns, with the same libraries, so that both meet the same machine. A package
that only the tests bring can be left out, as where Sunush alone is installed. structlog imports rich where it finds it.
"""

import argparse
import asyncio
import os
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.bench.figures import machine, table
from tests.telegram.fake.people import People, TelegramUser
from tests.telegram.fake.process import TelegramProcess
from tests.telegram.fake.state import TOKEN

ROOT = Path(__file__).parents[2]
MEGABYTE = 1024  # the kernel counts in kilobytes


@dataclass(frozen=True)
class Start:
    """One start: seconds to the first answer, those the processor worked for it, megabytes resident, seconds to stop."""

    answered: float
    worked: float
    resident: float
    stopped: float


async def once(
    telegram: str, person: TelegramUser, code: Path, folder: Path, idle: float, *path: Path, compiled: bool
) -> Start:
    """Starts the code of a checkout once; somebody has written before, and is answered.

    compiled: the bytecode beside the modules is used; else the first start makes all of it, as after an upgrade.
    """
    person.starts()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SUNUSH_")}
    environment |= {
        "SUNUSH_TELEGRAM_TOKEN": TOKEN,
        "SUNUSH_TELEGRAM_API_URL": telegram,
        "PYTHONPATH": os.pathsep.join(map(str, (*path, code))),
    }
    # As pip installs it: with bytecode, which a shell that forbids it would have the process compile at every start.
    environment |= {"PYTHONDONTWRITEBYTECODE": ""} | (
        {} if compiled else {"PYTHONPYCACHEPREFIX": str(folder.parent / "bytecode")}
    )
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", cwd=folder, env=environment)
    try:
        await person.hears(60.0)
        answered = time.perf_counter() - began
        ticks = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        worked = sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
        await asyncio.sleep(idle)
        status = Path(f"/proc/{process.pid}/status").read_text()
        resident = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
        stopping = time.perf_counter()
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0
        return Start(answered, worked, resident / MEGABYTE, time.perf_counter() - stopping)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def run(times: int, idle: float, beside: Path | None, without: tuple[str, ...], *, compiled: bool) -> str:
    """The whole table."""
    codes = {"this": ROOT} | ({beside.name: beside} if beside else {})
    found: dict[str, list[Start]] = {name: [] for name in codes}
    with tempfile.TemporaryDirectory(prefix="sunush-bench-") as folder:
        hidden = Path(folder) / "hidden"
        hidden.mkdir()
        for name in without:
            (hidden / f"{name}.py").write_text("raise ImportError\n")
        async with TelegramProcess(Path(folder) / "telegram.jsonl") as api:
            people = People(api)
            for _ in range(times + 1):
                for name, code in codes.items():
                    install = Path(folder) / name / "install"
                    install.mkdir(parents=True, exist_ok=True)
                    found[name].append(await once(api.url, people(), code, install, idle, hidden, compiled=compiled))

    def row(what: str, unit: str, show: Callable[[list[Start]], str]) -> list[str]:
        return [what, *(f"{show(starts)} {unit}" for starts in found.values())]

    def middle(part: str, digits: int) -> Callable[[list[Start]], str]:
        return lambda starts: f"{statistics.median(getattr(one, part) for one in starts[1:]):.{digits}f}"

    rows = [
        row(
            "the first start, which makes the database and the bytecode",
            "s",
            lambda starts: f"{starts[0].answered:.2f}",
        ),
        row(f"start to the first answer, median of {times}", "s", middle("answered", 2)),
        row(
            "start to the first answer, quickest", "s", lambda starts: f"{min(one.answered for one in starts[1:]):.2f}"
        ),
        row("of that, time of the processor", "s", middle("worked", 2)),
        row(f"resident memory after {idle:g} s", "MB", middle("resident", 0)),
        row("SIGTERM to the end", "s", middle("stopped", 2)),
    ]
    return f"{machine()}\n\n{table(['sunush run', *found], rows)}\n"


def main() -> None:
    """Reads the command line."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--times", type=int, default=5)
    reader.add_argument("--idle", type=float, default=5.0, help="seconds")
    reader.add_argument("--beside", type=Path, help="another checkout, for example of the last release")
    reader.add_argument("--without", action="append", default=[], help="a package, as if it were not installed")
    reader.add_argument(
        "--compiled", action="store_true", help="the bytecode that is there is used from the first start on"
    )
    told = reader.parse_args()
    beside, without = told.beside and told.beside.resolve(), tuple(told.without)
    print(asyncio.run(run(told.times, told.idle, beside, without, compiled=told.compiled)))


if __name__ == "__main__":
    main()
