"""Files that come are fetched in two steps. Those that leave are uploaded first, and in another form where refused."""

import mimetypes
from dataclasses import dataclass
from pathlib import Path

from bot.channels.contract import Gone, NotYet, Rejected, SendFailure, Throttled, Uncertain, Unreachable
from bot.channels.whatsapp.request import Graph
from bot.chat.message import Message

LARGEST_FILE = 20 * 1024 * 1024  # bytes that are taken of a person
MEBIBYTE = 1024 * 1024
# Bytes that may leave in each form.
LARGEST = {"image": 5 * MEBIBYTE, "audio": 16 * MEBIBYTE, "document": 100 * MEBIBYTE}
_KINDS = {
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png",
    ".ogg": "audio/ogg", ".opus": "audio/ogg", ".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".aac": "audio/aac",
    ".amr": "audio/amr",
}  # fmt: skip
PLAIN = "text/plain"  # what a calendar file goes as, and whatever is refused as what it is; its name says what it is
_WORDS = ("text/", "application/json", "application/xml")


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which a file may leave: image, audio or document, and the kind it is uploaded as."""

    form: str
    mime: str


def list_forms(message: Message, path: Path, size: int) -> list[Form]:
    """The forms in which a file is tried, the best first; the last is taken whatever it holds."""
    suffix = path.suffix.casefold()
    said = (message.document or {}).get("form") or {".jpg": "photo", ".ogg": "voice"}.get(suffix, "document")
    kind, form = _KINDS.get(suffix, ""), {"photo": "image", "voice": "audio"}.get(str(said), "document")
    guessed = kind or mimetypes.guess_type(path.name)[0] or PLAIN
    as_document = [PLAIN] if guessed.startswith(_WORDS) else [guessed, PLAIN]
    fits = form != "document" and kind.startswith(f"{form}/") and size <= LARGEST[form]
    return [*([Form(form, kind)] if fits else ()), *(Form("document", mime) for mime in as_document)]


async def upload(graph: Graph, number: str, path: Path, content: bytes, mime: str) -> str:
    """Uploads a file and returns its id. Raises the failures of the contract; nothing was sent to anybody by then."""
    try:
        found = (await graph.upload(f"{number}/media", content, name=path.name, mime=mime)).get("id")
    except Uncertain as failure:
        raise Unreachable(str(failure)) from None  # uploaded twice, it is shown once
    if not isinstance(found, str) or not found:
        raise Rejected("a file was uploaded and has no id")
    return found


async def fetch(graph: Graph, reference: str) -> bytes:
    """Downloads a file that somebody sent. Raises Throttled, Unreachable, NotYet, and Gone if it never comes."""
    if not reference.isalnum() or not reference.isascii():
        raise Gone("no id of a file", too_large=False)
    try:
        about = await graph.get(reference)
        size, url = about.get("file_size"), about.get("url")
        if isinstance(size, int) and size > LARGEST_FILE:
            raise Gone("too large")
        if not isinstance(url, str):
            raise NotYet("it does not say where the file lies")
        content = await graph.download(url, LARGEST_FILE)
    except (Throttled, Unreachable):
        raise
    except Uncertain as failure:
        raise Unreachable(str(failure)) from None
    except SendFailure as failure:
        raise NotYet(str(failure)) from None  # the address of a file is good for minutes, its id for days
    if content is None:
        raise Gone("too large")
    if not content or (isinstance(size, int) and len(content) != size):
        raise Unreachable("a file came otherwise than its size says")
    return content
