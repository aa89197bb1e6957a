"""What goes wrong between us and Telegram, and the state in which each message ends."""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Callable
from itertools import count
from pathlib import Path

import pytest

from bot.app import Service, now
from bot.channels.telegram import polling
from bot.channels.telegram import request as reading
from bot.channels.too_fast import BURST, PER_SECOND
from bot.chat.message import Message
from bot.delivery import retry, under_way
from storage.queue.outbox import Lane, State
from storage.store import Store
from tests.patience import patient
from tests.telegram.fake.limits import QUERY_LIVES
from tests.telegram.fake.people import People, TelegramUser
from tests.telegram.fake.server import TelegramServer
from tests.telegram.steps import buttons, eventually, kept, presses, running, until

pytestmark = pytest.mark.slow

NUMBERS = count(1)
LATE = 20.0  # seconds
WORDS_OF_A_PROPOSAL = 7  # START, five buttons and the text
HANDLED = "SELECT count(*) FROM events WHERE state = 'done' AND external_id NOT LIKE '%flood' AND peer_id > 0 GROUP BY peer_id"
NOTICES = "SELECT object_id, state, code FROM outbox WHERE kind = 'notice'"


@pytest.fixture
async def sunush(
    telegram: TelegramServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> AsyncIterator[Service]:
    """The bot, less patient than it is; its chats wait only where Telegram's own limits are on."""
    monkeypatch.setattr(reading, "READ", 0.5)
    monkeypatch.setattr(polling, "READ", 0.5)
    monkeypatch.setattr(retry, "BACK_OFF", (0.3,))
    async with running(telegram, tmp_path, chat_spacing=getattr(request, "param", 0)) as service:
        yield service


async def met(user: TelegramUser) -> TelegramUser:
    """Somebody the bot has spoken to."""
    user.starts("a_kokjar")
    await until(lambda: bool(user.texts), LATE)
    return user


async def told(service: Service, peer_id: int, words: str | Message, lane: Lane = Lane.NOTICE) -> int:
    """Queues a message and returns its number."""
    number = next(NUMBERS)
    message = words if isinstance(words, Message) else Message(words)

    async def work(store: Store) -> None:
        ((name, account),) = [tuple(row) for row in await _peer(store, peer_id)]
        await store.outbox.queue(
            peer_id, name, account, kind="notice", object_id=number, revision=0, lane=lane, language="ky",
            body=message.to_json(), at=now(),
        )  # fmt: skip

    await service.office.database.write(work)
    service.courier.wake()
    return number


async def _peer(store: Store, peer_id: int) -> list[tuple]:
    from sqlalchemy import text

    rows = await store.connection.execute(text("SELECT channel, account FROM peers WHERE id = :id"), {"id": peer_id})
    return [tuple(row) for row in rows]


async def peers(service: Service) -> list[int]:
    return [row[0] for row in await kept(service, "SELECT id FROM peers ORDER BY id")]


async def ends(service: Service, number: int) -> tuple[State, str | None]:
    """The state and code in which a message ended, waiting for it."""
    async with patient(LATE):
        while True:
            rows = [row[1:] for row in await kept(service, NOTICES) if row[0] == number]
            if rows[0][0] > State.WAITING:
                return State(rows[0][0]), rows[0][1]
            await asyncio.sleep(0.02)


REFUSED = {"status": 400, "text": "Bad Request: BUTTON_DATA_INVALID"}
MAY_NOT_WRITE = (
    "have no rights to send a message",
    "not enough rights to send text messages to the chat",
    "CHAT_WRITE_FORBIDDEN",
    "TOPIC_CLOSED",
    "CHAT_RESTRICTED",
)
TABLE = {
    # what goes wrong: (chat's state, fault, how the row ends, how often it is shown at least and at most)
    "403 blocked": ("blocked", None, (State.FAILED, "blocked"), 0, 0),
    "403 deactivated": ("deactivated", None, (State.FAILED, "blocked"), 0, 0),
    "403 kicked": ("kicked", None, (State.FAILED, "blocked"), 0, 0),
    "403 never started": ("not started", None, (State.FAILED, "blocked"), 0, 0),
    "400 chat not found": (
        "open", ("refuse", {"status": 400, "text": "Bad Request: chat not found"}), (State.FAILED, "blocked"), 0, 0),
    **{
        f"400 {said}": (
            "open", ("refuse", {"status": 400, "text": f"Bad Request: {said}"}), (State.FAILED, "blocked"), 0, 0)
        for said in MAY_NOT_WRITE
    },
    "400 other": ("open", ("refuse", REFUSED), (State.FAILED, "rejected"), 0, 0),
    "429": ("open", ("throttle", {"retry_after": 1}), (State.SENT, None), 1, 1),
    "502 as a page": ("open", ("html", {}), (State.SENT, None), 1, 1),
    "500 as a page": ("open", ("html", {"status": 500}), (State.SENT, None), 1, 1),
    "403 as a page": ("open", ("html", {"status": 403}), (State.SENT, None), 1, 1),
    "403 as somebody else's JSON": (
        "open", ("html", {"status": 403, "text": '{"ok": false, "error": "denied"}'}), (State.SENT, None), 1, 1),
    "400 as a page": ("open", ("html", {"status": 400}), (State.SENT, None), 1, 1),
    "404 as a page": ("open", ("html", {"status": 404}), (State.SENT, None), 1, 1),
    "200 as a page": ("open", ("html", {"status": 200}), (State.SENT, None), 1, 1),
    "200 as a page, always": ("open", ("html", {"status": 200, "times": None}), (State.UNCERTAIN, "uncertain"), 0, 0),
    **{
        f"200 of another shape, {result}": (
            "open", ("html", {"status": 200, "text": f'{{"ok": true, "result": {result}}}'}), (State.SENT, None), 1, 1)
        for result in ("true", "{}", "7", '{"message_id": 5}')
    },
    "200 of another shape, always": (
        "open", ("html", {"status": 200, "text": '{"ok": true, "result": {}}', "times": None}),
        (State.UNCERTAIN, "uncertain"), 0, 0),
    "cut before acceptance": ("open", ("cut before", {}), (State.SENT, None), 1, 1),
    "cut after acceptance": ("open", ("cut after", {}), (State.SENT, None), 1, 2),
    "cut after acceptance, always": ("open", ("cut after", {"times": None}), (State.UNCERTAIN, "uncertain"), 1, 2),
    "no answer, not accepted": ("open", ("hang before", {}), (State.SENT, None), 1, 1),
    "no answer, accepted": ("open", ("hang after", {}), (State.SENT, None), 1, 2),
    "no answer ever, accepted": ("open", ("hang after", {"times": None}), (State.UNCERTAIN, "uncertain"), 1, 2),
}  # fmt: skip


@pytest.mark.parametrize("what", TABLE)
async def test_each_failure_has_its_final_state(
    sunush: Service, user: People, telegram: TelegramServer, what: str, tell: Callable[..., None]
):
    state, fault, expected, least, most = TABLE[what]
    aigul = await met(user("Айгүл", "ky"))
    (peer_id,) = await peers(sunush)
    await until(lambda: not telegram.pending())
    telegram.set_state(aigul.id, state)
    if fault:
        telegram.fault(fault[0], "sendMessage", **fault[1])
    ended = await ends(sunush, await told(sunush, peer_id, "Кабар 1"))
    telegram.calm()
    telegram.set_state(aigul.id, "open")
    shown = telegram.count(aigul.chat_id, "Кабар 1")
    tell(f"a failure, {what}", row=f"{ended[0].name} {ended[1] or ''}".strip(), shown=shown)
    assert ended == expected
    assert least <= shown <= most
    lost_answers = sum(call["accepted"] and call["code"] is None for call in telegram.calls("sendMessage"))
    assert shown <= max(1, lost_answers + 1)


NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


def answers(telegram: TelegramServer, method: str) -> list[tuple[int | None, str]]:
    """How Telegram answered each call of a method: the code and its words."""
    return [(call["code"], call["said"]) for call in telegram.calls(method)]


async def replies(service: Service) -> list[tuple]:
    """The state, the code and the id in Telegram of each reply."""
    return await kept(service, "SELECT state, code, external_id FROM outbox WHERE kind = 'reply' ORDER BY id")


async def test_an_edit_that_changes_nothing_has_been_done_already(
    sunush: Service, user: People, telegram: TelegramServer
):
    aigul = await met(user("Айгүл", "ky"))
    (peer_id,) = await peers(sunush)
    await until(lambda: not telegram.pending())
    await eventually(sunush, "SELECT DISTINCT state FROM outbox WHERE kind = 'reply'", [(State.SENT,)])
    shown = aigul.screen
    body = await sunush.office.database.read(lambda store: store.outbox.find_last_sent(peer_id))
    same = Message.from_json(body or "").editing(str(shown["message_id"]))
    number = await told(sunush, peer_id, same)
    assert await ends(sunush, number) == (State.SENT, None)
    assert await kept(sunush, "SELECT external_id FROM outbox WHERE kind = 'notice'") == [(str(shown["message_id"]),)]
    assert answers(telegram, "editMessageText") == [(400, NOT_MODIFIED)]
    assert telegram.messages(aigul.chat_id) == [{key: value for key, value in shown.items() if key != "buttons"}]


async def test_an_edit_whose_answer_was_lost_is_found_done_and_not_said_again(
    sunush: Service, user: People, telegram: TelegramServer
):
    aigul = await met(user("Айгүл", "ky"))
    telegram.fault("cut after", "editMessageText")
    own = aigul.screen["message_id"]
    aigul.taps("Кыргызча")
    await until(lambda: len(telegram.calls("editMessageText")) == 2, LATE)
    await until(lambda: not telegram.pending())
    assert answers(telegram, "editMessageText") == [(None, ""), (400, NOT_MODIFIED)]
    await all_sent(sunush, [str(own), str(own)])
    assert len(aigul.texts) == 1
    assert len(aigul.screen["edits"]) == 1


async def all_sent(service: Service, external_ids: list[str]) -> None:
    """Waits until every reply has been sent, as these messages."""
    expected = [(State.SENT, None, external_id) for external_id in external_ids]
    async with patient(LATE):
        while await replies(service) != expected:  # noqa: ASYNC110 - a database signals nothing
            await asyncio.sleep(0.02)


async def before_sending(user: TelegramUser) -> TelegramUser:
    """Somebody whose proposal is checked and waits for «Жөнөтүү»."""
    user.starts("a_kokjar")
    await presses(user, "Кыргызча", "Сунуш берүү", "Чыгаша: акча кетет")
    await until(lambda: any("2/3." in said for said in user.texts), LATE)
    user.writes("Мектептин жанына жарык керек")
    await presses(user, "Макулмун")
    await until(lambda: "Жөнөтүү" in buttons(user), LATE)
    await until(lambda: not user.server.pending(), LATE)
    return user


async def accepted_once(service: Service, user: TelegramUser) -> None:
    """What is to be true after «Жөнөтүү», however often Telegram refused something: one row, one receipt, all sent."""
    await until(lambda: "Кабар алам" in buttons(user), LATE)
    assert user.server.count(user.chat_id, "номери — 0001") == 1
    assert user.server.count(user.chat_id, "кабарлап туралыбы") == 1
    assert await kept(service, "SELECT label FROM proposals") == [("0001",)]
    await eventually(service, "SELECT DISTINCT state, code FROM outbox WHERE kind = 'reply'", [(State.SENT, None)])
    assert await kept(service, "SELECT DISTINCT state FROM events") == [("done",)]


async def test_a_tap_too_old_to_be_answered_is_done_and_its_person_told(
    sunush: Service, user: People, telegram: TelegramServer
):
    aigul = await before_sending(user("Айгүл", "ky"))
    tap = aigul.taps("Жөнөтүү")
    telegram.later(QUERY_LIVES)
    telegram.push({"callback_query": tap["callback_query"]})
    await accepted_once(sunush, aigul)
    assert answers(telegram, "answerCallbackQuery")[-1] == (400, TOO_OLD)


@pytest.mark.parametrize("sunush", [1.1], indirect=True, ids=["spaced"])
@pytest.mark.parametrize("method", ["answerCallbackQuery", "editMessageReplyMarkup", "editMessageText", "sendMessage"])
async def test_a_pause_asked_for_in_the_middle_of_a_tap_loses_and_repeats_nothing(
    sunush: Service, user: People, telegram: TelegramServer, method: str
):
    aigul = await before_sending(user("Айгүл", "ky"))
    telegram.limits(True)
    telegram.fault("throttle", method, retry_after=1)
    calls = len(telegram.calls())
    edited = len(aigul.screen["edits"])
    if method == "editMessageText":
        aigul.taps("Өзгөртүү")
        await until(lambda: len(aigul.screen["edits"]) > edited, LATE)
        await presses(aigul, "Артка")
    await presses(aigul, "Жөнөтүү")
    await accepted_once(sunush, aigul)
    refused = [call["method"] for call in telegram.calls(since=calls) if call["fault"] == "throttle"]
    assert refused == [method]


async def test_an_odd_answer_to_the_removing_of_buttons_changes_nothing_of_what_was_said(
    sunush: Service, user: People, telegram: TelegramServer
):
    aigul = await before_sending(user("Айгүл", "ky"))
    telegram.fault("html", "editMessageReplyMarkup", status=200, text='{"ok": true, "result": 7}')
    aigul.taps("Жөнөтүү")
    await accepted_once(sunush, aigul)
    assert [call["fault"] for call in telegram.calls("editMessageReplyMarkup")][-1] == "html"


async def test_buttons_that_a_pause_left_standing_do_no_harm(sunush: Service, user: People, telegram: TelegramServer):
    aigul = await before_sending(user("Айгүл", "ky"))
    check = aigul.screen
    telegram.fault("throttle", "editMessageReplyMarkup", retry_after=1)
    aigul.taps("Жөнөтүү")
    await accepted_once(sunush, aigul)
    (send,) = [
        button for row in check["reply_markup"]["inline_keyboard"] for button in row if button["text"] == "Жөнөтүү"
    ]
    (left,) = [said for said in telegram.messages(aigul.chat_id) if said["message_id"] == check["message_id"]]
    assert left["reply_markup"] == check["reply_markup"]
    aigul.taps_old(send["callback_data"], check["message_id"])
    await until(lambda: any("мурун кабыл алынган, номери — 0001" in said for said in aigul.texts), LATE)
    assert await kept(sunush, "SELECT label FROM proposals") == [("0001",)]


async def test_a_pause_holds_for_the_whole_account_and_replies_go_first_after_it(
    sunush: Service, user: People, telegram: TelegramServer, tell: Callable[..., None]
):
    people = [await met(user(f"Ким {n}", "ky")) for n in range(12)]
    calls = len(telegram.calls())
    telegram.fault("throttle", "sendMessage", retry_after=4)
    for peer_id in await peers(sunush):
        await told(sunush, peer_id, "Кабар")
    await until(lambda: any(call["code"] == 429 for call in telegram.calls("sendMessage")))
    people[-1].writes("/help")
    await until(lambda: all("Кабар" in person.texts for person in people), LATE)
    made = [call for call in telegram.calls(since=calls) if call["method"] == "sendMessage"]
    inside = sum(call["in_pause"] for call in made)
    refused = max(n for n, call in enumerate(made) if call["code"] == 429)
    after = [call for call in made[refused + 1 :] if call["accepted"] and not call["in_pause"]]
    tell(
        "a pause of 4 s",
        requests_inside=inside,
        at_most=under_way.BATCH - 1,
        first_after=after[0]["params"]["text"][:12],
    )
    assert inside < under_way.BATCH
    # A batch goes out side by side, so the reply is among its first, before most of the notices.
    assert any(call["params"]["text"] != "Кабар" for call in after[: under_way.BATCH])


async def test_at_our_own_pace_telegram_never_asks_for_a_pause(
    telegram: TelegramServer, user: People, tmp_path: Path, tell: Callable[..., None]
):
    telegram.limits(True)
    async with running(telegram, tmp_path, chat_spacing=1.1) as service:
        people = [user(f"Ким {n}", "ky") for n in range(100)]
        for person in people:
            person.starts("a_kokjar")
        await until(lambda: all(person.texts for person in people), LATE)
        before = time.monotonic()
        for peer_id in await peers(service):
            await told(service, peer_id, "Кабар")
        for person in people[:20]:
            person.writes("/help")
        await until(lambda: all("Кабар" in person.texts for person in people), LATE)
        seconds = time.monotonic() - before
    refused = sum(call["code"] == 429 for call in telegram.calls())
    tell("at our own pace", notices=100, replies=120, seconds=f"{seconds:.1f}", refusals_429=refused)
    assert refused == 0


async def test_telegram_away_for_a_while_loses_nothing(
    sunush: Service, user: People, telegram: TelegramServer, monkeypatch: pytest.MonkeyPatch
):
    aigul = await met(user("Айгүл", "ky"))
    (peer_id,) = await peers(sunush)
    await telegram.down()
    number = await told(sunush, peer_id, "Кабар")
    aigul.writes("/help")
    await eventually(sunush, "SELECT attempts > 0 FROM outbox WHERE kind = 'notice'", [(1,)])
    await telegram.up()
    assert await ends(sunush, number) == (State.SENT, None)
    await until(lambda: not telegram.pending() and len(aigul.texts) >= 3, LATE)
    assert telegram.count(aigul.chat_id, "Кабар") == 1


async def test_a_group_that_moved_is_written_to_at_its_new_address(
    sunush: Service, user: People, telegram: TelegramServer
):
    aigul = user("Айгүл", "ky")
    group = aigul.in_group(-1001)
    group.commands("start")
    await until(lambda: len(group.texts) == 1)
    (peer_id,) = await peers(sunush)
    new = telegram.migrate(-1001)
    assert await ends(sunush, await told(sunush, peer_id, "Кабар")) == (State.SENT, None)
    assert telegram.texts(new) == ["Кабар"]


async def test_a_group_that_moved_and_spoke_there_first_is_told_there_and_stays_the_villages(
    sunush: Service, user: People, telegram: TelegramServer
):
    aigul = user("Айгүл", "ky")
    group = aigul.in_group(-1001)
    group.commands("start")
    await until(lambda: len(group.texts) == 1)
    (peer_id,) = await peers(sunush)

    async def belongs(store: Store) -> None:
        aimak = await store.aimaks.find_by_code("kokjar")
        person = await store.people.find("telegram", telegram.token.partition(":")[0], "-1001")
        await store.groups.put(peer_id, aimak_id=aimak.id, title="Көк-Жар айылы", by=person.id, at=now())

    await sunush.office.database.write(belongs)
    new = telegram.migrate(-1001)
    aigul.in_group(new, supergroup=True).commands("start")
    await until(lambda: not telegram.pending())
    number = await told(sunush, peer_id, "Кабар")
    assert await ends(sunush, number) == (State.SENT, None)
    assert telegram.texts(new)[-1] == "Кабар"
    (group_now,) = await kept(sunush, "SELECT peer_id FROM groups WHERE removed_at IS NULL")
    assert await kept(sunush, "SELECT peer_id FROM outbox WHERE kind = 'notice'") == [group_now]
    await met(aigul)


async def test_one_person_of_five_hundred_messages_a_second_holds_up_nobody(
    telegram: TelegramServer, user: People, tmp_path: Path, tell: Callable[..., None]
):
    telegram.limits(True)
    async with running(telegram, tmp_path, chat_spacing=1.1) as service:
        alone = await _answer_times([user(f"Ким {n}", "ky") for n in range(20)])
        noisy, others = user("Шуулдак", "ky"), [user(f"Эл {n}", "ky") for n in range(20)]
        calls = len(telegram.calls())

        async def shouts() -> None:
            while True:
                for n in range(25):
                    noisy.writes(f"ызы-чуу {n}")
                await asyncio.sleep(0.05)

        began = time.time()
        shouting = asyncio.create_task(shouts())
        beside = await _answer_times(others)
        await asyncio.gather(*map(_proposes, others))
        shouting.cancel()
        let_in = PER_SECOND * (time.time() - began + 1) + BURST  # a message's moment is a whole second
        handled = sorted(count for (count,) in await kept(service, HANDLED))
        paused = await kept(service, "SELECT 1 FROM accounts WHERE paused_until > 0")
        assert await kept(service, "SELECT count(*), count(DISTINCT label) FROM proposals") == [(20, 20)]
    made = telegram.calls(since=calls)
    refused = [call for call in made if call["code"] == 429]
    for name, times in (("alone", alone), ("beside 500 messages a second", beside)):
        p95 = statistics.quantiles(times, n=20)[-1]
        tell(f"answers, {name}", people=20, median_ms=round(statistics.median(times) * 1000), p95_ms=round(p95 * 1000))
    *of_others, of_noisy = handled
    tell("beside 500 messages a second", refusals_429=len(refused), handled=of_noisy, let_in_at_most=int(let_in))
    assert of_others == [1] * len(alone) + [WORDS_OF_A_PROPOSAL] * len(others)
    assert of_noisy <= let_in
    assert not paused
    # Buttons are not removed a second time, and where a chat has had its fill it alone rests.
    assert {call["chat_id"] for call in refused if call["method"] != "editMessageReplyMarkup"} <= {noisy.id}
    assert not any(call["in_pause"] for call in made if call["chat_id"] != noisy.id)
    assert all(telegram.count(person.id, "номери — ") == 1 for person in others)


async def _proposes(person: TelegramUser) -> None:
    # From the language to the receipt, patiently: a chat is sent one message a second.
    for button in ("Кыргызча", "Сунуш берүү", "Чыгаша: акча кетет", "", "Макулмун", "Жөнөтүү"):
        if button:
            await until(lambda button=button: button in buttons(person), LATE)
            person.taps(button)
        else:
            await until(lambda: any("2/3." in said for said in person.texts), LATE)
            person.writes("Мектептин жанына жарык керек")
    await until(lambda: any("номери — " in said for said in person.texts), LATE)


async def _answer_times(people: list[TelegramUser]) -> list[float]:
    async def asks(person: TelegramUser, after: float) -> float:
        await asyncio.sleep(after)
        began = time.monotonic()
        person.starts("a_kokjar")
        await person.hears(LATE)
        return time.monotonic() - began

    return await asyncio.gather(*(asks(person, n / 10) for n, person in enumerate(people)))
