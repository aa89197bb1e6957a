"""The templates that ask somebody to open a window: approved by the messenger beforehand, filled with few plain values.

Each is worded as following up on what its reader did, since notices of other kinds cost more.
"""

from collections.abc import Mapping

from bot.chat.texts import Words
from bot.language.meanings.late_pattern import compile_late
from bot.office.wording.notices import N_

# By messenger, how many hours after their last message free text reaches a person.
WINDOW_HOURS: Mapping[str, int] = {"whatsapp": 24}

READ = N_("Read the answer")
READ_MORE = N_("Read it")

PROPOSAL_ANSWERED, QUESTION = "proposal_answered", "question_from_office"
NOTICE, CHANGED, RESULTS = "hearing_notice", "hearing_changed", "hearing_results"
SUBSCRIBED, WAITING = "subscribe_confirm", "message_waiting"

# By name: its words, with the values in braces, and the button below them. A value stands neither first nor last.
TEMPLATES: Mapping[str, tuple[str, str]] = {
    PROPOSAL_ANSWERED: (
        N_("Hello! The ayil okmotu of {aimak} has answered your proposal № {number}. Press the button to read the answer."),
        READ,
    ),
    QUESTION: (
        N_("Hello! The ayil okmotu of {aimak} asks you something about your proposal № {number}. Press the button to read it."),
        READ_MORE,
    ),
    NOTICE: (
        N_("You asked to be told of hearings in {aimak}. A budget hearing is on {when}. Press the button to read more."),
        READ_MORE,
    ),
    CHANGED: (
        N_("You asked to be told of hearings in {aimak}. The hearing of {when} has changed. Press the button to read it."),
        READ_MORE,
    ),
    RESULTS: (
        N_("You asked to be told of hearings in {aimak}. The results of {when} are there. Press the button to read it."),
        READ_MORE,
    ),
    SUBSCRIBED: (
        N_("You asked to be told of the budget of {aimak}. There is news for you. Press the button to read it."),
        READ_MORE,
    ),
    WAITING: (
        N_("Hello! There is a message for you from the ayil okmotu of {aimak}. Press the button to read it."),
        READ_MORE,
    ),
}  # fmt: skip
_PLACE = compile_late(r"\{(\w+)\}")


def list_places(template: str, language: str) -> list[str]:
    """Lists the names of a template's values in the order in which they stand in its words in a language."""
    return _PLACE.findall(
        Words(language).say(TEMPLATES[template][0], aimak="{aimak}", number="{number}", when="{when}")
    )
