"""Renders pages by Jinja2, serves what they are made of under names that change with their content, and guards both."""

import hashlib
import mimetypes
import re
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.web.pages.packed import SMALL, Packed, pack, send

HERE = Path(__file__).parent
_ISO = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
YEAR = 365 * 24 * 3600  # seconds
HTML = "text/html; charset=utf-8"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}"
)

GUARDED = {
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "permissions-policy": "camera=(self), microphone=(self), geolocation=()",
}
# A page without a referrer sends its forms from no origin. Then nobody can tell whose page it was.
_PRIVATE = {"cache-control": "no-store", "referrer-policy": "same-origin"}


class Pages:
    """The templates, and the addresses of the static files; embedding is the list of sites that may show a chat."""

    def __init__(self, *, embedding: tuple[str, ...] = ()) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
            lstrip_blocks=True,
        )  # fmt: skip
        self._templates.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
        self._templates.globals["asset"] = find_asset
        self._templates.filters["as_typed_day"] = write_as_typed
        self._embedding = embedding

    def render(
        self,
        request: Request,
        name: str,
        *,
        embeds: bool = False,
        private: bool = False,
        status: int = HTTPStatus.OK,
        **values: Any,
    ) -> Response:
        """A page. embeds: the listed sites may show it in a frame of theirs. private: nobody keeps it."""
        body, policy = self.write(name, **values), self.make_policy(embeds=embeds)
        if private:
            return self.send_private(body, status=status)
        response = respond(request, body, HTML, policy)
        if response.status_code == HTTPStatus.OK:
            response.status_code = status
        return response

    def send_private(self, body: bytes, *, status: int = HTTPStatus.OK) -> Response:
        """A page that nobody keeps, of its bytes."""
        return Response(body, status, GUARDED | _PRIVATE | self.make_policy(), HTML)

    def write(self, name: str, /, **values: Any) -> bytes:
        """The bytes of a page; it may be called on any thread."""
        return self._templates.get_template(name).render(**values).encode("utf-8", "replace")

    def make_policy(self, *, embeds: bool = False) -> dict[str, str]:
        """The header that says what a page may load, and who may frame it (CSP)."""
        ancestors = " ".join(("'self'", *self._embedding)) if embeds else "'none'"
        return {"content-security-policy": _POLICY.format(ancestors=ancestors)}


def write_as_typed(day: str) -> str:
    """A day of a form as people here write it: 25.12.2026. Whatever is no ISO date stays as it was typed."""
    found = _ISO.fullmatch(day)
    return ".".join(reversed(found.groups())) if found else day


def respond(request: Request, body: bytes, media_type: str, headers: Mapping[str, str]) -> Response:
    """A response that is not sent again to whoever has it (ETag)."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    guarded = {"etag": tag, "cache-control": "no-cache", **GUARDED, **headers}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=guarded)
    return Response(body, media_type=media_type, headers=guarded)


@cache
def _read_static() -> dict[str, bytes]:
    found = {}
    for file in sorted((HERE / "static").iterdir()):
        content = file.read_bytes()
        found[f"{file.stem}.{hashlib.sha256(content).hexdigest()[:12]}{file.suffix}"] = content
    return found


def find_asset(name: str) -> str:
    """The address of a static file. It changes with the content, so a browser never asks for it again."""
    stem, _, ending = name.rpartition(".")
    return next(f"/static/{one}" for one in _read_static() if one.startswith(f"{stem}.") and one.endswith(f".{ending}"))


def list_static() -> list[BaseRoute]:
    """Serves the static files."""
    return [Route("/static/{name}", on_static)]


async def on_static(request: Request) -> Response:
    """Serves a static file."""
    name = request.path_params["name"]
    if name not in _read_static():
        return Response(status_code=404)
    return send(request, _pack_static(name))


@cache
def _pack_static(name: str) -> Packed:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    kept = {**GUARDED, "cache-control": f"public, max-age={YEAR}, immutable"}
    return pack(_read_static()[name], f"{kind}; charset=utf-8", kept, quality=SMALL)
