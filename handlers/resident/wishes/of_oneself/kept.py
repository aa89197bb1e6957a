"""Somebody asks what is kept of them, or what is left once they were erased. It is answered on arrival too."""

from bot.chat.talk import Replies
from bot.language.wishes.of_oneself.kept import Kept, asks_what_stays, read_asked_kept
from handlers.resident.my_data import is_unknown, on_my_data_wanted, say_what_stays
from handlers.resident.states import Forgetting
from handlers.shared.router import Step, Talk, router
from handlers.shared.states import is_at_work


@router.hear_first
async def hear_what_is_kept(talk: Talk, _step: Step) -> Replies | None:
    """Says what is kept, or what stays of whoever is erased; None of other words."""
    if is_at_work(talk.state.state):
        return None
    asked = read_asked_kept(talk.text)
    if talk.state.state == Forgetting.ask and (asked is not None or asks_what_stays(talk.text)):
        return await talk.ask_again()  # the question says it
    if asked is None:
        return None
    if asked is Kept.LEFT and not await is_unknown(talk):
        talk.add_remark(say_what_stays(talk))
    return await on_my_data_wanted(talk)
