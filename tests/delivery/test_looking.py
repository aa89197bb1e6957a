"""The process that looks at files: real, with its limits. Whatever it dies of, the picture is kept as the file it is."""

import asyncio
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from bot.delivery.files import looking, own_process
from bot.delivery.files.sheets import SheetRefused, read_cells
from storage.attachments.look import Seen
from storage.attachments.own_process.limited import MEMORY
from storage.attachments.refused import ACTIVE, UNKNOWN, FileRefused
from tests.storage.attachments.documents import DOCX, with_part
from tests.storage.attachments.pictures import SECRETS, picture, telling_exif
from tests.storage.attachments.test_pictures import bomb
from tests.storage.attachments.tiled import tiled


@pytest.fixture
def put(tmp_path):
    def put(content: bytes) -> tuple[Path, Path]:
        (tmp_path / "came").write_bytes(content)
        return tmp_path / "came", tmp_path / "clean"

    return put


async def test_it_says_what_a_file_is_and_writes_the_clean_copy(put):
    came, clean = put(picture(size=(64, 48), exif=telling_exif()))
    assert await looking.look(came, clean) == Seen("photo", ".jpg", "photo", copied=True)
    assert not [secret for secret in SECRETS if secret in clean.read_bytes()]


@pytest.mark.parametrize(
    ("content", "why"), [(with_part(DOCX, "word/vbaProject.bin", "x"), ACTIVE), (b"MZ\x90\x00" + bytes(60), UNKNOWN)]
)
async def test_it_says_why_a_file_is_not_kept(put, content, why):
    with pytest.raises(FileRefused) as refused:
        await looking.look(*put(content))
    assert refused.value.why == why


LARGE = {
    "a WebP of 50 megapixels": ("document", lambda: picture("WEBP", (7071, 7071), lossless=True)),
    "a HEIC of 48 megapixels": ("photo", lambda: tiled((8064, 6048), (512, 512))),
}


@pytest.mark.parametrize("what", LARGE)
async def test_a_picture_that_would_take_a_gigabyte_takes_no_more_than_its_limit(put, tell, what):
    form, make = LARGE[what]
    came, clean = put(make())
    before = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.delivery.measured_look", str(came), str(clean)),
        stdout=asyncio.subprocess.PIPE,
        cwd=own_process.ROOT,
        env=own_process.SURROUNDINGS,
    )
    out, _ = await process.communicate()
    said, megabytes = out.decode().rsplit("\n", 1)[0], int(out.decode().rsplit("\n", 1)[1]) // 1024
    tell(f"shown, {what}", megabytes=megabytes, seconds=f"{time.monotonic() - before:.1f}")
    assert f'"form": "{form}", "copied": true' in said
    assert megabytes < 150


async def test_a_picture_that_kills_the_process_is_the_file_it_is_and_a_document_is_not_kept(put, monkeypatch):
    monkeypatch.setattr(looking, "_LOOK", "tests.delivery.dying_look")
    assert await looking.look(*put(bomb())) == Seen("photo", ".png", "document")
    with pytest.raises(FileRefused):
        await looking.look(*put(DOCX))


async def test_a_look_is_given_its_wait_from_outside(put):
    came, clean = put(picture(size=(64, 48)))
    assert await looking.look(came, clean, patience=0.0) == Seen("photo", ".jpg", "document"), "it took too long"
    assert (await looking.look(came, clean, patience=None)).copied
    (came.parent / "a.xlsx").write_bytes(b"PK")
    with pytest.raises(SheetRefused):
        await read_cells(came.parent / "a.xlsx", {}, patience=0.0)


async def test_the_loop_does_not_stand_still_until_a_process_has_begun(put, monkeypatch):
    begun, begin = [], subprocess.Popen

    def noted(*given, **more):
        begun.append(threading.current_thread() is threading.main_thread())
        return begin(*given, **more)

    monkeypatch.setattr(subprocess, "Popen", noted)
    await looking.look(*put(picture(size=(64, 48))))
    assert begun == [False]


async def test_one_whose_asker_is_gone_is_ended(put, monkeypatch):
    monkeypatch.setattr(looking, "_LOOK", "tests.delivery.endless_look")
    ended, kill = threading.Event(), subprocess.Popen.kill
    monkeypatch.setattr(subprocess.Popen, "kill", lambda process: (kill(process), ended.set())[0])
    asking = asyncio.create_task(looking.look(*put(bomb())))
    await asyncio.sleep(0)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert await asyncio.to_thread(ended.wait, 20)


async def test_one_that_takes_too_long_is_stopped(put, monkeypatch):
    monkeypatch.setattr(looking, "_LOOK", "tests.delivery.endless_look")
    assert await looking.look(*put(bomb()), patience=0.0) == Seen("photo", ".png", "document")


async def test_nothing_of_our_own_surroundings_goes_along(put, monkeypatch):
    monkeypatch.setenv("SUNUSH_TELEGRAM_TOKEN", "1:secret")
    assert "SUNUSH_TELEGRAM_TOKEN" not in own_process.SURROUNDINGS
    assert MEMORY < 300 * 2**20
