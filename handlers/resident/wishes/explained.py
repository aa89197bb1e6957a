"""«Поясните», «түшүндүрүү»: what stands there is explained, an answer, a hearing, or how something is added to a draft."""

from bot.chat.message import Kind
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.wishes.explaining import asks_to_explain, wants_one_more
from bot.office import staff
from bot.office.wording.notices import N_
from handlers.resident.dialogue.explained import explain_answer
from handlers.resident.states import Hearings, Mine
from handlers.shared.guidance import find_over
from handlers.shared.meant import OTHER_WORDS
from handlers.shared.router import Step, Talk, router
from handlers.shared.states import Menu, Propose

_OF_AN_ANSWER = {str(Menu.open), str(Mine.list), str(Mine.one)}
OTHER_WORDS[str(Hearings.one)] = N_(
    "At a hearing the ayil okmotu shows the draft of the budget. Whoever comes may ask and propose."
)


@router.hear_first
async def hear_explaining(talk: Talk, step: Step) -> Replies | None:
    """Explains the answer that came last, or the hearing that is shown. None of other words, and where neither is."""
    if talk.incoming.kind is not Kind.TEXT or step.is_free or find_over(talk):
        return None
    if talk.state.state in {str(Propose.check), str(Propose.resume)} and wants_one_more(talk.text):
        said = talk.say(
            "Write what is to be added. You are asked whether it belongs to this proposal or is another one."
        )
        return put_above(said, await talk.ask_again())
    if not asks_to_explain(talk.text):
        return None
    if talk.state.state == Hearings.one:
        return put_above(talk.say(OTHER_WORDS[str(Hearings.one)]), await talk.ask_again())
    if talk.state.state not in _OF_AN_ANSWER or await staff.list_standings(talk.store, talk.person):
        return None
    return await explain_answer(talk)
