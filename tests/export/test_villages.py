"""Which villages stand in a file that hides who wrote: nobody is found by theirs."""

import pytest

from bot.export.public_page.files import write_public
from tests.export.test_proposals import AT, YEAR, add, export, read


async def villages(database, seal, path, **asked):
    rows = await export(database, seal, path, **asked)
    return sorted(f"{row['year']} {row['village']}" if row["village"] else "" for row in rows)


async def test_a_village_is_named_only_where_five_authors_share_it(sqlite_database, seal, tmp_path):
    for n in range(6):
        await add(sqlite_database, village="Ак-Суу", address=f"address {n % 4}")
    for n in range(5):
        await add(sqlite_database, village="Жар-Ооз", address=f"address {n}")
    await add(sqlite_database, address="address 7")
    named = await export(sqlite_database, seal, tmp_path / "named.jsonl")
    assert [row["village"] for row in named] == ["Ак-Суу"] * 6 + ["Жар-Ооз"] * 5 + [None]
    veiled = await villages(sqlite_database, seal, tmp_path / "log.jsonl", pseudonymous=True)
    assert veiled == [""] * 7 + [f"{YEAR} Жар-Ооз"] * 5


async def test_rows_without_a_village_are_of_five_authors_as_well(sqlite_database, seal, tmp_path):
    # With one village named, four authors whose rows name none would all be of the other one.
    for village, authors in (("Ак-Суу", 4), ("Жар-Ооз", 9)):
        for n in range(authors):
            await add(sqlite_database, village=village, address=f"{village} {n}")
    assert set(await villages(sqlite_database, seal, tmp_path / "log.jsonl", pseudonymous=True)) == {""}
    await add(sqlite_database, address="who said no village")
    veiled = await villages(sqlite_database, seal, tmp_path / "later.jsonl", pseudonymous=True)
    assert veiled == [""] * 5 + [f"{YEAR} Жар-Ооз"] * 9


async def test_authors_of_another_year_hide_nobody(sqlite_database, seal, tmp_path):
    for n in range(5):
        await add(sqlite_database, village="Ак-Суу", address=f"address {n}")
    await add(sqlite_database, village="Ак-Суу", address="address 1", year=YEAR - 1)
    veiled = await villages(sqlite_database, seal, tmp_path / "log.jsonl", pseudonymous=True)
    assert veiled == ["", *[f"{YEAR} Ак-Суу"] * 5]


@pytest.mark.parametrize("how", ["withdrawn", "excluded"])
async def test_what_a_public_file_leaves_out_hides_nobody_in_it(sqlite_database, seal, tmp_path, how):
    made = [await add(sqlite_database, village="Ак-Суу", address=f"address {n}") for n in range(5)]
    aimak = await sqlite_database.read(lambda store: store.aimaks.find_by_code("kokjar"))

    async def write(name):
        path = tmp_path / name
        await write_public(sqlite_database, seal, path=path, form="jsonl", aimaks=[aimak], year=YEAR, language="ky")
        return [row["village"] for row in read(path)]

    assert await write("before.jsonl") == ["Ак-Суу"] * 5

    async def leave_out(store):
        if how == "withdrawn":
            await store.proposals.withdraw(made[0].id, at=AT)
        else:
            await store.exclusions.exclude(made[0].id, reason="spam", by=made[0].author_id, at=AT)

    await sqlite_database.write(leave_out)
    assert await write("after.jsonl") == [None] * 4
