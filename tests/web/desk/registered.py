"""The register of the desk: every route of it, and which roles are let in. A route that is not here fails the test."""

from bot.budget.permissions import Role

STAFF, HEAD, ADMIN, OBSERVER, INTAKE = Role.STAFF, Role.HEAD, Role.ADMIN, Role.OBSERVER, Role.INTAKE
ALL = frozenset(Role)
OFFICE = frozenset({STAFF, HEAD})

# By method and path: who is let in. What stands in braces is filled with an id of the first office's.
ROUTES: dict[tuple[str, str], frozenset[Role]] = {
    ("GET", "/desk"): ALL,
    ("GET", "/desk/me"): ALL,
    ("POST", "/desk/out"): ALL,
    ("POST", "/desk/language"): ALL,
}
# What nobody has to be signed in for: the link itself, and what is not there.
OPEN = {
    ("GET", "/desk/in/{token}"),
    ("POST", "/desk/in/{token}"),
    ("GET", "/desk/{rest:path}"),
    ("POST", "/desk/{rest:path}"),
}
