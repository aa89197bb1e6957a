"""The button that opens the desk in a browser: whoever works here has it, where the web door is open."""

import re

from bot.budget.permissions import Role
from bot.office.desk import sign_in
from bot.office.messenger_accounts import links, listed
from bot.office.messenger_accounts.listed import Served


async def open_web(village) -> None:
    async def work(store) -> None:
        await listed.keep(store, [Served("telegram", "bot"), Served("web", "web")])
        await links.keep(
            store, "web", "web", bare="https://sunush.kg/chat", with_payload="https://sunush.kg/chat#PAYLOAD"
        )

    await village.database.write(work)


async def test_the_button_gives_a_link_for_whoever_pressed_it(village):
    bakyt = await village.worker("Бакыт")
    assert "Браузерде" not in await bakyt.taps("menu")
    assert "ачылган эмес" in await bakyt.taps("desk_link")
    await open_web(village)
    said = (
        await bakyt.says("Браузерде ачуу") if "Браузерде" in await bakyt.taps("menu") else await bakyt.taps("desk_link")
    )
    found = re.search(r"https://sunush\.kg/desk/in/([\w-]{32})", said)
    assert found is not None, said
    assert "эч кимге бербеңиз" in said
    token, at = found[1], village.clock()
    cookie = await village.database.write(lambda store: sign_in.sign_in(store, token=token, browser="", at=at))
    seen = await village.database.read(lambda store: sign_in.find_signed_in(store, cookie=cookie, at=at))
    assert seen is not None
    assert (seen.person.id, seen.person.aimak_id) == ((await bakyt.person()).id, (await bakyt.person()).aimak_id)


async def test_it_stands_on_the_first_page_of_the_menu(village):
    await open_web(village)
    for name, role in (("Бакыт", Role.STAFF), ("Гүлнара", Role.HEAD), ("Нурлан", Role.ADMIN)):
        worker = await village.worker(name, role=role)
        assert "Браузерде ачуу" in await worker.taps("menu"), role
        assert len(worker.heard[-1].choices) <= 5, role


async def test_a_resident_has_no_such_button_and_an_admin_has(village):
    await open_web(village)
    aigul = await village.in_menu("Айгүл")
    assert "Браузерде" not in aigul.heard[-1].text
    assert "укугуңуз жок" in await aigul.taps("desk_link")
    admin = await village.worker("Нурлан", role=Role.ADMIN)
    assert "/desk/in/" in await admin.taps("desk_link")
