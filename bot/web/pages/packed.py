"""What many ask for is packed once: gzip and brotli beside the plain bytes, each sent to whoever takes it."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

import brotli
from starlette.requests import Request
from starlette.responses import Response

QUICK, SMALL = 5, 11  # quality of brotli: of a page that is kept for seconds, of a file that does not change
LEAST = 500  # bytes below which packing gains nothing
_PACKABLE = (
    "text/", "application/atom+xml", "application/json", "application/x-ndjson", "application/javascript", "image/svg+xml",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Packed:
    """A response that is ready: its bytes in three forms, the mark of its content, its headers."""

    plain: bytes
    media_type: str
    tag: str
    forms: Mapping[str, bytes] = field(default_factory=dict)  # by content-encoding, the one that is rather sent first
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = HTTPStatus.OK

    @property
    def size(self) -> int:
        """Bytes it takes in memory."""
        return len(self.plain) + sum(map(len, self.forms.values()))


def pack(
    plain: bytes,
    media_type: str,
    headers: Mapping[str, str] | None = None,
    *,
    status: int = HTTPStatus.OK,
    quality: int = QUICK,
) -> Packed:
    """Packs what is text; what gains nothing by it stays as it is. It takes milliseconds: on a thread where that matters."""
    tag = hashlib.sha256(plain).hexdigest()[:20]
    forms: dict[str, bytes] = {}
    if len(plain) >= LEAST and media_type.startswith(_PACKABLE):
        forms = {"br": brotli.compress(plain, quality=quality), "gzip": gzip.compress(plain, 9, mtime=0)}
    return Packed(plain, media_type, tag, forms, headers or {}, status)


def send(request: Request, packed: Packed) -> Response:
    """Sends it in the smallest form that is taken; whoever has it already is told so alone (304)."""
    chosen = choose_form(request.headers.get("accept-encoding", ""), packed.forms)
    headers = {**packed.headers, "etag": f'"{packed.tag}{"-" + chosen if chosen else ""}"'}
    if packed.forms:
        headers["vary"] = ", ".join(filter(None, [headers.get("vary", ""), "accept-encoding"]))
    if packed.status == HTTPStatus.OK and packed.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    if chosen:
        headers["content-encoding"] = chosen
    body = packed.forms[chosen] if chosen else packed.plain
    return Response(body, packed.status, headers, packed.media_type)


def choose_form(accepted: str, forms: Mapping[str, bytes]) -> str:
    """The first of the forms that a browser takes, empty where it takes none: `br;q=0` refuses one."""
    taken = set()
    for one in accepted.casefold().split(","):
        name, _, weight = one.partition(";")
        if weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}:
            taken.add(name.strip())
    return next((form for form in forms if form in taken), "")
