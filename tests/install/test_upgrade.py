"""An upgrade that finds no room for its copy says so in one sentence. It leaves nothing, and goes on once there is room."""

import resource
from pathlib import Path

import pytest

from bot.app import CannotStart, open_install
from bot.settings import Settings
from storage.database.engine import Database, make_database_url
from storage.database.seal import make_key
from storage.database.upgrade import HEAD, read_revision, upgrade
from tests.databases import OLDER


async def test_an_upgrade_without_room_for_its_copy(tmp_path: Path, tell):
    settings = Settings(tmp_path, f"sqlite:///{tmp_path}/sunush.db", tmp_path / "sunush.key")
    database = Database(make_database_url(settings.database_url), make_key(settings.key_file))
    await upgrade(database, OLDER)
    await database.close()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        for _ in range(3):
            with pytest.raises(
                CannotStart, match="is copied to .* before its upgrade, and that failed .*make room there"
            ):
                async with open_install(settings):
                    pass
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    left = [path for path in settings.backup_dir.rglob("*") if path.is_file()]
    assert left == []
    async with open_install(settings) as office:
        assert await read_revision(office.database) == HEAD
    tell("an upgrade without room for its copy, three starts", copies_left=len(left))
