"""Whether somebody comes to a hearing: pressed, written where nothing was asked, in reply, or before they were known."""

from dataclasses import dataclass, replace

from bot.budget.hearing import NotPossibleNow
from bot.chat.fsm import State
from bot.chat.memory import Memory
from bot.chat.message import Choice, Kind, Reply, read_row_id
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.common_speech.reading import say_commonly
from bot.language.companions import (
    counts_company,
    speaks_of_people,
)
from bot.language.in_words.company_told import comes_along
from bot.language.in_words.told_at_a_step import says_cannot_come
from bot.language.intents import Intent, find_meanings
from bot.language.kyrgyz import put_in_quotes, quote
from bot.language.wishes.plainly import say_plainly
from bot.office.hearings import attendance
from bot.office.hearings.attendance import MOST_COMPANIONS
from bot.office.reads import own, public
from bot.office.wording.hearing_words import say_when
from handlers.resident.consent import ask_first_to_agree
from handlers.resident.hearings.companions import note_companions, read_companions, take_count
from handlers.resident.hearings.entering import (
    HearingsRead,
    enter,
    find_chosen,
    is_ahead,
    say_over,
)
from handlers.resident.hearings.hearing_list import list_hearings, open_list
from handlers.resident.states import Hearings, Papers, Privacy, Settings
from handlers.shared.clarifying.which import on_what_it_resembles
from handlers.shared.guidance import come_in, offers_back, show_here
from handlers.shared.menu import show_nothing_yet
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu
from storage.hearings import Hearing


@dataclass(frozen=True)
class SaidEarly(Memory, under="said_early"):
    """«I come» or «I cannot», and its words, written before a language or an aimak was chosen."""

    coming: str = ""  # come or decline
    words: str = ""


_READING = {str(Papers.list), str(Papers.one), str(Settings.open), str(Privacy.open)}


@router.on(choice="come", opens=True)
async def on_comes(talk: Talk) -> Reply:
    """Notes that somebody comes, and asks how many come along."""
    return await _note_coming(talk, coming=True)


@router.on(choice="decline", opens=True)
async def on_comes_not(talk: Talk) -> Reply:
    """Notes that somebody cannot come."""
    return await _note_coming(talk, coming=False)


async def _note_coming(talk: Talk, *, coming: bool) -> Reply:
    hearing = await public.find_hearing(talk.store, id=read_row_id(talk.chosen))
    if hearing is None or talk.person.language is None or not is_ahead(talk, hearing):
        return await say_over(talk, hearing)
    if asks := await ask_first_to_agree(talk, then=f"{'come' if coming else 'decline'}:{hearing.id}"):
        return asks
    along = read_companions(talk.text) if coming and talk.incoming.kind is Kind.TEXT else None
    along = along if along is not None and along <= MOST_COMPANIONS else None
    more = {} if along is None else {"companions": along}
    try:
        await attendance.say_coming(talk.store, id=hearing.id, coming=coming, by=talk.person, at=talk.now, **more)
    except NotPossibleNow:
        return await say_over(talk, hearing)
    when = say_when(talk.words, hearing.terms)
    said = (
        talk.say("Thank you, we expect you: {when}. If the day or the place changes, we tell you here.", when=when)
        if coming
        else talk.say("Thank you for telling us: you cannot come, {when}. If you can after all, press «{button}».", when=when,
                      button=talk.say("I will come"))
    )  # fmt: skip
    await replace(HearingsRead.of(talk), deciding="").keep(talk)
    if not _is_free(talk):
        if along:
            said = " ".join([said, talk.say_n("{n} person comes along.", "{n} people come along.", along)])
        return _answer_coming(hearing, put_above(said, await show_here(talk)))
    await enter(talk)
    await replace(HearingsRead.of(talk), hearing=hearing.id).keep(talk)
    if coming and (count := read_companions(talk.text)) is not None:
        return _answer_coming(hearing, put_above(said, await note_companions(talk, count)))
    return _answer_coming(hearing, put_above(said, await talk.ask(Hearings.companions if coming else Hearings.one)))


def _answer_coming(hearing: Hearing, reply: Reply) -> Reply:
    # A reply to these words is about this hearing, whatever came after them.
    return replace(reply, about=f"hearing_ask:{hearing.id}")


async def take_word_of_several(talk: Talk) -> Replies | None:
    """Somebody wrote where nothing was asked that they come with others: noted for the one hearing there is."""
    plain = say_plainly(talk.text)  # «токтогула, 4 киши болобуз»
    plain = (say_commonly(plain) or plain) if comes_along(plain) else plain  # «уч қўшним билан келаман»
    if plain != talk.text and (read_companions(plain) is not None or counts_company(plain)):
        talk.incoming = replace(talk.incoming, text=plain)
    if (
        talk.state.state == Hearings.one
        and not talk.incoming.media
        and (read_companions(talk.text) is not None or counts_company(talk.text))
    ):
        shown = await find_chosen(talk)
        said = await own.find_rsvp(talk.store, hearing_id=shown.id, by=talk.person) if shown is not None else None
        if said is not None and said.coming:
            return await take_count(talk)
    if not talk.incoming.media and says_cannot_come(talk.text) and talk.person.aimak_id is not None:
        if talk.state.state == Hearings.one:
            return await _take_word(talk, coming=False)
        if any(is_ahead(talk, one) for one in await list_hearings(talk)):
            talk.between = (Choice(f"meant:{Intent.DECLINE}", ""),)
            return await on_what_it_resembles(talk)  # it may be about anything: it is asked
    if talk.incoming.media or read_companions(talk.text) is None:
        return None
    if talk.person.aimak_id is None or talk.person.language is None:
        return await _take_word(talk, coming=True)
    has_one = any(is_ahead(talk, one) for one in await list_hearings(talk))
    return await _take_word(talk, coming=True) if has_one else None


async def take_reply(talk: Talk, hearing: Hearing) -> Reply | None:
    """Takes what was written in reply to a message about a hearing, if it says who comes. Else it is None."""
    meant = find_meanings(talk.text)
    talk.chosen = str(hearing.id)
    if meant & {Intent.COME, Intent.DECLINE}:
        return await _note_coming(talk, coming=Intent.COME in meant)
    said = await own.find_rsvp(talk.store, hearing_id=hearing.id, by=talk.person)
    if said is None or not said.coming or not speaks_of_people(talk.text) or not is_ahead(talk, hearing):
        return None
    await enter(talk)
    await replace(HearingsRead.of(talk), hearing=hearing.id).keep(talk)
    await talk.state.set_state(Hearings.companions)
    return await take_count(talk)


@router.on(means=Intent.COME)
async def on_word_of_coming(talk: Talk) -> Reply:
    """Somebody wrote that they come where nothing was asked: to the one hearing there is."""
    return await _take_word(talk, coming=True)


@router.on(means=Intent.DECLINE)
async def on_word_of_not_coming(talk: Talk) -> Reply:
    """Somebody wrote that they cannot come where nothing was asked: to the one hearing there is."""
    return await _take_word(talk, coming=False)


async def _take_word(talk: Talk, *, coming: bool) -> Reply:
    if talk.person.aimak_id is None or talk.person.language is None:
        await SaidEarly("come" if coming else "decline", talk.text).keep(talk)
        return put_above(talk.say("It is kept."), await come_in(talk))
    opened = await find_chosen(talk) if talk.state.state in {str(Hearings.one), str(Hearings.companions)} else None
    ahead = [opened] if opened is not None else [one for one in await list_hearings(talk) if is_ahead(talk, one)]
    if not ahead:
        return await show_nothing_yet(talk, talk.say("No budget hearing is announced yet."))
    if len(ahead) > 1:
        return await open_list(talk, deciding="come" if coming else "decline")
    talk.chosen = str(ahead[0].id)
    return await _note_coming(talk, coming=coming)


@offers_back
async def offer_hearing(talk: Talk) -> State | None:
    """Shows the hearing to whoever said before their language or aimak was known that they come, or do not."""
    early = SaidEarly.of(talk)
    if not early.coming:
        return None
    await SaidEarly.forget(talk)
    ahead = [one for one in await list_hearings(talk) if is_ahead(talk, one)]
    if not ahead:
        talk.add_remark(talk.say("No budget hearing is announced yet."))
        return None
    talk.add_remark(
        talk.say("You wrote: {quote}. Please press it once more here.", quote=put_in_quotes(quote(early.words)))
    )
    await enter(talk)
    if len(ahead) > 1:
        await replace(HearingsRead.of(talk), deciding=early.coming).keep(talk)
        return Hearings.list
    await replace(HearingsRead.of(talk), hearing=ahead[0].id).keep(talk)
    return Hearings.one


async def note_early(talk: Talk, hearing: Hearing) -> Reply | None:
    """Notes for the hearing of a link what was said of coming before the language was chosen; None of nothing."""
    early = SaidEarly.of(talk)
    if not early.coming:
        return None
    await SaidEarly.forget(talk)
    await talk.state.set_state(Menu.open)
    talk.chosen, talk.incoming = str(hearing.id), replace(talk.incoming, text=early.words)
    return await _note_coming(talk, coming=early.coming == "come")


def _is_free(talk: Talk) -> bool:
    # Whoever is in the middle of something else is asked nothing more. Whoever only reads is asked, and reads on.
    return talk.state.state in {*router.idle, *_READING, str(Hearings.companions)}
