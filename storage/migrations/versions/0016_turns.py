"""Turns: an outbox row knows the aimak whose turn it takes"""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

_READY = sa.text('state = 0')


def upgrade() -> None:
    aimak = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    op.add_column('outbox', sa.Column('aimak_id', aimak, server_default=sa.text('0'), nullable=False))
    # Only what has not left takes a turn.
    op.execute(
        'UPDATE outbox SET aimak_id = coalesce((SELECT peers.aimak_id FROM peers WHERE peers.id = outbox.peer_id), 0)'
        ' WHERE state IN (0, 1, 2, 8)'
    )
    columns = ['channel', 'account', 'aimak_id', 'lane', 'not_before', 'id']
    op.create_index('ix_outbox_turns', 'outbox', columns, sqlite_where=_READY, postgresql_where=_READY)


def downgrade() -> None:
    op.drop_index('ix_outbox_turns', 'outbox')
    op.drop_column('outbox', 'aimak_id')
