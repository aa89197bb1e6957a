"""A copy put in the place of the database is noticed at the next start and treated. A person may do it in any way."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.app import CannotStart, Office, now, open_install
from bot.install.gone import find_newest_copy, mark_places
from bot.install.put_back import mark_copied
from bot.office.aimaks import add_samples
from bot.office.resuming import describe, resume
from bot.settings import Settings
from storage.copies.mark import count_on, read_mark
from storage.copies.put_back import read_put_back
from storage.queue.outbox import Lane, State
from storage.store import Store
from tests.databases import install

AT = 1_790_000_000_000


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(
        data_dir=tmp_path / "data",
        database_url=f"sqlite:///{tmp_path}/data/sunush.db",
        key_file=tmp_path / "key" / "sunush.key",
    )
    made.key_file.parent.mkdir()
    install(tmp_path / "data/sunush.db", made.key_file)
    return made


async def lives_on(settings: Settings, number: int) -> None:
    """A day of the install: somebody writes, a reply waits, a proposal takes the next number."""

    async def day(store: Store) -> None:
        await add_samples(store)
        person = await store.people.meet("telegram", "1", "aigul", at=AT)
        await store.outbox.queue(
            person.peer_id, "telegram", "1", kind="reply", object_id=number, revision=0, lane=Lane.REPLY,
            language="ky", body="{}", at=AT + number,
        )  # fmt: skip
        aimak = await store.aimaks.find_by_code("kokjar")
        assert aimak is not None
        await store.proposals._take_next_number(aimak.id, 2027)

    async with open_install(settings) as office:
        await office.database.write(day)


def files(settings: Settings) -> list[Path]:
    return [
        path for path in settings.data_dir.iterdir() if path.name.startswith("sunush.db") and "lock" not in path.name
    ]


def copy_over(copy: Path, place: Path) -> None:
    place.write_bytes(copy.read_bytes())


def move_in(copy: Path, place: Path) -> None:
    shutil.copy(copy, place.with_suffix(".moved"))
    place.with_suffix(".moved").replace(place)


def keep_a_wal(place: Path) -> Callable[[], None]:
    """What a kill leaves: the -wal of the living database with its latest pages."""
    connection = sqlite3.connect(place, isolation_level=None)
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("UPDATE meta SET value = value + 1 WHERE name = 'counter'")
    connection.execute("CREATE TABLE later (a)")
    wal = place.with_name(f"{place.name}-wal")
    kept = wal.read_bytes()
    connection.close()
    return lambda: wal.write_bytes(kept) and None


@pytest.mark.parametrize("put", [copy_over, move_in])
@pytest.mark.parametrize("with_wal", [False, True])
async def test_an_old_copy_is_noticed_and_nothing_of_it_leaves(settings: Settings, tmp_path: Path, put, with_wal, tell):
    place = settings.data_dir / "sunush.db"
    await lives_on(settings, 1)
    shutil.copy(place, tmp_path / "copy.db")
    for number in range(2, 9):
        await lives_on(settings, number)
    leave_wal = keep_a_wal(place) if with_wal else lambda: None
    put(tmp_path / "copy.db", place)
    leave_wal()

    async with open_install(settings) as office:
        done = await office.database.read(read_put_back)
        assert done is not None
        assert done.parked == {"reply": 1}
        (numbers,) = (one for one in done.numbers if one.aimak == "kokjar")
        assert (numbers.first, numbers.last) == (2, 8)
        assert numbers.next > 8
        assert await states(office) == {State.UNCERTAIN: 1}
        assert await office.database.read(lambda store: store.accounts.list_stopped()) == [("telegram", "1")]
        assert "№ 2 to 8 were told and are not in the copy" in "\n".join(await office.database.read(describe))
        assert (await office.database.write(lambda store: resume(store, at=now())))[0] == "Sending goes on."
        assert await office.database.read(lambda store: store.accounts.list_stopped()) == []
        assert await office.database.read(describe) == []
    tell("a copy put back", parked=1, left_again=0, numbers_twice=0)
    with closing(sqlite3.connect(place)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    async with open_install(settings) as office:  # it is treated once
        assert await office.database.read(describe) == []


async def test_numbers_that_were_jumped_over_are_never_called_told(settings: Settings, tmp_path: Path, tell):
    """Copies are put back one after the other. What is named is what somebody was told; the next number is always new."""
    place = settings.data_dir / "sunush.db"
    await lives_on(settings, 1)
    shutil.copy(place, tmp_path / "copy.db")
    await lives_on(settings, 2)
    said, following = [], []
    for told_since in (0, 2, 1):  # proposals between this copy and the next one that is put back
        copy_over(tmp_path / "copy.db", place)
        async with open_install(settings) as office:
            lines = await office.database.read(describe)
            said.append(next(line for line in lines if line.startswith("kokjar, 2027")).partition(": ")[2])
            done = await office.database.read(read_put_back)
            assert done is not None
            following += [one.next for one in done.numbers if one.aimak == "kokjar"]
        for number in range(told_since):
            await lives_on(settings, 10 * following[-1] + number)
    since = "were told and are not in the copy; the next is"
    alone = since.replace("were", "was").replace("are", "is")
    assert said == [f"№ 2 {alone} 53.", f"№ 2 {alone} 103.", f"№ 2, 103 to 104 {since} 155."]
    copy_over(tmp_path / "copy.db", place)
    async with open_install(settings) as office:
        assert f"№ 2, 103 to 104, 155 {since} 206." in "\n".join(await office.database.read(describe))
    tell("copies put back four times", numbers_twice=0, called_told_and_never_given=0)


async def test_a_copy_in_which_no_number_is_missing_says_so(settings: Settings, tmp_path: Path):
    await lives_on(settings, 1)
    shutil.copy(settings.data_dir / "sunush.db", tmp_path / "copy.db")
    async with open_install(settings) as office:
        await mark_copied(office)
    copy_over(tmp_path / "copy.db", settings.data_dir / "sunush.db")
    async with open_install(settings) as office:
        said = "\n".join(await office.database.read(describe))
    assert "No other number that was told is missing." in said
    assert "so the next is 52 in kokjar, 2027." in said


def test_what_a_restore_has_set_aside_is_never_named_as_the_newest_copy(settings: Settings):
    names = ("20261127-030000-000000", "20261128-030000-000000", "replaced-20261129-010203", "rescued-1795700000000")
    for name in names:
        (settings.backup_dir / name).mkdir(parents=True)
        (settings.backup_dir / name / "sunush.db").write_bytes(b"SQLite")
    newest = find_newest_copy(settings)
    assert newest is not None
    assert newest.name == "20261128-030000-000000"
    (settings.backup_dir / "rescued-1795930000000").mkdir()  # 29 November
    (settings.backup_dir / "rescued-1795930000000" / "sunush.db").write_bytes(b"SQLite")
    assert find_newest_copy(settings) == settings.backup_dir / "rescued-1795930000000"


async def test_a_whole_data_folder_that_is_put_back_is_noticed_by_the_mark_beside_the_key(
    settings: Settings, tmp_path: Path
):
    await lives_on(settings, 1)
    shutil.copytree(settings.data_dir, tmp_path / "copied")
    await lives_on(settings, 2)
    shutil.rmtree(settings.data_dir)
    shutil.copytree(tmp_path / "copied", settings.data_dir)
    async with open_install(settings) as office:
        assert await office.database.read(read_put_back) is not None


async def test_a_copy_brought_to_another_computer_is_treated_without_a_mark(settings: Settings, tmp_path: Path):
    await lives_on(settings, 1)
    for place in mark_places(settings):
        place.unlink()
    async with open_install(settings) as office:
        done = await office.database.read(read_put_back)
        assert done is not None
        (numbers,) = (one for one in done.numbers if (one.aimak, one.year) == ("kokjar", 2027))
        assert numbers.next > 1000


async def test_a_copy_of_an_older_sunush_is_noticed(settings: Settings, tmp_path: Path):
    place = settings.data_dir / "sunush.db"
    shutil.copy(place, tmp_path / "copy.db")  # as it was before there were marks
    await lives_on(settings, 1)
    copy_over(tmp_path / "copy.db", place)
    async with open_install(settings) as office:
        assert await office.database.read(read_put_back) is not None


async def test_a_kill_a_move_and_a_mark_that_is_behind_are_no_copy_put_back(settings: Settings, tmp_path: Path):
    place = settings.data_dir / "sunush.db"
    await lives_on(settings, 1)
    async with open_install(settings) as office:
        for _ in range(3):  # what was counted and not marked, as where a kill came between
            await office.database.write(count_on)
        shutil.copytree(settings.data_dir, tmp_path / "killed", ignore=shutil.ignore_patterns("*-shm"))
    shutil.rmtree(settings.data_dir)
    (tmp_path / "killed").rename(settings.data_dir)
    assert place.with_name("sunush.db-wal").stat().st_size
    # The marks of the clean end would say that it is an older one; a kill has not written them.
    mark = read_mark(mark_places(settings)[:1])
    assert mark is not None
    mark_places(settings)[1].write_text(mark_places(settings)[0].read_text())
    async with open_install(settings) as office:
        assert await office.database.read(read_put_back) is None


async def states(office: Office) -> dict[State, int]:
    return await office.database.read(lambda store: store.outbox.counts())


# The database is gone


@pytest.mark.parametrize("left", ["key", "states", "media"])
async def test_nobody_begins_anew_in_silence(settings: Settings, left: str, tell):
    await lives_on(settings, 1)
    for path in files(settings):
        path.unlink()
    if left != "key":
        settings.key_file.unlink()
        (settings.data_dir / left / "ab").mkdir(parents=True)
        (settings.data_dir / left / "ab" / "cd").write_text("x")
    with pytest.raises(CannotStart, match="is gone, but its install is still here .*put it back by «sunush db restore"):
        async with open_install(settings):
            pass
    assert not (settings.data_dir / "sunush.db").exists()
    tell(f"a database gone before the start, {left} still there", begun_anew=0)


async def test_an_emptied_file_is_no_first_start(settings: Settings):
    await lives_on(settings, 1)
    (settings.data_dir / "sunush.db").write_bytes(b"")
    with pytest.raises(CannotStart, match="is empty, but its install is still here"):
        async with open_install(settings):
            pass


async def test_who_threw_the_data_and_the_key_away_begins_anew(settings: Settings):
    await lives_on(settings, 1)
    shutil.rmtree(settings.data_dir)
    settings.key_file.unlink()
    async with open_install(settings) as office:
        assert await office.database.read(read_put_back) is None
    async with open_install(settings) as office:  # and the new mark is one of the new install
        assert await office.database.read(read_put_back) is None
