"""The inbound limits of the web door. A whole village may stand behind one address, and one attacker as well."""

import ipaddress
import re
from collections import Counter, OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.channels.too_fast import Buckets
from bot.chat.message import Peer
from bot.chat.texts import LANGUAGES, find_words

PAGES, ALL_PAGES = 100, 1_000  # pages that are open at a time, of one caller and of all
BODIES, ALL_BODIES = 20, 200  # bodies that are being read at a time: whoever sends slowly holds a place
KNOWN = 10_000  # addresses of which it is remembered that they wrote before, or of what others are to be told
TOLD_AT_ONCE = 50  # callers of whom they are told in one go
_PROXIES = [  # where a proxy of ours stands: this computer, or its own network of containers
    ipaddress.ip_network(one)
    for one in ("127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
]
_SIX = 64  # bits of an IPv6 address that one house has


@dataclass(frozen=True, slots=True)
class Limit:
    """So much at once, so much a second after that, and how much is taken before other workers are told."""

    burst: float
    per_second: float
    told: float = 10.0


LIMITS = {
    "asked": Limit(120.0, 10.0),  # requests at the web chat: forty people who write at once
    "uploaded": Limit(100.0, 0.05),  # megabytes of files
    "new": Limit(100.0, 1 / 20, told=5.0),  # people who write for the first time: a full hall, and then a few
    "all_new": Limit(300.0, 0.5),  # of all callers together: each leaves rows, and costs its maker nothing
    "desk": Limit(120.0, 10.0),  # requests at the desk, with links and cookies that are tried
    "read": Limit(1_200.0, 120.0, told=60.0),  # of public pages: a whole village may stand behind one address
    "made": Limit(180.0, 6.0),  # of them those for which a page has to be made: forty people of a village read
}


class Callers:
    """Token buckets by the network address of a caller, for the whole web door."""

    def __init__(self, limits: Mapping[str, Limit] = LIMITS) -> None:
        self._limits = limits
        self._buckets = {what: Buckets(limit.burst, limit.per_second) for what, limit in limits.items()}
        self._untold: dict[tuple[str, str], float] | None = None
        self._known: OrderedDict[str, None] = OrderedDict()
        self._pages: Counter[str] = Counter()
        self._bodies: Counter[str] = Counter()

    def may_ask(self, caller: str, *, steady: int) -> bool:
        """Whether one more request of the web chat is taken; steady is in milliseconds that never go back."""
        return self.take("asked", caller, 1, steady=steady)

    def may_upload(self, caller: str, size: int, *, steady: int) -> bool:
        """Whether a file of so many bytes is taken."""
        return self.take("uploaded", caller, max(0.1, size / 2**20), steady=steady)

    def knows(self, address: str) -> bool:
        """Whether it is remembered that somebody at an address wrote before."""
        return address in self._known

    def note_known(self, address: str) -> None:
        """Remembers that somebody wrote, or was let in as new."""
        self._known[address] = None
        if len(self._known) > KNOWN:
            self._known.popitem(last=False)

    def may_begin(self, caller: str, *, steady: int) -> bool:
        """Whether somebody who writes for the first time is let in."""
        return self.take("new", caller, 1, steady=steady) and self.take("all_new", "", 1, steady=steady)

    def take(self, what: str, caller: str, weight: float, *, steady: int) -> bool:
        """Whether so much of one of LIMITS is let through; it is counted then."""
        buckets, peer = self._buckets[what], _peer(caller)
        if not buckets.holds(peer, steady, weight):
            return False
        buckets.take(peer, weight)
        self._note_untold(what, caller, weight)
        return True

    def give_back(self, what: str, caller: str, weight: float, *, steady: int) -> None:
        """Gives back what was taken for something that cost less."""
        self._buckets[what].holds(_peer(caller), steady, 0)
        self._buckets[what].take(_peer(caller), -weight)
        self._note_untold(what, caller, -weight)

    def begin_telling(self) -> None:
        """Keeps from now on what other workers are to be told."""
        self._untold = {}

    def list_untold(self) -> list[tuple[str, str, float]]:
        """Lists what other workers are to be told (what, of whom, how much), and forgets it. Most often it is nothing."""
        untold = self._untold or {}
        found = [one for one, weight in untold.items() if weight >= self._limits[one[0]].told]
        most = sorted(found, key=untold.__getitem__, reverse=True)[:TOLD_AT_ONCE]
        return [(*one, untold.pop(one)) for one in most]

    def note_elsewhere(self, what: str, caller: str, weight: float, *, steady: int) -> None:
        """Notes what another worker took of a caller: nobody has more by coming to several."""
        peer = _peer(caller)
        self._buckets[what].holds(peer, steady, 0)
        self._buckets[what].take(peer, weight, owes=True)

    def _note_untold(self, what: str, caller: str, weight: float) -> None:
        if self._untold is None:
            return
        self._untold[what, caller] = self._untold.get((what, caller), 0.0) + weight
        if len(self._untold) > KNOWN:
            self._untold.clear()  # so many callers, of whom none has asked much

    @contextmanager
    def hold_page(self, caller: str) -> Iterator[bool]:
        """Holds the place of a page that is open; false where there is none."""
        with _hold(self._pages, caller, PAGES, ALL_PAGES) as held:
            yield held

    @contextmanager
    def hold_body(self, caller: str) -> Iterator[bool]:
        """Holds the place of a body that is being read; false where there is none."""
        with _hold(self._bodies, caller, BODIES, ALL_BODIES) as held:
            yield held


@contextmanager
def _hold(counted: Counter[str], caller: str, most: int, most_of_all: int) -> Iterator[bool]:
    if counted[caller] >= most or counted.total() >= most_of_all:
        yield False
        return
    counted[caller] += 1
    try:
        yield True
    finally:
        counted[caller] -= 1
        if not counted[caller]:
            del counted[caller]


def _peer(caller: str) -> Peer:
    return Peer("web", "caller", caller)


def say_too_fast(seconds: int, **headers: str) -> Response:
    """Says in every language to whoever asks too fast (429) that they may come again, and after how many seconds."""
    said = [find_words(one).say("That is too fast. Please wait a few seconds and try again.") for one in LANGUAGES]
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named |= {"retry-after": str(seconds), "cache-control": "no-store"}
    return PlainTextResponse("\n".join(said), status_code=HTTPStatus.TOO_MANY_REQUESTS, headers=named)


def find_caller(request: Request, *, behind_proxy: bool) -> str:
    """The network address that a request came from. Behind a proxy of ours it is the one that the proxy has seen."""
    host = request.client.host if request.client is not None else ""
    forwarded = request.headers.get("x-forwarded-for", "")
    if behind_proxy and forwarded and _is_ours(host):
        host = forwarded.rpartition(",")[2].strip()
    address = read_address(host)
    if address is None:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, _SIX), strict=False))
    return str(address)


def read_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Reads a network address, perhaps with a port as some proxies write it; None where it is none.

    A socket for both kinds says ::ffff:203.0.113.7 of 203.0.113.7. Left so, all of them would be one caller.
    """
    bare = re.fullmatch(r"\[([^\]]+)\](?::[0-9]+)?|([0-9.]+):[0-9]+", host)
    try:
        address = ipaddress.ip_address((bare[1] or bare[2]) if bare else host)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_ours(host: str) -> bool:
    address = read_address(host)
    return address is not None and any(address in network for network in _PROXIES)
