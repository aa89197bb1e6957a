"""The switch of the public page at the desk. What it does is said before it is turned, in the language of whoever reads."""

from bot.budget.permissions import Act
from bot.budget.workdays import find_day
from bot.chat.fsm import State
from bot.chat.message import BACK, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import list_ways, skip
from bot.language.intents import names_nothing
from bot.language.kyrgyz import quote
from bot.office import staff
from bot.office.public import switch
from handlers.office.colleagues import say_name
from handlers.office.staff_only import desk
from handlers.shared.guidance import ask_unclear
from handlers.shared.router import Talk
from handlers.shared.states import AtWork, Menu


class PageDesk(AtWork):
    """The public page of an aimak: its switch, and whom to ask for something to be taken down."""

    open = State()
    sure = State()
    contact = State()


@desk.on(choice="page")
async def on_page_wanted(talk: Talk) -> Reply:
    """Shows how the page stands, and what it shows to all."""
    return await talk.ask(PageDesk.open)


@desk.screen(PageDesk.open)
async def ask_switch(talk: Talk) -> Reply:
    """How the page stands, since when, and what turning it does."""
    aimak_id = int(talk.person.aimak_id or 0)
    found = await switch.show_page(talk.store, aimak_id=aimak_id, by=talk.person)
    lines = [
        talk.say("The public page is on.") if found.is_on else talk.say("The public page is off: nobody can open it."),
        _say_since(talk, found),
        talk.say("Its address: {address}", address=found.address) if found.address else "",
        talk.say("Everybody reads there what was proposed and decided: the reason, the sum, the work, the hearings."),
        talk.say("A text is shown only if its author and a clerk have said yes. Names, faces and voices never are."),
        talk.say("Whoever wants something taken down is told: {contact}", contact=quote(found.contact))
        if found.contact
        else talk.say("Nobody is named yet who takes something down: please add a contact."),
    ]
    turn = (
        talk.make_choice("page_off", "Turn the page off")
        if found.is_on
        else talk.make_choice("page_on", "Turn the page on")
    )
    return Reply("\n".join(filter(None, lines)), (turn, talk.make_choice("page_contact", "Contact")), list_ways(talk))


def _say_since(talk: Talk, found: switch.Switch) -> str:
    if found.changed_at is None:
        return ""
    day = talk.words.long_day(find_day(found.changed_at))
    if found.changed_by is None:
        return talk.say("Changed last: {day}.", day=day)
    return talk.say("Changed last: {day}, {who}.", day=day, who=say_name(talk, found.changed_by))


@desk.on(PageDesk.open, choice="page_on")
async def on_page_turned_on(talk: Talk) -> Reply:
    """Turns the page on."""
    return await _turn(talk, is_on=True, said=talk.say("The page is on. Residents are now asked about it as well."))


@desk.on(PageDesk.open, choice="page_off")
async def on_page_off_wanted(talk: Talk) -> Reply:
    """Asks before everything on the page is hidden from all."""
    return await talk.ask(PageDesk.sure)


@desk.screen(PageDesk.sure)
async def ask_whether_off(talk: Talk) -> Reply:
    """The question, and what turning it off does."""
    await staff.permit(talk.store, by=talk.person, act=Act.SET_PAGE, aimak_id=talk.person.aimak_id)
    asked = talk.say("Is the page really turned off? Nobody can open it then.")
    return Reply(asked, (talk.make_choice("page_off_sure", "Yes, turn it off"),), list_ways(talk))


@desk.on(PageDesk.sure, choice=BACK)
async def on_page_left_on(talk: Talk) -> Reply:
    """Leaves the page on."""
    return await talk.ask(PageDesk.open)


@desk.on(PageDesk.sure, choice="page_off_sure")
async def on_page_turned_off(talk: Talk) -> Reply:
    """Turns the page off."""
    return await _turn(talk, is_on=False, said=talk.say("The page is off, from this moment. Nothing on it is lost."))


async def _turn(talk: Talk, *, is_on: bool, said: str) -> Reply:
    aimak_id = int(talk.person.aimak_id or 0)
    await switch.set_page(talk.store, aimak_id=aimak_id, is_on=is_on, by=talk.person, at=talk.now)
    return put_above(said, await talk.ask(PageDesk.open))


@desk.on(PageDesk.open, choice="page_contact")
async def on_contact_wanted(talk: Talk) -> Reply:
    """Asks whom residents may ask to take something down."""
    await staff.permit(talk.store, by=talk.person, act=Act.SET_PAGE, aimak_id=talk.person.aimak_id)
    return await talk.ask(PageDesk.contact)


@desk.screen(PageDesk.contact)
async def ask_contact(talk: Talk) -> Reply:
    """Asks for a telephone, an e-mail address or a place; skipping names the office's telephone."""
    question = talk.say("Who takes something down from the page? Write a telephone, an e-mail address or a place.")
    rest = talk.say("If you skip this, it is the telephone of the office.")
    return Reply(f"{question} {rest}", ways=(skip(talk), *list_ways(talk)), free_text=True)


@desk.on(PageDesk.contact, kind=Kind.TEXT)
async def on_contact_given(talk: Talk) -> Reply:
    """Keeps the contact."""
    if names_nothing(talk.text):
        return await ask_unclear(talk)
    return await _name(talk, talk.text)


@desk.on(PageDesk.contact, choice="skip")
async def on_contact_skipped(talk: Talk) -> Reply:
    """Names the telephone of the office."""
    return await _name(talk, None)


async def _name(talk: Talk, contact: str | None) -> Reply:
    aimak_id = int(talk.person.aimak_id or 0)
    await switch.set_contact(talk.store, aimak_id=aimak_id, contact=contact, by=talk.person, at=talk.now)
    return put_above(talk.say("It is kept."), await talk.ask(PageDesk.open))


@desk.refuses(switch.ContactUnreadable)
async def say_contact_unreadable(talk: Talk, refused: switch.ContactUnreadable) -> Reply:
    """Says how a telephone is written, and asks once more."""
    return put_above(
        talk.say("This telephone cannot be called. Please write it so: 0312 61 23 45."),
        await talk.ask(PageDesk.contact),
    )


@desk.on(PageDesk.open, choice=BACK)
async def on_back_to_menu(talk: Talk) -> Reply:
    return await talk.ask(Menu.open)


@desk.on(PageDesk.contact, choice=BACK)
async def on_back_to_switch(talk: Talk) -> Reply:
    """Leaves the contact as it is."""
    return await talk.ask(PageDesk.open)
