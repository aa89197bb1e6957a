"""What is typed instead of consent is kept, and comes back once consent is given."""

ROAD = "Базардын жанына жол салып бергиле, чаң болуп кетти"


async def test_a_proposal_comes_back_after_consent(village):
    jyldyz = await village.in_menu("Жылдыз")
    await jyldyz.taps("notices:yes")
    assert f"Азырынча сакталганы: «{ROAD}». Адегенде" in await jyldyz.says(ROAD)
    said = await jyldyz.says("макул")
    assert "кабарлайбыз" in said
    assert f"Бул сунушпу? «{ROAD}»" in said
    assert "1/3." in await jyldyz.says("ооба")


async def test_a_request_typed_before_consent_is_the_request(village):
    guljan = await village.in_menu("Гүлжан", language="ru")
    await guljan.says("запросить сведения")
    assert "Сначала ответьте" in await guljan.says("копию решения о бюджете на 2026 год, на почту")
    said = await guljan.says("разрешаю")
    assert "Вы запрашиваете: «копию решения о бюджете на 2026 год, на почту»" in said
    assert "М-001" in await guljan.says("отправить")


async def test_who_does_not_agree_hears_that_it_is_not_kept(village):
    erkin = await village.in_menu("Эркин")
    await erkin.taps("notices:yes")
    await erkin.says(ROAD)
    assert f"сакталбайт: «{ROAD}»" in await erkin.says("азыр эмес")
    assert "Бул сунушпу" not in await erkin.starts()
    await erkin.taps("notices:yes")
    await erkin.says(ROAD)
    assert f"Бул сунушпу? «{ROAD}»" in await erkin.says("0")
