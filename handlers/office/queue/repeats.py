"""«Окшоштор»: proposals that ask for the same are linked to get one answer, and one is taken out again."""

from bot.chat.message import Choice, Kind, Reply, read_row_id
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.kyrgyz import clean, quote
from bot.language.refusal import Refusal
from bot.office.reads import proposals
from bot.office.reads.proposals import BeingAnswered
from bot.office.together import links
from bot.office.wording.answers.answer_words import name_decision
from handlers.office.queue.card.screen import OfficeCard, show_one
from handlers.office.queue.meanwhile import must_stand
from handlers.office.queue.search import look_for, read_number
from handlers.office.staff_only import Desk, proposal_acts
from handlers.shared.guidance import show_here, show_stale
from handlers.shared.router import Talk
from storage.together.links import Repeated

PAGES = paged(proposal_acts, Desk.repeats, leave=show_one, key="repeats_page")


@proposal_acts.on(Desk.one, choice="repeats")
async def on_similar_wanted(talk: Talk) -> Reply:
    """Shows what asks for the same."""
    await must_stand(talk)
    await PAGES.begin(talk)
    return await talk.ask(Desk.repeats)


@proposal_acts.screen(Desk.repeats)
async def ask_which_repeat(talk: Talk) -> Reply:
    """Lists the linked ones and then those that may be, in pages (pagination). The button of each links or unlinks it."""
    found = await links.list_similar(talk.store, id=OfficeCard.of(talk).desk_proposal, by=talk.person)
    page = await PAGES.of(talk, [*found.linked, *found.suggested])
    linked = {one.id for one in found.linked}
    text = quote(clean(found.proposal.text), 60) or talk.say("(voice, photo or document)")
    lines = [
        talk.say("№ {number}: {quote}", number=found.proposal.label, quote=text),
        talk.say("Which ask for the same? Press one to link it, once more to unlink it. They get one answer.")
        if page.rows
        else talk.say("Nothing like it is found in this year."),
        *(f"{_mark(one, linked)}{_say_line(talk, one)}" for one in page.rows),
        talk.say("For one that is not here please write its number."),
    ]
    choices = [Choice(f"repeats_one:{one.id}", f"{_mark(one, linked)}№ {one.label}", (one.label,)) for one in page.rows]
    return Reply("\n".join(lines), tuple(choices), page.ways(talk))


def _mark(one: Repeated, linked: set[int]) -> str:
    return "✓ " if one.id in linked else ""


def _say_line(talk: Talk, one: Repeated) -> str:
    text = quote(clean(one.beginning), 60) or talk.say("(voice, photo or document)")
    if one.decision is None:
        return talk.say("№ {number}: {quote}", number=one.label, quote=text)
    standing = name_decision(talk.words, one.decision, inside=True)
    return talk.say("№ {number}, {standing}: {quote}", number=one.label, standing=standing, quote=text)


@proposal_acts.on(Desk.repeats, choice="repeats_one")
async def on_repeat_chosen(talk: Talk) -> Reply:
    """Links it, or takes it out again."""
    return await _turn(talk, read_row_id(talk.chosen))


@proposal_acts.on(Desk.repeats, kind=Kind.TEXT)
async def on_repeat_typed(talk: Talk) -> Replies:
    """Takes the number of a proposal that is not in the list; other words are searched for."""
    number = read_number(talk.text)
    if number is None:
        return await look_for(talk) or await show_here(talk)
    found = await proposals.find_by_number(
        talk.store, aimak_id=int(talk.person.aimak_id or 0), number=number, by=talk.person
    )
    if found is None:
        return put_above(
            talk.say("There is no proposal № {number} here.", number=f"{number:04}"), await show_here(talk)
        )
    return await _turn(talk, found.id)


async def _turn(talk: Talk, other: int) -> Reply:
    one = OfficeCard.of(talk).desk_proposal
    found = await links.list_similar(talk.store, id=one, by=talk.person)
    is_linked = other in {linked.id for linked in found.linked}
    try:
        if is_linked:
            done = await links.unlink(talk.store, id=other, from_=one, by=talk.person, at=talk.now)
        else:
            done = await links.link(talk.store, id=one, to=other, by=talk.person, at=talk.now)
    except (links.CannotLink, links.TooManyLinked) as refused:
        return put_above(_refused(talk, refused), await talk.ask_again())
    if not done:
        return await show_stale(talk)
    turned = await proposals.read_to_answer(talk.store, id=other, by=talk.person)
    return put_above(_say_linked(talk, turned, is_linked=is_linked), await talk.ask_again())


def _say_linked(talk: Talk, turned: BeingAnswered, *, is_linked: bool) -> str:
    label = turned.proposal.label
    if is_linked:
        return talk.say("№ {number} is linked no more.", number=label)
    if turned.sent is not None:
        return talk.say("№ {number} is linked. It is answered already, and that answer stays.", number=label)
    return talk.say("№ {number} is linked: it gets the same answer.", number=label)


def _refused(talk: Talk, refused: Refusal) -> str:
    if isinstance(refused, links.TooManyLinked):
        return talk.say("No more than {most} are answered at once.", most=links.MOST_LINKED)
    return talk.say("These two cannot be linked: they must be two proposals of one year.")
