"""The last resort: texts outside a flow, old buttons, unknown commands, things we cannot read. Everyone gets a word."""

from bot.budget.proposal import TextTooLong, TextTooShort, checked_text
from bot.chat.message import BACK, MORE, Kind, Reply
from bot.chat.typed import NO, YES
from handlers import draft
from handlers.lead import come_in, here, stale, unclear
from handlers.show import quoted
from handlers.states import Menu
from handlers.talk import Talk, above, router, whom_to_call


@router.on(kind=Kind.TEXT)
async def text_outside(talk: Talk) -> Reply:
    """Holds a text that may be a proposal and asks; anything shorter was unclear."""
    if talk.person.language is None or talk.person.aimak_id is None:
        await draft.hold(talk)
        return await come_in(talk)
    if talk.state.state not in {None, Menu.open, Menu.held}:
        return await unclear(talk)
    try:
        checked_text(talk.text)
    except TextTooShort:
        return await unclear(talk)
    except TextTooLong as refused:
        return above(
            talk.say("This text is too long. At most {limit} characters fit.", limit=talk.words.number(refused.limit)),
            await here(talk),
        )
    await _keep_aside(talk)
    return await talk.ask(Menu.held)


@router.on(kind=Kind.MEDIA)
async def media_outside(talk: Talk) -> Reply:
    """Holds a voice or photo and asks whether it is a proposal."""
    if talk.person.language is None or talk.person.aimak_id is None:
        await draft.hold(talk)
        return await come_in(talk)
    if talk.state.state not in {None, Menu.open, Menu.held}:
        return await unclear(talk)
    await _keep_aside(talk)
    return await talk.ask(Menu.held)


@router.screen(Menu.held)
async def ask_held(talk: Talk) -> Reply:
    """Offers back what was written outside a flow."""
    return Reply(
        talk.say("Is this a proposal? {quote}", quote=quoted(talk, await talk.state.get_value("aside") or {})),
        (talk.choice("held:yes", "Yes", synonyms=YES), talk.choice("held:no", "No", synonyms=NO)),
    )


@router.on(Menu.held, choice="held")
async def held_answered(talk: Talk) -> Reply:
    """Leads the held text through the missing steps, or says where else to turn."""
    aside = await talk.state.get_value("aside") or {}
    await talk.state.update_data(aside=None)
    if talk.chosen != "yes":
        return above(await whom_to_call(talk), await talk.ask(Menu.open))
    await draft.begin(talk, **aside)
    return await talk.ask(await draft.next_step(talk))


async def _keep_aside(talk: Talk) -> None:
    aside = await talk.state.get_value("aside") or {}
    texts = [text for text in (aside.get("text", ""), talk.text) if text]
    files = [[media.kind, media.reference] for media in talk.incoming.media]
    await talk.state.update_data(aside={"text": "\n".join(texts), "media": [*aside.get("media", []), *files]})


@router.on(choice="stale")
@router.on(choice=BACK)
@router.on(choice=MORE)
async def old_button(talk: Talk) -> Reply:
    """A button whose question is over."""
    return await stale(talk)


@router.on(command="unknown")
async def command_unknown(talk: Talk) -> Reply:
    """Says which commands there are."""
    return above(talk.say("There is no such command. There are: {commands}", commands=COMMANDS), await here(talk))


@router.on()
async def anything_else(talk: Talk) -> Reply:
    """Something this conversation has no use for."""
    return above(talk.say("I can take text, voice and photos only."), await here(talk))


COMMANDS = "/start /help /language /settings /privacy /cancel"
