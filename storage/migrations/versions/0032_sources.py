"""The index of what awaits an answer holds the source too: a queue narrowed to it needs nothing else"""

import sqlalchemy as sa
from alembic import op

revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None

_BEFORE = ['aimak_id', 'due_on', 'id', 'side', 'category', 'village_id', 'taken_by', 'waiting']
_NOW = [*_BEFORE[:-1], 'source', 'waiting']


def upgrade() -> None:
    _index(_NOW)


def downgrade() -> None:
    _index(_BEFORE)


def _index(columns: list[str]) -> None:
    op.drop_index('ix_proposals_waiting', table_name='proposals')
    op.create_index('ix_proposals_waiting', 'proposals', columns,
                    sqlite_where=sa.text('waiting = 1'), postgresql_where=sa.text('waiting'))
