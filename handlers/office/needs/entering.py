"""A focus group or meeting is entered: kind, village, group, a line of facts, a line a problem."""

from dataclasses import dataclass, replace

from bot.budget.needs.meetings import IN_VILLAGE, Category, Facts, Meeting, read_facts, read_problems
from bot.budget.needs.meetings import Kind as Held
from bot.budget.workdays import find_day
from bot.chat.memory import Memory
from bot.chat.message import Choice, Kind, Reply, read_row_id
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import list_ways
from bot.chat.texts import LABEL
from bot.office.needs import meetings
from bot.office.needs.words import CATEGORIES, KINDS, is_named
from bot.office.reads import public
from handlers.office.budget_year import find_year_now
from handlers.office.needs.needs_desk import MeetingShown, Needs, find_shown
from handlers.office.staff_only import desk
from handlers.shared.guidance import show_stale
from handlers.shared.router import Talk


@dataclass(frozen=True)
class NewMeeting(Memory, under="new_meeting"):
    """The meeting that is being entered; corrects: the one (id) whose place it takes."""

    kind: Held = Held.FOCUS
    village: int = 0
    category: Category | None = None
    facts: Facts | None = None
    corrects: int = 0


KIND_PAGES = paged(desk, Needs.kind, leave=Needs.open, key="needs_kind")
VILLAGE_PAGES = paged(desk, Needs.village, leave=Needs.kind, key="needs_village")
CATEGORY_PAGES = paged(desk, Needs.category, leave=Needs.village, key="needs_group")


@desk.on(Needs.open, choice="needs_new")
async def on_new_wanted(talk: Talk) -> Reply:
    """Begins with the kind."""
    await NewMeeting.forget(talk)
    await KIND_PAGES.begin(talk)
    return await talk.ask(Needs.kind)


@desk.screen(Needs.kind)
async def ask_kind(talk: Talk) -> Reply:
    """Asks what was held."""
    page = await KIND_PAGES.of(talk, list(KINDS))
    choices = tuple(talk.make_choice(f"needs_kind:{kind.value}", KINDS[kind]) for kind in page.rows)
    return Reply(talk.say("What was held?"), choices, page.ways(talk))


@desk.on(Needs.kind, choice="needs_kind")
async def on_kind_chosen(talk: Talk) -> Reply:
    """Goes on with the village, or with the facts."""
    if talk.chosen not in set(Held):
        return await show_stale(talk)
    await NewMeeting(Held(talk.chosen)).keep(talk)
    await VILLAGE_PAGES.begin(talk)
    villages = await public.list_villages(talk.store, aimak_id=talk.person.aimak_id)
    if NewMeeting.of(talk).kind in IN_VILLAGE and villages:
        return await talk.ask(Needs.village)
    return await _ask_next(talk)


async def _ask_next(talk: Talk) -> Reply:
    await CATEGORY_PAGES.begin(talk)
    return await talk.ask(Needs.category if NewMeeting.of(talk).kind is Held.FOCUS else Needs.facts)


@desk.screen(Needs.village)
async def ask_village(talk: Talk) -> Reply:
    """Asks which village it was."""
    villages = await public.list_villages(talk.store, aimak_id=talk.person.aimak_id)
    if not villages:
        return await talk.ask(Needs.kind)
    page = await VILLAGE_PAGES.of(talk, villages)
    choices = []
    for one in page.rows:
        name = one.name(talk.words.language)
        line = name if len(name) > LABEL else ""
        choices.append(Choice(f"needs_village:{one.id}", name[:LABEL], tuple(one.names.values()), line=line))
    return Reply(talk.say("Which village?"), tuple(choices), page.ways(talk))


@desk.on(Needs.village, choice="needs_village")
async def on_village_chosen(talk: Talk) -> Reply:
    """Goes on with the group, or with the facts."""
    villages = {one.id for one in await public.list_villages(talk.store, aimak_id=talk.person.aimak_id)}
    id = read_row_id(talk.chosen)
    if id not in villages:
        return await show_stale(talk)
    await replace(NewMeeting.of(talk), village=id).keep(talk)
    return await _ask_next(talk)


@desk.screen(Needs.category)
async def ask_category(talk: Talk) -> Reply:
    """Asks whom the focus group brought together."""
    page = await CATEGORY_PAGES.of(talk, list(CATEGORIES))
    choices = tuple(talk.make_choice(f"needs_group:{one.value}", CATEGORIES[one]) for one in page.rows)
    return Reply(talk.say("Whom did the group bring together?"), choices, page.ways(talk))


@desk.on(Needs.category, choice="needs_group")
async def on_category_chosen(talk: Talk) -> Reply:
    """Goes on with the facts."""
    if talk.chosen not in set(Category):
        return await show_stale(talk)
    await replace(NewMeeting.of(talk), category=Category(talk.chosen)).keep(talk)
    return await talk.ask(Needs.facts)


@desk.screen(Needs.facts)
async def ask_facts(talk: Talk) -> Reply:
    """Asks for the day, the people, the women, the place in one line."""
    said = talk.say("Write the day, all people, women among them and the place. For example: 12.03.2026; 25; 14; клуб")
    return Reply(said, ways=list_ways(talk), free_text=True)


@desk.on(Needs.facts, kind=Kind.TEXT)
async def on_facts_given(talk: Talk) -> Reply:
    """Takes the line; of a meeting that is corrected nothing else changes."""
    new = replace(NewMeeting.of(talk), facts=read_facts(talk.text, today=find_day(talk.now)))
    if new.corrects:
        kept = await find_shown(talk)
        assert new.facts is not None
        return await _correct(talk, replace(kept.meeting, facts=new.facts))
    await new.keep(talk)
    return await talk.ask(Needs.problems)


@desk.screen(Needs.problems)
async def ask_problems(talk: Talk) -> Reply:
    """Asks for the problems in one message."""
    lines = [talk.say("Write the problems, a line each, the most important first.")]
    new = NewMeeting.of(talk)
    if new.corrects:
        kept = await find_shown(talk)
        lines += [talk.say("Now they are:"), *kept.meeting.problems]
    elif is_named(new.kind):
        lines.append(talk.say("They become priorities that proposals can be tied to."))
    return Reply("\n".join(lines), ways=list_ways(talk), free_text=True)


@desk.on(Needs.problems, kind=Kind.TEXT)
async def on_problems_given(talk: Talk) -> Reply:
    """Enters the meeting whole, or corrects its problems."""
    new, problems = NewMeeting.of(talk), read_problems(talk.text)
    if new.corrects:
        kept = await find_shown(talk)
        return await _correct(talk, replace(kept.meeting, problems=problems))
    if new.facts is None:
        return await talk.ask(Needs.facts)
    aimak_id, year = await find_year_now(talk)
    meeting = Meeting(new.kind, new.facts, problems, new.village or None, new.category)
    done = await meetings.put_meetings(
        talk.store, aimak_id=aimak_id, year=year, meetings=[meeting], by=talk.person, at=talk.now
    )
    await NewMeeting.forget(talk)
    await MeetingShown(done.id).keep(talk)
    return put_above(talk.say("It is kept."), await talk.ask(Needs.card))


async def _correct(talk: Talk, meeting: Meeting) -> Reply:
    id = MeetingShown.of(talk).meeting
    await meetings.correct_meeting(talk.store, id=id, meeting=meeting, by=talk.person, at=talk.now)
    await NewMeeting.forget(talk)
    return put_above(talk.say("It is kept."), await talk.ask(Needs.card))


@desk.on(Needs.card, choice="needs_problems")
async def on_other_problems_wanted(talk: Talk) -> Reply:
    """Asks for the problems anew."""
    await NewMeeting(corrects=MeetingShown.of(talk).meeting).keep(talk)
    return await talk.ask(Needs.problems)


@desk.on(Needs.card, choice="needs_facts")
async def on_other_facts_wanted(talk: Talk) -> Reply:
    """Asks for the day and the people anew."""
    await NewMeeting(corrects=MeetingShown.of(talk).meeting).keep(talk)
    return await talk.ask(Needs.facts)


@desk.on(Needs.problems, choice="back")
@desk.on(Needs.facts, choice="back")
async def on_step_back(talk: Talk) -> Reply:
    """Goes one step back; from a correction back to the card."""
    new = NewMeeting.of(talk)
    if new.corrects:
        await NewMeeting.forget(talk)
        return await talk.ask(Needs.card)
    if talk.state.state == str(Needs.problems):
        return await talk.ask(Needs.facts)
    if new.kind is Held.FOCUS:
        return await talk.ask(Needs.category)
    return await talk.ask(Needs.village if new.village else Needs.kind)
