"""The groups of a village: who reads in each, and which the bot leaves alone."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act
from bot.chat.texts import Words
from bot.language.kyrgyz import clean
from bot.office.desk import sign_in
from bot.office.hearings import group_owners
from bot.web.desk.desk import Desk, DeskAct, DeskPage
from bot.web.desk.forms import Form, FormUnreadable
from bot.web.desk.guard import Seen
from bot.web.desk.said import say_done, tell
from bot.web.desk.talking import make_talk
from bot.web.desk.typed import Typed
from handlers.resident.choose_aimak import find_named
from storage.aimaks import Aimak
from storage.store import Store

PATH = f"{sign_in.PATH}/groups"
MOST_FOUND = 8  # offices that are offered for a name


async def on_groups(desk: Desk, seen: Seen, request: Request) -> Response:
    """Each group of the own office, who reads there, and what can be changed."""
    return await _show(desk, seen, request)


async def _show(
    desk: Desk, seen: Seen, request: Request, *, asked: int = 0, typed: Typed | None = None,
    offices: Sequence[Aimak] = (),
) -> Response:  # fmt: skip
    words = seen.words
    found = await desk.office.database.read(
        lambda store: group_owners.list_groups(store, aimak_id=seen.aimak_id, by=seen.person)
    )
    rows = [
        {
            "id": one.peer_id, "title": clean(one.title), "of_staff": one.of_staff,
            "asked": one.peer_id == asked and typed is None,
            "typed": typed if one.peer_id == asked and typed else Typed(),
            "offices": [(aimak.id, _name(aimak, words)) for aimak in offices] if one.peer_id == asked else [],
        }
        for one in found
    ]  # fmt: skip
    return await desk.show(
        seen, request, "team/groups.html", title=words.say("Groups"), rows=rows, status=422 if typed and typed.wrong else 200,
        done=say_done(words, request.query_params, at=desk.clock()),
        said={
            "none": words.say("The bot is in no group yet: add it to one, and it asks who reads there."),
            "staff": words.say("Our staff alone read here: the work of the day is said there, no hearing is posted."),
            "residents": words.say("Residents read here: hearings are posted there, nothing of the office's work."),
            "to_staff": words.say("Only our staff"),
            "to_residents": words.say("Residents too"),
            "free": words.say("Post nothing more"),
            "sure": words.say("Nothing would be posted there any more. To have it back, let the bot in anew."),
            "give": words.say("Give it to another office"),
            "office": words.say("Which ayil aimak?"),
            "office_about": words.say("Whoever asked you for the group. From then on that office posts there."),
            "find": words.say("Search"),
            "give_to": words.say("Give it to them"),
            "yes": words.say("Yes"),
            "no": words.say("No"),
        },
    )  # fmt: skip


def _name(aimak: Aimak, words: Words) -> str:
    return f"{clean(aimak.name(words.language))} · {clean(aimak.rayon(words.language))}"


async def on_given(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Finds the office that is named, then gives it the group."""
    id, to, at, words, typed = (
        form.read_id("id"),
        form.read_id("to"),
        desk.clock(),
        seen.words,
        Typed.of(form, ("office",)),
    )

    async def act(store: Store) -> str:
        await group_owners.give(store, id=id, to=to, by=seen.person, at=at)
        return f"{PATH}?{tell('noted')}"

    if to:
        return await desk.do_once(seen, form, act)
    every = await desk.office.database.read(
        lambda store: find_named(make_talk(store, seen, at), typed["office"].strip())
    )
    found = [one for one in every if one.id != seen.aimak_id][:MOST_FOUND] if typed["office"].strip() else []
    if not found:
        typed.wrong["office"] = words.say("No other ayil aimak with such a name is here.")
    return await _show(desk, seen, request, asked=id, typed=typed, offices=found)


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


ENTRIES: tuple[Any, ...] = (
    DeskPage(PATH, Act.GIVE_GROUP, on_groups),
    DeskAct(PATH, Act.GIVE_GROUP, on_changed),
    DeskAct(f"{PATH}/give", Act.GIVE_GROUP, on_given),
)
