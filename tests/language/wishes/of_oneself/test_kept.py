"""Whoever asks what is kept or left of them is understood. Who asks what is left to do is not."""

import pytest

from bot.language.wishes.of_oneself.kept import Kept, asks_what_stays, read_asked_kept


@pytest.mark.parametrize(
    "text",
    [
        "менден эмне калды?", "menden emne kaldy", "мен жөнүндө эмне сакталып калды", "номерим сакталып калдыбы",
        "мен тууралуу дагы эмне калды?", "очургондон сон менден эмне калат", "мени өчүрдүңүзбү", "баары өчтүбү",
        "что обо мне осталось?", "chto obo mne ostalos", "осталось ли что-нибудь обо мне", "мой номер у вас остался?",
        "что останется после удаления?", "а что от меня у вас осталось то", "мои данные удалены или остались?",
        "мендан нима қолди", "meni haqimda nima qoldi",
    ],
)  # fmt: skip
def test_what_is_left_is_asked(text):
    assert read_asked_kept(text) is Kept.LEFT


@pytest.mark.parametrize(
    "text",
    [
        "мен жөнүндө силерде эмне маалымат бар", "менин номерим сакталабы", "менин маалыматым канча убакыт сакталат",
        "какая информация обо мне хранится", "что вы про меня храните", "сколько хранятся мои данные",
        "maalymatym saktalabi", "мен ҳақимда нима бор",
    ],
)  # fmt: skip
def test_what_is_kept_is_asked(text):
    assert read_asked_kept(text) is Kept.KEPT


@pytest.mark.parametrize(
    "text",
    [
        "эмне калды", "что осталось сделать", "менден эмне керек?", "мектепте эмне калды", "канча убакыт калды",
        "дом мой остался без воды", "менин үйүм суусуз калды эмне кылам", "менин сунушум барбы", "сунушум сакталдыбы",
        "что осталось от моста", "мое предложение сохранилось?", "мой номер какой", "от меня что нужно", "",
        "удалите всё что обо мне есть", "мен тууралуу эмне болсо баарын өчүрүңүз",
    ],
)  # fmt: skip
def test_what_is_left_of_something_else_is_no_such_question(text):
    assert read_asked_kept(text) is None


def test_before_it_is_erased_what_stays_needs_no_more_words():
    assert asks_what_stays("а что останется?")
    assert not asks_what_stays("мост останется без перил?")
