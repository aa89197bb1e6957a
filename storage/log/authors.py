"""Whose a proposal is: whether somebody of the very office that answers it wrote it."""

from sqlalchemy import ColumnElement, exists

from bot.budget.permissions import Role
from storage.database.schema import proposals, roles

OFFICE = [Role.STAFF.value, Role.HEAD.value]


def is_by_office(as_of: int | None) -> ColumnElement[bool]:
    """Whether a proposal's author has or had a role in its aimak's office, given before as_of (milliseconds UTC)."""
    known = [] if as_of is None else [roles.c.granted_at < as_of]
    return exists().where(
        roles.c.person_id == proposals.c.author_id,
        roles.c.aimak_id == proposals.c.aimak_id,
        roles.c.role.in_(OFFICE),
        *known,
    )
