"""«Планга байлоо»: what a proposal or a line can be tied to, the likeliest first. One tap ties or unties."""

from dataclasses import dataclass, replace

from bot.chat.fsm import State
from bot.chat.memory import Memory
from bot.chat.message import Choice, Kind, Reply, read_row_id
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.kyrgyz import clean, put_in_quotes, quote
from bot.office.plan import tying
from bot.office.plan.tying import Named
from bot.office.plan.words import say_named
from handlers.office.budget_year import find_year_now
from handlers.office.plan.desk import Plans
from handlers.office.queue.card.screen import OfficeCard, show_one
from handlers.office.staff_only import Desk, desk, proposal_acts
from handlers.shared.guidance import show_stale
from handlers.shared.router import Talk
from handlers.shared.states import AtWork
from storage.plan.ties import Target


class Tying(AtWork):
    """What something is tied to."""

    open = State()


@dataclass(frozen=True)
class BeingTied(Memory, under="tied"):
    """The proposal (id) that is tied, or its whole line, and the words typed to find an item."""

    proposal: int = 0
    line: bool = False
    words: str = ""


async def _leave(talk: Talk) -> Replies:
    return await talk.ask(Plans.lines) if BeingTied.of(talk).line else await show_one(talk)


PAGES = paged(desk, Tying.open, leave=_leave, key="tie_page")
LINES = paged(desk, Plans.lines, leave=Plans.open, key="line_page")


@proposal_acts.on(Desk.one, choice="tie")
async def on_tie_wanted(talk: Talk) -> Reply:
    """Shows what the proposal of the card can be tied to."""
    return await _begin(talk, BeingTied(OfficeCard.of(talk).desk_proposal))


@desk.on(Plans.open, choice="plan_lines")
async def on_lines_wanted(talk: Talk) -> Reply:
    """Lists the lines of the draft that proposals went into."""
    await LINES.begin(talk)
    return await talk.ask(Plans.lines)


@desk.screen(Plans.lines)
async def ask_which_line(talk: Talk) -> Reply:
    """The lines, those without a plan item first."""
    aimak_id, year = await find_year_now(talk)
    found = await tying.list_lines(talk.store, aimak_id=aimak_id, year=year, by=talk.person)
    page = await LINES.of(talk, found)
    choices = []
    for number, one in enumerate(page.rows, page.first + 1):
        line = f"{'✓ ' if one.tied else ''}{quote(clean(one.name), 60)} · № {', № '.join(_list_labels(one))}"
        choices.append(Choice(f"tie_line:{one.id}", str(number), (line,), line=line))
    said = talk.say("Which line of the draft? «✓» marks those that a plan has.")
    if not found:
        said = talk.say("No proposal went into the draft of {year} with its line named yet.", year=year)
    return Reply(said, tuple(choices), page.ways(talk))


def _list_labels(line: tying.Line) -> list[str]:
    return [one.label for one in line.proposals[:3]] + (["…"] if len(line.proposals) > 3 else [])


@desk.on(Plans.lines, choice="tie_line")
async def on_line_chosen(talk: Talk) -> Reply:
    """Shows what the line can be tied to."""
    return await _begin(talk, BeingTied(read_row_id(talk.chosen), line=True))


async def _begin(talk: Talk, tied: BeingTied) -> Reply:
    await tied.keep(talk)
    await PAGES.begin(talk)
    return await talk.ask(Tying.open)


@desk.screen(Tying.open)
async def ask_what_it_is_about(talk: Talk) -> Reply:
    """What is tied first, then the likeliest."""
    one = BeingTied.of(talk)
    found = await tying.list_offered(
        talk.store, proposal_id=one.proposal, is_line=one.line, words=one.words, by=talk.person
    )
    page = await PAGES.of(talk, [*found.tied, *found.others])
    numbers = ", ".join(f"№ {label}" for label in found.labels[:5]) + (", …" if len(found.labels) > 5 else "")
    about = quote(clean(found.line or found.proposal.text), 60) or talk.say("(voice, photo or document)")
    lines = [
        f"{numbers}: {put_in_quotes(about)}",
        talk.say("Which item is it about? Press one to tie it, once more to untie it. Words of an item find it.")
        if page.rows
        else talk.say("There is no plan item yet. «Plans, ties» in the menu takes them from a table."),
    ]
    choices = []
    for number, named in enumerate(page.rows, page.first + 1):
        line = f"{'✓ ' if named in found.tied else ''}{say_named(talk.words, named)}"
        choices.append(Choice(f"tie_to:{_write(named.target)}", str(number), (line,), line=line))
    return Reply("\n".join(lines), tuple(choices), page.ways(talk))


@desk.on(Tying.open, choice="tie_to")
async def on_target_chosen(talk: Talk) -> Reply:
    """Ties it, or unties it."""
    one, target = BeingTied.of(talk), _read(talk.chosen)
    if target is None:
        return await show_stale(talk)
    offered = await tying.list_offered(talk.store, proposal_id=one.proposal, is_line=one.line, words="", by=talk.person)
    named = next((some for some in (*offered.tied, *offered.others) if some.target == target), None)
    if named is None:
        return await show_stale(talk)
    is_tied = await tying.turn(
        talk.store, proposal_id=one.proposal, is_line=one.line, target=target, by=talk.person, at=talk.now
    )
    await PAGES.begin(talk)
    return put_above(_say_turned(talk, named, is_tied=is_tied), await talk.ask_again())


def _say_turned(talk: Talk, named: Named, *, is_tied: bool) -> str:
    item = say_named(talk.words, named)
    return talk.say("Tied: {item}", item=item) if is_tied else talk.say("Untied: {item}", item=item)


@desk.on(Tying.open, kind=Kind.TEXT)
async def on_words_of_an_item_typed(talk: Talk) -> Reply:
    """Puts first the items that have these words."""
    await replace(BeingTied.of(talk), words=quote(talk.text)).keep(talk)
    await PAGES.begin(talk)
    return await talk.ask_again()


def _write(target: Target) -> str:
    return f"i{target.item}" if target.item is not None else f"p{target.priority}"


def _read(said: str) -> Target | None:
    id = read_row_id(said[1:])
    if said[:1] == "i" and id:
        return Target(item=id)
    return Target(priority=id) if said[:1] == "p" and id else None
