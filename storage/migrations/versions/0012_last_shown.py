"""The index for what a chat saw last leaves out what waits, menus, and what rewrites a message further up"""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

_COLUMNS = ['peer_id', 'finished_at', 'id']
_ENDED = "finished_at IS NOT NULL AND kind != 'menu' AND (kind != 'progress' OR revision = 0)"


def upgrade() -> None:
    op.drop_index('ix_outbox_last', table_name='outbox')
    ended = sa.text(_ENDED)
    op.create_index('ix_outbox_ended', 'outbox', _COLUMNS, sqlite_where=ended, postgresql_where=ended)


def downgrade() -> None:
    op.drop_index('ix_outbox_ended', table_name='outbox')
    op.create_index('ix_outbox_last', 'outbox', _COLUMNS)
