"""What is said of a list that is longer than is counted."""

import pytest

from bot.chat.texts import Words
from bot.office.reads.list_titles import LIST_TITLES, say_awaiting, say_counted
from storage.log.office_lists import COUNTED_WHOLE, MOST_COUNTED, OfficeList

SPACE = "\N{NO-BREAK SPACE}"


def test_a_count_beside_a_button_says_where_counting_ended():
    said = [say_counted(Words("ky"), n) for n in (25, MOST_COUNTED, MOST_COUNTED + 1)]
    assert said == ["25", f"1{SPACE}000", f"1{SPACE}000+"]


@pytest.mark.parametrize(
    ("language", "said"), [("ky", "Жооп күткөндөр: {n} сунуштан көп."), ("ru", "Ждут ответа: больше {n}.")]
)
def test_the_head_of_a_longer_list_names_it_and_says_more_than(language, said):
    assert say_awaiting(Words(language), MOST_COUNTED + 1) == said.format(n=f"1{SPACE}000")


def test_whatever_is_not_counted_whole_has_a_title():
    assert set(OfficeList) - COUNTED_WHOLE == set(LIST_TITLES)
