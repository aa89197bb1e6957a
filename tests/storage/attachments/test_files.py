"""Kept files: put down, named by what is in them, and removed; a file too large is not put down."""

import hashlib

import pytest

from storage.attachments.files import LARGEST, ending, keep, put_down, remove_files, sweep
from storage.attachments.refused import TOO_LARGE, FileRefused
from tests.storage.attachments.documents import DOCX


@pytest.fixture
def media(tmp_path):
    return tmp_path / "media"


def test_a_file_is_kept_under_its_digest(media):
    digest, size = keep(media, put_down(media, b"OggS voice"))
    assert (digest, size) == (hashlib.sha256(b"OggS voice").hexdigest(), 10)
    assert [path.read_bytes() for path in media.rglob("*") if path.is_file()] == [b"OggS voice"]


def test_the_same_file_sent_twice_is_one_file(media):
    first, second = (keep(media, put_down(media, b"OggS voice")) for _ in range(2))
    other = keep(media, put_down(media, b"fLaC voice"))
    assert first == second != other
    assert sorted(path.name for path in media.rglob("*") if path.is_file()) == sorted({first[0], other[0]})


def test_a_file_as_large_as_may_be_is_put_down_and_a_larger_one_is_not(media):
    assert put_down(media, bytes(LARGEST)).stat().st_size == LARGEST
    with pytest.raises(FileRefused) as refused:
        put_down(media, bytes(LARGEST + 1))
    assert refused.value.why == TOO_LARGE


def test_what_a_process_that_died_had_put_down_is_swept_away(media):
    kept, _ = keep(media, put_down(media, b"kept"))
    put_down(media, b"left")
    sweep(media)
    assert [path.name for path in media.rglob("*") if path.is_file()] == [kept]
    remove_files(media, [kept])
    remove_files(media, [kept])
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_files_kept_before_endings_were_are_named_by_their_bytes(media):
    for content, form in ((b"\xff\xd8\xff\xe0", ".jpg"), (DOCX, ".docx")):
        digest, _ = keep(media, put_down(media, content))
        assert ending(media / digest[:2] / digest) == form
