"""What an aimak owns, under «Бюджет»: a list in pages, an item whole, and a revenue proposal begun on it."""

from dataclasses import dataclass

from bot.budget.proposal import Side
from bot.chat.fsm import State, StatesGroup
from bot.chat.memory import Memory
from bot.chat.message import BACK, Choice, Reply, read_row_id
from bot.chat.paging import Page, paged
from bot.chat.screens import put_above
from bot.office.property import listing
from bot.office.property.words import name_item, say_item, say_line
from bot.office.wording.notices import N_
from handlers.resident.budget_papers import show_budget
from handlers.shared import draft_pieces, proposal_draft
from handlers.shared.draft_pieces import ProposalDraft
from handlers.shared.guidance import show_stale
from handlers.shared.menu import show_nothing_yet
from handlers.shared.no_aimak import ask_for_aimak
from handlers.shared.proposal_draft import Drafts
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu, Propose
from storage.property.items import PropertyItem


class Property(StatesGroup):
    """The property list, and one item of it."""

    list = State()
    one = State()


@dataclass(frozen=True)
class ItemRead(Memory):
    """Which item of the property list is read."""

    property_item: int = 0


@router.on(choice="property", opens=True)
async def on_property_wanted(talk: Talk) -> Reply:
    """Shows the list from its beginning, or says that there is none yet."""
    if talk.person.aimak_id is None or talk.person.language is None:
        return await ask_for_aimak(talk)
    every, _ = await listing.count_items(talk.store, aimak_id=talk.person.aimak_id)
    if not every:
        return await show_nothing_yet(talk, talk.say("The property list is not published here yet."))
    await PAGES.begin(talk)
    return await talk.ask(Property.list)


async def _leave(talk: Talk) -> Reply:
    await talk.state.set_state(Menu.open)
    return await show_budget(talk)


router.titles |= {N_("Property list"): "property", N_("Property"): "property"}
router.idle |= {str(Property.list), str(Property.one)}
PAGES = paged(router, Property.list, leave=_leave, key="property_page")


@router.screen(Property.list)
async def ask_which(talk: Talk) -> Reply:
    """A page of the list; each item can be opened."""
    aimak_id = int(talk.person.aimak_id or 0)
    every, empty = await listing.count_items(talk.store, aimak_id=aimak_id)

    async def fetch(offset: int, limit: int) -> list[PropertyItem]:
        return await listing.list_items(talk.store, aimak_id=aimak_id, limit=limit, offset=offset)

    page: Page[PropertyItem] = await PAGES.fetch_page(talk, fetch)
    head = talk.say("What our ayil aimak owns — {n}.", n=talk.words.number(every))
    if empty:
        stands = talk.say("Stands empty — {n}.", n=talk.words.number(empty))
        head = f"{head} {stands}"
    return Reply(head, tuple(_offer(talk, one) for one in page.rows), page.ways(talk))


def _offer(talk: Talk, one: PropertyItem) -> Choice:
    title = talk.say("Number {code}", code=one.code)[:20]
    return Choice(f"property_item:{one.id}", title, line=say_line(talk.words, one))


@router.on(choice="property_item")
async def on_item_chosen(talk: Talk) -> Reply:
    """Opens an item of the list."""
    found = await listing.find_item(talk.store, id=read_row_id(talk.chosen), aimak_id=talk.person.aimak_id)
    if found is None:
        return await show_stale(talk)
    await ItemRead(found.id).keep(talk)
    return await talk.ask(Property.one)


@router.screen(Property.one)
async def ask_about_item(talk: Talk) -> Reply:
    """An item whole; of one that stands empty it asks for a proposal."""
    found = await listing.find_item(talk.store, id=ItemRead.of(talk).property_item, aimak_id=talk.person.aimak_id)
    if found is None:
        return await talk.ask(Property.list)
    said, choices = say_item(talk.words, found), tuple[Choice, ...]()
    if found.empty:
        asks = talk.say("It stands empty. Do you have a proposal?")
        said = f"{said}\n\n{asks}"
        choices = (talk.make_choice(f"property_propose:{found.id}", "I have a proposal"),)
    return Reply(said, choices, (talk.back(),))


@router.on(Property.one, choice=BACK)
async def on_back_to_list(talk: Talk) -> Reply:
    """Shows the page of the list again."""
    return await talk.ask(Property.list)


@router.on(choice="property_propose")
async def on_proposal_on_item(talk: Talk) -> Reply:
    """Begins a revenue proposal on an item; one that was not finished steps back and is offered afterwards."""
    found = await listing.find_item(talk.store, id=read_row_id(talk.chosen), aimak_id=talk.person.aimak_id)
    if found is None:
        return await show_stale(talk)
    if draft_pieces.has_content(Drafts.of(talk).aside):
        return await talk.ask(Menu.held)
    first = ProposalDraft(aimak=talk.person.aimak_id, side=Side.REVENUE, item_id=found.id)
    await proposal_draft.begin(talk, first)
    about = talk.say("Your proposal is about: {item}.", item=name_item(found))
    return put_above(about, await talk.ask(Propose.text))
