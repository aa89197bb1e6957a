"""Marks with their reasons, and the decision that is told to the applicant."""

from dataclasses import replace

from bot.budget.initiative.bounds import NothingAsked, check_grant, find_most
from bot.budget.initiative.course import LEAST_WHY, Decision, TooMuch, WhyTooShort
from bot.budget.initiative.marks import LEAST_REASON, Criterion, MarkOutside, ReasonTooShort
from bot.budget.proposal import parse_amount
from bot.chat.message import BACK, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import list_ways
from bot.language.intents import Intent
from bot.office.initiatives import judging
from bot.office.initiatives.words import CRITERIA, DECISIONS
from handlers.office.initiatives.memory import CallDesk, Judging, initiative_desk
from handlers.shared.guidance import show_stale
from handlers.shared.router import Talk


@initiative_desk.on(CallDesk.one, choice="initiative_marks")
async def on_marks_wanted(talk: Talk) -> Reply:
    return await talk.ask(CallDesk.marks)


@initiative_desk.screen(CallDesk.marks)
async def ask_criterion(talk: Talk) -> Reply:
    """Lists the five criteria with the marks given so far."""
    _, course, _, call = await judging.read(talk.store, id=Judging.of(talk).initiative, by=talk.person)
    choices = tuple(
        replace(
            talk.make_choice(f"criterion:{one}", title),
            line=f"{talk.say(title)} ({call.rules.weights[one]}): {course.marks.get(one, '—')}",
        )
        for one, title in CRITERIA.items()
    )
    said = talk.say("Which criterion? Marks are from 0 to {scale}; in brackets is the weight.", scale=call.rules.scale)
    return Reply(said, choices, list_ways(talk))


@initiative_desk.on(CallDesk.marks, choice="criterion")
async def on_criterion_chosen(talk: Talk) -> Reply:
    if talk.chosen not in set(Criterion):
        return await show_stale(talk)
    await replace(Judging.of(talk), criterion=Criterion(talk.chosen)).keep(talk)
    return await talk.ask(CallDesk.mark)


@initiative_desk.screen(CallDesk.mark)
async def ask_mark(talk: Talk) -> Reply:
    kept = Judging.of(talk)
    _, _, _, call = await judging.read(talk.store, id=kept.initiative, by=talk.person)
    if kept.criterion is None:
        return await talk.ask(CallDesk.marks)
    said = talk.say(
        "{criterion}: write a mark from 0 to {scale}.",
        criterion=talk.say(CRITERIA[kept.criterion]),
        scale=call.rules.scale,
    )
    return Reply(said, ways=list_ways(talk), free_text=True)


@initiative_desk.on(CallDesk.mark, kind=Kind.TEXT)
async def on_mark_given(talk: Talk) -> Reply:
    """Keeps the mark, and asks for its reason. Raises MarkOutside."""
    _, _, _, call = await judging.read(talk.store, id=Judging.of(talk).initiative, by=talk.person)
    typed = talk.text.strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) < 4 and int(typed) <= call.rules.scale):
        raise MarkOutside(call.rules.scale)
    await replace(Judging.of(talk), mark=int(typed)).keep(talk)
    return await talk.ask(CallDesk.why)


@initiative_desk.refuses(MarkOutside)
async def say_mark_outside(talk: Talk, refused: MarkOutside) -> Reply:
    said = talk.say("A mark is a whole number from 0 to {scale}.", scale=refused.scale)
    return put_above(said, await talk.ask(CallDesk.mark))


@initiative_desk.screen(CallDesk.why)
async def ask_why(talk: Talk) -> Reply:
    return Reply(talk.say("Why this mark? One sentence."), ways=list_ways(talk), free_text=True)


@initiative_desk.on(CallDesk.why, kind=Kind.TEXT)
async def on_why_given(talk: Talk) -> Reply:
    """Gives the mark. Raises ReasonTooShort, OutOfTurn."""
    kept = Judging.of(talk)
    if kept.criterion is None:
        return await talk.ask(CallDesk.marks)
    await judging.give_mark(
        talk.store, id=kept.initiative, criterion=kept.criterion, mark=kept.mark, reason=talk.text, by=talk.person,
        at=talk.now,
    )  # fmt: skip
    return put_above(talk.say("It is kept."), await talk.ask(CallDesk.marks))


@initiative_desk.refuses(ReasonTooShort)
async def say_reason_short(talk: Talk, refused: ReasonTooShort) -> Reply:
    said = talk.say("A reason has at least {n} characters.", n=LEAST_REASON)
    return put_above(said, await talk.ask_again())


@initiative_desk.on(CallDesk.one, choice="initiative_decide")
async def on_deciding_wanted(talk: Talk) -> Reply:
    return await talk.ask(CallDesk.decide)


@initiative_desk.screen(CallDesk.decide)
async def ask_decision(talk: Talk) -> Reply:
    one, course, _, _ = await judging.read(talk.store, id=Judging.of(talk).initiative, by=talk.person)
    choices = tuple(talk.make_choice(f"initiative_decision:{decision}", title) for decision, title in DECISIONS.items())
    said = talk.say(
        "№ {number}: asked {asked}, at most {most} can be granted. What is the decision?",
        number=one.label, asked=talk.words.som(one.asked), most=talk.words.som(find_most(course)),
    )  # fmt: skip
    return Reply(said, choices, list_ways(talk))


@initiative_desk.on(CallDesk.decide, choice="initiative_decision")
async def on_decision_chosen(talk: Talk) -> Reply:
    """Keeps the decision: the whole sum, a part that is asked, or none."""
    if talk.chosen not in set(Decision):
        return await show_stale(talk)
    _, course, _, _ = await judging.read(talk.store, id=Judging.of(talk).initiative, by=talk.person)
    decision = Decision(talk.chosen)
    check_grant(course, Decision(talk.chosen))
    amount = find_most(course) if decision is Decision.GRANTED else 0
    await replace(Judging.of(talk), decision=decision, amount=amount).keep(talk)
    return await talk.ask(CallDesk.granted if decision is Decision.PARTLY else CallDesk.reason)


@initiative_desk.screen(CallDesk.granted)
async def ask_granted(talk: Talk) -> Reply:
    return Reply(talk.say("How much is granted, in som?"), ways=list_ways(talk), free_text=True)


@initiative_desk.on(CallDesk.granted, kind=Kind.TEXT)
async def on_granted_given(talk: Talk) -> Reply:
    """Keeps the sum. Raises AmountUnreadable, TooMuch."""
    amount = parse_amount(talk.text)
    _, course, _, _ = await judging.read(talk.store, id=Judging.of(talk).initiative, by=talk.person)
    if amount > find_most(course):
        raise TooMuch(find_most(course))
    await replace(Judging.of(talk), amount=amount).keep(talk)
    return await talk.ask(CallDesk.reason)


@initiative_desk.refuses(TooMuch)
async def say_too_much(talk: Talk, refused: TooMuch) -> Reply:
    said = talk.say("At most {sum} is possible here.", sum=talk.words.som(refused.most))
    return put_above(said, await talk.ask_again())


@initiative_desk.refuses(NothingAsked)
async def say_nothing_asked(talk: Talk, refused: NothingAsked) -> Reply:
    """Says that there is nothing to give: the group adds all of it."""
    return put_above(talk.say("Nothing is asked of the budget, so nothing can be granted."), await talk.ask_again())


@initiative_desk.screen(CallDesk.reason)
async def ask_reason(talk: Talk) -> Reply:
    said = talk.say("Why? The applicant will read it: a sentence of at least {n} characters.", n=LEAST_WHY)
    return Reply(said, ways=list_ways(talk), free_text=True)


@initiative_desk.on(CallDesk.reason, kind=Kind.TEXT)
async def on_reason_given(talk: Talk) -> Reply:
    """Keeps the reason, and shows what will be told. Raises WhyTooShort."""
    if len(talk.text.strip()) < LEAST_WHY:
        raise WhyTooShort
    await replace(Judging.of(talk), why=talk.text.strip()).keep(talk)
    return await talk.ask(CallDesk.sure)


@initiative_desk.refuses(WhyTooShort)
async def say_why_short(talk: Talk, refused: WhyTooShort) -> Reply:
    said = talk.say("The reason has at least {n} characters.", n=LEAST_WHY)
    return put_above(said, await talk.ask(CallDesk.reason))


@initiative_desk.screen(CallDesk.sure)
async def ask_to_tell(talk: Talk) -> Reply:
    kept = Judging.of(talk)
    if kept.decision is None:
        return await talk.ask(CallDesk.decide)
    one, _, _, _ = await judging.read(talk.store, id=kept.initiative, by=talk.person)
    lines = [
        talk.say("№ {number}: {decision}.", number=one.label, decision=talk.say(DECISIONS[kept.decision])),
        talk.say("Granted: {sum}.", sum=talk.words.som(kept.amount)) if kept.amount else "",
        talk.say("Why: {text}", text=kept.why),
        talk.say("The applicant is told at once."),
    ]
    choices = (talk.make_choice("initiative_tell", "Tell them", means=(Intent.YES, Intent.SEND)),)
    return Reply("\n".join(filter(None, lines)), choices, list_ways(talk))


@initiative_desk.on(CallDesk.sure, choice="initiative_tell")
async def on_decided(talk: Talk) -> Reply:
    """Decides, and tells the applicant. Raises NotAllowed, OutOfTurn, TooMuch, WhyTooShort."""
    kept = Judging.of(talk)
    if kept.decision is None:
        return await show_stale(talk)
    _, is_told = await judging.decide(
        talk.store, id=kept.initiative, decision=kept.decision, amount=kept.amount, why=kept.why, by=talk.person,
        at=talk.now,
    )  # fmt: skip
    await Judging(call=kept.call, initiative=kept.initiative).keep(talk)
    said = (
        talk.say("The applicant is told.")
        if is_told
        else talk.say("It is kept. The applicant cannot be reached here: please tell them in person.")
    )
    return put_above(said, await talk.ask(CallDesk.one))


@initiative_desk.on(CallDesk.mark, CallDesk.why, choice=BACK)
async def on_back_to_marks(talk: Talk) -> Reply:
    return await talk.ask(CallDesk.marks)


@initiative_desk.on(CallDesk.granted, CallDesk.reason, CallDesk.sure, choice=BACK)
async def on_back_to_decision(talk: Talk) -> Reply:
    return await talk.ask(CallDesk.decide)
