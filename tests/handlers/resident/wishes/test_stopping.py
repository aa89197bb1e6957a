"""Who wants no notices, and something else beside it, gets none and is never offered them."""

from tests.handlers.resident.hearing_steps import subscriber


async def test_notices_stop_and_answers_go_on(village):
    jyldyz = await subscriber(village, "Жылдыз")
    said = await jyldyz.says("toktotkula kabardy, birok sunushuma joop kelsin")
    assert said.startswith(
        "Макул, угуу, айыл жана тема боюнча кабар жөнөтпөйбүз. Өзгөртүү: /settings Жөнөткөнүңүзгө жооп"
    )
    assert "Кабар алам" in await jyldyz.says("/settings")  # none are sent now


async def test_what_is_meant_is_asked_where_some_are_wanted(village):
    kanat = await subscriber(village, "Канат", language="ru")
    said = await kanat.says("отключите уведомления, но про слушание 16 декабря напомните")
    assert said.startswith("Что остановить?\n1 — Сообщения\n2 — Ничего, продолжить")
    assert "сообщать не будем" in await kanat.says("1")
    assert "всё равно придёт" in await kanat.says("ответ не отменяйте")
