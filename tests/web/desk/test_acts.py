"""The acts that forty proposals take in the chat and at the desk: presses, choices; a text is one."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.handlers.conftest import open_village
from tests.handlers.office.answers.test_alike import opens
from tests.handlers.office.answers.test_at_once import Counting
from tests.handlers.offices import proposed
from tests.office.offices import Office
from tests.web.desk.desks import Browser, serve_desk
from tests.web.desk.test_answering import fields_of

pytestmark = pytest.mark.slow

OF_EACH = 8
KINDS = {
    "sp_roads": ("{n}-көчөнүн жолун оңдоп, шагыл төшөп бериңиздер", "жолун", "Көчөлөрдүн жолу 2028-жылдын планында турат."),
    "sp_lighting": ("{n}-көчөгө түнкү жарык, чырак орнотуу керек", "чырак", "Чырактарга быйыл каражат бөлүнгөн эмес."),
    "sp_water": ("{n}-көчөгө таза суу түтүгүн тартып бериңиздер", "түтүгүн", "Суу түтүгү облустук программага киргизилди."),
    "sp_waste": ("{n}-көчөгө таштанды челегин коюп бериңиздер", "челегин", "Таштанды челектери жазында сатылып алынат."),
    "sp_greening": ("{n}-көчөгө бак-дарак, көчөт отургузуу керек", "көчөт", "Көчөт отургузуу жазгы ишембиликте болот."),
}  # fmt: skip


async def fill(village: Any) -> Any:
    """Forty proposals of five kinds, one kind after the other as they came in."""
    clerk = await village.worker("Нурлан")
    for n in range(OF_EACH):
        aigul = await village.in_menu(f"Айгүл {n}")
        for category, (text, _, _) in KINDS.items():
            await proposed(village, aigul, text.format(n=n + 1), category=category)
    return clerk


def kind_of(said: str) -> tuple[str, str]:
    """The word and the sentence of the kind whose card is open."""
    return next((word, sentence) for _, word, sentence in KINDS.values() if word in said.partition("Окшоштор")[0])


async def count_in_chat(village: Any, clerk: Any) -> int:
    """Card by card: a reason, its sentence the first time, and sent."""
    counting, known = Counting(clerk), set[str]()
    await opens(clerk)
    for _ in range(OF_EACH * len(KINDS)):
        word, sentence = kind_of(clerk.heard[-1].text)
        await counting.presses("Каражат жетпейт")
        if word not in known:
            await counting.says(sentence)
            known.add(word)
        await counting.presses("Жооп жөнөтүү")
    return counting.acts


async def count_in_chat_together(village: Any, clerk: Any) -> int:
    """By the chat's own «several at once»: searched by a word, marked page by page, answered, sent."""
    counting = Counting(clerk)
    for _, word, sentence in KINDS.values():
        await counting.says(word)
        await counting.presses("Бир нечесине жооп")
        await counting.presses("Барактагынын баары")
        await counting.presses("Дагы")
        await counting.presses("Барактагынын баары")
        await counting.presses("Жооп жазуу")
        await counting.presses("Долбоорго кирген жок")
        await counting.presses("Каражат жетпейт")
        shown = await counting.says(sentence)
        while "Жөнөтө бериңиз" not in shown:
            shown = await counting.presses("Дагы")
        await counting.presses("Жөнөтө бериңиз")
    return counting.acts


async def count_at_desk(browser: Browser) -> int:
    """The first of a kind is written; the others come three on a page and are sent."""
    acts, known = 1, set[str]()
    await browser.opens("/desk/p/1")  # «Begin with the first»
    while len(known) < len(KINDS):
        word, sentence = kind_of(browser.text)
        known.add(word)
        acts += await write_at_desk(browser, sentence)
    await browser.opens("/desk/next?")  # «The next three», on the card
    acts += 1
    while shown := re.findall(r'name="shown" value="([\d.]+)"', browser.page):
        await browser.posts("/desk/next", **fields_of(browser, "/desk/next"), shown=shown)
        acts += 1
    return acts


async def write_at_desk(browser: Browser, sentence: str) -> int:
    """A reason, a sentence, shown, and sent."""
    at, form = browser.at, {"reason": "no_money", "sentence": sentence, "read": "1", "revision": "1"}
    await browser.posts(f"{at}/preview", **form)
    await browser.posts(f"{at}/send", **fields_of(browser, f"{at}/send"))
    return 4


async def count_at_desk_one_by_one(browser: Browser) -> int:
    """One card after the other. The first of a kind is written; at the next one press takes all like it, one sends them."""
    acts, known = 1, set[str]()
    await browser.opens("/desk/p/1")  # «Begin with the first»
    while browser.at.startswith("/desk/p/"):
        word, sentence = kind_of(browser.text)
        if word in known:
            fields, similar = (
                fields_of(browser, f"{browser.at}/send"),
                re.findall(r'name="similar" value="(\d+)"', browser.page),
            )
            if similar:
                own = browser.at.rpartition("/")[2]
                await browser.posts("/desk/many/show", **fields, ids=own, similar=sorted(set(similar)), every="1")
                shown = re.findall(r'name="shown" value="([\d.]+)"', browser.page)
                await browser.posts("/desk/many/send", shown=shown)
            else:
                await browser.posts(f"{browser.at}/send", **fields)
            acts += 2 if similar else 1
            continue
        known.add(word)
        acts += await write_at_desk(browser, sentence)
    return acts


async def count_at_desk_together(browser: Browser) -> int:
    """On a card all similar ones get the same: a reason, a sentence, «The same for all», sent."""
    acts = 1
    await browser.opens("/desk/p/1")
    while browser.at.startswith("/desk/p/"):
        _, sentence = kind_of(browser.text)
        similar = re.findall(r'name="similar" value="(\d+)"', browser.page)
        own = browser.at.rpartition("/")[2]
        form = {"reason": "no_money", "sentence": sentence, "ids": own, "similar": similar, "every": "1"}
        await browser.posts("/desk/many/show", **form)
        shown = re.findall(r'name="shown" value="([\d.]+)"', browser.page)
        await browser.posts("/desk/many/send", shown=shown)
        acts += 4
    return acts


async def test_forty_proposals_take_half_the_acts_at_the_desk(tmp_path: Path, tell: Callable[..., None]):
    counted = {}
    ways: dict[str, Callable[[Any], Any]] = {
        "at_desk": count_at_desk,
        "at_desk_one_by_one": count_at_desk_one_by_one,
        "at_desk_together": count_at_desk_together,
    }
    chats: dict[str, Callable[[Any, Any], Any]] = {"chat": count_in_chat, "chat_together": count_in_chat_together}
    for name in (*chats, *ways):
        (tmp_path / name).mkdir()
        async with open_village(tmp_path / name) as village:
            clerk = await fill(village)
            if name in chats:
                counted[name] = await chats[name](village, clerk)
            else:
                person = await clerk.person()
                office = Office(village.database, now=village.clock.now, aimak_id=person.aimak_id)
                counted[name] = await ways[name](await (await serve_desk(office, tmp_path / name)).signs_in(person))
            await village.passes(60)
            waiting, _ = await village.database.read(
                lambda store: store.lists.count_overdue(1, today=date(2026, 11, 23))
            )
            assert waiting == 0, name
    tell("acts that forty proposals take", **counted)
    assert 2 * counted["at_desk_together"] <= counted["chat_together"]
    assert 2 * counted["at_desk"] <= counted["chat"]
    assert 2 * counted["at_desk_one_by_one"] <= counted["chat"]
