"""The install's key. What it seals only it opens, what it marks tells nothing, and its file is its owner's alone."""

import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.database.seal import KeyUnusable, Seal, load_key, make_key

OURS, THEIRS = Seal(b"k" * 32), Seal(b"o" * 32)
ANY_TEXT = st.text(st.characters(exclude_categories=()))


@given(ANY_TEXT)
def test_what_is_sealed_is_opened_again(text):
    assert OURS.open(OURS.seal(text)) == text


@given(ANY_TEXT)
def test_what_is_sealed_is_ascii_and_different_each_time(text):
    first, second = OURS.seal(text), OURS.seal(text)
    assert first != second
    assert first.isascii()


@pytest.mark.parametrize("word", ["Айгүл Токтогулова", "+996555123456", "a name of some length"])
def test_what_is_sealed_does_not_show(word):
    assert word not in OURS.seal(word)


def test_another_key_does_not_open_it():
    with pytest.raises(KeyUnusable):
        THEIRS.open(OURS.seal("Айгүл"))


@pytest.mark.parametrize(
    "damaged",
    ["", "x", "Айгүл", OURS.seal("Айгүл")[:-4], "A" + OURS.seal("Айгүл")[1:]],
    ids=["empty", "short", "plain", "cut", "changed"],
)
def test_what_is_damaged_is_not_opened(damaged):
    with pytest.raises(KeyUnusable):
        OURS.open(damaged)


@given(st.lists(ANY_TEXT, max_size=4), st.lists(ANY_TEXT, max_size=4))
def test_a_mark_is_the_same_for_the_same_parts_only(some, others):
    assert (OURS.mark(*some) == OURS.mark(*others)) is (some == others)


@given(st.lists(ANY_TEXT, max_size=4))
def test_a_mark_is_of_one_key_only(parts):
    assert OURS.mark(*parts) != THEIRS.mark(*parts)
    assert len(OURS.mark(*parts)) == 64


def test_parts_of_a_mark_do_not_run_together():
    assert len({OURS.mark("ab", "c"), OURS.mark("a", "bc"), OURS.mark("abc"), OURS.mark("abc", "")}) == 4


def test_a_mark_stays_what_installs_have_stored():
    odd = 'Айгүл "\\ \n\x7f😀 \ud800'
    assert [OURS.mark("peer", "telegram", odd)[:16], OURS.mark()[:16]] == ["8baa18ccc376553f", "4dde30c208b68ad6"]


def test_two_installs_are_told_apart_by_their_fingerprint():
    assert OURS.fingerprint == Seal(b"k" * 32).fingerprint != THEIRS.fingerprint
    assert len(OURS.fingerprint) == 16


@pytest.mark.parametrize("size", [0, 16, 31, 33, 64])
def test_a_key_is_32_bytes(size):
    with pytest.raises(KeyUnusable):
        Seal(bytes(size))


def test_a_key_that_was_made_is_loaded_again(tmp_path):
    path = tmp_path / "new folder" / "sunush.key"
    made = make_key(path)
    assert load_key(path).open(made.seal("Айгүл")) == "Айгүл"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert make_key(tmp_path / "other.key").fingerprint != made.fingerprint


def test_a_key_is_never_written_over_another(tmp_path):
    path = tmp_path / "sunush.key"
    made = make_key(path)
    with pytest.raises(FileExistsError):
        make_key(path)
    assert load_key(path).fingerprint == made.fingerprint


@pytest.mark.parametrize("content", [b"", b"hello", "ачкыч".encode(), bytes(32), b"QUJD", b"A" * 200, b"\xff\xfe"])
def test_a_file_that_is_no_key_is_not_usable(tmp_path, content):
    path = tmp_path / "sunush.key"
    path.write_bytes(content)
    with pytest.raises(KeyUnusable):
        load_key(path)


def test_a_missing_key_and_a_folder_are_not_usable(tmp_path):
    with pytest.raises(KeyUnusable, match="missing"):
        load_key(tmp_path / "sunush.key")
    with pytest.raises(KeyUnusable):
        load_key(tmp_path)


def test_the_key_does_not_show_when_printed():
    assert "k" * 8 not in repr(OURS)
    assert "a2tra2tr" not in repr(vars(OURS))
