"""What is done with a hearing on its card: people counted, a paper added, held, files for the hall."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.attendance import parse_people
from bot.budget.hearing import NotPossibleNow, Paper
from bot.budget.permissions import Act
from bot.channels.web.uploads import Full
from bot.office.hearings import attendance, changes, groups, hearings
from bot.web.desk import posted_files
from bot.web.desk.desk import Desk, DeskAct
from bot.web.desk.forms import Form
from bot.web.desk.guard import Seen
from bot.web.desk.hearings.card import PATH, find_path, list_papers, read_id, show
from bot.web.desk.papers.downloads import asking, bring
from bot.web.desk.said import tell
from bot.web.desk.typed import Typed
from storage.attachments.files import LARGEST as LARGEST_FILE
from storage.store import Store

LARGEST = LARGEST_FILE + 200_000  # bytes of the form around a paper
_TAPS = {"woman": (1, 0), "man": (0, 1)}


async def do(
    desk: Desk, seen: Seen, request: Request, form: Form, act: Callable[[Store], Awaitable[Any]], *, rest: str = ""
) -> Response:
    """Does an act once and shows the hearing. Where it does not fit any more, the hearing says how it stands."""

    async def work(store: Store) -> str:
        await act(store)
        return find_path(read_id(request), rest)

    try:
        return await desk.do_once(seen, form, work)
    except NotPossibleNow:
        return await show_too_late(desk, seen, request)


async def show_too_late(desk: Desk, seen: Seen, request: Request) -> Response:
    """The hearing, above it that the act does not fit it as it stands now."""
    said = seen.words.say("This cannot be done with the hearing as it stands now.")
    return await show(desk, seen, request, alert=said, status=HTTPStatus.CONFLICT)


async def on_counted(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Counts who came: all at once, or one more at the door."""
    id, at, typed = read_id(request), desk.clock(), Typed.of(form, ("women", "men"))
    counted = _TAPS.get(form["do"])
    if counted is None:
        people = []
        for name in ("women", "men"):
            with typed.beside(name, seen.words):
                text = typed[name].strip()[:40]
                people.append(parse_people(text) if text.strip("0") else 0)
        if typed.wrong:
            return await show(desk, seen, request, typed=typed)
        counted = people[0], people[1]
    with typed.beside("women", seen.words):
        return await do(
            desk, seen, request, form,
            lambda store: attendance.count_people(
                store, id=id, women=counted[0], men=counted[1], whole=form["do"] not in _TAPS, by=seen.person, at=at
            ),
        )  # fmt: skip
    return await show(desk, seen, request, typed=typed)


async def on_held(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Notes that the hearing was held, once the box says that it cannot be taken back."""
    id, at = read_id(request), desk.clock()
    if not form["sure"]:
        said = seen.words.say("Please tick that the hearing was held. This cannot be taken back.")
        return await show(desk, seen, request, typed=Typed({}, {"held": said}))
    return await do(desk, seen, request, form, lambda store: changes.hold(store, id=id, by=seen.person, at=at))


async def on_paper(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Adds a paper: a file, else a text."""
    words, typed = seen.words, Typed.of(form, ("paper", "text"))
    kind = typed.choose("paper", list_papers(), words)
    files = [one for one in form.files.get("file", []) if one.content]
    if not files and not typed["text"].strip():
        typed.wrong["file"] = words.say("Please choose a file, or write the text.")
    if typed.wrong or kind is None:
        return await show(desk, seen, request, typed=typed)
    hearing = await desk.office.database.read(
        lambda store: hearings.authorised(store, id=read_id(request), by=seen.person, act=Act.ADD_PAPER)
    )
    if files and (fault := await posted_files.find_fault(files[-1].content, words)):
        typed.wrong["file"] = fault
        return await show(desk, seen, request, typed=typed)
    given: dict[str, Any] = {"text": typed["text"].replace("\r\n", "\n")}
    if files:
        try:
            token = await posted_files.keep_upload(desk, seen, files[-1].content)
        except (Full, OSError):
            typed.wrong["file"] = words.say("That did not work now. Try it again in a moment.")
            return await show(desk, seen, request, typed=typed)
        given = {"file": posted_files.read_file(desk, seen, token)}
    by, at = posted_files.as_uploader(seen.person), desk.clock()
    with typed.beside("text", words):
        return await do(
            desk, seen, request, form,
            lambda store: hearings.add_paper(store, hearing=hearing, paper=Paper(kind), by=by, at=at, **given),
            rest=f"?{tell('paper_kept')}",
        )  # fmt: skip
    return await show(desk, seen, request, typed=typed)


async def on_post(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Posts the last notice to the groups of the village, once to each."""
    id, at = read_id(request), desk.clock()

    async def work(store: Store) -> str:
        new, every = await groups.post(store, id=id, by=seen.person, at=at)
        return find_path(id, f"?{tell('posted' if new else 'posted_before' if every else 'no_group')}")

    try:
        return await desk.do_once(seen, form, work)
    except NotPossibleNow:
        return await show_too_late(desk, seen, request)


async def on_file(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """The papers for the hall as one PDF, or the calendar file."""
    id = read_id(request)
    hearing = await desk.office.database.read(lambda store: hearings.authorised(store, id=id, by=seen.person))
    kind = "calendar" if form["do"] == "calendar" else "kit"
    document = {"kind": kind, "hearing_id": id, "language": seen.language}
    return await bring(desk, seen, request, document, asks=asking(seen, Act.SEE_HEARINGS, hearing.aimak_id))


ENTRIES = (
    DeskAct(f"{PATH}/{{id}}/count", None, on_counted),
    DeskAct(f"{PATH}/{{id}}/held", None, on_held),
    DeskAct(f"{PATH}/{{id}}/paper", None, on_paper, largest=LARGEST),
    DeskAct(f"{PATH}/{{id}}/file", None, on_file),
    DeskAct(f"{PATH}/{{id}}/post", None, on_post),
)
