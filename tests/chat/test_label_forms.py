"""A label said in other forms of its words is that label; what denies is none."""

from bot.chat.message import Choice, Reply, read_asked
from bot.chat.typed import understand

NIGHT = read_asked(Reply("?", (Choice("day", "Эртең менен жөнөтүү"), Choice("night", "Түндө жөнөтүү"))))


def test_other_forms_of_the_words_of_a_label_are_that_label():
    assert understand("түндө жөнөтүлсүн", NIGHT) == "night"
    assert understand("эртең менен жөнөткүлө", NIGHT) == "day"


def test_a_no_or_other_words_are_no_label():
    for said in ("түндө жөнөтпөңүз", "жөнөтүлсүн", "түндө келсин", "кечинде жөнөтүлсүн"):
        assert understand(said, NIGHT) is None, said
