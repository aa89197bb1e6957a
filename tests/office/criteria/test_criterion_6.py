"""Criterion 6 counted by the database is the pure rule over every row, whatever was written, on both databases."""

import random
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.budget.permissions import Role
from bot.budget.proposal import AlreadyWithdrawn, Answer, Decision, Reason, Side
from bot.budget.tally import Reaction
from bot.office.criteria.criterion_6 import count, count_decisions
from bot.office.criteria.proposal_log import LogRow, read_pages
from bot.office.criteria.score_sheet import count_tally
from bot.office.hearings.results import count_results
from bot.office.together.links import CannotLink
from storage.log.dialogue_kinds import ASKED, REPLIED
from storage.queue.outbox import State
from storage.store import Store
from tests.office.criteria.log import HEARING, RECEIVED, RESULTS, YEAR, Log, at, is_what_the_log_says
from tests.sizes import sized

SENTENCES = (
    "Бул жол райондук мекеменин карамагында турат.",
    "бул ЖОЛ райондук мекеменин карамагында турат",
    "Бюджетте акча жок, тилекке каршы, быйыл каралган эмес.",
    "Арык кийинки жылдын планына киргизилди, долбоор даяр.",
    "Жок.",
)


class Undo(Exception):
    """Undoes what was written."""


def _answer(draw: random.Random) -> Answer:
    decision = draw.choice(list(Decision))
    if decision is Decision.INCLUDED:
        return Answer(
            decision, sentence="", amount=draw.choice([None, 5_000]), budget_line=draw.choice([None, " ", "705"])
        )
    return Answer(decision, draw.choice([None, *Reason]), draw.choice(SENTENCES))


def _day(draw: random.Random) -> date:
    return RECEIVED + timedelta(draw.randrange(40))


async def _written(log: Log, draw: random.Random, rows: int) -> None:
    answers, filed = log.store.answers, []
    for _ in range(rows):
        source = draw.choice(["telegram", "telegram", "whatsapp"])
        proposal = await log.propose(on=_day(draw), channel=source, side=draw.choice(list(Side)))
        filed.append(proposal.id)
        if draw.random() < 0.15:  # of the office, or once of it
            role = draw.choice([Role.STAFF, Role.HEAD, Role.OBSERVER])
            await log.store.roles.grant(
                proposal.author_id, role=role, aimak_id=log.aimak_id, by=None, at=at(_day(draw))
            )
            for member in await log.store.roles.list_members(log.aimak_id):
                if draw.random() < 0.3:
                    await log.store.roles.revoke(member.id, by=None, at=at(_day(draw)))
        if draw.random() < 0.1:
            await log.store.proposals.withdraw(proposal.id, at=at(_day(draw)))
        for kind in draw.choices([ASKED, REPLIED], k=draw.randrange(3)):
            if kind == ASKED:
                state = draw.choice([None, *sorted(set(State) - {State.READY, State.LEASED})])
                await log.ask(proposal, on=_day(draw), state=state, channel=source)
            else:
                await log.store.dialogue.say(
                    proposal.id, kind=kind, by=proposal.author_id, text="Ленин", at=at(_day(draw))
                )
        if draw.random() < 0.2:
            note = await log.store.exclusions.exclude(proposal.id, reason="spam", by=log.clerk, at=at(_day(draw)))
            if draw.random() < 0.5:
                await log.store.exclusions.note_author(note, agreed=draw.random() < 0.5, at=at(_day(draw)))
            if draw.random() < 0.3:
                await log.store.exclusions.lift_exclusion(proposal.id, at=at(_day(draw)))
        revisions = draw.choice([0, 1, 1, 1, 2, 3])
        for nth in range(1, revisions + 1):
            # A chat has one message at the most that is ready or being sent.
            heads = {State.READY, State.LEASED} if nth < revisions else set()
            state = draw.choice([None, *sorted(set(State) - heads)])
            sent = await log.answer(proposal, _answer(draw), on=_day(draw), state=state, channel=source)
            if draw.random() < 0.2:
                await answers.confirm([sent.id], by=log.clerk, at=at(_day(draw)))
            if draw.random() < 0.2:
                await answers.tell(sent.id, by=log.clerk, at=at(_day(draw)))
            for _ in range(draw.randrange(3)):
                by = draw.choice([proposal.author_id, proposal.author_id, log.clerk])
                await log.store.dialogue.react(sent.id, by=by, reaction=draw.choice(list(Reaction)), at=at(_day(draw)))
    for day in sorted(_day(draw) for _ in range(draw.choice([0, 10, 20]))):  # they need not be answered alike
        one, other = draw.sample(filed, k=2)
        act = log.link if draw.random() < 0.8 else log.unlink
        with suppress(AlreadyWithdrawn, CannotLink):
            await act(one, other, at=at(day))


@pytest.mark.parametrize("seed", range(sized(3, 6)))  # each way a year may stand
async def test_what_is_counted_is_what_every_row_says(database, seal, seed):
    draw = random.Random(f"criterion 6: {seed}")

    async def work(store: Store) -> None:
        log = await Log(store).begin()
        hearing, results = [(HEARING, RESULTS), (None, RESULTS), (HEARING, None)][seed % 3]
        place, day = draw.choice([(None, None), ("тактада", None), ("тактада", RESULTS), ("kokjar.kg", None)])
        await log.year(hearing_on=hearing, results_on=results, table_place=place, table_on=day)
        for on in draw.choice([(), (True,), (True, False)]):
            await store.pages.put(log.aimak_id, is_on=on, contact=None, by=None, at=at(_day(draw)))
        await _written(log, draw, 40)
        other = await Log(store).begin("other")
        await _written(other, draw, 3)
        await is_what_the_log_says(store)
        for as_of in (None, *(at(_day(draw), draw.randrange(24)) for _ in range(6))):
            rowwise = await count_tally(store, aimak_id=log.aimak_id, year=YEAR, as_of=as_of)
            counted = await count(store, aimak_id=log.aimak_id, year=YEAR, as_of=as_of)
            assert counted == replace(rowwise, rows={}, tally=replace(rowwise.tally, rows={})), as_of
        raise Undo

    with pytest.raises(Undo):
        await database.write(work)


@pytest.mark.parametrize("seed", range(sized(2, 4)))
async def test_the_results_of_a_hearing_are_what_every_row_says(database, seal, seed):
    draw = random.Random(f"results: {seed}")

    async def work(store: Store) -> None:
        log = await Log(store).begin()
        await log.year(hearing_on=HEARING, results_on=RESULTS)
        await _written(log, draw, 60)
        await _written(await Log(store).begin("other"), draw, 3)
        rows = [row async for page in read_pages(store, aimak_id=log.aimak_id, year=YEAR) for row in page]
        counted = [(row.filed.side, row.latest.answer if row.latest else None) for row in rows if row.excluded is None]
        given = [(side, answer) for side, answer in counted if answer is not None]
        found = await count_results(store, aimak_id=log.aimak_id, year=YEAR)
        for side, sums in ((Side.REVENUE, found.revenue), (Side.SPENDING, found.spending)):
            decided = Counter(answer.decision.value for one, answer in given if one is side)
            assert {name.value: getattr(sums, name.value) for name in Decision} == {
                name.value: decided[name] for name in Decision
            }
            assert sums.received == sum(one is side for one, _ in counted)
            assert sums.unanswered == sum(one is side and answer is None for one, answer in counted)
        why = Counter(
            answer.reason_code for _, answer in given if answer.reason_code and answer.decision is not Decision.INCLUDED
        )
        assert found.reasons == tuple(sorted(why.items(), key=lambda one: (-one[1], one[0]))[:3])
        into = [
            (side, (answer.budget_line or "").strip())
            for side, answer in given
            if answer.decision in {Decision.INCLUDED, Decision.PARTLY}
        ]
        assert found.lines == len({one for one in into if one[1]})
        assert found.unlined == sum(not line for _, line in into)
        raise Undo

    with pytest.raises(Undo):
        await database.write(work)


@pytest.mark.parametrize("seed", range(sized(2, 4)))
async def test_what_is_counted_before_an_answer_is_what_the_log_says_after_it(database, seal, seed):
    draw = random.Random(f"before an answer: {seed}")

    async def work(store: Store) -> None:
        log = await Log(store).begin()
        await log.year(hearing_on=HEARING, results_on=[RESULTS, None][seed % 2])
        await _written(log, draw, 30)
        facts = await store.years.get(log.aimak_id, YEAR)

        async def read() -> list[LogRow]:
            pages = [page async for page in read_pages(store, aimak_id=log.aimak_id, year=YEAR, texts=False)]
            every = [row for page in pages for row in page if row.entry(facts, public=True).weighs]
            return [
                row
                for row in every
                if facts.results_on is None or row.entry(facts, public=True).received <= facts.results_on
            ]

        weighs = await read()
        chosen = draw.sample(weighs, k=min(len(weighs), 8))
        given = {row.filed.id: _answer(draw) for row in chosen}
        marks = await store.answers.mark_words(given)
        before = await count_decisions(store, aimak_id=log.aimak_id, year=YEAR, marks=marks)
        for row in chosen:
            proposal = await store.proposals.get(row.filed.id)
            await log.answer(proposal, given[proposal.id])
        decided = [row for row in await read() if row.latest is not None]
        words = {row.filed.id: row.latest.own_words for row in decided}
        of = {(row.filed.linked_to or f"alone {row.filed.id}", words[row.filed.id]) for row in decided}
        assert before == (len(of), {mark: sum(one == mark for _, one in of) for mark in set(marks.values()) - {""}})
        raise Undo

    with pytest.raises(Undo):
        await database.write(work)


async def test_one_answer_for_all_that_are_linked_does_not_make_it_look_copied(database, seal):
    async def work(store: Store) -> None:
        log = await Log(store).begin()
        await log.year(hearing_on=HEARING, results_on=RESULTS)
        filed = []
        for n in range(15):
            words = "Арык кийинки жылдын планына киргизилди" if n < 6 else f"Бул жумуш {n}-кезекте турат, долбоор бар"
            filed.append(await log.propose())
            await log.answer(filed[-1], Answer(Decision.DEFERRED, Reason.PHASED, words), state=State.SENT)

        async def reasoned(as_of: int | None = None) -> tuple[float, float]:
            given = {"aimak_id": log.aimak_id, "year": YEAR, "as_of": as_of}
            sheets = await count_tally(store, **given), await count(store, **given)
            return tuple(float(one.tally.components["R"]) for one in sheets)

        assert await reasoned() == (0.6, 0.6)  # six of fifteen stand on one sentence
        first, *others = [one.id for one in filed[:6]]
        for other in others:
            await log.link(first, other, at=at(RESULTS, 20))
        assert await reasoned() == await reasoned(at(RESULTS, 23)) == (1, 1)  # one of ten
        assert await reasoned(at(RESULTS, 20)) == (0.6, 0.6)  # they were linked later
        await log.unlink(first, others[0], at=at(RESULTS, 22))
        assert await reasoned() == (1, 1)  # two of eleven
        for other in others[1:4]:
            await log.unlink(other, others[0], at=at(RESULTS + timedelta(3)))
        assert await reasoned() == (0.6, 0.6)  # five of fourteen
        assert await reasoned(at(RESULTS, 23)) == await reasoned(at(RESULTS + timedelta(3))) == (1, 1)
        raise Undo

    with pytest.raises(Undo):
        await database.write(work)


async def test_an_empty_year_counts_nothing(database):
    async def work(store: Store) -> None:
        log = await Log(store).begin()
        found = await count(store, aimak_id=log.aimak_id, year=YEAR)
        assert (found.tally.N, found.tally.score, found.after_cutoff) == (0, None, 0)
        raise Undo

    with pytest.raises(Undo):
        await database.write(work)
