"""What counts as a telephone that residents can dial in Kyrgyzstan."""

import pytest

from bot.office.telephones import can_be_dialled


@pytest.mark.parametrize(
    "text",
    [
        "+996 312 61 23 45", "0312612345", "0555 123 456", "996323123456", "(03134) 5-12-34", "3-22-45", "112", "1234",
        "+7 495 123-45-67", "0312 61 23 45, 0555 11 22 33", "0312 00 00 00 / 0777 12 34 56", "0555–11–22–33",
    ],
)  # fmt: skip
def test_a_number_as_people_write_it_can_be_dialled(text):
    assert can_be_dialled(text)


@pytest.mark.parametrize(
    "text",
    [
        "9,96323E+11", "9.96323E+11", "9.96323E11", "996323123456.0E0", "abc", "0555 ABC 123", "жок", "1", "12", "0555",
        "+996", "996323123456789", "#REF!", "0312 61 23 45,", "0312 61 23 45 ички 12", "+", "()", "٠",
        "996323123456.0", "٠٣١٢٦١٢٣٤٥", "०३१२६१२३४५",
    ],
)  # fmt: skip
def test_what_a_spreadsheet_made_of_it_or_no_number_cannot(text):
    assert not can_be_dialled(text)
