"""The figures of all workers, whichever is asked: each tells the others its own by NOTIFY, sealed, in pieces.

All show what was told last, also of themselves. So a count that is read at one worker and then at another never goes back.
"""

import asyncio
import base64
import zlib
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence

import structlog

from storage.database.failures import CANNOT_WRITE
from storage.database.seal import KeyUnusable, Seal

log = structlog.get_logger(__name__)

TOPIC = "figures"
EACH = 5.0  # seconds between two tellings
STALE = 20_000  # milliseconds after which a worker that says nothing is gone
LARGEST = 7_800  # bytes that NOTIFY takes, less what stands before them
_KINDS = ("# HELP ", "# TYPE ")

Lines = Sequence[str]


class FiguresOfWorkers:
    """What this worker tells of itself, and what the others told last."""

    def __init__(
        self, name: str, seal: Seal, announce: Callable[[str, str], Awaitable[None]], *, steady: Callable[[], int]
    ) -> None:
        """steady counts milliseconds that never go back."""
        self._name, self._seal, self._announce, self._steady = name, seal, announce, steady
        self._pieces: dict[str, list[str]] = {}
        self._told: dict[str, tuple[int, Lines]] = {}
        self.list_own: Callable[[], Lines] = list

    async def run(self) -> None:
        """Tells until cancelled."""
        while True:
            try:
                await self.tell()
            except CANNOT_WRITE:
                log.warning("other workers cannot be told the figures of this one now")
            await asyncio.sleep(EACH)

    async def tell(self) -> None:
        """Tells the others what this worker has counted up to now."""
        own = list(self.list_own())
        packed = base64.b85encode(zlib.compress("\n".join(own).encode())).decode()
        sealed = self._seal.seal(packed)
        pieces = [sealed[at : at + LARGEST] for at in range(0, len(sealed), LARGEST)]
        for number, piece in enumerate(pieces, 1):
            await self._announce(TOPIC, f"{self._name} {number} {len(pieces)} {piece}")
        self._told[self._name] = self._steady(), own

    def hear(self, said: str) -> None:
        """Takes in what another worker tells. Of one that was not heard whole the figures before stand."""
        if not said:
            return
        name, number, count, piece = said.split(" ", 3)
        if name == self._name:
            return
        pieces = [*(self._pieces.get(name, []) if number != "1" else []), piece]
        self._pieces[name] = pieces
        if number != count or len(pieces) != int(count):
            return
        del self._pieces[name]
        try:
            text = zlib.decompress(base64.b85decode(self._seal.open("".join(pieces)))).decode()
        except (KeyUnusable, ValueError, zlib.error):
            log.warning("what another worker said cannot be read: has it the same key?")
            return
        self._told[name] = self._steady(), text.split("\n")

    def list_lines(self) -> list[str]:
        """The figures of all that still tell, each with the name of its worker."""
        now = self._steady()
        self._told = {name: one for name, one in self._told.items() if now - one[0] < STALE}
        return list(_merge({name: lines for name, (_, lines) in sorted(self._told.items())}))


def _merge(workers: Mapping[str, Lines]) -> Iterator[str]:
    # Prometheus wants all lines of a name together.
    families: dict[str, tuple[list[str], list[str]]] = {}
    for name, lines in workers.items():
        label = f'worker="{name.rpartition(":")[0] or name}"'
        family = ""
        for line in lines:
            if line.startswith(_KINDS):
                family = line.split(" ", 3)[2]
                heads, _ = families.setdefault(family, ([], []))
                if line not in heads:
                    heads.append(line)
            elif line:
                families[family][1].append(_with_label(line, label))
    for heads, lines in families.values():
        yield from heads
        yield from lines


def _with_label(line: str, label: str) -> str:
    named, _, value = line.rpartition(" ")
    if named.endswith("}"):
        return f"{named[:-1]},{label}}} {value}"
    return f"{named}{{{label}}} {value}"
