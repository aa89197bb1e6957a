"""A real S3-compatible server for the tests, SeaweedFS: started once a run by whoever comes first. It ends with the run.

It listens on this computer only. Before it a door can be put that is shut, hangs or answers 503.
"""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from filelock import FileLock

from storage.media.bucket import Bucket, BucketAt
from storage.media.media import FilesAway
from tests.support.postgresql import VARIABLE
from tests.web.doors import find_free_port

HOST = "127.0.0.1"
BUCKET, KEY_ID, SECRET = "sunush", "kokjar", "kokjar-ayil-okmotu"
MAKER = "maker"  # whoever may make buckets: the first thing that is put makes it
PATIENCE = 20.0  # seconds it may take to come up
UNAVAILABLE = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

T = TypeVar("T")

# It inherits the pipe of the run for reading, which ends with the run.
SERVE = '"$@" >log 2>&1 & child=$!; read -r _; kill -9 $child 2>/dev/null'


def start_or_find() -> str:
    """The address of the server of this run."""
    folder = Path(os.environ[VARIABLE]) / "s3"
    with FileLock(f"{folder}.lock"):
        found = folder / "address"
        if not found.exists():
            folder.mkdir()
            address = _start(folder)
            found.write_text(address)
    return found.read_text()


def _start(folder: Path) -> str:
    ports = {name: find_free_port() for name in ("master", "volume", "filer", "s3")}
    both = [f"-{name}.port{kind}={port if not kind else find_free_port()}" for name, port in ports.items()
            for kind in ("", ".grpc")]  # fmt: skip
    may = [f"{what}:{BUCKET}" for what in ("Read", "Write", "List")]
    identities = [
        {"name": name, "credentials": [{"accessKey": name, "secretKey": SECRET}], "actions": actions}
        for name, actions in ((KEY_ID, may), (MAKER, ["Admin"]))
    ]
    (folder / "who.json").write_text(json.dumps({"identities": identities}))
    program = Path(sys.executable).parent / "weed"
    command = [
        str(program if program.exists() else shutil.which("weed")), "server", "-dir=.", f"-ip={HOST}",
        f"-ip.bind={HOST}", "-filer", "-s3", "-s3.config=who.json", "-s3.port.iceberg=0", "-s3.port.lance=0",
        "-volume.max=2", "-master.volumeSizeLimitMB=64",
        *both,
    ]  # fmt: skip
    with (Path(os.environ[VARIABLE]) / "alive").open("rb", buffering=0) as alive:
        subprocess.Popen(
            ["/bin/sh", "-c", SERVE, "serve", *command], cwd=folder, stdin=alive, start_new_session=True,
            env={"PATH": os.defpath, "HOME": str(folder)},
        )  # fmt: skip
    address, began = f"http://{HOST}:{ports['s3']}", time.monotonic()
    bucket = Bucket(replace(at(address), key_id=MAKER))
    while True:
        try:
            bucket.check()
        except FilesAway:
            assert time.monotonic() - began < PATIENCE, (folder / "log").read_text()[-3000:]
            time.sleep(0.05)
        else:
            return address


def at(address: str, prefix: str = "", *, secret: str = SECRET, bucket: str = BUCKET) -> BucketAt:
    """Where a bucket of that server is."""
    return BucketAt(f"s3://{bucket}/{prefix}".rstrip("/"), address, "us-east-1", KEY_ID, secret)


class Door:
    """What stands before a server: it lets through, or it is shut, hangs, or answers 503. It has a loop of its own."""

    def __init__(self, behind: str) -> None:
        self._behind = int(behind.rpartition(":")[2])
        self._loop = asyncio.new_event_loop()
        self._lines: set[asyncio.StreamWriter] = set()
        self._way = "open"
        self.refused = 0
        self.address = ""

    @classmethod
    @contextmanager
    def before(cls, address: str) -> Iterator["Door"]:
        """Stands before it until the end of the block."""
        door = cls(address)
        thread = threading.Thread(target=door._loop.run_forever)
        thread.start()
        server = door._does(asyncio.start_server(door._pass_on, HOST, 0))
        door.address = f"http://{HOST}:{server.sockets[0].getsockname()[1]}"
        try:
            yield door
        finally:
            server.close()
            door.becomes("shut")
            door._does(door._ends())
            door._loop.call_soon_threadsafe(door._loop.stop)
            thread.join()
            door._loop.close()

    def becomes(self, way: str) -> None:
        """Cuts every connection; whoever comes next finds it so."""
        self._way = way
        self._does(self._cut())

    def _does(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _cut(self) -> None:
        for line in self._lines:
            line.transport.abort()

    async def _ends(self) -> None:
        await asyncio.gather(*(asyncio.all_tasks() - {asyncio.current_task()}))

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._lines.add(writer)
        with suppress(OSError, asyncio.IncompleteReadError):
            if self._way == "open":
                theirs, behind = await asyncio.open_connection(HOST, self._behind)
                await asyncio.gather(_pump(reader, behind), _pump(theirs, writer))
            else:
                self.refused += 1
            if self._way == "hangs":
                await reader.read()
            if self._way == "503":
                await reader.readuntil(b"\r\n\r\n")
                writer.write(UNAVAILABLE)
                await writer.drain()
        self._lines.discard(writer)
        writer.close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while piece := await reader.read(65_536):
            writer.write(piece)
            await writer.drain()
    writer.close()
