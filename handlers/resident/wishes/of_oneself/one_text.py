"""Somebody wants one proposal of theirs erased. They are led to the question of its text, whatever came of it."""

from bot.chat.message import Kind
from bot.chat.talk import Replies
from bot.language.wishes.of_number import OfNumber, read_number_wish
from bot.language.wishes.of_oneself.one_text import OneText, read_text_erased
from bot.office import staff
from bot.office.reads import own
from handlers.resident.my_proposals.author import OwnProposal
from handlers.resident.my_proposals.erasing import on_text_erasing_wanted
from handlers.resident.my_proposals.listed import on_mine_wanted
from handlers.resident.states import Decidable, Hearings, Mine, Notices
from handlers.shared.router import Step, Talk, router
from handlers.shared.states import Menu

_HEARD = {
    str(one)
    for one in (
        Menu.open, Decidable.ask, Notices.ask, Mine.list, Mine.one, Mine.supported, Mine.works, Mine.others, Mine.correct,
        Hearings.list, Hearings.one,
    )
}  # fmt: skip
_AT_ONE = {str(Mine.one), str(Mine.correct)}
_LOOKED_THROUGH = 100  # of a person's own proposals, the newest first


@router.hear_first
async def hear_text_erased(talk: Talk, _step: Step) -> Replies | None:
    """Asks whether the text goes, or which one is meant. None of other words, and where nothing was sent."""
    if talk.incoming.kind is not Kind.TEXT or talk.state.state not in _HEARD or talk.person.language is None:
        return None
    wished = read_text_erased(talk.text)
    if wished is None or (wished is OneText.BARE and talk.state.state != Mine.one):
        return None
    if await staff.list_standings(talk.store, talk.person):
        return None
    sent = await own.list_proposals(talk.store, by=talk.person, most=_LOOKED_THROUGH)
    numbered = read_number_wish(talk.text)
    if numbered is not None and numbered.wish is OfNumber.WITHDRAW:
        sent = [one for one in sent if int(one.label) == numbered.number]
    elif talk.state.state in _AT_ONE:
        sent = [one for one in sent if one.id == OwnProposal.of(talk).mine_proposal]
    elif talk.state.state in {str(Decidable.ask), str(Notices.ask)}:
        sent = sent[:1]  # its receipt has just come
    if not sent:
        return None
    if len(sent) == 1:
        talk.chosen = str(sent[0].id)
        return await on_text_erasing_wanted(talk)
    button = talk.say("Erase the text")
    talk.add_remark(
        talk.say(
            "Open the proposal and press «{button}». To have all that is kept of you erased: /forget", button=button
        )
    )
    return await on_mine_wanted(talk)
