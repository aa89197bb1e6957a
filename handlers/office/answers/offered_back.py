"""«Take it back»: a button stands below what was sent until it leaves. Whoever presses it is at the preview again.

Another screen stands below it at once, so its words are heard too when they are typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.budget.proposal_text.decided import ACTED, name_typed
from bot.chat.memory import Memory, read
from bot.chat.message import Reply
from bot.chat.texts import fold_short, say_in_every_language
from bot.language.kyrgyz import fold
from bot.language.meanings.late_pattern import compile_late
from bot.office.answers.take_back import Pressed
from handlers.shared.router import Talk, router

_COPIED = compile_late(r"\A\s*1\s*[—–-]\s*")  # the number before it, where its whole line is copied from the screen
LONGEST = 40  # characters; a longer text is not looked at for them
MEANT = 300_000  # milliseconds from the sending, in which other words for «take it back» are understood too
_TAKEN_BACK = {"take_back": ACTED["take_back"]}
HEARD = 3_600_000  # milliseconds from the sending, in which the words of the button are taken for it


@dataclass(frozen=True)
class SentLast(Memory):
    """When answers were sent last that leave in a moment (ms UTC); 0 where none can be meant."""

    sent_last: int = 0


def find_typed(data: Mapping[str, Any], text: str, now: int) -> str | None:
    """Returns the choice of the button below what was sent last, where its words are typed; data is the conversation's."""
    pressed = read(SentLast, data).sent_last
    if not pressed or now >= pressed + HEARD or len(text) > LONGEST:
        return None
    typed = fold_short(_COPIED.sub("", text))
    is_named = typed in map(fold, say_in_every_language("Take it back"))
    is_meant = now < pressed + MEANT and name_typed(text, _TAKEN_BACK) is not None
    return f"take_back:{pressed}" if is_named or is_meant else None


router.lasting = find_typed


async def offer_back(talk: Talk, pressed: Pressed, label: str = "") -> Reply:
    """Says that answers were sent and for how long they can be taken back; the button stays below it."""
    await SentLast(pressed.at).keep(talk)
    number = len(pressed.leaving)
    if label:
        said = talk.say(
            "The answer to № {number} was sent. It leaves in {seconds} seconds.", number=label, seconds=pressed.seconds
        )
    else:
        said = talk.say_n(
            "{n} answer was sent. It leaves in {seconds} seconds.",
            "{n} answers were sent. They leave in {seconds} seconds.",
            number,
            seconds=pressed.seconds,
        )
    return Reply(said, (talk.make_choice(f"take_back:{pressed.at}", "Take it back"),), stays=True)
