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


@pytest.mark.parametrize(("text", "asked"), [
    ("как попасть на кенеш", Asked.SITTING), ("как попасть на заседание кенеша", Asked.SITTING),
    ("кенешке кантип барам", Asked.SITTING), ("депутатка кантип жолугам", Asked.SITTING),
    ("можно послушать сессию?", Asked.SITTING), ("deputat menen kantip suiloshom", Asked.SITTING),
    ("где проходит айылный кенеш", Asked.SITTING), ("сессия качан болот", Asked.SITTING),
    ("хочу поговорить с депутатом", Asked.SITTING), ("кеңешке кирсем болобу", Asked.SITTING),
    ("депутаты никуда не ходят", None), ("кеңешке жол салынсын", None), ("как попасть на слушания", None),
    ("угууга кантип барам", None), ("когда суд", None), ("депутат келсин айылга", None),
    ("участковый ким?", Asked.POLICE), ("телефон участкового", Asked.POLICE), ("милициянын номери канча", Asked.POLICE),
    ("как найти участкового", Asked.POLICE), ("uchastkovyi kim", Asked.POLICE), ("участковыйга кантип чалам", Asked.POLICE),
    ("айылга участковый пункт керек", None), ("участковый не приезжает по вызову", None), ("милицияга машина керек", None),
    ("тез жардамдын номери", Asked.RESCUE), ("номер пожарных какой", Asked.RESCUE),
    ("тез жардам машинасы керек", None), ("скорая не приезжает", None), ("пожарную машину нужно", None),
])  # fmt: skip
def test_a_sitting_the_police_and_an_ambulance_are_asked_about_or_wished(text, asked):
    assert read_asked(text) == asked
