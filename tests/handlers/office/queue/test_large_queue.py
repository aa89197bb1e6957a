"""Five thousand open proposals. Whatever a clerk opens, no statement reads more than a page or two, nor scans a table."""

import sqlite3
from contextlib import closing

from sqlalchemy import insert, select

from bot.office.together.links import LOOKED_THROUGH
from storage.database.schema import proposal_stems, proposal_texts, proposals
from storage.log.alike import MOST_READ
from storage.log.office_lists import MOST_COUNTED
from storage.log.search import MOST_FOUND
from tests.handlers.conftest import open_village
from tests.handlers.office.answers.test_answer import LIGHT, SENTENCE
from tests.sizes import sized
from tests.storage.database.statements import listening, scans, without_values
from tests.storage.database.test_explain import ALLOWED, SMALL

OPEN = sized(250, 5_000)
MOST_ROWS = max(
    LOOKED_THROUGH, MOST_READ, MOST_FOUND
)  # what may be alike is looked through, and what is found is counted
SAID = (
    "/start", "Жооп күткөндөр", "Дагы", "Тандап көрүү", "Түрү боюнча", "Көчө жарыгы", "Дагы", "жарык керек", "Дагы", "0077",
    "Окшоштор", "Артка", "Жооп берүү", "Долбоорго кирген жок", "Каражат жетпейт", SENTENCE, "Жооп жөнөтүү",
    "Ушундай эле жооп", "Башка жооп", "Артка", "Жооп жөнөтүү", "/start", "Жооп күткөндөр", "Бир нечесине жооп",
    "Барактагынын баары", "Жооп жазуу", "Долбоорго кирген жок", "Каражат жетпейт", SENTENCE, "Жөнөтө бериңиз",
)  # fmt: skip


async def _fill(database, many: int) -> None:
    # Copies of the first one, with their words and stems, as many as are wanted.
    async def work(store):
        (one,), texts, stems = [
            [dict(row) for row in (await store.connection.execute(select(table))).mappings()]
            for table in (proposals, proposal_texts, proposal_stems)
        ]
        ids = range(one["id"] + 1, one["id"] + many)
        copied = [one | {"id": id, "key": f"copy {id}", "number": id, "label": f"{id:04}"} for id in ids]
        await store.connection.execute(insert(proposals), copied)
        for table, rows in ((proposal_texts, texts), (proposal_stems, stems)):
            bare = [{name: value for name, value in row.items() if name != "id"} for row in rows]
            await store.connection.execute(insert(table), [row | {"proposal_id": id} for id in ids for row in bare])

    await database.write(work)


async def test_no_screen_of_the_desk_reads_more_than_its_page_of_many_open_proposals(tmp_path, tell):
    with listening() as heard:
        async with open_village(tmp_path) as village:
            nurlan = await village.worker("Нурлан")
            await village.with_proposal("Айгүл", LIGHT)
            await _fill(village.database, OPEN)
            heard.selects.clear()
            heard.statements.clear()
            for said in SAID:
                shown = await nurlan.says(said)
            head = f"{OPEN - 7} сунуш жооп күтүүдө."
            if OPEN > MOST_COUNTED:
                head = "Жооп күткөндөр: 1\N{NO-BREAK SPACE}000 сунуштан көп."
            assert head in shown
            asked = {without_values(one): one for one in [*heard.statements.values(), *heard.selects]}
    read: dict[str, int] = {}
    with closing(sqlite3.connect(tmp_path / "village.db")) as connection:
        for kind, statement in asked.items():
            if not kind.startswith(("SELECT", "WITH")):
                continue
            read[kind] = len(connection.execute(statement).fetchall())
            if not any(kind.startswith(one) for one in ALLOWED):
                assert [one for one in scans(connection, statement) if one not in SMALL] == [], statement
    most = max(read.values())
    tell("screens of a desk with many open proposals", open=OPEN, screens=len(SAID), statements=len(read), scans=0,
         most_rows=most)  # fmt: skip
    assert most <= MOST_ROWS
