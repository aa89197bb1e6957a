"""A hearing is posted to a village's groups, again where it did not arrive. A group is let go or given away."""

from bot.chat.message import Reply, read_row_id
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.kyrgyz import quote
from bot.office.hearings import group_owners, groups
from handlers.office.hearings.card import HearingCard, show_hearing
from handlers.office.hearings.states import HearingDesk
from handlers.office.staff_only import desk, hearing_desk
from handlers.shared.guidance import show_here, show_stale
from handlers.shared.router import Talk


@hearing_desk.on(HearingDesk.one, choice="hearing_post")
async def on_posted(talk: Talk) -> Replies:
    """Posts the last notice to the groups of the aimak, once to each."""
    hearing_id = HearingCard.of(talk).hearing
    new, every = await groups.post(talk.store, id=hearing_id, by=talk.person, at=talk.now)
    if new:
        said = talk.say_n("It is being posted to {n} group.", "It is being posted to {n} groups.", new)
    else:
        said = talk.say("It was posted before.") if every else talk.say("There is no group to post to.")
    return put_above(said, await show_hearing(talk))


@desk.on(choice="post_again", opens=True)
async def on_posting_again_wanted(talk: Talk) -> Reply:
    """Posts to the one group that did not get it."""
    row = read_row_id(talk.chosen)
    try:
        group = await groups.post_again(talk.store, row=row, by=talk.person, at=talk.now)
    except groups.NothingToPost:
        return put_above(talk.say("There is nothing to post there any more."), await show_here(talk))
    return put_above(talk.say("It is being posted to «{title}».", title=quote(group.title, 60)), await show_here(talk))


@desk.on(choice="group_free")
async def on_letting_go_wanted(talk: Talk) -> Reply:
    """Posts nothing more to a group, by the word of its office."""
    title = await group_owners.free(talk.store, id=read_row_id(talk.chosen), by=talk.person, at=talk.now)
    said = talk.say(
        "Nothing is posted to «{title}» any more. To have it back, let the bot in anew.", title=quote(title, 60)
    )
    return put_above(said, await show_here(talk))


@desk.on(choice="group_give")
async def on_group_given(talk: Talk) -> Reply:
    """Gives a group to another aimak whose office asked for it."""
    group, _, to = talk.chosen.partition(".")
    aimak = await group_owners.give(talk.store, id=read_row_id(group), to=read_row_id(to), by=talk.person, at=talk.now)
    said = talk.say("The group now belongs to {aimak}.", aimak=quote(aimak.name(talk.words.language), 60))
    return put_above(said, await show_here(talk))


@desk.on(choice="group_keep")
async def on_group_kept(talk: Talk) -> Reply:
    """Keeps a group another aimak's office asked for."""
    group, dot, to = talk.chosen.partition(".")
    if not dot:
        return await show_stale(talk)
    await group_owners.keep(talk.store, id=read_row_id(group), to=read_row_id(to), by=talk.person, at=talk.now)
    return put_above(talk.say("The group stays with your office."), await show_here(talk))


@desk.on(choice="group_staff")
async def on_staff_alone_read(talk: Talk) -> Reply:
    """Lets the day of the office be said in a group that nobody else reads."""
    title = await group_owners.mark(talk.store, id=read_row_id(talk.chosen), of_staff=True, by=talk.person, at=talk.now)
    said = talk.say(
        "«{title}» is the group of the staff: the work of the day is said there, no hearing is posted.",
        title=quote(title, 60),
    )
    return put_above(said, await show_here(talk))


@desk.on(choice="group_residents")
async def on_residents_read(talk: Talk) -> Reply:
    """Keeps the day of the office out of a group that residents read."""
    title = await group_owners.mark(
        talk.store, id=read_row_id(talk.chosen), of_staff=False, by=talk.person, at=talk.now
    )
    said = talk.say(
        "Residents read «{title}»: hearings are posted there, nothing of the work of the office.",
        title=quote(title, 60),
    )
    return put_above(said, await show_here(talk))
