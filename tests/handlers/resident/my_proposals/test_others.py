"""What others proposed is found by asking. Only texts that author and clerk let all read are shown."""

import pytest

from bot.office.public import switch
from tests.handlers.offices import proposed

LIGHT = "Мектептин жанына жарык керек, балдар караңгыда келатышат"
BRIDGE = "Өзөнгө көпүрө салып бериңиздер, балдар суу кечет"
NONE = "башкалардын ачык сунушу азырынча жок"


async def turn(village, on=True):
    async def work(store):
        found = await store.aimaks.find_by_code("kokjar")
        await switch.set_page(store, aimak_id=found.id, is_on=on, by=None, at=village.clock())

    await village.database.write(work)


async def let(village, proposal, *, author=True, clerk=True):
    async def work(store):
        await store.public_consents.set_public(proposal.id, public=True, page=author, at=village.clock())
        if clerk:
            who = proposal.author_id
            await store.looks.put(proposal.id, revision=1, shown=True, by=who, at=village.clock())

    await village.database.write(work)


async def published(village, name="Бакыт", text=LIGHT, **said):
    author = await village.in_menu(name)
    proposal = await proposed(village, author, text)
    await let(village, proposal, **said)
    return proposal


@pytest.mark.parametrize("text", ["башкалардын сунуштары", "что предложили другие", "бошкаларнинг таклифлари"])
async def test_where_nothing_is_public_it_is_said_and_no_proposal_is_begun(village, text):
    aigul = await village.in_menu("Айгүл")
    await proposed(village, await village.in_menu("Бакыт"), LIGHT)
    assert NONE in (said := await aigul.says(text))
    assert "1 — Сунуш берүү" in said
    await turn(village)
    assert NONE in await aigul.says(text)
    await aigul.taps("propose")
    assert "1/3" in await aigul.says(text)


async def test_what_author_and_clerk_let_all_read_is_listed_read_and_joined(village):
    await turn(village)
    shown = await published(village)
    await published(village, "Нурлан", BRIDGE, clerk=False)
    await published(village, "Жылдыз", "Клубдун чатырын оңдогула, суу агып жатат", author=False)
    aigul = await village.with_proposal("Айгүл", "Айылга спорт аянтча куруп бергиле, балдар ойносун")
    said = await aigul.says("bashkalardyn sunushtary")
    assert f"№ {shown.label}, жооп күтүүдө: «{LIGHT}»" in said
    assert BRIDGE not in said
    assert "Клубдун" not in said
    assert "спорт" not in said
    assert f"«{LIGHT}»" in await aigul.says("1")
    assert "сунушун колдодуңуз" in await aigul.presses(f"Колдойм № {shown.label}")


async def test_a_text_that_was_taken_back_or_a_page_turned_off_shows_nothing_more(village):
    await turn(village)
    shown = await published(village)
    aigul = await village.in_menu("Айгүл", language="ru")
    assert LIGHT in await aigul.says("чужие предложения")
    await turn(village, on=False)
    assert LIGHT not in await aigul.taps(f"other_one:{shown.id}")
    assert LIGHT not in await aigul.says("чужие предложения")


async def test_a_newcomer_chooses_an_aimak_first(village):
    said = await village.resident("Нурлан").says("что предложили другие")
    assert "Сначала выберите айылный аймак" in said
    assert "1 — Кыргызча" in said
