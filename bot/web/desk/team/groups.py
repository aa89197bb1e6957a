"""The groups of a village: who reads in each, and which the bot leaves alone."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act
from bot.language.kyrgyz import clean
from bot.office.desk import sign_in
from bot.office.hearings import group_owners
from bot.web.desk.desk import Desk, DeskAct, DeskPage
from bot.web.desk.forms import Form, FormUnreadable
from bot.web.desk.guard import Seen
from bot.web.desk.said import say_done, tell

PATH = f"{sign_in.PATH}/groups"


async def on_groups(desk: Desk, seen: Seen, request: Request) -> Response:
    """Each group of the own office, who reads there, and what can be changed."""
    return await _show(desk, seen, request)


async def _show(desk: Desk, seen: Seen, request: Request, *, asked: int = 0) -> Response:
    words = seen.words
    found = await desk.office.database.read(
        lambda store: group_owners.list_groups(store, aimak_id=seen.aimak_id, by=seen.person)
    )
    rows = [{"id": one.peer_id, "title": clean(one.title), "of_staff": one.of_staff, "asked": one.peer_id == asked}
            for one in found]  # fmt: skip
    return await desk.show(
        seen, request, "team/groups.html", title=words.say("Groups"), rows=rows,
        done=say_done(words, request.query_params, at=desk.clock()),
        said={
            "none": words.say("The bot is in no group yet: add it to one, and it asks who reads there."),
            "staff": words.say("Our staff alone read here: the work of the day is said there, no hearing is posted."),
            "residents": words.say("Residents read here: hearings are posted there, nothing of the office's work."),
            "to_staff": words.say("Only our staff"),
            "to_residents": words.say("Residents too"),
            "free": words.say("Post nothing more"),
            "sure": words.say("Nothing would be posted there any more. To have it back, let the bot in anew."),
            "yes": words.say("Yes"),
            "no": words.say("No"),
        },
    )  # fmt: skip


async def on_changed(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Notes who reads in a group, or lets it go once that was asked."""
    id, at, what = form.read_id("id"), desk.clock(), form["do"]
    if what not in {"staff", "residents", "free"}:
        raise FormUnreadable
    if what == "free" and not form["sure"]:
        return await _show(desk, seen, request, asked=id)

    async def act(store: Any) -> str:
        if what == "free":
            await group_owners.free(store, id=id, by=seen.person, at=at)
        else:
            await group_owners.mark(store, id=id, of_staff=what == "staff", by=seen.person, at=at)
        return f"{PATH}?{tell('template_kept')}"

    return await desk.do_once(seen, form, act)


ENTRIES: tuple[Any, ...] = (DeskPage(PATH, Act.GIVE_GROUP, on_groups), DeskAct(PATH, Act.GIVE_GROUP, on_changed))
