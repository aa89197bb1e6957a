"""«Планга байлоо» at the desk: what a proposal or its line can be tied to, the likeliest first."""

from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act, NotAllowed
from bot.chat.paging import cut_page
from bot.chat.texts import Words
from bot.language.kyrgyz import clean, put_in_quotes, quote
from bot.office.desk import sign_in
from bot.office.plan import tying
from bot.office.plan.tying import Named, Offered
from bot.office.plan.words import say_named
from bot.web.desk.desk import Desk, DeskAct, DeskPage
from bot.web.desk.forms import Form, as_id
from bot.web.desk.guard import Seen
from bot.web.desk.said import list_turns, say_done, tell
from storage.plan.ties import Target
from storage.store import Store

PATH = f"{sign_in.PATH}/p/{{id}}/ties"
SHOWN = 20  # items of a page
LIKELIEST = 3  # offered on the card itself
LONGEST = 100  # characters that are looked for


def describe(words: Words, some: tuple[Named, ...]) -> list[tuple[str, str]]:
    """What something can be tied to: how a form names it, and in a line."""
    return [(_write(one.target), say_named(words, one)) for one in some]


def _write(target: Target) -> str:
    return f"i{target.item}" if target.item is not None else f"p{target.priority}"


def _read(said: str) -> Target | None:
    id = as_id(said[1:])
    if said[:1] == "i" and id:
        return Target(item=id)
    return Target(priority=id) if said[:1] == "p" and id else None


async def on_ties(desk: Desk, seen: Seen, request: Request) -> Response:
    """What is tied, then the likeliest; words that are searched for go before its own."""
    words, at, id = seen.words, desk.clock(), as_id(request.path_params["id"])
    asked, number = request.query_params.get("q", "").strip()[:LONGEST], as_id(request.query_params.get("page", ""))
    is_line = request.query_params.get("line") == "1"

    async def read(store: Store) -> Offered:
        return await tying.list_offered(store, proposal_id=id, is_line=is_line, words=quote(asked), by=seen.person)

    try:
        found = await desk.office.database.read(read)
    except NotAllowed:
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language)
    page = cut_page(found.others, number, SHOWN)
    turns = list_turns(words, page)
    numbers = ", ".join(f"№ {label}" for label in found.labels[:5]) + (", …" if len(found.labels) > 5 else "")
    about = quote(clean(found.line or found.proposal.text), 160) or words.say("(voice, photo or document)")
    return await desk.show(
        seen, request, "instruments/ties.html", title=words.say("Tie to the plan"), id=id, is_line=is_line, asked=asked,
        about=f"{numbers}: {put_in_quotes(about)}", tied=describe(words, found.tied), others=describe(words, tuple(page.rows)),
        turns=turns, done=say_done(words, request.query_params, at=at), said=say_ties(words) | {
            "card": words.say("Plans, ties") if is_line else words.say("To the proposal"),
            "search": words.say("Search"),
            "none": words.say("There is no plan item yet. «Plans, ties» in the menu takes them from a table."),
            "tied": words.say("Tied"),
            "others": words.say("What it can be tied to, the likeliest first"),
        },
    )  # fmt: skip


def say_ties(words: Words) -> dict[str, str]:
    """What stands on the buttons of a tie."""
    return {
        "tie": words.say("Tie"),
        "untie": words.say("Untie"),
        "all": words.say("Tie to the plan"),
        "more": words.say("All of them"),
    }


async def on_turned(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Ties a proposal or its whole line, or takes a tie back; what is asked for stands in the form."""
    id, at, target = as_id(request.path_params["id"]), desk.clock(), _read(form["target"])
    is_line, wanted = form["line"] == "1", form["do"] == "tie"

    async def act(store: Store) -> str:
        if target is None:
            raise NotAllowed(Act.PLAN)
        of: dict[str, Any] = {"proposal_id": id, "is_line": is_line, "by": seen.person}
        offered = await tying.list_offered(store, words="", **of)
        if (target in {one.target for one in offered.tied}) is not wanted:  # else a colleague did the same meanwhile
            await tying.turn(store, target=target, at=at, **of)
        path = PATH.replace("{id}", str(id)) if form["here"] else f"{sign_in.PATH}/p/{id}"
        return f"{path}?{'line=1&' if is_line else ''}{tell('noted')}"

    try:
        return await desk.do_once(seen, form, act)
    except NotAllowed:
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language)


async def list_on_card(store: Store, seen: Seen, id: int) -> dict[str, Any] | None:
    """What a proposal is tied to, and the likeliest to tie it to by one press. None where there is nothing."""
    found = await tying.list_offered(store, proposal_id=id, is_line=False, words="", by=seen.person)
    if not found.tied and not found.others:
        return None
    near = found.others[:LIKELIEST]
    return {"tied": describe(seen.words, found.tied), "near": describe(seen.words, near)} | say_ties(seen.words)


ENTRIES: tuple[DeskPage | DeskAct, ...] = (DeskPage(PATH, Act.PLAN, on_ties), DeskAct(PATH, Act.PLAN, on_turned))
