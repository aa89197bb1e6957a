"""The index for what a chat saw last holds that alone: what waits, fails or stands further up is not in it"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

_COLUMNS = ['peer_id', 'finished_at', 'id']
_SHOWN = "state IN (3, 4, 7) AND kind != 'menu' AND (kind != 'progress' OR revision = 0)"


def upgrade() -> None:
    op.drop_index('ix_outbox_last', table_name='outbox')
    shown = sa.text(_SHOWN)
    op.create_index('ix_outbox_shown', 'outbox', _COLUMNS, sqlite_where=shown, postgresql_where=shown)


def downgrade() -> None:
    op.drop_index('ix_outbox_shown', table_name='outbox')
    op.create_index('ix_outbox_last', 'outbox', _COLUMNS)
