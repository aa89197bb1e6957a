"""Which villages an export may name beside a row, so that nobody is found by their village.

So many authors share a named village in its budget year. As many share what has no village there: else those rows would
be of the one village that is missing.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Connection, exists, func, or_, select

from storage.database.schema import exclusions, proposals
from storage.together.counted import counts

_AUTHORS = func.count(proposals.c.author_id.distinct())


def list_shared_villages(
    connection: Connection, *, aimak_id: int | None, year: int | None, least: int, counting_only: bool
) -> set[tuple[int, int]]:
    """Lists the villages (id, budget year) that may be named: least authors share each, and what is left.

    It is of one aimak or year if named. counting_only leaves out what was withdrawn or excluded, as a public file does.
    """
    where = [counts(proposals.c.aimak_id) if aimak_id is None else proposals.c.aimak_id == aimak_id]
    where += [] if year is None else [proposals.c.budget_year == year]
    if counting_only:
        taken_out = exists().where(exclusions.c.proposal_id == proposals.c.id, exclusions.c.lifted_at.is_(None))
        where += [proposals.c.withdrawn_at.is_(None), ~taken_out]
    alike = (proposals.c.aimak_id, proposals.c.budget_year, proposals.c.village_id)
    of_years: dict[tuple[int, int], dict[int | None, int]] = {}
    for row in connection.execute(select(*alike, _AUTHORS.label("authors")).where(*where).group_by(*alike)):
        of_years.setdefault((row.aimak_id, row.budget_year), {})[row.village_id] = row.authors
    shared: set[tuple[int, int]] = set()
    for (aimak, of_year), authors in of_years.items():
        narrow = [*where, proposals.c.aimak_id == aimak, proposals.c.budget_year == of_year]
        shared |= {(village, of_year) for village in _choose(connection, narrow, authors, least)}
    return shared


def _choose(
    connection: Connection, where: Sequence[ColumnElement[bool]], authors: dict[int | None, int], least: int
) -> list[int]:
    # The largest last, since the smallest goes first where one more has to.
    villages = sorted((village for village in authors if village is not None), key=lambda one: (authors[one], one))
    named = [village for village in villages if authors[village] >= least]
    hidden = villages[: len(villages) - len(named)]
    while hidden and named and _count_nameless(connection, where, hidden) < least:
        hidden.append(named.pop(0))
    return named


def _count_nameless(connection: Connection, where: Sequence[ColumnElement[bool]], hidden: Collection[int]) -> int:
    nameless = or_(proposals.c.village_id.is_(None), proposals.c.village_id.in_(list(hidden)))
    return connection.execute(select(_AUTHORS).where(*where, nameless)).scalar_one()
