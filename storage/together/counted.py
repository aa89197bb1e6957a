"""Nothing in a practice aimak counts, and nobody but its own staff gets a notice. These are the conditions, in SQL."""

from sqlalchemy import ColumnElement, exists, select

from storage.database.schema import aimaks, roles


def counts(aimak_id: ColumnElement[int]) -> ColumnElement[bool]:
    """That rows of an aimak count: it is not for practice."""
    return aimak_id.not_in(select(aimaks.c.id).where(aimaks.c.practice_of_id.is_not(None)))


def may_hear(aimak_id: int, person_id: ColumnElement[int]) -> ColumnElement[bool]:
    """That somebody may get a broadcast of an aimak: of one for practice its own staff alone."""
    is_practice = exists().where(aimaks.c.id == aimak_id, aimaks.c.practice_of_id.is_not(None))
    works_there = exists().where(
        roles.c.person_id == person_id, roles.c.aimak_id == aimak_id, roles.c.revoked_at.is_(None)
    )
    return ~is_practice | works_there
