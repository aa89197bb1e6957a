"""A trust survey at the desk of a head: opened until a day, closed, its own shares as files."""

from bot.budget.permissions import Act
from bot.budget.workdays import find_day, start_of
from bot.chat.fsm import State
from bot.chat.message import Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.language.days import parse_day
from bot.language.intents import Intent
from bot.language.refusal import Refusal
from bot.office import staff
from bot.office.trust import surveys
from bot.office.trust.words import say_result
from handlers.office.budget_year import find_year_now
from handlers.office.staff_only import desk
from handlers.shared.guidance import show_here
from handlers.shared.router import Talk
from handlers.shared.states import AtWork, Menu
from storage.trust.surveys import Survey


class TrustDesk(AtWork):
    """A trust survey as its office sees it."""

    open = State()
    day = State()
    sure = State()


@desk.refuses(surveys.LastDayOutOfRange)
async def say_last_day_out_of_range(talk: Talk, refused: Refusal) -> Reply:
    """Says which days a survey can close on."""
    return put_above(talk.say("A survey closes today or within three months."), await show_here(talk))


@desk.refuses(surveys.SurveyOpen)
async def say_one_survey_at_a_time(talk: Talk, refused: Refusal) -> Reply:
    """Says that there is one survey at a time."""
    said = talk.say("There is one survey at a time: please close the earlier one first.")
    return put_above(said, await show_here(talk))


async def _find_newest(talk: Talk) -> Survey | None:
    return await surveys.find_of_office(talk.store, aimak_id=talk.person.aimak_id or 0, by=talk.person)


@desk.on(choice="trust_desk", opens=True)
async def on_trust_desk_wanted(talk: Talk) -> Reply:
    """Shows the newest survey of the office."""
    return await talk.ask(TrustDesk.open)


@desk.screen(TrustDesk.open)
async def ask_what_to_do(talk: Talk) -> Reply:
    """The newest survey: its shares once closed, else its day. No count is shown before."""
    survey = await _find_newest(talk)
    new = talk.make_choice("trust_new", "New survey")
    if survey is None:
        said = talk.say(
            "There is no survey yet. Residents answer three questions, and nobody learns who answered what."
        )
        return Reply(said, (new,), (talk.back(),))
    if survey.closed_at is not None:
        result = await surveys.read_result(talk.store, id=survey.id)
        files = (talk.make_choice("trust_chart", "Chart"), talk.make_choice("trust_sheet", "Excel"))
        return Reply(say_result(talk.words, result), (*files, new), (talk.back(),))
    close = talk.make_choice("trust_close", "Close the survey")
    if not surveys.is_open(survey, at=talk.now):
        return Reply(talk.say("Nobody answers any more. Close the survey to see its shares."), (close,), (talk.back(),))
    day = talk.words.day(find_day(survey.closes_at - 1))
    said = talk.say("The survey is open, its last day: {day}. Nobody sees a count before the end.", day=day)
    return Reply(said, (close,), (talk.back(),))


@desk.on(TrustDesk.open, choice="back")
async def on_trust_desk_left(talk: Talk) -> Reply:
    """Goes back to the menu."""
    return await talk.ask(Menu.open)


@desk.on(TrustDesk.open, choice="trust_new")
async def on_new_survey_wanted(talk: Talk) -> Reply:
    """Asks for the last day."""
    return await talk.ask(TrustDesk.day)


@desk.screen(TrustDesk.day)
async def ask_last_day(talk: Talk) -> Reply:
    """Asks for the last day, and says that nobody is written to."""
    said = talk.say("Which day is the last one to answer? Once it is written, the questions stand in residents' menu.")
    return Reply(said, ways=list_ways(talk), free_text=True)


@desk.on(TrustDesk.day, kind=Kind.TEXT)
async def on_last_day_given(talk: Talk) -> Reply:
    """Opens the survey until the end of a day."""
    day = parse_day(talk.text, today=find_day(talk.now))
    aimak_id, year = await find_year_now(talk)
    await surveys.open_survey(
        talk.store, aimak_id=aimak_id, year=year, closes_at=start_of(day) + surveys.DAY, by=talk.person, at=talk.now
    )
    return await talk.ask(TrustDesk.open)


@desk.on(TrustDesk.day, choice="back")
@desk.on(TrustDesk.sure, choice="back")
@desk.on(TrustDesk.sure, choice="trust_go_on")
async def on_back_to_survey(talk: Talk) -> Reply:
    """Goes back to the survey."""
    return await talk.ask(TrustDesk.open)


@desk.on(TrustDesk.open, choice="trust_close")
async def on_close_wanted(talk: Talk) -> Reply:
    """Asks whether the survey ends."""
    return await talk.ask(TrustDesk.sure)


@desk.screen(TrustDesk.sure)
async def ask_whether_to_close(talk: Talk) -> Reply:
    """Says what closing does, and asks once."""
    said = talk.say("The survey ends, nobody answers it any more, and you see its shares. Go on?")
    yes = talk.make_choice("trust_sure", "Close the survey", means=(Intent.YES,))
    return Reply(said, (yes, talk.make_choice("trust_go_on", "Not yet", means=(Intent.NO,))), (talk.back(),))


@desk.on(TrustDesk.sure, choice="trust_sure")
async def on_close_sure(talk: Talk) -> Reply:
    """Ends the survey and shows its shares."""
    survey = await _find_newest(talk)
    if survey is not None:
        await surveys.close_survey(talk.store, id=survey.id, by=talk.person, at=talk.now)
    return await talk.ask(TrustDesk.open)


@desk.on(TrustDesk.open, choice="trust_chart")
async def on_trust_chart_wanted(talk: Talk) -> Replies:
    """Sends the picture of the shares."""
    return await _send(talk, "chart", talk.say("Our own shares, as a picture."))


@desk.on(TrustDesk.open, choice="trust_sheet")
async def on_trust_sheet_wanted(talk: Talk) -> Replies:
    """Sends the spreadsheet of the shares."""
    return await _send(talk, "sheet", talk.say("Our own shares, as a table."))


async def _send(talk: Talk, what: str, said: str) -> Replies:
    survey = await _find_newest(talk)
    if survey is None or survey.closed_at is None:
        return await show_here(talk)
    await staff.record(
        talk.store, Act.TRUST, by=talk.person, aimak_id=survey.aimak_id, at=talk.now, object="trust",
        object_id=survey.id, what=what,
    )  # fmt: skip
    document = {"kind": "trust", "what": what, "survey": survey.id, "language": talk.words.language}
    return Reply(said, document=document, stays=True), await show_here(talk)
