"""«Жарыялоо» at the desk: a clerk looks at each text that everybody may read, before it stands on the page."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act
from bot.budget.public.masked import mask
from bot.language.kyrgyz import clean
from bot.office.desk import sign_in
from bot.office.public import looks
from bot.office.public.looks import NothingToLook, TextChanged
from bot.web.desk.desk import Desk, DeskAct, DeskPage
from bot.web.desk.forms import Form, FormUnreadable
from bot.web.desk.guard import Seen
from bot.web.desk.refused import choose_status
from bot.web.desk.said import tell
from storage.public.looks import ToLook
from storage.store import Store

PATH = f"{sign_in.PATH}/looks"
SHOWN = 10  # texts on a page
_SAID = {"yes": True, "no": False}


async def on_looks(desk: Desk, seen: Seen, request: Request) -> Response:
    """The texts that wait, each as it will stand on the page."""
    return await _show(desk, seen, request)


async def _show(desk: Desk, seen: Seen, request: Request, *, alert: str = "") -> Response:
    words = seen.words

    async def read(store: Store) -> tuple[list[ToLook], int]:
        found = await looks.list_to_look(store, aimak_id=seen.aimak_id, by=seen.person, limit=SHOWN)
        return found, await looks.count_to_look(store, aimak_id=seen.aimak_id, by=seen.person)

    found, waiting = await desk.office.database.read(read)
    masked = [(one, mask(clean(one.text))) for one in found]
    return await desk.show(
        seen, request, "team/looks.html", title=words.say("Publish"), alert=alert,
        status=choose_status(alert), waiting=words.number(waiting),
        rows=[
            {"id": one.id, "label": one.label, "revision": one.revision, "text": text.text,
             "stars": bool(text.words or text.contacts)}
            for one, text in masked
        ],
        said={
            "asked": words.say("May everybody read it on the page? Look for names, insults, and what is private."),
            "stars": words.say("Stars stand for what is hidden from everybody."),
            "yes": words.say("Publish"),
            "no": words.say("Do not publish"),
            "none": words.say("No text waits for your look."),
        },
    )  # fmt: skip


async def on_looked(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Lets a text stand on the page, or not; one that was changed meanwhile is shown anew."""
    id, revision, at = form.read_id("id"), form.read_id("revision"), desk.clock()
    if form["do"] not in _SAID:
        raise FormUnreadable
    shown = _SAID[form["do"]]

    async def act(store: Store) -> str:
        await looks.look(store, id=id, revision=revision, shown=shown, by=seen.person, at=at)
        return f"{sign_in.PATH}/p/{id}?{tell('noted')}" if form["card"] else PATH

    try:
        return await desk.do_once(seen, form, act)
    except NothingToLook:
        alert = seen.words.say("Its author has taken it back meanwhile, or it counts no more.")
    except TextChanged:
        alert = seen.words.say("Its author has changed it meanwhile. Please read it anew.")
    return await _show(desk, seen, request, alert=alert)


ENTRIES: tuple[Any, ...] = (DeskPage(PATH, Act.LOOK, on_looks), DeskAct(PATH, Act.LOOK, on_looked))
