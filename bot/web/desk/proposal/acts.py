"""What is done to a proposal besides answering it: the chat's own acts, each by a form."""

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act
from bot.budget.proposal import Side
from bot.office.answers import answers, dialogue, exclusions, handling, notes, take_back, told
from bot.office.desk import meanwhile, sign_in
from bot.office.desk.meanwhile import Thing
from bot.office.personal import one_text
from bot.office.together import links, voices
from bot.web.desk.desk import Desk, DeskAct, DeskPage
from bot.web.desk.forms import Form, FormUnreadable
from bot.web.desk.guard import Seen
from bot.web.desk.proposal.refusals import do
from bot.web.desk.said import tell
from bot.web.desk.stale.changed import read_as_of
from handlers.shared.router import Talk

P = f"{sign_in.PATH}/p/{{id}}"
_LEAVES_TEXT = {Act.TAKE, Act.NOTE, Act.LOOK, "release", "hand_over"}  # they change nothing of what is erased


async def on_take(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Takes a proposal, or takes it over from a colleague where that was asked back."""

    async def act(talk: Talk, id: int) -> str:
        await answers.take(talk.store, id=id, by=talk.person, at=talk.now, over=bool(form["over"]))
        return tell("taken")

    return await do(desk, seen, request, form, act)


async def on_release(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Lets any colleague take it."""

    async def act(talk: Talk, id: int) -> str:
        await handling.release(talk.store, id=id, by=talk.person, at=talk.now)
        return tell("released")

    return await do(desk, seen, request, form, act)


async def on_hand_over(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Hands it over to a colleague."""

    async def act(talk: Talk, id: int) -> str:
        to = form.read_id("to")
        is_told = await handling.hand_over(talk.store, id=id, to=to, by=talk.person, at=talk.now)
        return tell("handed" if is_told else "handed_untold")

    return await do(desk, seen, request, form, act)


async def on_sort(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Corrects the side and the category."""
    side, _, category = form["sorted"].partition(":")
    if side not in set(Side):
        raise FormUnreadable

    async def act(talk: Talk, id: int) -> str:
        is_told = await handling.sort(
            talk.store, id=id, side=Side(side), category=category or None, by=talk.person, at=talk.now
        )
        return tell("sorted_told" if is_told else "sorted")

    return await do(desk, seen, request, form, act)


async def on_exclude(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Leaves it out of the count, and asks its author."""
    if form["why"] not in exclusions.EXCLUSIONS:
        raise FormUnreadable

    async def act(talk: Talk, id: int) -> str:
        is_asked = await exclusions.exclude(talk.store, id=id, reason=form["why"], by=talk.person, at=talk.now)
        return tell("excluded" if is_asked else "excluded_untold")

    return await do(desk, seen, request, form, act)


async def on_include_again(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Lets it count again."""

    async def act(talk: Talk, id: int) -> str:
        await exclusions.include_again(talk.store, id=id, by=talk.person, at=talk.now)
        return tell("counted")

    return await do(desk, seen, request, form, act)


async def on_told(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Notes that the author was told in person."""

    async def act(talk: Talk, id: int) -> str:
        await told.tell_in_person(talk.store, id=id, by=talk.person, at=talk.now)
        return tell("told")

    return await do(desk, seen, request, form, act)


async def on_ask(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Asks the author."""

    async def act(talk: Talk, id: int) -> str:
        text = form["question"]
        is_sent = await dialogue.ask_author(talk.store, id=id, text=text, by=talk.person, at=talk.now)
        return tell("asked" if is_sent else "unreached")

    return await do(desk, seen, request, form, act)


async def on_explain(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Explains the answer to its author."""

    async def act(talk: Talk, id: int) -> str:
        text = form["explanation"]
        is_sent = await dialogue.explain(talk.store, id=id, text=text, by=talk.person, at=talk.now)
        return tell("explained" if is_sent else "unreached")

    return await do(desk, seen, request, form, act)


async def on_summary(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Puts a voice into one line."""

    async def act(talk: Talk, id: int) -> str:
        read = form.read_id("read")
        await voices.summarise(talk.store, id=id, text=form["summary"], read=read, by=talk.person, at=talk.now)
        return tell("summed")

    return await do(desk, seen, request, form, act)


async def on_note(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Writes the office's own note, or takes it off."""

    async def act(talk: Talk, id: int) -> str:
        text, read = form["note"].replace("\r\n", "\n"), form.read_id("note_read")
        is_there = await notes.write_note(talk.store, id=id, text=text, read=read, by=talk.person, at=talk.now)
        return tell("note_kept" if is_there else "note_off")

    return await do(desk, seen, request, form, act)


async def on_erase_text(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Erases what it says, for its author who asked the office, unless a colleague did something to it meanwhile."""

    async def act(talk: Talk, id: int) -> str:
        await meanwhile.must_be_as_shown(
            talk.store, Thing("proposal", id), shown=read_as_of(form), by=talk.person,
            concerns=lambda done: done.act not in _LEAVES_TEXT,
        )  # fmt: skip
        is_told = await one_text.erase_text_for_author(talk.store, id=id, by=talk.person, at=talk.now)
        return tell("text_erased" if is_told else "text_erased_untold")

    return await do(desk, seen, request, form, act)


async def on_link(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Links a proposal that asks for the same, or takes it out again."""

    async def act(talk: Talk, id: int) -> str:
        other = form.read_id("other")
        if form["gone"]:
            await links.unlink(talk.store, id=other, from_=id, by=talk.person, at=talk.now)
            return tell("unlinked")
        await links.link(talk.store, id=id, to=other, by=talk.person, at=talk.now)
        return tell("linked")

    return await do(desk, seen, request, form, act)


async def on_take_back(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Takes back what was sent a moment ago, and shows the proposal it was for."""

    async def act(talk: Talk, id: int) -> str:
        pressed_at = form.read_id("pressed")
        kept = await take_back.take_back(talk.store, pressed_at=pressed_at, by=talk.person, at=talk.now)
        if not kept:
            return tell("left_already") if id else f"{sign_in.PATH}?{tell('left_already')}"
        return f"{sign_in.PATH}/p/{kept[0].proposal_id}?{tell('taken_back')}"

    return await do(desk, seen, request, form, act)


ENTRIES: tuple[DeskPage | DeskAct, ...] = (
    DeskAct(f"{P}/take", Act.TAKE, on_take),
    DeskAct(f"{P}/release", Act.TAKE, on_release),
    DeskAct(f"{P}/hand", Act.TAKE, on_hand_over),
    DeskAct(f"{P}/sort", Act.SORT, on_sort),
    DeskAct(f"{P}/exclude", Act.EXCLUDE, on_exclude),
    DeskAct(f"{P}/include", Act.EXCLUDE, on_include_again),
    DeskAct(f"{P}/told", Act.TELL_IN_PERSON, on_told),
    DeskAct(f"{P}/ask", Act.ASK_AUTHOR, on_ask),
    DeskAct(f"{P}/explain", Act.ASK_AUTHOR, on_explain),
    DeskAct(f"{P}/summary", Act.ANSWER, on_summary),
    DeskAct(f"{P}/note", Act.NOTE, on_note),
    DeskAct(f"{P}/link", Act.LINK, on_link),
    DeskAct(f"{P}/erase-text", Act.ERASE_TEXT, on_erase_text),
    DeskAct(f"{P}/back", Act.ANSWER, on_take_back),
)
