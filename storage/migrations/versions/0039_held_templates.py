"""Templates that a messenger takes from nobody now, and how many people a day it lets be asked"""

import sqlalchemy as sa
from alembic import op

revision = '0039'
down_revision = '0038'
branch_labels = None
depends_on = None

_WHERE = "kind = 'opener'"


def upgrade() -> None:
    op.create_table('held_templates',
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('account', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=32), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('until', sa.BigInteger(), nullable=False),
    sa.Column('trying', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.PrimaryKeyConstraint('channel', 'account', 'name', 'language', name=op.f('pk_held_templates'))
    )
    op.add_column('accounts', sa.Column('chats_a_day', sa.Integer(), nullable=True))
    op.add_column('accounts', sa.Column('chats_reached_at', sa.BigInteger(), nullable=True))
    op.add_column('accounts', sa.Column('chats_rest_until', sa.BigInteger(), nullable=False, server_default='0'))
    op.drop_index('ix_outbox_openers', table_name='outbox')
    op.create_index('ix_outbox_openers', 'outbox', ['channel', 'account', 'finished_at'],
                    sqlite_where=sa.text(_WHERE), postgresql_where=sa.text(_WHERE))


def downgrade() -> None:
    op.drop_index('ix_outbox_openers', table_name='outbox')
    op.create_index('ix_outbox_openers', 'outbox', ['channel', 'account', 'created_at'],
                    sqlite_where=sa.text(_WHERE), postgresql_where=sa.text(_WHERE))
    op.drop_column('accounts', 'chats_rest_until')
    op.drop_column('accounts', 'chats_reached_at')
    op.drop_column('accounts', 'chats_a_day')
    op.drop_table('held_templates')
