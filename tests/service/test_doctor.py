"""The doctor looks and changes nothing: what is missing is said with the command that makes it."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import now, open_install
from bot.budget.hearing import DAY
from bot.config_accounts import TelegramSettings
from bot.service.doctor import Finding, examine
from bot.settings import Settings
from storage.conversations.events import DEAD
from storage.database.engine import Database, make_database_url
from storage.database.seal import make_key
from storage.database.upgrade import read_revision, upgrade
from storage.store import Store
from tests.databases import OLDER

NOBODY = TelegramSettings("7012345678:AAF-a-token-for-the-tests_of-35-signs00", "http://127.0.0.1:9")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An install in a folder, which is not there yet."""
    return Settings(
        data_dir=tmp_path / "data",
        database_url=f"sqlite:///{tmp_path}/data/sunush.db",
        key_file=tmp_path / "sunush.key",
    )


async def test_where_nothing_is_it_makes_nothing(settings: Settings, tmp_path: Path):
    assert await examine(settings) == [Finding(False, "There is no database yet: «sunush db upgrade» makes it.")]
    assert not list(tmp_path.iterdir())


async def test_an_older_schema_is_left_as_it_is(settings: Settings):
    settings.data_dir.mkdir()
    database = Database(make_database_url(settings.database_url), make_key(settings.key_file))
    await upgrade(database, OLDER)
    assert await examine(settings) == [
        Finding(False, "The database has an older schema: run «sunush db upgrade» first.")
    ]
    assert await read_revision(database) == OLDER
    await database.close()


async def test_a_missing_key_is_not_made(settings: Settings):
    async with open_install(settings):
        pass
    settings.key_file.unlink()
    (found,) = await examine(settings)
    assert "is missing: put back the one this database was made with" in found.words
    assert not settings.key_file.exists()


async def test_another_key_is_told(settings: Settings):
    async with open_install(settings):
        pass
    settings.key_file.unlink()
    make_key(settings.key_file)
    (found,) = await examine(settings)
    assert "is not the one this database was sealed with" in found.words


@pytest.mark.parametrize(("days", "well"), [(0, False), (6, False), (8, True)])
async def test_dead_events_ask_for_a_look_for_a_week(settings: Settings, days: int, well: bool):
    async def bury(store: Store) -> None:
        await store.events.take("telegram", "7012345678", "1", raw="{}", at=now() - days * DAY, state=DEAD, error="x")

    async with open_install(settings) as office:
        await office.database.write(bury)
    count = 0 if well else 1
    expected = Finding(well, f"Events set aside as unreadable or failed in the last 7 days: {count}.")
    assert expected in await examine(settings)


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (None, Finding(True, "No messages have been fetched from Telegram yet.")),
        (2, Finding(True, "Messages were last fetched from Telegram 2 minutes ago.")),
        (
            60,
            Finding(
                False,
                "Messages were last fetched from Telegram 60 minutes ago: is «sunush run» running? Its log says more.",
            ),
        ),
    ],
)
async def test_it_tells_when_messages_were_last_fetched(settings: Settings, minutes: int | None, expected: Finding):
    async with open_install(settings) as office:
        if minutes is not None:
            at, account = now() - minutes * 60_000, NOBODY.token.partition(":")[0]
            await office.database.write(lambda store: store.accounts.note_heard("telegram", "another", at=now()))
            await office.database.write(lambda store: store.accounts.note_heard("telegram", account, at=at))
    assert expected in await examine(replace(settings, telegram=NOBODY))


async def test_it_writes_nothing(settings: Settings, tmp_path: Path):
    async with open_install(settings):
        pass
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    await examine(settings)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("what", "name"), [("the key", "sunush.key"), ("the data", "data"), ("the copies", "data/backups")]
)
async def test_what_others_on_the_computer_can_read_is_named_with_the_command_that_closes_it(
    settings: Settings, tmp_path: Path, what: str, name: str
):
    async with open_install(settings):
        settings.copies_dir.mkdir(exist_ok=True)
    for path in (settings.key_file, settings.data_dir, settings.copies_dir):
        path.chmod(0o700)
    closed = Finding(True, "Only their owner can read the key, the settings, the data and the copies.")
    assert closed in await examine(settings)
    (tmp_path / name).chmod(0o750)
    (found,) = [one for one in await examine(settings) if "Others on this computer" in one.words]
    assert (found.well, f"can read {what}: chmod -R go= {tmp_path / name}" in found.words) == (False, True)


async def test_a_library_for_pictures_that_is_missing_is_said(settings: Settings, monkeypatch):
    async with open_install(settings):
        pass
    assert Finding(True, "The libraries for pictures are there.") in await examine(settings)
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    (found,) = [one for one in await examine(settings) if "pillow-heif (HEIC of telephones)" in one.words]
    assert not found.well
