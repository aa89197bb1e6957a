"""Whoever has or had to do with an entered aimak judges nothing, and whoever was erased judges once."""

from datetime import date

import pytest
from sqlalchemy import Date, LargeBinary
from sqlalchemy import insert as insert_into

from bot.budget.permissions import Role
from bot.office import residents, staff
from bot.office.contest import judging, outcome
from storage.aimaks import NewAimak
from storage.database import schema
from tests.office.contest.commission import Commission


@pytest.fixture
async def commission(sqlite_database):
    made = await Commission(sqlite_database).begins(aimaks=1, others=1)
    await made.draws()
    return made


async def wrote(commission, table, **given):
    """Keeps a row of a table; what is not given says nothing. Returns its id."""

    async def work(store):
        values = {}
        for column in table.c:
            if column.nullable or column.server_default is not None or (column.name == "id"):
                continue
            of = column.type
            values[column.name] = (
                date(2026, 12, 1) if isinstance(of, Date) else store.contests._seal.seal("x")
                if isinstance(of, LargeBinary) else f"{given}"[-8:] if of.python_type is str else 1
            )  # fmt: skip
        return (await store.connection.execute(insert_into(table).values(values | given))).lastrowid

    return await commission.database.write(work)


async def test_whoever_wrote_asked_watched_or_supported_there_judges_nothing(commission):
    there = await commission.database.read(lambda store: store.aimaks.find_by_code("entry00"))
    author = await commission.meets("Токтогул", None)
    of = {"aimak_id": there.id}
    proposal = await wrote(commission, schema.proposals, author_id=author.id, **of)
    call = await wrote(commission, schema.initiative_calls, **of)
    watch = await wrote(commission, schema.watches, **of)
    hearing = await wrote(commission, schema.hearings, **of)
    for n, (table, whose, what) in enumerate((
        (schema.information_requests, "author_id", of), (schema.initiatives, "author_id", {"call_id": call}),
        (schema.supports, "person_id", {"proposal_id": proposal}),
        (schema.watch_members, "person_id", {"watch_id": watch}),
        (schema.watch_reports, "author_id", {"watch_id": watch}),
        (schema.watch_ratings, "person_id", {"watch_id": watch}),
        (schema.rsvps, "person_id", {"hearing_id": hearing}),
        (schema.hearing_questions, "person_id", {"hearing_id": hearing}),
    )):  # fmt: skip
        juror = await commission.meets(f"Калыс {n}")
        await wrote(commission, table, **{whose: juror.id}, **what)
        with pytest.raises(judging.ConflictOfInterest):
            await commission.sees(f"Калыс {n}")


async def test_a_juror_who_was_refused_stays_refused_after_leaving_what_tied_them(commission):
    osh = {"ky": "Ош", "ru": "Ош"}
    other = NewAimak("other", osh, osh, {"ky": "Сары", "ru": "Сары"}, " сары")
    await commission.database.write(lambda store: store.aimaks.put(other))
    aimak = await commission.database.read(lambda store: store.aimaks.find_by_code("other"))
    lives = await commission.meets("Жийде", aimak="entry00")
    await commission.meets("Эркин")
    reads = await commission.meets("Эркин", Role.OBSERVER)

    async def refuses():
        for name in ("Жийде", "Эркин"):
            with pytest.raises(judging.ConflictOfInterest):
                await commission.sees(name)

    await refuses()
    await commission.does(residents.choose_aimak, by=lives, aimak=aimak)
    members = await commission.database.read(lambda store: store.roles.list_members(None))
    role = next(one for one in members if one.person_id == reads.id and one.role is Role.OBSERVER)
    await commission.does(staff.remove, member_id=role.id, by=None)
    await refuses()


async def test_an_erased_juror_who_is_invited_anew_takes_no_second_seat(commission):
    own = await commission.meets("Асан") and await commission.sees("Асан")
    code = min(own.entries)
    erased = commission.people["Асан"]
    await commission.marks("Асан", {(code, 1): 7})

    async def forget(store):
        await store.erasures.erase(erased.id, keeps_public=False, at=commission.now)

    await commission.database.write(forget)
    assert (await commission.meets("Асан")).id != erased.id
    with pytest.raises(judging.NoSeat):
        await commission.sees("Асан")
    await commission.meets("Бермет")
    assert (await commission.sees("Бермет")).juror.number == 2
    found = await commission.does(outcome.read_outcome, by=None)
    assert (len(found.jurors), len(found.marks)) == (2, 1)
