"""A hearing is announced: a form, then the notice in both languages as it will be read, then it leaves."""

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.hearing import (
    HearingKind,
    HearingState,
    InThePast,
    PlaceMissing,
    Terms,
    count_days_ahead,
    find_year_heard,
)
from bot.budget.permissions import Act
from bot.budget.proposal import TextTooLong, check_text
from bot.budget.workdays import find_day, make_moment, move_to_bishkek
from bot.chat.texts import LANGUAGES, Words
from bot.language.kyrgyz import clean
from bot.language.times import is_at_night
from bot.office import years
from bot.office.hearings import hearings, left_out
from bot.office.hearings.hearings import YEARS_AHEAD, AnnouncedAlready, Announcement, check_terms
from bot.office.reads import public
from bot.office.rules import read_rules
from bot.office.wording import hearing_notices, hearing_words
from bot.web.desk import posted_files
from bot.web.desk.desk import Desk, DeskAct, DeskPage
from bot.web.desk.forms import Form
from bot.web.desk.guard import Seen
from bot.web.desk.hearings.card import PATH, find_path
from bot.web.desk.hearings.papers import KEPT, LARGEST, list_offered, settle_papers
from bot.web.desk.said import tell
from bot.web.desk.typed import Typed, mark_words
from storage.aimaks import Aimak
from storage.hearings import Hearing
from storage.store import Store

FIELDS = (
    "kind", "day", "time", "place", "agenda", "text_ky", "text_ru", "when", "send_day", "send_time", "sure", "night",
    "at_night", "as_is", *KEPT,
)  # fmt: skip
LONGEST_NOTICE = 1800  # characters of own words; both languages fit one post in a group
FIRST_HOUR = 9  # of the morning, unless the quiet hours last longer
WHEN = ("now", "morning", "at")


async def on_new(desk: Desk, seen: Seen, request: Request) -> Response:
    """The empty form."""
    return await _show_form(desk, seen, request, Typed({"kind": HearingKind.DRAFT.value, "when": "now"}))


async def _show_form(
    desk: Desk, seen: Seen, request: Request, typed: Typed, *, own: Mapping[str, str] | None = None
) -> Response:
    words = seen.words
    return await desk.show(
        seen, request, "hearings/new.html", title=words.say("Announce a hearing"), typed=typed,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if typed.wrong else HTTPStatus.OK,
        kinds=[(one.value, words.say(title)) for one, title in hearing_words.KIND_BUTTONS.items()],
        own=list((own or {}).items()), papers=list_offered(words),
        said=say_form(words) | {
            "own": words.say("The facts are changed, so the notice is composed anew. Your own words were:"),
            "papers": words.say("Papers"),
            "papers_about": words.say("Each is a photo or a document, together 20 MB. The notice names them."),
            "added": words.say("Added"),
            "take_off": words.say("Take it off"),
            "look": words.say("Show the notice"),
            "about": words.say("First you see the notice as residents will read it. Nothing is sent yet."),
        },
    )  # fmt: skip


def say_form(words: Words) -> dict[str, str]:
    """What the fields of a hearing are called."""
    return {
        "all": words.say("Budget hearings"),
        "kind": words.say("What it is about"),
        "day": words.say("The day"),
        "time": words.say("The time"),
        "place": words.say("The place"),
        "place_about": words.say("The village, the building, the room."),
        "agenda": words.say("The agenda"),
        "at_night": words.say("Yes, at night"),
        "wrong": words.say("Nothing is sent yet. Please look at the marked fields."),
        "change": words.say("Change"),
    }


def read_terms(desk: Desk, seen: Seen, typed: Typed) -> Terms | None:
    """When and where, as it was typed; None where a field says what is wrong."""
    words, at = seen.words, desk.clock()
    day, time = typed.read_day("day", words, today=find_day(at)), typed.read_time("time", words)
    if day is None or time is None:
        with typed.beside("place", words):
            check_terms(Terms(at + 1, typed["place"], typed["agenda"]), at=at)
        return None
    last = find_day(at).year + YEARS_AHEAD
    if day.year > last:
        typed.wrong["day"] = words.say("This day is too far away. Please name one by the end of {year}.", year=last)
        return None
    if is_at_night(time[0]) and typed["at_night"] != typed["time"]:
        clock = f"{time[0]:02}:{time[1]:02}"
        typed.wrong["at_night"] = words.say("{time} is at night. Is the hearing really then?", time=clock)
    terms = Terms(make_moment(day, *time), typed["place"], typed["agenda"].replace("\r\n", "\n"))
    try:
        return check_terms(terms, at=at)
    except InThePast:
        typed.wrong["day"] = words.say("That time is over. Please choose another.")
    except TextTooLong as refused:
        name = "place" if len(typed["place"]) > refused.limit else "agenda"
        typed.wrong[name] = words.say("At most {n} characters fit.", n=words.number(refused.limit))
    except PlaceMissing:
        typed.wrong["place"] = words.say("Where is it? The village, the building, the room.")
    return None


def read_own_words(typed: Typed, words: Words, composed: dict[str, str]) -> dict[str, str]:
    """The notice in the clerk's own words, by language, where it is not as it was composed."""
    own = {}
    for language, text in composed.items():
        name = f"text_{language}"
        given = clean(typed[name].replace("\r\n", "\n")).strip()
        if not given or given == clean(text).strip():
            continue
        with typed.beside(name, words):
            own[language] = check_text(given)
            if len(given) > LONGEST_NOTICE:
                raise TextTooLong(LONGEST_NOTICE)
    return own


def warn_of_left_out(typed: Typed, words: Words, own: Mapping[str, str], terms: Terms, aimak: Aimak) -> None:
    """Says once what the clerk's own words do not name; a tick leaves them as they are."""
    said = left_out.list_left_out(words, own, terms, aimak) if own else []
    if said and not typed["as_is"]:
        typed.wrong["as_is"] = " ".join(said)


async def on_posted(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Shows the notice, goes back to the form, or announces the hearing."""
    typed, words = Typed.of(form, FIELDS), seen.words
    kind = typed.choose("kind", set(HearingKind), words)
    terms = read_terms(desk, seen, typed)
    papers = await settle_papers(desk, seen, form, typed)
    if typed.wrong or kind is None or terms is None:
        return await _show_form(desk, seen, request, typed)
    aimak = await desk.office.database.read(lambda store: public.read_aimak(store, id=seen.aimak_id))
    planned = _plan(aimak, HearingKind(kind), terms, desk.clock())
    handed_out = {paper for paper, _, _ in papers}
    composed = {one: hearing_notices.compose_announcement(Words(one), planned, aimak, handed_out) for one in LANGUAGES}
    if form["do"] == "look":  # what the facts say now, unless it was shown before and changed by hand
        return await _show_notice(desk, seen, request, typed, planned=planned, composed=composed)
    own = read_own_words(typed, words, composed)
    if form["do"] == "edit":  # the notice is composed anew then
        return await _show_form(desk, seen, request, typed, own=own)
    warn_of_left_out(typed, words, own, terms, aimak)
    send_at = await _read_when(desk, seen, typed, planned)
    if typed.wrong:
        return await _show_notice(desk, seen, request, typed, planned=planned, composed=composed)
    announcement = Announcement(
        key=f"desk {seen.person.id} {form.key}", kind=planned.kind, terms=planned.terms, budget_year=planned.budget_year,
        texts=own, files=papers, send_at=send_at,
    )  # fmt: skip
    at, by = desk.clock(), posted_files.as_uploader(seen.person)  # from whom the materials are fetched

    async def act(store: Store) -> str:
        hearing, _ = await hearings.announce(
            store, announcement=announcement, by=by, aimak_id=seen.aimak_id, at=at, sure=bool(typed["sure"])
        )
        return find_path(hearing.id, f"?{tell('announced')}")

    try:
        return await desk.do_once(seen, form, act)
    except AnnouncedAlready as refused:
        alike = refused.hearing
        typed.wrong["sure"] = words.say(
            "A hearing like this one is announced already: {when}, {place}. Announce this one as well?",
            when=hearing_words.say_when(words, alike.terms),
            place=clean(alike.terms.place)[:60],
        )
    except InThePast:
        typed.wrong["when"] = words.say("The notice leaves after now and before the hearing: please name another time.")
    return await _show_notice(desk, seen, request, typed, planned=planned, composed=composed)


def _plan(aimak: Aimak, kind: HearingKind, terms: Terms, at: int) -> Hearing:
    year = find_year_heard(kind, on=find_day(terms.starts_at), current=years.find_current_year(aimak, at=at))
    return Hearing(0, aimak.id, year, kind, HearingState.SCHEDULED, at, None, None, 1, terms)


async def _show_notice(
    desk: Desk,
    seen: Seen,
    request: Request,
    typed: Typed,
    *,
    planned: Hearing,
    composed: dict[str, str],
) -> Response:
    words, at = seen.words, desk.clock()

    async def read(store: Store) -> tuple[list[str], int]:
        counted = await hearings.count_audience(store, by=seen.person, aimak_id=seen.aimak_id)
        people = sum(counted.values())
        lines = [words.say_n("Will be reached: {n} person.", "Will be reached: {n} people.", people)]
        lines += [
            f"{hearing_words.name_channel(words, channel)}, {hearing_words.name_language(words, language)}: {words.number(n)}"
            for (channel, language), n in sorted(counted.items())
        ]
        lines += await hearings.list_costs(store, words, by=seen.person, aimak_id=seen.aimak_id, at=at)
        if await hearings.is_late(store, starts_at=planned.terms.starts_at, at=at) is not None:
            wanted = (await read_rules(store, find_day(at))).notice_days
            lines.append(_say_late(words, count_days_ahead(at, planned.terms.starts_at), wanted))
        return lines, people

    lines, _ = await desk.office.database.read(read)
    for language, text in composed.items():
        typed.values[f"text_{language}"] = typed[f"text_{language}"] or text
    morning = move_to_bishkek(await _find_morning(desk)).hour
    return await desk.show(
        seen, request, "hearings/notice.html", title=words.say("Announce a hearing"), typed=typed, lines=lines,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if typed.wrong else HTTPStatus.OK, mark=mark_words(composed),
        hidden=(*FIELDS[:5], "at_night", *KEPT),
        whens=[
            ("now", words.say("Send now")),
            ("morning", words.say("Tomorrow {hour}:00", hour=morning)),
            ("at", words.say("At another time")),
        ],
        said=say_form(words) | {
            "read": words.say("Residents will read:"),
            "ky": words.say("The Kyrgyz text"),
            "ru": words.say("The Russian text"),
            "text_about": words.say("You may change the words. Then name the day, the time and the place yourself."),
            "when": words.say("When it leaves"),
            "send_day": words.say("The day it leaves"),
            "send_time": words.say("The time it leaves"),
            "night": words.say("Send at night"),
            "sure": words.say("Announce this one as well"),
            "as_is": words.say("Leave it as it is"),
            "send": words.say("Announce it"),
        },
    )  # fmt: skip


def _say_late(words: Words, ahead: int, wanted: int) -> str:
    days = hearing_words.say_days_before(words, wanted)
    if ahead == 0:
        return words.say("The hearing is today already; the notice should be out {wanted}.", wanted=days)
    return words.say_n(
        "Only {n} day is left; the notice should be out {wanted}.",
        "Only {n} days are left; the notice should be out {wanted}.",
        ahead,
        wanted=days,
    )


async def _find_morning(desk: Desk) -> int:
    day = date.fromordinal(find_day(desk.clock()).toordinal() + 1)
    rules = await desk.office.database.read(lambda store: read_rules(store, day))
    return rules.quiet.after(make_moment(day, FIRST_HOUR, 0))


async def _read_when(desk: Desk, seen: Seen, typed: Typed, planned: Hearing) -> int | None:
    # When the notice leaves, ms UTC; None for now, which in the night is asked once more.
    words, at = seen.words, desk.clock()
    chosen = typed.choose("when", WHEN, words)
    rules = await desk.office.database.read(lambda store: read_rules(store, find_day(at)))
    if chosen == "morning":
        return await _find_morning(desk)
    if chosen == "at":
        day = typed.read_day("send_day", words, today=find_day(at))
        time = typed.read_time("send_time", words)
        if day is None or time is None:
            return None
        moment = rules.quiet.after(make_moment(day, *time))
        if not at <= moment < planned.terms.starts_at:
            typed.wrong["send_day"] = words.say(
                "The notice leaves after now and before the hearing: please name another time."
            )
        return moment
    if chosen == "now" and rules.quiet.covers(at) and not typed["night"]:
        typed.wrong["night"] = words.say(
            "It is night, and a message may wake people. Send it now, or at {hour}:00?", hour=rules.quiet.end
        )
    return None


ENTRIES: tuple[Any, ...] = (
    DeskPage(f"{PATH}/new", Act.ANNOUNCE, on_new),
    DeskAct(f"{PATH}/new", Act.ANNOUNCE, on_posted, largest=LARGEST),
)
