"""Telegram by webhook. The program itself sets it, takes updates in as the poll does, and answers after the commit."""

import asyncio
import json
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.app import Service
from bot.channels.fair import KEPT
from bot.channels.telegram import Telegram, trouble, webhook
from bot.channels.telegram.window import LARGEST
from bot.channels.too_fast import Flood
from bot.config_accounts import TelegramSettings
from bot.delivery.incoming.turn import TakeTurn
from storage.database.failures import CommitFailed
from storage.database.seal import Seal
from tests.patience import patient
from tests.telegram.fake.people import People
from tests.telegram.fake.server import TelegramServer
from tests.telegram.fake.state import TOKEN
from tests.telegram.steps import buttons, eventually, hears, kept, presses, proposed, running, until
from tests.web.doors import find_free_port

ELSEWHERE = "https://example.org/hook"


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries again and looks again at once."""
    monkeypatch.setattr(trouble, "BACK_OFF", (0.02,))
    monkeypatch.setattr(webhook, "LOOK", 0.05)


@pytest.fixture
async def sunush(telegram: TelegramServer, tmp_path) -> AsyncIterator[Service]:
    """Sunush, called by that server."""
    async with running(telegram, tmp_path, webhook=True) as service:
        await telegram.called("setWebhook", 1)
        yield service


async def post(telegram: TelegramServer, body: bytes, **headers: str) -> int:
    """The status that a call of the webhook is answered with; headers are ours unless others are named."""
    hook = telegram._hook
    assert hook is not None
    given = headers or {"X-Telegram-Bot-Api-Secret-Token": hook.secret}
    large = len(body) > 100_000  # whoever is refused may not have read it
    async with (
        aiohttp.ClientSession() as line,
        line.post(hook.url, data=body, headers=given, expect100=large) as answer,
    ):
        assert await answer.text() == ""
        return answer.status


async def test_a_proposal_goes_in_by_webhook_and_nothing_is_polled(
    telegram: TelegramServer, user: People, sunush: Service
):
    aigul = user("Айгүл", "ky")
    await proposed(aigul)
    assert "номери — 0001" in "\n".join(aigul.texts)
    assert await kept(sunush, "SELECT count(*) FROM proposals") == [(1,)]
    await until(lambda: not telegram.pending())
    assert set(telegram.posted()) == {"200 OK"}
    assert telegram.calls("getUpdates") == []


async def test_what_is_set_names_the_kinds_and_a_secret_of_the_installs_key(
    telegram: TelegramServer, sunush: Service, seal: Seal, caplog: pytest.LogCaptureFixture
):
    (call,) = telegram.calls("setWebhook")
    given = call["params"]
    assert given["url"].endswith(f"/webhooks/telegram/{TOKEN.partition(':')[0]}")
    assert json.loads(given["allowed_updates"]) == ["message", "edited_message", "callback_query", "my_chat_member"]
    assert given.get("drop_pending_updates", "false") == "false"
    assert given["secret_token"] == seal.mark("webhook", "telegram", TOKEN.partition(":")[0])
    assert given["secret_token"] not in caplog.text


def test_a_secret_of_ones_own_is_the_one_that_counts(seal: Seal):
    settings = TelegramSettings(TOKEN, webhook=True, webhook_secret="An-Own-Secret_of-forty-signs-0123456789ab")
    hook = Telegram.of(settings, seal, web_url="https://sunush.example.kg").webhook
    assert hook is not None
    assert hook.may_be_theirs({webhook.SECRET: settings.webhook_secret})
    for wrong in ("", settings.webhook_secret[:-1], settings.webhook_secret + "x", "ключ", "\xff" * 41):
        assert not hook.may_be_theirs({webhook.SECRET: wrong})
    assert not hook.may_be_theirs({})


async def test_whoever_has_no_secret_writes_nothing(telegram: TelegramServer, user: People, sunush: Service):
    update = json.dumps(user().starts()).encode()
    await until(lambda: not telegram.pending())
    before = await kept(sunush, "SELECT count(*) FROM events")
    for headers in ({"X-Other": "1"}, {"X-Telegram-Bot-Api-Secret-Token": "guessed"}):
        assert await post(telegram, update.replace(b"88", b"99"), **headers) == 401
        assert await post(telegram, b"x" * (webhook.LARGEST + 1), **headers) == 401
    assert await post(telegram, b"x" * (webhook.LARGEST + 1)) == 413
    assert await kept(sunush, "SELECT count(*) FROM events") == before


async def test_what_is_signed_and_unreadable_is_kept_once_and_holds_nobody_up(
    telegram: TelegramServer, user: People, sunush: Service
):
    odd = [b"{", b"", b"null", b"[]", b'"text"', b"\xff\xfe", b"[" * 5000, b'{"update_id": 7, "message": "hush"}']
    odd += [json.dumps({"update_id": LARGEST, "message": {"chat": 1}}).encode()]
    for body in odd * 2:
        assert await post(telegram, body) == 200, body
    dead = await kept(sunush, "SELECT count(*) FROM events WHERE state = 'dead'")
    assert dead == [(len(odd),)]
    other = b'{"update_id": 8, "poll": {"id": "1"}}'
    assert await post(telegram, other) == 200, "a kind that nobody asked for"
    aigul = user()
    aigul.starts()
    await hears(aigul, "Тилди тандаңыз")


async def test_what_cannot_be_written_comes_again_and_in_its_order(
    telegram: TelegramServer, user: People, sunush: Service, monkeypatch: pytest.MonkeyPatch
):
    aigul, write = user("Айгүл", "ky"), type(sunush.receive).__call__
    failures = [3]

    async def fails(self: object, *given: object) -> None:
        if failures[0]:
            failures[0] -= 1
            raise CommitFailed("disk full")
        await write(self, *given)

    monkeypatch.setattr(type(sunush.receive), "__call__", fails)
    aigul.starts("a_kokjar")
    await presses(aigul, "Кыргызча")
    await until(lambda: "Сунуш берүү" in buttons(aigul))
    assert telegram.posted()["503 Service Unavailable"] == 3
    assert await kept(sunush, "SELECT count(*) FROM events") == [(2,)]


async def test_whoever_is_called_in_behind_a_crowd_is_answered_200_before_the_crowd_was_handled(
    telegram: TelegramServer, user: People, tmp_path, tell
):
    async with running(telegram, tmp_path, webhook=True) as sunush:
        await telegram.called("setWebhook", 1)
        hold = sunush.office.database.write

        async def held(work, **how):
            if isinstance(getattr(work, "func", None), TakeTurn):
                await released.wait()
            return await hold(work, **how)

        released, crowd = asyncio.Event(), [user(f"Жаңы {n}", "ky") for n in range(40)]
        sunush.office.database.write = held
        for one in crowd:
            one.starts()
        await until(lambda: len(telegram.pending()) <= webhook.PLACES - KEPT)
        behind = await kept(sunush, "SELECT count(*) FROM events WHERE state = 'waits'")
        released.set()
        await eventually(sunush, "SELECT state, count(*) FROM events GROUP BY state", [("done", 40)])
        tell("forty newcomers who call at once", confirmed_before_their_turn=behind[0][0], handled=len(crowd))
        assert behind == [(40 - webhook.PLACES + KEPT,)]


async def test_what_a_poll_had_confirmed_and_not_handled_is_handled_by_a_start_that_is_called(
    telegram: TelegramServer, user: People, tmp_path
):
    aigul = user("Айгүл", "ky")
    async with running(telegram, tmp_path) as sunush:
        raw = json.dumps(aigul.writes("/help")).replace('"update_id": ', '"update_id": 9')
        await until(lambda: aigul.texts)
        peer = ("telegram", TOKEN.partition(":")[0])
        await sunush.office.database.write(lambda store: store.backlog.put(*peer, {"9": raw, "odd": "{}"}, at=1))
    async with running(telegram, tmp_path, webhook=True) as sunush:
        await until(lambda: len(aigul.texts) == 2)
        await eventually(sunush, "SELECT count(*) FROM events WHERE state = 'waits'", [(0,)])


async def test_a_webhook_set_elsewhere_is_replaced_and_one_that_was_deleted_is_set_again(
    telegram: TelegramServer, user: People, sunush: Service, caplog: pytest.LogCaptureFixture
):
    ours = telegram._webhook
    for times, other in enumerate((ELSEWHERE, ""), start=2):
        telegram.webhook(other)
        await telegram.called("setWebhook", times)
        assert telegram._webhook == ours
    assert "a webhook that was set elsewhere: it is replaced." in caplog.text
    aigul = user()
    aigul.starts()
    await hears(aigul, "Тилди тандаңыз")


async def test_a_start_without_telegram_goes_on_and_sets_the_webhook_once_it_answers(
    telegram: TelegramServer, user: People, tmp_path, caplog: pytest.LogCaptureFixture
):
    telegram.fault("html", "getMe", times=2)
    telegram.fault("refuse", "setWebhook", times=2, status=429, text="Too Many Requests: retry after 1")
    telegram.fault("cut after", "setWebhook", times=1)
    aigul = user()
    aigul.starts()
    async with running(telegram, tmp_path, webhook=True):
        await hears(aigul, "Тилди тандаңыз")
    assert "it is tried again" in caplog.text
    assert not telegram.pending()


async def test_what_telegram_says_of_a_delivery_that_failed_is_said_here(
    telegram: TelegramServer, user: People, sunush: Service, caplog: pytest.LogCaptureFixture
):
    hook = telegram._hook
    assert hook is not None
    hook.failed_at, hook.failure = telegram.now() + 2, "Connection refused"
    telegram._queue.put({"message": {}}, telegram.now() + 60)
    async with patient(10):
        while "cannot deliver" not in caplog.text:  # noqa: ASYNC110 - a log signals nothing
            await asyncio.sleep(0.01)
    assert "Connection refused" in caplog.text


async def test_what_failed_while_it_was_off_is_no_fault_of_now_and_comes_at_once(
    telegram: TelegramServer, user: People, tmp_path, caplog: pytest.LogCaptureFixture
):
    aigul, door = user(), f"127.0.0.1:{find_free_port()}"
    async with running(telegram, tmp_path, webhook=True, door=door):
        await telegram.called("setWebhook", 1)
    aigul.starts()
    hook = telegram._hook
    assert hook is not None
    await until(lambda: hook.failed_at > 0)
    async with running(telegram, tmp_path, webhook=True, door=door):
        await hears(aigul, "Тилди тандаңыз")
        await telegram.called("getWebhookInfo", len(telegram.calls("getWebhookInfo")) + 2)
    assert "cannot deliver" not in caplog.text


async def test_one_who_floods_is_dropped_with_200_and_told_once(telegram: TelegramServer, user: People, tmp_path):
    flood = Flood(burst=3, per_second=0.001)
    async with running(telegram, tmp_path, webhook=True, flood=flood):
        await telegram.called("setWebhook", 1)
        bakyt = user("Бакыт", "ky")
        for _ in range(8):
            bakyt.writes("дагы")
        await until(lambda: not telegram.pending())
    assert telegram.posted() == {"200 OK": 8}


async def test_polling_takes_over_from_a_webhook_and_loses_nothing(telegram: TelegramServer, user: People, tmp_path):
    aigul = user()
    async with running(telegram, tmp_path, webhook=True):
        aigul.starts()
        await hears(aigul, "Тилди тандаңыз")
    aigul.writes("Кыргызча")
    async with running(telegram, tmp_path):
        await hears(aigul, "Облусуңузду")
    assert telegram._webhook == ""


async def test_the_doctor_says_where_telegram_calls_and_what_came_of_it(
    telegram: TelegramServer, sunush: Service, seal: Seal
):
    hook = telegram._hook
    assert hook is not None
    url = hook.url.removesuffix(f"/webhooks/telegram/{TOKEN.partition(':')[0]}")
    channel = Telegram.of(TelegramSettings(TOKEN, telegram.url, webhook=True), seal, web_url=url)

    async def look() -> tuple[bool, str]:
        found = await channel.list_findings(heard_at=None, now=0)
        return found[0].well, found[0].words

    assert await look() == (True, f"Telegram calls {hook.url}; 0 updates wait there.")
    hook.failed_at, hook.failure = telegram.now() + 2, "Connection refused"
    telegram._queue.put({"message": {}}, telegram.now() + 60)
    assert await look() == (
        False,
        f"Telegram cannot deliver to {hook.url} (Connection refused); 1 updates wait there.",
    )
    telegram._webhook = ELSEWHERE
    well, words = await look()
    assert (well, ELSEWHERE in words) == (False, False)
    await channel.close()
