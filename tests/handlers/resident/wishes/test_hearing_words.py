"""Words about a hearing are understood with what only reports them, and however many come is counted."""

import pytest

from tests.handlers.resident.hearing_steps import PLACE, announced, subscriber


async def test_where_the_hearing_is_told_at_once(village):
    await announced(village)
    cholpon = await village.in_menu("Чолпон")
    assert f"Кайда: {PLACE}." in await cholpon.says("uguu kaysy jerde bolot?") + await cholpon.says("угуу кайда болот?")
    assert "16-декабры" in await cholpon.says("jyiyn kachan dep suraiyn degem")


@pytest.mark.parametrize(
    ("typed", "along"),
    [
        ("кошнам менен төрт киши барабыз", 3),
        ("токтогула, биз 5 киши барабыз", 4),
        ("ооба барабыз кайра, 3 киши", 2),
    ],
)
async def test_who_comes_with_others_is_noted(village, typed, along):
    hearing = await announced(village)
    guest = await subscriber(village, "Конок")
    await guest.says(typed)
    person = await guest.person()
    said = await village.database.read(lambda store: store.hearings.find_rsvp(hearing.id, person.id))
    assert (said.coming, said.companions) == (True, along)


async def test_reported_words_come_and_decline(village):
    hearing = await announced(village)
    guest = await subscriber(village, "Айбек")
    person = await guest.person()
    for typed, coming in (
        ("kelem dep jazyp koigula", True), ("бара албайм деп айтып коюңузчу", False),
        ("угууга барам деп айтып коюңуз", True), ("угууга барбайм", False), ("угууга барам", True),
    ):  # fmt: skip
        await guest.says(typed)
        said = await village.database.read(lambda store: store.hearings.find_rsvp(hearing.id, person.id))
        assert said.coming is coming


async def test_neighbours_who_come_along_are_counted_and_no_danger(village):
    hearing = await announced(village)
    meerim = await subscriber(village, "Мээрим")
    person = await meerim.person()
    for typed in ("йўқ, үч кошунам менен келем деп атам", "мен уч қўшним билан келаман"):
        await meerim.taps(f"decline:{hearing.id}")
        await meerim.taps(f"hearing:{hearing.id}")
        await meerim.says("эшитяпсизми?")
        assert "112" not in await meerim.says(typed), typed
        said = await village.database.read(lambda store: store.hearings.find_rsvp(hearing.id, person.id))
        assert (said.coming, said.companions) == (True, 3), typed
    await meerim.taps(f"hearing:{hearing.id}")
    assert "112" in await meerim.says("кошунам күйүп атат")
