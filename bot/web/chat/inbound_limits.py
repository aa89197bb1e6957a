"""The inbound limits of the web door. A whole village may stand behind one address, and one attacker as well."""

import ipaddress
from collections import Counter, OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.channels.too_fast import Buckets
from bot.chat.message import Peer
from bot.chat.texts import LANGUAGES, find_words

BURST, PER_SECOND = 120.0, 10.0  # requests of one caller: forty people who write at once
UPLOADS, UPLOADS_PER_SECOND = 100.0, 0.05  # megabytes of files of one caller
NEW, NEW_PER_SECOND = 100.0, 1 / 20  # people who write for the first time, of one caller: a full hall, and then a few
ALL_NEW, ALL_NEW_PER_SECOND = 300.0, 0.5  # of all callers together: each leaves rows, and costs its maker nothing
PAGES, ALL_PAGES = 100, 1_000  # pages that are open at a time, of one caller and of all
BODIES, ALL_BODIES = 20, 200  # bodies that are being read at a time: whoever sends slowly holds a place
KNOWN = 10_000  # addresses of which it is remembered that they wrote before, or of what others are to be told
# How much of each is taken here of one caller before other workers are told.
TOLD_EACH = {"asked": 10.0, "uploaded": 10.0, "new": 5.0, "all_new": 10.0}
TOLD_AT_ONCE = 50  # callers of whom they are told in one go
_PROXIES = [  # where a proxy of ours stands: this computer, or its own network of containers
    ipaddress.ip_network(one)
    for one in ("127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
]
_SIX = 64  # bits of an IPv6 address that one house has


class Callers:
    """Token buckets by the network address of a caller."""

    def __init__(self) -> None:
        self._buckets = {
            "asked": Buckets(BURST, PER_SECOND),
            "uploaded": Buckets(UPLOADS, UPLOADS_PER_SECOND),
            "new": Buckets(NEW, NEW_PER_SECOND),
            "all_new": Buckets(ALL_NEW, ALL_NEW_PER_SECOND),
        }
        self._untold: dict[tuple[str, str], float] | None = None
        self._known: OrderedDict[str, None] = OrderedDict()
        self._pages: Counter[str] = Counter()
        self._bodies: Counter[str] = Counter()

    def may_ask(self, caller: str, *, steady: int) -> bool:
        """Whether one more request is taken; steady is in milliseconds that never go back."""
        return self._take("asked", caller, 1, steady)

    def may_upload(self, caller: str, size: int, *, steady: int) -> bool:
        """Whether a file of so many bytes is taken."""
        return self._take("uploaded", caller, max(0.1, size / 2**20), steady)

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
        return self._take("new", caller, 1, steady) and self._take("all_new", "", 1, steady)

    def begin_telling(self) -> None:
        """Keeps from now on what other workers are to be told."""
        self._untold = {}

    def list_untold(self) -> list[tuple[str, str, float]]:
        """Lists what other workers are to be told (what, of whom, how much), and forgets it. Most often it is nothing."""
        untold = self._untold or {}
        found = [one for one, weight in untold.items() if weight >= TOLD_EACH[one[0]]]
        most = sorted(found, key=untold.__getitem__, reverse=True)[:TOLD_AT_ONCE]
        return [(*one, untold.pop(one)) for one in most]

    def note_elsewhere(self, what: str, caller: str, weight: float, *, steady: int) -> None:
        """Notes what another worker took of a caller: nobody has more by coming to several."""
        peer = _peer(caller)
        self._buckets[what].holds(peer, steady, 0)
        self._buckets[what].take(peer, weight, owes=True)

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

    def _take(self, what: str, caller: str, weight: float, steady: int) -> bool:
        buckets, peer = self._buckets[what], _peer(caller)
        if not buckets.holds(peer, steady, weight):
            return False
        buckets.take(peer, weight)
        if self._untold is not None:
            self._untold[what, caller] = self._untold.get((what, caller), 0.0) + weight
            if len(self._untold) > KNOWN:
                self._untold.clear()  # so many callers, of whom none has asked much
        return True


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
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, _SIX), strict=False))
    return str(address)


def _is_ours(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return any(address in network for network in _PROXIES)
