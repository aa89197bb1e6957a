"""On PostgreSQL no statement of a turn or of a claim walks through a table that grows.

`SUNUSH_FULL=1` makes a million people and proposals, and ten million events. Where there are few rows PostgreSQL is kept from
reading them whole, so that the question is whether it must.
"""

import uuid
from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import event, text

from bot.budget.permissions import Role
from bot.channels.contract import Pace
from bot.chat.message import Incoming, Kind, Message, Peer
from bot.delivery.courier import Courier
from bot.delivery.incoming.receive import Receive
from handlers import router
from storage.conversations.states import FileStates
from storage.database.engine import Database
from storage.database.schema import metadata
from storage.database.seal import Seal
from storage.queue.outbox import Lane
from storage.store import Store
from tests.channels.doubles import RecordingChannel
from tests.office.offices import Office
from tests.sizes import FULL, sized
from tests.storage.rows import NOW

pytestmark = pytest.mark.slow

PEOPLE, EVENTS = sized((1_000, 3_000), (1_000_000, 10_000_000))
GROW = (
    "people", "peers", "proposals", "proposal_texts", "events", "outbox", "answers", "follows", "audit", "media",
    "supports", "proposal_stems",
)  # fmt: skip
AIMAKS = 230
FIRST = 1_000_000_000  # the id of the first row made by SQL
SAID = ("/start", "Кыргызча", "Сунуш берүү", "Мектептин жанына жарык керек", "mine")
ASKED = ("desk_list:waiting", "desk_list:answered", "жолду", "tally", "/start")
WALKS: dict[str, str] = {}  # how a statement begins that may walk through a table, and why


async def multiply(store: Store, table: str, rows: int, **values: str) -> None:
    """Copies the newest row of a table so many times by SQL; n is the number of the copy."""
    names = [column.name for column in metadata.tables[table].columns]
    columns = ", ".join(values.get(name, f"one.{name}") for name in names)
    order = "ORDER BY id DESC " if "id" in names else ""
    newest = f"(SELECT * FROM {table} {order}LIMIT 1) AS one"  # noqa: S608 - our own names
    made = f"SELECT {columns} FROM generate_series(1, {rows}) AS n LEFT JOIN {newest} ON true"  # noqa: S608
    into = f"INSERT INTO {table} ({', '.join(names)}) {made}"
    await store.connection.execute(text("SET LOCAL statement_timeout = 0"))
    await store.connection.execute(text(into))


def listens(database: Database, heard: dict[str, object]) -> Callable[[], None]:
    """Keeps each statement once, with the values it came with; returns what ends that."""

    def executing(_connection, _cursor, statement, parameters, _context, _many) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")):
            heard.setdefault(statement, parameters[0] if isinstance(parameters, list) else parameters)

    engines = [one.sync_engine for one in (database._engine, database._reader)]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", executing)
    return lambda: [event.remove(engine, "before_cursor_execute", executing) for engine in engines] and None


async def walks(heard: dict[str, object], store: Store) -> dict[str, list[str]]:
    """The steps of each plan that go through a table that grows."""
    if not FULL:
        await store.connection.execute(text("SET LOCAL enable_seqscan = off"))
    found = {}
    for statement, parameters in heard.items():
        plan = [str(row[0]) for row in await store.connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)]
        whole = [line.strip() for line in plan for table in GROW if f"Seq Scan on {table}" in line]
        if whole and not statement.startswith(tuple(WALKS)):
            found[statement[:200]] = whole
    return found


async def _count(database: Database, table: str) -> int:
    return await database.read(lambda store: store.connection.scalar(text(f"SELECT count(*) FROM {table}")))  # noqa: S608


@pytest.fixture
async def filled(postgresql_database: Database, seal: Seal) -> Office:
    """An office, a resident, and as many rows made of one of each as there are to be."""
    office = await Office(postgresql_database, "kokjar", now=NOW).opens()
    await office.meets("Гүлнара", Role.HEAD)
    await office.filed(await office.meets("Айгүл"))
    aimak = f"CASE WHEN n % {AIMAKS} = 0 THEN {office.aimak_id} ELSE {FIRST} + n % {AIMAKS} END"
    for table, rows, values in (
        ("aimaks", AIMAKS, {"id": f"{FIRST} + n", "code": "'a' || n"}),
        ("people", PEOPLE, {"id": f"{FIRST} + n"}),
        ("peers", PEOPLE, {"id": f"{FIRST} + n", "person_id": f"{FIRST} + n", "address_hash": "'h' || n"}),
        ("proposals", PEOPLE, {
            "id": f"{FIRST} + n", "number": "10000 + n", "key": "'k' || n", "aimak_id": aimak, "author_id": f"{FIRST} + n",
            "peer_id": f"{FIRST} + n", "waiting": "n % 50 = 0",
        }),
        ("proposal_texts", PEOPLE, {"id": f"{FIRST} + n", "proposal_id": f"{FIRST} + n"}),
        ("outbox", PEOPLE, {
            "id": f"{FIRST} + n", "peer_id": f"{FIRST} + n", "state": "CASE WHEN n % 100 = 0 THEN 0 ELSE 3 END",
                    "channel": "'telegram'", "account": "'bot'", "kind": "'notice'", "object_id": "n", "revision": "0",
                    "aimak_id": str(office.aimak_id), "lane": str(int(Lane.NOTICE)), "language": "'ky'", "attempts": "0",
                    "body": f"'{seal.seal(Message('notice').to_json())}'", "reclaims": "0", "created_at": f"{NOW}",
            "finished_at": f"CASE WHEN n % 100 > 0 THEN {NOW} - n END", "not_before": f"{NOW} - n",
        }),
        ("answers", PEOPLE, {
            "id": f"{FIRST} + n", "proposal_id": f"{FIRST} + n", "revision": "0", "decision": "'included'",
            "sentence": "'Кылабыз'", "answered_by": f"{FIRST} + n", "sent_at": f"{NOW}", "files": "0",
        }),
        ("follows", PEOPLE, {
            "person_id": f"{FIRST} + n", "aimak_id": aimak, "notices": "true", "far_away": "false", "changed_at": f"{NOW}",
        }),
        ("supports", PEOPLE, {
            "proposal_id": f"{FIRST} + n", "person_id": f"{FIRST} + {PEOPLE} - n + 1", "at": f"{NOW}", "behind": "false",
        }),
        ("proposal_stems", PEOPLE, {"aimak_id": aimak, "stem": "'s' || n % 5000", "proposal_id": f"{FIRST} + n"}),
        ("audit", PEOPLE, {
            "id": f"{FIRST} + n", "at": f"{NOW} - n", "person_id": f"{FIRST} + n", "aimak_id": aimak, "act": "'send'",
            "object": "'proposal'", "object_id": f"{FIRST} + n", "details": "''", "hash": "'h' || n",
        }),
        ("media", PEOPLE // 3, {
            "id": f"{FIRST} + n", "proposal_id": f"{FIRST} + n", "kind": "'photo'", "state": "'kept'", "channel": "'telegram'",
            "account": "'bot'", "reference": "'r'", "attempts": "0", "not_before": "0", "created_at": f"{NOW}", "begun": "0",
        }),
        ("events", EVENTS, {
            "id": f"{FIRST} + n", "external_id": "'e' || n", "peer_id": f"{FIRST} + 1 + n % {PEOPLE}",
            "raw": "NULL", "conversation": "NULL", "channel": "'telegram'", "account": "'bot'", "state": "'done'",
            "received_at": f"{NOW} - n", "attempts": "1", "error": "NULL",
        }),
    ):  # fmt: skip
        await postgresql_database.write(partial(multiply, table=table, rows=rows, **values))
    await postgresql_database.run_sync(lambda connection: connection.execute(text("ANALYZE")))
    return office


async def test_a_turn_a_claim_and_what_is_taken_back_find_their_rows_by_an_index(
    filled: Office, postgresql_database: Database, seal, tmp_path, tell
):
    heard: dict[str, object] = {}
    states = FileStates(tmp_path / "states", seal)
    receive = Receive(database=postgresql_database, states=states, router=router, now=lambda: NOW, wake=lambda: None)
    channel = RecordingChannel("telegram", "bot")
    channel.pace = Pace(1000, 30)
    carrier = Courier(database=postgresql_database, channels=[channel], now=lambda: NOW, sole=False, by_database=True)
    end = listens(postgresql_database, heard)
    for who, said in [("kokjar Айгүл", one) for one in SAID] + [("kokjar Гүлнара", one) for one in ASKED]:
        is_choice = said.startswith("desk_") or said in {"mine", "tally"}
        given = {"choice": said} if is_choice else {"text": said}
        kind = Kind.CHOICE if is_choice else Kind.TEXT
        await receive(Incoming(uuid.uuid4().hex, Peer("telegram", "bot", who), kind, **given))
    await carrier.start()
    await carrier._look()
    await carrier._await_all()
    end()
    found = await postgresql_database.write(partial(walks, heard))
    tell(
        "plans of a turn and of a claim on PostgreSQL", people=PEOPLE, proposals=PEOPLE, events=EVENTS,
        statements=len(heard), walk_through_a_table=len(found),
    )  # fmt: skip
    assert len(heard) > 50
    assert len(channel.sent) >= 2
    assert {table: await _count(postgresql_database, table) > PEOPLE for table in GROW[:6]} == dict.fromkeys(
        GROW[:6], True
    )
    dead = text("SELECT count(*) FROM events WHERE state = 'dead'")
    assert await postgresql_database.read(lambda store: store.connection.scalar(dead)) == 0
    assert found == {}
    await states.close()
