"""The plans of an aimak at the desk: their items, a filled table taken, the lines of the draft."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act, NotAllowed
from bot.budget.plan.file import LEAST_HEADINGS, read_headings, read_items
from bot.budget.plan.items import MOST_ITEMS, Plan
from bot.chat.paging import cut_page
from bot.chat.texts import Words
from bot.language.kyrgyz import clean, quote
from bot.office import years
from bot.office.desk import sign_in
from bot.office.plan import tying
from bot.office.plan.items import TooManyItems, import_items, list_items
from bot.office.plan.names import PLANS
from bot.office.plan.words import say_faults, say_imported
from bot.office.reads import public
from bot.office.wording.notices import N_
from bot.web.desk.desk import Desk, DeskAct, DeskPage, Tab
from bot.web.desk.forms import Form, FormUnreadable, as_id
from bot.web.desk.guard import Seen
from bot.web.desk.instruments.spreadsheets import LARGEST, read_brought
from bot.web.desk.papers.downloads import asking, bring
from bot.web.desk.refused import choose_status
from bot.web.desk.said import list_turns
from bot.web.desk.typed import Typed
from storage.plan.items import PlanItem
from storage.store import Store

PATH = f"{sign_in.PATH}/plans"
TAB = Tab(PATH, N_("Plans, ties"), Act.PLAN)
SHOWN = 50  # items of a page


async def on_plans(desk: Desk, seen: Seen, request: Request) -> Response:
    """What the plans hold, and which lines of the draft are tied."""
    return await _show(desk, seen, request, Typed())


async def _show(
    desk: Desk, seen: Seen, request: Request, typed: Typed, *, faults: tuple[str, ...] = (), took: str = ""
) -> Response:
    words, at, number = seen.words, desk.clock(), as_id(request.query_params.get("page", ""))

    async def read(store: Store) -> tuple[list[PlanItem], list[tying.Line]]:
        if not seen.aimak_id:
            raise NotAllowed(Act.PLAN)
        year = years.find_current_year(await public.read_aimak(store, id=seen.aimak_id), at=at)
        items = await list_items(store, aimak_id=seen.aimak_id, by=seen.person)
        return items, await tying.list_lines(store, aimak_id=seen.aimak_id, year=year, by=seen.person)

    items, lines = await desk.office.database.read(read)
    page = cut_page(items, number, SHOWN)
    turns = list_turns(words, page)
    return await desk.show(
        seen, request, "instruments/plans.html", title=words.say("Plans, ties"), typed=typed, faults=faults, took=took,
        status=choose_status("", typed.wrong or faults), turns=turns,
        plans=[(plan.value, words.say(name)) for plan, name in PLANS.items()],
        rows=[f"{words.say(PLANS[one.plan])} · {clean(f'{one.code} {one.text}'.strip())}" for one in page.rows],
        lines=[(one.id, _say_line(one)) for one in lines], said=_say(words),
    )  # fmt: skip


def _say_line(one: tying.Line) -> str:
    labels = [f"№ {some.label}" for some in one.proposals[:3]] + (["…"] if len(one.proposals) > 3 else [])
    return f"{'✓ ' if one.tied else ''}{quote(clean(one.name), 90)} · {', '.join(labels)}"


def _say(words: Words) -> dict[str, str]:
    return {
        "about": words.say(
            "Items of plans, which proposals and lines of the draft are tied to. Criterion 9 counts the ties."
        ),
        "lines": words.say("Tie draft lines"),
        "table": words.say("The table of a plan"),
        "plan": words.say("Which plan?"),
        "take": words.say("Download"),
        "file": words.say("The filled table, .xlsx"),
        "drop": words.say("Choose the file, or drop it here."),
        "bring": words.say("Enter all of them"),
        "all": words.say(
            "All rows are taken, or none and each fault is named by its cell. What is not in it stays as it was."
        ),
        "every": words.say("Items of the plans"),
    }


async def on_taken(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """The items of a plan as a table to fill in."""
    if form["plan"] not in set(Plan):
        raise FormUnreadable
    document = {"kind": "plan", "aimak_id": seen.aimak_id, "plan": form["plan"], "language": seen.language}
    return await bring(desk, seen, request, document, asks=asking(seen, Act.PLAN, seen.aimak_id))


async def on_brought(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Takes a filled table whole, or names each cell that is to be mended. The same file twice changes nothing."""
    words, at, typed = seen.words, desk.clock(), Typed.of(form, ("plan",))
    plan = typed.choose("plan", set(Plan), words)
    other = words.say("This is no table of a plan: the columns «№» and «Пункт» are missing.")
    cells = await read_brought(seen, form, typed, read_headings(), no_heading=other, least=LEAST_HEADINGS)
    if cells is None or plan is None:
        return await _show(desk, seen, request, typed)
    items, faults = read_items(cells)
    if faults:
        return await _show(desk, seen, request, typed, faults=tuple(say_faults(words, faults).split("\n")))

    async def act(store: Store) -> Any:
        return await import_items(
            store, aimak_id=seen.aimak_id, plan=Plan(plan), items=items, by=seen.person, at=at
        )  # fmt: skip

    try:
        done = await desk.office.database.write(act)
    except TooManyItems:
        said = words.say("Nothing is changed: the plans of an aimak have {n} items at most.", n=MOST_ITEMS)
        return await _show(desk, seen, request, typed, faults=(said,))
    return await _show(desk, seen, request, Typed(), took=say_imported(words, Plan(plan), done))


ENTRIES: tuple[DeskPage | DeskAct, ...] = (
    DeskPage(PATH, Act.PLAN, on_plans),
    DeskAct(PATH, Act.PLAN, on_brought, largest=LARGEST),
    DeskAct(f"{PATH}/take", Act.PLAN, on_taken),
)
