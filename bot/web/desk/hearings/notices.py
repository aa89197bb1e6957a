"""The notices of a hearing on their way: how far they came, who was not reached. They are paused, stopped, sent again."""

from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act
from bot.language.kyrgyz import clean
from bot.office.broadcasts import announced, broadcasts, reach
from bot.office.hearings import hearings
from bot.office.reads import hearings as reads
from bot.office.wording import broadcast_progress, hearing_words
from bot.web.desk.desk import Desk, DeskAct, DeskPage
from bot.web.desk.forms import Form
from bot.web.desk.guard import Seen
from bot.web.desk.hearings.card import PATH, find_path, read_id
from storage.queue.broadcasts import BroadcastState
from storage.store import Store

LOST = 50  # people shown who were not reached by one notice
_ACTS = {"pause": broadcasts.pause, "resume": broadcasts.resume, "stop": broadcasts.cancel}


async def on_notices(desk: Desk, seen: Seen, request: Request) -> Response:
    """Every notice of a hearing."""
    return await _show(desk, seen, request)


async def _show(
    desk: Desk, seen: Seen, request: Request, *, alert: str = "", asked: int = 0, status: HTTPStatus = HTTPStatus.OK
) -> Response:
    id, words, at = read_id(request), seen.words, desk.clock()

    async def read(store: Store) -> tuple[str, list[dict[str, Any]], bool]:
        hearing = await hearings.authorised(store, id=id, by=seen.person, act=Act.BROADCAST)
        rows = []
        for one, progress in await reads.list_broadcasts(store, id=id, by=seen.person):
            leaves = await reach.leaves_at(store, one, at=at)
            lost = (
                await reach.list_not_reached(store, id=one.id, by=seen.person, limit=LOST)
                if progress.not_reached
                else []
            )
            rows.append(
                {
                    "id": one.id,
                    "title": words.say(broadcast_progress.KINDS[one.kind]),
                    "when": hearing_words.say_moment(words, one.began_at or one.starts_at),
                    "lines": broadcast_progress.say_progress(words, one, progress, leaves=leaves).split("\n"),
                    "lost": [f"{clean(who.name)} (№ {who.label})" for who in lost if who.name],
                    "pause": one.state in {BroadcastState.SCHEDULED, BroadcastState.SENDING},
                    "resume": one.state is BroadcastState.PAUSED,
                    "stop": one.finished_at is None and one.state is not BroadcastState.CANCELLED,
                    "again": one.state is not BroadcastState.SCHEDULED
                    and announced.can_be_sent_again(one, hearing, at=at),
                    "sure": one.id == asked,
                    "anyway": one.id == -asked,
                    "left": await reach.count_to_be_reached(store, one) if one.id == asked else 0,
                }
            )
        return hearing_words.say_title(words, hearing).rstrip("."), rows, any(row["pause"] for row in rows)

    title, rows, is_going = await desk.office.database.read(read)
    for row in rows:
        row["left"] = words.say_n(
            "Stop for good? {n} person has not been reached yet and is told nothing.",
            "Stop for good? {n} people have not been reached yet and are told nothing.",
            row["left"],
        )
    return await desk.show(
        seen, request, "hearings/notices.html", title=words.say("Notices sent"), hearing=title, id=id, rows=rows,
        alert=alert, is_going=is_going, status=status,
        said={
            "pause": words.say("Pause"),
            "resume": words.say("Go on"),
            "stop": words.say("Stop for good"),
            "again": words.say("Send it once more"),
            "lost": words.say("Not reached; please tell them in person:"),
            "sure": words.say("Yes, stop it"),
            "anyway": words.say("Send it all the same"),
            "look": words.say("Look again"),
            "none": words.say("Nothing was sent yet."),
        },
    )  # fmt: skip


async def on_done(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Pauses a notice, lets it go on, stops it for good, or sends it once more. To stop is asked first."""
    words, at, id, what = seen.words, desk.clock(), form.read_id("id"), form["do"]
    if what == "stop" and not form["sure"]:
        return await _show(desk, seen, request, asked=id)

    async def act(store: Store) -> str:
        broadcast = await broadcasts.authorised(store, id=id, by=seen.person)
        if broadcast.hearing_id != read_id(request):
            raise broadcasts.OverAlready
        if what in _ACTS:
            await _ACTS[what](store, id=id, by=seen.person, at=at)
        elif what == "again":
            await broadcasts.send_again(store, id=id, by=seen.person, at=at, sure=bool(form["sure"]))
        return find_path(read_id(request), "/notices")

    try:
        return await desk.do_once(seen, form, act)
    except broadcasts.OverAlready:
        return await _show(desk, seen, request, alert=words.say("It is over already."), status=HTTPStatus.CONFLICT)
    except broadcasts.SentLately:
        said = words.say("The same was sent a short while ago. Press «{button}» once more, if it is to be sent.",
                         button=words.say("Send it all the same"))  # fmt: skip
        return await _show(desk, seen, request, alert=said, asked=-id, status=HTTPStatus.CONFLICT)


ENTRIES: tuple[Any, ...] = (
    DeskPage(f"{PATH}/{{id}}/notices", None, on_notices),
    DeskAct(f"{PATH}/{{id}}/notices", None, on_done),
)
