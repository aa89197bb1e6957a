"""No statement walks through a table that grows, but those that are named here with their reason."""

import sqlite3
from contextlib import closing

import pytest

from bot.export.proposals import write_export
from bot.office.criteria.criterion_6 import count
from bot.office.criteria.score_sheet import count_tally
from storage.database.engine import Database, make_database_url
from tests.bench.filled import YEAR, Size, fill
from tests.databases import migrated_file
from tests.storage.database.statements import call_everything, listening, scans

SMALL = {
    "aimaks": "the country has 452",
    "mornings": "one an aimak",
    "sqlite_autoindex_pings_1": "one a colleague",
    "budget_years": "one an aimak and year, and one for each correction of it",
    "settings": "what the law has changed",
    "hearings": "a few a year in an aimak",
    "hearing_terms": "one a hearing, and one each time it is moved",
    "broadcasts": "a few a hearing",
    "accounts": "one a bot",
    "sqlite_autoindex_aimaks_1": "the same by their codes",
    "ux_outbox_head": "only what is ready or being sent",
    "ix_outbox_turns": "only what is ready",
    "ix_outbox_ready": "the same",
    "ix_outbox_waiting": "only what waits behind something else",
    "public_pages": "one each time the switch of an aimak is turned",
    "ix_proposals_unreached": "only answers of which nobody can say that they arrived",
    "ix_erasures_left": "only erasures that are not finished",
    "sqlite_autoindex_erasures_1": "one a person who was forgotten; a start compares them with the ledger",
    "ix_broadcasts_open": "only what is being sent",
    "contests": "one or two a year",
    "link_codes": "those of a day",
    "desk_links": "those of ten minutes",
    "desk_sessions": "those of eight hours",
    "desk_done": "what one office did in a week",
    "ix_supports_behind": "only supporters who are still to be told of an answer",
}

# How a statement begins, and why it may walk through a whole table.
ALLOWED = {
    "DELETE FROM poll_marks WHERE poll_marks.poll_id IN (SELECT polls.id": "once a day, of polls: an office has one at a time",
    "DELETE FROM trust_marks WHERE trust_marks.survey_id IN (SELECT trust_surveys.id": "the same of surveys",
    "SELECT polls.id FROM polls WHERE polls.told_at IS": "two chats are joined, of polls: an office has one at a time",
    "SELECT trust_surveys.id FROM trust_surveys WHERE trust_surveys.closed_at IS": "the same of surveys",
    "SELECT office_notes.proposal_id FROM office_notes JOIN proposals": "once a day, of notes of closed years",
    "SELECT audit.hash FROM audit ORDER BY audit.id DESC LIMIT": "it stops at the newest row",
    "SELECT audit.id, audit.at, audit.person_id, audit.aimak_id, audit.act, audit.object, audit.object_id, "
    "audit.details, audit.hash FROM audit WHERE audit.at < ? ORDER BY audit.id DESC LIMIT": "it stops at the newest before now",
    "SELECT audit.id, audit.at, audit.person_id, audit.aimak_id, audit.act, audit.object, audit.object_id, "
    "audit.details, audit.hash FROM audit ORDER BY audit.id": "doctor checks the whole chain of hashes",
    "SELECT proposals.aimak_id, proposals.budget_year, proposals.village_id, count(DISTINCT proposals.author_id) AS authors "
    "FROM proposals WHERE (proposals.aimak_id NOT IN": "an export of every aimak reads every proposal",
    "SELECT DISTINCT proposals.aimak_id, proposals.budget_year FROM proposals": "the same export asks which years there are",
    "SELECT outbox.account, CASE WHEN (outbox.kind = ?": "of a messenger that does not charge, which nobody asks",
    "SELECT outbox.state, count(*) AS count_1 FROM outbox GROUP BY": "doctor counts the whole outbox",
    "SELECT coalesce(sum(media.size), ?) AS coalesce_1 FROM media WHERE": "doctor sums the files of a week",
    "SELECT proposals.author_id, aimaks.code, sum(media.size) AS size, count(*) AS files FROM media": "doctor sums all files",
    "UPDATE outbox SET not_before=(outbox.not_before - ?)": "the clock was put back, which it seldom is",
    "UPDATE outbox SET state=?, lease=?, code=?, finished_at=?": "a copy was put back, which it seldom is",
    "SELECT lower(peers.board) AS code": "an office asks for its boards, now and then",
    "SELECT peers.id FROM peers WHERE (peers.aimak_id IN": "a text that was public is erased, by its author or with them",
    "SELECT DISTINCT peers.channel, peers.account FROM peers": "the same asks for every account",
    "SELECT count(DISTINCT peers.person_id) AS count_1 FROM peers WHERE peers.aimak_id": "two aimaks are merged, once",
    "SELECT count(invites.id) AS count_1 FROM invites WHERE invites.aimak_id": "the same",
    "UPDATE peers SET aimak_id=? WHERE peers.aimak_id": "the same",
    "UPDATE invites SET aimak_id=? WHERE invites.aimak_id": "the same",
    "UPDATE papers SET aimak_id=? WHERE papers.hearing_id": "the same",
    "INSERT INTO follows (person_id, aimak_id, notices, far_away, changed_at) SELECT": "the same",
    "DELETE FROM follows WHERE follows.aimak_id": "the same",
    "DELETE FROM invites WHERE invites.aimak_id": "a practice aimak is removed, once",
    "UPDATE proposals SET waiting = ": "a step of the schema, once",
    "INSERT INTO meta (name, value) SELECT ?, ? WHERE EXISTS (SELECT ? FROM proposals)": "it stops at the first row",
}


@pytest.fixture
async def heard(tmp_path, seal):
    """A filled install's connection, and every statement it was given while all was done that can be done."""
    path = migrated_file(tmp_path / "filled.db")
    with listening() as statements:
        database = Database(make_database_url(f"sqlite:///{path}"), seal)
        await fill(database, seal, Size(600, aimaks=3, events=2))
        assert await call_everything(database) == []
        await database.read(lambda store: count(store, aimak_id=1, year=YEAR))
        await database.read(lambda store: count_tally(store, aimak_id=1, year=YEAR))
        for aimak_id in (None, 1):
            await write_export(
                database, seal, path=tmp_path / f"{aimak_id}.jsonl", form="jsonl", aimak_id=aimak_id, year=None,
                pseudonymous=True,
            )  # fmt: skip
        await database.close()
    with closing(sqlite3.connect(path)) as connection:
        yield connection, statements.statements


async def test_every_statement_finds_its_rows_by_an_index(heard):
    connection, statements = heard
    assert len(statements) > 200
    walks = {statement: scans(connection, first) for statement, first in statements.items()}
    large = {statement: [table for table in tables if table not in SMALL] for statement, tables in walks.items()}
    large = {statement: tables for statement, tables in large.items() if tables}
    unnamed = {one: tables for one, tables in large.items() if not one.startswith(tuple(ALLOWED))}
    assert unnamed == {}
    assert [begin for begin in ALLOWED if not any(one.startswith(begin) for one in large)] == []
    assert {table for tables in walks.values() for table in tables} >= set(SMALL)
    counted = (
        "SELECT count(*)",
        "SELECT (SELECT count(*)",
        *(f"SELECT proposals.{name}" for name in ("id, ", "side", "category", "village_id", "source")),
    )
    queue = [one for one in statements.values() if one.startswith(counted) and "proposals.waiting = 1" in one]
    assert len(queue) >= 8
    plans = {one: [step for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {one}")] for one in queue}
    # What of 20 000 open ones is counted or left out is read from the index alone.
    assert [
        (one, plan)
        for one, plan in plans.items()
        if not any("COVERING INDEX ix_proposals_waiting" in step for step in plan)
    ] == []


def test_a_scan_is_seen(tmp_path):
    with closing(sqlite3.connect(migrated_file(tmp_path / "empty.db"))) as connection:
        assert scans(connection, "SELECT * FROM events WHERE error = 'x'") == ["events"]
        assert scans(connection, "SELECT * FROM events AS one WHERE one.error = 'x'") == ["events"]
        assert scans(connection, "SELECT * FROM events WHERE id = 1") == []
