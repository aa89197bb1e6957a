"""Kept files: put down, named by what is in them, and removed; a file too large is not put down."""

import hashlib
import tracemalloc

import pytest

from storage.attachments.files import LARGEST, find_ending, keep, put_down, remove_files, seal_older, sweep
from storage.attachments.refused import TOO_LARGE, FileRefused
from storage.attachments.sealed_files import PIECE, seal_file, write_plain
from storage.database.seal import KeyUnusable, Seal
from tests.storage.attachments.documents import DOCX
from tests.storage.attachments.opened import read_pieces


@pytest.fixture
def media(tmp_path):
    return tmp_path / "media"


def test_a_file_is_kept_under_its_digest(media, seal):
    digest, size = keep(media, put_down(media, b"OggS voice"), seal)
    assert (digest, size) == (hashlib.sha256(b"OggS voice").hexdigest(), 10)
    (path,) = (path for path in media.rglob("*") if path.is_file())
    assert b"OggS" not in path.read_bytes()
    assert b"".join(read_pieces(path, seal)) == b"OggS voice"


def test_the_same_file_sent_twice_is_one_file(media, seal):
    first, second = (keep(media, put_down(media, b"OggS voice"), seal) for _ in range(2))
    other = keep(media, put_down(media, b"fLaC voice"), seal)
    assert first == second != other
    assert sorted(path.name for path in media.rglob("*") if path.is_file()) == sorted({first[0], other[0]})


def test_a_file_as_large_as_may_be_is_put_down_and_a_larger_one_is_not(media):
    assert put_down(media, bytes(LARGEST)).stat().st_size == LARGEST
    with pytest.raises(FileRefused) as refused:
        put_down(media, bytes(LARGEST + 1))
    assert refused.value.why == TOO_LARGE


def test_what_a_process_that_died_had_put_down_is_swept_away(media, seal):
    kept, _ = keep(media, put_down(media, b"kept"), seal)
    put_down(media, b"left")
    sweep(media)
    assert [path.name for path in media.rglob("*") if path.is_file()] == [kept]
    remove_files(media, [kept])
    remove_files(media, [kept])
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_files_kept_before_endings_were_are_named_by_their_bytes(media, seal):
    for content, form in ((b"\xff\xd8\xff\xe0", ".jpg"), (DOCX, ".docx")):
        digest, _ = keep(media, put_down(media, content), seal)
        assert find_ending(read_pieces(media / digest[:2] / digest, seal)) == form


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7])
def test_what_is_sealed_by_pieces_reads_back_and_nothing_may_be_cut_moved_or_changed(tmp_path, seal, size):
    plain, sealed = tmp_path / "plain", tmp_path / "sealed"
    content = bytes(range(251)) * (size // 251 + 1)
    plain.write_bytes(content[:size])
    assert seal_file(plain, sealed, seal) == (hashlib.sha256(content[:size]).hexdigest(), size)
    assert b"".join(read_pieces(sealed, seal)) == content[:size]
    lies = sealed.read_bytes()
    step = PIECE + 16
    head, pieces = lies[:24], [lies[at : at + step] for at in range(24, len(lies), step)]
    forged = [lies[:-1], head + b"".join(pieces[:-1]), lies[:30] + bytes([lies[30] ^ 1]) + lies[31:], lies + b"x"]
    if len(pieces) > 2:
        forged.append(head + b"".join([pieces[1], pieces[0], *pieces[2:]]))
    for number, bytes_ in enumerate(forged):
        sealed.write_bytes(bytes_)
        with pytest.raises(KeyUnusable):
            print(number, len(b"".join(read_pieces(sealed, seal))))
    sealed.write_bytes(lies)
    with pytest.raises(KeyUnusable):
        list(read_pieces(sealed, Seal(bytes(32))))


def test_a_file_of_20_mb_is_sealed_and_opened_within_a_megabyte_of_memory(media, seal, tmp_path, tell):
    came = put_down(media, bytes(LARGEST))
    tracemalloc.start()
    digest, _ = keep(media, came, seal)
    write_plain(media / digest[:2] / digest, tmp_path / "plain", seal)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (tmp_path / "plain").stat().st_size == LARGEST
    assert (tmp_path / "plain").stat().st_mode & 0o777 == 0o600
    assert most < 2**20
    tell("a file of 20 MB sealed and opened", kilobytes_of_memory=most // 1024)


def test_files_of_before_are_read_as_they_lie_and_sealed_once(media, seal):
    old = media / "ab" / ("ab" + "0" * 62)
    old.parent.mkdir(parents=True)
    old.write_bytes(b"OggS of before")
    assert b"".join(read_pieces(old, seal)) == b"OggS of before"
    assert [list(seal_older(media, seal)), list(seal_older(media, seal))] == [[old], []]
    assert b"OggS" not in old.read_bytes()
    assert b"".join(read_pieces(old, seal)) == b"OggS of before"
