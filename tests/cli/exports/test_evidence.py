"""sunush evidence: the moment of an earlier folder can be given; one that cannot be is refused in a line."""

import pytest

from bot.cli.exports.evidence import read_moment
from bot.cli.running import Refused

NOW = 1_735_732_800_500


def test_the_moment_of_an_earlier_folder_is_given_and_what_is_none_is_refused():
    for said, moment in ((None, NOW), ("1735732800000", NOW - 500), ("2025-01-01T18:00", NOW - 500), (str(NOW), NOW)):
        assert read_moment(said, latest=NOW) == moment
    for said in ("x", "", "2025-02-30", "0", "-1", str(NOW + 1), "2025-01-01T19:00", "9" * 30, "²"):
        with pytest.raises(Refused, match="--at is"):
            read_moment(said, latest=NOW)
