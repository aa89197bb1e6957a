"""What a person can set: language, aimak, notices of hearings, quoting; and the question about notices itself."""

from dataclasses import replace

from bot.budget.kyrgyz import quote
from bot.chat.message import BACK, Reply
from bot.chat.typed import NO, YES
from bot.office import residents
from handlers.lead import come_in, here
from handlers.menu import menu_for
from handlers.states import Menu, Notices, Settings, Start
from handlers.talk import Talk, above, router, ways


@router.screen(Notices.ask)
async def ask_notices(talk: Talk) -> Reply:
    """Asks once whether to tell of budget hearings."""
    return Reply(
        talk.say("Shall we tell you of budget hearings?"),
        (
            talk.choice("notices:yes", "Tell me", synonyms=YES),
            talk.choice("notices:no", "Not now", synonyms=NO),
        ),
    )


@router.on(choice="notices")
async def notices_answered(talk: Talk) -> Reply:
    """Keeps whether the person wants notices."""
    wanted = talk.chosen == "yes"
    if talk.person.aimak_id is not None:
        await residents.want_notices(
            talk.store, by=talk.person, aimak_id=talk.person.aimak_id, wanted=wanted, at=talk.now
        )
    said = (
        talk.say("Good, we will tell you of each hearing. To stop: /settings")
        if wanted
        else talk.say("All right, no notices. To change that: /settings")
    )
    if talk.state.state == Settings.open:
        return above(said, await talk.again())
    await talk.state.set_state(Menu.open)
    return await menu_for(talk, said)


@router.on(command="settings")
async def settings_wanted(talk: Talk) -> Reply:
    """Shows what can be set."""
    if talk.person.aimak_id is None or talk.person.language is None:
        return await come_in(talk)
    if talk.state.state != Settings.open:
        await talk.state.update_data(before_settings=talk.state.state)
    return await talk.ask(Settings.open)


@router.screen(Settings.open)
async def ask_settings(talk: Talk) -> Reply:
    """Shows how things are set, and a button for each change."""
    aimak = await residents.aimak_of(talk.store, talk.person)
    notices = await talk.store.people.notices(talk.person.id, talk.person.aimak_id or 0)
    lines = [
        talk.say("Ayil aimak: {name}", name=quote(aimak.name(talk.words.language)) if aimak else "—"),
        talk.say("Notices of budget hearings: yes") if notices else talk.say("Notices of budget hearings: no"),
        talk.say("Your text is quoted in answers: yes")
        if talk.person.quotes
        else talk.say("Your text is quoted in answers: no"),
    ]
    return Reply(
        "\n".join(lines),
        (
            talk.choice("change_language", "The language"),
            talk.choice("change_aimak", "Another ayil aimak"),
            talk.choice("notices:no", "Do not tell me") if notices else talk.choice("notices:yes", "Tell me"),
            talk.choice("quotes:no", "Do not quote")
            if talk.person.quotes
            else talk.choice("quotes:yes", "Quote my text"),
        ),
        ways(talk),
    )


@router.on(Settings.open, choice="quotes")
async def quotes_answered(talk: Talk) -> Reply:
    """Keeps whether answers may quote the person's text (no, on a shared phone)."""
    await residents.set_quotes(talk.store, by=talk.person, quotes=talk.chosen == "yes")
    talk.person = replace(talk.person, quotes=talk.chosen == "yes")
    return await talk.again()


@router.on(Settings.open, choice="change_aimak")
async def other_aimak_wanted(talk: Talk) -> Reply:
    """Lets the person choose another aimak; proposals made to the first one stay there."""
    await talk.state.update_data(near=None, typed=None, page=0)
    return await talk.ask(Start.oblast)


@router.on(Settings.open, choice=BACK)
async def back_to_menu(talk: Talk) -> Reply:
    """Goes on where /settings was asked."""
    before = await talk.state.get_value("before_settings")
    await talk.state.update_data(before_settings=None)
    await talk.state.set_state(before if before != Settings.open else Menu.open)
    return await here(talk)
