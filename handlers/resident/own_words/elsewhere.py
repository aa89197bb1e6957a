"""What is not to be had here: a certificate, or news of a proposal of an earlier year."""

from bot.budget.proposal_text.several import split_proposals
from bot.chat.message import Kind
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.wishes.asides.certificates import asks_for_certificate
from bot.language.wishes.asides.earlier_years import asks_of_an_earlier_year
from bot.office.reads import own
from handlers.resident.my_proposals.listed import on_mine_wanted
from handlers.resident.states import Dialogue
from handlers.shared.guidance import come_in, show_here
from handlers.shared.router import Step, Talk, router
from handlers.shared.states import find_group, is_at_work
from handlers.shared.wording import say_whom_to_call


@router.hear_first
async def hear_certificate_wanted(talk: Talk, step: Step) -> Replies | None:
    """Says where papers for oneself are asked for; nothing is held. None of other words."""
    if not _is_heard(talk, step) or not asks_for_certificate(talk.text) or len(split_proposals(talk.text)) > 1:
        return None
    said = talk.say("Certificates and other papers are not given here. Ask for them at the ayil okmotu itself.")
    if talk.person.language is None or talk.person.aimak_id is None:
        return put_above(said, await come_in(talk))
    return put_above(f"{said}\n{await say_whom_to_call(talk)}", await show_here(talk))


@router.hear_first
async def hear_earlier_year_asked(talk: Talk, step: Step) -> Replies | None:
    """Lists what was proposed here; who proposed elsewhere is told whom to ask. None of other words."""
    if not _is_heard(talk, step) or talk.person.aimak_id is None or talk.person.language is None:
        return None
    if not asks_of_an_earlier_year(talk.text):
        return None
    if await own.list_proposals(talk.store, by=talk.person, most=1):
        return await on_mine_wanted(talk)
    said = talk.say("You have made no proposal here. What you gave on paper or at a hearing, the ayil okmotu knows.")
    return put_above(f"{said}\n{await say_whom_to_call(talk)}", await show_here(talk))


def _is_heard(talk: Talk, step: Step) -> bool:
    is_text = talk.incoming.kind is Kind.TEXT and not talk.incoming.forwarded
    return (
        is_text
        and not step.is_free
        and not step.is_answered
        and not is_at_work(talk.state.state)
        and not _is_said_to_office(talk)
    )


def _is_said_to_office(talk: Talk) -> bool:
    return find_group(talk.state.state) == find_group(str(Dialogue.reply))
