"""A material of a hearing is shown: a picture in the browser, whatever else is saved unopened."""

from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.office.hearings import hearings
from bot.office.reads import public
from bot.web.desk import posted_files
from bot.web.desk.desk import Desk, DeskPage
from bot.web.desk.forms import as_id
from bot.web.desk.guard import Seen
from bot.web.desk.hearings.card import PATH, read_id
from bot.web.pages.render import GUARDED
from storage.budget_papers import KeptPaper
from storage.store import Store


async def on_paper_shown(desk: Desk, seen: Seen, request: Request) -> Response:
    """Hands out the file of a material to whoever may see its hearing."""

    async def read(store: Store) -> KeptPaper | None:
        hearing = await hearings.authorised(store, id=read_id(request), by=seen.person)
        paper = await public.find_paper(store, id=as_id(request.path_params["paper"]))
        return paper if paper is not None and paper.hearing_id == hearing.id else None

    paper = await desk.office.database.read(read)
    content = await posted_files.load_kept(desk, paper.digest if paper else None)
    if paper is None or content is None:
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language)
    headers = {"cache-control": "no-store", "content-security-policy": "default-src 'none'"}
    kind = posted_files.find_picture_type(content)
    if kind is None:
        name = f"{paper.kind.value}-{paper.hearing_id}{paper.ending or ''}"
        headers["content-disposition"] = f'attachment; filename="{name}"'
    return Response(content, media_type=kind or "application/octet-stream", headers=GUARDED | headers)


ENTRIES: tuple[Any, ...] = (DeskPage(f"{PATH}/{{id}}/paper/{{paper}}", None, on_paper_shown),)
