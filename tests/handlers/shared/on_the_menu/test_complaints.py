"""Who complains of a person is told where that is done. The office gets it only where its author says so."""

import pytest

from bot.budget.workdays import find_day

TOLD = "глава требует 20 тысяч за справку"


@pytest.mark.parametrize("said", ["жалоба бар", "Хочу сообщить про взятку", "pora haqida aytmoqchiman"])
async def test_who_only_announces_it_hears_where_to_turn_and_nothing_is_held(village, said):
    aida = await village.in_menu("Аида")
    shown = await aida.says(said)
    assert "Омбудсмен" in shown
    assert "prokuror.kg" in shown
    assert "Бул эч кимге" not in shown
    assert said not in await aida.says("менин сунуштарым")


async def test_what_was_told_is_no_proposal_that_waits(village):
    emil = await village.in_menu("Эмил", language="ru")
    assert f"Это никому не отправлено: «{TOLD}»" in await emil.says(TOLD)
    shown = await emil.says("мой брат тоже дал взятку")
    assert f"не сохраняется: «{TOLD}»" in shown
    assert "Написанное раньше" not in shown
    assert "не сохраняется" in await emil.says("нет")
    await emil.says("мои предложения")
    assert not await emil.proposals()


async def test_who_insists_goes_on_to_the_steps_of_a_proposal(village):
    emil = await village.in_menu("Эмил", language="ru")
    await emil.says(TOLD)
    assert "1/3" in await emil.says("да")


async def test_the_telephones_that_are_set_are_told(village):
    async def enter(store):
        day = find_day(village.clock())
        await store.meta.set("complaint_phones", "prosecutor=0312 000000; ombudsman=000", valid_from=day)

    await village.database.write(enter)
    aida = await village.in_menu("Аида")
    shown = await aida.says("башчынын үстүнөн арызым бар")
    assert "прокуратура — 0312 000000" in shown
    assert "Омбудсмен — 000" in shown
    assert "prokuror.kg" not in shown
