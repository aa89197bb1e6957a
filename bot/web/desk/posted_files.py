"""Files that a form brings: sealed at once, named by a mark that only their sender's own pages can use."""

import asyncio
import hmac
import tempfile
from dataclasses import replace
from pathlib import Path

from bot.channels.contract import Gone, Unreachable
from bot.channels.web import webm
from bot.channels.web.channel import ACCOUNT, NAME
from bot.channels.web.uploads import Uploads
from bot.chat.texts import Words
from bot.delivery.files.looking import look
from bot.office.desk import uploads as acts
from bot.office.wording.lost_files import say_why
from bot.web.desk.desk import Desk
from bot.web.desk.guard import Seen
from storage.attachments import files
from storage.attachments.refused import UNKNOWN, FileRefused
from storage.database.seal import KeyUnusable
from storage.people import Person

_MARK = 16  # letters of the mark behind a reference
_PICTURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
_WEBP = (b"RIFF", b"WEBP")
_OGG = b"OggS"
_MP4 = b"ftyp"  # behind four bytes of length


def as_uploader(person: Person) -> Person:
    """Whoever uploads at the desk, as the web chat knows them: their files are fetched from there."""
    return replace(person, channel=NAME, account=ACCOUNT)


def find_picture_type(content: bytes) -> str | None:
    """The type of a picture that every browser shows; None for whatever else."""
    if content[:4] == _WEBP[0] and content[8:12] == _WEBP[1]:
        return "image/webp"
    return next((kind for begins, kind in _PICTURES.items() if content.startswith(begins)), None)


def find_sound_type(content: bytes) -> str | None:
    """The type of a voice that browsers play; None for whatever else."""
    if content.startswith(_OGG):
        return "audio/ogg"
    return "audio/mp4" if content[4:8] == _MP4 else None


def rewrap_voice(content: bytes) -> bytes:
    """A voice that a browser recorded as WebM becomes an Ogg; all else stays as it is."""
    try:
        return webm.rewrap(content) if content.startswith(webm.START) else content
    except webm.NotAVoice:
        return content


async def find_fault(content: bytes, words: Words, *, only_picture: bool = False) -> str:
    """What the chat says of a file that cannot be kept; empty for one that can. It is looked at in its own process."""
    try:
        with tempfile.TemporaryDirectory(prefix="sunush-") as folder:
            came = await asyncio.to_thread(files.put_down, Path(folder), content)
            seen = await look(came, came.with_suffix(".copy"))
        if only_picture and seen.kind != "photo":
            raise FileRefused(UNKNOWN)
    except FileRefused as refused:
        return say_why(words, "document", refused.why)
    return ""


async def keep_upload(desk: Desk, seen: Seen, content: bytes, *, voices: bool = False) -> str:
    """Seals a file that came with a form and has it looked at; returns what a page names it by. Raises Full, OSError."""
    at = desk.clock()
    reference = await asyncio.to_thread(_write, desk, content)
    is_voice = voices and find_sound_type(content) is not None
    kind = "voice" if is_voice else "photo" if find_picture_type(content) else "document"
    await desk.office.database.write(
        lambda store: acts.note_upload(
            store, by=as_uploader(seen.person), kind=kind, reference=reference, size=len(content), at=at
        )
    )
    return sign(desk, seen, f"{reference}-{kind}")


def sign(desk: Desk, seen: Seen, named: str) -> str:
    """What a page of this very person may name a file by."""
    return f"{named}.{_mark(desk, seen, named)}"


def read_signed(desk: Desk, seen: Seen, token: str) -> str:
    """What was signed for this person; empty for whatever was not."""
    named, _, mark = token[:200].rpartition(".")
    return named if hmac.compare_digest(mark.encode(), _mark(desk, seen, named).encode()) else ""


def read_file(desk: Desk, seen: Seen, token: str) -> tuple[str, str] | None:
    """The kind and the reference of an upload that a page names; None for none of theirs."""
    reference, _, kind = read_signed(desk, seen, token).partition("-")
    return (kind, reference) if reference and kind in {"photo", "document", "voice"} else None


async def load(desk: Desk, seen: Seen, reference: str) -> bytes | None:
    """The bytes of an upload: as it came, or of the copy that was kept since. None where it is gone."""
    uploads = _open_uploads(desk)
    content = await asyncio.to_thread(_read_or_none, uploads, reference)
    if content is not None:
        return content
    digest = await desk.office.database.read(
        lambda store: acts.find_digest(store, by=as_uploader(seen.person), reference=reference)
    )
    return await load_kept(desk, digest)


async def load_kept(desk: Desk, digest: str | None) -> bytes | None:
    """The bytes of a kept file. None where it is gone."""
    if digest is None:
        return None
    media = desk.office.settings.media
    try:
        return await media.do(lambda: b"".join(media.read(digest, desk.office.seal)))
    except (OSError, KeyUnusable):
        return None


async def copy_upload(desk: Desk, content: bytes) -> str:
    """One more upload with the same bytes, for one more proposal. Raises Full, OSError."""
    return await asyncio.to_thread(_write, desk, content)


def _write(desk: Desk, content: bytes) -> str:
    uploads = _open_uploads(desk)
    part = uploads.begin()
    try:
        part.write_bytes(content)
        return uploads.keep(part)
    finally:
        part.unlink(missing_ok=True)


def _read_or_none(uploads: Uploads, reference: str) -> bytes | None:
    try:
        return uploads.read(reference)
    except (Gone, Unreachable):
        return None


def _mark(desk: Desk, seen: Seen, named: str) -> str:
    return desk.office.seal.mark("desk file", str(seen.person.id), named)[:_MARK]


def _open_uploads(desk: Desk) -> Uploads:
    settings = desk.office.settings
    return Uploads(settings.uploads_dir, desk.office.seal, settings.uploads_bucket)
