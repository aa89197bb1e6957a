"""How many come along, told in a sentence with words that no table has."""

import pytest

from bot.language.in_words.company_told import count_told


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("эки окуучум менен барабыз", 2), ("uch oquvchim menen", 3), ("трое плюс я", 3), ("нас будет пятеро доярок", 4),
        ("алты келин барабыз, мени кошкондо", 5), ("вдвоём с поварихой", 1), ("төртөөбүз жөө барабыз", 3),
        ("шесть доярок со мной придут", 6), ("внучка проводит, больше никого", 1), ("ни с кем не пойду", 0),
        ("эч кимсиз эле", 0), ("мени кошуп алты киши", 5),
    ],
)  # fmt: skip
def test_whoever_tells_it_is_counted_only_where_they_say_so(typed, count):
    assert count_told(typed) == count


@pytest.mark.parametrize(
    "typed",
    ["эки бала, төрт чоң киши", "он үч киши барабыз", "саат экиде барам", "мен жана иним эки кызым менен", "3-4 доярка менен",
     "0555 12 34 56", "", "көпчүлүк менен", "жыйырма беш миң киши менен"],
)  # fmt: skip
def test_what_is_not_plain_is_asked_back(typed):
    assert count_told(typed) is None
