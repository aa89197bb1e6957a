"""Calls a webhook from a process of its own, as a messenger does. It is told by a line and answers by a line."""

import asyncio
import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any, Self

import aiohttp

ROOT = Path(__file__).parents[2]


class Caller:
    """The other process."""

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.bench.caller"),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            limit=2**26,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()

    async def post(
        self, url: str, headers: dict[str, str], bodies: list[Any], at_once: int
    ) -> list[tuple[float, float]]:
        """Posts bodies, so many at once; returns when each began and was answered, all of them by 2xx."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        told = {"url": url, "headers": headers, "bodies": bodies, "at_once": at_once}
        self._process.stdin.write(json.dumps(told).encode() + b"\n")
        await self._process.stdin.drain()
        said = json.loads(await self._process.stdout.readline())
        assert set(said["codes"]) <= {"200", "204"}, said["codes"]
        return [(began, ended) for began, ended in said["times"]]


async def _call(told: dict[str, Any], line: aiohttp.ClientSession) -> dict[str, Any]:
    codes, waiting = Counter[int](), iter(list(enumerate(told["bodies"])))
    times: list[Any] = [None] * len(told["bodies"])
    headers = told["headers"] | {"Content-Type": "application/json"}

    async def post_on() -> None:
        for at, body in waiting:
            data = json.dumps(body, ensure_ascii=False).encode()
            began = time.perf_counter()
            async with line.post(told["url"], data=data, headers=headers) as answer:
                await answer.read()
            times[at] = began, time.perf_counter()
            codes[answer.status] += 1

    await asyncio.gather(*(post_on() for _ in range(told["at_once"])))
    return {"times": times, "codes": codes}


async def _listen() -> None:
    async with aiohttp.ClientSession() as line:
        while told := await asyncio.to_thread(sys.stdin.readline):
            sys.stdout.write(json.dumps(await _call(json.loads(told), line)) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(_listen())
