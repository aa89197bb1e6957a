"""What WhatsApp charges: prices are a setting, and sums are said where they are known."""

from datetime import date

import pytest

from bot.chat.texts import Words
from bot.office import rules
from bot.office.window import costs
from bot.office.window.prices import Prices, read_prices
from storage.queue.broadcast_values import BroadcastKind
from tests.storage.rows import NOW, enter

DAY = 24 * 3600 * 1000


@pytest.mark.parametrize(
    ("text", "prices"),
    [
        ("", None),
        ("utility=0.0088 USD", Prices("USD", 0.0088)),
        ("utility=0,0088 service=0.0044 marketing=0.06 EUR", Prices("EUR", 0.0088, 0.06, 0.0044)),
    ],
)
def test_prices_are_read_by_kind(text: str, prices: Prices | None):
    assert read_prices(text) == prices


@pytest.mark.parametrize(
    ("currency", "sum", "said"),
    [
        ("USD", 18.4, "18,40 $"),
        ("EUR", 0.004, "0,00 €"),
        ("KGS", 12345.678, "12\u00a0345,68 сом"),
        ("UZS", 1, "1,00 UZS"),
    ],
)
def test_a_sum_is_said_as_people_write_it(currency: str, sum: float, said: str):
    assert Prices(currency).say(sum) == said


def test_notices_have_the_price_of_marketing_only_where_one_is_set():
    assert Prices("USD", 1, 7).find(notice=True) == 7
    assert Prices("USD", 1, 7).find(notice=False) == 1
    assert Prices("USD", 1).find(notice=True) == 1
    assert Prices("USD", service=1).find(notice=False) is None


@pytest.mark.parametrize(("prices", "sums"), [(None, ""), ("utility=0.5 USD", ": 1,50 $"), ("service=1 USD", "")])
async def test_the_preview_of_a_notice_says_the_sum_where_a_price_is_set(sqlite_database, prices, sums):
    aimak_id = await enter(sqlite_database)

    async def settle(store):
        await rules.adopt(
            store, answer_days=None, extra_days_off=None, extra_working_days=None, notice_days=None, quiet_hours=None,
            numbers=dict.fromkeys(rules.NUMBERS), prices=prices, today=date(2026, 1, 1),
        )  # fmt: skip
        for number in range(3):
            person = await store.people.meet("whatsapp", "1", f"99655500000{number}", at=NOW)
            await store.people.set_aimak(person.peer_id, aimak_id)
            await store.subscriptions.set_subscription(person.id, aimak_id, True, at=NOW)

    await sqlite_database.write(settle)
    for language, people in (("ky", "3 адам"), ("ru", "3 человека")):
        (line,) = await sqlite_database.read(
            lambda store, language=language: costs.list_costs(
                store, Words(language), BroadcastKind.NOTICE, aimak_id=aimak_id, at=NOW + 2 * DAY
            )
        )
        assert line.startswith("— WhatsApp")
        assert people in line
        assert line.endswith(sums) if sums else "$" not in line
