"""The same answer for several proposals that were marked: written once, shown for each, sent together or one by one.

It is the chat's own way: each gets an answer draft, all are previewed, and what was shown is sent.
"""

from collections.abc import Sequence
from functools import partial
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act, NotAllowed, Role
from bot.budget.proposal import Answer
from bot.chat.texts import Words
from bot.language.kyrgyz import clean, put_in_quotes
from bot.language.refusal import Refusal
from bot.office.answers import answer_drafts, linked, take_back
from bot.office.answers.answer_drafts import KeptForAll, Shown
from bot.office.answers.templates import filling
from bot.office.desk import sign_in
from bot.office.reads import alike, proposals
from bot.office.wording.answers.answer_words import compose_answer
from bot.web.desk.answers.answering import lead_to_next
from bot.web.desk.answers.at_hand import MOST_OF_A_KIND, find_author_language, make_form_words
from bot.web.desk.answers.fields import Written, read_answer
from bot.web.desk.desk import Desk, DeskAct, DeskPage, lead
from bot.web.desk.forms import Form, as_id
from bot.web.desk.guard import Seen
from bot.web.desk.proposal.card import Told
from bot.web.desk.proposal.refusals import say_refused
from bot.web.desk.said import tell
from bot.web.desk.talking import make_talk
from handlers.office.answers.being_written import find_other_language
from handlers.office.answers.for_all import MOST
from handlers.office.answers.for_all_words import say_left_out, warn_of_same_words
from handlers.shared.router import Talk
from storage.store import Store

PATH = f"{sign_in.PATH}/many"


def _read_ids(given: Sequence[str]) -> list[int]:
    return list(dict.fromkeys(id for id in map(as_id, given) if id))[:MOST]


async def on_marked(desk: Desk, seen: Seen, request: Request) -> Response:
    """The form of one answer for the marked ones, whose texts stand beside it."""
    return await _show_form(desk, seen, request, _read_ids(request.query_params.getlist("id")), Told())


async def _show_form(
    desk: Desk, seen: Seen, request: Request, ids: list[int], told: Told, *, status: int = 200
) -> Response:
    if not ids:
        return lead(sign_in.PATH)
    at = desk.clock()

    async def read(store: Store) -> dict[str, Any]:
        talk = make_talk(store, seen, at)
        every = (await linked.add_linked(store, ids=ids, by=seen.person))[:MOST]
        found = [(await proposals.read_to_answer(store, id=id, by=seen.person)).proposal for id in every]
        return {
            "ids": every,
            "texts": [(one.label, clean(one.text)) for one in found],
            "ready": await _list_ready(talk, every[0], every),
            **make_form_words(seen.words, await alike.list_reasons(store, id=ids[0], by=seen.person)),
        }

    try:
        found = await desk.office.database.read(read)
    except NotAllowed:
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language, form=told.form)
    values = {name: told.form[name] for name in ("decision", "reason", "amount", "line", "sentence", "other", "small")}
    title = seen.words.say_n("One answer for {n} proposal", "One answer for {n} proposals", len(found["ids"]))
    return await desk.show(
        seen, request, "many.html", title=title, status=status, told=told, values=values, said=say_many(seen.words),
        **found,
    )  # fmt: skip


async def _list_ready(talk: Talk, first: int, ids: list[int]) -> list[dict[str, str]]:
    # Earlier answers and templates that fit the first: each fills the form.
    found = [
        {
            "title": talk.say("As № {number}", number=one.label),
            "sentence": one.answer.sentence,
            "like": str(one.proposal_id),
            "template": "",
        }
        for one in (await alike.list_alike(talk.store, id=first, by=talk.person))[:MOST_OF_A_KIND]
    ]
    fitting = await filling.list_fitting(talk.store, ids=ids, by=talk.person)
    found += [
        {"title": put_in_quotes(one.name), "sentence": "", "like": "", "template": str(one.id)}
        for one in fitting.templates[:MOST_OF_A_KIND]
        if not one.with_sum
    ]
    return found


async def on_written(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Keeps the answer of each marked one as a draft, and leads to where each is shown before it leaves."""
    marked = [*form.list("ids"), *(form.list("similar") if form["every"] else ())]
    ids, words = _read_ids(marked), seen.words
    is_made = bool(form["like"] or form["template"])
    written = Written() if is_made else read_answer(form, words)
    if written.wrong or not ids:
        fields = dict(form.fields) | ({"small": [str(written.small)]} if written.small else {})
        return await _show_form(desk, seen, request, ids, Told("", Form(fields), written.wrong), status=422)
    left: list[KeptForAll] = []

    async def act(store: Store) -> str:
        talk = make_talk(store, seen, desk.clock())
        answered, empty = await _make_answers(talk, ids, written.answer, form)
        done = await answer_drafts.save_for_all(store, answered=answered, by=seen.person, at=talk.now)
        left.append(KeptForAll(done.kept, (*empty, *done.left_out), done.unready))
        return PATH

    try:
        await desk.do_once(seen, form, act)
    except (Refusal, NotAllowed) as refused:
        alert = await desk.office.database.read(partial(_say_refused, seen, desk.clock(), refused, ids[0]))
        return await _show_form(desk, seen, request, ids, Told(alert, form), status=409)
    return await _show_kept(desk, seen, request, ids, left[0] if left else None)


async def _make_answers(
    talk: Talk, ids: list[int], answer: Answer, form: Form
) -> tuple[dict[int, Answer], Sequence[str]]:
    if template := form.read_id("template"):
        filled = await filling.fill_for_all(talk.store, id=template, ids=ids, amount=None, by=talk.person)
        return filled.answered, filled.left_out
    if like := form.read_id("like"):
        found = await alike.list_alike(talk.store, id=ids[0], by=talk.person)
        answer = next((one.answer for one in found if one.proposal_id == like), answer)
    return dict.fromkeys(ids, answer), ()


async def _say_refused(seen: Seen, at: int, refused: Exception, id: int, /, store: Store) -> str:
    return await say_refused(make_talk(store, seen, at), refused, id)


async def _show_kept(desk: Desk, seen: Seen, request: Request, ids: list[int], done: KeptForAll | None) -> Response:
    # Each text beside what its author will read; nothing has left yet.
    at = desk.clock()

    async def read(store: Store) -> dict[str, Any]:
        talk = make_talk(store, seen, at)
        shown, rows, answered = list[Shown](), list[dict[str, Any]](), dict[int, Answer]()
        for id in ids:
            before = await proposals.read_to_preview(store, id=id, by=seen.person)
            draft = before.draft
            if (
                draft is None
                or draft.leaves_at is not None
                or (done is not None and id not in {one for one, _ in done.kept})
            ):
                continue
            language, writer = find_author_language(before), before.writer
            answered[id] = draft.answer
            shown.append((id, draft.saved_at))
            read = compose_answer(
                Words(language), before.proposal, draft.answer, revision=1, who=writer.title if writer else None,
                role=writer.role if writer else Role.STAFF, quotes=True,
            )  # fmt: skip
            rows.append({"read": read, "note": find_other_language(talk, language, draft.answer)})
        first = (await proposals.read_to_answer(store, id=ids[0], by=seen.person)).proposal
        warned = await warn_of_same_words(talk, first.aimak_id, first.budget_year, answered) if answered else ""
        left_out = say_left_out(talk, done.left_out, done.unready) if done is not None else ""
        return {
            "rows": rows,
            "shown": [f"{id}.{saved}" for id, saved in shown],
            "notes": [one for one in (left_out, warned) if one],
        }

    try:
        found = await desk.office.database.read(read)
    except NotAllowed:
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language)
    title = seen.words.say("The authors will read:") if found["rows"] else seen.words.say("There is nothing here.")
    return await desk.show(seen, request, "many_shown.html", title=title, said=say_many(seen.words), **found)


async def on_sent(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Sends what was shown, each as it was then; what changed meanwhile stays."""
    pairs = [one.partition(".") for one in form.list("shown")[:MOST]]
    shown = [(as_id(id), as_id(saved)) for id, _, saved in pairs]

    async def act(store: Store) -> str:
        at = desk.clock()
        pressed = await take_back.send_drafts(store, aimak_id=seen.aimak_id, shown=shown, by=seen.person, at=at)
        done = tell("many_to_head" if pressed.to_head else "many_sent", pressed_at=pressed.at, seconds=pressed.seconds)
        first = shown[0][0] if shown else 0
        return await lead_to_next(make_talk(store, seen, at), first, request, done, [id for id, _ in shown])

    try:
        return await desk.do_once(seen, form, act)
    except (Refusal, NotAllowed):
        return desk.refused.show(request, HTTPStatus.FORBIDDEN, language=seen.language)


def say_many(words: Any) -> dict[str, str]:
    """What stands on the pages of one answer for several."""
    return {
        "queue": words.say("To the list"),
        "about": words.say("Each is shown with its answer before anything leaves."),
        "use": words.say("Take this one"),
        "ready": words.say("Answers at hand"),
        "marked": words.say("Marked"),
        "send_all": words.say("Send all of them"),
    }


ENTRIES: tuple[DeskPage | DeskAct, ...] = (
    DeskPage(PATH, Act.ANSWER, on_marked),
    DeskAct(f"{PATH}/show", Act.ANSWER, on_written),
    DeskAct(f"{PATH}/send", Act.ANSWER, on_sent),
)
