"""A question typed where a yes or a no is asked is answered, and the same is asked again."""

from bot.budget.referral.doors import Door, find_door
from bot.chat.message import Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.chat.texts import is_label
from bot.language.gist.reading import find_gist
from bot.language.in_words.asked_of_the_bot import read_asked
from bot.language.intents import Intent, find_meanings
from bot.language.wishes.questions import asks
from bot.office.wording.notices import N_
from handlers.resident.dialogue.added import ADDED
from handlers.resident.reactions import PUBLIC
from handlers.resident.states import Consent, Decidable, Mine, Notices
from handlers.shared.guidance import find_over, read_first, show_here
from handlers.shared.meant import OTHER_WORDS
from handlers.shared.referrals import say_right_door
from handlers.shared.router import Step, Talk, router

_STEPS = {str(Notices.ask), str(Consent.ask), str(Mine.withdraw)}
_ASIDE = {Intent.STATUS: Door.STATUS, Intent.HEARINGS: Door.HEARING}
_ELSEWHERE = {Intent.HELP, Intent.THANKS, Intent.MENU, Intent.LANGUAGE, Intent.SETTINGS, Intent.BUDGET}
_ANSWERED = (Intent.SEEN, Intent.NAMELESS, Intent.CALL, Intent.WHO, Intent.MYDATA)


@router.hear_first
async def hear_question(talk: Talk, step: Step) -> Replies | None:
    """Answers what is asked, and asks the same again; None of other words, and of a button of the question."""
    over = find_over(talk)
    if step.is_free or not (over or talk.state.state in _STEPS):
        return None
    text = talk.text
    if not asks(text) or is_label(text) or step.is_answered:
        return None
    if find_door(text) in {Door.EMERGENCY, Door.COMPLAINT, Door.SWEARING, Door.ADVERTISEMENT}:
        return None
    if read_asked(text) is not None:
        return await read_first(talk)
    meant = find_meanings(text) or frozenset(find_gist(text)[:1])
    if find_door(text) in _ASIDE.values() or meant & set(_ASIDE):
        said = await say_right_door(talk)
        return put_above(said, await show_here(talk)) if said else await _explain(talk, over)
    for intent in _ANSWERED:
        if intent in meant and (handler := router.meaning(talk.state.state, intent)) is not None:
            return await handler(talk)
    return None if find_meanings(text) & _ELSEWHERE else await _explain(talk, over)


async def _explain(talk: Talk, over: str) -> Reply | None:
    words = _OF.get(over) or OTHER_WORDS.get(talk.state.state or "")
    return put_above(talk.say(words), await show_here(talk)) if words else None


_OF = {
    PUBLIC: N_(
        "If you say yes, the text is shown at the hearing and on the board, without your name. If not, only the ayil "
        "okmotu reads it."
    ),
    ADDED: N_("If you add it, it stands behind your text. In place of it: the earlier text goes to the history."),
}
OTHER_WORDS[str(Mine.withdraw)] = N_("Once it is withdrawn, the ayil okmotu does not answer it. It stays in your list.")
OTHER_WORDS[str(Decidable.ask)] = N_("It helps the ayil okmotu to decide. You may skip it.")
OTHER_WORDS[str(Consent.ask)] = N_(
    "This lets the ayil okmotu keep what you send and answer it. Without it nothing is kept."
)
