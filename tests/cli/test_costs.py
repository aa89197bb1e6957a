"""What a month of WhatsApp cost, by aimak and kind; with prices in the settings as sums."""

import asyncio

from bot.app import now, open_install
from bot.config import from_env
from storage.queue.letters import OPENER, State
from storage.queue.outbox import Lane
from tests.storage.rows import JANY_ARYK


async def send(kinds) -> None:
    """Rows that have left just now, each of a kind and a lane."""
    async with open_install(from_env()) as office:

        async def work(store):
            person = await store.people.meet("whatsapp", "1", "996555000000", at=now())
            await store.aimaks.put(JANY_ARYK)
            aimak = await store.aimaks.find_by_code(JANY_ARYK.code)
            await store.people.set_aimak(person.peer_id, aimak.id)
            for number, (kind, lane) in enumerate(kinds):
                await store.outbox.queue(
                    person.peer_id, "whatsapp", "1", kind=kind, object_id=number, revision=1, lane=lane, language="ky",
                    body="{}", at=now(),
                )  # fmt: skip
                (letter,) = await store.outbox.claim(
                    "whatsapp", "1", now=now(), limit=1, lease=str(number), leased_until=now() + 1000
                )
                await store.outbox.finish(letter, State.SENT, at=now(), external_id=f"wamid.{number}")

        await office.database.write(work)


CODE = JANY_ARYK.code
KINDS = [(OPENER, Lane.NOTICE)] * 3 + [(OPENER, Lane.ANSWER)] + [("reply", Lane.REPLY)] * 5


def test_sums_are_said_only_where_prices_are_set(sunush, monkeypatch):
    asyncio.run(send(KINDS))
    counted = sunush("whatsapp", "costs").out
    assert f"{CODE:<20} notices                  3\n" in counted
    assert f"{CODE:<20} answers and questions    1\n" in counted
    assert f"{CODE:<20} within 24 hours          5\n" in counted
    assert counted.endswith(f"{'WhatsApp, together':<45} 9\n")

    monkeypatch.setenv("SUNUSH_WHATSAPP_PRICES", "utility=2 marketing=4.6 service=0.1 USD")
    asyncio.run(send([]))  # a start reads the setting
    said = sunush("whatsapp", "costs").out
    assert f"{CODE:<20} notices                  3   13,80 $\n" in said
    assert f"{CODE:<20} answers and questions    1   2,00 $\n" in said
    assert f"{CODE:<20} within 24 hours          5   0,50 $\n" in said
    assert said.endswith(f"{'WhatsApp, together':<45} 9   16,30 $\n")
