"""Who asks for what others proposed is understood in their own words. Who proposes something is not taken for that."""

import pytest

from bot.language.wishes.of_oneself.others import asks_for_others


@pytest.mark.parametrize(
    "text",
    [
        "башкалардын сунуштары", "bashkalardyn sunushtary", "что предложили другие", "чужие предложения", "кто что предложил",
        "бошкаларнинг таклифлари", "boshqalarning takliflari", "эл эмне сунуштап жатат", "предложения соседей",
        "башка адамдардын сунуштарын көрсөм болобу", "chto predlojili drugie", "жарыяланган сунуштар",
        "какие предложения подали другие жители", "айылдаштардын сунуштары", "односельчане что предлагают",
    ],
)  # fmt: skip
def test_others_proposals_are_asked_for(text):
    assert asks_for_others(text)


@pytest.mark.parametrize(
    "text",
    [
        "башка сунуш", "другое предложение", "другие предложения", "менин сунуштарым", "элге суу керек", "люди просят воду",
        "соседи просят свет на улицу", "предлагаю мост", "что предложить", "ким окуйт сунуштарды", "бул ким жазды",
        "народ предлагает построить мост", "башкаларга да суу керек", "все предложения",
        "это же не моё предложение", "бул меники эмес сунуш",
    ],
)  # fmt: skip
def test_what_asks_for_no_proposals_of_others_opens_none(text):
    assert not asks_for_others(text)
