"""Materials of a hearing at the desk: they come with its announcement, and each is shown or saved unopened."""

from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.hearing import Paper
from bot.channels.web.uploads import Full
from bot.chat.texts import Words
from bot.office.hearings import hearings
from bot.office.reads import public
from bot.office.wording.hearing_words import HANDED_OUT, PAPERS
from bot.web.desk import posted_files
from bot.web.desk.desk import Desk, DeskPage
from bot.web.desk.forms import Form, as_id
from bot.web.desk.guard import Seen
from bot.web.desk.hearings.card import PATH, read_id
from bot.web.desk.typed import Typed
from bot.web.pages.render import GUARDED
from storage.attachments.files import LARGEST as LARGEST_FILE
from storage.budget_papers import KeptPaper
from storage.store import Store

LARGEST = LARGEST_FILE + 200_000  # bytes of a form around the materials of a hearing
KEPT = tuple(f"kept_{one.value}" for one in HANDED_OUT)  # fields that hold what came before


async def settle_papers(desk: Desk, seen: Seen, form: Form, typed: Typed) -> tuple[tuple[Paper, str, str], ...]:
    """The materials of an announcement (which, kind, the channel's reference): those that came, and those from before.

    Each stays on the page by a mark of whoever put it there. What is wrong with one stands beside its field.
    """
    found = []
    for paper in HANDED_OUT:
        name, came = f"kept_{paper.value}", [one for one in form.files.get(f"file_{paper.value}", []) if one.content]
        if paper.value in form.list("off"):
            typed.values[name] = ""
        if came:
            fault = await posted_files.find_fault(came[-1].content, seen.words)
            if not fault:
                try:
                    typed.values[name] = await posted_files.keep_upload(desk, seen, came[-1].content)
                except (Full, OSError):
                    fault = seen.words.say("That did not work now. Try it again in a moment.")
            if fault:
                typed.wrong[f"file_{paper.value}"] = fault
        file = posted_files.read_file(desk, seen, typed[name])
        if file is None or file[0] == "voice":
            typed.values[name] = ""
        else:
            found.append((paper, *file))
    return tuple(found)


def list_offered(words: Words) -> list[tuple[str, str]]:
    """The materials that go with an announcement: the name of each field, and what it is called."""
    return [(one.value, words.say(PAPERS[one])) for one in HANDED_OUT]


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
