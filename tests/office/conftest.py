"""What the life of an office counts, and the database it begins with."""

from collections import Counter

import pytest

from tests.databases import migrated_file
from tests.office.machine.life import OfficeLife


@pytest.fixture
def seen(capsys):
    """Counts what was done and refused, and prints it."""
    OfficeLife.seen = Counter()
    yield OfficeLife.seen
    done = sum(n for what, n in OfficeLife.seen.items() if what.endswith(" done"))
    refused = sum(n for what, n in OfficeLife.seen.items() if what.endswith(" refused"))
    tallies = ", ".join(f"{what} {n}" for what, n in OfficeLife.seen.items() if what.startswith("tally"))
    with capsys.disabled():
        print(f"\nacts in any order: done {done}, refused {refused}, {tallies}")


@pytest.fixture
def migrated(tmp_path):
    return migrated_file(tmp_path / "migrated.db")
