"""What every handler starts from: the one router, the Talk over our Store, and pieces several conversations share."""

from dataclasses import replace
from typing import TypeAlias

from bot.chat.message import Choice, Reply
from bot.chat.router import Router
from bot.chat.talk import Talk as AnyTalk
from bot.chat.texts import Words
from bot.language.intents import Intent
from bot.office import residents
from storage.aimaks import Aimak
from storage.people import Person
from storage.store import Store

Talk: TypeAlias = AnyTalk[Store, Person]

router = Router()


def list_ways(talk: Talk, *, back: bool = True, later: bool = False) -> tuple[Choice, ...]:
    """The ways beside the choices, always in this order; a list in pages has them of its page."""
    chosen = ((back, talk.back), (later, talk.offer_later))
    return tuple(way() for wanted, way in chosen if wanted)


def skip(talk: Talk) -> Choice:
    """The way past a question that may stay unanswered, also by «жок»: nothing is said there."""
    return talk.make_choice("skip", "Skip", means=(Intent.SKIP, Intent.NO))


def put_above(text: str, reply: Reply) -> Reply:
    """Puts a paragraph above a question."""
    return replace(reply, text=f"{text}\n\n{reply.text}")


def note_above(why: str, reply: Reply) -> Reply:
    """Puts a paragraph above a question that stays there while the rest of an album comes."""
    return replace(put_above(why, reply), note=why)


async def speak(talk: Talk, language: str) -> None:
    """Goes on in a language."""
    await residents.choose_language(talk.store, by=talk.person, language=language, at=talk.now)
    talk.person = replace(talk.person, language=language)
    talk.words = Words(language)


async def move_to(talk: Talk, aimak: Aimak, board: str | None = None) -> None:
    """Goes on with an aimak, or with the one it has become part of."""
    aimak = await residents.choose_aimak(talk.store, by=talk.person, aimak=aimak, board=board)
    talk.person = replace(talk.person, aimak_id=aimak.id)


async def agree(talk: Talk) -> None:
    """Goes on with somebody who has agreed to what is kept."""
    await residents.agree(talk.store, by=talk.person, at=talk.now)
    talk.person = replace(talk.person, consent_version=residents.CONSENT_VERSION)


def list_files(talk: Talk) -> tuple[tuple[str, str], ...]:
    """What came along, as pairs of kind and the channel's reference."""
    return tuple((media.kind, media.reference) for media in talk.incoming.media)


async def say_whom_to_call(talk: Talk) -> str:
    """A sentence that names a person's telephone."""
    aimak = await residents.find_aimak(talk.store, talk.person)
    if aimak is not None and aimak.phone:
        return talk.say("A person answers by telephone: {phone}.", phone=aimak.phone)
    return talk.say("A person answers at the ayil okmotu itself.")


def read_row_id(chosen: str) -> int:
    """The id of a row out of a button's id; 0, which is nobody's, where a button was forged."""
    return int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else 0
