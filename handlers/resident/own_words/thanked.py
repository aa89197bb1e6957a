"""Somebody says thanks in words of their own: the same comes back, and no question is answered by it."""

from bot.chat.message import Kind
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.wishes.asides.thanks import only_thanks
from handlers.resident.states import Consent, Mine, Notices
from handlers.shared.guidance import find_over, show_here
from handlers.shared.router import Step, Talk, router
from handlers.shared.states import Menu, Propose

# There a yes does something that thanks do not ask for.
_HEARD = {str(one) for one in (Notices.ask, Consent.ask, Mine.withdraw, Menu.held, Propose.check, Propose.join)}


@router.hear_first
async def hear_thanks(talk: Talk, step: Step) -> Replies | None:
    """Says the same back and asks on. None of other words, and of an answer that thanks may be about."""
    if talk.incoming.kind is not Kind.TEXT or step.is_free or not only_thanks(talk.text):
        return None
    if talk.state.state not in _HEARD and not find_over(talk):
        return None
    return put_above(talk.say("Thank you too!"), await show_here(talk))
