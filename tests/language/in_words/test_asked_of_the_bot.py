"""A question about the council is one to the bot. What is wished of a council or its house is a proposal."""

import pytest

from bot.language.in_words.asked_of_the_bot import Asked, read_asked


@pytest.mark.parametrize(("text", "asked"), [
    ("айылдык кеңешке кат жазсам болобу?", Asked.LETTER), ("Муну айылдык кеңешке жөнөткүлө, депутаттар чечсин!", Asked.LETTER),
    ("можно написать в айыл кенеш?", Asked.LETTER), ("как обратиться к депутатам", Asked.LETTER),
    ("keneshke kantip kairylam", Asked.LETTER), ("отправьте это в кенеш", Asked.LETTER),
    ("кеңеш качан чечет?", Asked.WHEN_DECIDED), ("когда кенеш рассмотрит бюджет", Asked.WHEN_DECIDED),
    ("депутаттар жол салып берсин", None), ("кеңешке жаңы имарат салынсын", None),
    ("айылдык кеңештин имаратын оңдоп бергиле", None), ("кеңешме өткөрүп бергиле", None),
    ("кеңеш берсеңиз, кантип жазам", None), ("депутатам повысить зарплату не надо", None),
])  # fmt: skip
def test_the_council_is_asked_about_or_something_is_wished_of_it(text, asked):
    assert read_asked(text) == asked
