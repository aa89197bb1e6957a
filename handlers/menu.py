"""The menu, and the items that have nothing to show yet."""

from bot.budget.kyrgyz import quote
from bot.chat.message import Choice, Reply
from bot.office import residents
from handlers.states import Menu
from handlers.talk import Talk, router, value, whom_to_call


def menu_choices(talk: Talk) -> tuple[Choice, ...]:
    """The five items of the menu."""
    return (
        talk.choice("propose", "Make a proposal"),
        talk.choice("mine", "My proposals"),
        talk.choice("hearings", "Budget hearings"),
        talk.choice("budget", "Budget"),
        talk.choice("help", "Help"),
    )


@router.screen(Menu.open)
async def ask_menu(talk: Talk) -> Reply:
    """Greets somebody who comes for the first time, else just shows the menu."""
    aimak = await residents.aimak_of(talk.store, talk.person)
    if aimak is None or await value(talk, "greeted") == aimak.id:
        return Reply(talk.say("What would you like to do?"), menu_choices(talk))
    await talk.state.update_data(greeted=aimak.id)
    return Reply(
        talk.say(
            "Hello! Here you make proposals on the budget to the ayil okmotu {aimak}, and the answer comes here too.",
            aimak=quote(aimak.name(talk.words.language)),
        ),
        menu_choices(talk),
    )


@router.on(choice="hearings")
async def hearings_wanted(talk: Talk) -> Reply:
    """Says that no hearing is announced, and whom to ask."""
    return await _nothing_yet(talk, talk.say("No budget hearing is announced yet."))


@router.on(choice="budget")
async def budget_wanted(talk: Talk) -> Reply:
    """Says that no budget is published here, and whom to ask."""
    return await _nothing_yet(talk, talk.say("The budget is not published here yet."))


async def _nothing_yet(talk: Talk, sentence: str) -> Reply:
    await talk.state.set_state(Menu.open)
    return Reply(f"{sentence} {await whom_to_call(talk)}", menu_choices(talk))
