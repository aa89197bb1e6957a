"""«Бюджет угуулары»: the hearings of an aimak in pages, and what somebody wants to be told of."""

from dataclasses import replace

from bot.budget.hearing import HearingState
from bot.budget.workdays import move_to_bishkek
from bot.chat.fsm import State
from bot.chat.message import Choice, Reply
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.intents import Intent
from bot.language.kyrgyz import clean
from bot.office.hearings import hearings
from bot.office.reads import own, public
from bot.office.wording import hearing_words
from handlers.office.queue.search import search_desk_word
from handlers.resident.hearings.entering import ENDED, HearingsRead, enter, is_ahead, is_to_be, leave
from handlers.resident.states import Hearings
from handlers.shared.coming_in import ComingIn
from handlers.shared.guidance import offers_back, show_here
from handlers.shared.no_aimak import ask_for_aimak
from handlers.shared.referrals import say_right_door
from handlers.shared.router import Talk, router
from handlers.shared.wording import say_whom_to_call
from storage.hearings import Hearing

# Whoever only reads here answers what came last: a notice comes before the list it was read beside.
router.idle |= {str(Hearings.list), str(Hearings.one)}


@router.on(means=Intent.HEARINGS)
async def on_hearings_meant(talk: Talk) -> Replies:
    """Says when the next hearing is, if that is asked. Else it lists them; staff are shown those of their desk."""
    if (opened := await search_desk_word(talk)) is not None:
        return opened
    if talk.person.aimak_id is not None and (said := await say_right_door(talk)):
        return put_above(said, await show_here(talk))
    return await on_hearings_wanted(talk)


@router.on(command="hearings")
@router.on(choice="hearings")
async def on_hearings_wanted(talk: Talk) -> Reply:
    """Lists the hearings of the person's aimak, or says that there is none. Either way notices can be asked for."""
    if talk.person.aimak_id is None or talk.person.language is None:
        await replace(ComingIn.of(talk), hearings_asked=True).keep(talk)
        return await ask_for_aimak(talk)
    return await open_list(talk)


@offers_back
async def find_hearings_asked_before(talk: Talk) -> State | None:
    """The list of hearings, for whoever asked about them before their aimak was known."""
    if not ComingIn.of(talk).hearings_asked:
        return None
    await replace(ComingIn.of(talk), hearings_asked=False).keep(talk)
    await enter(talk)
    await PAGES.begin(talk)
    return Hearings.list


async def open_list(talk: Talk, *, deciding: str = "") -> Reply:
    """Shows the list; deciding is what was said of a hearing, «come» or «decline», where it asks only of which."""
    await enter(talk)
    await PAGES.begin(talk)
    await replace(HearingsRead.of(talk), deciding=deciding).keep(talk)
    return await talk.ask(Hearings.list)


async def list_hearings(talk: Talk) -> list[Hearing]:
    """The hearings of the person's aimak, and others they are told of.

    The next come first, then the past and cancelled ones.
    """
    found = await hearings.list_for_residents(talk.store, aimak_id=talk.person.aimak_id or 0, at=talk.now)
    elsewhere = [
        one
        for aimak_id in await _list_other_aimaks(talk)
        for one in await hearings.list_open(talk.store, aimak_id=aimak_id)
        if is_to_be(talk, one)
    ]
    ahead = [*(one for one in found if is_to_be(talk, one)), *elsewhere]
    over = [one for one in found if one not in ahead]
    over.sort(key=lambda one: (one.state is HearingState.CANCELLED, -one.terms.starts_at))
    return [*sorted(ahead, key=lambda one: one.terms.starts_at), *over]


async def _list_other_aimaks(talk: Talk) -> list[int]:
    # Whoever moved may still be told of an earlier aimak, or have said that they come to a hearing there.
    told_of = await own.list_subscriptions(talk.store, by=talk.person)
    come_to = await own.list_coming_to(talk.store, by=talk.person)
    return sorted({*told_of, *come_to} - {talk.person.aimak_id or 0})


@router.screen(Hearings.list)
async def ask_which(talk: Talk) -> Reply:
    """Lists the hearings, the next one first, and behind them what the person wants to be told of."""
    deciding = HearingsRead.of(talk).deciding
    found = await list_hearings(talk)
    if deciding:
        found = [one for one in found if is_ahead(talk, one)]
    items = [(_make_short(talk, one, deciding or "hearing"), await _say_line(talk, one)) for one in found]
    if not deciding:
        items += [(choice, _say_what_it_does(talk, choice)) for choice in await offer_notices(talk)]
    page = await PAGES.of(talk, items)
    if not found:
        first = f"{talk.say('No budget hearing is announced yet.')} {await say_whom_to_call(talk)}"
    else:
        first = talk.say("Which hearing do you mean?") if deciding else talk.say("Budget hearings:")
    lines = [first, *[line for _, line in page.rows if line]]
    return Reply("\n".join(lines), tuple(choice for choice, _ in page.rows), page.ways(talk))


def _make_short(talk: Talk, hearing: Hearing, what: str) -> Choice:
    moment = move_to_bishkek(hearing.terms.starts_at)
    day, _, _ = talk.words.day(moment.date()).partition(",")  # the weekday stands in the text, a button has no room
    return Choice(f"{what}:{hearing.id}", f"{day}, {moment:%H:%M}")


async def _say_line(talk: Talk, hearing: Hearing) -> str:
    title = hearing_words.say_title(talk.words, hearing)
    line = talk.say("— {when}: {title}", when=hearing_words.say_when(talk.words, hearing.terms), title=title)
    if hearing.aimak_id != talk.person.aimak_id:
        aimak = await public.read_aimak(talk.store, id=hearing.aimak_id)
        name = talk.say("Ayil aimak: {name}", name=clean(aimak.name(talk.words.language)))
        line = f"{line} {name}."
    return f"{line} {talk.say(ENDED[hearing.state])}" if hearing.state in ENDED else line


async def offer_notices(talk: Talk) -> tuple[Choice, ...]:
    """The change that can be made to what the person is told of: everything, results only, or anything."""
    aimak_id = talk.person.aimak_id or 0
    if not await own.find_subscription(talk.store, by=talk.person, aimak_id=aimak_id):
        return (talk.make_choice("notices:yes", "Tell me"),)
    if await own.is_far_away(talk.store, by=talk.person, aimak_id=aimak_id):
        return (talk.make_choice("far:no", "I am near again"),)
    return (talk.make_choice("far:yes", "I am far away"),)


def _say_what_it_does(talk: Talk, choice: Choice) -> str:
    return talk.say("«{button}»: only results are told to you.", button=choice.title) if choice.id == "far:yes" else ""


PAGES = paged(router, Hearings.list, leave=leave, key="hearing_page")
