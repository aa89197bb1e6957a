"""Somebody whom a messenger knows by two addresses is one peer"""

import sqlalchemy as sa
from alembic import op

revision = '0035'
down_revision = '0034'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('aliases',
    sa.Column('peer_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('account', sa.String(length=64), nullable=False),
    sa.Column('address_hash', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['peer_id'], ['peers.id'], name=op.f('fk_aliases_peer_id_peers')),
    sa.PrimaryKeyConstraint('channel', 'account', 'address_hash', name=op.f('pk_aliases'))
    )
    op.create_index(op.f('ix_aliases_peer_id'), 'aliases', ['peer_id'])


def downgrade() -> None:
    op.drop_index(op.f('ix_aliases_peer_id'), table_name='aliases')
    op.drop_table('aliases')
