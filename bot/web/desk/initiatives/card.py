"""One initiative at the desk, whole: its answers, files, papers, marks with their reasons, its decision, its money."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.initiative.application import LONGEST
from bot.budget.initiative.bounds import find_most
from bot.budget.initiative.course import LEAST_WHY, Course, Paper, Step, may_happen
from bot.budget.initiative.marks import LEAST_REASON, Criterion, count_points
from bot.budget.permissions import Act
from bot.budget.workdays import find_day
from bot.chat.texts import Words
from bot.language.kyrgyz import clean
from bot.office.desk.meanwhile import Thing, find_newest
from bot.office.initiatives import judging
from bot.office.initiatives.judging import NoInitiative
from bot.office.initiatives.words import (
    CRITERIA,
    DECISIONS,
    PAPERS,
    STEPS,
    list_answers,
    say_money,
    say_standing,
    say_step,
    say_sums,
)
from bot.office.messengers.languages import list_languages
from bot.office.reads import public
from bot.web.desk.desk import Desk, DeskPage
from bot.web.desk.forms import as_id
from bot.web.desk.guard import Seen
from bot.web.desk.initiatives.calls import CALLS, PATH
from bot.web.desk.instruments.one_file import MOST_FILES
from bot.web.desk.said import say_done
from bot.web.desk.shown_files import find_form, hand_out
from bot.web.desk.typed import Typed
from handlers.shared.wording import say_author_language
from storage.attachments.media import KeptFile
from storage.initiatives.calls import Call
from storage.initiatives.initiatives import Entry, Initiative
from storage.store import Store


@dataclass
class Refused:
    """What was typed into one of the forms and not taken; of is the form: a criterion, "decide" or "work"."""

    of: str = ""
    typed: Typed = field(default_factory=Typed)
    alert: str = ""
    kept: tuple[str, ...] = ()  # files of the work that came before, each by its mark
    sure: str = ""  # what is asked before it is done


async def on_initiative(desk: Desk, seen: Seen, request: Request) -> Response:
    """One initiative with what can be done to it now."""
    return await show_initiative(desk, seen, request, Refused())


async def show_initiative(desk: Desk, seen: Seen, request: Request, refused: Refused) -> Response:
    """The page of an initiative, with what was refused beside its field."""
    words, id = seen.words, as_id(request.path_params["id"])

    async def read(store: Store) -> dict[str, Any]:
        one, course, entries, call = await judging.read(store, id=id, by=seen.person)
        _, files = await judging.list_files(store, id=id, by=seen.person)
        reads = await list_languages(store, of=[one], act=Act.SEE_INITIATIVES, aimak_id=one.aimak_id, by=seen.person)
        for_head = (await public.read_aimak(store, id=one.aimak_id)).head_approves and not seen.may(Act.APPROVE)
        language = say_author_language(words, reads[one.id]) if one.id in reads else ""
        return {
            "as_of": await find_newest(store, Thing("initiative", id)), "call": call.id,
            **_describe(words, one, course, entries, call=call, language=language),
            "files": [_describe_file(words, one, n, file) for n, file in enumerate(files)],
            **(_describe_acts(words, course, entries, call, refused, for_head=for_head) if seen.may(Act.JUDGE) else {}),
        }  # fmt: skip

    try:
        found = await desk.office.database.read(read)
    except NoInitiative:
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language)
    wrong = HTTPStatus.UNPROCESSABLE_ENTITY if refused.typed.wrong else HTTPStatus.OK
    return await desk.show(
        seen, request, "initiatives/initiative.html", title=words.say("Initiatives"), id=id, **found, of=refused.of,
        alert=refused.alert, sure=refused.sure, status=HTTPStatus.CONFLICT if refused.alert else wrong,
        kept_files=refused.kept, calls=CALLS,
        done=say_done(words, request.query_params, at=desk.clock()) if not refused.of else None,
        said=_say_page(words),
    )  # fmt: skip


def _describe(
    words: Words, one: Initiative, course: Course, entries: list[Entry], *, call: Call, language: str
) -> dict[str, Any]:
    points = count_points(course.marks, call.rules)
    told = [entry for entry in entries if entry.happened.step in STEPS]
    decided = _find_last(entries, Step.DECIDED)
    lines = [
        language,
        *list_answers(words, one.answers, limit=LONGEST),
        say_sums(words, one.answers),
        words.say("Papers seen: {n} of {all}.", n=len(course.seen), all=len(Paper)),
        words.say("Points: {points} of 100.", points=words.percent(float(points))) if points is not None else "",
        words.say("Decision: {decision}.", decision=words.say(DECISIONS[course.decision])) if course.decision else "",
        words.say("Why: {text}", text=clean(decided.happened.text)) if decided else "",
        *say_money(words, course),
    ]
    return {
        "head": say_standing(words, one, course), "lines": list(filter(None, lines)),
        "steps": [f"{words.day(find_day(entry.at))}: {say_step(words, entry)}" for entry in told],
    }  # fmt: skip


def _describe_acts(
    words: Words, course: Course, entries: list[Entry], call: Call, refused: Refused, *, for_head: bool
) -> dict[str, Any]:
    steps = [step for step in judging.BY_OFFICE if may_happen(course, step)]
    decided = _find_last(entries, Step.DECIDED)
    kept = {"decision": decided.happened.what, "amount": str(decided.happened.amount or ""),
            "why": clean(decided.happened.text)} if decided else {}  # fmt: skip
    may_decide = may_happen(course, Step.DECIDED)
    return {
        "papers": [(one.value, words.say(title), one in course.seen) for one, title in PAPERS.items()]
        if may_happen(course, Step.SEEN) else [],
        "marks": [_describe_mark(words, one, entries, call, refused) for one in Criterion]
        if may_happen(course, Step.MARKED) else [],
        "decisions": [(one.value, words.say(title)) for one, title in DECISIONS.items()],
        "may_decide": may_decide and not for_head, "for_head": may_decide and for_head,
        "decide": refused.typed if refused.of == "decide" else Typed(kept), "over": decided.id if decided else 0,
        "most": words.say("At most {sum} is possible here.", sum=words.som(find_most(course))),
        "kinds": [(step.value, words.say(STEPS[step])) for step in steps],
        "work": refused.typed if refused.of == "work" else Typed(),
        "scale": call.rules.scale,
    }  # fmt: skip


def _describe_mark(
    words: Words, one: Criterion, entries: list[Entry], call: Call, refused: Refused
) -> dict[str, Any]:  # fmt: skip
    latest = _find_last(entries, Step.MARKED, one.value)
    kept = {"mark": str(latest.happened.amount), "reason": clean(latest.happened.text)} if latest else {}
    title = f"{words.say(CRITERIA[one])} ({call.rules.weights[one]})"
    return {"name": one.value, "title": title, "typed": refused.typed if refused.of == one.value else Typed(kept)}


def _find_last(entries: list[Entry], step: Step, what: str = "") -> Entry | None:
    found = [one for one in entries if one.happened.step is step and what in {"", one.happened.what}]
    return found[-1] if found else None


def _describe_file(words: Words, one: Initiative, n: int, file: KeptFile) -> dict[str, Any]:
    names = {"voice": words.say("Voice"), "photo": words.say("Photo")}
    return {
        "href": f"{PATH}/{one.id}/file/{n}",
        "name": f"{names.get(file.kind, words.say('File'))} {n + 1}",
        "shown": find_form(file),
    }


def _say_page(words: Words) -> dict[str, str]:
    return {
        "back": words.say("Back"),
        "save": words.say("Save the file"),
        "steps": words.say("What happened"),
        "papers": words.say("Which papers have you seen? A tick is kept, no copy."),
        "marks": words.say("Marks"),
        "mark": words.say("Mark"),
        "reason": words.say("Why this mark? One sentence."),
        "reason_about": words.say("A reason has at least {n} characters.", n=LEAST_REASON),
        "keep": words.say("Save"),
        "decide": words.say("Decide"),
        "decision": words.say("What is the decision?"),
        "choose": words.say("Choose"),
        "amount": words.say("How much is granted, in som?"),
        "why": words.say("Why? The applicant will read it: a sentence of at least {n} characters.", n=LEAST_WHY),
        "tell": words.say("Tell them"),
        "told": words.say("The applicant is told at once."),
        "stays": words.say("Not yet"),
        "head": words.say("Here the head decides on initiatives."),
        "work": words.say("Money and work"),
        "kind": words.say("What is new? The group will be told."),
        "words": words.say("In words: what was done, or by which paper it was paid"),
        "sum": words.say("Sum in som, for money alone"),
        "file": words.say("Photos and documents"),
        "file_about": words.say("No more than {n} files go with it.", n=MOST_FILES),
        "without": words.say("Without files"),
        "added": words.say("Added"),
    }


async def on_file(desk: Desk, seen: Seen, request: Request) -> Response:
    """Hands out a photo or a voice of an initiative."""
    id, n = as_id(request.path_params["id"]), request.path_params["n"]
    try:
        one, files = await desk.office.database.read(
            lambda store: judging.list_files(store, id=id, by=seen.person)
        )  # fmt: skip
    except NoInitiative:
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language)
    if not n.isascii() or not n.isdecimal() or len(n) > 4 or int(n) >= len(files):
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language)
    return await hand_out(desk, seen, request, files[int(n)], f"{one.label}-{int(n) + 1}")


ENTRIES: tuple[Any, ...] = (
    DeskPage(f"{PATH}/{{id}}", Act.SEE_INITIATIVES, on_initiative),
    DeskPage(f"{PATH}/{{id}}/file/{{n}}", Act.SEE_INITIATIVES, on_file),
)
