"""Somebody's own initiatives: where each stands, news of the work with photos, money spent, the report, withdrawing."""

from dataclasses import replace

from bot.budget.initiative.course import Happened, MoneyLeft, OutOfTurn, Step, TooMuch, may_happen
from bot.budget.proposal import NotYours, parse_amount
from bot.chat.message import BACK, Choice, Kind, Reply, read_row_id
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import list_files, list_ways
from bot.language.intents import Intent
from bot.office.initiatives import applying
from bot.office.initiatives.applying import LONGEST_WORDS
from bot.office.initiatives.words import STEPS, list_answers, say_money, say_standing, say_step, say_sums
from bot.office.wording.notices import N_
from handlers.resident.initiatives.draft import OwnInitiative, OwnInitiatives
from handlers.shared.guidance import show_stale
from handlers.shared.menu import go_on
from handlers.shared.more_doors import add_door
from handlers.shared.no_aimak import ask_for_aimak
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu

_SAYS = {Step.MILESTONE: N_("News of the work"), Step.SPENT: N_("Money spent"), Step.REPORTED: N_("Report")}
_WORDS = {
    Step.MILESTONE: N_("What is done? Write it, say it aloud, or send photos."),
    Step.SPENT: N_("What was bought or paid? Then the sum is asked."),
    Step.REPORTED: N_("The report in a few sentences: what was done, by whom, what it gives. Photos are welcome."),
}
MOST_LINES = 8  # of what happened, on a card
own_work = router.room()


async def has_own(talk: Talk) -> bool:
    """Whether somebody has applied to any call."""
    return await applying.has_applied(talk.store, by=talk.person)


add_door("initiatives_mine", N_("My initiatives"), has_own)


@own_work.refuses(NotYours)
async def show_menu(talk: Talk, refused: NotYours) -> Reply:
    """Shows the menu where the initiative is somebody else's."""
    return await talk.ask(Menu.open)


@own_work.refuses(OutOfTurn)
async def say_out_of_turn(talk: Talk, refused: OutOfTurn) -> Reply:
    """Says that this cannot be said now."""
    return put_above(talk.say("This is not possible now."), await talk.ask(OwnInitiatives.one))


@router.on(choice="initiatives_mine", opens=True)
async def on_own_wanted(talk: Talk) -> Reply:
    """Lists somebody's initiatives."""
    if talk.person.language is None or talk.person.aimak_id is None:
        return await ask_for_aimak(talk)
    if not await has_own(talk):
        return await go_on(talk, talk.say("You have sent no initiative yet."))
    await PAGES.begin(talk)
    return await talk.ask(OwnInitiatives.list)


PAGES = paged(router, OwnInitiatives.list, leave=Menu.open, key="own_initiatives_page")


@router.screen(OwnInitiatives.list)
async def ask_which(talk: Talk) -> Reply:
    """Lists them, the newest first, each with where it stands."""
    found = await applying.list_own(talk.store, by=talk.person)
    if not found:
        return await talk.ask(Menu.open)
    page = await PAGES.of(talk, found)
    choices = tuple(
        Choice(f"initiative_mine:{one.id}", f"№ {one.label}", (one.label,), line=say_standing(talk.words, one, course))
        for one, course in page.rows
    )
    return Reply(talk.say("Your initiatives:"), choices, page.ways(talk))


@own_work.on(choice="initiative_mine", opens=True)
async def on_one_chosen(talk: Talk) -> Reply:
    """Shows one. Raises NotYours."""
    await applying.get_own(talk.store, id=read_row_id(talk.chosen), by=talk.person)
    await OwnInitiative(initiative=read_row_id(talk.chosen)).keep(talk)
    return await talk.ask(OwnInitiatives.one)


@own_work.screen(OwnInitiatives.one)
async def ask_one(talk: Talk) -> Reply:
    """Shows an initiative, its money and its steps, with what can be said of it now."""
    one, course, entries = await applying.read_own(talk.store, id=OwnInitiative.of(talk).initiative, by=talk.person)
    told = [entry for entry in entries if entry.happened.step in STEPS]
    lines = [
        say_standing(talk.words, one, course),
        *list_answers(talk.words, one.answers, limit=100),
        say_sums(talk.words, one.answers),
        *say_money(talk.words, course),
        *(say_step(talk.words, entry) for entry in told[-MOST_LINES:]),
    ]
    choices = [talk.make_choice(f"initiative_says:{step}", _SAYS[step]) for step in _SAYS if may_happen(course, step)]
    choices.append(
        talk.make_choice("initiative_words:no", "Hide my words")
        if one.shown
        else talk.make_choice("initiative_words:yes", "Show my words")
    )
    if may_happen(course, Step.WITHDRAWN):
        choices.append(talk.make_choice("initiative_back", "Withdraw", means=(Intent.WITHDRAW,)))
    return Reply("\n".join(lines), tuple(choices), list_ways(talk))


@own_work.on(OwnInitiatives.one, choice="initiative_words")
async def on_words_shown(talk: Talk) -> Reply:
    """Lets its description stand in the public list, or takes it off there. Raises NotYours."""
    id = OwnInitiative.of(talk).initiative
    await applying.set_shown(talk.store, id=id, shown=talk.chosen == "yes", by=talk.person)
    return put_above(talk.say("It is kept."), await talk.ask_again())


@own_work.on(OwnInitiatives.one, choice="initiative_says")
async def on_saying_wanted(talk: Talk) -> Reply:
    if talk.chosen not in {str(step) for step in _SAYS}:
        return await show_stale(talk)
    kept = OwnInitiative.of(talk)
    await replace(kept, initiative_says=talk.chosen, initiative_words="", initiative_files=()).keep(talk)
    return await talk.ask(OwnInitiatives.words)


def _read_step(talk: Talk) -> Step:
    said = OwnInitiative.of(talk).initiative_says
    return Step(said) if said in {str(step) for step in _SAYS} else Step.MILESTONE


@own_work.screen(OwnInitiatives.words)
async def ask_words(talk: Talk) -> Reply:
    return Reply(talk.say(_WORDS[_read_step(talk)]), ways=list_ways(talk), free_text=True)


@own_work.on(OwnInitiatives.words, kind=Kind.TEXT)
@own_work.on(OwnInitiatives.words, kind=Kind.MEDIA)
async def on_words_given(talk: Talk) -> Reply:
    """Keeps words, photos, a voice; of money the sum is asked next. Raises NotYours, OutOfTurn, MoneyLeft."""
    words, files = talk.text.strip()[:LONGEST_WORDS], tuple(list_files(talk))
    await replace(OwnInitiative.of(talk), initiative_words=words, initiative_files=files).keep(talk)
    if _read_step(talk) is Step.SPENT:
        return await talk.ask(OwnInitiatives.sum)
    return await _say(talk, 0)


@own_work.screen(OwnInitiatives.sum)
async def ask_sum(talk: Talk) -> Reply:
    _, course, _ = await applying.read_own(talk.store, id=OwnInitiative.of(talk).initiative, by=talk.person)
    said = talk.say("How much? {sum} of the paid money is left.", sum=talk.words.som(course.left))
    return Reply(said, ways=list_ways(talk), free_text=True)


@own_work.on(OwnInitiatives.sum, kind=Kind.TEXT)
async def on_sum_given(talk: Talk) -> Reply:
    """Keeps the sum. Raises AmountUnreadable, TooMuch."""
    return await _say(talk, parse_amount(talk.text))


async def _say(talk: Talk, amount: int) -> Reply:
    kept = OwnInitiative.of(talk)
    happened = Happened(_read_step(talk), "", amount, kept.initiative_words)
    await applying.say_of_work(
        talk.store, id=kept.initiative, happened=happened, by=talk.person, at=talk.now, files=kept.initiative_files
    )
    await OwnInitiative(initiative=kept.initiative).keep(talk)
    return put_above(talk.say("It is kept, and the ayil okmotu is told."), await talk.ask(OwnInitiatives.one))


@own_work.refuses(TooMuch)
async def say_too_much(talk: Talk, refused: TooMuch) -> Reply:
    said = talk.say("At most {sum} is possible here.", sum=talk.words.som(refused.most))
    return put_above(said, await talk.ask_again())


@own_work.refuses(MoneyLeft)
async def say_money_left(talk: Talk, refused: MoneyLeft) -> Reply:
    """Says what is to be told or returned before the report."""
    said = talk.say(
        "{sum} is neither spent nor returned: tell that first, then the report.", sum=talk.words.som(refused.left)
    )
    return put_above(said, await talk.ask(OwnInitiatives.one))


@own_work.on(OwnInitiatives.one, choice="initiative_back")
async def on_withdrawing_wanted(talk: Talk) -> Reply:
    return await talk.ask(OwnInitiatives.withdraw)


@own_work.screen(OwnInitiatives.withdraw)
async def ask_to_withdraw(talk: Talk) -> Reply:
    return Reply(
        talk.say("Withdraw this initiative? It takes part no more."),
        talk.offer_yes_or_no("initiative_gone"),
        list_ways(talk),
    )


@own_work.on(OwnInitiatives.withdraw, choice="initiative_gone")
async def on_withdrawn(talk: Talk) -> Reply:
    """Withdraws it. Raises NotYours, OutOfTurn."""
    if talk.chosen != "yes":
        return await talk.ask(OwnInitiatives.one)
    await applying.withdraw(talk.store, id=OwnInitiative.of(talk).initiative, by=talk.person, at=talk.now)
    return put_above(talk.say("It is withdrawn."), await talk.ask(OwnInitiatives.one))


@own_work.on(OwnInitiatives.one, choice=BACK)
async def on_back_to_list(talk: Talk) -> Reply:
    return await talk.ask(OwnInitiatives.list)


@own_work.on(OwnInitiatives.words, OwnInitiatives.sum, OwnInitiatives.withdraw, choice=BACK)
async def on_back_to_one(talk: Talk) -> Reply:
    return await talk.ask(OwnInitiatives.one)
