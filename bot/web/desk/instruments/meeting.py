"""One focus group or meeting at the desk: corrected in its own form, removed once that was asked."""

from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.needs.meetings import Meeting, ProblemsUnreadable
from bot.budget.permissions import Act
from bot.language.kyrgyz import clean
from bot.office.desk import meanwhile
from bot.office.desk.meanwhile import Thing
from bot.office.needs import meetings
from bot.office.needs.waiting import say_refused
from bot.office.needs.words import name_meeting
from bot.office.plan.priorities import TooManyPriorities
from bot.office.reads import public
from bot.web.desk.desk import Desk, DeskAct, DeskPage
from bot.web.desk.forms import Form, as_id
from bot.web.desk.guard import Seen
from bot.web.desk.instruments.needs import FACTS, PATH, read_facts, say_form
from bot.web.desk.refused import choose_status
from bot.web.desk.said import tell
from bot.web.desk.stale.changed import read_as_of, say_changed
from bot.web.desk.typed import Typed
from storage.needs.meetings import KeptMeeting
from storage.store import Store


async def _read(desk: Desk, seen: Seen, id: int) -> tuple[KeptMeeting, str, int]:
    async def read(store: Store) -> tuple[KeptMeeting, str, int]:
        kept = await meetings.find_meeting(store, id=id, by=seen.person)
        villages = await public.list_villages(store, aimak_id=kept.aimak_id)
        named = {one.id: clean(one.name(seen.language)) for one in villages}
        as_of = await meanwhile.find_newest(store, Thing("needs", id))
        return kept, named.get(kept.meeting.village_id or 0, ""), as_of

    return await desk.office.database.read(read)


async def on_meeting(desk: Desk, seen: Seen, request: Request) -> Response:
    """One of them with what stands in it."""
    return await _show(desk, seen, request, None)


async def _show(
    desk: Desk, seen: Seen, request: Request, typed: Typed | None, *, is_asked: bool = False, alert: str = ""
) -> Response:
    words, id = seen.words, as_id(request.path_params["id"])
    kept, village, as_of = await _read(desk, seen, id)
    if kept.removed_at is not None and not alert:
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language)
    facts = kept.meeting.facts
    counted = {name: "" if n is None else str(n) for name, n in (("people", facts.people), ("women", facts.women))}
    shown = typed or Typed(
        {"day": str(facts.held_on), "place": facts.place, "problems": "\n".join(kept.meeting.problems), **counted}
    )
    status = choose_status(alert, shown.wrong)
    return await desk.show(
        seen, request, "instruments/meeting.html", title=name_meeting(words, kept, village), typed=shown, id=id, as_of=as_of,
        status=status, is_asked=is_asked, alert=alert, said=say_form(words) | {
            "list": words.say("Needs, meetings"),
            "keep": words.say("Save"),
            "remove": words.say("Remove it"),
            "sure": words.say("It goes from the list, and its problems are no priorities any more. Go on?"),
            "stays": words.say("Leave it"),
        },
    )  # fmt: skip


async def on_corrected(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Corrects its day, people, place and problems."""
    id, at, words, typed = as_id(request.path_params["id"]), desk.clock(), seen.words, Typed.of(form, FACTS)
    read = read_facts(typed, words, at)
    if read is None:
        return await _show(desk, seen, request, typed)
    facts, problems = read

    async def act(store: Store) -> str:
        await _must_be_as_shown(store, seen, form, id)
        was = (await meetings.find_meeting(store, id=id, by=seen.person)).meeting
        meeting = Meeting(was.kind, facts, problems, was.village_id, was.category)
        await meetings.correct_meeting(store, id=id, meeting=meeting, by=seen.person, at=at)
        return f"{PATH}?{tell('template_kept')}"

    try:
        return await desk.do_once(seen, form, act)
    except meetings.MeetingThere:
        alert = words.say("Such a group or meeting of that day stands in the list already. Please open it there.")
    except ProblemsUnreadable:
        alert = words.say("More problems than a meeting may name, or one stands there twice.")
    except meanwhile.ChangedMeanwhile as refused:
        alert = await say_changed(desk, seen, refused)
    except (meetings.TooManyMeetings, TooManyPriorities) as refused:
        alert = say_refused(words, type(refused))
    return await _show(desk, seen, request, typed, alert=alert)


async def on_removed(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Removes it, once that was asked."""
    id, at = as_id(request.path_params["id"]), desk.clock()
    if not form["sure"]:
        return await _show(desk, seen, request, None, is_asked=True)

    async def act(store: Store) -> str:
        await _must_be_as_shown(store, seen, form, id)
        await meetings.remove_meeting(store, id=id, by=seen.person, at=at)
        return f"{PATH}?{tell('noted')}"

    try:
        return await desk.do_once(seen, form, act)
    except meanwhile.ChangedMeanwhile as refused:
        return await _show(desk, seen, request, None, alert=await say_changed(desk, seen, refused))


async def _must_be_as_shown(store: Store, seen: Seen, form: Form, id: int) -> None:
    await meanwhile.must_be_as_shown(
        store, Thing("needs", id), shown=read_as_of(form), by=seen.person, concerns=lambda _: True
    )


ENTRIES: tuple[Any, ...] = (
    DeskPage(f"{PATH}/{{id}}", Act.NEEDS, on_meeting),
    DeskAct(f"{PATH}/{{id}}", Act.NEEDS, on_corrected),
    DeskAct(f"{PATH}/{{id}}/remove", Act.NEEDS, on_removed),
)
