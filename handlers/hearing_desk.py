"""A hearing at the desk: its facts and who is expected, moving, cancelling, papers, results, and what is handed out."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from typing import Any

from bot.budget.hearing import (
    LONGEST_PLACE,
    HearingKind,
    HearingState,
    InThePast,
    NothingChanged,
    NotPossibleNow,
    Paper,
    PlaceMissing,
    Terms,
    at_the_hour,
    bishkek,
)
from bot.budget.kyrgyz import quote, shown
from bot.budget.people import Act, NotAllowed, may
from bot.budget.proposal import TextTooLong, TextTooShort
from bot.budget.workdays import day_of
from bot.chat.message import BACK, MORE, Choice, Kind, Reply
from bot.chat.router import Replies
from bot.chat.texts import LANGUAGES, Words
from bot.chat.typed import NO, YES
from bot.fsm import State
from bot.hearing_files import link_of
from bot.office import broadcasts, groups, hearing_words, hearings, staff, years
from bot.office.notices import N_
from handlers.desk import for_staff, not_allowed
from handlers.lead import stale
from handlers.papers import TITLES
from handlers.show import too_long
from handlers.states import HearingDesk, Menu
from handlers.talk import Talk, above, page_of, router, row_id, value, ways
from handlers.when import asks_for_day, asks_for_time, with_skip
from storage.broadcasts import Broadcast, BroadcastKind
from storage.hearings import Hearing

QUESTIONS = 10  # questions a page

STATES = {
    HearingState.SCHEDULED: N_("is to come"),
    HearingState.CANCELLED: N_("is cancelled"),
    HearingState.HELD: N_("was held"),
    HearingState.PUBLISHED: N_("the results are published"),
}


# The list


@router.on(choice="hearing_list")
async def list_wanted(talk: Talk) -> Reply:
    """Shows the hearings of the aimak."""
    await talk.state.update_data(page=0)
    return await talk.ask(HearingDesk.list)


@router.screen(HearingDesk.list)
@for_staff
async def ask_which(talk: Talk) -> Reply:
    """Lists the hearings in pages, those to come first."""
    found = await hearings.list_for_office(talk.store, by=talk.person, aimak_id=int(talk.person.aimak_id or 0))
    if not found:
        return Reply(talk.say("No hearing has been announced here yet."), ways=ways(talk))
    here, page, more = page_of(found, await value(talk, "page", 0))
    await talk.state.update_data(page=page)
    lines = [talk.say_n("{n} hearing.", "{n} hearings.", len(found))]
    for hearing in here:
        when = bishkek(hearing.terms.starts_at).date()
        lines.append(
            talk.say(
                "{day}, {place}: {standing}",
                day=talk.words.long_day(when),
                place=quote(hearing.terms.place, 60),
                standing=talk.say(STATES[hearing.state]),
            )
        )
    choices = [Choice(f"hearing_desk:{one.id}", f"{bishkek(one.terms.starts_at):%d.%m.%Y %H:%M}") for one in here]
    return Reply("\n".join(lines), tuple(choices), ways(talk, more=more))


@router.on(HearingDesk.list, choice=MORE)
async def next_page(talk: Talk) -> Reply:
    """Turns a page."""
    await talk.state.update_data(page=await value(talk, "page", 0) + 1)
    return await talk.again()


@router.on(HearingDesk.list, choice=BACK)
async def back_to_menu(talk: Talk) -> Reply:
    """Turns a page back, or returns to the menu."""
    page = await value(talk, "page", 0)
    await talk.state.update_data(page=max(0, page - 1))
    return await talk.again() if page else await talk.ask(Menu.open)


# One hearing


@router.on(choice="hearing_desk")
async def one_chosen(talk: Talk) -> Reply:
    """Shows one hearing, from the list or from a notice."""
    return await show_hearing(talk, row_id(talk.chosen))


async def show_hearing(talk: Talk, hearing_id: int | None = None) -> Reply:
    """Shows the chosen hearing or another, to those who may see it."""
    if hearing_id is not None:
        await talk.state.update_data(hearing=hearing_id, card=0, moving=None, calendar=None)
    return await talk.ask(HearingDesk.one)


async def chosen(talk: Talk, act: Act = Act.SEE_HEARINGS) -> Hearing:
    """The hearing that was chosen. Raises NotAllowed."""
    return await hearings.opened(talk.store, id=await value(talk, "hearing", 0), by=talk.person, act=act)


@router.screen(HearingDesk.one)
@for_staff
async def ask_what(talk: Talk) -> Reply:
    """One hearing with all that is known of it, and what can be done."""
    hearing = await chosen(talk)
    terms, words = hearing.terms, talk.words
    expected = await hearings.expected(talk.store, id=hearing.id, by=talk.person)
    came = await talk.store.hearings.attendance(hearing.id)
    asked = await talk.store.hearings.questions(hearing.id)
    lines = [
        hearing_words.title(words, hearing),
        talk.say("Where it stands: {standing}.", standing=talk.say(STATES[hearing.state])),
        talk.say("When: {when}.", when=hearing_words.when(words, terms)),
        talk.say("Where: {place}.", place=shown(terms.place).rstrip(".")),
        talk.say("Agenda: {agenda}", agenda=quote(terms.agenda)) if terms.agenda else "",
        talk.say(
            "Coming: {coming}, with them {companions} more. Not coming: {not_coming}.",
            coming=words.number(expected.coming),
            companions=words.number(expected.companions),
            not_coming=words.number(expected.not_coming),
        ),
        talk.say("Women who came: {women}, men: {men}.", women=words.number(came.women), men=words.number(came.men))
        if came
        else "",
        talk.say_n("{n} question is asked.", "{n} questions are asked.", len(asked)) if asked else "",
        *[await _broadcast_line(talk, one) for one in await _shown_broadcasts(talk, hearing)],
    ]
    choices = await _possible(talk, hearing, bool(asked))
    here, page, more = page_of(choices, await value(talk, "card", 0))
    await talk.state.update_data(card=page, hearing_read=hearing.revision)
    return Reply("\n".join(filter(None, lines)), tuple(here), ways(talk, more=more))


async def _shown_broadcasts(talk: Talk, hearing: Hearing) -> list[Broadcast]:
    # Reminders that are still to come would only fill the screen.
    return [one for one in await talk.store.broadcasts.of_hearing(hearing.id) if one.began_at or one.by_hand
            or one.kind in {BroadcastKind.NOTICE, BroadcastKind.RESULTS}]  # fmt: skip


async def _broadcast_line(talk: Talk, broadcast: Broadcast) -> str:
    progress = await talk.store.broadcasts.progress(broadcast.id)
    return talk.say(
        "{kind}: {state}, reached {reached} of {people}.",
        kind=talk.say(broadcasts.KINDS[broadcast.kind]),
        state=talk.say(broadcasts.STATES[broadcast.state]),
        reached=talk.words.number(progress.reached),
        people=talk.words.number(progress.people),
    )


async def _possible(talk: Talk, hearing: Hearing, has_questions: bool) -> list[Choice]:
    standings = await staff.standings(talk.store, talk.person)
    today, begun = day_of(hearing.terms.starts_at) <= day_of(talk.now), hearing.terms.starts_at <= talk.now
    scheduled, cancelled = hearing.is_open, hearing.state is HearingState.CANCELLED
    in_groups = bool(await talk.store.groups.of_aimak(hearing.aimak_id))
    offered = (
        (Act.COUNT_PEOPLE, today and not cancelled, talk.choice("hearing_count", "Count people")),
        (Act.HOLD_HEARING, begun and scheduled, talk.choice("hearing_held", "It was held")),
        (Act.PUBLISH_RESULTS, hearing.state is HearingState.HELD, talk.choice("publish_results", "Publish results")),
        (Act.ENTER, begun and not cancelled, talk.choice("hearing_spoken", "Write a proposal")),
        (Act.POST, in_groups, talk.choice("hearing_post", "Post to groups")),
        (Act.MOVE_HEARING, scheduled, talk.choice("hearing_move", "Move it")),
        (Act.ADD_PAPER, not cancelled, talk.choice("hearing_papers", "Papers")),
        (Act.BROADCAST, scheduled, talk.choice("hearing_again", "Send it once more")),
        (Act.SEE_HEARINGS, scheduled, talk.choice("hearing_forward", "Text to pass on")),
        (Act.SEE_HEARINGS, not cancelled, talk.choice("hearing_kit", "Papers for the hall")),
        (Act.SEE_HEARINGS, scheduled, talk.choice("hearing_calendar", "Calendar file")),
        (Act.SEE_HEARINGS, has_questions, talk.choice("hearing_questions", "Questions")),
        (Act.SEE_HEARINGS, True, talk.choice("hearing_broadcasts", "Notices sent")),
        (Act.CANCEL_HEARING, scheduled, talk.choice("hearing_cancel", "Cancel it")),
    )
    return [choice for act, possible, choice in offered if possible and may(standings, act, hearing.aimak_id)]


@router.on(HearingDesk.one, choice=MORE)
async def more_to_do(talk: Talk) -> Reply:
    """Turns a page of what can be done."""
    await talk.state.update_data(card=await value(talk, "card", 0) + 1)
    return await talk.again()


@router.on(HearingDesk.one, choice=BACK)
async def back_to_list(talk: Talk) -> Reply:
    """Turns a page back, or returns to the list."""
    page = await value(talk, "card", 0)
    await talk.state.update_data(card=max(0, page - 1))
    return await talk.again() if page else await talk.ask(HearingDesk.list)


def _too_late(talk: Talk) -> str:
    return talk.say("This cannot be done with the hearing as it stands now.")


async def _done(talk: Talk, act: Callable[..., Awaitable[Any]], said: str, **given: Any) -> Replies:
    """Does an act on the hearing, and shows it; what is refused is said."""
    try:
        await act(talk.store, id=await value(talk, "hearing", 0), by=talk.person, at=talk.now, **given)
    except NotAllowed:
        return await not_allowed(talk)
    except NotPossibleNow:
        said = _too_late(talk)
    return above(said, await show_hearing(talk))


# Moving


@router.on(HearingDesk.one, choice="hearing_move")
async def moving_wanted(talk: Talk) -> Reply:
    """Asks what is to be another."""
    await talk.state.update_data(moving={}, calendar=None)
    return await _if_to_come(talk, HearingDesk.move)


async def _if_to_come(talk: Talk, state: State) -> Reply:
    hearing = await talk.store.hearings.get(await value(talk, "hearing", 0))
    if hearing is not None and not hearing.is_open:
        return above(_too_late(talk), await show_hearing(talk))
    return await talk.ask(state)


@router.screen(HearingDesk.move)
@for_staff
async def ask_what_moves(talk: Talk) -> Reply:
    """Asks whether the day, the time or the place is to be another; shows what is changed so far."""
    hearing = await chosen(talk, Act.MOVE_HEARING)
    moving = dict(await value(talk, "moving") or {})
    choices = (
        *((talk.choice("move:check", "Show the notice"),) if moving else ()),
        talk.choice("move:day", "The day"),
        talk.choice("move:time", "The time"),
        talk.choice("move:place", "The place"),
    )
    return Reply(
        talk.say(
            "What is to be another? Now: {when}, {place}.",
            when=hearing_words.when(talk.words, hearing.terms),
            place=quote(hearing.terms.place, 80),
        ),
        choices,
        ways(talk),
    )


_MOVES = {"day": HearingDesk.move_day, "time": HearingDesk.move_time, "place": HearingDesk.move_place,
          "check": HearingDesk.move_check}  # fmt: skip


@router.on(HearingDesk.move, HearingDesk.move_check, choice="move")
async def move_chosen(talk: Talk) -> Reply:
    """Asks for the new one."""
    if talk.chosen not in _MOVES:
        return await stale(talk)
    await talk.state.update_data(calendar=None)
    return await talk.ask(_MOVES[talk.chosen])


async def _moved_terms(talk: Talk, hearing: Hearing) -> Terms:
    moving, start = dict(await value(talk, "moving") or {}), bishkek(hearing.terms.starts_at)
    day = date.fromisoformat(moving["day"]) if "day" in moving else start.date()
    hour, minute = map(int, moving["time"].split(":")) if "time" in moving else (start.hour, start.minute)
    place = moving.get("place", hearing.terms.place)
    moved = replace(hearing.terms, starts_at=at_the_hour(day, hour, minute), place=place)
    return moved if place == hearing.terms.place else replace(moved, latitude=None, longitude=None)


async def _noted(talk: Talk, **changes: str) -> Reply:
    await talk.state.update_data(moving={**dict(await value(talk, "moving") or {}), **changes})
    return await talk.ask(HearingDesk.move_check)


async def _day_question(talk: Talk) -> Reply:
    return with_skip(talk, talk.say("On which day? Press a month, or write the day, for example: 16.12."), "")


async def _day_given(talk: Talk, day: date) -> Reply:
    return await _noted(talk, day=day.isoformat())


async def _time_question(talk: Talk) -> Reply:
    return with_skip(talk, talk.say("At what time? Press it or write it, for example: 10:30."), "")


async def _time_given(talk: Talk, hour: int, minute: int) -> Reply:
    return await _noted(talk, time=f"{hour:02}:{minute:02}")


async def _back_to_move(talk: Talk) -> Reply:
    return await talk.ask(HearingDesk.move)


asks_for_day(HearingDesk.move_day, screen=for_staff, question=_day_question, given=_day_given, back=_back_to_move)
asks_for_time(HearingDesk.move_time, screen=for_staff, question=_time_question, given=_time_given, back=_back_to_move)


@router.screen(HearingDesk.move_place)
async def ask_new_place(talk: Talk) -> Reply:
    """Asks for the new place."""
    return Reply(talk.say("Where is it? The village, the building, the room."), ways=ways(talk), free_text=True)


@router.on(HearingDesk.move_place, kind=Kind.TEXT)
async def new_place_given(talk: Talk) -> Reply:
    """Keeps the new place."""
    place = " ".join(shown(talk.text).split())
    if len(place) > LONGEST_PLACE:
        return above(too_long(talk, TextTooLong(LONGEST_PLACE)), await talk.again())
    return await _noted(talk, place=place) if any(map(str.isalnum, place)) else await talk.again()


@router.screen(HearingDesk.move_check)
@for_staff
async def ask_whether_to_move(talk: Talk) -> Reply:
    """Shows the old beside the new as residents will read it, and asks."""
    hearing = await chosen(talk, Act.MOVE_HEARING)
    terms = await _moved_terms(talk, hearing)
    if terms == hearing.terms:
        return above(talk.say("The day, the time and the place are what they were."), await talk.ask(HearingDesk.move))
    aimak = await talk.store.aimaks.get(hearing.aimak_id)
    text = hearing_words.moved(talk.words, replace(hearing, terms=terms), aimak, hearing.terms)
    return Reply(
        "\n\n".join([talk.say("Residents will read:"), text]),
        (talk.choice(f"move_sure:{hearing.revision}", "Move and tell"), *(
            talk.choice(f"move:{name}", title)
            for name, title in (("day", N_("The day")), ("time", N_("The time")), ("place", N_("The place")))
        )),
        ways(talk),
    )  # fmt: skip


@router.on(HearingDesk.move_check, choice="move_sure")
async def moved(talk: Talk) -> Replies:
    """Moves the hearing and tells the subscribers; a hearing that a colleague moved meanwhile is shown anew."""
    try:
        hearing = await chosen(talk, Act.MOVE_HEARING)
        if str(hearing.revision) != talk.chosen:
            said = talk.say("A colleague has moved it meanwhile. Please look at it anew.")
            return above(said, await show_hearing(talk, hearing.id))
        await hearings.move(
            talk.store, id=hearing.id, terms=await _moved_terms(talk, hearing), by=talk.person, at=talk.now
        )
    except NotAllowed:
        return await not_allowed(talk)
    except NotPossibleNow:
        return above(_too_late(talk), await show_hearing(talk))
    except InThePast:
        return above(talk.say("This time is over. Please name one to come."), await talk.ask(HearingDesk.move))
    except (NothingChanged, PlaceMissing, TextTooLong):
        return await talk.ask(HearingDesk.move)
    said = talk.say("It is moved, and the subscribers are being told.")
    return above(said, await show_hearing(talk, hearing.id))


@router.on(HearingDesk.move_place, HearingDesk.move_check, choice=BACK)
async def back_to_move(talk: Talk) -> Reply:
    """Returns to what is to be another."""
    return await _back_to_move(talk)


# Cancelling, holding


@router.on(HearingDesk.one, choice="hearing_cancel")
async def cancelling_wanted(talk: Talk) -> Reply:
    """Asks first."""
    return await _if_to_come(talk, HearingDesk.cancel)


@router.screen(HearingDesk.cancel)
@for_staff
async def ask_whether_to_cancel(talk: Talk) -> Reply:
    """Asks whether the hearing is really to be cancelled."""
    hearing = await chosen(talk, Act.CANCEL_HEARING)
    return Reply(
        talk.say(
            "Cancel the hearing of {when}? Its subscribers are told at once.",
            when=hearing_words.when(talk.words, hearing.terms),
        ),
        (
            talk.choice("cancel_sure:yes", "Yes", synonyms=YES),
            talk.choice("cancel_sure:no", "No", synonyms=NO),
        ),
        ways(talk),
    )


@router.on(HearingDesk.cancel, choice="cancel_sure")
async def cancelling_answered(talk: Talk) -> Replies:
    """Cancels it, or leaves it."""
    if talk.chosen != "yes":
        return await show_hearing(talk)
    return await _done(talk, hearings.cancel, talk.say("It is cancelled, and the subscribers are being told."))


@router.on(HearingDesk.one, choice="hearing_held")
async def held(talk: Talk) -> Replies:
    """Notes that it was held."""
    return await _done(talk, hearings.hold, talk.say("It is noted that the hearing was held."))


# Papers


@router.on(HearingDesk.one, choice="hearing_papers")
async def papers_wanted(talk: Talk) -> Reply:
    """Shows which papers there are."""
    return await talk.ask(HearingDesk.papers)


@router.screen(HearingDesk.papers)
@for_staff
async def ask_which_paper(talk: Talk) -> Reply:
    """Lists the papers of the hearing and asks which one is to be added."""
    hearing = await chosen(talk, Act.ADD_PAPER)
    there = await talk.store.papers.latest(hearing.aimak_id, hearing_id=hearing.id)
    added = ", ".join(talk.say(TITLES[one.kind]) for one in there)
    choices = tuple(talk.choice(f"paper:{one.value}", title) for one, title in TITLES.items())
    asked = Reply(talk.say("Which paper do you add? Each is a photo, a document or a text."), choices, ways(talk))
    return above(talk.say("Added: {papers}.", papers=added), asked) if added else asked


@router.on(HearingDesk.papers, choice="paper")
async def paper_chosen(talk: Talk) -> Reply:
    """Asks for the paper."""
    if talk.chosen not in set(Paper):
        return await stale(talk)
    await talk.state.update_data(paper=talk.chosen)
    return await talk.ask(HearingDesk.paper)


@router.screen(HearingDesk.paper)
@for_staff
async def ask_paper(talk: Talk) -> Reply:
    """Asks for the paper: a file or a text."""
    await chosen(talk, Act.ADD_PAPER)
    paper = talk.say(TITLES[Paper(await value(talk, "paper"))])
    return Reply(
        talk.say("{paper}: send it as a photo or a document, or write it.", paper=paper),
        ways=ways(talk),
        free_text=True,
    )


@router.on(HearingDesk.paper, kind=Kind.MEDIA)
async def paper_sent(talk: Talk) -> Reply:
    """Keeps the file."""
    file = talk.incoming.media[-1]
    if file.kind == "voice":
        return above(talk.say("A paper is a photo or a document."), await talk.again())
    return await _paper_added(talk, file=(file.kind, file.reference))


@router.on(HearingDesk.paper, kind=Kind.TEXT)
async def paper_written(talk: Talk) -> Reply:
    """Keeps the text."""
    return await _paper_added(talk, text=talk.text)


async def _paper_added(talk: Talk, **given: Any) -> Reply:
    try:
        hearing = await chosen(talk, Act.ADD_PAPER)
        await hearings.add_paper(
            talk.store, hearing=hearing, paper=Paper(await value(talk, "paper")), by=talk.person, at=talk.now, **given
        )
    except NotAllowed:
        return await not_allowed(talk)
    except TextTooShort:
        return above(talk.say("This is very short. Please write a little more."), await talk.again())
    except TextTooLong as refused:
        return above(too_long(talk, refused), await talk.again())
    return above(talk.say("It is kept with the hearing."), await talk.ask(HearingDesk.papers))


@router.on(HearingDesk.paper, choice=BACK)
async def back_to_papers(talk: Talk) -> Reply:
    """Adds nothing."""
    return await talk.ask(HearingDesk.papers)


@router.on(HearingDesk.papers, HearingDesk.move, HearingDesk.cancel, HearingDesk.again, choice=BACK)
async def nothing_done(talk: Talk) -> Reply:
    """Returns to the hearing."""
    return await show_hearing(talk)


# Results


@router.on(HearingDesk.one, choice="publish_results")
async def results_wanted(talk: Talk) -> Replies:
    """Shows the digest in each language as it will go out, and asks."""
    question = await talk.ask(HearingDesk.results)
    try:
        hearing = await chosen(talk, Act.PUBLISH_RESULTS)
    except NotAllowed:
        return await not_allowed(talk)
    found = await hearings.results_of(talk.store, aimak_id=hearing.aimak_id, year=hearing.budget_year)
    aimak = await talk.store.aimaks.get(hearing.aimak_id)
    digests = []
    for words in map(Words, LANGUAGES):
        text = hearing_words.results(words, hearing, aimak, found)
        digests.append(Reply(f"{words.say('Residents will read:')}\n\n{text}", stays=True))
    return (*digests, question)


@router.screen(HearingDesk.results)
@for_staff
async def ask_whether_to_publish(talk: Talk) -> Reply:
    """Warns of what is not answered yet, and asks."""
    hearing = await chosen(talk, Act.PUBLISH_RESULTS)
    found = await hearings.results_of(talk.store, aimak_id=hearing.aimak_id, year=hearing.budget_year)
    unanswered = found.revenue.unanswered + found.spending.unanswered
    publish = talk.choice("publish", "Publish results")
    if not unanswered:
        return Reply(talk.say("Every proposal is answered. Publish the results?"), (publish,), ways(talk))
    warned = talk.say_n(
        "{n} proposal is not answered yet: better answer it first. Publish all the same?",
        "{n} proposals are not answered yet: better answer them first. Publish all the same?",
        unanswered,
    )
    return Reply(warned, (talk.choice("desk_list:waiting", "Awaiting an answer"), publish), ways(talk))


@router.on(HearingDesk.results, choice="publish")
async def publishing_wanted(talk: Talk) -> Replies:
    """Asks where the table hangs; only a hearing on the draft has one."""
    try:
        hearing = await chosen(talk, Act.PUBLISH_RESULTS)
    except NotAllowed:
        return await not_allowed(talk)
    return await talk.ask(HearingDesk.table) if hearing.kind is HearingKind.DRAFT else await _published(talk, None)


@router.screen(HearingDesk.table)
@for_staff
async def ask_table(talk: Talk) -> Reply:
    """Asks where the decisions hang for all to see."""
    await chosen(talk, Act.PUBLISH_RESULTS)
    return Reply(
        talk.say("Where is the table of decisions posted for all to see? A board, a page, a site."),
        ways=(talk.choice("skip", "Skip"), *ways(talk)),
        free_text=True,
    )


@router.on(HearingDesk.table, kind=Kind.TEXT)
async def table_given(talk: Talk) -> Replies:
    """Publishes with the place of the table."""
    return await _published(talk, talk.text)


@router.on(HearingDesk.table, choice="skip")
async def table_skipped(talk: Talk) -> Replies:
    """Publishes without a table."""
    return await _published(talk, None)


async def _published(talk: Talk, place: str | None) -> Replies:
    try:
        return await _done(
            talk,
            hearings.publish_results,
            talk.say("The results are on their way to the subscribers."),
            table_place=place,
        )
    except TextTooLong as refused:
        return above(too_long(talk, refused), await talk.again())
    except years.DayOutOfOrder:
        said = talk.say("The results come after the hearing, and not on a day to come.")
        return above(said, await show_hearing(talk))


@router.on(HearingDesk.results, HearingDesk.table, choice=BACK)
async def not_published(talk: Talk) -> Reply:
    """Publishes nothing."""
    return await show_hearing(talk)


# Sending again, passing on


@router.on(HearingDesk.one, choice="hearing_again")
async def again_wanted(talk: Talk) -> Replies:
    """Sends the notice again; one that was sent a short while ago is asked about."""
    return await _sent_again(talk, sure=False)


@router.screen(HearingDesk.again)
@for_staff
async def ask_whether_again(talk: Talk) -> Reply:
    """Asks whether the same is to be sent so soon."""
    await chosen(talk, Act.BROADCAST)
    return Reply(
        talk.say("The same was sent a short while ago. Send it to everybody once more?"),
        (
            talk.choice("again_sure:yes", "Yes", synonyms=YES),
            talk.choice("again_sure:no", "No", synonyms=NO),
        ),
        ways(talk),
    )


@router.on(HearingDesk.again, choice="again_sure")
async def again_answered(talk: Talk) -> Replies:
    """Sends it, or does not."""
    return await _sent_again(talk, sure=True) if talk.chosen == "yes" else await show_hearing(talk)


async def _sent_again(talk: Talk, *, sure: bool) -> Replies:
    try:
        hearing = await chosen(talk, Act.BROADCAST)
        told = await groups.last_told(talk.store, hearing)
        if told is None:
            return above(_too_late(talk), await show_hearing(talk))
        await broadcasts.send_again(talk.store, id=told.id, by=talk.person, at=talk.now, sure=sure)
    except NotAllowed:
        return await not_allowed(talk)
    except broadcasts.SentLately:
        return await talk.ask(HearingDesk.again)
    except broadcasts.OverAlready:
        return above(_too_late(talk), await show_hearing(talk))
    return above(talk.say("It is being sent once more."), await show_hearing(talk))


@router.on(HearingDesk.one, choice="hearing_post")
async def posted(talk: Talk) -> Replies:
    """Posts the last notice to the groups of the aimak, once to each."""
    try:
        new, every = await groups.post(talk.store, id=await value(talk, "hearing", 0), by=talk.person, at=talk.now)
    except NotAllowed:
        return await not_allowed(talk)
    if new:
        said = talk.say_n("It is being posted to {n} group.", "It is being posted to {n} groups.", new)
    else:
        said = talk.say("It was posted before.") if every else talk.say("There is no group to post to.")
    return above(said, await show_hearing(talk))


@router.on(HearingDesk.one, choice="hearing_forward")
async def forwarding_wanted(talk: Talk) -> Replies:
    """Sends the short text, in each language a message that can be passed on."""
    try:
        hearing = await chosen(talk)
    except NotAllowed:
        return await not_allowed(talk)
    return (*await to_pass_on(talk, hearing), await talk.again())


async def to_pass_on(talk: Talk, hearing: Hearing) -> list[Reply]:
    """A short text in each language, each a message that can be passed on."""
    aimak, link = await talk.store.aimaks.get(hearing.aimak_id), await link_of(talk.store, hearing.id)
    return [Reply(hearing_words.forwarded(Words(one), hearing, aimak, link), stays=True) for one in LANGUAGES]


@router.on(HearingDesk.one, choice="hearing_kit")
async def kit_wanted(talk: Talk) -> Replies:
    """Sends the papers for the hall."""
    return await _document(talk, talk.say("The papers for the hall."), kind="kit")


@router.on(HearingDesk.one, choice="hearing_calendar")
async def calendar_wanted(talk: Talk) -> Replies:
    """Sends the calendar file."""
    return await _document(talk, talk.say("The calendar file."), kind="calendar", language=talk.words.language)


async def _document(talk: Talk, said: str, **document: str) -> Replies:
    try:
        hearing = await chosen(talk)
    except NotAllowed:
        return await not_allowed(talk)
    return Reply(said, document={**document, "hearing_id": hearing.id}), await talk.again()


@router.on(HearingDesk.one, choice="hearing_questions")
async def questions_wanted(talk: Talk) -> Replies:
    """Shows what was asked, in pages, each page a message."""
    try:
        hearing = await chosen(talk)
    except NotAllowed:
        return await not_allowed(talk)
    asked = [f"{n}. {quote(text, 300)}" for n, text in enumerate(await talk.store.hearings.questions(hearing.id), 1)]
    pages = [Reply("\n".join(asked[at : at + QUESTIONS]), stays=True) for at in range(0, len(asked), QUESTIONS)]
    return (*pages, await talk.again())
