"""What an office does to a proposal besides answering it: takes it, excludes it, tells its author in person."""

from dataclasses import replace

from bot.budget.proposal_text.decided import EXCLUDED, name_typed
from bot.chat.message import BACK, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.office.answers import answers, exclusions, told
from bot.office.reads import proposals
from handlers.office.colleagues import say_answered_by, say_taken_by
from handlers.office.queue.card.screen import OfficeCard, show_one
from handlers.office.queue.meanwhile import show_meanwhile
from handlers.office.staff_only import Desk, proposal_acts, proposal_desk
from handlers.shared.guidance import ask_unclear, show_stale
from handlers.shared.router import Talk


@proposal_acts.refuses(answers.AnsweredBy)
async def say_answered(talk: Talk, refused: answers.AnsweredBy) -> Reply:
    """Says who was first, and shows the proposal."""
    return put_above(await say_answered_by(talk, refused), await show_one(talk))


@proposal_acts.refuses(answers.TakenBy)
@proposal_desk.refuses(answers.TakenBy)
async def say_taken(talk: Talk, refused: answers.TakenBy) -> Reply:
    """Says which colleague has it, and shows the proposal; «Take» pressed now takes it over."""
    proposal_id = OfficeCard.of(talk).desk_proposal
    await replace(OfficeCard.of(talk), over=proposal_id).keep(talk)
    return put_above(await say_taken_by(talk, refused, proposal_id), await show_one(talk))


@proposal_acts.on(Desk.one, choice="take")
async def on_taken(talk: Talk) -> Reply:
    """Takes the proposal; pressed again over a colleague's taking, takes it over."""
    card = OfficeCard.of(talk)
    await answers.take(
        talk.store, id=card.desk_proposal, by=talk.person, at=talk.now, over=card.over == card.desk_proposal
    )
    await replace(card, over=None).keep(talk)
    return put_above(talk.say("It is yours now."), await show_one(talk))


@proposal_acts.on(Desk.one, choice="exclude")
async def on_exclusion_wanted(talk: Talk) -> Reply:
    """Asks why it does not count."""
    if (meanwhile := await show_meanwhile(talk)) is not None:
        return meanwhile
    return await talk.ask(Desk.exclude)


@proposal_acts.screen(Desk.exclude)
async def ask_why_excluded(talk: Talk) -> Reply:
    """Asks for the reason of an exclusion."""
    known = await proposals.read_to_preview(talk.store, id=OfficeCard.of(talk).desk_proposal, by=talk.person)
    return Reply(
        talk.say("Why does it not count as a proposal? Its author will be asked.")
        if known.author is not None
        else talk.say("Why does it not count as a proposal? Its author has no address here and cannot be asked."),
        (
            talk.make_choice("excluded:not_a_proposal", "Greeting or opinion"),
            talk.make_choice("excluded:spam", "Advertisement"),
            talk.make_choice("excluded:test", "A test"),
        ),
        list_ways(talk),
    )


@proposal_acts.on(Desk.exclude, choice="excluded")
async def on_excluded(talk: Talk) -> Reply:
    """Leaves it out of the count and asks its author."""
    if talk.chosen not in exclusions.EXCLUSIONS:
        return await show_stale(talk)
    is_asked = await exclusions.exclude(
        talk.store, id=OfficeCard.of(talk).desk_proposal, reason=talk.chosen, by=talk.person, at=talk.now
    )
    said = (
        talk.say("It is out of the count, and its author is asked.")
        if is_asked
        else talk.say("It is out of the count. Its author has no address here: please tell them in person.")
    )
    return put_above(said, await show_one(talk))


@proposal_acts.on(Desk.exclude, kind=Kind.TEXT)
async def on_exclusion_typed(talk: Talk) -> Replies:
    """Takes why it does not count in the clerk's own words: «спам», «сыноо»."""
    named = name_typed(talk.text, EXCLUDED)
    if named is None:
        return await ask_unclear(talk)
    talk.chosen = named
    return await on_excluded(talk)


@proposal_acts.on(Desk.one, choice="include_again")
async def on_included_again(talk: Talk) -> Reply:
    """Lets it count again."""
    await exclusions.include_again(talk.store, id=OfficeCard.of(talk).desk_proposal, by=talk.person, at=talk.now)
    return put_above(talk.say("It counts again."), await show_one(talk))


@proposal_acts.on(Desk.one, choice="told")
async def on_told_in_person(talk: Talk) -> Reply:
    """Keeps that the author was told in person."""
    await told.tell_in_person(talk.store, id=OfficeCard.of(talk).desk_proposal, by=talk.person, at=talk.now)
    return put_above(talk.say("It is noted that the author was told in person."), await show_one(talk))


@proposal_acts.on(Desk.ask, Desk.ask_sure, Desk.exclude, choice=BACK)
async def on_nothing_done(talk: Talk) -> Reply:
    return await show_one(talk)
