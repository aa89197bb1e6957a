"""The openness checklist at the desk: its rows with their days, and what was published of each."""

from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.openness.due import find_row, name_row
from bot.budget.openness.rows import PARTS
from bot.budget.permissions import Act, NotAllowed
from bot.budget.workdays import find_day
from bot.chat.texts import Words
from bot.language.kyrgyz import clean
from bot.office import years
from bot.office.desk import sign_in
from bot.office.openness import entering
from bot.office.openness.checklist import Checklist, Line, read_lines
from bot.office.openness.words import CHANNELS, LANGUAGES, ROWS
from bot.office.openness.words import PARTS as PART_WORDS
from bot.office.reads import public
from bot.office.wording.notices import N_
from bot.web.desk.desk import Desk, DeskAct, DeskPage, Tab
from bot.web.desk.forms import Form, FormUnreadable, as_id
from bot.web.desk.guard import Seen
from bot.web.desk.instruments.one_file import LARGEST, settle_file
from bot.web.desk.papers.downloads import asking, bring, recording
from bot.web.desk.posted_files import as_uploader
from bot.web.desk.said import say_done, tell
from bot.web.desk.shown_files import hand_out
from bot.web.desk.typed import Typed
from storage.openness.entries import OpennessEntry
from storage.store import Store

PATH = f"{sign_in.PATH}/openness"
TAB = Tab(PATH, N_("Openness list"), Act.OPENNESS)
FIELDS = ("channel", "language", "day", "place")
FORMS = ("pdf", "xlsx")


@dataclass(frozen=True, slots=True)
class _Read:
    """The checklist of the current budget year."""

    year: int
    found: Checklist


async def _read(store: Store, seen: Seen, at: int) -> _Read:
    if not seen.aimak_id:
        raise NotAllowed(Act.OPENNESS)
    year = years.find_current_year(await public.read_aimak(store, id=seen.aimak_id), at=at)
    return _Read(year, await read_lines(store, aimak_id=seen.aimak_id, year=year, by=seen.person, at=at))


async def on_list(desk: Desk, seen: Seen, request: Request) -> Response:
    """Every row: what is published, what is due and what is late."""
    words, at = seen.words, desk.clock()
    read = await desk.office.database.read(partial(_read, seen=seen, at=at))
    found = read.found
    parts: dict[str, list[dict[str, Any]]] = {}
    for line in found.lines:
        part = words.say(PART_WORDS[PARTS[line.row]])
        parts.setdefault(part, []).append(_describe(words, line, at))
    return await desk.show(
        seen, request, "instruments/openness.html", title=words.say("Openness list"), parts=list(parts.items()),
        done=say_done(words, request.query_params, at=at),
        counted=words.say("The budget of {year}: published {n} / {all}.", year=read.year, n=found.done, all=len(found.lines)),
        said={
            "sheet": words.say("The checklist in both languages to print, or as a table."),
            "row": words.say("Document"),
            "stands": words.say("Where it stands"),
        },
    )  # fmt: skip


def _describe(words: Words, line: Line, at: int) -> dict[str, Any]:
    return {
        "name": name_row(line.row),
        "title": words.say(ROWS[line.row]),
        "late": line.is_late(find_day(at)),
        "done": line.published is not None,
        "stands": _say_standing(words, line, at),
    }


def _say_standing(words: Words, line: Line, at: int) -> str:
    if line.published is not None:
        day = line.published.day
        return words.say("published {day}", day=words.long_day(day)) if day else words.say("published")
    if line.due is None:
        return words.say("not published yet")
    said = words.long_day(line.due)
    return words.say("late since {day}", day=said) if line.is_late(find_day(at)) else words.say("due {day}", day=said)


async def on_row(desk: Desk, seen: Seen, request: Request) -> Response:
    """One row, what was entered of it, and the form of one more entry."""
    return await _show_row(desk, seen, request, Typed({"day": str(find_day(desk.clock()))}))


async def _show_row(desk: Desk, seen: Seen, request: Request, typed: Typed) -> Response:
    words, at, row = seen.words, desk.clock(), find_row(request.path_params["row"])
    if row is None:
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language)

    async def read(store: Store) -> tuple[Line, list[OpennessEntry]]:
        there = await _read(store, seen, at)
        found = await entering.list_entries(store, aimak_id=seen.aimak_id, year=there.year, row=row, by=seen.person)
        return next(one for one in there.found.lines if one.row is row), found

    line, entries = await desk.office.database.read(read)
    return await desk.show(
        seen, request, "instruments/openness_row.html", title=words.say(ROWS[row]), row=name_row(row), typed=typed,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if typed.wrong else HTTPStatus.OK, line=_describe(words, line, at),
        done=say_done(words, request.query_params, at=at) if not typed.wrong else None,
        entries=[_describe_entry(words, one) for one in entries],
        channels=[(value, words.say(title)) for value, title in CHANNELS.items()],
        languages=[(value, words.say(title)) for value, title in LANGUAGES.items()],
        said={
            "list": words.say("Openness list"),
            "entered": words.say("What was entered"),
            "new": words.say("It is published"),
            "channel": words.say("Where is it published?"),
            "language": words.say("In which language?"),
            "day": words.say("On which day?"),
            "place": words.say("The place or the link"),
            "photo": words.say("Photo"),
            "photo_about": words.say("A photo of it on the board, where there is one."),
            "added": words.say("Added"),
            "choose": words.say("Choose"),
            "enter": words.say("Enter"),
            "off": words.say("Take off"),
        },
    )  # fmt: skip


def _describe_entry(words: Words, one: OpennessEntry) -> dict[str, Any]:
    parts = [words.say(CHANNELS[one.channel]), words.say(LANGUAGES[one.language]), words.long_day(one.day)]
    parts += [clean(one.place)] if one.place else []
    return {"id": one.id, "said": ", ".join(parts), "photo": one.media_id is not None}


async def on_entered(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Enters that a row was published; each fault stands beside its field."""
    row, at, words, typed = find_row(request.path_params["row"]), desk.clock(), seen.words, Typed.of(form, FIELDS)
    if row is None:
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language)
    channel, language = typed.choose("channel", CHANNELS, words), typed.choose("language", LANGUAGES, words)
    day = typed.read_day("day", words, today=find_day(at))
    photo = await settle_file(desk, seen, form, typed, only_picture=True)
    if typed.wrong or channel is None or language is None or day is None:
        return await _show_row(desk, seen, request, typed)

    async def act(store: Store) -> str:
        there = await _read(store, seen, at)
        await entering.enter(
            store, aimak_id=seen.aimak_id, year=there.year, row=row, channel=channel, language=language, day=day,
            place=typed["place"], photo=photo, by=as_uploader(seen.person), at=at,
        )  # fmt: skip
        return f"{PATH}/{name_row(row)}?{tell('noted')}"

    with typed.beside("place", words):
        try:
            return await desk.do_once(seen, form, act)
        except entering.DayNotPast:
            typed.wrong["day"] = words.say("Please write today or an earlier day.")
    return await _show_row(desk, seen, request, typed)


async def on_removed(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Takes an entry off the list."""
    id, at, row = form.read_id("id"), desk.clock(), find_row(request.path_params["row"])
    if row is None:
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language)

    async def act(store: Store) -> str:
        await entering.remove(store, id=id, by=seen.person, at=at)
        return f"{PATH}/{name_row(row)}?{tell('noted')}"

    return await desk.do_once(seen, form, act)


async def on_photo(desk: Desk, seen: Seen, request: Request) -> Response:
    """The photo of an entry."""
    id = as_id(request.path_params["id"])
    file = await desk.office.database.read(partial(entering.find_photo, id=id, by=seen.person))
    if file is None:
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language)
    return await hand_out(desk, seen, request, file, f"openness-{id}")


async def on_sheet(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """The checklist in both languages to print, or as a table."""
    if form["form"] not in FORMS:
        raise FormUnreadable
    at = desk.clock()
    read = await desk.office.database.read(partial(_read, seen=seen, at=at))
    document = {
        "kind": "openness", "aimak_id": seen.aimak_id, "year": read.year, "form": form["form"],
        "language": seen.language, "at": at,
    }  # fmt: skip
    return await bring(
        desk, seen, request, document, asks=asking(seen, Act.OPENNESS, seen.aimak_id),
        records=recording(seen, Act.OPENNESS, seen.aimak_id, at, "sheet", year=read.year, form=form["form"]),
    )  # fmt: skip


ENTRIES: tuple[DeskPage | DeskAct, ...] = (
    DeskPage(PATH, Act.OPENNESS, on_list),
    DeskAct(f"{PATH}/sheet", Act.OPENNESS, on_sheet),
    DeskPage(f"{PATH}/photo/{{id}}", Act.OPENNESS, on_photo),
    DeskPage(f"{PATH}/{{row}}", Act.OPENNESS, on_row),
    DeskAct(f"{PATH}/{{row}}", Act.OPENNESS, on_entered, largest=LARGEST),
    DeskAct(f"{PATH}/{{row}}/remove", Act.OPENNESS, on_removed),
)
