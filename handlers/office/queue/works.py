"""«Аткарылышы»: how far the work of a proposal is, with a photo. What people will read is shown before it goes."""

from dataclasses import dataclass, replace

from bot.budget.works.stages import Stage, list_next
from bot.chat.memory import Memory
from bot.chat.message import BACK, Choice, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import list_files, list_ways, skip
from bot.chat.texts import Words
from bot.language.intents import Intent
from bot.office.public.switch import is_page_on
from bot.office.reads import proposals
from bot.office.wording.notices import N_
from bot.office.works import works
from bot.office.works.work_words import STAGES, compose_work, read_stage
from handlers.office.queue.card.screen import OfficeCard, show_one
from handlers.office.staff_only import Desk, proposal_acts
from handlers.shared.guidance import show_stale
from handlers.shared.router import Talk
from storage.answering.dialogue import Said
from storage.log.dialogue_kinds import WORK

BUTTONS = {
    Stage.ADOPTED: N_("Kenesh approved it"),
    Stage.BEGUN: N_("Under way"),
    Stage.DONE: N_("Done"),
    Stage.UNDONE: N_("Not done"),
}


@dataclass(frozen=True)
class WorkBeingSaid(Memory, under="work"):
    """What is about to be said of the work of a proposal."""

    proposal: int = 0
    after: int | None = None  # what was said last (id of the line)
    stage: Stage | None = None
    text: str = ""
    photos: tuple[tuple[str, str], ...] = ()  # of each its kind and the channel's reference


@proposal_acts.on(Desk.one, choice="work")
async def on_work_wanted(talk: Talk) -> Reply:
    """Asks how the work stands."""
    return await talk.ask(Desk.work)


@proposal_acts.screen(Desk.work)
async def ask_stage(talk: Talk) -> Reply:
    """Says how the work stands, and asks what is new."""
    known = await proposals.read_proposal(talk.store, id=OfficeCard.of(talk).desk_proposal, by=talk.person)
    last = known.work
    await WorkBeingSaid(known.proposal.id, last.id if last else None).keep(talk)
    stage = read_stage(last) if last else None
    question = (
        talk.say("№ {number}: {stage}. What is new?", number=known.proposal.label, stage=talk.say(STAGES[stage]))
        if stage
        else talk.say(
            "№ {number}: how far is the work? Author and supporters will be told.", number=known.proposal.label
        )
    )
    choices = tuple(talk.make_choice(f"work_stage:{one}", BUTTONS[one]) for one in list_next(stage))
    return Reply(question, choices, list_ways(talk))


@proposal_acts.on(Desk.work, choice="work_stage")
async def on_stage_chosen(talk: Talk) -> Reply:
    """Asks for a photo, or some words."""
    if talk.chosen not in set(Stage):
        return await show_stale(talk)
    await replace(WorkBeingSaid.of(talk), stage=Stage(talk.chosen), text="", photos=()).keep(talk)
    return await talk.ask(Desk.work_more)


@proposal_acts.screen(Desk.work_more)
async def ask_for_photo(talk: Talk) -> Reply:
    """Asks for photos of the work, or a sentence."""
    if WorkBeingSaid.of(talk).photos:
        return Reply(talk.say("Please send one more photo of the work."), ways=list_ways(talk), free_text=True)
    question = talk.say(
        "Please send up to {n} photos of the work, or write a sentence about it. You may also skip this.",
        n=works.MOST_PHOTOS,
    )
    return Reply(question, ways=(skip(talk), *list_ways(talk)), free_text=True)


@proposal_acts.on(Desk.work_more, Desk.work_check, kind=Kind.MEDIA)
async def on_photo_given(talk: Talk) -> Reply:
    """Takes photos, one or an album, and what is written under them."""
    kept, given = WorkBeingSaid.of(talk), tuple(list_files(talk))
    if any(kind == "voice" for kind, _ in given):
        return put_above(talk.say("A photo or a document is needed here."), await talk.ask_again())
    photos = (*kept.photos, *(one for one in given if one not in kept.photos))
    if len(photos) > works.MOST_PHOTOS:
        talk.add_remark(talk.say("No more than {n} photos go with it.", n=works.MOST_PHOTOS))
    text = talk.text.strip()[: works.LONGEST] or kept.text
    await replace(kept, photos=photos[: works.MOST_PHOTOS], text=text).keep(talk)
    return await talk.ask(Desk.work_check)


@proposal_acts.on(Desk.work_more, kind=Kind.TEXT)
async def on_words_given(talk: Talk) -> Reply:
    """Takes the sentence."""
    if len(talk.text) > works.LONGEST:
        return put_above(
            talk.say("Please write it shorter: {most} letters at most.", most=works.LONGEST), await talk.ask_again()
        )
    await replace(WorkBeingSaid.of(talk), text=talk.text.strip()).keep(talk)
    return await talk.ask(Desk.work_check)


@proposal_acts.on(Desk.work_more, choice="skip")
async def on_nothing_added(talk: Talk) -> Reply:
    """Goes on without either."""
    return await talk.ask(Desk.work_check)


@proposal_acts.screen(Desk.work_check)
async def ask_to_say(talk: Talk) -> Reply:
    """Shows what author and supporters will read, in the author's language."""
    kept = WorkBeingSaid.of(talk)
    known = await proposals.read_proposal(talk.store, id=kept.proposal, by=talk.person)
    if kept.stage is None:
        return await show_one(talk)
    is_shown = await is_page_on(talk.store, aimak_id=known.proposal.aimak_id)
    line = Said(0, kept.proposal, f"{WORK}{kept.stage}", talk.person.id, kept.text, talk.now)
    lines = [
        talk.say("Author and supporters will read ({n} in all):", n=1 + known.supporters),
        compose_work(Words(known.author_language), known.proposal, line, quotes=True),
        talk.say_n("{n} photo goes with it.", "{n} photos go with it.", len(kept.photos)) if kept.photos else "",
        talk.say("It stands on the public page too: no face and no name should be on a photo.") if is_shown else "",
    ]
    choices: tuple[Choice, ...] = (talk.make_choice("work_say", "Tell them", means=(Intent.YES, Intent.SEND)),)
    if len(kept.photos) < works.MOST_PHOTOS:
        choices = (*choices, talk.make_choice("work_photo", "Add a photo"))
    if kept.photos:
        choices = (*choices, talk.make_choice("work_no_photo", "Without photos"))
    return Reply("\n".join(filter(None, lines)), choices, list_ways(talk))


@proposal_acts.on(Desk.work_check, choice="work_photo")
async def on_photo_wanted(talk: Talk) -> Reply:
    """Asks for the photo once more."""
    return await talk.ask(Desk.work_more)


@proposal_acts.on(Desk.work_check, choice="work_no_photo")
async def on_photos_taken_off(talk: Talk) -> Reply:
    """Leaves the photos out."""
    await replace(WorkBeingSaid.of(talk), photos=()).keep(talk)
    return await talk.ask(Desk.work_check)


@proposal_acts.on(Desk.work_check, choice="work_say")
async def on_work_said(talk: Talk) -> Reply:
    """Tells author and supporters."""
    kept = WorkBeingSaid.of(talk)
    if kept.stage is None:
        return await show_stale(talk)
    try:
        _, is_told = await works.say_stage(
            talk.store, id=kept.proposal, stage=kept.stage, text=kept.text, by=talk.person, at=talk.now,
            photos=kept.photos,
            after=kept.after,
        )  # fmt: skip
    except works.PhotoNotHere as refused:
        if not refused.is_lost:
            return put_above(
                talk.say("The photo has not come yet. Please press once more in a moment."), await talk.ask_again()
            )
        await replace(kept, photos=tuple(one for one in kept.photos if one != refused.photo)).keep(talk)
        return put_above(
            talk.say("The photo could not be kept. Please send another one."), await talk.ask(Desk.work_more)
        )
    except works.OutOfOrder:
        return put_above(talk.say("Meanwhile a colleague said how the work stands."), await talk.ask(Desk.work))
    except works.NoWork:
        return put_above(talk.say("It is not in the budget, so there is no work to tell of."), await show_one(talk))
    await WorkBeingSaid.forget(talk)
    said = (
        talk.say("Author and supporters are being told.")
        if is_told
        else talk.say("It is kept. The author has no address here: please tell them.")
    )
    return put_above(said, await show_one(talk, kept.proposal))


@proposal_acts.on(Desk.work, Desk.work_more, Desk.work_check, choice=BACK)
async def on_nothing_said(talk: Talk) -> Reply:
    """Returns to the proposal, from a further photo to those that are there."""
    if talk.state.state == Desk.work_more and WorkBeingSaid.of(talk).photos:
        return await talk.ask(Desk.work_check)
    return await show_one(talk)
