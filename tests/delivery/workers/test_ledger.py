"""The ledger of workers is read on from where it was read to, while they write into it."""

from pathlib import Path

from tests.delivery.workers.crew import Ledger


def test_a_line_that_is_half_written_waits_for_its_end(tmp_path: Path):
    ledger = Ledger(tmp_path / "ledger")
    assert ledger.read_on() == []
    with ledger.path.open("wb", buffering=0) as written:
        written.write(b"1 10 telegram:7\n2 10 tele")
        assert ledger.read_on() == [(1, 10, "telegram:7")]
        assert ledger.read_on() == [(1, 10, "telegram:7")]
        written.write("gram:8\n3 11 Айгүл".encode()[:-1])  # torn inside a letter as well
        assert ledger.read_on() == [(1, 10, "telegram:7"), (2, 10, "telegram:8")]
        written.write("Айгүл\n".encode()[-2:])
        assert ledger.read_on()[2:] == [(3, 11, "Айгүл")]


def test_what_was_read_is_not_read_again(tmp_path: Path):
    ledger = Ledger(tmp_path / "ledger")
    ledger.path.write_bytes(b"1 10 telegram:7\n" * 1_000)
    assert len(ledger.read_on()) == 1_000
    ledger.path.write_bytes(b"x" * ledger.path.stat().st_size + b"2 10 telegram:8\n")
    assert ledger.read_on()[1_000:] == [(2, 10, "telegram:8")]
