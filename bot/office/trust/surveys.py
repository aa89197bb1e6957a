"""A trust survey: a head opens it, residents answer once and unnamed, a head closes it. Before that nobody reads a count."""

from dataclasses import dataclass

from bot.budget.permissions import Act, NotAllowed
from bot.budget.polls.sittings import SLACK, Sittings
from bot.budget.trust.answers import LONGEST_DAYS, Group, Question, check_answers, choose_shown
from bot.language.refusal import Refusal
from bot.office.criteria.sizes import read_sizes
from bot.office.staff import permit, record
from storage.people import Person
from storage.store import Store
from storage.trust.surveys import Survey

DAY = 24 * 3600 * 1000

MARKS = ("trust_",)  # buttons of the questions: whatever has them shows answers


class SurveyOpen(Refusal):
    """It is still answered: there is one survey at a time, and no count before its end."""


class SurveyClosed(Refusal):
    """Nobody answers it now."""


class AnsweredAlready(Refusal):
    """This person has answered, in this messenger or in another of theirs."""


class LastDayOutOfRange(Refusal):
    """A survey closes within LONGEST_DAYS, and not before it begins."""


class NoSurvey(Refusal):
    """There is no such survey, or it is another aimak's."""


@dataclass(frozen=True, slots=True)
class Shares:
    """How many gave each answer to each question, in the order of the scale; people: how many answered."""

    people: int
    counts: dict[Question, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class TrustResult:
    """What came out: of all, and of each group that may be shown. all is None where fewer than smallest answered."""

    survey: Survey
    people: int
    all: Shares | None
    groups: dict[Group, Shares]
    smallest: int


def is_open(survey: Survey, *, at: int) -> bool:
    """Whether a survey takes answers at a moment (ms UTC)."""
    return survey.closed_at is None and at < survey.closes_at


async def open_survey(store: Store, *, aimak_id: int, year: int, closes_at: int, by: Person | None, at: int) -> int:
    """Opens a survey until a moment (ms UTC); returns its id. Raises NotAllowed, SurveyOpen, LastDayOutOfRange."""
    await permit(store, by=by, act=Act.TRUST, aimak_id=aimak_id)
    if not at < closes_at <= at + LONGEST_DAYS * DAY:
        raise LastDayOutOfRange
    await store.aimaks.lock(aimak_id)
    newest = await store.trust_surveys.find_newest(aimak_id)
    if newest is not None and newest.closed_at is None:
        raise SurveyOpen
    id = await store.trust_surveys.add(
        aimak_id=aimak_id, year=year, by=by.id if by else None, at=at, closes_at=closes_at
    )
    await record(store, Act.TRUST, by=by, aimak_id=aimak_id, at=at, object="trust", object_id=id, what="opened")
    return id


async def find_to_answer(store: Store, *, aimak_id: int, at: int) -> Survey | None:
    """Finds the survey that residents of an aimak can answer now."""
    newest = await store.trust_surveys.find_newest(aimak_id)
    return newest if newest is not None and is_open(newest, at=at) else None


async def check_may_answer(store: Store, *, id: int, by: Person, at: int) -> Survey:
    """Returns a survey somebody can still answer. Raises NoSurvey, SurveyClosed, AnsweredAlready."""
    survey = await store.trust_surveys.find(id)
    if survey is None or survey.aimak_id != by.aimak_id:
        raise NoSurvey
    if not is_open(survey, at=at):
        raise SurveyClosed
    if await has_answered(store, id=id, by=by):
        raise AnsweredAlready
    return survey


async def has_answered(store: Store, *, id: int, by: Person) -> bool:
    """Whether somebody has answered a survey, in whichever messenger of theirs."""
    return await store.trust_surveys.has_answered(id, await store.trust_surveys.read_marks(id, by.id))


async def answer_survey(
    store: Store, *, id: int, answers: tuple[int, ...], group: Group, by: Person, since: int, at: int,
    sittings: Sittings = (),
) -> None:  # fmt: skip
    """Counts the answers of a person and marks that they answered. What they said in its sittings is emptied.

    since is when the first began (ms UTC); without sittings it is all since then.

    Raises NoSurvey, SurveyClosed, AnsweredAlready, AnswersUnreadable.
    """
    survey = await store.trust_surveys.find(id)
    if survey is not None:
        await store.aimaks.lock(survey.aimak_id)
    await check_may_answer(store, id=id, by=by, at=at)
    checked = check_answers(answers)
    await store.trust_surveys.put_marks(id, await store.trust_surveys.read_marks(id, by.id))
    await store.trust_surveys.count_answers(id, group, checked)
    shut = [(first, last + SLACK) for first, last in sittings or ((since, at),)]
    await store.polls.forget_said(by.id, since=since, sittings=shut, marks=MARKS)
    await store.outbox.blank_replies(by.id, since=since, sittings=shut, marks=MARKS)


async def find_of_office(store: Store, *, aimak_id: int, by: Person | None) -> Survey | None:
    """Finds the newest survey of an office. Raises NotAllowed."""
    await permit(store, by=by, act=Act.TRUST, aimak_id=aimak_id)
    return await store.trust_surveys.find_newest(aimak_id)


async def close_survey(store: Store, *, id: int, by: Person | None, at: int) -> TrustResult:
    """Ends a survey and returns what came out. Done again it changes nothing. Raises NotAllowed."""
    survey = await store.trust_surveys.find(id)
    await permit(store, by=by, act=Act.TRUST, aimak_id=survey.aimak_id if survey else -1)
    if survey is None:
        raise NotAllowed(Act.TRUST)
    await store.aimaks.lock(survey.aimak_id)
    if survey.closed_at is None:
        await store.trust_surveys.close(id, at=at)
        await record(
            store, Act.TRUST, by=by, aimak_id=survey.aimak_id, at=at, object="trust", object_id=id, what="closed"
        )
    return await read_result(store, id=id)


async def find_result(store: Store, *, aimak_id: int, year: int) -> TrustResult | None:
    """Finds what came out of the newest survey of a budget year that was closed."""
    survey = await store.trust_surveys.find_closed(aimak_id, year)
    return None if survey is None else await read_result(store, id=survey.id)


async def find_smallest(store: Store, *, id: int) -> int:
    """Of how many people a group of a survey is shown. Raises NoSurvey."""
    survey = await store.trust_surveys.find(id)
    if survey is None:
        raise NoSurvey
    return (await read_sizes(store, at=survey.opened_at)).survey_smallest


async def read_result(store: Store, *, id: int) -> TrustResult:
    """Reads what came out of a survey that was closed; before that nobody reads a count. Raises NoSurvey, SurveyOpen."""
    survey = await store.trust_surveys.find(id)
    if survey is None:
        raise NoSurvey
    if survey.closed_at is None:
        raise SurveyOpen
    counts = await store.trust_surveys.list_counts(id)
    people = {
        group: sum(one.n for one in counts if (one.group, one.question) == (group, Question.TRUST)) for group in Group
    }

    def add_up(groups: frozenset[Group]) -> Shares:
        added = {question: [0] * len({one.answer for one in counts}) for question in Question}
        for one in counts:
            if one.group in groups:
                added[one.question][one.answer - 1] += one.n
        return Shares(
            sum(people[group] for group in groups), {question: tuple(some) for question, some in added.items()}
        )

    answered = sum(people.values())
    smallest = (await read_sizes(store, at=survey.opened_at)).survey_smallest
    shown = choose_shown(people, smallest=smallest)
    return TrustResult(
        survey,
        answered,
        add_up(frozenset(Group)) if answered >= smallest else None,
        {group: add_up(frozenset({group})) for group in Group if group in shown},
        smallest,
    )
