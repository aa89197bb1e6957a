"""A resident answers a trust survey: three questions, who they are if they like, a check, one answer."""

from dataclasses import dataclass, replace

from bot.budget.polls.sittings import Sittings
from bot.budget.polls.sittings import go_on as go_on_sitting
from bot.budget.trust.answers import STEPS, Group, Question
from bot.chat.fsm import State, StatesGroup
from bot.chat.memory import Memory
from bot.chat.message import Reply
from bot.chat.screens import put_above
from bot.language.intents import Intent
from bot.language.refusal import Refusal
from bot.office.trust import surveys
from bot.office.trust.words import ANSWERS, QUESTIONS
from bot.office.wording.notices import N_
from handlers.resident.consent import ask_first_to_agree
from handlers.shared.guidance import show_stale
from handlers.shared.menu import go_on
from handlers.shared.more_doors import add_door
from handlers.shared.no_aimak import ask_for_aimak
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu

_ALL = tuple(Question)


class Trusting(StatesGroup):
    """One answer to a trust survey: a question, who answers, the check before it is given."""

    question = State()
    who = State()
    check = State()


@dataclass(frozen=True)
class TrustAnswers(Memory, under="trust"):
    """What is being answered: the survey (id), the answers so far, who answers, when it was begun (ms UTC)."""

    survey: int = 0
    answers: tuple[int, ...] = ()
    who: Group = Group.UNSAID
    begun: int = 0
    sittings: Sittings = ()


async def _is_open(talk: Talk) -> bool:
    survey = await surveys.find_to_answer(talk.store, aimak_id=talk.person.aimak_id or 0, at=talk.now)
    return survey is not None and not await surveys.has_answered(talk.store, id=survey.id, by=talk.person)


add_door("trust", N_("Trust: 3 questions"), _is_open)


@router.refuses(surveys.SurveyClosed, surveys.NoSurvey)
async def say_survey_closed(talk: Talk, refused: Refusal) -> Reply:
    """Says that nobody answers now."""
    await TrustAnswers.forget(talk)
    return put_above(talk.say("This survey is closed. Nobody answers it any more."), await talk.ask(Menu.open))


@router.refuses(surveys.AnsweredAlready)
async def say_answered(talk: Talk, refused: Refusal) -> Reply:
    """Says that one answer is one person's, in whichever messenger."""
    await TrustAnswers.forget(talk)
    return put_above(talk.say("You have answered already. Thank you."), await talk.ask(Menu.open))


@router.on(choice="trust", opens=True)
async def on_trust_wanted(talk: Talk) -> Reply:
    """Begins to answer the survey that is open."""
    if talk.person.aimak_id is None or talk.person.language is None:
        return await ask_for_aimak(talk)
    survey = await surveys.find_to_answer(talk.store, aimak_id=talk.person.aimak_id, at=talk.now)
    if survey is None:
        return await go_on(talk, talk.say("There is no survey now."))
    if asks := await ask_first_to_agree(talk, then="trust"):
        return asks
    await surveys.check_may_answer(talk.store, id=survey.id, by=talk.person, at=talk.now)
    before = TrustAnswers.of(talk)  # what was left stands in what was said since its own beginning
    begun = before.begun if before.survey == survey.id and before.begun else talk.now
    await TrustAnswers(survey.id, begun=begun, sittings=before.sittings if begun == before.begun else ()).keep(talk)
    return await talk.ask(Trusting.question)


async def _find(talk: Talk) -> TrustAnswers:
    given = TrustAnswers.of(talk)
    await surveys.check_may_answer(talk.store, id=given.survey, by=talk.person, at=talk.now)
    given = replace(given, sittings=go_on_sitting(given.sittings, talk.now))
    await given.keep(talk)
    return given


@router.screen(Trusting.question)
async def ask_question(talk: Talk) -> Reply:
    """Asks the next question, with the steps of its scale."""
    given = await _find(talk)
    place = min(len(given.answers), len(_ALL) - 1)
    question = _ALL[place]
    lines = [f"{place + 1}/{len(_ALL)}. {talk.say(QUESTIONS[question])}"]
    if not place:
        lines.append(talk.say("Nobody learns what you answered."))
    choices = tuple(talk.make_choice(f"trust_step:{step}", title) for step, title in enumerate(ANSWERS[question], 1))
    return Reply("\n".join(lines), choices, (talk.back(),))


@router.on(Trusting.question, choice="trust_step")
async def on_step_chosen(talk: Talk) -> Reply:
    """Takes an answer; after the third it asks who answers."""
    given = await _find(talk)
    if talk.chosen not in {str(step) for step in range(1, STEPS + 1)}:
        return await show_stale(talk)
    answers = (*given.answers, int(talk.chosen))[: len(_ALL)]
    await replace(given, answers=answers).keep(talk)
    return await talk.ask(Trusting.who if len(answers) == len(_ALL) else Trusting.question)


@router.on(Trusting.question, choice="back")
async def on_back_from_question(talk: Talk) -> Reply:
    """Goes one question back, from the first to the menu."""
    given = TrustAnswers.of(talk)
    if not given.answers:
        return await talk.ask(Menu.open)
    await replace(given, answers=given.answers[:-1]).keep(talk)
    return await talk.ask(Trusting.question)


@router.screen(Trusting.who)
async def ask_who(talk: Talk) -> Reply:
    """Asks who answers; it may stay unsaid."""
    given = await _find(talk)
    smallest = await surveys.find_smallest(talk.store, id=given.survey)
    choices = (
        talk.make_choice("trust_who:woman", "Woman"),
        talk.make_choice("trust_who:man", "Man"),
        talk.make_choice("trust_who:unsaid", "I will not say", means=(Intent.SKIP,)),
    )
    said = talk.say("You are a woman or a man? Groups of fewer than {n} people are shown nowhere.", n=smallest)
    return Reply(said, choices, (talk.back(),))


@router.on(Trusting.who, choice="trust_who")
async def on_who_chosen(talk: Talk) -> Reply:
    """Takes who answers."""
    given = await _find(talk)
    if talk.chosen not in set(Group) or len(given.answers) < len(_ALL):
        return await show_stale(talk)
    await replace(given, who=Group(talk.chosen)).keep(talk)
    return await talk.ask(Trusting.check)


@router.on(Trusting.who, choice="back")
async def on_back_from_who(talk: Talk) -> Reply:
    """Asks the last question again."""
    given = TrustAnswers.of(talk)
    await replace(given, answers=given.answers[:-1]).keep(talk)
    return await talk.ask(Trusting.question)


@router.screen(Trusting.check)
async def ask_to_give(talk: Talk) -> Reply:
    """Shows the answers before they are given."""
    given = await _find(talk)
    lines = [talk.say("Please check what you chose:")]
    lines += [
        f"{talk.say(QUESTIONS[question])} — {talk.say(ANSWERS[question][step - 1])}"
        for question, step in zip(_ALL, given.answers, strict=False)
    ]
    give = talk.make_choice("trust_give", "Send", means=(Intent.YES, Intent.SEND))
    return Reply("\n".join(lines), (give, talk.make_choice("trust_anew", "Choose anew")), (talk.back(),))


@router.on(Trusting.check, choice="trust_anew")
async def on_trust_anew(talk: Talk) -> Reply:
    """Begins the answers anew."""
    given = TrustAnswers.of(talk)
    await TrustAnswers(given.survey, begun=given.begun, sittings=given.sittings).keep(talk)
    return await talk.ask(Trusting.question)


@router.on(Trusting.check, choice="back")
async def on_back_from_check(talk: Talk) -> Reply:
    """Asks again who answers."""
    return await talk.ask(Trusting.who)


@router.on(Trusting.check, choice="trust_give")
async def on_trust_given(talk: Talk) -> Reply:
    """Gives the answers; nothing of them stays in the conversation."""
    given = TrustAnswers.of(talk)
    await surveys.answer_survey(
        talk.store, id=given.survey, answers=given.answers, group=given.who, by=talk.person, since=given.begun,
        at=talk.now, sittings=go_on_sitting(given.sittings, talk.now),
    )  # fmt: skip
    await TrustAnswers.forget(talk)
    return put_above(talk.say("Thank you, your answers are counted."), await talk.ask(Menu.open))
