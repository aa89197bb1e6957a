"""How much one computer may ask of us. A whole village may stand behind one address, and one attacker as well."""

import ipaddress
from collections import Counter

from starlette.requests import Request

from bot.channels.too_fast import Buckets
from bot.chat.message import Peer

BURST, PER_SECOND = 120.0, 10.0  # requests of one caller: forty people who write at once
UPLOADS, UPLOADS_PER_SECOND = 100.0, 0.05  # megabytes of files of one caller
PAGES = 100  # pages of one caller that are open at a time
_SIX = 64  # bits of an IPv6 address that one house has


class Callers:
    """Token buckets by the network address of a caller."""

    def __init__(self) -> None:
        self._asked = Buckets(BURST, PER_SECOND)
        self._uploaded = Buckets(UPLOADS, UPLOADS_PER_SECOND)
        self.pages: Counter[str] = Counter()

    def may_ask(self, caller: str, *, steady: int) -> bool:
        """Whether one more request is taken; steady is in milliseconds that never go back."""
        return _take(self._asked, caller, 1, steady)

    def may_upload(self, caller: str, size: int, *, steady: int) -> bool:
        """Whether a file of so many bytes is taken."""
        return _take(self._uploaded, caller, max(0.1, size / 2**20), steady)


def _take(buckets: Buckets, caller: str, weight: float, steady: int) -> bool:
    peer = Peer("web", "caller", caller)
    if not buckets.holds(peer, steady, weight):
        return False
    buckets.take(peer, weight)
    return True


def find_caller(request: Request) -> str:
    """The network address that a request came from. Behind a proxy on this computer it is the one that the proxy has seen."""
    host = request.client.host if request.client is not None else ""
    forwarded = request.headers.get("x-forwarded-for", "")
    if _is_ours(host) and forwarded:
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
    return address.is_loopback or address.is_private
