"""Statements compiled once: they find and refuse what SQLAlchemy's own execution does."""

import importlib
import pkgutil

import pytest
from sqlalchemy import Engine, bindparam, event, literal, select, update
from sqlalchemy.exc import IntegrityError, MultipleResultsFound, NoResultFound

import storage
from storage.database.connect import _COMPILED
from storage.database.engine import Database
from storage.database.ready import _READY, ready
from storage.database.schema import people

ADD = ready(people.insert().returning(people.c.id))
ALL = ready(select(people.c.id, people.c.quotes, people.c.name.label("called")).order_by(people.c.id))
ONE = ready(select(people.c.quotes).where(people.c.id == bindparam("person")))
QUIET = ready(update(people).where(people.c.id == bindparam("person")).values(quotes=False))
TAKEN = ready(people.insert())


@pytest.fixture
def by_sqlalchemy(sqlite_database):
    """Sends everything by SQLAlchemy, as it is whenever somebody listens."""
    return lambda: event.listen(sqlite_database._engine.sync_engine, "before_cursor_execute", lambda *_: None)


async def work(store):
    run = store.connection
    first = await run.scalar(ADD, {"created_at": 1})
    second = (await run.execute(ADD, {"created_at": 2, "name": "Айгүл"})).scalar_one()
    changed = (await run.execute(QUIET, {"person": second})).rowcount
    missed = (await run.execute(QUIET, {"person": 99})).rowcount
    added = (await run.execute(TAKEN, [{"created_at": 3, "quotes": False}, {"created_at": 4, "quotes": True}])).rowcount
    each = (await run.execute(QUIET, [{"person": first}, {"person": 98}, {"person": second + 2}])).rowcount
    rows = (await run.execute(ALL)).all()
    return (
        [changed, missed, second - first, added, each],
        [tuple(row) for row in rows],
        [row.called for row in rows],
        list(await run.scalars(ALL)),
        await run.scalar(ONE, {"person": 99}),
        (await run.execute(ONE, {"person": first})).one().quotes,
        (await run.execute(ONE, {"person": 99})).one_or_none(),
        [dict(row) for row in (await run.execute(ALL)).mappings()],
    )


async def test_a_ready_statement_finds_what_sqlalchemy_finds(sqlite_database, by_sqlalchemy):
    async def undone(store):
        part = await store.connection.begin_nested()
        found = await work(store)
        await part.rollback()
        return found

    ours = await sqlite_database.write(undone)
    by_sqlalchemy()
    theirs = await sqlite_database.write(undone)
    assert ours == theirs
    assert ours[0] == [1, 0, 1, 2, 2]
    assert ours[5] is False, "a Boolean, not a number"


async def test_rows_are_counted_as_sqlalchemy_counts_them(sqlite_database):
    async def two(store):
        for at in (1, 2):
            await store.connection.execute(ADD, {"created_at": at})
        with pytest.raises(MultipleResultsFound):
            (await store.connection.execute(ALL)).one()
        with pytest.raises(NoResultFound):
            (await store.connection.execute(ONE, {"person": 99})).one()

    await sqlite_database.write(two)


async def test_what_the_database_refuses_is_raised_as_sqlalchemy_raises_it_and_shows_no_words(sqlite_database):
    async def doubled(store):
        for _ in range(2):
            await store.connection.execute(TAKEN, {"id": 7, "created_at": 1, "name": "Айгүл"})

    with pytest.raises(IntegrityError) as caught:
        await sqlite_database.write(doubled)
    assert "Айгүл" not in str(caught.value)


async def test_what_runs_with_every_message_is_really_compiled_once(sqlite_database, monkeypatch):
    """A statement that cannot be would quietly go by SQLAlchemy."""
    compiled = {}
    monkeypatch.setattr("storage.database.ready._COMPILED", compiled)

    async def turn(store):
        event_id = await store.events.take("telegram", "bot", "1", raw="{}", at=1)
        person = await store.people.meet("telegram", "bot", "700", at=1)
        await store.events.belongs_to(event_id, person.peer_id, conversation=None)
        await store.people.note_heard(person.peer_id, at=1, state_version=event_id)
        await store.outbox.find_last_shown(person.peer_id)

    await sqlite_database.write(turn)
    assert len(compiled) >= 6
    assert None not in compiled.values()
    once = dict(compiled)
    await sqlite_database.read(lambda store: store.people.meet("telegram", "bot", "700", at=1))
    assert compiled == once  # whoever reads takes the same form


async def test_other_statements_are_compiled_once_for_whoever_reads_and_writes(database, url, seal):
    async def asking(store):
        return (await store.connection.execute(statement)).all()

    statement = select(literal(3), literal("by SQLAlchemy"))
    await database.write(asking)
    compiled = dict(_COMPILED)
    other = Database(url, seal)
    for work in (database.read, other.write, other.read):
        assert await work(asking) == [(3, "by SQLAlchemy")]
    await other.close()
    assert all(_COMPILED[key] is value for key, value in compiled.items())
    assert len(_COMPILED) == len(compiled)


async def test_every_statement_marked_as_ready_is_compiled_once(sqlite_database, monkeypatch):
    for _, name, _ in pkgutil.walk_packages(storage.__path__, "storage."):
        if "migrations" not in name:
            importlib.import_module(name)
    ready_ones = sqlite_database._engine.ready
    # Whoever listened to all engines in another test has left a mark on their class.
    monkeypatch.setattr(Engine, "_has_events", False)
    given = [(one, dict.fromkeys(_named(one))) for one in _READY.values()]
    assert len(given) > 40
    slow = [str(one) for one, names in given if ready_ones.find(one, names) is None]
    assert not slow, "marked as ready, but executed by SQLAlchemy"


def _named(statement):
    return [name for name, bind in statement.compile().binds.items() if bind.required]
