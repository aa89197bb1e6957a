"""An office erases the text of one proposal, for an author who asks by paper or telephone. It is asked once first."""

from contextlib import suppress
from functools import partial

import pytest

from bot.budget.permissions import NotAllowed, Role
from bot.office.personal.one_text import NoTextToErase, erase_text_for_author
from tests.handlers.offices import joined, proposed
from tests.office.offices import Office
from tests.storage.rows import dump

TEXT = "Канарейка көчөсүнө жарык коюп бериңиздер"
OTHER = "Жолду оңдоп бериңиздер, чоң жол бузулуп калды"


@pytest.mark.parametrize("text", [
    "0001 сунуштун текстин өчүр", "автор просит удалить текст № 1", "удалите предложение 1, позвонил житель",
    "1-сунуштун текстин өчүрүңүз, автору сурады", "udali tekst 1", "Автору телефон чалды, 0001ди өчүрүп салыңыз",
    "1 номердеги сунуштун текстин өчүр, автору сурады", "1ди өчүрүп коюңуз, ээси келип суранды",
    "№ 1 сунуштун мазмунун жок кылып коюңуз, өзү сурады",
])  # fmt: skip
async def test_a_clerk_names_the_number_and_is_asked_once(village, text):
    aigul = await village.in_menu("Айгүл")
    gone, kept = await proposed(village, aigul, TEXT), await proposed(village, aigul, OTHER)
    clerk = await joined(village, "Бакыт", Role.STAFF)
    await clerk.says("/menu")
    asked = await clerk.says(text)
    assert "№ 0001 сунуштун автору текстин өчүрүүнү сурадыбы?" in asked
    assert "автордун аты-жөнү, жери" in asked, "the clerk's own name stays"
    assert "Калат: номери, чечими" in asked
    assert "жооп жөнөтүлбөйт" in asked
    assert "эч нерсе өчүрүлгөн жок" in await clerk.says("жок")
    assert [one.text for one in await aigul.proposals()] == [OTHER, TEXT]
    await clerk.says(text)
    said = await clerk.presses("Сурады: өчүрүү")
    assert "Тексти өчүрүлдү, авторуна айтылды." in said
    assert "Авторунун өтүнүчү боюнча тексти жана файлдары өчүрүлдү." in said
    assert "Азырынча айтыла элек" not in said, "nobody asks about what is withdrawn"
    assert [one.text for one in await aigul.proposals()] == [OTHER, ""]
    told = await aigul.reads()
    assert "сиздин өтүнүчүңүз боюнча № 0001 сунуштун текстин өчүрдү" in told
    assert "Канарейка" not in told
    (entry,) = [
        one for one in await village.database.read(lambda store: store.audit.list_entries()) if one.act == "erase_text"
    ]
    assert (entry.object_id, entry.person_id) == (gone.id, (await clerk.person()).id)
    assert "Канарейка" not in entry.details
    assert "мурда эле өчүрүлгөн" in await clerk.says(text)
    assert kept.text == OTHER


async def test_the_card_has_a_button_and_an_author_in_russian_is_told_in_russian(village):
    nurlan = await village.in_menu("Нурлан", language="ru")
    proposal = await proposed(village, nurlan, TEXT)
    clerk = await joined(village, "Бакыт", Role.STAFF)
    await clerk.taps(f"desk_one:{proposal.id}")
    assert "текстин өчүрүүнү сурадыбы" in await clerk.presses("Текстти өчүрүү")
    await clerk.says("0")
    assert "текстин өчүрүүнү сурадыбы" in await clerk.says("текстин өчүр")
    await clerk.says("ооба")
    assert "по Вашей просьбе удалил текст предложения № 0001" in await nurlan.reads()
    assert "Текстти өчүрүү" not in await clerk.taps(f"desk_one:{proposal.id}")


async def test_whoever_entered_proposals_only_and_a_resident_cannot(village):
    aigul = await village.in_menu("Айгүл")
    proposal = await proposed(village, aigul, TEXT)
    for name, role in (("Гүлнара", Role.INTAKE), ("Нурлан", None)):
        other = await joined(village, name, role) if role else await village.in_menu(name)
        await other.says("0001 сунуштун текстин өчүр")
        await other.taps("text_erase")
        await other.taps("text_erase_sure:yes")
        by = await other.person()
        with pytest.raises(NotAllowed):
            await village.database.write(partial(erase_text_for_author, id=proposal.id, by=by, at=village.clock()))
    assert [one.text for one in await aigul.proposals()] == [TEXT]


async def test_no_word_stays_in_any_column_and_twice_is_once(database, tell):
    office = await Office(database).opens()
    aigul = await office.meets("Айгүл")
    clerk = await office.meets("Бакыт", Role.STAFF)
    proposal = await office.filed(aigul, text=TEXT)
    assert await office.does(erase_text_for_author, id=proposal.id, by=clerk)
    with suppress(NoTextToErase):
        await office.does(erase_text_for_author, id=proposal.id, by=clerk)
        raise AssertionError("a text is erased once")
    found = await database.read(lambda store: store.proposals.get(proposal.id))
    assert (found.text, found.label, found.withdrawn_at is not None) == ("", proposal.label, True)
    left = (await dump(database)).count("Канарейка")
    tell("one text erased by the office as its author asked, every column", words_left=left)
    assert left == 0
