"""The words of a trust survey: its questions, their steps, what came out as our own shares."""

from bot.budget.trust.answers import GOOD, Group, Question, find_share
from bot.budget.workdays import find_day
from bot.chat.texts import Words
from bot.office.trust.surveys import Shares, TrustResult
from bot.office.wording.notices import N_

QUESTIONS = {
    Question.TRUST: N_("How much do you trust our ayil okmotu?"),
    Question.CORRUPTION: N_("How high do you think corruption is in our ayil okmotu?"),
    Question.WORK: N_("How do you judge the work of our ayil okmotu on the whole?"),
}
_HARD = N_("Hard to say")
ANSWERS = {
    Question.TRUST: (
        N_("I trust it fully"),
        N_("I rather trust it"),
        N_("I rather do not"),
        N_("I do not at all"),
        _HARD,
    ),
    Question.CORRUPTION: (N_("Very low"), N_("Low"), N_("High"), N_("Very high"), _HARD),
    Question.WORK: (N_("Very well"), N_("Well"), N_("Badly"), N_("Very badly"), _HARD),
}
GROUPS = {Group.WOMAN: N_("Women"), Group.MAN: N_("Men"), Group.UNSAID: N_("Did not say")}
OWN = N_("These are our own shares among those who answered. They speak for nobody else.")
_WELL = {
    Question.TRUST: N_("trust — {percent} %"),
    Question.CORRUPTION: N_("corruption is low — {percent} %"),
    Question.WORK: N_("works well — {percent} %"),
}


def say_result(words: Words, result: TrustResult) -> str:
    """What came out as people read it: each question with its steps, then the groups that are large enough."""
    lines = [say_title(words, result), words.say("Answered — {n}", n=words.number(result.people))]
    if result.all is None:
        return "\n".join([*lines, say_too_few(words, result.smallest)])
    for question in Question:
        lines.append(words.say(QUESTIONS[question]))
        lines += [f"{name} — {share} %" for name, share in list_shares(words, question, result.all)]
    lines += [say_group(words, group, shares) for group, shares in result.groups.items()]
    if len(result.groups) < len(Group):
        lines.append(words.say("Groups of fewer than {n} people are not shown.", n=result.smallest))
    return "\n".join([*lines, words.say(OWN)])


def say_title(words: Words, result: TrustResult) -> str:
    """The title: our own survey, and its days."""
    survey = result.survey
    ended = min(survey.closes_at - 1, survey.closed_at or survey.closes_at)
    first, last = (f"{find_day(at):%d.%m.%Y}" for at in (survey.opened_at, ended))
    return words.say("Trust survey, our own shares: {first} – {last}", first=first, last=last)


def say_too_few(words: Words, smallest: int) -> str:
    """Why no figure is shown."""
    return words.say(
        "Fewer than {n} people answered. So that no answer can be guessed, no figures are shown.", n=smallest
    )


def list_shares(words: Words, question: Question, shares: Shares) -> list[tuple[str, int]]:
    """Each step of a question with its share in per cent."""
    counts = shares.counts[question]
    return [(words.say(name), find_share(n, shares.people)) for name, n in zip(ANSWERS[question], counts, strict=True)]


def say_group(words: Words, group: Group, shares: Shares) -> str:
    """A group in one line: how many, and the shares that say well of the office."""
    well = [
        words.say(_WELL[question], percent=find_share(sum(shares.counts[question][:GOOD]), shares.people))
        for question in Question
    ]
    return f"{words.say(GROUPS[group])} ({words.number(shares.people)}): {', '.join(well)}"
