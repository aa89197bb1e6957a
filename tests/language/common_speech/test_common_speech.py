"""Words of the south, of Uzbek and of a dictation, said again in common words."""

from bot.language.common_speech.dialects import find_common_word
from bot.language.common_speech.reading import say_commonly


def test_a_word_of_a_dialect_in_either_script_is_the_common_one():
    said = {
        "манем": "мен", "manem": "мен", "керак": "керек", "kerak": "керек", "розимасман": "макул эмесмин",
        "tushunmadim": "түшүнбөдүм", "borolmayman": "бара албайм", "илтимос": "сураныч", "pul": "акча", "boshqa": "башка",
    }  # fmt: skip
    assert {word: find_common_word(word) for word in said} == said


def test_common_words_stay_as_they_are():
    for word in ("жол", "керек", "мектеп", "дорога", "куча", "эл", "мектепке", "школа", "бар", "ат"):
        assert find_common_word(word) == "", word
    assert say_commonly("мектептин жанына жарык керек") == ""


def test_what_a_dictation_parted_is_put_together():
    parted = {
        "баары туура айтыл ган экен жөнөтүп кой эми айыл өкмөткө жет син": (
            "баары туура айтылган экен жонотуп кой эми айыл окмотко жетсин"
        ),
        "бул жол го байланыш туу иш": "бул жолго байланыштуу иш",
        "ооба бул ме нин сунушум айыл өкмөткө жетки рип койгула": (
            "ооба бул менин сунушум айыл окмотко жеткирип койгула"
        ),
    }
    assert {text: say_commonly(text) for text in parted} == parted


def test_one_piece_may_be_a_slip_and_who_sets_commas_does_not_dictate():
    assert say_commonly("көчөгө жарык кой гула") == ""
    assert say_commonly("салам, айыл дын жолу, оңдо ш керек") == ""


def test_a_long_text_is_read_as_it_stands():
    assert say_commonly("керак " * 60) == ""
