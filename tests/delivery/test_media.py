"""The fetcher: each file is kept under its hash, asked for later, or lost, and one that fails keeps no other."""

import asyncio
import io

import pytest
from PIL import Image

from bot.channels.contract import Gone, Unreachable
from bot.delivery.media import FETCHES, PAUSES, Fetcher
from storage.database.engine import Database
from tests.channels.doubles import Clock, RecordingChannel
from tests.storage.rows import NOW, enter, meet, propose, rows_of

AIGUL = "996555111111"
VOICE = b"OggS" + bytes(100)


@pytest.fixture
def clock():
    return Clock(NOW)


@pytest.fixture
async def channel():
    return RecordingChannel()


@pytest.fixture
def fetcher(database, channel, clock, tmp_path):
    return Fetcher(database=database, channels=[channel], now=clock, media_dir=tmp_path / "media")


@pytest.fixture
async def aigul(database):
    return await meet(database, AIGUL)


@pytest.fixture
async def attach(database, aigul):
    """Attaches a voice or photo to a proposal of Aigul's."""
    proposal = await propose(database, aigul, await enter(database))

    async def attach(reference: str, kind: str = "voice", *, at: int = NOW) -> None:
        await database.write(
            lambda store: store.media.want(proposal.id, "telegram", "sunush_bot", kind=kind, reference=reference, at=at)
        )

    return attach


async def media_states(database: Database) -> list[str]:
    return [row["state"] for row in await rows_of(database, "media")]


async def test_a_voice_is_fetched_and_kept_under_its_hash(database, fetcher, channel, attach, tmp_path):
    channel.files["voice 1"] = VOICE
    await attach("voice 1")

    await fetcher.fetch()

    (row,) = await rows_of(database, "media")
    assert (row["state"], row["size"]) == ("kept", len(VOICE))
    assert (tmp_path / "media" / row["hash"][:2] / row["hash"]).read_bytes() == VOICE
    await fetcher.fetch()
    assert channel.fetched == ["voice 1"]


async def test_a_file_is_fetched_outside_of_any_transaction(database, channel, clock, attach, tmp_path):
    """On SQLite, with its one writer, writing inside of a fetch would never end otherwise."""

    class Writing(RecordingChannel):
        async def fetch(self, reference: str) -> bytes:
            await database.write(lambda store: store.meta.put_once("written meanwhile", reference))
            return VOICE

    await attach("voice 1")
    fetcher = Fetcher(database=database, channels=[Writing()], now=clock, media_dir=tmp_path)
    async with asyncio.timeout(20):
        await fetcher.fetch()
    assert await media_states(database) == ["kept"]


async def test_a_file_that_will_never_come_is_lost(database, fetcher, channel, attach):
    channel.files["voice 1"] = Gone("file is too old")
    await attach("voice 1")
    await fetcher.fetch()
    await fetcher.fetch()
    assert await media_states(database) == ["lost"]
    assert channel.fetched == ["voice 1"]


@pytest.mark.parametrize(("kind", "content"), [("voice", b"<html>"), ("photo", b"not a picture"), ("photo", VOICE)])
async def test_a_file_that_is_not_what_it_is_said_to_be_is_lost(
    database, fetcher, channel, attach, tmp_path, kind, content
):
    channel.files["file"] = content
    await attach("file", kind)
    await fetcher.fetch()
    assert await media_states(database) == ["lost"]
    assert not (tmp_path / "media").exists()


async def test_a_file_that_cannot_be_had_now_is_asked_for_later_and_at_last_given_up(
    database, fetcher, channel, clock, attach
):
    channel.files["voice 1"] = Unreachable("connection refused")
    await attach("voice 1")
    for number in range(FETCHES):
        await fetcher.fetch()
        assert len(channel.fetched) == number + 1
        await fetcher.fetch()
        assert len(channel.fetched) == number + 1, "not before its time"
        clock.move(seconds=PAUSES[-1])
    assert await media_states(database) == ["lost"]
    await fetcher.fetch()
    assert len(channel.fetched) == FETCHES


async def test_a_fetch_that_fails_in_an_unheard_of_way_is_tried_later_and_keeps_nobody(
    database, fetcher, channel, clock, attach
):
    channel.files |= {"broken": RuntimeError("never seen before"), "voice 1": VOICE}
    await attach("broken")
    await attach("voice 1")

    await fetcher.fetch()
    assert await media_states(database) == ["wanted", "kept"]

    channel.files["broken"] = VOICE
    clock.move(seconds=PAUSES[0])
    await fetcher.fetch()
    assert await media_states(database) == ["kept", "kept"]


async def test_every_wanted_file_is_fetched_in_one_go(database, fetcher, channel, attach):
    for number in range(20):
        channel.files[f"voice {number}"] = VOICE + bytes([number])
        await attach(f"voice {number}", at=NOW - number)
    await fetcher.fetch()
    assert await media_states(database) == ["kept"] * 20
    assert channel.fetched == [f"voice {number}" for number in reversed(range(20))]


async def test_a_photo_is_kept_without_what_it_says_of_its_taker(database, fetcher, channel, attach, tmp_path):
    exif = Image.Exif()
    exif[0x010F] = "iPhone of Aigul"
    taken = io.BytesIO()
    Image.new("RGB", (20, 20)).save(taken, "JPEG", exif=exif)
    channel.files["photo 1"] = taken.getvalue()
    await attach("photo 1", "photo")

    await fetcher.fetch()

    (row,) = await rows_of(database, "media")
    assert b"Aigul" not in (tmp_path / "media" / row["hash"][:2] / row["hash"]).read_bytes()


async def test_a_fetcher_that_is_woken_and_stopped_in_one_moment_stops(fetcher):
    running = asyncio.create_task(fetcher.run())
    await asyncio.sleep(0.3)  # it waits now
    fetcher.wake()
    await asyncio.sleep(0)
    running.cancel()
    done, _ = await asyncio.wait({running}, timeout=5)
    assert done
    assert running.cancelled()
