"""Needs and meetings at the desk: what came out, one more meeting, the filled table, the list."""

from functools import partial
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.needs.meetings import (
    IN_VILLAGE,
    LONGEST_PLACE,
    MOST_PROBLEMS,
    Category,
    Facts,
    FactsUnreadable,
    Kind,
    Meeting,
    ProblemsUnreadable,
    check_facts,
    read_problems,
)
from bot.budget.permissions import Act, NotAllowed
from bot.budget.workdays import find_day
from bot.chat.paging import cut_page
from bot.chat.texts import Words
from bot.language.kyrgyz import clean
from bot.office import years
from bot.office.desk import sign_in
from bot.office.needs import meetings, needs_file
from bot.office.needs.waiting import say_entered, say_refused
from bot.office.needs.words import CATEGORIES, KINDS, WRONG_FACTS, name_meeting, say_needs
from bot.office.plan.priorities import TooManyPriorities
from bot.office.reads import public
from bot.office.wording.notices import N_
from bot.web.desk.desk import Desk, DeskAct, DeskPage, Tab
from bot.web.desk.forms import Form, FormUnreadable, as_id
from bot.web.desk.guard import Seen
from bot.web.desk.instruments.spreadsheets import LARGEST, read_brought
from bot.web.desk.papers.downloads import asking, bring, recording
from bot.web.desk.refused import choose_status
from bot.web.desk.said import list_turns, say_done, tell
from bot.web.desk.typed import Typed
from storage.aimaks import Village
from storage.needs.meetings import KeptMeeting
from storage.store import Store

PATH = f"{sign_in.PATH}/needs"
TAB = Tab(PATH, N_("Needs, meetings"), Act.NEEDS)
FACTS = ("day", "people", "women", "place", "problems")
FIELDS = ("kind", "village", "category", *FACTS)
SHOWN = 30  # meetings of a page
_LONGEST_COUNT = 9  # digits
_FILES = {"chart", "sheet"}


async def find_year(store: Store, seen: Seen, at: int) -> int:
    """The current budget year of the office. Raises NotAllowed where somebody has none."""
    if not seen.aimak_id:
        raise NotAllowed(Act.NEEDS)
    return years.find_current_year(await public.read_aimak(store, id=seen.aimak_id), at=at)


async def on_needs(desk: Desk, seen: Seen, request: Request) -> Response:
    """What came out so far, and how one is entered."""
    return await _show(desk, seen, request, Typed())


async def _show(
    desk: Desk,
    seen: Seen,
    request: Request,
    typed: Typed,
    *,
    faults: tuple[str, ...] = (),
    took: str = "",
    alert: str = "",
) -> Response:
    words, at, number = seen.words, desk.clock(), as_id(request.query_params.get("page", ""))

    async def read(store: Store) -> tuple[int, list[KeptMeeting], list[Village]]:
        year = await find_year(store, seen, at)
        found = await meetings.list_meetings(store, aimak_id=seen.aimak_id, year=year, by=seen.person)
        return year, found, await public.list_villages(store, aimak_id=seen.aimak_id)

    year, found, villages = await desk.office.database.read(read)
    page = cut_page(sorted(found, key=lambda one: (one.meeting.facts.held_on, one.id), reverse=True), number, SHOWN)
    named = {one.id: clean(one.name(words.language)) for one in villages}
    turns = list_turns(words, page)
    status = choose_status(alert, typed.wrong or faults)
    return await desk.show(
        seen, request, "instruments/needs.html", title=words.say("Needs, meetings"), typed=typed, faults=faults, took=took,
        status=status, alert=alert, turns=turns, lines=say_needs(words, year, found).split("\n"), any=bool(found),
        done=say_done(words, request.query_params, at=at) if status == HTTPStatus.OK and not took else None,
        rows=[(one.id, name_meeting(words, one, named.get(one.meeting.village_id or 0, ""))) for one in page.rows],
        kinds=[(kind.value, words.say(title)) for kind, title in KINDS.items()],
        categories=[(one.value, words.say(title)) for one, title in CATEGORIES.items()],
        villages=[(str(id), name) for id, name in named.items()], longest=LONGEST_PLACE, said=say_form(words) | {
            "new": words.say("Enter one"),
            "kind": words.say("What was held?"),
            "village": words.say("Village"),
            "village_about": words.say("For a focus group or a village meeting."),
            "category": words.say("Whom did the group bring together?"),
            "category_about": words.say("For a focus group alone."),
            "choose": words.say("Choose"),
            "priorities": words.say("What a meeting names becomes a priority that proposals can be tied to."),
            "all": words.say("All of them"),
            "chart": words.say("Chart"),
            "many": words.say("Many at once"),
            "take": words.say("Download"),
            "file": words.say("The filled table, .xlsx"),
            "drop": words.say("Choose the file, or drop it here."),
            "bring": words.say("Enter all of them"),
        },
    )  # fmt: skip


def say_form(words: Words) -> dict[str, str]:
    """What stands above the fields of a meeting."""
    return {
        "day": words.say("Day"),
        "people": words.say("People"),
        "women": words.say("Women among them"),
        "place": words.say("Place"),
        "problems": words.say("Problems"),
        "problems_about": words.say("A line each, the most important first; at most {n}.", n=MOST_PROBLEMS),
        "keep": words.say("Enter"),
    }


def read_facts(typed: Typed, words: Words, at: int) -> tuple[Facts, tuple[str, ...]] | None:
    """The facts and the problems that were typed; None where something beside a field says what is wrong."""
    day = typed.read_day("day", words, today=find_day(at))
    counts = {name: _count(typed, name, words) for name in ("people", "women")}
    problems: tuple[str, ...] = ()
    try:
        problems = read_problems(typed["problems"])
    except ProblemsUnreadable:
        said = words.say("Please write from 1 to {most} different problems in words, a line each.", most=MOST_PROBLEMS)
        typed.wrong["problems"] = said
    if day is None or typed.wrong:
        return None
    try:
        facts = Facts(day, " ".join(clean(typed["place"]).split()), counts["people"], counts["women"])
        return check_facts(facts, today=find_day(at)), problems
    except FactsUnreadable as refused:
        typed.wrong[refused.why] = words.say(WRONG_FACTS[refused.why])
    return None


def _count(typed: Typed, name: str, words: Words) -> int | None:
    said = typed[name].strip()
    if not said:
        return None
    if not (said.isascii() and said.isdecimal() and len(said) <= _LONGEST_COUNT):
        typed.wrong[name] = words.say("Such a number of people cannot be.")
        return None
    return int(said)


async def on_entered(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Enters one meeting; the same once more corrects it."""
    words, at, typed = seen.words, desk.clock(), Typed.of(form, FIELDS)
    villages = await desk.office.database.read(partial(public.list_villages, aimak_id=seen.aimak_id))
    chosen = typed.choose("kind", set(Kind), words)
    kind = Kind(chosen) if chosen else None
    if typed["village"] or (kind in IN_VILLAGE and villages):
        typed.choose("village", {str(one.id) for one in villages}, words)
    if kind is Kind.FOCUS:
        typed.choose("category", set(Category), words)
    elif typed["category"] and kind:
        typed.wrong["category"] = words.say("Only a focus group is of one group of people.")
    read = read_facts(typed, words, at)
    if read is None or kind is None or typed.wrong:
        return await _show(desk, seen, request, typed)
    category = Category(typed["category"]) if typed["category"] else None
    meeting = Meeting(kind, *read, as_id(typed["village"]) or None, category)

    async def act(store: Store) -> str:
        year = await find_year(store, seen, at)
        await meetings.put_meetings(
            store, aimak_id=seen.aimak_id, year=year, meetings=[meeting], by=seen.person, at=at
        )  # fmt: skip
        return f"{PATH}?{tell('template_kept')}"

    try:
        return await desk.do_once(seen, form, act)
    except ProblemsUnreadable:
        typed.wrong["problems"] = words.say("More problems than a meeting may name, or one stands there twice.")
        return await _show(desk, seen, request, typed)
    except (meetings.TooManyMeetings, TooManyPriorities) as refused:
        return await _show(desk, seen, request, typed, alert=say_refused(words, type(refused)))


async def on_brought(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Takes a filled table whole, or names each cell that is to be mended. The same file twice changes nothing."""
    words, at, typed = seen.words, desk.clock(), Typed()
    cells = await read_brought(seen, form, typed, needs_file.list_headings())
    if cells is None:
        return await _show(desk, seen, request, typed)
    villages = await desk.office.database.read(partial(public.list_villages, aimak_id=seen.aimak_id))
    read, faults = needs_file.read_needs_file(cells, villages=villages, today=find_day(at))
    if faults:
        return await _show(desk, seen, request, typed, faults=tuple(needs_file.say_faults(words, faults).split("\n")))

    async def act(store: Store) -> meetings.Entered:
        year = await find_year(store, seen, at)
        return await meetings.put_meetings(
            store, aimak_id=seen.aimak_id, year=year, meetings=read, by=seen.person, at=at
        )  # fmt: skip

    try:
        entered = await desk.office.database.write(act)
    except ProblemsUnreadable:
        alert = words.say("More problems than a meeting may name, or one stands there twice.")
        return await _show(desk, seen, request, typed, alert=alert)
    except (meetings.TooManyMeetings, TooManyPriorities) as refused:
        return await _show(desk, seen, request, typed, alert=say_refused(words, type(refused)))
    return await _show(desk, seen, request, typed, took=say_entered(words, entered))


async def on_file(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """The table to fill in, or the picture of what is needed most."""
    at, what = desk.clock(), form["do"]
    if what not in _FILES:
        raise FormUnreadable
    year = await desk.office.database.read(partial(find_year, seen=seen, at=at))
    document = {
        "kind": "needs", "what": what, "aimak_id": seen.aimak_id, "year": year, "language": seen.language,
        "at": at,
    }  # fmt: skip
    return await bring(
        desk, seen, request, document, asks=asking(seen, Act.NEEDS, seen.aimak_id),
        records=recording(seen, Act.NEEDS, seen.aimak_id, at, what, year=year),
    )  # fmt: skip


ENTRIES: tuple[DeskPage | DeskAct, ...] = (
    DeskPage(PATH, Act.NEEDS, on_needs),
    DeskAct(PATH, Act.NEEDS, on_entered),
    DeskAct(f"{PATH}/table", Act.NEEDS, on_brought, largest=LARGEST),
    DeskAct(f"{PATH}/file", Act.NEEDS, on_file),
)
