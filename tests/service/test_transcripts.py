"""What docs/transcripts.md shows is what comes when its lines are typed again."""

import pytest

from tests.service.transcripts import PAGE, SHOWN, type_again, typed, without_days

TRANSCRIPTS = {found[1]: found for found in SHOWN.finditer(PAGE.read_text("utf-8"))}


def test_three_people_are_shown():
    assert len(TRANSCRIPTS) == 3


@pytest.mark.parametrize("name", TRANSCRIPTS)
async def test_what_comes_is_what_stands_there(name, tmp_path):
    _, aimak, shown = TRANSCRIPTS[name].groups()
    assert without_days(await type_again(tmp_path, name, aimak, typed(shown))) == without_days(shown)
