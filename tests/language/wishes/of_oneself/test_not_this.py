"""That what was written is not wanted, or was not meant, is read from a whole short text alone."""

import pytest

from bot.language.wishes.of_oneself.not_this import NotThis, read_not_this

SAID = {
    NotThis.UNWANTED: (
        "жок, бул керек эмес", "нет, это не надо", "jok kerek emes bul", "нет, мне это не нужно", "айнып калдым",
        "буга кереги жок экен", "не хочу отправлять", "yo'q, kerak emas", "ооба, кереги жок",
    ),
    NotThis.TEXT_UNWANTED: (
        "бул сунуш керек эмес", "предложение не нужно", "сунушумду жөнөтпөйм", "bu taklif kerak emas",
    ),
    NotThis.MISTAKE: (
        "ой не то", "ой, туура эмес", "ой туура эмес жазып алдым", "oi tuura emes", "не то написал", "упс, ошибка",
        "туура эмес жазып койдум", "жаңылыш жазып алыптырмын", "ой башка нерсе жазып алдым", "ошиблась, не то отправила",
    ),
    NotThis.NOT_SO: ("не то", "туура эмес", "это не так", "жаңылыш"),
    None: (
        "мост не нужен", "көпүрө керек эмес, жол керек", "азыр керек эмес", "сейчас не надо", "керек", "башка", "не",
        "не туда ведёт дорога у школы", "жол туура эмес салынган", "ой, суу жок", "мектепке жол керек эмеспи", "дорогу не надо",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), [(text, said) for said, texts in SAID.items() for text in texts])
def test_what_is_said_against_a_text_is_told_from_what_is_proposed(text, said):
    assert read_not_this(text) is said
