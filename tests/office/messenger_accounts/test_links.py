"""The link of each account and what people call it; an aimak's is its own, where it has one."""

import json

import pytest

from bot.office.aimaks import add_samples
from bot.office.messenger_accounts import links, listed
from bot.office.messenger_accounts.listed import Served
from bot.office.together import practice
from storage.store import Store


async def test_two_bots_of_one_messenger_have_a_name_each(sqlite_database):
    async def write(store: Store) -> None:
        for account, name in (("1", "sunush_bot"), ("2", "суунуш"), ("1", "sunush_kg_bot")):
            await links.keep_name(store, "telegram", account, name=name)

    async def read(store: Store) -> list[str]:
        return [await links.find_name(store, "telegram", account) for account in "123"]

    await sqlite_database.write(write)
    assert await sqlite_database.read(read) == ["sunush_kg_bot", "суунуш", ""]


SERVED = (("telegram", "1", ""), ("telegram", "2", "kokjar"), ("telegram", "3", ""), ("whatsapp", "7", "gulistan"))


async def serve(store: Store, *served: tuple[str, str, str], known: str = "1237") -> None:
    """Entered aimaks, and accounts of which some have made their links."""
    await add_samples(store)
    await listed.keep(store, [Served(*one) for one in served])
    for channel, account, _ in served:
        if account in known:
            await links.keep(store, channel, account, bare=account, with_payload=f"{account}?{links.PAYLOAD}")


async def find(store: Store, code: str = "", **of: str) -> str | None:
    aimak = await store.aimaks.find_by_code(code) if code else None
    return await links.link(store, "x", aimak_id=None if aimak is None else aimak.id, **of)


@pytest.mark.parametrize(
    ("code", "of", "found"),
    [
        ("kokjar", {}, "2?x"),
        ("kokjar", {"channel": "telegram"}, "2?x"),
        ("kokjar", {"channel": "whatsapp"}, None),  # what is Gulistan's alone is nobody else's
        ("kokjar", {"channel": "telegram", "account": "3"}, "2?x"),
        ("gulistan", {}, "7?x"),
        ("gulistan", {"channel": "telegram"}, "1?x"),
        ("shark", {}, "1?x"),
        ("shark", {"channel": "telegram", "account": "3"}, "3?x"),
        ("shark", {"channel": "telegram", "account": "2"}, "1?x"),
        ("", {}, "1?x"),
        ("", {"channel": "telegram", "account": "2"}, "2?x"),
        ("", {"channel": "telegram", "account": "9"}, None),
        ("", {"channel": "terminal"}, None),
    ],
)
async def test_a_link_is_of_the_aimaks_own_account_or_else_of_the_first_for_all(sqlite_database, code, of, found):
    async def look(store: Store) -> str | None:
        await serve(store, *SERVED)
        return await find(store, code, **of)

    assert await sqlite_database.write(look) == found


async def test_an_account_that_has_made_no_link_yet_is_passed_by(sqlite_database):
    async def look(store: Store) -> list[str | None]:
        await serve(store, *SERVED, known="37")
        return [await find(store, code, channel="telegram") for code in ("kokjar", "shark")]

    assert await sqlite_database.write(look) == ["3?x", "3?x"]


async def test_an_account_that_is_served_no_more_is_in_no_link_and_is_again_once_it_is_back(sqlite_database):
    async def look(store: Store) -> list[str | None]:
        await serve(store, *SERVED)
        await listed.keep(store, [Served("telegram", "3")])
        gone = await find(store, "kokjar"), await find(store)
        await listed.keep(store, [Served(*one) for one in SERVED])
        return [*gone, await find(store, "kokjar")]

    assert await sqlite_database.write(look) == ["3?x", "3?x", "2?x"]


async def test_who_practises_beside_an_aimak_is_led_to_its_own_account(sqlite_database):
    async def look(store: Store) -> tuple[str | None, str | None]:
        await serve(store, *SERVED)
        beside = await store.aimaks.find_by_code("kokjar")
        assert beside is not None
        made = await practice.make(store, beside=beside, at=1)
        own = await listed.find_own_aimak(store, "telegram", "2")
        return await find(store, made.code), own and own.code

    assert await sqlite_database.write(look) == ("2?x", "kokjar")


async def test_links_of_an_older_version_hold_until_the_account_makes_its_own(sqlite_database):
    async def look(store: Store) -> list[str | None]:
        await store.meta.put("links", json.dumps({"telegram": ["old", "old?PAYLOAD"]}))
        await store.meta.put("names", json.dumps({"telegram 1": "sunush_bot"}))
        found = [await links.find_name(store, "telegram", "1"), await find(store)]
        await serve(store, *SERVED[:3], known="")
        found += [await find(store, "kokjar"), await find(store, channel="telegram", account="3")]
        await links.keep(store, "telegram", "1", bare="1", with_payload="1?PAYLOAD")
        return [*found, await find(store, "kokjar"), await find(store, channel="telegram", account="3")]

    assert await sqlite_database.write(look) == ["sunush_bot", "old?x", "old?x", "old?x", "1?x", None]
