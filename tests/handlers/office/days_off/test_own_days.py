"""An office's own days off in the chat: entered by its head. What comes then is due later, promised dates stay."""

from bot.budget.permissions import Role

LAMP = "Мектептин жанына жарык керек, караңгы"


async def test_a_day_off_moves_what_comes_then_and_no_promise(village):
    head, nurlan = await village.worker("Гүлнара", role=Role.HEAD), await village.worker("Нурлан")
    early = await village.with_proposal("Айгүл", LAMP)
    (before,) = await early.proposals()
    await head.taps("year")
    assert "Мекемеңиз кайсы күнү иштебейт?" in await head.taps("days_off")
    day = before.due_on
    assert "Киргизилди" in await head.says(f"{day:%d.%m.%Y}")
    assert "мурун киргизилген" in await head.says(f"{day:%d.%m.%Y}")
    assert "ал келгенге чейин" in await head.says("01.01.2020")
    assert "Күндү бассаңыз" in await head.taps("days_off")
    village.clock.later(minutes=5)
    late = await village.with_proposal("Асел", "Жолду оңдоо керек, чуңкур көп")
    (after,) = await late.proposals()
    assert after.due_on > before.due_on, "it is counted in working days"
    assert (await early.proposals())[0].due_on == before.due_on, "what was promised stays"
    assert "дем алыш күндөрү эсептелген жок" in await nurlan.taps(f"desk_one:{after.id}")
    assert "дем алыш күндөрү эсептелген жок" not in await nurlan.taps(f"desk_one:{before.id}")
    village.clock.later(minutes=5)
    await head.taps("days_off")
    assert "кайра жумушчу күн" in await head.taps(f"day_off:{day}")
    assert "дем алыш күндөрү эсептелген жок" in await nurlan.taps(f"desk_one:{after.id}"), "by it that date was counted"
    third = await village.with_proposal("Бермет", "Көпүрө оңдолсун, балдар сууга түшөт")
    assert (await third.proposals())[0].due_on == before.due_on


async def test_a_clerk_enters_none(village):
    nurlan = await village.worker("Нурлан")
    await nurlan.taps("year")
    await nurlan.taps("days_off")
    assert "укугуңуз жок" in await nurlan.says("16.12.2030")
