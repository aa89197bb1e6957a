"""The head turns the public page in the chat; what it does is said before, in both languages."""

from bot.budget.permissions import Role
from bot.office.messenger_accounts import links
from bot.office.public import switch


async def is_on(village, somebody):
    aimak_id = (await somebody.person()).aimak_id
    return await village.database.read(lambda store: switch.is_page_on(store, aimak_id=aimak_id))


async def test_the_head_reads_what_the_page_shows_before_it_is_turned_on_and_can_turn_it_off(village):
    head = await village.worker("Токтогул", role=Role.HEAD)
    await village.database.write(lambda store: links.keep_web(store, "https://sunush.example"))
    said = await head.taps("page")
    assert said.splitlines()[:2] == [
        "Ачык барак өчүк: аны эч ким ача албайт.",
        "Дареги: https://sunush.example/kokjar",
    ]
    assert "Аты-жөн, сүрөт жана үн көрсөтүлбөйт." in said
    assert not await is_on(village, head)
    said = await head.presses("Баракты ачуу")
    assert "Барак ачылды." in said
    assert "2026-жылдын 23-ноябры, Токтогул, айыл өкмөтүнүн адиси." in said
    assert await is_on(village, head)
    assert "Барак чын эле жабылсынбы?" in await head.presses("Баракты жабуу")
    assert await is_on(village, head)
    said = await head.presses("Ооба, жабуу")
    assert "Барак азыртан жабылды." in said
    assert not await is_on(village, head)


async def test_the_head_names_whom_to_ask_and_is_told_of_a_number_that_nobody_can_call(village):
    head = await village.worker("Токтогул", role=Role.HEAD, language="ru")
    await head.taps("page")
    assert "Кто убирает лишнее" in await head.presses("Контакт")
    assert "не позвонить" in await head.says("12")
    assert "говорят: 0312 61 23 45" in await head.says("0312 61 23 45")
    await head.presses("Контакт")
    assert "0312 61 23 45" not in await head.taps("skip")


async def test_a_clerk_has_no_switch_and_a_forged_press_turns_nothing(village):
    clerk = await village.worker("Бакыт")
    assert "укугуңуз жок" in await clerk.taps("page")
    head = await village.worker("Токтогул", role=Role.HEAD)
    await head.taps("page")
    await clerk.taps("page_on")
    assert not await is_on(village, head)
