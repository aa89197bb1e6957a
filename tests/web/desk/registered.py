"""The register of the desk: every route of it, and which roles are let in. A route that is not here fails the test."""

from bot.budget.permissions import Role

STAFF, HEAD, ADMIN, OBSERVER, INTAKE = Role.STAFF, Role.HEAD, Role.ADMIN, Role.OBSERVER, Role.INTAKE
ALL = frozenset(Role)
OFFICE = frozenset({STAFF, HEAD})
TAKERS = OFFICE | {INTAKE}
READERS = frozenset({HEAD, ADMIN, OBSERVER})

# By method and path: who is let in. What stands in braces is filled with an id of the first office's.
ROUTES: dict[tuple[str, str], frozenset[Role]] = {
    ("GET", "/desk"): ALL,
    ("GET", "/desk/aimaks"): READERS,
    ("GET", "/desk/aimaks/{code}"): READERS,
    ("POST", "/desk/aimaks/file"): READERS,
    ("GET", "/desk/files"): ALL,
    ("POST", "/desk/files/log"): READERS,
    ("POST", "/desk/files/list"): OFFICE,
    ("POST", "/desk/files/slips"): TAKERS,
    ("POST", "/desk/files/hearings"): READERS,
    ("POST", "/desk/files/chart"): READERS,
    ("POST", "/desk/files/paper"): OFFICE | READERS,
    ("GET", "/desk/sheet"): OFFICE,
    ("POST", "/desk/sheet"): OFFICE,
    ("POST", "/desk/sheet/take"): OFFICE,
    ("GET", "/desk/sheet/{id}"): OFFICE,
    ("POST", "/desk/sheet/{id}"): OFFICE,
    ("GET", "/desk/intake"): TAKERS,
    ("POST", "/desk/intake"): TAKERS,
    ("GET", "/desk/intake/photo/{token}"): TAKERS,
    ("POST", "/desk/intake/link"): OFFICE,
    ("GET", "/desk/tell"): TAKERS,
    ("POST", "/desk/tell"): TAKERS,
    ("GET", "/desk/hearings"): OFFICE | {OBSERVER, ADMIN},
    ("GET", "/desk/hearings/new"): OFFICE,
    ("POST", "/desk/hearings/new"): OFFICE,
    ("GET", "/desk/hearings/{id}"): OFFICE | {OBSERVER, ADMIN},
    ("POST", "/desk/hearings/{id}/count"): OFFICE,
    ("POST", "/desk/hearings/{id}/held"): OFFICE,
    ("POST", "/desk/hearings/{id}/paper"): OFFICE,
    ("POST", "/desk/hearings/{id}/file"): OFFICE | {OBSERVER, ADMIN},
    ("GET", "/desk/hearings/{id}/move"): OFFICE,
    ("POST", "/desk/hearings/{id}/move"): OFFICE,
    ("GET", "/desk/hearings/{id}/cancel"): OFFICE,
    ("POST", "/desk/hearings/{id}/cancel"): OFFICE,
    ("GET", "/desk/hearings/{id}/results"): OFFICE,
    ("POST", "/desk/hearings/{id}/results"): OFFICE,
    ("GET", "/desk/hearings/{id}/notices"): OFFICE,
    ("POST", "/desk/hearings/{id}/notices"): OFFICE,
    ("GET", "/desk/team"): {HEAD, ADMIN},
    ("POST", "/desk/team/invite"): {HEAD, ADMIN},
    ("POST", "/desk/team/remove"): {HEAD, ADMIN},
    ("POST", "/desk/team/approval"): {HEAD, ADMIN},
    ("GET", "/desk/templates"): OFFICE,
    ("POST", "/desk/templates"): OFFICE,
    ("POST", "/desk/templates/remove"): OFFICE,
    ("GET", "/desk/year"): OFFICE,
    ("POST", "/desk/year"): OFFICE,
    ("POST", "/desk/year/confirm"): OFFICE,
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
# What anybody does there in the own office. A head of another one is let in, and reaches nothing of the first.
OWN = {
    "/desk/out",
    "/desk/language",
    "/desk/aimaks/file",
    "/desk/files/log",
    "/desk/files/list",
    "/desk/files/slips",
    "/desk/files/hearings",
    "/desk/files/chart",
    "/desk/sheet/take",
    "/desk/team/approval",
    "/desk/year",
    "/desk/year/confirm",
}
