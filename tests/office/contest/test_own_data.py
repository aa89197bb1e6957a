"""A juror's own data: the marks they gave, under the codes of the entries."""

from storage.personal.reading import read_person
from tests.office.contest.commission import Commission


async def test_a_juror_reads_the_marks_they_gave_under_codes_and_nobody_elses(sqlite_database):
    commission = await Commission(sqlite_database).begins(aimaks=2, others=2)
    await commission.meets("Асан")
    await commission.meets("Бермет")
    await commission.draws()
    own = await commission.sees("Асан")
    code = min(own.entries)
    await commission.marks("Асан", {(code, 1): 7})
    await commission.marks("Бермет", {(code, 1): 3})
    person = commission.people["Асан"]

    def read(connection):
        of = {"person_id": person.id, "peer_id": person.peer_id, "language": "ky"}
        return {name: list(records) for name, records in read_person(connection, sqlite_database.seal, **of)}

    (mark,) = (await sqlite_database.run_sync(read))["marks"]
    assert (mark["code"], mark["criterion"], mark["mark"], mark["first_mark"]) == (code, 1, 7, None)
    assert "Кожаяр" not in str(mark)
