"""A notice of villages and themes at the desk: to whom, in which words. It is shown before it leaves."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act
from bot.chat.message import Message
from bot.language.by_language import choose_language
from bot.office.broadcasts import broadcasts, reach, topics
from bot.office.broadcasts.broadcasts import OverAlready, SentLately
from bot.office.broadcasts.topics import NoTopic
from bot.office.desk import sign_in
from bot.office.rules import find_end_of_night
from bot.office.wording import broadcast_progress, hearing_words, topic_words
from bot.office.wording.notices import N_
from bot.web.desk.desk import Desk, DeskAct, DeskPage, Tab
from bot.web.desk.forms import Form, FormUnreadable
from bot.web.desk.guard import Seen
from bot.web.desk.refused import choose_status
from bot.web.desk.said import say_done, tell
from bot.web.desk.typed import Typed
from storage.queue.broadcasts import BroadcastState
from storage.store import Store

PATH = f"{sign_in.PATH}/notices"
TAB = Tab(PATH, N_("Notice by theme"), Act.BROADCAST)
_ACTS = {"pause": broadcasts.pause, "resume": broadcasts.resume, "stop": broadcasts.cancel}


async def on_notices(desk: Desk, seen: Seen, request: Request) -> Response:
    """What is to be said, and what was sent."""
    return await _show(desk, seen, request, Typed(), ())


async def _show(
    desk: Desk, seen: Seen, request: Request, typed: Typed, chosen: tuple[str, ...], *, shows: bool = False,
    asked: int = 0, alert: str = "",
) -> Response:  # fmt: skip
    words, at = seen.words, desk.clock()

    async def read(store: Store) -> dict[str, Any]:
        of: dict[str, Any] = {"aimak_id": seen.aimak_id, "by": seen.person}
        audience = await topics.count_wanted(store, **of)
        rows = [
            (one, topic_words.name_topic(words, one, audience.villages), words.number(people), one in chosen)
            for one, people in audience.wanted.items()
        ]
        sent = [
            {
                "id": one.id,
                "title": words.say(broadcast_progress.KINDS[one.kind]),
                "when": hearing_words.say_moment(words, one.began_at or one.starts_at),
                "lines": broadcast_progress.say_progress(
                    words, one, progress, leaves=await reach.leaves_at(store, one, at=at)
                ).split("\n"),
                "pause": one.state in {BroadcastState.SCHEDULED, BroadcastState.SENDING},
                "resume": one.state is BroadcastState.PAUSED,
                "stop": one.finished_at is None and one.state is not BroadcastState.CANCELLED,
                "sure": one.id == asked,
            }
            for one, progress in await topics.list_sent(store, **of)
        ]
        found = {"topics": rows, "sent": sent, "notice": "", "lines": [], "warned": False, "may_send": False}
        return found | (await _preview(store, seen, typed, chosen, at) if shows else {})

    found = await desk.office.database.read(read)
    status = choose_status(alert, typed.wrong)
    return await desk.show(
        seen, request, "topics/notice.html", title=words.say("Notice by theme"), typed=typed, status=status, alert=alert,
        chosen=chosen, done=say_done(words, request.query_params, at=at) if not typed.values else None, **found,
        said={
            "to": words.say("Of which village or theme is the notice? It reaches those who asked for any of them."),
            "text": words.say("The text"),
            "text_about": words.say(
                "Write the notice: what, where, when, whom to ask. At most {n} characters; it goes out as you write it.",
                n=words.number(topics.LONGEST),
            ),
            "show": words.say("Show the notice"),
            "notice": words.say("So it will be read:"),
            "send": words.say("Send"),
            "sent": words.say("Notices sent"),
            "none": words.say("Nothing was sent yet."),
            "pause": words.say("Pause"),
            "resume": words.say("Go on"),
            "stop": words.say("Stop for good"),
            "sure": words.say("Yes, stop it"),
            "asked": words.say("Whoever has not been reached yet is told nothing. Stop it for good?"),
        },
    )  # fmt: skip


async def _preview(store: Store, seen: Seen, typed: Typed, chosen: tuple[str, ...], at: int) -> dict[str, Any]:
    words = seen.words
    of: dict[str, Any] = {"aimak_id": seen.aimak_id, "topics": chosen, "by": seen.person}
    texts = await topics.compose(store, aimak_id=seen.aimak_id, topics=chosen, text=typed["text"])
    people = await topics.count_reached(store, **of)
    lines = [
        words.say_n("It reaches {n} person.", "It reaches {n} people.", people)
        if people
        else words.say("Nobody has asked for this yet: it would reach nobody."),
        *await topics.list_costs(store, words, **of, at=at),
    ]
    warned = await topics.was_said_lately(store, aimak_id=seen.aimak_id, texts=texts, at=at)
    lines += [words.say("The same was sent a short while ago. Send it once more?")] if warned else []
    hour = await find_end_of_night(store, at=at)
    lines += [words.say("It is night: it leaves at {hour}:00.", hour=hour)] if hour is not None else []
    notice = Message.from_json(choose_language(texts, words.language)).text
    return {"notice": notice, "lines": lines, "warned": warned, "may_send": bool(people)}


async def on_sent(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Shows a notice and whom it reaches, and whether a colleague sent the same. Once that was seen, sends it."""
    words, at, typed = seen.words, desk.clock(), Typed({"text": form["text"].replace("\r\n", "\n")})
    chosen = tuple(sorted(set(form.list("topics"))))
    with typed.beside("text", words):
        topics.check_words(typed["text"])
    known = await desk.office.database.read(lambda store: topics.list_topics(store, aimak_id=seen.aimak_id))
    if not chosen or not set(chosen) <= known.keys():
        typed.wrong["topics"] = words.say("Please choose at least one village or theme.")
        chosen = tuple(one for one in chosen if one in known)
    if typed.wrong or not form["sure"]:
        return await _show(desk, seen, request, typed, chosen, shows=not typed.wrong)

    async def act(store: Store) -> str:
        await topics.send(
            store, key=f"desk:{form.key}", aimak_id=seen.aimak_id, topics=chosen, text=typed["text"], by=seen.person, at=at,
            sure=bool(form["warned"]),
        )  # fmt: skip
        return f"{PATH}?{tell('posted_notice')}"

    try:
        return await desk.do_once(seen, form, act)
    except SentLately:  # by a colleague, since this was shown
        return await _show(desk, seen, request, typed, chosen, shows=True)
    except NoTopic:
        typed.wrong["topics"] = words.say("Please choose at least one village or theme.")
        return await _show(desk, seen, request, typed, ())


async def on_changed(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Pauses a notice, lets it go on, or stops it for good, which is asked first."""
    id, at, what = form.read_id("id"), desk.clock(), form["do"]
    if what not in _ACTS:
        raise FormUnreadable
    if what == "stop" and not form["sure"]:
        return await _show(desk, seen, request, Typed(), (), asked=id)

    async def act(store: Store) -> str:
        if (await broadcasts.authorised(store, id=id, by=seen.person)).hearing_id:
            raise OverAlready  # those of a hearing stand on its page
        await _ACTS[what](store, id=id, by=seen.person, at=at)
        return f"{PATH}?{tell('noted')}"

    try:
        return await desk.do_once(seen, form, act)
    except OverAlready:
        return await _show(desk, seen, request, Typed(), (), alert=seen.words.say("It is over already."))


ENTRIES: tuple[DeskPage | DeskAct, ...] = (
    DeskPage(PATH, Act.BROADCAST, on_notices),
    DeskAct(PATH, Act.BROADCAST, on_sent),
    DeskAct(f"{PATH}/change", Act.BROADCAST, on_changed),
)
