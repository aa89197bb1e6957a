"""Which texts ask for the like, in other words and with greetings round them."""

import pytest

from bot.language.latin import search_keys
from bot.office.together.likest import list_likest

CLUB = (
    "здраствуйте. клуб у нас пустой стоит два года, предлагаю сдавать в аренду под магазин или кружки, доход в бюджет"
)


@pytest.mark.parametrize(("text", "other", "alike"), [
    ("Предложение такое: клуб у нас пустует, сдать его в аренду, и ещё с рынка сбор брать за место, чтобы в бюджет шло", CLUB,
     True),
    ("Сдать в аренду пустой клуб, чтобы деньги шли в бюджет", CLUB, True),
    ("Мектептин көчөсүнө жарык керек, балдар караңгыда", "саламатсызбы, мектептин көчөсү караңгы, жарык жок", True),
    ("Мектепке жарык керек", "Мектепке суу керек, балдар суусуз", False),
    ("Сдать в аренду землю у реки", CLUB, False),
    ("У нас в клубе нет света два года, под крышей течёт", CLUB, False),
])  # fmt: skip
def test_the_like_is_found_whatever_stands_round_it(text, other, alike):
    assert list_likest(text, [(1, search_keys(other))]) == [1] * alike
