"""What is older than its time goes, counted first, once, and nothing younger; what is of no closed year stays."""

import os
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.app import Office
from bot.budget.permissions import Role
from bot.budget.workdays import start_of
from bot.delivery.incoming.conversations import make_state_key
from bot.service.retention import retain
from bot.settings import Settings
from storage.attachments.files import keep, put_down
from storage.conversations.states import Conversation, FileStates
from storage.database.schema import media, peers
from storage.store import Store
from tests.storage.rows import BOT, NOW, enter, meet, propose, rows_of

DAY = 24 * 3_600_000
VOICE = b"OggS a voice of "


@pytest.fixture
def office(database, tmp_path, seal):
    return Office(Settings(tmp_path / "data", "", tmp_path / "key"), database, seal)


async def kept(office: Office, name: str, year: int) -> Path:
    """A proposal to the budget of a year with a voice in the media folder."""
    author = await meet(office.database, name)
    proposal = await propose(office.database, author, await enter(office.database), key=name, year=year)
    digest, size = keep(
        office.settings.media_dir, put_down(office.settings.media_dir, VOICE + name.encode()), office.seal
    )

    async def work(store: Store) -> None:
        await store.media.want(proposal.id, *BOT, kind="voice", reference=name, at=NOW)
        found = await store.connection.scalar(select(media.c.id).order_by(media.c.id.desc()).limit(1))
        await store.media.keep(found, kind="voice", digest=digest, size=size, form="voice", ending=".ogg")

    await office.database.write(work)
    return office.settings.media_dir / digest[:2] / digest


async def spoke(office: Office, states: FileStates, name: str, *, at: int) -> None:
    """Somebody whose conversation is kept, in the row and in its file."""
    person = await meet(office.database, name)

    async def work(store: Store) -> int:
        event = await store.events.take(*BOT, name, raw="raw", at=at, peer_id=person.peer_id, conversation="{}")
        await store.people.note_heard(person.peer_id, at=at, state_version=event)
        return event

    event = await office.database.write(work)
    await states.write(make_state_key(*BOT, name), Conversation(event, "Propose:text", {"draft": name}))


async def test_what_is_older_than_its_time_goes_once_and_is_counted_before(office, tell):
    settings, states = office.settings, FileStates(office.settings.states_dir, office.seal)
    now = start_of(date(2029, 1, 1)) + 10 * 3_600_000  # 366 days after the end of 2027
    closed, open_year = await kept(office, "Айгүл", 2027), await kept(office, "Нурлан", 2028)
    orphan = settings.media_dir / "ab" / ("ab" + "0" * 62)
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"nobody's")
    for path in (closed, open_year, orphan):
        os.utime(path, (now / 1000 - 90_000, now / 1000 - 90_000))
    await spoke(office, states, "silent", at=now - 15 * DAY)
    await spoke(office, states, "talking", at=now - 13 * DAY)
    clerk = await meet(office.database, "clerk")
    await office.database.write(lambda s: s.roles.grant(clerk.id, role=Role.STAFF, aimak_id=None, by=None, at=NOW))
    for id in (1, 2):
        await office.database.write(lambda s, id=id: s.notes.put(id, "Кайра карайбыз", by=clerk.id, at=NOW))
    await spoke(office, states, "clerk", at=now - 15 * DAY)
    await office.database.write(lambda store: store.events.take(*BOT, "old", raw="raw", at=now - 31 * DAY))
    for name, days in (("before-upgrade-from-0009-1.db", 31), ("before-upgrade-from-0010-2.db", 29)):
        copy = settings.backup_dir / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(b"copy")
        os.utime(copy, (now / 1000 - days * 86400,) * 2)
    for name, days in (("replaced-1", 31), ("rescued-2", 31), ("replaced-3", 29), ("20280101-030000-000000", 99)):
        (settings.backup_dir / name).mkdir()
        (settings.backup_dir / name / "sunush.db").write_bytes(b"set aside")
        os.utime(settings.backup_dir / name, (now / 1000 - days * 86400,) * 2)
    for name, hours in (("old", 25), ("new", 23)):
        (settings.exports_dir / name).mkdir(parents=True)
        os.utime(settings.exports_dir / name, (now / 1000 - hours * 3600,) * 2)

    before = {table: await rows_of(office.database, table) for table in ("events", "media", "peers")}
    dry = await retain(office, states, now=now, dry_run=True)
    assert {table: await rows_of(office.database, table) for table in before} == before
    assert closed.exists()
    done = await retain(office, states, now=now)
    again = await retain(office, states, now=now)
    tell("retention", found=[one.found for one in done], again=[one.found for one in again])
    assert [one.found for one in dry] == [one.found for one in done] == [1, 1, 1, 1, 1, 3, 1]
    assert [one.found for one in again] == [0] * 7

    assert not closed.exists()
    assert open_year.exists()
    assert not orphan.exists()
    left = {
        "before-upgrade-from-0010-2.db",
        "replaced-3",
        "20280101-030000-000000",
    }  # the last was asked for by somebody
    assert {path.name for path in settings.backup_dir.iterdir()} == left
    assert [path.name for path in settings.exports_dir.iterdir()] == ["new"]
    assert [row["state"] for row in await rows_of(office.database, "media")] == ["expired", "kept"]
    silent, talking = make_state_key(*BOT, "silent"), make_state_key(*BOT, "talking")
    assert (await FileStates(settings.states_dir, office.seal).read(silent)).version == 0
    assert (await states.read(talking)).data == {"draft": "talking"}
    versions = await office.database.read(lambda s: s.connection.execute(select(peers.c.state_version)))
    assert sorted(row.state_version > 0 for row in versions) == [False, False, False, True, True]
