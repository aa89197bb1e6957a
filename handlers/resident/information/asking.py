"""«Маалымат сурайм»: what an office keeps is asked for, gets a number, and the answer comes back here."""

import uuid
from dataclasses import dataclass

from bot.budget.workdays import find_day
from bot.chat.fsm import State, StatesGroup
from bot.chat.memory import Memory
from bot.chat.message import BACK, Choice, Kind, Reply, read_row_id
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.language.intents import Intent
from bot.language.kyrgyz import clean, put_in_quotes, quote
from bot.language.matter.asked_for_papers import asks_for_paper
from bot.language.refusal import Refusal
from bot.office import staff
from bot.office.information import requests
from bot.office.wording.notices import N_
from handlers.resident.consent import TAKING, ask_first_to_agree
from handlers.shared.guidance import reads_first, show_here, show_stale
from handlers.shared.menu import show_menu_for
from handlers.shared.no_aimak import ask_for_aimak
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu
from storage.information.requests import InformationRequest


class Inform(StatesGroup):
    """A request for information: one's own, what is asked, the check."""

    own = State()
    one = State()
    text = State()
    check = State()


@dataclass(frozen=True)
class Asking(Memory, under="information"):
    """A request that is not sent yet, and the one that is read. key is drawn when it is begun."""

    key: str = ""
    text: str = ""
    one: int = 0
    about: str = ""  # the label of an answered request that this one goes on with


router.titles |= {N_("Ask for information"): "information", N_("I ask for a document"): "information"}
router.idle |= {str(Inform.own), str(Inform.one)}
PAGES = paged(router, Inform.own, leave=Menu.open, key="information_page")


@router.refuses(requests.RequestsUsedUp)
async def say_used_up(talk: Talk, refused: Refusal) -> Reply:
    """Says that no more fit into a day."""
    return await show_menu_for(talk, talk.say("No more requests fit today. Please send it tomorrow."))


@router.on(choice="information", opens=True)
async def on_information_wanted(talk: Talk) -> Reply:
    """Shows one's own requests; whoever has none is asked at once."""
    if talk.person.aimak_id is None or talk.person.language is None:
        return await ask_for_aimak(talk)
    await PAGES.begin(talk)
    if await requests.list_own(talk.store, by=talk.person):
        return await talk.ask(Inform.own)
    return await _begin(talk)


async def _begin(talk: Talk) -> Reply:
    if asks := await ask_first_to_agree(talk, then="information"):
        return asks
    asking = Asking.of(talk)
    await Asking(key=asking.key or uuid.uuid4().hex, text=asking.text, about=asking.about).keep(talk)
    return await talk.ask(Inform.check if asking.text else Inform.text)


@reads_first
async def read_request(talk: Talk) -> Reply | None:
    """Takes words at the menu that ask for a paper. What is asked is shown before it is sent."""
    is_at_menu = talk.state.state in {None, str(Menu.open), str(Inform.own)}
    if not is_at_menu or talk.incoming.media or talk.person.aimak_id is None or talk.person.language is None:
        return None
    if not asks_for_paper(talk.text) or await staff.list_standings(talk.store, talk.person):
        return None
    await Asking(key=uuid.uuid4().hex, text=talk.text.strip()).keep(talk)
    return await _begin(talk)


@router.screen(Inform.own)
async def ask_which(talk: Talk) -> Reply:
    """One's own requests and where each stands."""
    page = await PAGES.of(talk, await requests.list_own(talk.store, by=talk.person))
    today = find_day(talk.now)
    choices = tuple(
        Choice(f"information_one:{one.id}", f"№ {one.label}", line=requests.say_line(talk.words, one, today=today))
        for one in page.rows
    )
    new = talk.make_choice("information_new", "New request")
    return Reply(talk.say("Your requests for information:"), choices, page.ways(talk, new))


async def ask_once_more(talk: Talk, one: InformationRequest, text: str = "") -> Reply:
    """Goes on with words against an answer, as a request that names the answered one. Says where a complaint goes."""
    talk.add_remark(
        talk.say(
            "You may ask № {number} once more: the office reads it. A complaint is made to the Ombudsman or a court.",
            number=one.label,
        )
    )
    await Asking(uuid.uuid4().hex, _name_first(one.label, text) if text else "", about=one.label).keep(talk)
    return await _begin(talk)


def _name_first(label: str, text: str) -> str:
    said = text.strip()
    return said if not label or not said or label.casefold() in said.casefold() else f"№ {label}: {said}"


@router.on(choice="information_disagree")
async def on_answer_not_agreed(talk: Talk) -> Replies:
    """Asks what is missing in an answer to one's own request."""
    one = await requests.read_own(talk.store, id=read_row_id(talk.chosen), by=talk.person)
    if one.answered_at is None:
        return await show_stale(talk)
    return await ask_once_more(talk, one)


@router.on(Inform.own, choice="information_new")
async def on_new_wanted(talk: Talk) -> Reply:
    """Asks what is wanted."""
    return await _begin(talk)


async def take_text(talk: Talk, text: str) -> Reply:
    """Takes what was written before consent was given: it is shown before it is sent."""
    asking = Asking.of(talk)
    await Asking(asking.key or uuid.uuid4().hex, _name_first(asking.about, text), about=asking.about).keep(talk)
    return await talk.ask(Inform.check)


TAKING["information"] = take_text


@router.screen(Inform.text)
async def ask_text(talk: Talk) -> Reply:
    """Asks which information or document is wanted."""
    said = talk.say("Which information or document do you need from the ayil okmotu? Write it in a sentence.")
    return Reply(said, ways=list_ways(talk), free_text=True)


@router.on(Inform.text, kind=Kind.TEXT)
async def on_text_given(talk: Talk) -> Reply:
    """Keeps what is asked, and shows it before it is sent."""
    asking = Asking.of(talk)
    await Asking(asking.key, _name_first(asking.about, talk.text), about=asking.about).keep(talk)
    return await talk.ask(Inform.check)


@router.screen(Inform.check)
async def ask_check(talk: Talk) -> Reply:
    """What will be sent."""
    asking = Asking.of(talk)
    if not asking.text:
        return await talk.ask(Inform.text)
    send = talk.make_choice(f"information_send:{asking.key}", "Send", means=(Intent.YES, Intent.SEND))
    change = talk.make_choice("information_new", "Change", means=(Intent.CHANGE, Intent.NO))
    return Reply(talk.say("You ask for: «{text}»", text=quote(asking.text)), (send, change), (talk.back(),))


@router.on(Inform.check, choice="information_new")
@router.on(Inform.check, choice=BACK)
async def on_change_wanted(talk: Talk) -> Reply:
    """Asks for the words again."""
    return await talk.ask(Inform.text)


@router.on(Inform.text, choice=BACK)
async def on_text_left(talk: Talk) -> Reply:
    """Leaves what was begun; it is kept until it is sent."""
    return await talk.ask(Menu.open)


@router.on(choice="information_send")
async def on_request_sent(talk: Talk) -> Reply:
    """Sends it. However often it is pressed there is one request and one number."""
    asking, aimak_id = Asking.of(talk), talk.person.aimak_id
    if asking.key != talk.chosen or not asking.text or aimak_id is None:
        return await show_stale(talk)
    one = await requests.ask(
        talk.store, key=asking.key, text=asking.text, by=talk.person, aimak_id=aimak_id, at=talk.now
    )
    await Asking.forget(talk)
    said = talk.say(
        "Your request for information is accepted, its number is {number}. The answer comes here {until}.",
        number=one.label, until=talk.words.until(one.due_on),
    )  # fmt: skip
    return await show_menu_for(talk, said)


@router.on(choice="information_one")
async def on_request_chosen(talk: Talk) -> Reply:
    """Opens one of one's own requests."""
    await Asking(one=read_row_id(talk.chosen)).keep(talk)
    return await talk.ask(Inform.one)


@router.screen(Inform.one)
async def ask_about_request(talk: Talk) -> Reply:
    """A request whole, with its answer."""
    one = await requests.read_own(talk.store, id=Asking.of(talk).one, by=talk.person)
    lines = [requests.say_line(talk.words, one, today=find_day(talk.now)), put_in_quotes(clean(one.text))]
    lines += [talk.say("Answer: {text}", text=clean(one.answer))] if one.answer else []
    got = (talk.make_choice(f"information_file:{one.id}", "Get the file"),) if one.has_file else ()
    against = (_offer_against(talk, one),) if one.answered_at is not None else ()
    return Reply("\n".join(lines), (*got, *against), (talk.back(),))


def _offer_against(talk: Talk, one: InformationRequest) -> Choice:
    return talk.make_choice(f"information_disagree:{one.id}", "I do not agree", means=(Intent.DISAGREE,))


@router.on(Inform.one, choice=BACK)
async def on_back_to_own(talk: Talk) -> Reply:
    """Shows one's own requests again."""
    return await talk.ask(Inform.own)


@router.on(choice="information_file")
async def on_file_wanted(talk: Talk) -> Replies:
    """Sends the file of an answer to whoever asked."""
    one = await requests.read_own(talk.store, id=read_row_id(talk.chosen), by=talk.person)
    if not one.has_file:
        return await show_stale(talk)
    if one.digest is None:
        return put_above(talk.say("The file has not come yet."), await show_here(talk))
    document = {"kind": "media", "digest": one.digest, "name": f"{one.label}{one.ending or ''}", "form": one.form}
    return await show_here(talk), Reply(f"№ {one.label}", document=document)
