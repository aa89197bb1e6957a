"""Hearings in Telegram: notices that keep their words and buttons, links, places on the map, /stop."""

from bot.app import Service, now
from bot.budget.hearing import DAY, HearingKind, Terms
from bot.channels.telegram import Telegram
from bot.office.hearings import hearings
from storage.store import Store
from tests.telegram.fake.people import People
from tests.telegram.fake.server import TelegramServer
from tests.telegram.fake.state import TOKEN
from tests.telegram.steps import buttons, hears, kept, presses, proposed, sunush_calls, until

PLACE = "Көк-Жар айылы, маданият үйү"


async def announced(sunush: Service) -> int:
    """A hearing in ten days, its notice on the way to who subscribed; returns its id."""

    async def act(store: Store) -> int:
        aimak = await store.aimaks.find_by_code("kokjar")
        assert aimak is not None
        terms = Terms(now() + 10 * DAY, PLACE, "Жолдор", 40.26611, 72.61832)
        announcement = hearings.Announcement("a key", HearingKind.DRAFT, terms, 2027)
        return (await hearings.announce(store, announcement=announcement, by=None, aimak_id=aimak.id, at=now()))[0].id

    hearing_id = await sunush.office.database.write(act)
    while await sunush.broadcasting.step():
        sunush.courier.wake()
    sunush.courier.wake()
    return hearing_id


async def test_a_notice_keeps_its_words_and_buttons_whatever_is_pressed_on_it(sunush: Service, user: People):
    aigul = user("Айгүл", "ky")
    await proposed(aigul)
    await presses(aigul, "Кабар алам")
    await hears(aigul, "кабарлайбыз")
    await announced(sunush)
    notice = await hears(aigul, "БЮДЖЕТ УГУУСУ\n")
    for button, heard in (
        ("Келем", "дагы канча киши"),
        ("Келе албайм", "Айтканыңызга рахмат"),
        ("Кененирээк", "Качан:"),
    ):
        shown = next(one for one in aigul.server.messages(aigul.chat_id) if one["text"] == notice)
        on_it = {one["text"]: one["callback_data"] for row in shown["reply_markup"]["inline_keyboard"] for one in row}
        assert list(on_it) == ["Келем", "Келе албайм", "Кененирээк", "Кабар албайм"]
        aigul.taps_old(on_it[button], shown["message_id"])
        await hears(aigul, heard)
    assert await kept(sunush, "SELECT coming, companions FROM rsvps") == [(0, 0)]
    aigul.taps_old(on_it["Кабар албайм"], shown["message_id"])
    await hears(aigul, "кабар жөнөтпөйбүз")
    assert notice in aigul.texts
    assert await kept(sunush, "SELECT notices FROM follows") == [(0,)]


async def test_a_link_of_a_hearing_leads_to_its_pin_on_the_map(sunush: Service, user: People):
    hearing_id = await announced(sunush)
    aigul = user("Айгүл", "ru")
    aigul.starts(f"h_{hearing_id}")
    await presses(aigul, "Русский")
    await hears(aigul, f"Где: «{PLACE}».")  # as it was written, to whoever reads Russian
    await presses(aigul, "Показать на карте")
    await until(lambda: bool(sunush_calls(aigul, "sendVenue")))
    (pin,) = (one for one in aigul.server.messages(aigul.chat_id) if one["method"] == "sendVenue")
    assert pin["content"]["venue"]["title"] == PLACE
    assert pin["content"]["location"] == {"latitude": 40.26611, "longitude": 72.61832}
    assert "Показать на карте" in buttons(aigul)
    assert sum(f"Где: «{PLACE}»." in said for said in aigul.texts) == 1


async def test_a_place_without_a_name_is_a_bare_pin(sunush: Service, user: People, telegram: TelegramServer):
    from bot.chat.message import Message

    aigul = user("Айгүл", "ky")
    aigul.starts()
    await hears(aigul, "Тилди тандаңыз")
    channel = Telegram(TOKEN, seal=sunush.office.seal, api_url=telegram.url)
    await channel.send(str(aigul.id), Message("", pin=[40.26611, 72.61832]), language="ky")
    await channel.send(str(aigul.id), Message("Мектеп", pin=[40.26611, 72.61832]), language="ky")
    await channel.close()
    assert [one["method"] for one in telegram.messages(aigul.id)][1:] == ["sendLocation", "sendVenue"]


async def test_stop_in_telegram_is_a_command_of_the_menu_and_a_word(sunush: Service, user: People):
    aigul = user("Айгүл", "ru")
    aigul.starts("a_kokjar")
    await presses(aigul, "Русский")
    await hears(aigul, "Здравствуйте")
    for typed in ("/stop", "отписаться"):
        aigul.writes(typed)
        await until(lambda: "сообщать не будем" in aigul.texts[-1])
    await until(lambda: bool(aigul.server.menus()))
    commands = {entry["command"]: entry["description"] for menu in aigul.server.menus() for entry in menu["commands"]}
    assert commands["hearings"] == "Слушания по бюджету"
    assert {"budget", "stop"} <= set(commands)
