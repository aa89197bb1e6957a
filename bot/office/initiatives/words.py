"""The words of calls and initiatives: what is announced, what an applicant hears, where each stands."""

from bot.budget.initiative.application import Application, Means, read_lines, sum_by_means
from bot.budget.initiative.call import Regime, Terms
from bot.budget.initiative.course import Course, Decision, Paper, Phase, Step
from bot.budget.initiative.marks import Criterion
from bot.chat.texts import Words
from bot.language.kyrgyz import put_in_quotes, quote
from bot.office.wording.notices import N_
from storage.aimaks import Aimak
from storage.initiatives.initiatives import Entry, Initiative

REGIMES = {
    Regime.LOCAL: N_("small grant from the local budget"),
    Regime.STATE: N_("state subsidy"),
}
BASES = {
    Regime.LOCAL: N_("Basis: Model Regulation № 01-18/84 of 05.09.2019, as the kenesh has adopted it."),
    Regime.STATE: N_("Basis: resolution № 779 of the Cabinet, 04.12.2025."),
}
CRITERIA = {
    Criterion.IMPORTANCE: N_("Importance for people"),
    Criterion.TAKING_PART: N_("People take part"),
    Criterion.LASTING: N_("It will last"),
    Criterion.COSTS: N_("Costs are justified"),
    Criterion.CONTRIBUTION: N_("Own contribution"),
}
PAPERS = {
    Paper.PASSPORT: N_("Passport"),
    Paper.REGISTRATION: N_("Charter"),
    Paper.COMMITMENT: N_("Letters of promise"),
    Paper.COSTS: N_("Papers of costs"),
}
DECISIONS = {
    Decision.GRANTED: N_("Money is granted"),
    Decision.PARTLY: N_("Granted in part"),
    Decision.REFUSED: N_("Not granted"),
}
HEADS = {
    Decision.GRANTED: N_("MONEY FOR THE INITIATIVE IS GRANTED"),
    Decision.PARTLY: N_("MONEY FOR THE INITIATIVE IS GRANTED IN PART"),
    Decision.REFUSED: N_("MONEY FOR THE INITIATIVE IS NOT GRANTED"),
}
PHASES = {
    Phase.RECEIVED: N_("waits for the decision"),
    Phase.GRANTED: N_("granted, waits for the agreement"),
    Phase.REFUSED: N_("not granted"),
    Phase.AGREED: N_("work is under way"),
    Phase.REPORTED: N_("done, the report is here"),
    Phase.WITHDRAWN: N_("withdrawn"),
}
STEPS = {
    Step.AGREED: N_("Agreement"),
    Step.PAID: N_("Paid"),
    Step.MILESTONE: N_("News of the work"),
    Step.SPENT: N_("Spent"),
    Step.RETURNED: N_("Returned"),
    Step.REPORTED: N_("Report"),
}
MEANS = {
    Means.MONEY: N_("money"),
    Means.LABOUR: N_("labour"),
    Means.GOODS: N_("goods"),
}
ANSWERS = {
    "who": N_("Who"),
    "problem": N_("Problem"),
    "doing": N_("Work"),
    "place": N_("Place"),
    "plan": N_("Plan"),
    "costs": N_("Costs"),
    "own": N_("Own contribution"),
    "others": N_("Others' money"),
}


def compose_call(words: Words, aimak: Aimak, terms: Terms) -> str:
    """The call as it is read: what it gives, its two days, its basis."""
    lines = [
        words.say("CALL FOR LOCAL INITIATIVES: {regime}", regime=words.say(REGIMES[terms.regime])),
        words.say("The ayil okmotu {aimak} helps groups of people who add a part of their own.",
                  aimak=quote(aimak.name(words.language))),
        words.say("Largest sum of one initiative: {sum}.", sum=words.som(terms.largest)),
        words.say("Apply until {day} inclusive.", day=words.long_day(terms.last_day)),
        words.say("The work must be done by {day}.", day=words.long_day(terms.done_by)),
        words.say("Everybody who applies gets a decision."),
        words.say(BASES[terms.regime]),
    ]  # fmt: skip
    return "\n".join(lines)


def list_answers(words: Words, answers: Application, *, limit: int = 200) -> list[str]:
    """The answers of an application, one a line, each quoted; what is not answered yet is not there."""
    return [
        words.say("{name}: {text}", name=words.say(name), text=put_in_quotes(quote(said, limit)))
        for step, name in ANSWERS.items()
        if (said := getattr(answers, step))
    ]


def say_sums(words: Words, answers: Application) -> str:
    """The sums of an application: all costs, what people add, what is asked."""
    means = {one: som for one, som in sum_by_means(read_lines(answers.own)).items() if som}
    own = ", ".join(f"{words.say(MEANS[one])} {words.som(som)}" for one, som in means.items())
    lines = [words.say("All costs: {sum}.", sum=words.som(answers.total))]
    if own:
        lines.append(words.say("Own part: {parts}.", parts=own))
    lines.append(words.say("Asked of the budget: {sum}.", sum=words.som(answers.asked)))
    return " ".join(lines)


def say_money(words: Words, course: Course) -> list[str]:
    """The money of an initiative: granted, paid, spent, returned, left."""
    if not course.granted:
        return []
    lines = [words.say("Granted: {sum}.", sum=words.som(course.granted))]
    if course.paid:
        lines.append(
            words.say(
                "Paid: {paid}. Spent: {spent}. Returned: {returned}. Left: {left}.",
                paid=words.som(course.paid),
                spent=words.som(course.spent),
                returned=words.som(course.returned),
                left=words.som(course.left),
            )
        )
    return lines


def say_standing(words: Words, one: Initiative, course: Course) -> str:
    """An initiative in one line: its number and where it stands."""
    return words.say("№ {number}: {standing}", number=one.label, standing=words.say(PHASES[course.phase]))


def say_step(words: Words, entry: Entry) -> str:
    """A step of the work in one line: what, how much, its words."""
    parts = [words.say(STEPS[entry.happened.step]), words.som(entry.happened.amount) if entry.happened.amount else ""]
    text = put_in_quotes(quote(entry.happened.text, 200)) if entry.happened.text else ""
    return f"{' '.join(filter(None, parts))}{': ' if text else ''}{text}"


def compose_decision(words: Words, one: Initiative, course: Course, why: str) -> str:
    """What the applicant hears: the result first, then the sum, why, and who decides at last."""
    assert course.decision is not None
    lines = [
        words.say(HEADS[course.decision]),
        words.say("Initiative № {number}: {text}", number=one.label, text=put_in_quotes(quote(one.answers.doing, 200))),
        words.say("Granted: {sum}.", sum=words.som(course.granted)) if course.granted else "",
        words.say("Why: {text}", text=why),
        words.say("Please come to the ayil okmotu to sign the agreement.") if course.granted else "",
    ]
    return "\n".join(filter(None, lines))
