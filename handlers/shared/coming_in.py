"""How somebody comes in: language, aimak and consent, and what is kept until each is chosen.

Where a bot or number is for one aimak alone, whoever comes there is in it, and nobody is asked.
"""

from dataclasses import dataclass, replace

from bot.chat.memory import Memory
from bot.chat.texts import Words
from bot.language.kyrgyz import quote
from bot.office import residents, staff
from bot.office.messenger_accounts import links, listed
from handlers.shared.router import Talk
from storage.aimaks import Aimak


@dataclass(frozen=True)
class ChoosingAimak(Memory):
    """How far somebody has come in the lists of aimaks."""

    near: int | None = None  # an aimak of the chosen oblast and rayon
    typed: str | None = None  # a part of a name


@dataclass(frozen=True)
class ComingIn(Memory):
    """What waits until the language is chosen."""

    invite: str | None = None
    opens_in: str = ""  # the language of their first words, in which the question is asked first
    after_language: str | None = None  # the state in which the language was asked anew
    hearings_asked: bool = False  # the hearings were asked about before the aimak was known: they are shown then


@dataclass(frozen=True)
class BeforeSettings(Memory):
    """The state in which the settings were asked for."""

    before_settings: str | None = None


async def speak(talk: Talk, language: str) -> None:
    """Goes on in a language."""
    await residents.choose_language(talk.store, by=talk.person, language=language, at=talk.now)
    talk.person = replace(talk.person, language=language)
    talk.words = Words(language)


async def move_to(talk: Talk, aimak: Aimak, board: str | None = None) -> None:
    """Goes on with an aimak, or with the one it has become part of."""
    aimak = await residents.choose_aimak(talk.store, by=talk.person, aimak=aimak, at=talk.now, board=board)
    talk.person = replace(talk.person, aimak_id=aimak.id)


async def agree(talk: Talk) -> None:
    """Goes on with somebody who has agreed to what is kept."""
    await residents.agree(talk.store, by=talk.person, at=talk.now)
    talk.person = replace(talk.person, consent_version=residents.CONSENT_VERSION)


async def find_own(talk: Talk) -> Aimak | None:
    """The aimak that the bot or number they write to is for alone; None where it is for all."""
    return await listed.find_own_aimak(talk.store, talk.person.channel, talk.person.account)


async def find_own_to_move_to(talk: Talk) -> Aimak | None:
    """The same where somebody came before it was so, and works in no office; None where they need not move."""
    if talk.person.aimak_id is None or (own := await find_own(talk)) is None or own.id == talk.person.aimak_id:
        return None
    return None if await staff.list_standings(talk.store, talk.person) else own


async def list_served_here(talk: Talk) -> list[Aimak]:
    """Lists the aimaks that can be chosen: the one that the bot or number is for alone, otherwise all."""
    own = await find_own(talk)
    return [own] if own is not None else await residents.list_aimaks(talk.store, at=talk.now)


def say_only(talk: Talk, aimak: Aimak) -> str:
    """Says that no other aimak can be chosen."""
    return talk.say("Only {aimak} is served here.", aimak=quote(aimak.name(talk.words.language)))


async def say_elsewhere(talk: Talk, aimak: Aimak) -> str:
    """What is said to a link of one aimak where another is served alone; empty where it is this one."""
    own = await find_own(talk)
    if own is None or own.id in {aimak.id, aimak.practice_of_id}:
        return ""
    link = await links.link(talk.store, f"a_{aimak.code}", channel=talk.person.channel, aimak_id=aimak.id)
    other = quote(aimak.name(talk.words.language))
    there = [talk.say("For {aimak} please write here: {link}", aimak=other, link=link)] if link else []
    return "\n".join([say_only(talk, own), *there])
