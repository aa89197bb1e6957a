"""How somebody comes in: language, aimak and consent, and what is kept until each is chosen."""

from dataclasses import dataclass, replace

from bot.chat.memory import Memory
from bot.chat.texts import Words
from bot.office import residents
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
    aimak = await residents.choose_aimak(talk.store, by=talk.person, aimak=aimak, board=board)
    talk.person = replace(talk.person, aimak_id=aimak.id)


async def agree(talk: Talk) -> None:
    """Goes on with somebody who has agreed to what is kept."""
    await residents.agree(talk.store, by=talk.person, at=talk.now)
    talk.person = replace(talk.person, consent_version=residents.CONSENT_VERSION)
