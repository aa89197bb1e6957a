"""What others of one's aimak proposed and let everybody read, in pages. Beside it stands the address of the public page."""

from bot.chat.message import Choice, Reply, read_row_id
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.chat.texts import LANGUAGES, Words
from bot.language.kyrgyz import clean, put_in_quotes, quote
from bot.office.reads.page.others import Others, read_others
from handlers.resident.states import Mine
from handlers.shared.guidance import show_here, show_stale
from handlers.shared.menu import show_nothing_yet
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu
from handlers.shared.wording import say_standing_of
from storage.page.shown import ShownProposal

SIZE = 5  # proposals a screen
BEGINNING = 160  # characters of each
WHOLE = 3000  # characters of one that is read

router.idle |= {str(Mine.others)}
PAGES = paged(router, Mine.others, leave=Menu.open, key="others_page")


async def on_others_wanted(talk: Talk) -> Replies:
    """Opens the list, or says plainly that nothing of others is public."""
    if talk.person.language is None or talk.person.aimak_id is None:
        first = talk.say("Choose your ayil aimak first: then you can read what others let all read.")
        return put_above(first, await show_here(talk))
    found = await read_others(talk.store, by=talk.person, at=talk.now, size=SIZE)
    if found is None or not found.shown.rows:
        nothing = talk.say("Nothing that others proposed is public here yet: its author and the office must allow it.")
        where = _say_where(talk, found)
        return await show_nothing_yet(talk, f"{nothing}\n{where}\n" if where else nothing)
    await PAGES.begin(talk)
    return await talk.ask(Mine.others)


@router.screen(Mine.others)
async def ask_others(talk: Talk) -> Reply:
    """Lists the texts, the newest first, each with its number and what was decided. Nobody is named."""
    found = await read_others(talk.store, by=talk.person, at=talk.now, number=await PAGES.number(talk), size=SIZE)
    if found is None or not found.shown.rows:
        return await talk.ask(Menu.open)
    shown = found.shown
    here = await PAGES.settle(talk, shown.rows, shown.number, more=shown.number < shown.last)
    lines = [
        talk.say("What others proposed for {year}, with their leave and without names:", year=str(found.year)),
        *(_say_line(talk, one) for one in here.rows),
        _say_where(talk, found),
    ]
    choices = [Choice(f"other_one:{one.id}", f"№ {one.label}", (one.label,)) for one in here.rows]
    return Reply("\n".join(filter(None, lines)), tuple(choices), here.ways(talk))


@router.on(Mine.others, choice="other_one")
async def on_other_chosen(talk: Talk) -> Reply:
    """Shows one of them whole, above the list; whoever needs the same joins it."""
    id, number = read_row_id(talk.chosen), await PAGES.number(talk)
    found = await read_others(talk.store, by=talk.person, at=talk.now, number=number, size=SIZE)
    one = next((one for one in found.shown.rows if one.id == id), None) if found is not None else None
    if one is None:
        return await show_stale(talk)
    whole = talk.say(
        "№ {number}, {standing}: {quote}",
        number=one.label,
        standing=say_standing_of(talk, None, one.decision),
        quote=put_in_quotes(clean(one.text or "")[:WHOLE]),
    )
    title = "I support № {number}"
    titles = tuple(Words(language).say(title, number=one.label) for language in LANGUAGES)
    joins = (Choice(f"support:{one.id}", talk.say(title, number=one.label), titles),)
    question = await talk.ask_again()
    own = () if one.aimak_id != talk.person.aimak_id else joins
    return put_above(whole, Reply(question.text, question.choices, (*own, *question.ways)))


def _say_line(talk: Talk, one: ShownProposal) -> str:
    return talk.say(
        "№ {number}, {standing}: {quote}",
        number=one.label,
        standing=say_standing_of(talk, None, one.decision),
        quote=put_in_quotes(quote(one.text or "", BEGINNING)),
    )


def _say_where(talk: Talk, found: Others | None) -> str:
    if found is None or found.address is None:
        return ""
    return talk.say("All decisions stand on the public page: {address}", address=found.address)
