"""The agreement, money paid, spent and returned, news of the work and the report, as the office enters them."""

from dataclasses import replace

from bot.budget.initiative.course import AgreementUnnamed, Happened, MoneyLeft, Step, may_happen
from bot.budget.proposal import parse_amount
from bot.chat.message import BACK, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import list_files, list_ways
from bot.office.initiatives import judging
from bot.office.initiatives.words import STEPS, say_money
from bot.office.wording.notices import N_
from handlers.office.initiatives.memory import CallDesk, Judging, initiative_desk
from handlers.shared.guidance import show_stale
from handlers.shared.router import Talk

_QUESTIONS = {
    Step.AGREED: N_("The number and the day of the agreement, as the paper has them?"),
    Step.PAID: N_("By which paper was it paid? Then the sum is asked."),
    Step.MILESTONE: N_("What is done? Write a sentence, or send photos."),
    Step.SPENT: N_("What was bought or paid? Then the sum is asked."),
    Step.RETURNED: N_("By which paper was the money returned? Then the sum is asked."),
    Step.REPORTED: N_("The report in a few sentences. Photos are welcome."),
}
_WITH_SUM = {Step.PAID, Step.SPENT, Step.RETURNED}


@initiative_desk.on(CallDesk.one, choice="initiative_money")
async def on_money_wanted(talk: Talk) -> Reply:
    return await talk.ask(CallDesk.money)


@initiative_desk.screen(CallDesk.money)
async def ask_what(talk: Talk) -> Reply:
    """Lists what can be entered now."""
    one, course, _, _ = await judging.read(talk.store, id=Judging.of(talk).initiative, by=talk.person)
    steps = [step for step in judging.BY_OFFICE if may_happen(course, step)]
    if not steps:
        return await talk.ask(CallDesk.one)
    lines = [
        talk.say("№ {number}: what is new? The group will be told.", number=one.label),
        *say_money(talk.words, course),
    ]
    return Reply(
        "\n".join(lines),
        tuple(talk.make_choice(f"initiative_step:{step}", STEPS[step]) for step in steps[:5]),
        list_ways(talk),
    )


@initiative_desk.on(CallDesk.money, choice="initiative_step")
async def on_step_chosen(talk: Talk) -> Reply:
    if talk.chosen not in {str(step) for step in judging.BY_OFFICE}:
        return await show_stale(talk)
    await replace(Judging.of(talk), step=talk.chosen, words="", files=()).keep(talk)
    return await talk.ask(CallDesk.words)


def _read_step(talk: Talk) -> Step:
    said = Judging.of(talk).step
    return Step(said) if said in {str(step) for step in judging.BY_OFFICE} else Step.MILESTONE


@initiative_desk.screen(CallDesk.words)
async def ask_words(talk: Talk) -> Reply:
    return Reply(talk.say(_QUESTIONS[_read_step(talk)]), ways=list_ways(talk), free_text=True)


@initiative_desk.on(CallDesk.words, kind=Kind.TEXT)
@initiative_desk.on(CallDesk.words, kind=Kind.MEDIA)
async def on_words_given(talk: Talk) -> Reply:
    """Keeps words and photos; of money the sum is asked next."""
    await replace(Judging.of(talk), words=talk.text.strip(), files=tuple(list_files(talk))).keep(talk)
    if _read_step(talk) in _WITH_SUM:
        return await talk.ask(CallDesk.sum)
    return await _say(talk, 0)


@initiative_desk.screen(CallDesk.sum)
async def ask_sum(talk: Talk) -> Reply:
    _, course, _, _ = await judging.read(talk.store, id=Judging.of(talk).initiative, by=talk.person)
    most = course.granted - course.paid if _read_step(talk) is Step.PAID else course.left
    said = talk.say("How much, in som? At most {sum}.", sum=talk.words.som(most))
    return Reply(said, ways=list_ways(talk), free_text=True)


@initiative_desk.on(CallDesk.sum, kind=Kind.TEXT)
async def on_sum_given(talk: Talk) -> Reply:
    """Keeps the sum. Raises AmountUnreadable, TooMuch."""
    return await _say(talk, parse_amount(talk.text))


async def _say(talk: Talk, amount: int) -> Reply:
    kept = Judging.of(talk)
    happened = Happened(_read_step(talk), "", amount, kept.words)
    _, is_told = await judging.say_of_work(
        talk.store, id=kept.initiative, happened=happened, by=talk.person, at=talk.now, files=kept.files
    )
    await Judging(call=kept.call, initiative=kept.initiative).keep(talk)
    said = (
        talk.say("It is kept, and the group is told.")
        if is_told
        else talk.say("It is kept. The applicant cannot be reached here: please tell them in person.")
    )
    return put_above(said, await talk.ask(CallDesk.one))


@initiative_desk.refuses(AgreementUnnamed)
async def say_unnamed(talk: Talk, refused: AgreementUnnamed) -> Reply:
    """Asks for the words once more: a photo alone names no agreement."""
    return await talk.ask(CallDesk.words)


@initiative_desk.refuses(MoneyLeft)
async def say_money_left(talk: Talk, refused: MoneyLeft) -> Reply:
    said = talk.say(
        "{sum} is neither spent nor returned: tell that first, then the report.", sum=talk.words.som(refused.left)
    )
    return put_above(said, await talk.ask(CallDesk.money))


@initiative_desk.on(CallDesk.words, CallDesk.sum, choice=BACK)
async def on_back_to_money(talk: Talk) -> Reply:
    return await talk.ask(CallDesk.money)
