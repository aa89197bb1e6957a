"""The public page at the desk of a head: its switch, turned off once that was asked, and its contact."""

from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act
from bot.budget.workdays import find_day
from bot.chat.texts import Words
from bot.language.intents import names_nothing
from bot.language.kyrgyz import clean
from bot.language.letters import WordsMissing
from bot.office.desk import sign_in
from bot.office.public import switch
from bot.office.wording.notices import N_
from bot.web.desk.desk import Desk, DeskAct, DeskPage, Tab
from bot.web.desk.forms import Form, FormUnreadable
from bot.web.desk.guard import Seen
from bot.web.desk.said import say_done, tell
from bot.web.desk.talking import make_talk
from bot.web.desk.typed import Typed
from handlers.office.colleagues import say_name
from storage.store import Store

PATH = f"{sign_in.PATH}/page"
TAB = Tab(PATH, N_("Public page"), Act.SET_PAGE)


async def on_page(desk: Desk, seen: Seen, request: Request) -> Response:
    """How the page stands, since when, and what turning it does."""
    return await _show(desk, seen, request, None)


async def _show(desk: Desk, seen: Seen, request: Request, typed: Typed | None, *, is_asked: bool = False) -> Response:
    words, at = seen.words, desk.clock()

    async def read(store: Store) -> tuple[switch.Switch, str]:
        found = await switch.show_page(store, aimak_id=seen.aimak_id, by=seen.person)
        who = say_name(make_talk(store, seen, at), found.changed_by) if found.changed_by else ""
        return found, who

    found, who = await desk.office.database.read(read)
    shown = typed or Typed({"contact": clean(found.contact or "")})
    return await desk.show(
        seen, request, "team/page.html", title=words.say("Public page"), typed=shown, is_on=found.is_on, is_asked=is_asked,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if shown.wrong else HTTPStatus.OK, address=found.address or "",
        lines=_list_lines(words, found, who), longest=switch.LONGEST_CONTACT,
        done=say_done(words, request.query_params, at=at) if not shown.wrong else None,
        said={
            "turn": words.say("Turn the page off") if found.is_on else words.say("Turn the page on"),
            "sure": words.say("Is the page really turned off? Nobody can open it then."),
            "yes": words.say("Yes, turn it off"),
            "no": words.say("No"),
            "contact": words.say("Contact"),
            "contact_about": words.say(
                "Who takes something down from the page? Write a telephone, an e-mail address or a place."
            ),
            "rest": words.say("An empty field means the telephone of the office."),
            "keep": words.say("Save"),
        },
    )  # fmt: skip


def _list_lines(words: Words, found: switch.Switch, who: str) -> list[str]:
    lines = [
        words.say("The public page is on.") if found.is_on else words.say("The public page is off: nobody can open it.")
    ]
    if found.changed_at is not None:
        day = words.long_day(find_day(found.changed_at))
        last = words.say("Changed last: {day}, {who}.", day=day, who=who)
        lines.append(last if who else words.say("Changed last: {day}.", day=day))
    return [
        *lines,
        words.say("Everybody reads there what was proposed and decided: the reason, the sum, the work, the hearings."),
        words.say("A text is shown only if its author and a clerk have said yes. Names, faces and voices never are."),
    ]


async def on_turned(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Turns the page on; off once that was asked."""
    at, what = desk.clock(), form["do"]
    if what not in {"on", "off"}:
        raise FormUnreadable
    if what == "off" and not form["sure"]:
        return await _show(desk, seen, request, None, is_asked=True)

    async def act(store: Store) -> str:
        await switch.set_page(store, aimak_id=seen.aimak_id, is_on=what == "on", by=seen.person, at=at)
        return f"{PATH}?{tell('noted')}"

    return await desk.do_once(seen, form, act)


async def on_contact(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Names whom residents may ask to take something down; an empty field names the office's telephone."""
    words, at, typed = seen.words, desk.clock(), Typed.of(form, ("contact",))
    contact = " ".join(clean(typed["contact"]).split())

    async def act(store: Store) -> str:
        if contact and names_nothing(contact):
            raise WordsMissing
        await switch.set_contact(store, aimak_id=seen.aimak_id, contact=contact or None, by=seen.person, at=at)
        return f"{PATH}?{tell('template_kept')}"

    with typed.beside("contact", words):
        return await desk.do_once(seen, form, act)
    return await _show(desk, seen, request, typed)


ENTRIES: tuple[Any, ...] = (
    DeskPage(PATH, Act.SET_PAGE, on_page),
    DeskAct(PATH, Act.SET_PAGE, on_turned),
    DeskAct(f"{PATH}/contact", Act.SET_PAGE, on_contact),
)
