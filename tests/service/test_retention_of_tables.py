"""What becomes of an old row of each table. A table that nobody named here fails, so that its time is thought of."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import BigInteger, Boolean, Connection, Date, Float, Integer

from bot.app import Office
from bot.budget.workdays import find_day
from bot.delivery.files.media import Fetcher
from bot.service.retention import forget_strangers, retain
from bot.settings import Settings
from storage.attachments.files import keep, put_down
from storage.conversations.states import FileStates
from storage.database.schema import Sealed, metadata
from tests.storage.rows import NOW, rows_of

KEPT = {
    "meta": "what the install remembers of itself",
    "duties": "one row a duty: which worker has it",
    "settings": "the law of each day",
    "aimaks": "old proposals keep the old name",
    "aimak_names": "the same",
    "villages": "the same",
    "village_names": "the same",
    "follows": "a wish, until it is taken back or its person forgotten",
    "topics": "the same",
    "counters": "no number comes twice",
    "proposals": "the log",
    "proposal_texts": "the log, until its author is forgotten",
    "proposal_stems": "what the log is searched by",
    "mornings": "one row an aimak",
    "pings": "one row a colleague: how they want to hear",
    "said": "so that nothing is said twice",
    "supports": "who is told of the answer, until they are forgotten",
    "accounts": "one row a bot",
    "held_templates": "one a template, language and account: whether it is tried",
    "charged": "numbers by month, kind and aimak; of nobody",
    "roles": "who answered, and for criterion 6 whose proposals these are",
    "invites": "who let whom in",
    "answers": "the log",
    "answer_drafts": "words of the office that were not sent: they are its own",
    "answer_files": "which files went with an answer; the files themselves go",
    "answer_templates": "the office's own, until it removes them",
    "confirmations": "the log",
    "dialogue": "the log, work and its photos' lines among it",
    "reactions": "the log",
    "exclusions": "the log",
    "told": "the log",
    "budget_years": "the log",
    "audit": "each act, in a chain of hashes",
    "hearings": "evidence for criteria 1 and 2",
    "hearing_terms": "the same",
    "attendances": "the same, counts alone",
    "rsvps": "the same, until their person is forgotten",
    "hearing_questions": "the same",
    "papers": "the same",
    "groups": "where notices go, until a person unbinds it",
    "broadcasts": "evidence for criterion 1",
    "broadcast_texts": "the same",
    "recipients": "the same, until their person is forgotten",
    "joins": "which chats are one person's, or were until they parted, until one of them is forgotten",
    "erasures": "what is done again after a restore",
    "initiative_calls": "the log: what was announced, and how it was marked",
    "initiatives": "the log, until their author is forgotten",
    "initiative_steps": "the same",
    "initiative_files": "which files came with them; the files themselves go",
    "openness_entries": "evidence of an office, of nobody; the photos go",
    "watches": "the log: what residents watch",
    "watch_members": "a wish, until their person is forgotten",
    "watch_reports": "the log, until their author is forgotten",
    "watch_files": "which files came with them; the files themselves go",
    "watch_ratings": "the log, until their person is forgotten",
    "plan_items": "a public plan of the aimak, evidence for criterion 9",
    "priorities": "what a gathering said, of nobody, evidence for criterion 8",
    "ties": "the log",
    "information_requests": "what was asked and answered, until its author is forgotten",
    "property_items": "what an office published of its property",
    "property_proposals": "which of it a proposal is about",
    "needs_meetings": "how many came to a meeting, and when, evidence for criterion 8",
    "needs_problems": "what a meeting named, of nobody",
    "trust_surveys": "when an office asked",
    "trust_counts": "counts of nobody",
    "trust_marks": "who has answered, until the survey is closed",
    "office_days_off": "by what a due date was counted",
    "polls": "what an office asked",
    "poll_choices": "the same, and counts of nobody",
    "poll_marks": "who has voted, until the result is told",
    "public_pages": "the same as the audit: whether an aimak shows its page, and who said so",
    "contests": "what was decided, and by which rules",
    "contest_entries": "the same",
    "contest_jurors": "the same: a seat, of nobody by name",
    "contest_marks": "the same, numbers alone",
    "text_looks": "the same as the audit, of a text that everybody may read",
}
# Which rows (by id or first column) go, and of those that stay what is emptied.
REMOVED: dict[str, dict[int, set[str] | None]] = {
    "people": {2: None},  # a stranger, after a day
    "peers": {1: {"state_version"}, 2: None},  # the conversation of somebody silent, after 14 days
    "link_codes": {1: None},  # after a day
    "desk_links": {1: None},  # after a day
    "desk_sessions": {1: None},  # a day after its end
    "office_notes": {1: None},  # of closed years
    "desk_pages": {1: None},  # with its session
    "desk_done": {1: None},  # after a week
    "tries": {2: None},  # of a stranger
    "aliases": {2: None},  # of a stranger
    "events": {1: {"raw", "conversation"}, 2: {"raw", "conversation", "peer_id"}},  # after 30 days
    "outbox": {1: None, 2: None},  # replies, after 30 days
    # Files of closed years after one year: of a proposal, a work, an answer. Those of a draft go with their row, after
    # a day.
    "media": {1: {"state", "hash", "reference"}, 2: {"state", "hash", "reference"}, 3: None},
}
DAY = 24 * 3_600_000
FILES = {1: b"OggS a voice of a proposal", 2: b"OggS a voice of an answer", 3: b"OggS a voice of a draft"}


def test_every_table_is_named_once():
    assert KEPT.keys().isdisjoint(REMOVED)
    assert KEPT.keys() | REMOVED.keys() == metadata.tables.keys()


@pytest.fixture
def office(database, tmp_path, seal):
    return Office(Settings(tmp_path / "data", "", tmp_path / "key"), database, seal)


async def fill(office: Office, *, at: int) -> None:
    """A row in every table, all of whose moments are one. A stranger stands beside it, and the files of three kinds."""
    digests = {
        id: keep(office.settings.media_dir, put_down(office.settings.media_dir, voice), office.seal)[0]
        for id, voice in FILES.items()
    }
    year = find_day(at).year

    def value(column: Any) -> object:
        if column.foreign_keys or column.name in {"id", "state_version"}:
            return 1
        match column.type:
            case Sealed():
                return office.seal.seal("{}")
            case Boolean():
                return True
            case Date():
                return date(year, 6, 1)
            case BigInteger():
                return at
            case Integer():
                return year if "year" in column.name else 7
            case Float():
                return 7.0
        return f"ө {column.name}"[: column.type.length]

    also: dict[str, list[dict[str, object]]] = {
        "people": [{}, {"id": 2, "consent_at": None, "consent_version": None, "erased_at": None}],
        "peers": [{}, {"id": 2, "person_id": 2, "address_hash": "stranger", "state_version": 0}],
        "tries": [{}, {"peer_id": 2}],
        "aliases": [{}, {"peer_id": 2, "address_hash": "stranger's"}],
        "outbox": [
            {"kind": "reply", "state": 4},
            {"id": 2, "peer_id": 2, "kind": "reply", "state": 4, "object_id": 2},
        ],
        "events": [{}, {"id": 2, "peer_id": 2, "external_id": "2"}],
        "media": [
            {"state": "kept", "hash": digests[1], "copy_hash": None, "peer_id": None, "said_id": 1},
            {"id": 2, "state": "kept", "hash": digests[2], "copy_hash": None, "peer_id": None, "proposal_id": None},
            {"id": 3, "state": "kept", "hash": digests[3], "copy_hash": None, "peer_id": 1, "proposal_id": None},
        ],
        "answer_files": [{"media_id": 2}],
        "roles": [{"role": "observer"}],
        "broadcasts": [{"listed": True}],
    }

    def write(connection: Connection) -> None:
        for table in metadata.sorted_tables:
            plain = {column.name: value(column) for column in table.columns}
            for given in also.get(table.name, [{}]):
                connection.execute(table.insert().values(plain | given))

    await office.database.run_sync(write)


async def clear(office: Office) -> None:
    states = FileStates(office.settings.states_dir, office.seal)
    fetcher = Fetcher(database=office.database, channels=[], now=lambda: NOW, media=office.settings.media)
    waker = SimpleNamespace(wake=lambda: None)
    service: Any = SimpleNamespace(office=office, states=states, fetcher=fetcher, clock=lambda: NOW, courier=waker)
    await forget_strangers(service)
    await retain(office, states, now=NOW)


async def read(office: Office) -> dict[str, list[dict[str, Any]]]:
    return {table: await rows_of(office.database, table) for table in metadata.tables}


def find_changes(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> dict[int, set[str] | None]:
    """Of each row that changed, by its first column, which columns did; None where it is gone."""
    first = next(iter(before[0]))
    left = {row[first]: row for row in after}
    changes = {row[first]: {name for name in row if row[name] != left[row[first]][name]} if row[first] in left else None
               for row in before}  # fmt: skip
    return {id: changed for id, changed in changes.items() if changed != set()}


async def test_an_old_row_of_each_table_is_kept_or_goes_as_is_written_above(office, tell):
    await fill(office, at=NOW - 4000 * DAY)
    before = await read(office)
    await clear(office)
    after = await read(office)
    changes = {table: found for table in before if (found := find_changes(before[table], after[table]))}
    assert changes == REMOVED
    assert not list(office.settings.media_dir.glob("??/*"))
    tell("what becomes of an old row of each table", tables=len(before), kept=len(KEPT), removed=len(REMOVED))


async def test_a_young_row_of_each_table_stays(office):
    await fill(office, at=NOW - DAY // 2)
    before = await read(office)
    await clear(office)
    assert await read(office) == before
    assert len(list(office.settings.media_dir.glob("??/*"))) == len(FILES)
