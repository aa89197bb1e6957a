"""Answering at the desk: form, preview, then it is sent, kept, approved or given back.

After sending, the proposal that awaits an answer next in the same list is opened at once.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act, NotAllowed
from bot.budget.proposal import Answer
from bot.language.refusal import Refusal
from bot.office.answers import access, answers, linked, told
from bot.office.answers.take_back import Pressed
from bot.office.answers.templates import filling
from bot.office.desk import sign_in
from bot.office.reads import office_lists, proposals
from bot.web.desk.answers.at_hand import is_approval, list_fields, list_preview, make_form_words
from bot.web.desk.answers.beside import LARGEST, list_beside, say_field, settle_files
from bot.web.desk.answers.fields import Linked, Written, read_answer, read_linked
from bot.web.desk.chosen import read_chosen
from bot.web.desk.desk import Desk, DeskAct, DeskPage
from bot.web.desk.forms import Form, as_id
from bot.web.desk.guard import Seen
from bot.web.desk.proposal.card import Told, say_card, show_card
from bot.web.desk.proposal.refusals import do, drop_said, lead_to_card, show_refused
from bot.web.desk.said import tell
from bot.web.desk.talking import make_talk
from handlers.office.answers.for_all_words import warn_of_same_words
from handlers.office.queue.lists import WORK
from handlers.shared.router import Talk
from storage.store import Store

P = f"{sign_in.PATH}/p/{{id}}"
_HIDDEN = ("read", "revision", "over", "template", "small")


async def on_preview(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Shows the answer exactly as its author will read it, with all that is said beside it in the chat."""
    id, at = as_id(request.path_params["id"]), desk.clock()
    form, written = await _read_written(desk, seen, request, form)
    if written.wrong:
        return await _show_wrong(desk, seen, request, form, written)

    async def read(store: Store) -> dict[str, Any]:
        talk = make_talk(store, seen, at)
        before = await proposals.read_to_preview(store, id=id, by=seen.person)
        revision = max(1, form.read_id("revision"))
        return {
            "label": before.proposal.label,
            "text": before.proposal.text,
            "preview": await list_preview(talk, before, written.answer, revision=revision),
            "linked": [f"{one.id}.{one.revision}" for one in before.linked] if revision == 1 else [],
            "beside": await list_beside(talk, id, written.answer.files),
        }

    try:
        found = await desk.office.database.read(read)
    except (Refusal, NotAllowed) as refused:
        return await show_refused(desk, seen, request, form, refused)
    fields = list_fields(written.answer) | {name: form[name] for name in (*_HIDDEN, "files")}
    return await desk.show(
        seen, request, "preview.html", title=f"№ {found['label']}", **found, id=id, fields=fields,
        act_key=form.key, here_query=drop_said(request.url.query), 
        said=say_card(seen.words) | say_preview(seen.words) | say_field(seen.words),
        words=make_form_words(seen.words, [])["say"],
    )  # fmt: skip


async def _read_written(desk: Desk, seen: Seen, request: Request, form: Form) -> tuple[Form, Written]:
    # The answer of a form, and the form with the files that it has now.
    form, wrong = await settle_files(desk, seen, as_id(request.path_params["id"]), form)
    written = read_answer(form, seen.words)
    return form, written if not wrong else replace(written, wrong=written.wrong | {"file": wrong})


async def _show_wrong(desk: Desk, seen: Seen, request: Request, form: Form, written: Written) -> Response:
    fields = dict(form.fields) | ({"small": [str(written.small)]} if written.small else {})
    told = Told(
        seen.words.say("Something is still to be mended: it is said beside the field."), Form(fields), written.wrong
    )
    return await show_card(desk, seen, request, as_id(request.path_params["id"]), told, status=422)


async def on_sent(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Sends the answer, or puts it before the head; then the next one is opened."""
    form, written = await _read_written(desk, seen, request, form)
    if written.wrong:
        return await _show_wrong(desk, seen, request, form, written)
    if form["hand"] and await _is_copied(desk, seen, request, written.answer):
        return await on_preview(desk, seen, request, form)

    async def act(talk: Talk, id: int) -> str:
        also = read_linked(form)
        done = await send_answer(talk, id, written.answer, form, also)
        return await lead_to_next(talk, id, request, done, [one for one, _ in also])

    return await do(desk, seen, request, form, act)


async def _is_copied(desk: Desk, seen: Seen, request: Request, answer: Answer) -> bool:
    # Whether criterion 6 would count the sentence of an answer at hand as copied: then it is read once more.
    id, at = as_id(request.path_params["id"]), desk.clock()

    async def read(store: Store) -> str:
        proposal = await answers.authorised(store, id=id, by=seen.person)
        talk = make_talk(store, seen, at)
        return await warn_of_same_words(talk, proposal.aimak_id, proposal.budget_year, {id: answer})

    try:
        return bool(await desk.office.database.read(read))
    except NotAllowed:
        return False  # the act itself refuses it


async def send_answer(talk: Talk, id: int, answer: Answer, form: Form, also: Linked) -> str:
    """Sends an answer to a proposal, as the preview of the chat does; says what was done."""
    read, over, revision = form.read_id("read") or None, bool(form["over"]), max(1, form.read_id("revision"))
    before = await proposals.read_to_preview(talk.store, id=id, by=talk.person)
    if await is_approval(talk, before, answer):
        sent = await linked.approve(talk.store, id=id, answer=answer, read=read, by=talk.person, at=talk.now)
        return _tell_sent(before.proposal.label, sent, reached=True)
    if over and revision == 1:
        await answers.take(talk.store, id=id, by=talk.person, at=talk.now, over=True)
    done = await linked.send(
        talk.store, id=id, answer=answer, by=talk.person, at=talk.now, revision=revision, linked=also, read=read,
        over=over,
    )  # fmt: skip
    if template := form.read_id("template"):
        await filling.note_used(talk.store, id=template, by=talk.person)
    first = done.of_first
    reached = first is None or isinstance(first, Pressed) or await told.has_reached(talk.store, first) is not False
    return _tell_sent(before.proposal.label, first, reached=reached)


def _tell_sent(label: str, sent: Any, *, reached: bool) -> str:
    if isinstance(sent, Pressed):
        return tell("sent", number=label, pressed_at=sent.at, seconds=sent.seconds)
    if sent is None:
        return tell("to_head", number=label)
    return tell("sent" if reached else "no_address", number=label)


async def lead_to_next(talk: Talk, id: int, request: Request, done: str, but: Collection[int] = ()) -> str:
    """The path of what awaits an answer next in the list that is worked through; else of the list."""
    following, chosen, query = None, read_chosen(request.query_params), request.url.query
    if chosen.list.list in WORK:
        following = await office_lists.find_next(
            talk.store, which=chosen.list.list, by=talk.person, aimak_id=int(talk.person.aimak_id or 0), at=talk.now,
            after=id, but=but, narrow=chosen.narrow,
        )  # fmt: skip
    if following is not None:
        return lead_to_card(following, query, done)
    long = f"{sign_in.PATH}?{'&'.join(filter(None, (drop_said(query), done)))}"
    return long if len(long) <= 200 else f"{sign_in.PATH}?{done}"


async def on_changed(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Shows the form again with what the preview showed; nothing is done yet."""
    form, _ = await settle_files(desk, seen, as_id(request.path_params["id"]), form)
    return await show_card(desk, seen, request, as_id(request.path_params["id"]), Told(form=form))


async def on_kept(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Keeps the answer for later."""
    form, written = await _read_written(desk, seen, request, form)
    if written.wrong:
        return await _show_wrong(desk, seen, request, form, written)

    async def act(talk: Talk, id: int) -> str:
        also, over = read_linked(form), bool(form["over"])
        if over and form["revision"] in {"", "1"}:
            await answers.take(talk.store, id=id, by=talk.person, at=talk.now, over=True)
        kept, _ = await linked.save(
            talk.store, id=id, answer=written.answer, by=talk.person, at=talk.now, linked=also,
            read=form.read_id("read") or None, over=over,
        )  # fmt: skip
        label = (await answers.authorised(talk.store, id=id, by=talk.person)).label
        done = tell("to_head" if kept is not None and kept.for_approval else "kept", number=label)
        return await lead_to_next(talk, id, request, done, [one for one, _ in also])

    return await do(desk, seen, request, form, act)


async def on_approved(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Sends what a clerk put before the head, as it stood on the card."""

    async def act(talk: Talk, id: int) -> str:
        answer = await _find_waiting(talk, id, form.read_id("saved_at"))
        read = form.read_id("read") or None
        sent = await linked.approve(talk.store, id=id, answer=answer, read=read, by=talk.person, at=talk.now)
        label = (await answers.authorised(talk.store, id=id, by=talk.person)).label
        return await lead_to_next(talk, id, request, _tell_sent(label, sent, reached=True))

    return await do(desk, seen, request, form, act)


async def on_given_back(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Gives it back to whoever wrote it, with a remark."""

    async def act(talk: Talk, id: int) -> str:
        answer = await _find_waiting(talk, id, form.read_id("saved_at"))
        told = await linked.give_back(
            talk.store, id=id, answer=answer, remark=form["remark"], by=talk.person, at=talk.now
        )
        label = (await answers.authorised(talk.store, id=id, by=talk.person)).label
        done = tell("given_back" if told else "given_back_untold", number=label)
        return await lead_to_next(talk, id, request, done)

    return await do(desk, seen, request, form, act)


async def _find_waiting(talk: Talk, id: int, saved_at: int) -> Answer:
    # The answer that waits, if it is the very one that was shown.
    draft = (await proposals.read_to_answer(talk.store, id=id, by=talk.person)).draft
    if draft is None or not draft.for_approval or draft.saved_at != saved_at:
        raise access.NothingToTell
    return draft.answer


def say_preview(words: Any) -> dict[str, str]:
    """What stands on the preview."""
    return {
        "will_read": words.say("The author will read:"),
        "send_answer": words.say("Send the answer"),
        "change": words.say("Change"),
        "proposal": words.say("Proposal"),
    }


ENTRIES: tuple[DeskPage | DeskAct, ...] = (
    DeskAct(f"{P}/preview", Act.ANSWER, on_preview, largest=LARGEST),
    DeskAct(f"{P}/send", Act.ANSWER, on_sent),
    DeskAct(f"{P}/keep", Act.ANSWER, on_kept, largest=LARGEST),
    DeskAct(f"{P}/change", Act.ANSWER, on_changed),
    DeskAct(f"{P}/approve", Act.APPROVE, on_approved),
    DeskAct(f"{P}/return", Act.APPROVE, on_given_back),
)
