"""Files in S3-compatible storage, on a real server: sealed, of all computers alike, and patient while it is away."""

import asyncio
import hashlib
import math
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import CannotStart
from bot.channels.contract import Gone, Unreachable
from bot.channels.web.uploads import KEPT, Uploads
from bot.service.files_kept import look_at_bucket, refuse_where_refused
from bot.settings import Settings
from storage.attachments.files import put_down
from storage.media import bucket as buckets
from storage.media.bucket import Bucket, MediaBucket
from storage.media.media import FilesAway, FilesRefused
from tests.support.s3 import Door, at, start_or_find

pytestmark = pytest.mark.slow

VOICE = b"OggS voice of Aigul" * 10_000
SOON = {"init_backoff": timedelta(milliseconds=1), "max_backoff": timedelta(milliseconds=2), "base": 2}


@pytest.fixture(scope="module")
def server() -> str:
    return start_or_find()


@pytest.fixture
def prefix(request: pytest.FixtureRequest) -> str:
    return hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:12]


@pytest.fixture
def media(server: str, prefix: str, tmp_path: Path) -> MediaBucket:
    return MediaBucket(tmp_path / "here", Bucket(at(server, prefix)))


def list_left(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_what_one_computer_keeps_another_opens_and_nothing_lies_on_either(media, server, prefix, tmp_path, seal):
    there = MediaBucket(tmp_path / "there", Bucket(at(server, prefix)))
    digest, size = await media.do(media.keep, put_down(media.staging, VOICE), seal)
    assert (digest, size) == (hashlib.sha256(VOICE).hexdigest(), len(VOICE))
    assert b"".join(await there.do(lambda: list(there.read(digest, seal)))) == VOICE
    assert VOICE[:100] not in media.bucket.get(f"{digest[:2]}/{digest}")
    there.write_plain(digest, tmp_path / "plain", seal)
    assert (tmp_path / "plain").read_bytes() == VOICE
    assert list_left(media.staging) == list_left(there.staging) == []
    media.bucket.put("uploads/of-a-page", b"")
    assert list(there.list_before(math.inf)) == [digest], "what is no kept file is not listed"
    assert list(there.list_before(0)) == []
    for _ in range(2):
        there.remove([digest])
    with pytest.raises(FileNotFoundError):
        media.open(digest)
    assert list(media.list_before(math.inf)) == []


async def test_a_storage_that_is_away_hangs_or_fails_is_no_loss_and_holds_up_nothing(
    server, prefix, tmp_path, seal, monkeypatch, tell
):
    monkeypatch.setattr(buckets, "REQUEST", "100ms")
    monkeypatch.setattr(buckets, "BACK_OFF", SOON)
    tried = kept = 0
    with Door.before(server) as door:
        media = MediaBucket(tmp_path / "here", Bucket(at(door.address, prefix)))
        came = put_down(media.staging, VOICE)
        for way in ("shut", "503", "hangs"):
            door.becomes(way)
            for work in (
                lambda: media.keep(came, seal), lambda: media.open("0" * 64), lambda: media.remove(["0" * 64]),
                lambda: list(media.list_before(math.inf)),
            ):  # fmt: skip
                asked = asyncio.ensure_future(media.do(work))
                assert await asyncio.to_thread(lambda: True), "threads of others are free"
                with pytest.raises(FilesAway) as away:
                    await asked
                assert away.value.errno is not None, "it is a matter of now, not of the file"
                tried += 1
            assert list_left(media.staging) == [came], "what came is there still, and nothing else"
        door.becomes("open")
        digest, _ = await media.do(media.keep, came, seal)
        kept += b"".join(media.read(digest, seal)) == VOICE
        tell("files in S3-compatible storage that was away, failed or hung", asked=tried, refused=door.refused,
             kept_afterwards=kept, lost=1 - kept)  # fmt: skip
    assert (tried, kept) == (12, 1)


@pytest.mark.parametrize("wrong", [{"secret": "of another village"}, {"bucket": "of-another-village"}])
def test_a_wrong_key_and_a_wrong_bucket_are_told_from_a_storage_that_is_away(server, wrong):
    refused = Bucket(at(server, **wrong))
    for ask in (refused.check, refused.look, lambda: refused.put("ab", b"")):
        with pytest.raises(FilesRefused):
            ask()


async def test_a_start_is_refused_by_a_storage_that_refuses_and_not_by_one_that_is_away(server, prefix, monkeypatch):
    monkeypatch.setattr(buckets, "BACK_OFF", SOON)
    given = Settings(data_dir=Path("data"), database_url="", key_file=Path("key"))
    with Door.before(server) as door:
        well = replace(given, bucket=at(door.address, prefix))
        await refuse_where_refused(well)
        assert [one.well for one in await look_at_bucket(well)] == [True]
        door.becomes("shut")
        await refuse_where_refused(well)
        assert [one.well for one in await look_at_bucket(well)] == [False]
        wrong = replace(given, bucket=at(server, prefix, secret="of another village"))
        with pytest.raises(CannotStart) as refused:
            await refuse_where_refused(wrong)
        assert [str(refused.value)] == [one.words for one in await look_at_bucket(wrong)]
    await refuse_where_refused(given)
    assert await look_at_bucket(given) == []


def test_what_a_page_posted_to_one_computer_is_fetched_by_another_and_then_goes(server, prefix, tmp_path, seal):
    here, there = (Uploads(tmp_path / name, seal, Bucket(at(server, prefix))) for name in ("here", "there"))
    part = here.begin()
    part.write_bytes(VOICE)
    reference = here.keep(part)
    assert there.read(reference) == VOICE
    assert list_left(tmp_path) == []
    for _ in range(2):
        there.sweep(now=0)
    with pytest.raises(Gone):
        here.read(reference)
    part = here.begin()
    part.write_bytes(VOICE)
    reference = here.keep(part)
    here.sweep(now=10**15 + KEPT)
    with pytest.raises(Gone):
        there.read(reference)


def test_an_upload_in_a_storage_that_is_away_is_asked_for_again(server, prefix, tmp_path, seal, monkeypatch):
    monkeypatch.setattr(buckets, "BACK_OFF", SOON)
    with Door.before(server) as door:
        uploads = Uploads(tmp_path / "here", seal, Bucket(at(door.address, prefix)))
        part = uploads.begin()
        part.write_bytes(VOICE)
        reference = uploads.keep(part)
        door.becomes("shut")
        with pytest.raises(Unreachable):
            uploads.read(reference)
        part = uploads.begin()
        part.write_bytes(VOICE)
        with pytest.raises(OSError, match="."):
            uploads.keep(part)
        assert list_left(tmp_path) == [], "nothing lies here that nobody asks for"
        door.becomes("open")
        assert uploads.read(reference) == VOICE
