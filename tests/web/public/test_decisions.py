"""What stands on the public page of proposals and decisions, and what never does."""

import re

import pytest

from bot.budget.proposal import Answer, Decision, Reason, Side
from bot.office import proposals
from bot.office.answers import exclusions
from tests.web.public.readers import SENTENCE, Village

TEXT = "Асан Усеновдун үйүнүн жанына жарык керек, 0555 12 34 56"
REFUSED = Answer(Decision.NOT_INCLUDED, Reason.NO_MONEY, "Асан байке, быйыл буга акча жок экен, эмки жылы карайбыз.")


async def test_a_decision_stands_there_without_the_words_of_its_author_and_of_the_office(village: Village):
    made = await village.proposed("Айгүл", TEXT, author_name="Айгүл Асанова", public=False)
    await village.answered(made)
    for path in ("/kokjar", "/kokjar/proposals", f"/kokjar/2027/{made.number}", "/kokjar/feed.xml"):
        said = await village.text(f"{path}?lang=ky")
        assert "Долбоорго кирди" in said
        assert "90 000 сом" in said.replace("\xa0", " ")
        assert "7.3 Жарык" in said
        assert not re.search("Усенов|0555|Айгүл|Нурлан", said), path
        assert SENTENCE not in said
    assert "Көчө жарыгы" in await village.text(f"/kokjar/2027/{made.number}?lang=ky")


async def test_a_text_stands_there_with_the_yes_of_its_author_and_of_a_clerk(village: Village):
    made = await village.proposed("Айгүл", "Мектептин жанына жарык керек", public=True)
    await village.answered(made, REFUSED)
    path = f"/kokjar/2027/{made.number}?lang=ky"
    assert "Мектептин жанына" not in await village.text(path)
    await village.looked(made, shown=False)
    village.passes()
    assert "Мектептин жанына" not in await village.text(path)
    await village.looked(made)
    village.passes()
    assert "Мектептин жанына" in await village.text(path)
    assert "эмки жылы карайбыз" in await village.text(path)
    at = village.office.now
    await village.office.database.write(lambda store: store.public_consents.set_public(made.id, public=False, at=at))
    village.passes()
    assert "Мектептин жанына" not in await village.text(path)
    assert "эмки жылы карайбыз" not in await village.text(path)


async def test_what_swears_and_what_leads_to_a_person_stands_as_stars_also_in_files_and_is_not_found(village: Village):
    made = await village.proposed("Айгүл", "Блять, көпүрө керек, чалгыла 0555 12 34 56", public=True)
    await village.answered(
        made, Answer(Decision.NOT_INCLUDED, Reason.NO_MONEY, "Айгүл, 0777 65 43 21 ге чалыңыз, акча жок.")
    )
    await village.looked(made)
    village.passes()
    for path in (f"/kokjar/2027/{made.number}?lang=ky", "/kokjar/proposals?lang=ky", "/kokjar/proposals-2027.csv?lang=ky",
                 "/kokjar/proposals-2027.jsonl", "/kokjar/feed.xml?lang=ky"):  # fmt: skip
        said = await village.text(path)
        assert "көпүрө керек" in said.casefold() or "feed" in path, path
        assert not re.search("0555|12 34|0777|лять", said), path
    assert "***, көпүрө керек, чалгыла ***" in await village.text(f"/kokjar/2027/{made.number}?lang=ky")
    assert f"/2027/{made.number}" not in await village.text("/kokjar/proposals?q=0555&lang=ky")


async def test_what_was_withdrawn_or_left_out_is_not_there(village: Village):
    taken_back, spam = await village.proposed("Айгүл"), await village.proposed("Бакыт")
    await village.office.does(proposals.withdraw, by=village.office.people["Айгүл"], id=taken_back.id)
    await village.office.does(exclusions.exclude, by=await village.clerk(), id=spam.id, reason="spam")
    for one in (taken_back, spam):
        assert (await village.reads(f"/kokjar/2027/{one.number}")).status_code == 404
    assert f"№ {spam.label}" not in await village.text("/kokjar/proposals")


async def test_the_sides_stand_apart_and_are_counted(village: Village):
    await village.answered(await village.proposed("Айгүл"))
    await village.proposed(
        "Бакыт", "Базарда унаа токтотууга акы алынса", side=Side.REVENUE, category="rev_rent_property"
    )
    said = re.sub(r"\s+", " ", await village.text("/kokjar?lang=ru")).replace("\xa0", " ")
    assert re.search("Доход[^:<]*: 1 предложение", said)
    assert re.search("Расход[^:<]*: 1 предложение", said)
    assert "90 000 сом" in said
    revenue = await village.text("/kokjar/proposals?side=revenue&lang=ru")
    assert "№ 0002" in revenue
    assert "№ 0001" not in revenue
    assert "№ 0001" in await village.text("/kokjar/proposals?decision=included")
    assert "№ 0002" in await village.text("/kokjar/proposals?decision=open")
    assert "№ 0001" not in await village.text("/kokjar/proposals?decision=open")


async def test_a_long_list_comes_in_pages_and_a_page_that_is_none_is_the_nearest(village: Village):
    author = await village.office.meets("Айгүл")
    for _ in range(45):
        await village.office.filed(author)
    seen = [re.findall(r"№ (\d{4})<", await village.text(f"/kokjar/proposals?page={page}")) for page in (1, 2, 3)]
    assert [len(one) for one in seen] == [20, 20, 5]
    assert len({label for one in seen for label in one}) == 45
    assert seen[0][0] == "0045"
    assert re.findall(r"№ (\d{4})<", await village.text("/kokjar/proposals?page=99999")) == seen[2]


@pytest.mark.parametrize(
    "typed", ["жарык", "ЖАРЫК", "jaryk", "жарыкты", "көчө жарыгы", "кочо", "освещение", "1", "№ 0001"]
)
async def test_a_search_finds_in_any_spelling(village: Village, typed: str):
    await village.proposed("Айгүл", "Мектепке китеп керек")
    await village.proposed("Бакыт", "Көпүрө бузулуп калды", category="sp_roads")
    found = (await village.line.get("/kokjar/proposals", params={"q": typed})).text
    assert "№ 0001" in found
    assert "№ 0002" not in found


async def test_a_search_finds_no_text_that_is_not_shown(village: Village):
    hidden = await village.proposed("Айгүл", "Мектептин чатырын оңдоо керек", public=False)
    shown = await village.proposed("Бакыт", "Арыктын чатырын оңдоо керек", public=True)
    await village.looked(shown)
    found = await village.text("/kokjar/proposals?q=chatyr")
    assert f"№ {shown.label}" in found
    assert f"№ {hidden.label}" not in found
