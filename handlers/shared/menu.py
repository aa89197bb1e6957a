"""The menu, and how to go on with it or without."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.budget.permissions import Act, Standing, may
from bot.chat.memory import Memory
from bot.chat.message import Choice, Reply
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import Over
from bot.language.intents import Intent
from bot.language.kyrgyz import quote
from bot.office import residents, staff
from bot.office.answers.passing_on import TO_TELL
from bot.office.desk import sign_in
from bot.office.public import looks
from bot.office.reads import office_lists, to_tell
from bot.office.reads.list_titles import say_counted
from bot.office.window.months import is_charged
from bot.office.wording.notices import N_
from handlers.shared.guidance import Greeted, find_over, show_here
from handlers.shared.more_doors import list_open_doors
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu
from handlers.shared.wording import say_whom_to_call

_MENU = {
    "propose": N_("Make a proposal"),
    "mine": N_("My proposals"),
    "hearings": N_("Budget hearings"),
    "budget": N_("Budget"),
    "help": N_("Help"),
}
router.titles |= {title: id for id, title in _MENU.items()}


def list_menu_choices(talk: Talk) -> tuple[Choice, ...]:
    """The five items of the menu; without an aimak only those that need none to open."""
    shown = _MENU if talk.person.aimak_id is not None else ("propose", "help")
    return tuple(talk.make_choice(id, _MENU[id]) for id in shown)


_WAITING, _FOR_HEAD, _TO_TELL, _TO_LOOK = "desk_list:waiting", "desk_list:for_head", "to_tell", "to_look"
_COSTS = "messenger_costs"
BEFORE_BROWSER = 2  # items of the menu that stand before «Open in a browser»
# What each right puts on the menu of somebody who works here, in this order.
DESK = (
    (Act.MARK, "contest", N_("Contest")),
    (Act.READ_QUEUE, _WAITING, N_("Awaiting an answer")),
    (Act.APPROVE, _FOR_HEAD, N_("Waiting for approval")),
    (Act.LOOK, _TO_LOOK, N_("Texts to publish")),
    (Act.ENTER, "intake", N_("Someone's proposal")),
    (Act.ANSWER, "desk_list:drafted", N_("Kept answers")),
    (Act.TELL_IN_PERSON, "desk_list:undelivered", N_("Answers not reached")),
    (Act.PASS_ON, _TO_TELL, TO_TELL),
    (Act.ANNOUNCE, "announce", N_("Announce a hearing")),
    (Act.SEE_HEARINGS, "hearing_list", N_("Hearings")),
    (Act.SET_YEAR, "year", N_("Budget year")),
    (Act.SEE_INITIATIVES, "initiative_desk", N_("Initiatives")),
    (Act.NEEDS, "needs", N_("Needs, meetings")),
    (Act.PLAN, "plan_desk", N_("Plans, ties")),
    (Act.POLL, "poll_desk", N_("Priorities poll")),
    (Act.PROPERTY, "property_desk", N_("Publish property")),
    (Act.SEE_WATCHES, "watch_desk", N_("Monitoring")),
    (Act.INFORM, "inform_desk", N_("Information asked")),
    (Act.ADD_PAPER, "library_desk", N_("Library")),
    (Act.OPENNESS, "openness", N_("Openness list")),
    (Act.BROADCAST, "topic_notice", N_("Send a notice")),
    (Act.READ_QUEUE, "desk_list:answered", N_("Answered proposals")),
    (Act.SEE_TEAM, "team", N_("The staff")),
    (Act.TRUST, "trust_desk", N_("Trust survey")),
    (Act.SET_PAGE, "page", N_("Public page")),
    (Act.TALLY, "tally", N_("Criterion 6")),
    (Act.TALLY, "campaign", N_("Criteria 1 and 2")),
    (Act.TALLY, "criteria", N_("All criteria")),
    (Act.TALLY, "year_charts", N_("Year in charts")),
    (Act.TALLY, "hearing_years", N_("Hearings by year")),
    (Act.TALLY, _COSTS, N_("WhatsApp this month")),
    (Act.EXPORT, "export", N_("Export")),
    (Act.EXPORT_NAMED, "export_named", N_("Export with names")),
    (Act.FREEZE, "evidence", N_("Evidence folder")),
    (Act.ANSWER, "my_post", N_("My post")),
    (Act.POSTER, "poster", N_("Poster")),
    (Act.POSTER, "board_sheet", N_("Sheet for the board")),
)

MOST_ON_MENU = 10  # items of an office on two pages; of more some go behind a shelf
# What is not needed each day stands behind buttons: how each is called, and what stands there.
SHELVES = {
    "residents": (
        N_("With residents"),
        ("initiative_desk", "inform_desk", "watch_desk", "poll_desk", "needs", "trust_desk", "topic_notice"),
    ),
    "figures": (
        N_("Contest, figures"),
        (
            "tally", "campaign", "criteria", "plan_desk", "year_charts", "hearing_years", "evidence", "export",
            "export_named", "board_sheet",
        ),
    ),
    "office": (
        N_("The office"),
        ("year", "team", "page", "openness", "property_desk", "library_desk", _COSTS, "my_post", "poster"),
    ),
}  # fmt: skip
_SHELF_OF = {id: f"shelf:{shelf}" for shelf, (_, ids) in SHELVES.items() for id in ids}


async def list_desk_items(talk: Talk) -> list[tuple[Act, str, str]]:
    """What each right of somebody puts on their menu: the right, the choice and its title; nothing for a resident."""
    return await _list_items(talk, await staff.list_standings(talk.store, talk.person))


async def _list_items(talk: Talk, standings: Sequence[Standing]) -> list[tuple[Act, str, str]]:
    found = [entry for entry in DESK if may(standings, entry[0], talk.person.aimak_id)]
    has_costs = any(id == _COSTS for _, id, _ in found) and await is_charged(talk.store)
    return [entry for entry in found if entry[1] != _COSTS or has_costs]


async def list_desk_choices(talk: Talk) -> tuple[Choice, ...]:
    """The items for somebody who works in the office, observes it or runs the install; none for a resident."""
    standings = await staff.list_standings(talk.store, talk.person)
    items = await _list_items(talk, standings)
    waiting = await _say_waiting(talk) if any(act is Act.READ_QUEUE for act, _, _ in items) else ""
    meant = {_WAITING: (Intent.QUEUE,)}
    choices = {id: talk.make_choice(id, title, means=meant.get(id, ())) for _, id, title in items}
    if waiting:
        choices[_WAITING] = replace(choices[_WAITING], line=waiting)
    if _FOR_HEAD in choices:
        n = await office_lists.count_for_head(talk.store, by=talk.person, aimak_id=int(talk.person.aimak_id or 0))
        line = f"{choices[_FOR_HEAD].title} · {say_counted(talk.words, n)}"
        choices[_FOR_HEAD] = replace(choices[_FOR_HEAD], line=line if n else "")
        if not n and not await _head_approves(talk):
            choices.pop(_FOR_HEAD)
    if _TO_TELL in choices:
        n = await to_tell.count_to_tell(talk.store, by=talk.person, aimak_id=int(talk.person.aimak_id or 0))
        line = f"{choices[_TO_TELL].title} · {talk.words.number(n)}"
        choices[_TO_TELL] = replace(choices[_TO_TELL], line=line if n else "")
        if not n and _WAITING in choices:  # to whoever has a queue it would say nothing
            choices.pop(_TO_TELL)
    if _TO_LOOK in choices:
        n = await looks.count_to_look(talk.store, by=talk.person, aimak_id=int(talk.person.aimak_id or 0))
        line = f"{choices[_TO_LOOK].title} · {talk.words.number(n)}"
        choices[_TO_LOOK] = replace(choices[_TO_LOOK], line=line)
        if not n:
            choices.pop(_TO_LOOK)
    found = list(choices.values())
    # Nobody is sent to a door that is not open. It stands on the first page, after what waits.
    if standings and await sign_in.find_address(talk.store) is not None:
        found.insert(BEFORE_BROWSER, talk.make_choice("desk_link", "Open in a browser"))
    return tuple(found)


def put_on_shelves(talk: Talk, choices: Sequence[Choice]) -> list[Choice]:
    """Puts what is not needed each day behind shelves. A menu of two pages or less stays as it is."""
    if len(choices) <= MOST_ON_MENU:
        return list(choices)
    shown = [one for one in choices if one.id not in _SHELF_OF]
    there = {_SHELF_OF[one.id] for one in choices if one.id in _SHELF_OF}
    return shown + [
        talk.make_choice(f"shelf:{shelf}", title) for shelf, (title, _) in SHELVES.items() if f"shelf:{shelf}" in there
    ]


def list_on_shelf(choices: Sequence[Choice], shelf: str) -> list[Choice]:
    """The items behind a shelf, of those that are somebody's to open."""
    return [one for one in choices if _SHELF_OF.get(one.id) == f"shelf:{shelf}"]


async def _head_approves(talk: Talk) -> bool:
    aimak = await residents.find_aimak(talk.store, talk.person)
    return aimak is not None and aimak.head_approves


async def _say_waiting(talk: Talk) -> str:
    # How much awaits an answer, and how much of it is late; empty where nothing does.
    n, late = await office_lists.count_overdue(
        talk.store, by=talk.person, aimak_id=int(talk.person.aimak_id or 0), at=talk.now
    )
    waiting = f"{talk.say('Awaiting an answer')} · {say_counted(talk.words, n)}"
    if n and late:
        return talk.say("{waiting}, overdue · {late}", waiting=waiting, late=say_counted(talk.words, late))
    return waiting if n else ""


router.idle |= {str(Menu.open)}


@dataclass(frozen=True)
class Shelf(Memory):
    """Which shelf of the menu is open; none is the menu itself."""

    menu_shelf: str = ""


async def begin_menu(talk: Talk) -> None:
    """Goes to the first page of the menu itself."""
    await Shelf.forget(talk)
    await _PAGES.begin(talk)


async def _leave_shelf(talk: Talk) -> Reply:
    await begin_menu(talk)
    return await talk.ask(Menu.open)


_PAGES = paged(router, Menu.open, leave=_leave_shelf, key="menu_page")


@router.on(choice="shelf", opens=True)
async def on_shelf_chosen(talk: Talk) -> Reply:
    """Opens a shelf of the menu at its first page."""
    await begin_menu(talk)
    if talk.chosen in SHELVES:
        await Shelf(talk.chosen).keep(talk)
    return await talk.ask(Menu.open)


async def show_menu_for(talk: Talk, said: str) -> Reply:
    """Says something and goes back to the menu, an office's own items first, what is open only now last."""
    return await _show(talk, said, await list_desk_choices(talk))


async def _show(talk: Talk, said: str, desk: tuple[Choice, ...]) -> Reply:
    came_back = talk.state.state != str(Menu.open)
    if find_over(talk) or came_back:
        await Over.forget(talk)
    await talk.state.set_state(Menu.open)
    doors = await list_open_doors(talk)
    if not desk and not doors:
        return Reply(said, list_menu_choices(talk))
    if came_back and not desk:  # a resident comes back to the five items, a clerk to the page they left
        await begin_menu(talk)
    shelf = Shelf.of(talk).menu_shelf
    if shelf and (found := list_on_shelf(desk, shelf)):
        page = await _PAGES.of(talk, found)
        return Reply(said, tuple(page.rows), page.ways(talk))
    page = await _PAGES.of(talk, [*put_on_shelves(talk, desk), *list_menu_choices(talk), *doors])
    return Reply(said, tuple(page.rows), page.ways(talk, back=False))


@router.screen(Menu.open)
async def ask_menu(talk: Talk) -> Reply:
    """Greets somebody who comes for the first time, else just shows the menu; an office's own items come first."""
    aimak = await residents.find_aimak(talk.store, talk.person)
    desk = await list_desk_choices(talk)
    if desk or aimak is None or Greeted.of(talk).greeted == aimak.id:
        return await _show(talk, talk.say("What would you like to do?"), desk)
    await Greeted(aimak.id).keep(talk)
    return await _show(
        talk,
        talk.say(
            "Hello! Here you make proposals on the budget to the ayil okmotu {aimak}, and the answer comes here too.",
            aimak=quote(aimak.name(talk.words.language)),
        ),
        desk,
    )


async def go_on(talk: Talk, said: str) -> Reply:
    """Says something with the menu, or above the question of whoever is in the middle of something."""
    if talk.state.state in {None, str(Menu.open)} and not find_over(talk):
        return await show_menu_for(talk, said)
    return put_above(said, await show_here(talk))


async def show_nothing_yet(talk: Talk, sentence: str) -> Reply:
    """Says that there is nothing to show yet, and whom to ask."""
    return await go_on(talk, f"{sentence} {await say_whom_to_call(talk)}")
