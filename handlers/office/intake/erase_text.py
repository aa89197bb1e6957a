"""The text of one proposal is erased by its office, for an author who asks by paper or telephone. The office is asked first."""

from bot.chat.message import BACK, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.language.intents import Intent
from bot.language.wishes.text_to_erase import read_text_to_erase
from bot.office.personal import one_text
from bot.office.reads import proposals
from handlers.office.intake.being_entered import Intake
from handlers.office.queue.card.screen import OfficeCard, show_one
from handlers.office.queue.search import hears_the_desk, show_numbered
from handlers.office.staff_only import Desk, proposal_acts, reads_queue
from handlers.shared.router import Step, Talk, router


@proposal_acts.refuses(one_text.NoTextToErase)
async def say_nothing_left(talk: Talk, _refused: one_text.NoTextToErase) -> Reply:
    """Says that nothing is left of it, and shows the proposal."""
    return put_above(talk.say("Its text is erased already."), await show_one(talk))


@router.hear_first
async def hear_text_to_erase(talk: Talk, step: Step) -> Replies | None:
    """Asks whether the text goes of the proposal that a clerk names by its number. None of other words."""
    if talk.incoming.kind is not Kind.TEXT or step.is_free or not hears_the_desk(talk, step):
        return None
    number = read_text_to_erase(talk.text)
    if number is None or not await reads_queue(talk):
        return None
    aimak_id = int(talk.person.aimak_id or 0)
    found = await proposals.find_by_number(talk.store, aimak_id=aimak_id, number=number, by=talk.person)
    if found is None:
        return await show_numbered(talk, number)
    await show_one(talk, found.id)
    try:
        return await talk.ask(Intake.erase_text)
    except one_text.NoTextToErase as refused:
        return await say_nothing_left(talk, refused)


@proposal_acts.on(Desk.one, choice="text_erase")
async def on_text_erase_pressed(talk: Talk) -> Reply:
    """Asks whether the text goes of the proposal that is read; the question says how it stands now."""
    return await talk.ask(Intake.erase_text)


@proposal_acts.screen(Intake.erase_text)
async def ask_whether_text_goes(talk: Talk) -> Reply:
    """Says what goes and what stays, and asks."""
    known = await one_text.find_to_erase(talk.store, id=OfficeCard.of(talk).desk_proposal, by=talk.person)
    lines = [
        talk.say("Did the author of № {number} ask for its text to be erased?", number=known.proposal.label),
        *say_what_goes(talk, known),
    ]
    return Reply(
        "\n".join(lines),
        (
            talk.make_choice("text_erase_sure:yes", "They asked: erase it", means=(Intent.YES, Intent.ERASE)),
            talk.make_choice("text_erase_sure:no", "Do not erase", means=(Intent.NO,)),
        ),
        list_ways(talk),
    )


def say_what_goes(talk: Talk, known: one_text.OfOffice) -> list[str]:
    """What goes with the text and what stays, a line each."""
    lines = [
        talk.say("Gone: its text, voices, photos, documents, name and place, what was said of it."),
        talk.say("The office's own words in the answer go too, since they may quote its author.")
        if known.is_answered
        else "",
        talk.say("It is withdrawn with that: no answer goes out.") if known.is_open else "",
        talk.say("Staying: its number, decision and sum. The author is told. It cannot be brought back."),
    ]
    return [line for line in lines if line]


@proposal_acts.on(Intake.erase_text, choice="text_erase_sure")
async def on_text_erasing_answered(talk: Talk) -> Replies:
    """Erases the text, or leaves it."""
    if talk.chosen != "yes":
        return await on_text_kept(talk)
    id = OfficeCard.of(talk).desk_proposal
    is_told = await one_text.erase_text_for_author(talk.store, id=id, by=talk.person, at=talk.now)
    said = (
        talk.say("The text is erased, and its author is told.")
        if is_told
        else talk.say("The text is erased. Its author could not be reached: please tell them in person.")
    )
    return put_above(said, await show_one(talk))


@proposal_acts.on(Intake.erase_text, choice=BACK)
async def on_text_kept(talk: Talk) -> Reply:
    """Leaves the text where it is."""
    return put_above(talk.say("All right, nothing is erased."), await show_one(talk))
