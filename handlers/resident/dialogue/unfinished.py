"""«Бүткөн эмес»: whoever heard that the work is done says, in words or by a photo, that it is not.

The clerk hears it.
"""

from dataclasses import replace

from bot.budget.proposal_text.decided import name_typed
from bot.chat.message import BACK, Choice, Kind, Reply, read_row_id
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_files, list_ways
from bot.chat.texts import is_label
from bot.language.kyrgyz import put_in_quotes, quote
from bot.office.reads import own
from bot.office.wording.notices import N_
from bot.office.works import works
from handlers.resident.dialogue.to_office import SayingMore, ask_for, go_back, send_to_office
from handlers.resident.states import Dialogue, Mine
from handlers.shared.guidance import ask_unclear, show_here, show_stale
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu

_WORDS = """
    бүткөн жок, бүтө элек, дагы бүтө элек, али бүтө элек, иш бүткөн жок, иш бүтө элек, жумуш бүткөн жок, жумуш бүтө элек,
    бүтпөй калды, аягына чыккан жок, аткарылган жок,
    не закончено, не закончили, не доделано, не доделали, работа не закончена, работы не закончены, не завершено,
    не завершили, ещё не закончено, не готово
"""
# Its button stands only under the notice: typed on any later day it leads to the same.
router.titles |= {N_("It is not finished"): "unfinished"}


@router.on(choice="unfinished")
async def on_unfinished_wanted(talk: Talk) -> Replies:
    """Takes what was written in reply to the notice, or asks for it where only the button was pressed.

    Where its name was typed later on, it is of the work that is said to be done. Of several it is asked which.
    """
    if talk.taken:
        return await _carry(talk, read_row_id(talk.chosen))
    if talk.chosen:
        return await _ask_what(talk, read_row_id(talk.chosen))
    found = await own.list_done_works(talk.store, by=talk.person)
    if not found:
        return put_above(talk.say("Of no proposal of yours it is said that the work is done."), await show_here(talk))
    return await (_ask_what(talk, found[0].said_id) if len(found) == 1 else talk.ask(Mine.works))


async def _ask_what(talk: Talk, said_id: int) -> Reply:
    return await ask_for(talk, Dialogue.unfinished, replace(SayingMore.of(talk), work=said_id))


def says_unfinished(text: str) -> bool:
    """Whether a text says that some work is not finished, and nothing beside."""
    return name_typed(text, {"unfinished": _WORDS}) is not None


async def hear_unfinished(talk: Talk) -> Replies | None:
    """Hears that some work is not finished, in words of one's own.

    None where it is something else, or no work is done.
    """
    if talk.incoming.kind is not Kind.TEXT or not says_unfinished(talk.text):
        return None
    if not await own.list_done_works(talk.store, by=talk.person):
        return None
    talk.chosen = ""
    return await on_unfinished_wanted(talk)


@router.screen(Mine.works)
async def ask_which_work(talk: Talk) -> Reply:
    """Asks which of the works that are said to be done."""
    found = await own.list_done_works(talk.store, by=talk.person)
    lines = [talk.say("Which work is not finished?")]
    lines += [
        talk.say("№ {number}: {quote}", number=one.label, quote=put_in_quotes(quote(one.beginning, 60)))
        for one in found
    ]
    choices = [Choice(f"unfinished:{one.said_id}", f"№ {one.label}", (one.label,)) for one in found]
    return Reply("\n".join(lines), tuple(choices), list_ways(talk))


@router.on(Mine.works, choice=BACK)
async def on_no_work_meant(talk: Talk) -> Reply:
    return await talk.ask(Menu.open)


@router.screen(Dialogue.unfinished)
async def ask_what_is_missing(talk: Talk) -> Reply:
    """Asks what is not finished."""
    question = talk.say("What is not finished? Write it or send a photo: the clerk reads it.")
    return Reply(question, ways=list_ways(talk), free_text=True)


@router.on(Dialogue.unfinished, kind=Kind.TEXT)
@router.on(Dialogue.unfinished, kind=Kind.MEDIA)
async def on_missing_said(talk: Talk) -> Reply:
    """Carries it to the clerk."""
    if not talk.incoming.media and is_label(talk.text):
        return await ask_unclear(talk)
    if len(talk.text) > works.LONGEST:
        return put_above(
            talk.say("Please write it shorter: {most} letters at most.", most=works.LONGEST), await talk.ask_again()
        )
    return await _carry(talk, SayingMore.of(talk).work)


async def _carry(talk: Talk, said_id: int) -> Reply:
    media = list_files(talk)
    try:
        return await send_to_office(
            talk,
            lambda: works.contest(
                talk.store, said_id=said_id, text=talk.text, by=talk.person, at=talk.now, media=media
            ),
            lambda number: talk.say(
                "№ {number}. Thank you: the ayil okmotu is told. You hear of it here.", number=number
            ),
        )
    except works.NothingContested:
        await go_back(talk)
        return await show_stale(talk)
