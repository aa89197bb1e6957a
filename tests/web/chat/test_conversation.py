"""The web chat of a real process: a resident proposes, a clerk answers. Much is repeated, killed, or asked by strangers."""

import asyncio
import json
import re
from collections.abc import Callable

import pytest

from tests.sizes import sized
from tests.storage.attachments.pictures import picture
from tests.telegram.fake.bot_process import BotProcess
from tests.telegram.fake.people import OGG
from tests.web.chat.people import Page

pytestmark = pytest.mark.slow

SENTENCE = "Быйыл бул жумушка акча каралган эмес, эмки жылы карайбыз."
KILLS = sized(3, 30)


async def propose(aigul: Page, text: str = "Мектептин жанына жарык керек") -> str:
    """From the start to the receipt; returns the number."""
    await aigul.starts()
    await aigul.presses("Сунуш берүү")
    await aigul.presses("Чыгаша")
    await aigul.hears("2/3.")
    await aigul.says(text)
    await aigul.presses("Макулмун")
    await aigul.presses("Жөнөтүү")
    found = re.search(r"номери — (\d{4})", await aigul.hears("номери — "))
    assert found is not None
    return found[1]


async def come_in(clerk: Page, invite: str) -> None:
    await clerk.starts(invite)
    await clerk.hears("катталдыңыз")
    await clerk.says("бюджет адиси")
    await clerk.hears("Сакталды")


async def answer(clerk: Page, number: str) -> None:
    await clerk.says(number)
    await clerk.presses("Жооп берүү")
    await clerk.presses("Долбоорго кирген жок")
    await clerk.presses("Каражат жетпейт")
    await clerk.hears("Жооптун")
    await clerk.says(SENTENCE)
    await clerk.presses("Жооп жөнөтүү")


async def test_a_proposal_and_its_answer_each_seen_by_its_reader_alone(
    serving: BotProcess, page: Callable[[], Page], invite: str
):
    aigul, clerk, stranger = page(), page(), page()
    await come_in(clerk, invite)
    number = await propose(aigul)
    await clerk.hears(f"№ {number}")
    await answer(clerk, number)
    await aigul.hears("ДОЛБООРГО КИРГЕН ЖОК")
    assert any(SENTENCE in text for text in aigul.texts)
    assert await stranger.reads() == []

    seen = [id for id, one in aigul.shown.items() if "КИРГЕН ЖОК" in one["text"]]
    status, body = await stranger.ask("POST", "/chat/seen", json=seen)
    assert (status, json.loads(body)) == (200, []), "nobody reads for somebody else"
    patience, noted = serving.patience(), []
    while noted != seen:
        assert not patience.is_over()
        noted = json.loads((await aigul.ask("POST", "/chat/seen", json=seen))[1])
    assert json.loads((await aigul.ask("POST", "/chat/seen", json=seen))[1]) == seen, "told again it stays so"
    assert await serving.stop() == 0
    serving.has_kept_silent()


async def test_a_voice_and_a_photo_reach_the_clerk(serving: BotProcess, page: Callable[[], Page], invite: str):
    aigul, clerk, stranger = page(), page(), page()
    await come_in(clerk, invite)
    await aigul.starts()
    await aigul.presses("Сунуш берүү")
    await aigul.presses("Чыгаша")
    await aigul.hears("2/3.")
    photo = picture("JPEG", (200, 100))
    for kind, id, content in (("voice", "0123456789voice_", OGG), ("photo", "0123456789photo_", photo)):
        for _ in range(2):  # the answer to the first was lost
            status, _body = await aigul.ask("POST", f"/chat/files?id={id}&kind={kind}&name=a&caption=", data=content)
            assert status == 204
    await aigul.hears("1 үн билдирүү, 1 сүрөт")
    await aigul.presses("Макулмун")
    await aigul.presses("Жөнөтүү")
    await aigul.hears("номери — 0001")
    await clerk.says("0001")
    patience = serving.patience()
    while sum("file" in one for one in clerk.shown.values()) < 2:  # one that has not come yet is asked for again
        assert not patience.is_over()
        await clerk.presses("Угуу, көрүү")
        await clerk.reads()
    files = [id for id, one in clerk.shown.items() if "file" in one]
    got = [await clerk.ask("GET", f"/chat/files/{id}") for id in files]
    assert {status for status, _ in got} == {200}
    assert OGG in {content for _, content in got}
    assert {(await stranger.ask("GET", f"/chat/files/{id}"))[0] for id in files} == {404}
    left = serving.folder / "data" / "exports"
    await clerk.comes_to(lambda: not [file for file in left.rglob("*") if file.is_file()])  # no plain copy


async def test_killed_again_and_again_nothing_is_lost_and_nothing_taken_in_twice(
    serving: BotProcess, page: Callable[[], Page], tell: Callable[..., None]
):
    """Each message is posted until it is taken in, and once more after that: its answer may have been lost."""
    people = [page() for _ in range(6)]
    written = 0

    async def live(somebody: Page, number: int) -> None:
        nonlocal written
        for turn in range(4):
            for said in ({"start": "a_kokjar", "language": "ky"}, {"text": f"Көпүрө керек, {number}-көчө, {turn}"}):
                id = await somebody.post(**said)
                await somebody.post(id, **said)
                written += 1

    async def kill() -> None:
        for _ in range(KILLS):
            await asyncio.sleep(0.3)
            await serving.kill()
            await serving.start()
            await people[0].finds_the_door()

    await asyncio.gather(kill(), *(live(one, number) for number, one in enumerate(people)))
    for number, somebody in enumerate(people):
        await somebody.hears(f"{number}-көчө, 3")
        own = [one["text"] for one in await somebody.fetch() if one.get("own") and one["text"]]
        assert own == [f"Көпүрө керек, {number}-көчө, {turn}" for turn in range(4)]
    tell("the web chat killed while people write", people=len(people), kills=KILLS, written=written, lost=0, doubled=0)


async def test_nobody_is_let_in_without_a_token_or_with_what_no_page_makes(
    serving: BotProcess, page: Callable[[], Page], tell: Callable[..., None]
):
    somebody = page()
    await somebody.starts()
    tried = refused = 0
    for token in ("", "short", "x" * 44, "../../etc/passwd" + "a" * 27, "ы" * 43):
        for method, path in (
            ("GET", "/chat/messages"), ("POST", "/chat/messages"), ("GET", "/chat/stream"), ("POST", "/chat/seen"),
            ("POST", "/chat/files?id=0123456789abcdef&kind=photo"), ("GET", "/chat/files/1"),
        ):  # fmt: skip
            headers = {"authorization": f"Bearer {token}".encode().decode("latin-1")}
            status, body = await somebody.ask(method, path, headers=headers)
            tried += 1
            refused += (status, body) == (401, b"")
    assert refused == tried
    for body in (b"x" * 70_000, b"{", b"\xff" * 100):
        assert (await somebody.ask("POST", "/chat/messages", data=body))[0] in {400, 413}
    status, missing = await somebody.ask("GET", "/chat/nosuch")
    assert (status, b"/chat?lang=ru" in missing) == (404, True)
    status, begun = await somebody.ask("GET", "/")
    assert (status, b"/chat?lang=" in begun) == (200, True), "the bare address leads to the chat"
    assert (await somebody.ask("GET", "/static/../door.py"))[0] == 404
    tell("requests to the web chat without a token", tried=tried, refused=refused)
