"""A message of the outbox says itself when it has arrived, whatever its messenger is called"""

import sqlalchemy as sa
from alembic import op

revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None

_WHERE = 'external_id IS NOT NULL AND (state = 4 OR arrived_at IS NULL)'


def upgrade() -> None:
    op.add_column('outbox', sa.Column('arrived_at', sa.BigInteger(), nullable=True))
    # These two report nothing: what they took had arrived.
    op.execute("UPDATE outbox SET arrived_at = coalesce(finished_at, created_at) "
               "WHERE state = 4 OR state = 3 AND channel IN ('telegram', 'terminal')")
    op.create_index('ix_outbox_reported', 'outbox', ['channel', 'account', 'external_id'],
                    sqlite_where=sa.text(_WHERE), postgresql_where=sa.text(_WHERE))


def downgrade() -> None:
    op.drop_index('ix_outbox_reported', table_name='outbox')
    op.drop_column('outbox', 'arrived_at')
