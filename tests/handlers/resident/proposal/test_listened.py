"""Walks of people who answer in words of their own.

Nothing they wrote is dropped unnamed, erased or kept as what it is not.
"""

import pytest

from bot.budget.proposal_text.parted import Parting, read_parting
from tests.handlers.resident.hearing_steps import announced, subscriber

LIGHT = "Мектептин жанына жарык керек"
THREE = "1. Көчөгө жарык керек\n2. Көпүрөнү оңдоо керек\n3. Мектепке парта керек"
FIVE = f"{THREE}\n4. Клубдун чатырын оңдоо керек\n5. Айылга аптека керек"


@pytest.mark.parametrize("said", [
    "ооба, экөө тең сунуш", "эки башка сунуш", "оба предложения", "үчөө башка", "да, три разных предложения",
    "бир сунуш эмес", "ekoo ten sunush", "бөлүңүз", "каждое само по себе", "да это 2 предложения", "по отдельности",
    "учоосу тарта болсун, озунчо", "давай раздельно короче",
])  # fmt: skip
def test_each_is_one_of_its_own(said):
    assert read_parting(said) is Parting.EACH


@pytest.mark.parametrize(
    "said", ["бул бир эле сунуш", "всё вместе", "не разделяйте", "бөлбөңүз", "нет, это одно", "баары бир сунуш"]
)
def test_all_are_one(said):
    assert read_parting(said) is Parting.ONE


@pytest.mark.parametrize(
    "said", ["Ещё одно: нужен мост", "бир эле көчөгө жарык керек", "Все дороги плохие", "да", "жок"]
)
def test_what_says_more_or_less_is_no_answer(said):
    assert read_parting(said) is None


async def test_what_is_let_go_is_named_and_later_keeps_it(village):
    one = await village.in_menu("Айгүл")
    await one.says(LIGHT)
    answer = await one.says("жок")
    assert f"жөнөтүлгөн жок, сунуш катары сакталбайт: «{LIGHT}»" in answer
    assert "Сунуш берүү" in answer
    await one.says(LIGHT)
    assert "24 саат сакталат" in await one.says("кийин")
    assert f"Бул сунушпу? «{LIGHT}»" in await one.presses("Сунуш берүү")
    assert "3/3. Текшериңиз: чыгаша" in await one.says("чыгаша")


async def test_a_list_of_more_than_fit_is_parted_as_far_as_it_goes(village):
    one = await village.in_menu("Айгүл")
    await one.taps("propose")
    await one.taps("side:spending")
    assert "Бул 5 сунуш окшойт" in await one.says(FIVE)
    answer = await one.says("ооба, баары башка сунуш")
    assert "акыркы 3 сунуш азырынча бирге" in answer
    await one.taps("consent:yes")
    assert "Көпүрөнү оңдоо керек" in await one.says("жөнөт")
    sent = [answer := await one.says("жөнөт"), await one.says("ооба, үчөө тең сунуш")]
    assert "Бул 3 сунуш окшойт" in sent[0]
    assert "Мектепке парта керек" in sent[1]
    for _ in range(3):
        await one.says("жөнөт")
    texts = [proposal.text for proposal in await one.proposals()]
    assert sorted(texts) == sorted(line[3:] for line in FIVE.splitlines())


async def test_after_one_part_is_erased_the_next_is_offered_and_its_side_not_asked(village):
    one = await village.in_menu("Айгүл")
    await one.taps("propose")
    await one.taps("side:spending")
    await one.follows_script(THREE, "эки башка сунуш")
    answer = ""
    for erased, offered in (("Көчөгө", "Көпүрөнү"), ("Көпүрөнү", "Мектепке")):
        assert erased in await one.says("өчүр")
        answer = await one.says("ооба")
        assert "3/3. Текшериңиз: чыгаша" in answer
        assert offered in answer


async def test_a_call_in_danger_is_no_draft_and_what_is_kept_is_named_beside_it(village):
    one = village.resident("Айгүл")
    await one.says("пожар у соседей!")
    answer = await one.says("Көчөдө жарык жок, оңдоп бергиле")
    assert "сакталбайт: «пожар у соседей!»" in answer
    assert "Азырынча сакталганы: «Көчөдө жарык жок, оңдоп бергиле»" in answer
    await one.starts("a_kokjar")
    await one.taps("language:ky")
    await one.says("жок")
    assert "бере элексиз" in await one.says("менин сунуштарым")
    two = await village.in_menu("Бакыт")
    await two.follows_script("кошунанын үйү күйүп жатат", LIGHT, "жок")
    assert "бере элексиз" in await two.says("менин сунуштарым")


async def test_not_now_erases_nothing_at_consent(village):
    one = await village.in_menu("Айгүл")
    await one.follows_script("1", "2", LIGHT)
    assert "24 саат сакталат" in await one.says("азыр эмес")
    assert f"«{LIGHT}»" in await one.presses("Сунуш берүү")


async def test_a_side_named_while_it_is_asked_what_more_words_are_changes_it(village):
    one = await village.at_check("Айгүл", LIGHT)
    await one.says("Мектепке да китеп керек болуп жатат")
    answer = await one.says("киреше")
    assert "Белгиленди: киреше" in answer
    assert "кошулсунбу" in answer
    assert "киреше" in await one.says("кошкум келбейт")


async def test_over_the_list_of_own_proposals_the_answer_is_asked_for(village):
    one = await village.with_proposal("Айгүл", LIGHT)
    await one.says("Менин сунуштарым")
    assert "жооп келе элек" in await one.says("макул эмесмин")
    clerk = await village.worker("клерк")
    await clerk.taps(f"desk_one:{(await one.proposals())[0].id}")
    await clerk.follows_script("Жооп берүү", "3", "1", "Жарык 2028-жылдын планына киргизилет.", "Жооп жөнөтүү")
    await one.reads()
    await one.taps("mine")
    assert "кеңеш" in await one.says("макул эмесмин")
    await one.says("/cancel")
    assert "№ 0001: макул эмес" in await one.says("Рахмат жообуңузга, бирок макул эмесмин, көпүрө бузук")
    answer = await one.says("Балдар жыгылып жатат, жол да тайгак")
    assert "көпүрө бузук. Балдар жыгылып" in answer
    assert "№ 0001: макул эмес" in answer


async def test_a_public_proposal_is_joined_by_its_number(village):
    author = await village.with_proposal("Автор", LIGHT)
    await author.taps(f"public_yes:{(await author.proposals())[0].id}")
    assert "өзүңүздүн сунушуңуз" in await author.says("1-сунушту колдойм")
    one = await village.in_menu("Айгүл")
    assert "/privacy" in await one.says("1-сунушту колдойм")
    assert "№ 0001" in await one.says("макул")
    assert "№ 0001" in await one.taps("supported")


async def test_an_addition_is_taken_back_by_its_author(village):
    clerk = await village.worker("клерк")
    one = await village.at_check("Айгүл", "Айылга жарык керек")
    await one.presses("Жөнөтүү")
    await one.says("азыр эмес")
    number = (await one.proposals())[0].id
    await clerk.taps(f"desk_one:{number}")
    await clerk.presses("Мен карайм")
    assert "кошулду" in await one.says("Манас көчөсү")
    await one.taps(f"mine_one:{number}")
    assert "«Манас көчөсү»" in one.heard[-1].text
    assert "алынсынбы? «Манас көчөсү»" in await one.presses("Кошумчаны алуу")
    await one.says("жок")
    assert "алынсынбы? «Манас көчөсү»" in await one.says("кошумчамды өчүрүп салыңыз")
    assert "кошумча алынды" in await one.says("ооба")
    await one.taps(f"mine_one:{number}")
    assert "Манас" not in one.heard[-1].text
    assert "кошумчасын кайтарып алды" in await clerk.reads()


async def test_a_question_below_a_hearing_is_offered_as_one_for_it(village):
    hearing = await announced(village, aimak="shark")
    one = await subscriber(village, "Айгүл", aimak="shark")
    await one.taps(f"hearing:{hearing.id}")
    assert "1 — Угууга суроо" in await one.says("Бюджетте мектепке акча барбы?")
    assert "угууда жооп айтылат" in (await one.says("1"))
    await one.taps(f"hearing:{hearing.id}")
    assert "Угууга суроо" not in await one.says("Көчөгө жарык керек")
