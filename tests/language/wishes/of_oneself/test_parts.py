"""Which one part is to be erased is read from a whole short text."""

import pytest

from bot.language.wishes.of_oneself.parts import Part, read_part_erased

SAID = {
    Part.NAME: ("удалите моё имя", "атымды өчүрүңүз", "уберите имя из предложения", "atymdy ochurup koiunuz"),
    Part.CONTACT: ("удалите мой номер телефона", "телефон номеримди өчүрүңүз", "udalite moi nomer", "не храните мой телефон"),
    Part.PHOTO: ("удалите мою фотографию", "сүрөтүмдү өчүрүңүз", "уберите моё фото"),
    None: (
        "удалите мои данные", "номеримди жана атымды өчүрүп салгылачы", "удали это предложение", "мени өчүрүңүз", "сүрөт керек",
        "уберите адрес школы", "сотрите фото со стены", "атым Асан", "номер телефона дайте",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), [(text, said) for said, texts in SAID.items() for text in texts])
def test_one_part_is_told_from_all_of_it(text, said):
    assert read_part_erased(text) is said
