"""A question for a hearing, which the office reads beforehand."""

from dataclasses import replace

from bot.budget.hearing import NotPossibleNow
from bot.budget.proposal import LEAST_LETTERS
from bot.chat.message import BACK, Choice, Kind, Reply, read_row_id
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.chat.texts import asks_by_label, is_label
from bot.language.gist.reading import asks
from bot.language.intents import Intent, find_meanings, is_courtesy
from bot.language.letters import has_letters
from bot.office.hearings import hearings
from bot.office.reads import public
from handlers.resident.consent import ask_first_to_agree
from handlers.resident.dialogue.to_office import note_passed_on
from handlers.resident.hearings.coming import take_reply
from handlers.resident.hearings.entering import HearingsRead, enter, is_ahead, leave, say_over
from handlers.resident.hearings.hearing_list import list_hearings
from handlers.resident.states import Hearings
from handlers.shared.draft_pieces import NONE
from handlers.shared.guidance import ask_unclear, greet, show_here, show_not_understood, show_stale
from handlers.shared.meant import ASIDE
from handlers.shared.proposal_draft import Drafts
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu
from storage.hearings import Hearing

router.listens[str(Hearings.question)] = ASIDE - {Intent.STOP, Intent.COME, Intent.DECLINE}


@router.on(choice="hearing_ask")
async def on_question_wanted(talk: Talk) -> Replies:
    """Asks for a question for the hearing; takes what was written in reply to a message about it."""
    hearing = await public.find_hearing(talk.store, id=read_row_id(talk.chosen))
    if talk.taken and hearing is not None and talk.person.language is not None:
        return await _take_reply(talk, hearing)
    return await take_question(talk, hearing)


async def _take_reply(talk: Talk, hearing: Hearing) -> Replies:
    # Who comes, with how many, or a question; who has not agreed to what is kept is asked first.
    if not talk.incoming.media and is_courtesy(talk.text):
        return put_above(greet(talk), await show_here(talk))
    said = None if talk.incoming.media else await take_reply(talk, hearing)
    if said is not None:
        return said
    if not is_ahead(talk, hearing):
        talk.add_remark(talk.say("This hearing has begun or is over."))
        return await show_not_understood(talk)  # the words are held, and it is asked what they are
    asked = await take_question(talk, hearing)
    if talk.state.state != Hearings.question:
        return asked
    if talk.incoming.media:
        return await on_question_spoken(talk)
    return await _send_to_office(talk) if has_letters(talk.text, LEAST_LETTERS) else asked


async def take_question(talk: Talk, hearing: Hearing | None) -> Reply:
    """Asks for a question for a hearing, after consent where there is none yet."""
    if hearing is None or talk.person.language is None or not is_ahead(talk, hearing):
        return await say_over(talk, hearing)
    if asks := await ask_first_to_agree(talk, then=f"hearing_ask:{hearing.id}"):
        return asks
    from_one = talk.state.state == Hearings.one
    await enter(talk)
    await replace(HearingsRead.of(talk), hearing=hearing.id, asked_from_one=from_one).keep(talk)
    return await talk.ask(Hearings.question)


@router.screen(Hearings.question)
async def ask_question(talk: Talk) -> Reply:
    """Asks for the question itself."""
    return Reply(
        talk.say("Write your question for the hearing. The ayil okmotu reads it beforehand."),
        ways=list_ways(talk),
        free_text=True,
    )


@router.on(Hearings.question, kind=Kind.TEXT)
async def on_question_given(talk: Talk) -> Reply:
    """Passes the question on to the office."""
    if is_label(talk.text) and not asks_by_label(talk.text):
        return await show_stale(talk)
    return await ask_unclear(talk) if find_meanings(talk.text) else await _send_to_office(talk)


async def offer_hearing(talk: Talk, text: str) -> tuple[Choice, ...]:
    """The button that makes a question written below a hearing one for it; none for other words or another screen."""
    before = Drafts.of(talk).before_held
    if before not in _CARDS or not asks(text):
        return ()
    id = HearingsRead.of(talk).hearing if before != str(Hearings.list) else None
    if id is None:
        ahead = [one for one in await list_hearings(talk) if is_ahead(talk, one)]
        id = ahead[0].id if len(ahead) == 1 else None
    hearing = await public.find_hearing(talk.store, id=id) if id else None
    if hearing is None or not is_ahead(talk, hearing):
        return ()
    return (talk.make_choice(f"held_hearing:{hearing.id}", "A question for the hearing", means=(Intent.WHY,)),)


_CARDS = {str(Hearings.one), str(Hearings.list), str(Hearings.companions)}


@router.on(Menu.held, choice="held_hearing")
async def on_held_is_for_hearing(talk: Talk) -> Replies:
    """Passes the question that was held on to the office, once its author agrees to what is kept."""
    hearing = await public.find_hearing(talk.store, id=read_row_id(talk.chosen))
    aside = Drafts.of(talk).aside
    if hearing is None or not aside.text:
        return await show_stale(talk)
    if not is_ahead(talk, hearing):
        return await say_over(talk, hearing)
    if asked := await ask_first_to_agree(talk, then=f"held_hearing:{hearing.id}"):
        return asked
    await replace(Drafts.of(talk), aside=NONE).keep(talk)
    await talk.state.set_state(Drafts.of(talk).before_held)
    await replace(HearingsRead.of(talk), hearing=hearing.id, asked_from_one=True).keep(talk)
    talk.incoming = replace(talk.incoming, kind=Kind.TEXT, text=aside.text)
    return await _send_to_office(talk)


async def _send_to_office(talk: Talk) -> Reply:
    try:
        await hearings.ask(
            talk.store, id=HearingsRead.of(talk).hearing or 0, text=talk.text, by=talk.person, at=talk.now
        )
    except NotPossibleNow:
        return put_above(talk.say("This hearing has begun or is over."), await _leave_question(talk))
    await note_passed_on(talk, 0)
    said = talk.say("Your question is passed on to the ayil okmotu; it is answered at the hearing.")
    return put_above(said, await _leave_question(talk))


@router.on(Hearings.question, kind=Kind.MEDIA)
async def on_question_spoken(talk: Talk) -> Reply:
    """Takes the words that came with a file; a voice alone has to be written."""
    if talk.text:
        asked = put_above(talk.say("Only your words are passed on, not the file."), await _send_to_office(talk))
        return asked if talk.state.state == Hearings.question else replace(asked, rest="asked_rest")
    return put_above(
        talk.say("Please write the question in words: a voice or a file is not passed on."), await talk.ask_again()
    )


@router.on(choice="asked_rest")
async def on_files_of_question(talk: Talk) -> Replies:
    """Passes over the rest of an album whose words were passed on; further words are asked about."""
    return await show_not_understood(talk) if talk.text else ()


@router.on(Hearings.question, choice=BACK)
@router.on(Hearings.question, means=Intent.NO)
@router.on(Hearings.question, means=Intent.REFUSE)
async def on_nothing_asked(talk: Talk) -> Reply:
    """Goes back; nothing was asked."""
    return await _leave_question(talk)


async def _leave_question(talk: Talk) -> Reply:
    return await talk.ask(Hearings.one) if HearingsRead.of(talk).asked_from_one else await leave(talk)
