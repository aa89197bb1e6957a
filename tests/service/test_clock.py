"""The clock of a service. A jump of more than a day is believed only where a messenger's clock says the same."""

import pytest
from structlog.testing import capture_logs

from bot.service.clock import DAY, Clock

NOW = 1_795_406_400_000
HOUR = 3_600_000


class Computer:
    """A computer whose clock anybody may set, while time passes evenly."""

    def __init__(self) -> None:
        self.wall, self.steady = NOW, 5_000

    def passes(self, ms: int) -> None:
        self.wall += ms
        self.steady += ms


@pytest.fixture
def computer():
    return Computer()


@pytest.fixture
def clock(computer):
    return Clock(lambda: computer.wall, lambda: computer.steady)


def test_time_passes_as_the_computer_says(computer, clock):
    computer.passes(7 * DAY)
    assert clock() == NOW + 7 * DAY


@pytest.mark.parametrize("set_by", [HOUR, -HOUR, DAY - 1, -DAY + 1])
def test_less_than_a_day_is_believed(computer, clock, set_by):
    computer.wall += set_by
    assert clock() == NOW + set_by


@pytest.mark.parametrize("set_by", [3650 * DAY, -3650 * DAY, DAY + 1, -DAY - 1])
def test_a_jump_is_not_believed_and_time_goes_on(computer, clock, set_by, tell):
    with capture_logs() as logs:
        computer.wall += set_by
        assert clock() == NOW
        computer.passes(HOUR)
        assert clock() == NOW + HOUR
    assert [entry["log_level"] for entry in logs] == ["error"]
    tell("this computer's clock set by more than a day", days=round(set_by / DAY), believed=0)


def test_a_jump_that_the_messenger_confirms_is_believed(computer, clock):
    computer.wall += 3 * DAY  # the computer slept
    clock()
    clock.compare(computer.wall // 1000 * 1000)
    assert clock() == computer.wall


@pytest.mark.parametrize("wrong_by", [3650 * DAY, -3650 * DAY])
def test_a_clock_that_was_wrong_from_the_start_is_put_right_by_the_messenger_and_back(computer, clock, wrong_by, tell):
    computer.wall += wrong_by
    clock = Clock(lambda: computer.wall, lambda: computer.steady)
    assert not clock.confirmed.is_set()
    clock.compare(NOW)
    assert clock.confirmed.is_set()
    assert clock() == NOW
    computer.passes(HOUR)
    clock.compare(NOW + HOUR + 700)
    assert clock() == NOW + HOUR
    computer.wall -= wrong_by  # somebody sets it right
    assert clock() == NOW + HOUR
    clock.compare(NOW + HOUR)
    assert clock() == NOW + HOUR
    tell("this computer's clock wrong from the start", days=round(wrong_by / DAY), put_right=1)


def test_a_messenger_that_says_no_date_confirms_nothing(clock):
    clock.compare(None)
    assert not clock.confirmed.is_set()
