"""Kept files at the desk: photos are shown and voices played in the browser, all else is saved unopened."""

from http import HTTPStatus

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from bot.chat.message import Message
from bot.export.attachments import Documents
from bot.export.making import Making
from bot.web.desk.desk import Desk
from bot.web.desk.guard import Seen
from handlers.office.queue.card.listening import ENDINGS
from storage.attachments.media import KeptFile

SHOWN = {"voice": "audio", "audio": "audio", "photo": "image"}  # what a page shows itself; all else is saved as a file
_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".ogg": "audio/ogg",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
}


async def hand_out(desk: Desk, seen: Seen, request: Request, file: KeptFile, name: str) -> Response:
    """Hands out a kept file under a name: photos and voices are shown, all else is saved unopened."""
    ending = _find_ending(file)
    document = {"kind": "media", "digest": file.digest, "name": f"{name}{ending}", "form": file.form}
    office = desk.office
    documents = Documents(settings=office.settings, database=office.database, seal=office.seal)
    try:
        path = await documents(document)
    except OSError:
        return desk.refused.show(request, HTTPStatus.SERVICE_UNAVAILABLE, language=seen.language)
    made = Message("", document=document, file=str(path))
    headers = {"cache-control": "no-store", "x-content-type-options": "nosniff", "content-security-policy": "sandbox"}
    is_shown = bool(find_form(file))
    return FileResponse(
        path, headers=headers, media_type=_TYPES[ending] if is_shown else "application/octet-stream",
        filename=path.name, content_disposition_type="inline" if is_shown else "attachment",
        background=BackgroundTask(Making.clear, made) if Making.has_made(made) else None,
    )  # fmt: skip


def find_form(file: KeptFile) -> str:
    """How a page plays or shows a file itself (audio, image); empty for what is saved as a file."""
    return SHOWN.get(file.kind, "") if _find_ending(file) in _TYPES else ""


def _find_ending(file: KeptFile) -> str:
    return (ENDINGS.get(file.kind, "") if file.ending is None else file.ending).casefold()
