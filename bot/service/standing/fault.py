"""One thing that stands wrong, and what is said of it as it begins and as it ends."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.chat.texts import Words

Say = Callable[[Words], str]


@dataclass(frozen=True, slots=True)
class Fault:
    """What kind of fault stands, and of what (an account, an office, an address; empty where there is but one)."""

    kind: str
    of: str = ""


BEGUN: Mapping[str, Say] = {
    "silent": lambda words: words.say(
        "For two minutes nothing could be fetched from a messenger. What people write waits there until it can."
    ),
    "late": lambda words: words.say(
        "A reply has waited for half a minute to leave. Whoever looks after the computer should run «sunush doctor»."
    ),
    "overdue": lambda words: words.say("The last day of an answer has passed in these offices."),
    "certificate": lambda words: words.say(
        "The certificate of the bot's address ends within two weeks. It must be renewed, or no messenger can call."
    ),
    "old_copy": lambda words: words.say(
        "The newest copy of the bot's database is more than two days old. Is the disk for copies in?"
    ),
}

ENDED: Mapping[str, Say] = {
    "silent": lambda words: words.say("Messages are fetched again."),
    "late": lambda words: words.say("Replies leave at once again."),
    "overdue": lambda words: words.say("In these offices no proposal waits past its last day any more."),
    "certificate": lambda words: words.say("The certificate of the bot's address is a new one."),
    "old_copy": lambda words: words.say("There is a new copy of the bot's database again."),
}
