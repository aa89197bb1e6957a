"""sunush page: the public page is turned on and off, and bad input is one line."""

import pytest

from tests.cli.aimak_files import ADD, rows

TURNED = "SELECT is_on, contact FROM public_pages ORDER BY id"


def test_the_page_is_turned_on_and_off_and_said_how_it_stands(sunush):
    sunush("aimak", "add", "aksuu", *ADD, "--phone=0555 11 22 33")
    assert sunush("page", "--aimak", "aksuu").out.splitlines()[0] == "aksuu: the page is off"
    on = sunush("page", "--aimak=aksuu", "on")
    assert on.code == 0
    assert on.out.startswith("aksuu: the page is on\naddress  - (SUNUSH_WEB_URL")
    assert "contact  0555 11 22 33" in on.out
    assert "changed  " in on.out
    assert "contact  aksuu@mail.kg" in sunush("page", "--aimak=aksuu", "off", "--contact=aksuu@mail.kg").out
    assert rows(TURNED) == [(1, None), (1, "aksuu@mail.kg"), (0, "aksuu@mail.kg")]
    assert "contact  0555 11 22 33" in sunush("page", "--aimak=aksuu", "status", "--contact=").out


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--aimak", "nowhere", "on"], "There is no aimak «nowhere»"),
        (["--aimak", "aksuu", "perhaps"], "'perhaps' is not one of 'on', 'off', 'status'"),
        (["on"], "Missing option '--aimak'"),
        (["--aimak", "aksuu", "on", "--contact", "12"], "--contact cannot be called"),
        (["--aimak", "aksuu", "on", "--contact", "—"], "--contact must name somebody"),
        (["--aimak", "aksuu", "on", "--contact", "а" * 101], "--contact is too long: at most 100"),
    ],
)
def test_bad_input_is_refused_in_one_line_and_changes_nothing(sunush, arguments, named):
    sunush("aimak", "add", "aksuu", *ADD)
    assert named in sunush("page", *arguments).refused()
    assert rows(TURNED) == []


def test_a_merged_aimak_has_the_page_of_the_one_it_is_part_of(sunush):
    sunush("aimak", "add", "aksuu", *ADD)
    sunush("aimak", "add", "tash", *ADD)
    sunush("aimak", "merge", "aksuu", "tash", "--on=2026-01-01", "--yes")
    assert "its page is that of tash" in sunush("page", "--aimak=aksuu", "on").refused()
