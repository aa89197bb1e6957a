"""A priorities poll at the desk: opened until a day, announced, ballots of paper in one line, its result told."""

from functools import partial
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act
from bot.budget.polls.ballots import LEAST_CHOICES, BallotUnreadable, PollUnreadable
from bot.budget.workdays import find_day, start_of
from bot.chat.texts import LANGUAGES, Words
from bot.language.kyrgyz import clean
from bot.language.refusal import Refusal
from bot.office import years
from bot.office.criteria.sizes import read_sizes
from bot.office.desk import meanwhile, sign_in
from bot.office.desk.meanwhile import Thing
from bot.office.messenger_accounts import links
from bot.office.polls import announcing, polls
from bot.office.polls.words import compose_forward
from bot.office.reads import public
from bot.office.wording.notices import N_
from bot.web.desk.desk import Desk, DeskAct, DeskPage, Tab
from bot.web.desk.forms import Form, FormUnreadable
from bot.web.desk.guard import Seen
from bot.web.desk.papers.downloads import asking, bring, recording
from bot.web.desk.refused import choose_status
from bot.web.desk.said import say_done, tell
from bot.web.desk.stale.changed import read_as_of, say_changed
from bot.web.desk.typed import Typed
from storage.store import Store

PATH = f"{sign_in.PATH}/polls"
TAB = Tab(PATH, N_("Priorities poll"), Act.POLL)
_FILES = {"chart": "png", "sheet": "xlsx"}


async def on_poll(desk: Desk, seen: Seen, request: Request) -> Response:
    """The newest poll: its result once told, else what can be picked and its day. No count is shown before."""
    return await _show(desk, seen, request, Typed())


async def _show(
    desk: Desk, seen: Seen, request: Request, typed: Typed, *, asked: str = "", alert: str = ""
) -> Response:  # fmt: skip
    at = desk.clock()
    found = await desk.office.database.read(partial(_read, seen=seen, at=at, asked=asked))
    status = choose_status(alert, typed.wrong)
    return await desk.show(
        seen, request, "polls/poll.html", title=seen.words.say("Priorities poll"), typed=typed, status=status, alert=alert,
        asked=asked, done=say_done(seen.words, request.query_params, at=at) if status == HTTPStatus.OK else None, **found,
    )  # fmt: skip


async def _read(store: Store, *, seen: Seen, at: int, asked: str) -> dict[str, Any]:
    words = seen.words
    poll = await polls.find_newest(store, aimak_id=seen.aimak_id, by=seen.person)
    as_of = await meanwhile.find_newest(store, Thing("poll", poll.id)) if poll else 0
    sizes = await read_sizes(store, at=at)
    found: dict[str, Any] = {
        "id": poll.id if poll else 0, "as_of": as_of, "said": _say_page(words, sizes.poll_choices), "choices": [],
        "texts": [], "notice": "",
        "is_running": poll is not None and poll.told_at is None, "has_chart": False, "lines": [], "may_tell": False,
    }  # fmt: skip
    if poll is None:
        found["lines"] = [words.say("There is no poll yet. Residents pick three of your choices.")]
        return found
    if poll.told_at is not None:
        result = await polls.read_result(store, id=poll.id, at=at)
        return found | {"lines": polls.say_result(words, result).split("\n"), "has_chart": result.shown}
    found["choices"] = [text for _, text in await polls.list_choices(store, id=poll.id)]
    found["lines"] = [clean(poll.title)]
    if not polls.is_open(poll, at=at):
        found["lines"].append(words.say("Nobody votes any more. The result is not told yet."))
        return found
    day = words.day(find_day(poll.closes_at - 1))
    found["lines"].append(words.say("Last day to vote: {day}. Nobody sees a count before the end.", day=day))
    doors = await links.list_doors(store, f"{polls.LINK}{poll.id}", aimak_id=poll.aimak_id)
    found["texts"] = [
        (one, words.say("Text to forward"), compose_forward(Words(one), poll, [door.link for door in doors]))
        for one in LANGUAGES
    ]
    found["may_tell"] = await announcing.can_be_announced(store, poll, at=at)
    if asked == "tell" and found["may_tell"]:
        found["notice"] = "\n\n".join(
            await announcing.list_notice(store, id=poll.id, words=words, by=seen.person, at=at)
        )
    return found


def _say_page(words: Words, most: int) -> dict[str, str]:
    return {
        "new": words.say("New poll"),
        "text": words.say("The title, and the choices below it"),
        "text_about": words.say(
            "A poll has a title in the first line, and from {least} to {most} different choices below it.",
            least=LEAST_CHOICES, most=most,
        ),
        "day": words.say("The last day to vote"),
        "open": words.say("Open the poll"),
        "paper": words.say("Paper ballots"),
        "paper_about": words.say("The numbers of the choices, a semicolon between ballots. For example: 1 4 7; 2 3 5"),
        "enter": words.say("Enter"),
        "tell": words.say("Tell everybody"),
        "ask_tell": words.say("Shall we tell everybody who follows notices?"),
        "end": words.say("Tell the result"),
        "ask_end": words.say("The poll ends and everybody who voted hears the result. Go on?"),
        "stays": words.say("Not yet"),
        "chart": words.say("Chart"),
    }  # fmt: skip


async def on_opened(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Opens a poll until the end of a day."""
    words, at, typed = seen.words, desk.clock(), Typed.of(form, ("text", "day"))
    typed.values["text"] = typed["text"].replace("\r\n", "\n")
    day = typed.read_day("day", words, today=find_day(at))
    if day is None:
        return await _show(desk, seen, request, typed)

    async def act(store: Store) -> str:
        year = years.find_current_year(await public.read_aimak(store, id=seen.aimak_id), at=at)
        await polls.open_poll(
            store, aimak_id=seen.aimak_id, year=year, text=typed["text"], closes_at=start_of(day) + polls.DAY,
            by=seen.person, at=at,
        )  # fmt: skip
        return f"{PATH}?{tell('poll_open')}"

    try:
        return await desk.do_once(seen, form, act)
    except PollUnreadable:
        sizes = await desk.office.database.read(partial(read_sizes, at=at))
        typed.wrong["text"] = _say_page(words, sizes.poll_choices)["text_about"]
    except polls.ClosingOutOfRange:
        typed.wrong["day"] = words.say("A poll closes today or within three months.")
    except polls.PollOpen:
        alert = words.say("There is one poll at a time: please end the earlier one first.")
        return await _show(desk, seen, request, typed, alert=alert)
    return await _show(desk, seen, request, typed)


async def on_paper(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Enters ballots of paper, all or none."""
    words, at, id, typed = seen.words, desk.clock(), form.read_id("id"), Typed.of(form, ("paper",))

    async def act(store: Store) -> str:
        await _must_be_as_shown(store, seen, form, "told")
        await polls.enter_paper(store, id=id, text=typed["paper"], by=seen.person, at=at)
        return f"{PATH}?{tell('noted')}"

    try:
        return await desk.do_once(seen, form, act)
    except BallotUnreadable as refused:
        typed.wrong["paper"] = words.say(
            "Ballot {n} does not name numbers of the list, or too many. Nothing was entered.", n=refused.number
        )
        return await _show(desk, seen, request, typed)
    except (meanwhile.ChangedMeanwhile, polls.PollClosed) as refused:
        return await _show(desk, seen, request, typed, alert=await _say_refused(desk, seen, refused))


async def on_announced(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Shows the notice of the poll; once that was seen, tells those who follow notices."""
    id, at = form.read_id("id"), desk.clock()
    if not form["sure"]:
        return await _show(desk, seen, request, Typed(), asked="tell")

    async def act(store: Store) -> str:
        await _must_be_as_shown(store, seen, form, "told", "announced")
        await announcing.announce(store, id=id, by=seen.person, at=at)
        return f"{PATH}?{tell('poll_told')}"

    try:
        return await desk.do_once(seen, form, act)
    except (meanwhile.ChangedMeanwhile, polls.PollClosed) as refused:
        return await _show(desk, seen, request, Typed(), alert=await _say_refused(desk, seen, refused))


async def on_ended(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Ends the poll and tells the result, once that was asked."""
    id, at = form.read_id("id"), desk.clock()
    if not form["sure"]:
        return await _show(desk, seen, request, Typed(), asked="end")

    async def act(store: Store) -> str:
        await _must_be_as_shown(store, seen, form, "told")
        await polls.tell_result(store, id=id, by=seen.person, at=at)
        return PATH

    try:
        return await desk.do_once(seen, form, act)
    except (meanwhile.ChangedMeanwhile, polls.PollClosed) as refused:
        return await _show(desk, seen, request, Typed(), alert=await _say_refused(desk, seen, refused))


async def _must_be_as_shown(store: Store, seen: Seen, form: Form, *what: str) -> None:
    def concerns(done: meanwhile.Done) -> bool:
        return done.details.get("what") in what

    thing = Thing("poll", form.read_id("id"))
    await meanwhile.must_be_as_shown(store, thing, shown=read_as_of(form), by=seen.person, concerns=concerns)


async def _say_refused(desk: Desk, seen: Seen, refused: Refusal) -> str:
    if isinstance(refused, meanwhile.ChangedMeanwhile):
        return await say_changed(desk, seen, refused)
    return seen.words.say("This is not possible now.")


async def on_file(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """The result as a table or a picture, once it is told."""
    at, what = desk.clock(), form["do"]
    if what not in _FILES:
        raise FormUnreadable
    poll = await desk.office.database.read(
        partial(polls.find_newest, aimak_id=seen.aimak_id, by=seen.person)
    )  # fmt: skip
    if poll is None or poll.told_at is None:
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language)
    document = {"kind": "poll", "poll": poll.id, "form": _FILES[what], "language": seen.language, "at": at}
    records = recording(seen, Act.POLL, poll.aimak_id, at, what, object="poll", object_id=poll.id)
    return await bring(desk, seen, request, document, asks=asking(seen, Act.POLL, poll.aimak_id), records=records)


ENTRIES: tuple[DeskPage | DeskAct, ...] = (
    DeskPage(PATH, Act.POLL, on_poll),
    DeskAct(PATH, Act.POLL, on_opened),
    DeskAct(f"{PATH}/paper", Act.POLL, on_paper),
    DeskAct(f"{PATH}/tell", Act.POLL, on_announced),
    DeskAct(f"{PATH}/end", Act.POLL, on_ended),
    DeskAct(f"{PATH}/file", Act.POLL, on_file),
)
