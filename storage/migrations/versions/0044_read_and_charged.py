"""When a message was read is kept, and so is what left by a messenger that charges for it"""

import sqlalchemy as sa
from alembic import op

revision = '0044'
down_revision = '0043'
branch_labels = None
depends_on = None

_WHERE = "channel = 'whatsapp' AND external_id IS NOT NULL"


def upgrade() -> None:
    op.add_column('outbox', sa.Column('read_at', sa.BigInteger(), nullable=True))
    op.create_index('ix_outbox_charged', 'outbox', ['finished_at', 'account'],
                    sqlite_where=sa.text(_WHERE), postgresql_where=sa.text(_WHERE))
    op.create_table('charged',
                    sa.Column('channel', sa.String(length=16), nullable=False),
                    sa.Column('account', sa.String(length=64), nullable=False),
                    sa.Column('month', sa.Integer(), nullable=False),
                    sa.Column('kind', sa.String(length=8), nullable=False),
                    sa.Column('aimak_id', sa.BigInteger(), nullable=False),
                    sa.Column('n', sa.Integer(), nullable=False),
                    sa.PrimaryKeyConstraint('channel', 'account', 'month', 'kind', 'aimak_id', name=op.f('pk_charged')))


def downgrade() -> None:
    op.drop_table('charged')
    op.drop_index('ix_outbox_charged', table_name='outbox')
    op.drop_column('outbox', 'read_at')
