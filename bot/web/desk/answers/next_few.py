"""The next few proposals of a list on one page, each in full beside the answer at hand.

What stays marked is sent by one press, which is taken back as a whole. Each answer leaves only as it was shown.
"""

import zlib
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act, NotAllowed
from bot.language.kyrgyz import clean
from bot.language.refusal import Refusal
from bot.office.desk import sign_in
from bot.office.reads import office_lists, proposals
from bot.web.desk.answers.answering import send_answer
from bot.web.desk.answers.at_hand import list_ready_answers
from bot.web.desk.answers.fields import read_answer, read_linked
from bot.web.desk.chosen import Chosen, read_chosen
from bot.web.desk.desk import Desk, DeskAct, DeskPage
from bot.web.desk.forms import Form, as_id
from bot.web.desk.guard import Seen
from bot.web.desk.proposal.card import say_card
from bot.web.desk.said import say_done
from bot.web.desk.talking import make_talk
from handlers.office.answers.for_all_words import say_left_out, warn_of_same_words
from handlers.office.queue.card.lines import part_card_lines
from handlers.office.queue.lists import WORK
from handlers.shared.router import Talk
from storage.store import Store

PATH = f"{sign_in.PATH}/next"
MOST = 3  # proposals of a page


async def on_next(desk: Desk, seen: Seen, request: Request) -> Response:
    """The next few of the list that is worked through."""
    return await _show(desk, seen, request)


async def _show(
    desk: Desk,
    seen: Seen,
    request: Request,
    *,
    notes: tuple[str, ...] = (),
    ids: tuple[int, ...] = (),
    sure: bool = False,
) -> Response:
    # ids are those that were shown before, where they are shown once more.
    at, query, words = desk.clock(), request.query_params, seen.words
    chosen = read_chosen(query)

    async def read(store: Store) -> list[dict[str, Any]]:
        talk = make_talk(store, seen, at)
        found = ids or await _list_next(talk, request)
        return [await _read_row(talk, id) for id in found]

    rows = await desk.office.database.read(read)
    return await desk.show(
        seen, request, "next_few.html", title=words.say("The next three"), rows=rows, notes=notes, sure=sure,
        here_query=chosen.query(page=""), done=say_done(words, query, at=at), card=say_card(words),
        any_ready=any(row["ready"] for row in rows), last=rows[-1]["id"] if rows else 0,
        said={
            "about": words.say("Each stands here as its author will read it. Take the mark off where it does not fit."),
            "send": words.say("Send the marked"),
            "mark": words.say("Send this answer"),
            "none": words.say("There is no answer at hand."),
            "empty": words.say("There is nothing here."),
            "open": words.say("Open"),
            "more": words.say("More"),
        },
    )  # fmt: skip


async def _list_next(talk: Talk, request: Request) -> list[int]:
    chosen, after = read_chosen(request.query_params), as_id(request.query_params.get("after", ""))
    found = list[int]()
    if chosen.list.list not in WORK:
        return found
    for behind in dict.fromkeys((after, 0)):  # what was left out comes again, once nothing else is there
        found = await _list_behind(talk, chosen, behind)
        if found:
            break
    return found


async def _list_behind(talk: Talk, chosen: Chosen, after: int) -> list[int]:
    found = list[int]()
    for _ in range(MOST):
        following = await office_lists.find_next(
            talk.store, which=chosen.list.list, by=talk.person, aimak_id=int(talk.person.aimak_id or 0), at=talk.now,
            after=found[-1] if found else after, but=found, narrow=chosen.narrow,
        )  # fmt: skip
        if following is None:
            break
        found.append(following)
    return found


async def _read_row(talk: Talk, id: int) -> dict[str, Any]:
    known = await proposals.read_proposal(talk.store, id=id, by=talk.person, offers=False)
    head, about, lines = part_card_lines(talk, known)
    ready = next((one for one in await list_ready_answers(talk, known, most=1) if not one["needs_sum"]), None)
    return {
        "id": id,
        "label": known.proposal.label,
        "head": head,
        "about_text": about,
        "text": clean(known.proposal.text),
        "lines": lines,
        "ready": ready,
        "shown": f"{id}.{known.proposal.revision}.{_mark(ready)}" if ready else "",
    }


def _mark(ready: Mapping[str, Any]) -> int:
    # Of what was shown: an answer that would read otherwise by now has another.
    return zlib.crc32("\n".join([*ready["fields"].values(), *(line for _, line in ready["read"])]).encode())


async def on_sent(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Sends those that are marked, each as it was shown; the next few are opened."""
    shown = [one.split(".") for one in form.list("shown")[:MOST]]
    wanted = {as_id(one[0]): ".".join(one) for one in shown}
    warned = "" if form["sure"] or not wanted else await _warn(desk, seen, list(wanted))
    if warned:
        return await _show(desk, seen, request, notes=(warned,), ids=tuple(wanted), sure=True)
    chosen, left = read_chosen(request.query_params), list[str]()

    async def act(store: Store) -> str:
        talk, done = make_talk(store, seen, desk.clock()), ""
        left.clear()
        for id, one in wanted.items():
            row = await _read_row(talk, id)
            try:
                if row["shown"] != one:
                    raise NotAllowed(Act.ANSWER)
                done = await _send(talk, id, one, row["ready"])
            except (Refusal, NotAllowed):
                left.append(row["label"])
        done = done.replace("said=sent", "said=many_sent").replace("said=to_head", "said=many_to_head")
        ends = [f"after={form.read_id('last')}", *filter(None, [_drop_number(done)])]
        long = f"{PATH}?{'&'.join(filter(None, (chosen.query(page=''), *ends)))}"
        return long if len(long) <= 200 else f"{PATH}?{'&'.join(ends)}"

    answer = await desk.do_once(seen, form, act)
    if left:
        notes = (await desk.office.database.read(lambda store: _say_left(make_talk(store, seen, desk.clock()), left)),)
        return await _show(desk, seen, request, notes=notes)
    return answer


async def _send(talk: Talk, id: int, shown: str, ready: Mapping[str, Any]) -> str:
    fields = {name: [value] for name, value in ready["fields"].items()}
    form = Form({**fields, "read": [shown.split(".")[1]], "revision": ["1"]})
    written = read_answer(form, talk.words)
    if written.wrong:
        raise NotAllowed(Act.ANSWER)
    return await send_answer(talk, id, written.answer, form, read_linked(form))


def _drop_number(done: str) -> str:
    return "&".join(one for one in done.split("&") if one and not one.startswith("number="))


async def _say_left(talk: Talk, labels: list[str]) -> str:
    return say_left_out(talk, labels)


async def _warn(desk: Desk, seen: Seen, ids: list[int]) -> str:
    # Said once before they leave: that a sentence would stand under more answers than criterion 6 takes.
    async def read(store: Store) -> str:
        talk, answered = make_talk(store, seen, desk.clock()), dict[int, Any]()
        for id in ids:
            row = await _read_row(talk, id)
            if row["ready"]:
                answered[id] = row["ready"]["answer"]
        if not answered:
            return ""
        first = (await proposals.read_to_answer(store, id=ids[0], by=seen.person)).proposal
        return await warn_of_same_words(talk, first.aimak_id, first.budget_year, answered)

    return await desk.office.database.read(read)


ENTRIES: tuple[DeskPage | DeskAct, ...] = (DeskPage(PATH, Act.ANSWER, on_next), DeskAct(PATH, Act.ANSWER, on_sent))
