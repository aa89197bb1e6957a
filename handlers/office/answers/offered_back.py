"""«Take it back»: below what was sent there is a button until it leaves; whoever presses it stands at the preview again."""

from bot.chat.message import Reply
from bot.office.answers.leaving import Pressed
from handlers.shared.talk import Talk


def offer_back(talk: Talk, pressed: Pressed, label: str = "") -> Reply:
    """Says that answers were sent and for how long they can be taken back; the button stays below it."""
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
    return Reply(said, (talk.choice(f"take_back:{pressed.at}", "Take it back"),), stays=True)
