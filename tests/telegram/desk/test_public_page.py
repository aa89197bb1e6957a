"""Over Telegram: a head turns the page on, a resident lets their text be shown, a clerk looks at it."""

from bot.app import Service, now
from bot.budget.permissions import Role
from bot.office import staff
from tests.telegram.fake.people import People
from tests.telegram.steps import buttons as shown
from tests.telegram.steps import clerk, eventually, hears, presses, proposed, until

TEXT = "Мектептин жанына 5 фонарь керек, балдар караңгыда келатышат, чалгыла 0555 12 34 56"
MAY = "SELECT public_text, on_page, text_look FROM proposals"


async def test_a_text_comes_to_the_page_by_three_people_and_goes_by_one(sunush: Service, user: People):
    async def invited(store) -> str:
        aimak = await store.aimaks.find_by_code("kokjar")
        return (await staff.invite(store, role=Role.HEAD, aimak_id=aimak.id, by=None, at=now())).payload

    head = user("Токтогул", "ky")
    head.starts(await sunush.office.database.write(invited))
    await presses(head, "Кыргызча")
    await hears(head, "кызматыңыз")
    head.writes("башчы")
    await until(lambda: "Жооп күткөндөр" in shown(head))
    head.writes("Ачык барак")
    await presses(head, "Баракты ачуу")
    await hears(head, "Барак ачылды.")

    nurlan = await clerk(sunush, user)
    aigul = user("Айгүл", "ky")
    await proposed(aigul, TEXT)
    await presses(aigul, "Азыр эмес")
    await hears(aigul, "Билсеңиз")
    aigul.writes("билбейм")
    await hears(aigul, "ачык баракта?")
    await presses(aigul, "Ооба")
    await hears(aigul, "Текст кызматкер карагандан кийин баракка чыгат.")
    await eventually(sunush, MAY, [(1, 1, None)])

    nurlan.writes("жарыялоо")
    await hears(nurlan, "1 текст карап чыгууну күтүүдө.")
    assert "чалгыла ***" in await hears(nurlan, "Жылдызчалардын")
    await presses(nurlan, "Жарыялоо")
    await hears(nurlan, "№ 0001 эми баракта турат.")
    await eventually(sunush, MAY, [(1, 1, 1)])

    aigul.writes("Менин сунуштарым")
    await presses(aigul, "№ 0001")
    await hears(aigul, "Тексти ачык баракта турат.")
    await presses(aigul, "Жарыялабоо")
    await hears(aigul, "эми баракта текстти эч ким окубайт")
    await eventually(sunush, MAY, [(0, 0, 1)])
