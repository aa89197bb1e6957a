"""SQLAlchemy's dialect for PostgreSQL, imported only where PostgreSQL is used."""

from sqlalchemy.dialects.postgresql.psycopg import PGDialectAsync_psycopg


class Postgresql(PGDialectAsync_psycopg):
    """One equals every other of the same server version, so that what was compiled by one is found by all."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return type(other) is Postgresql and other.server_version_info == self.server_version_info

    def __hash__(self) -> int:
        return hash(Postgresql)

    @classmethod
    def get_async_dialect_cls(cls, url: object) -> "type[Postgresql]":
        """Itself: there is no other way to speak to PostgreSQL here."""
        return cls
