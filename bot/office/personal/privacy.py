"""What is kept of somebody and for how long, as the chat says it and the page on privacy."""

from bot.chat.texts import Words
from bot.office import residents
from storage.aimaks import Aimak


def list_privacy(words: Words, aimak: Aimak | None) -> list[str]:
    """The consent text in force, line by line. aimak: whose office it is, None where it is said to all."""
    return [
        words.say("This bot is run for the ayil okmotu {aimak}.", aimak=aimak.name(words.language))
        if aimak
        else words.say("This bot is run for the ayil okmotus of Kyrgyzstan."),
        words.say(
            "Kept: your language, ayil aimak, proposals with voice, photos and documents, "
            "and, sealed, your address in this messenger."
        ),
        words.say("Of hearings: whether you come and with how many, and your questions."),
        words.say("Of notices: of which ayil aimaks, villages and themes you want them."),
        words.say("Of others' proposals: which of them you support."),
        words.say("The staff see the number and what you send; your name only if you add it, your address never."),
        words.say(
            "A messenger's servers are abroad. The decision on a proposal is public, its text only if you say so."
        ),
        words.say(
            "Until you agree, what you write is kept for 24 hours only. You may take your consent back at any time."
        ),
        words.say("All that is kept of you: /mydata. To have it erased: /forget"),
        words.say("Version {version} of this text.", version=residents.CONSENT_VERSION),
    ]
