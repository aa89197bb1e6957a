"""What criterion 6 weighs of a proposal is kept on its row by whatever changes it. It is what the log says."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from bot.budget.permissions import Role
from bot.budget.tally import Reaction
from storage.answers import SentAnswer
from storage.database.schema import aimaks, outbox, proposals
from storage.log.weights import read_weighed
from storage.queue.outbox import Lane, Sent, State
from tests.office.criteria.log import HEARING, KEPT, RESULTS, Log, at, is_what_the_log_says, kept


async def test_whatever_changes_a_proposal_keeps_it(log):
    author = await log.author()
    mine = await log.propose(author_id=author.id, peer_id=author.peer_id)
    answers, roles = log.store.answers, log.store.roles

    async def now():
        await is_what_the_log_says(log.store)
        row = (await log.store.connection.execute(KEPT.where(proposals.c.id == mine.id))).one()
        return (read_weighed(row.weighed) if row.weighed else None), row.unreached

    one, unreached = await now()
    assert (one.received, one.source, one.decision, one.excluded, unreached) == (
        date(2026, 11, 2),
        "telegram",
        None,
        0,
        False,
    )
    await log.ask(mine)
    assert (await now())[0].first_reply == HEARING
    sent = await log.answer(mine, on=HEARING)
    one, unreached = await now()
    assert (one.decision, one.sent, one.reasoned, one.arrived, unreached) == ("included", HEARING, True, False, True)
    await log.store.dialogue.react(sent.id, by=author.id, reaction=Reaction.CLEAR, at=at(HEARING))
    assert (await now())[0].reaction == "clear"
    await answers.tell(sent.id, by=log.clerk, at=at(HEARING))
    one, unreached = await now()
    assert (one.told, unreached) == (True, False)
    await answers.confirm([sent.id], by=log.clerk, at=at(RESULTS))
    one, _ = await now()
    assert (one.confirmed, one.made_by(RESULTS), one.made_by(None), one.made_by(RESULTS + timedelta(1))) == (
        RESULTS, RESULTS, None, None,
    )  # fmt: skip
    note = await log.store.exclusions.exclude(mine.id, reason="spam", by=log.clerk, at=at(HEARING))
    assert (await now())[0].excluded == 1
    await log.store.exclusions.note_author(note, agreed=True, at=at(HEARING))
    assert (await now())[0].excluded == 2
    await log.store.exclusions.lift_exclusion(mine.id, at=at(HEARING))
    assert (await now())[0].excluded == 0
    await roles.grant(author.id, role=Role.STAFF, aimak_id=log.aimak_id, by=None, at=at(RESULTS))
    assert (await now())[0].by_office is True
    await log.store.proposals.withdraw(mine.id, at=at(RESULTS))
    assert (await now())[0].excluded == 2
    await log.answer(mine)  # a second revision hangs on more days than are kept
    assert (await now())[0] is None


async def test_a_colleague_of_a_merged_aimak_is_of_the_office_only_where_it_was_merged_into(log):
    akmuz, tashbulak = [await Log(log.store).begin(code) for code in ("akmuz", "tashbulak")]
    bakyt = await akmuz.author()
    merged = update(aimaks).where(aimaks.c.id == akmuz.aimak_id).values(merged_into_id=log.aimak_id)
    await log.store.connection.execute(merged)
    await log.store.roles.grant(bakyt.id, role=Role.STAFF, aimak_id=akmuz.aimak_id, by=None, at=at(HEARING))
    here, elsewhere = [await one.propose(author_id=bakyt.id, peer_id=bakyt.peer_id) for one in (log, tashbulak)]
    await is_what_the_log_says(log.store)
    found = {row[0]: read_weighed(str(row[1])).by_office for row in await kept(log.store)}
    assert found == {here.id: True, elsewhere.id: False}
    assert [(await one.row(of)).filed.by_office for one, of in ((log, here), (tashbulak, elsewhere))] == [True, False]


async def test_what_was_forgotten_is_kept_as_withdrawn(log):
    author = await log.author()
    mine = await log.propose(author_id=author.id, peer_id=author.peer_id)
    await log.store.erasures.erase(author.id, at=at(RESULTS), keeps_public=False)
    await is_what_the_log_says(log.store)
    assert read_weighed(str((await kept(log.store))[0][1])).excluded == 2
    assert mine.withdrawn_at is None


@pytest.mark.parametrize("together", [False, True])
async def test_an_answer_that_left_is_kept_as_arrived(log, together):
    async def answered() -> tuple[SentAnswer, int]:
        mine = await log.propose()
        sent = await log.answer(mine, on=HEARING)
        await log.store.outbox.queue(
            mine.peer_id, "telegram", "bot", kind="answer", object_id=sent.id, revision=1, lane=Lane.ANSWER, language="ky",
            body="{}", at=at(HEARING),
        )  # fmt: skip
        return sent, mine.id

    async def claim():
        claimed = await log.store.outbox.claim(
            "telegram", "bot", now=at(HEARING), limit=9, lease="mine", leased_until=at(RESULTS)
        )
        return list(claimed)

    (_, first), (_, second) = await answered(), await answered()
    letters = await claim()
    assert len(letters) == 2
    if together:
        await log.store.outbox.finish_sent([Sent(one, at=at(RESULTS), external_id="7", spacing=0) for one in letters])
    else:
        await log.store.outbox.finish(letters[0], State.SENT, at=at(RESULTS), external_id="7")
        await log.store.outbox.finish(letters[1], State.FAILED, at=at(RESULTS), code="blocked")
    await is_what_the_log_says(log.store)
    found = {row[0]: (read_weighed(row[1]).arrived, row[3]) for row in await kept(log.store)}
    assert found == {first: (True, False), second: (together, not together)}
    assert len(list(await log.store.connection.scalars(select(outbox.c.id)))) == 2
