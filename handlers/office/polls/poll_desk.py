"""A priorities poll at the desk: opened, passed on, ballots of paper entered, ended with its result told."""

from dataclasses import dataclass

from bot.budget.polls.ballots import LEAST_CHOICES, BallotUnreadable, PollUnreadable, read_poll
from bot.budget.workdays import find_day, start_of
from bot.chat.fsm import State
from bot.chat.memory import Memory
from bot.chat.message import Choice, Kind, Reply, read_row_id
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.chat.texts import LANGUAGES, Words
from bot.language.days import parse_day
from bot.language.intents import Intent
from bot.language.kyrgyz import clean, quote
from bot.language.refusal import Refusal
from bot.office.criteria.sizes import read_sizes
from bot.office.messenger_accounts import links
from bot.office.polls import announcing, polls
from bot.office.polls.words import compose_forward
from handlers.office.budget_year import find_year_now
from handlers.office.staff_only import desk
from handlers.shared.guidance import show_here
from handlers.shared.router import Talk
from handlers.shared.states import AtWork, Menu
from storage.polls.polls import Poll


class PollDesk(AtWork):
    """A poll as its office sees it."""

    open = State()
    text = State()
    day = State()
    paper = State()
    tell = State()
    sure = State()


@dataclass(frozen=True)
class NewPoll(Memory):
    """The poll that is being made: its title and choices, a line each."""

    poll_text: str = ""


@desk.refuses(PollUnreadable)
async def say_poll_unreadable(talk: Talk, refused: Refusal) -> Reply:
    """Says what a poll is made of."""
    said = talk.say(
        "A poll has a title in the first line, and from {least} to {most} different choices below it.",
        least=LEAST_CHOICES, most=(await read_sizes(talk.store, at=talk.now)).poll_choices,
    )  # fmt: skip
    return put_above(said, await show_here(talk))


@desk.refuses(BallotUnreadable)
async def say_ballot_unreadable(talk: Talk, refused: BallotUnreadable) -> Reply:
    """Names the ballot that cannot be read."""
    said = talk.say("Ballot {n} does not name numbers of the list, or too many. Nothing was entered.", n=refused.number)
    return put_above(said, await show_here(talk))


@desk.refuses(polls.ClosingOutOfRange)
async def say_day_out_of_range(talk: Talk, refused: Refusal) -> Reply:
    """Says which days a poll can close on."""
    return put_above(talk.say("A poll closes today or within three months."), await show_here(talk))


@desk.refuses(polls.PollOpen)
async def say_one_at_a_time(talk: Talk, refused: Refusal) -> Reply:
    """Says that there is one poll at a time."""
    return put_above(talk.say("There is one poll at a time: please end the earlier one first."), await show_here(talk))


async def _find_newest(talk: Talk) -> Poll | None:
    return await polls.find_newest(talk.store, aimak_id=talk.person.aimak_id or 0, by=talk.person)


@desk.on(choice="poll_desk", opens=True)
async def on_poll_desk_wanted(talk: Talk) -> Reply:
    """Shows the newest poll of the office."""
    return await talk.ask(PollDesk.open)


@desk.screen(PollDesk.open)
async def ask_what_to_do(talk: Talk) -> Reply:
    """The newest poll: its result once told, else its day and what can be done. No count is shown before."""
    poll = await _find_newest(talk)
    if poll is None or poll.told_at is not None:
        new = (talk.make_choice("poll_new", "New poll"),)
        if poll is None:
            return Reply(talk.say("There is no poll yet. Residents pick three of your choices."), new, (talk.back(),))
        result = await polls.read_result(talk.store, id=poll.id, at=talk.now)
        chart = (talk.make_choice("poll_file:png", "Chart"),) if result.shown else ()
        files = (talk.make_choice("poll_file:xlsx", "Excel"), *chart)
        return Reply(polls.say_result(talk.words, result), (*new, *files), (talk.back(),))
    lines = [quote(poll.title)]
    lines += [f"{number}. {text}" for number, text in await polls.list_choices(talk.store, id=poll.id)]
    choices: list[Choice] = []
    if polls.is_open(poll, at=talk.now):
        day = talk.words.day(find_day(poll.closes_at - 1))
        lines.append(talk.say("Last day to vote: {day}. Nobody sees a count before the end.", day=day))
        choices.append(talk.make_choice("poll_forward", "Text to forward"))
        if await announcing.can_be_announced(talk.store, poll, at=talk.now):
            choices.append(talk.make_choice("poll_tell", "Tell everybody"))
    else:
        lines.append(talk.say("Nobody votes any more. The result is not told yet."))
    choices += [talk.make_choice("poll_paper", "Paper ballots"), talk.make_choice("poll_end", "Tell the result")]
    return Reply("\n".join(lines), tuple(choices), (talk.back(),))


@desk.on(PollDesk.open, choice="poll_file")
async def on_file_wanted(talk: Talk) -> Replies:
    """Sends the result as a table or a picture; it is made as the message leaves."""
    poll = await _find_newest(talk)
    if poll is None or poll.told_at is None or talk.chosen not in {"xlsx", "png"}:
        return await talk.ask(PollDesk.open)
    document = {
        "kind": "poll", "poll": poll.id, "form": talk.chosen, "language": talk.words.language, "at": talk.now
    }  # fmt: skip
    return Reply(quote(poll.title), document=document, stays=True), await talk.ask(PollDesk.open)


@desk.on(PollDesk.open, choice="back")
async def on_poll_desk_left(talk: Talk) -> Reply:
    """Goes back to the menu."""
    return await talk.ask(Menu.open)


@desk.on(PollDesk.open, choice="poll_new")
async def on_new_wanted(talk: Talk) -> Reply:
    """Asks for a new poll."""
    return await talk.ask(PollDesk.text)


@desk.screen(PollDesk.text)
async def ask_text(talk: Talk) -> Reply:
    """Asks for the title and the choices in one message."""
    said = talk.say("Write the title in the first line, and below it four to twelve choices, a line each.")
    return Reply(said, ways=list_ways(talk), free_text=True)


@desk.on(PollDesk.text, kind=Kind.TEXT)
async def on_text_given(talk: Talk) -> Reply:
    """Takes the title and the choices."""
    read_poll(clean(talk.text), most=(await read_sizes(talk.store, at=talk.now)).poll_choices)
    await NewPoll(talk.text).keep(talk)
    return await talk.ask(PollDesk.day)


@desk.screen(PollDesk.day)
async def ask_day(talk: Talk) -> Reply:
    """Asks for the last day."""
    said = talk.say("Which day is the last one to vote? Once the day is written, the poll is open.")
    return Reply(said, ways=list_ways(talk), free_text=True)


@desk.on(PollDesk.day, kind=Kind.TEXT)
async def on_day_given(talk: Talk) -> Reply:
    """Opens the poll until the end of a day."""
    day = parse_day(talk.text, today=find_day(talk.now))
    aimak_id, year = await find_year_now(talk)
    await polls.open_poll(
        talk.store, aimak_id=aimak_id, year=year, text=NewPoll.of(talk).poll_text, closes_at=start_of(day) + polls.DAY,
        by=talk.person, at=talk.now,
    )  # fmt: skip
    await NewPoll.forget(talk)
    reached = await announcing.count_reached(talk.store, aimak_id=aimak_id, by=talk.person)
    return put_above(talk.say("The poll is open."), await talk.ask(PollDesk.tell if reached else PollDesk.open))


@desk.on(PollDesk.open, choice="poll_tell")
async def on_telling_wanted(talk: Talk) -> Reply:
    """Shows the notice before it leaves."""
    return await talk.ask(PollDesk.tell)


@desk.screen(PollDesk.tell)
async def ask_whether_to_tell(talk: Talk) -> Reply:
    """Shows the notice as it is read, whom it reaches, whether it waits for the morning, and asks."""
    poll = await _find_newest(talk)
    if poll is None or not await announcing.can_be_announced(talk.store, poll, at=talk.now):
        return await talk.ask(PollDesk.open)
    lines = await announcing.list_notice(talk.store, id=poll.id, words=talk.words, by=talk.person, at=talk.now)
    lines.append(talk.say("Shall we tell everybody who follows notices?"))
    choices = (
        talk.make_choice(f"poll_announce:{poll.id}", "Tell everybody", means=(Intent.YES, Intent.SEND)),
        talk.make_choice("poll_go_on", "Not yet", means=(Intent.NO,)),
    )
    return Reply("\n\n".join(lines), choices, (talk.back(),))


@desk.on(PollDesk.tell, choice="poll_announce")
async def on_told(talk: Talk) -> Reply:
    """Announces the poll that was shown, once."""
    is_new = await announcing.announce(talk.store, id=read_row_id(talk.chosen), by=talk.person, at=talk.now)
    said = (
        talk.say("The poll is announced: whoever follows notices is told.")
        if is_new
        else talk.say("This notice was sent before; nothing is sent twice.")
    )
    return put_above(said, await talk.ask(PollDesk.open))


@desk.on(PollDesk.text, choice="back")
@desk.on(PollDesk.paper, choice="back")
@desk.on(PollDesk.tell, choice="back")
@desk.on(PollDesk.tell, choice="poll_go_on")
@desk.on(PollDesk.sure, choice="back")
@desk.on(PollDesk.sure, choice="poll_go_on")
async def on_back_to_poll(talk: Talk) -> Reply:
    """Goes back to the poll."""
    return await talk.ask(PollDesk.open)


@desk.on(PollDesk.day, choice="back")
async def on_back_to_text(talk: Talk) -> Reply:
    """Goes back to the title and the choices."""
    return await talk.ask(PollDesk.text)


@desk.on(PollDesk.open, choice="poll_forward")
async def on_forward_wanted(talk: Talk) -> Replies:
    """Sends a text in each language, to be forwarded into the village's groups."""
    poll = await _find_newest(talk)
    if poll is None or not polls.is_open(poll, at=talk.now):
        return await talk.ask(PollDesk.open)
    doors = await links.list_doors(talk.store, f"{polls.LINK}{poll.id}", aimak_id=poll.aimak_id)
    found = [door.link for door in doors]
    texts = [Reply(compose_forward(words, poll, found), stays=True) for words in map(Words, LANGUAGES)]
    return (*texts, await talk.ask_again())


@desk.on(PollDesk.open, choice="poll_paper")
async def on_paper_wanted(talk: Talk) -> Reply:
    """Asks for ballots of paper."""
    return await talk.ask(PollDesk.paper)


@desk.screen(PollDesk.paper)
async def ask_paper(talk: Talk) -> Reply:
    """Asks for paper ballots in a line."""
    said = talk.say("Write the numbers on each ballot, with a semicolon between ballots. For example: 1 4 7; 2 3 5")
    return Reply(said, ways=list_ways(talk), free_text=True)


@desk.on(PollDesk.paper, kind=Kind.TEXT)
async def on_paper_given(talk: Talk) -> Reply:
    """Counts the paper ballots, all or none."""
    poll = await _find_newest(talk)
    if poll is None:
        return await talk.ask(PollDesk.open)
    n = await polls.enter_paper(talk.store, id=poll.id, text=talk.text, by=talk.person, at=talk.now)
    said = talk.say_n("{n} paper ballot is entered.", "{n} paper ballots are entered.", n)
    return put_above(said, await talk.ask(PollDesk.open))


@desk.on(PollDesk.open, choice="poll_end")
async def on_end_wanted(talk: Talk) -> Reply:
    """Asks whether the poll ends."""
    return await talk.ask(PollDesk.sure)


@desk.screen(PollDesk.sure)
async def ask_whether_to_end(talk: Talk) -> Reply:
    """Says what telling the result does, and asks once."""
    said = talk.say("The poll ends and everybody who voted hears the result. Go on?")
    yes = talk.make_choice("poll_sure", "Tell the result", means=(Intent.YES,))
    return Reply(said, (yes, talk.make_choice("poll_go_on", "Not yet", means=(Intent.NO,))), (talk.back(),))


@desk.on(PollDesk.sure, choice="poll_sure")
async def on_end_sure(talk: Talk) -> Reply:
    """Ends the poll and tells the result."""
    poll = await _find_newest(talk)
    if poll is not None:
        await polls.tell_result(talk.store, id=poll.id, by=talk.person, at=talk.now)
    return await talk.ask(PollDesk.open)
