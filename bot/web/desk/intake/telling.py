"""Answers that are told by hand, by whoever entered the proposals. They are noted one by one or all at once."""

from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act
from bot.budget.proposal import AlreadyWithdrawn
from bot.chat.texts import Words
from bot.office.answers import access, told
from bot.office.answers.passing_on import compose_for_author, list_links, name_author
from bot.office.desk import sign_in
from bot.office.reads import to_tell
from bot.web.desk.desk import Desk, DeskAct, DeskPage
from bot.web.desk.forms import Form, as_id
from bot.web.desk.guard import Seen
from storage.store import Store

PATH = f"{sign_in.PATH}/tell"
SHOWN = 10  # answers a page


async def on_tell(desk: Desk, seen: Seen, request: Request) -> Response:
    """A page of the answers to tell."""
    return await _show(desk, seen, request)


async def _show(desk: Desk, seen: Seen, request: Request, *, over: str = "") -> Response:
    words, number = seen.words, as_id(request.query_params.get("page", ""))

    async def read(store: Store) -> tuple[Any, list[to_tell.ToTell]]:
        page, _ = await to_tell.list_to_tell(store, by=seen.person, aimak_id=seen.aimak_id, page=number, size=SHOWN)
        return page, [await to_tell.read_to_tell(store, proposal_id=row.id, by=seen.person) for row in page.rows]

    page, found = await desk.office.database.read(read)
    return await desk.show(
        seen, request, "intake/tell.html", title=words.say("Answers to tell by hand"), over=over,
        status=HTTPStatus.CONFLICT if over else HTTPStatus.OK, rows=[_say(words, one) for one in found],
        ids=[one.sent.id for one in found],
        earlier=f"{PATH}?page={page.number - 1}" if page.number else "",
        later=f"{PATH}?page={page.number + 1}" if page.more else "",
        said={
            "sum": words.say_n("{n} answer is to be told by hand.", "{n} answers are to be told by hand.", page.total),
            "none": words.say(
                "Nobody is to be told now. Once the office answers what you entered, you hear of it here."
            ),
            "told": words.say("It was told"),
            "all": words.say("All on this page were told"),
            "slips": words.say("Slips to hand out"),
            "earlier": words.say("Back"),
            "later": words.say("More"),
            "on": words.say("Someone's proposal"),
        },
    )  # fmt: skip


def _say(words: Words, one: to_tell.ToTell) -> dict[str, Any]:
    return {
        "id": one.sent.id,
        "label": f"№ {one.proposal.label}",
        "who": name_author(words, one.proposal, one.phone),
        "text": compose_for_author(one.proposal, one.sent),
        "language": one.proposal.language,
        "links": list_links(words, one.proposal, one.sent, one.phone),
    }


async def on_told(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Notes one answer, or several, as told; what was answered anew meanwhile still waits."""
    ids = [as_id(one) for one in form.list("id")][: to_tell.MOST_AT_ONCE]

    async def act(store: Store) -> str:
        if form["all"]:
            await told.note_all_passed_on(store, answer_ids=ids, by=seen.person, at=desk.clock())
        else:
            await told.note_passed_on(store, answer_id=ids[-1] if ids else 0, by=seen.person, at=desk.clock())
        return PATH

    try:
        return await desk.do_once(seen, form, act)
    except (access.NothingToTell, AlreadyWithdrawn):
        return await _show(desk, seen, request, over=seen.words.say("This answer waits to be told no more."))


ENTRIES: tuple[DeskPage | DeskAct, ...] = (
    DeskPage(PATH, Act.PASS_ON, on_tell),
    DeskAct(PATH, Act.PASS_ON, on_told),
)
