"""What an act is refused with, in words: what happened meanwhile, or what is to be said first."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import NotAllowed
from bot.budget.proposal import TextTooLong, TextTooShort
from bot.language.letters import WordsMissing
from bot.language.refusal import Refusal
from bot.office.answers import access, answers, handling, notes
from bot.office.answers.files import enclosed
from bot.office.answers.templates.templates import NoTemplate
from bot.office.desk import sign_in
from bot.office.desk.meanwhile import ChangedMeanwhile
from bot.office.personal.one_text import NoTextToErase
from bot.office.together import links, voices
from bot.office.wording.notices import N_
from bot.web.desk.desk import Desk
from bot.web.desk.forms import Form, as_id
from bot.web.desk.guard import Seen
from bot.web.desk.proposal.card import Told, show_card
from bot.web.desk.stale.changed import say_changed
from bot.web.desk.talking import make_talk
from handlers.office.colleagues import say_answered_by, say_no_longer, say_on_its_way, say_taken_by
from handlers.shared.router import Talk
from handlers.shared.wording import say_it_is_too_long
from storage.store import Store

Acting = Callable[[Talk, int], Awaitable[str]]  # does something to a proposal (id), and says what was done (said.tell)


async def do(desk: Desk, seen: Seen, request: Request, form: Form, act: Acting) -> Response:
    """Does an act on the proposal of the address, once, and shows its card; a refusal is said above it."""
    id, at, query = as_id(request.path_params["id"]), desk.clock(), request.url.query

    async def work(store: Store) -> str:
        done = await act(make_talk(store, seen, at), id)
        return done if done.startswith("/") else lead_to_card(id, query, done)

    try:
        return await desk.do_once(seen, form, work)
    except (Refusal, NotAllowed) as refused:
        return await show_refused(desk, seen, request, form, refused)


def lead_to_card(id: int, query: str, done: str) -> str:
    """The path of a card with its list and what was done; too long a search is left out."""
    path = f"{sign_in.PATH}/p/{id}"
    long = f"{path}?{'&'.join(filter(None, (drop_said(query), done)))}"
    return long if len(long) <= 200 else f"{path}?{done}"


def drop_said(query: str) -> str:
    """The end of an address without what it says of the act before."""
    gone = ("shown=", "said=", "number=", "pressed=", "seconds=", "page=")
    return "&".join(one for one in query.split("&") if one and not one.startswith(gone))


async def show_refused(desk: Desk, seen: Seen, request: Request, form: Form, refused: Exception) -> Response:
    """The card anew with why nothing was done; what was typed stays in its form."""
    id, at = as_id(request.path_params["id"]), desk.clock()

    async def say(store: Store) -> str:
        return await say_refused(make_talk(store, seen, at), refused, id)

    try:
        if isinstance(refused, ChangedMeanwhile):
            alert = await say_changed(desk, seen, refused)
        else:
            alert = await desk.office.database.read(say)
    except NotAllowed:
        alert = ""
    told = Told(alert, form, over=isinstance(refused, answers.TakenBy))
    return await show_card(desk, seen, request, id, told, status=409)


async def say_refused(talk: Talk, refused: Exception, id: int) -> str:
    """Why an act was refused."""
    match refused:
        case answers.AnsweredBy():
            return await say_answered_by(talk, refused)
        case answers.TakenBy():
            return await say_taken_by(talk, refused, id)
        case enclosed.FileNotHere() if refused.is_lost:
            return talk.say("A file of this answer could not be kept and is left out.")
        case enclosed.FileNotHere():
            return talk.say("The file has not come yet. Please press once more in a moment.")
        case access.OnItsWay():
            return say_on_its_way(talk)
        case TextTooLong():
            return say_it_is_too_long(talk, refused)
        case links.TooManyLinked():
            return talk.say("No more than {most} are answered at once.", most=links.MOST_LINKED)
    sentence = next((one for kind, one in _SENTENCES.items() if isinstance(refused, kind)), None)
    return talk.say(sentence) if sentence else say_no_longer(talk)


_SENTENCES: dict[type[Exception], str] = {
    answers.TextChanged: N_("The author has changed the text. Please read it anew before you answer."),
    access.SideMissing: N_("The side of the budget is chosen before an answer."),
    voices.SummaryMissing: N_("A voice is put into one line before it is answered."),
    handling.NoColleague: N_("This colleague works here no more."),
    handling.HasItAlready: N_("This colleague has it already."),
    links.CannotLink: N_("These two cannot be linked: they must be two proposals of one year."),
    notes.NoteChanged: N_("A colleague has changed the note meanwhile. Please read it anew."),
    NoTextToErase: N_("Its text is erased already."),
    NoTemplate: N_("This template is not there any more."),
    TextTooShort: N_("This is very short. Please write a little more."),
    WordsMissing: N_("Please say it in words."),
}
