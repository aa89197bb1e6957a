"""A property list is taken whole or not at all; a proposal keeps the item it is about."""

from bot.budget.openness.rows import Row
from bot.budget.property.file import read_property, read_table
from bot.chat.texts import Words
from bot.office.openness.checklist import read_checklist
from bot.office.property import listing
from bot.office.property.words import say_faults

HEAD = ["Номери", "Түрү", "Жери", "Аянты", "Колдонулушу", "Ижара акысы", "Мөөнөтү"]
SHOP = ["1", "Дүкөн", "Ленин көчөсү, 12", "120 м²", "ижарада", "96 000", "31.12.2027"]
OLD = ["2", "Эски кеңсе", "Мектеп көчөсү, 3", "80 м²", "бош турат", "", ""]


def read(*rows):
    return read_property(read_table([HEAD, *rows]))


def test_each_fault_of_a_file_is_named_by_its_cell_and_nothing_is_read():
    broken = [["1", "", "Ленин", "", "ижарада", "көп", ""], ["1", "Жер", "Талаа", "", "бош", "", "32.12.2027"]]
    items, faults = read(SHOP, *broken, ["1", "Жер", "Талаа", "", "x" * 121, "", ""], ["1", "Жер", "Талаа", "", "бош"])
    assert items == []
    assert [(one.cell, one.why) for one in faults] == [
        ("B3", "empty"), ("F3", "sum"), ("A3", "twice"), ("G4", "day"), ("A4", "twice"), ("E5", "long"), ("A5", "twice"),
        ("A6", "twice"),
    ]  # fmt: skip
    for language in ("ky", "ru", "en"):
        said = say_faults(Words(language), faults).splitlines()
        assert len(said) == 1 + len(faults)
        assert all(one.cell in line for one, line in zip(faults, said[1:], strict=True))
    missing, _ = read_property(read_table([["Түрү"], ["Дүкөн"]])), None
    assert [one.said for one in missing[1]] == ["code", "place", "use"]


def test_words_of_both_languages_say_that_an_item_stands_empty():
    for said in ("бош турат", "Бош", "БОШ ТУРАТ", "пустует", "Свободно", "не используется", "пустое"):
        items, faults = read([*OLD[:4], said])
        assert (faults, items[0].empty) == ([], True), said
    for said in ("ижарада", "босс", "склад, пустует наполовину"):
        assert not read([*OLD[:4], said])[0][0].empty


async def test_a_file_twice_does_nothing_twice_and_takes_off_what_it_names_no_more(office):
    both, _ = read(SHOP, OLD)
    given = {"aimak_id": office.aimak_id, "by": None}
    assert await office.does(listing.import_items, items=both, **given) == listing.Listed(2, 0, 0, 0)
    assert await office.does(listing.import_items, items=both, **given) == listing.Listed(0, 0, 2, 0)
    checked = await office.database.read(
        lambda store: read_checklist(store, aimak_id=office.aimak_id, year=2027, by=None)
    )
    assert Row.PROPERTY in checked
    dearer, _ = read([*SHOP[:5], "100 000", "2028"])
    assert await office.does(listing.import_items, items=dearer, **given) == listing.Listed(0, 1, 0, 1)
    items = await office.database.read(lambda store: listing.list_items(store, aimak_id=office.aimak_id))
    assert [(one.code, one.rent, one.until) for one in items] == [("1", 100_000, "2028")]
