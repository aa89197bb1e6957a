"""How fast each account has sent, and until when its messenger wants a pause"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('accounts',
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('account', sa.String(length=64), nullable=False),
    sa.Column('sent_until', sa.Float(), server_default=sa.text('0'), nullable=False),
    sa.Column('paused_until', sa.BigInteger(), server_default=sa.text('0'), nullable=False),
    sa.PrimaryKeyConstraint('channel', 'account', name=op.f('pk_accounts'))
    )


def downgrade() -> None:
    op.drop_table('accounts')
