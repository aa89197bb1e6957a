"""Whose a proposal is: whether somebody of the very office that answers it wrote it."""

from sqlalchemy import ColumnElement, exists, literal_column, or_

from bot.budget.permissions import Role
from storage.database.schema import aimaks, proposals, roles

OFFICE = [Role.STAFF.value, Role.HEAD.value]


def is_by_office(as_of: int | None) -> ColumnElement[bool]:
    """Whether a proposal's author has or had a role in its aimak's office, given before as_of (milliseconds UTC).

    The office of an aimak that has become part of it counts as well.
    """
    known = [] if as_of is None else [roles.c.granted_at < as_of]
    merged_here = (aimaks.c.id == roles.c.aimak_id, aimaks.c.merged_into_id == proposals.c.aimak_id)
    # Correlated by name: two statements deep SQLAlchemy would look among all proposals.
    was_merged = exists().where(*merged_here).correlate(roles, proposals)
    return exists().where(
        roles.c.person_id == proposals.c.author_id,
        or_(roles.c.aimak_id == proposals.c.aimak_id, was_merged),
        # Written out: a statement that is compiled once cannot be given a list.
        roles.c.role.in_([literal_column(f"'{role}'") for role in OFFICE]),
        *known,
    )
