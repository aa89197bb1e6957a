"""A village's group in Telegram. A clerk lets the bot in, a notice is posted there once, slowly; put out, it is left."""

import asyncio
import uuid

from bot.app import Service, now
from bot.budget.hearing import HOUR, HearingKind, Terms
from bot.budget.permissions import Role
from bot.office import staff
from bot.office.hearings import groups, hearings
from bot.office.hearings.hearings import Announcement
from bot.office.messenger_accounts import links
from storage.hearings import Hearing
from storage.people import Person
from tests.patience import patient
from tests.telegram.fake.people import People, TelegramUser
from tests.telegram.fake.server import TelegramServer
from tests.telegram.fake.state import TOKEN
from tests.telegram.steps import hears, kept, presses, until

GROUP, STRANGERS = -1001, -1002
LINK = "https://t.me/sunush_test_bot"


async def clerk(service: Service, user: People, name: str = "Бакыт") -> tuple[TelegramUser, Person]:
    """Somebody in the menu who works in the office of Көк-Жар."""
    bakyt = user(name, "ky")
    bakyt.starts("a_kokjar")
    await presses(bakyt, "Кыргызча")
    await hears(bakyt, "Сунуш берүү")

    async def hire(store):
        person = await store.people.find("telegram", TOKEN.partition(":")[0], str(bakyt.chat_id))
        await staff.grant(store, role=Role.STAFF, aimak_id=person.aimak_id, to=person, by_id=None, at=now())
        return person

    return bakyt, await service.office.database.write(hire)


async def announced(service: Service, by: Person) -> Hearing:
    """A hearing, announced for tomorrow's tomorrow."""
    terms = Terms(now() + 48 * HOUR, "Көк-Жар айылы, клуб")
    announcement = Announcement(uuid.uuid4().hex, HearingKind.DRAFT, terms, 2027)
    hearing, _ = await service.office.database.write(
        lambda store: hearings.announce(
            store, announcement=announcement, by=by, aimak_id=int(by.aimak_id or 0), at=now(), sure=True
        )
    )
    return hearing


async def posted(service: Service, hearing: Hearing, by: Person) -> tuple[int, int]:
    """Posts it and wakes the courier."""
    found = await service.office.database.write(lambda store: groups.post(store, id=hearing.id, by=by, at=now()))
    service.courier.wake()
    return found


async def test_a_group_a_clerk_lets_the_bot_into_gets_the_notice_once(
    sunush: Service, user: People, telegram: TelegramServer
):
    bakyt, person = await clerk(sunush, user)
    bakyt.in_group(GROUP, "Көк-Жар айылы").adds_the_bot()
    await hears(bakyt, "«Көк-Жар айылы»")
    assert not telegram.texts(GROUP)  # the group itself is told nothing
    hearing = await announced(sunush, person)
    assert await posted(sunush, hearing, person) == (1, 1)
    assert await posted(sunush, hearing, person) == (0, 1)
    await until(lambda: bool(telegram.texts(GROUP)))
    (post,) = telegram.texts(GROUP)
    assert "БЮДЖЕТ УГУУСУ" in post
    assert "СЛУШАНИ" in post


async def test_a_stranger_lets_it_in_for_nothing(sunush: Service, user: People, telegram: TelegramServer):
    _, person = await clerk(sunush, user)
    stranger = user("Жыпар", "ky")
    stranger.in_group(GROUP).adds_the_bot()
    await until_seen(sunush, 1)
    hearing = await announced(sunush, person)
    assert await posted(sunush, hearing, person) == (0, 0)
    assert not telegram.texts(GROUP) + stranger.texts


async def test_whoever_calls_it_in_a_group_is_shown_the_way_into_the_private_chat(
    sunush: Service, user: People, telegram: TelegramServer
):
    with_payload = f"{LINK}?start={links.PAYLOAD}"
    await sunush.office.database.write(
        lambda store: links.keep(store, "telegram", "1", bare=LINK, with_payload=with_payload)
    )
    bakyt, _ = await clerk(sunush, user)
    bakyt.in_group(GROUP).adds_the_bot()
    await until_seen(sunush, 1)
    aigul = user("Айгүл", "ky")
    aigul.in_group(GROUP).mentions("салам")
    aigul.in_group(STRANGERS).mentions("салам", bot="Sunush_Test_Bot")
    aigul.in_group(STRANGERS).writes("ail@sunush_test_bot.kg")
    await until(lambda: bool(telegram.texts(GROUP)) and bool(telegram.texts(STRANGERS)))
    await until(lambda: not telegram.pending())
    assert [text.splitlines()[-1] for text in telegram.texts(GROUP)] == ["https://t.me/sunush_test_bot?start=a_kokjar"]
    assert [text.splitlines()[-1] for text in telegram.texts(STRANGERS)] == ["https://t.me/sunush_test_bot"]


async def test_a_flooded_group_is_asked_nothing(sunush: Service, user: People, telegram: TelegramServer):
    bakyt, _ = await clerk(sunush, user)
    bakyt.in_group(GROUP).adds_the_bot()
    await until_seen(sunush, 1)
    aigul = user("Айгүл", "ky")
    for n in range(60):
        aigul.in_group(GROUP).mentions(f"салам {n}")
    await until(lambda: not telegram.pending())
    called = "SELECT count(*) FROM events WHERE external_id LIKE '%flood'"
    assert await kept(sunush, called) == [(0,)]
    assert len(await kept(sunush, "SELECT id FROM events")) < 50
    assert not any("Тилди тандаңыз" in said for said in telegram.texts(GROUP))


async def until_seen(service: Service, members: int) -> None:
    """Waits until so many changes of our place are on disk."""
    async with patient(10):
        while len(await kept(service, "SELECT id FROM events WHERE external_id LIKE '%member'")) < members:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_a_group_that_put_the_bot_out_silently_is_told_to_whoever_posted_and_stays_the_villages(
    sunush: Service, user: People, telegram: TelegramServer
):
    bakyt, person = await clerk(sunush, user)
    bakyt.in_group(GROUP).adds_the_bot()
    await until_seen(sunush, 1)
    telegram.set_state(GROUP, "kicked")
    hearing = await announced(sunush, person)
    await posted(sunush, hearing, person)
    await until_ended(sunush)
    assert await kept(sunush, "SELECT code FROM outbox WHERE kind = 'post'") == [("put_out",)]
    await hears(bakyt, "бот топтон чыгарылган")
    telegram.set_state(GROUP, "open")
    await presses(bakyt, "Топко кайра жөнөтүү")
    await until(lambda: len(telegram.texts(GROUP)) == 1)


# What Telegram says of a group: how it says it, our code, and what the clerk reads.
REFUSALS = (
    (403, "Forbidden: bot was kicked from the supergroup chat", "put_out", "бот топтон чыгарылган"),
    (403, "Forbidden: bot is not a member of the channel chat", "put_out", "бот топтон чыгарылган"),
    (400, "Bad Request: CHANNEL_PRIVATE", "put_out", "бот топтон чыгарылган"),
    (403, "Forbidden: bot was banned from the channel chat", "put_out", "бот топтон чыгарылган"),
    (400, "Bad Request: have no write access to the chat", "may_not_write", "жаза албайт"),
    (400, "Bad Request: TOPIC_HIDDEN", "topic_closed", "анын темасы жабык"),
    (403, "Forbidden: the group chat was deleted", "no_chat", "ал топ жок болуп калган"),
    (400, "Bad Request: chat not found", "no_chat", "ал топ жок болуп калган"),
    (400, "Bad Request: need administrator rights in the channel chat", "not_admin", "администратор болушу керек"),
    (400, "Bad Request: CHAT_ADMIN_REQUIRED", "not_admin", "администратор болушу керек"),
    (400, "Bad Request: not enough rights to send text messages to the chat", "may_not_write", "жаза албайт"),
    (400, "Bad Request: have no rights to send a message", "may_not_write", "жаза албайт"),
    (400, "Bad Request: CHAT_WRITE_FORBIDDEN", "may_not_write", "жаза албайт"),
    (400, "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN", "may_not_write", "жаза албайт"),
    (400, "Bad Request: CHAT_RESTRICTED", "may_not_write", "жаза албайт"),
    (400, "Bad Request: CHAT_SEND_MEDIA_FORBIDDEN", "no_files_there", "файл жөнөтүүгө болбойт"),
    (400, "Bad Request: not enough rights to send documents to the chat", "no_files_there", "файл жөнөтүүгө болбойт"),
    (400, "Bad Request: TOPIC_CLOSED", "topic_closed", "анын темасы жабык"),
    (400, "Bad Request: message thread not found", "no_topic", "анын темасы жок"),
    (400, "Bad Request: TOPIC_DELETED", "no_topic", "анын темасы жок"),
    (403, "Forbidden: ALLOW_PAYMENT_REQUIRED_5", "paid", "акылуу"),
    (400, "Bad Request: something nobody has heard of", "rejected", "мессенджер кабыл алган жок"),
)


async def test_whatever_a_group_refuses_the_clerk_hears_which_one_and_why_and_posts_again_once_it_is_mended(
    sunush: Service, user: People, telegram: TelegramServer, tell
):
    bakyt, person = await clerk(sunush, user)
    groups_of = {-2000 - n: one for n, one in enumerate(REFUSALS)}
    for chat, (status, said, _, _) in groups_of.items():
        bakyt.in_group(chat, f"Топ {-chat}").adds_the_bot()
        telegram.fault("refuse", "sendMessage", chat=chat, times=None, status=status, text=said)
    bakyt.in_group(GROUP, "Жеткен топ").adds_the_bot()
    await until_seen(sunush, len(REFUSALS) + 1)
    hearing = await announced(sunush, person)
    every = len(REFUSALS) + 1
    assert await posted(sunush, hearing, person) == (every, every)
    await until_ended(sunush)
    codes = dict(await kept(sunush, "SELECT peer_id, code FROM outbox WHERE kind = 'post' AND code IS NOT NULL"))
    assert sorted(codes.values()) == sorted(code for *_, code, _ in REFUSALS)
    await until(lambda: sum("жеткен жок" in text for text in bakyt.texts) == len(REFUSALS), 20)
    for chat, (*_, why) in groups_of.items():
        assert any(f"«Топ {-chat}»" in text and why in text for text in bakyt.texts), why
    assert not await kept(sunush, "SELECT 1 FROM groups WHERE removed_at IS NOT NULL"), "only a person takes one away"
    telegram.calm()
    assert await posted(sunush, hearing, person) == (len(REFUSALS), every), "only where it had not arrived"
    await until(lambda: all(len(telegram.texts(chat)) == 1 for chat in (*groups_of, GROUP)), 20)
    tell("refusals of groups", classed=len(REFUSALS), told=len(REFUSALS), reached_after_repair=len(REFUSALS), doubled=0)


async def test_a_group_in_slow_mode_waits_alone(sunush: Service, user: People, telegram: TelegramServer):
    bakyt, person = await clerk(sunush, user)
    bakyt.in_group(GROUP).adds_the_bot()
    await until_seen(sunush, 1)
    telegram.fault("throttle", "sendMessage", chat=GROUP, retry_after=3000)
    await posted(sunush, await announced(sunush, person), person)
    asked = "SELECT code FROM outbox WHERE kind = 'post' AND code = 'throttled'"
    async with patient(10):
        while not await kept(sunush, asked):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert await kept(sunush, "SELECT paused_until FROM accounts WHERE paused_until > 0") == []
    said = len(bakyt.texts)
    bakyt.writes("/help")
    await until(lambda: len(bakyt.texts) > said)


async def test_whoever_puts_it_out_is_believed(sunush: Service, user: People):
    bakyt, person = await clerk(sunush, user)
    bakyt.in_group(GROUP).adds_the_bot()
    user("Жыпар", "ky").in_group(GROUP).kicks_the_bot()
    await until_seen(sunush, 2)
    assert await posted(sunush, await announced(sunush, person), person) == (0, 0)


async def until_ended(service: Service) -> None:
    """Waits until every post has ended."""
    async with patient(10):
        while await kept(service, "SELECT id FROM outbox WHERE kind = 'post' AND state < 3"):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_two_posts_in_a_group_are_three_seconds_apart(sunush: Service, user: People, telegram: TelegramServer):
    bakyt, person = await clerk(sunush, user)
    bakyt.in_group(GROUP).adds_the_bot()
    await until_seen(sunush, 1)
    for hearing in [await announced(sunush, person), await announced(sunush, person)]:
        await posted(sunush, hearing, person)
    await until_ended(sunush)
    (first,), (second,) = await kept(sunush, "SELECT finished_at FROM outbox WHERE kind = 'post' ORDER BY id")
    assert second - first >= 3_000
    assert len(telegram.texts(GROUP)) == 2
