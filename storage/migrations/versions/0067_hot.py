"""How PostgreSQL tidies the tables that are written with every message: early and a little at a time."""

from alembic import op

revision = '0067'
down_revision = '0065'
branch_labels = None
depends_on = None

# A fifth of a table may be dead before PostgreSQL looks by itself. Of ten million events that is two million.
_OFTEN = {
    "autovacuum_vacuum_scale_factor": "0.01",
    "autovacuum_vacuum_threshold": "1000",
    "autovacuum_vacuum_insert_scale_factor": "0.02",
    "autovacuum_analyze_scale_factor": "0.02",
}
# Few rows that change with every claim: half of a page is left for their next version (HOT).
_FEW_ROWS = {"fillfactor": "50", "autovacuum_vacuum_scale_factor": "0", "autovacuum_vacuum_threshold": "200"}
_HOT = {
    **dict.fromkeys(("outbox", "events", "recipients"), _OFTEN),
    "peers": {**_OFTEN, "fillfactor": "85"},
    **dict.fromkeys(("accounts", "duties"), _FEW_ROWS),
}


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        for table, settings in _HOT.items():
            op.execute(
                f"ALTER TABLE {table} SET ({', '.join(f'{name} = {value}' for name, value in settings.items())})"
            )


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        for table, settings in _HOT.items():
            op.execute(f"ALTER TABLE {table} RESET ({', '.join(settings)})")
