"""What is kept while somebody comes in: the aimak that is being chosen, and what waits until a language is."""

from dataclasses import dataclass

from bot.chat.memory import Memory


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
