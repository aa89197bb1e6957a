"""What aimaks own, and the proposals that are about an item of it"""

import sqlalchemy as sa
from alembic import op

revision = '0056'
down_revision = '0053'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('property_items',
    sa.Column('id', _ID, nullable=False),
    sa.Column('aimak_id', _ID, nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('area', sa.Text(), nullable=False),
    sa.Column('use', sa.Text(), nullable=False),
    sa.Column('rent', sa.BigInteger(), nullable=True),
    sa.Column('until', sa.String(length=10), nullable=False),
    sa.Column('empty', sa.Boolean(), nullable=False),
    sa.Column('created_by', _ID, nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('removed_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['aimak_id'], ['aimaks.id'], name=op.f('fk_property_items_aimak_id')),
    sa.ForeignKeyConstraint(['created_by'], ['people.id'], name=op.f('fk_property_items_created_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_property_items')),
    sa.UniqueConstraint('aimak_id', 'code', name=op.f('uq_property_items_aimak_id_code'))
    )
    op.create_table('property_proposals',
    sa.Column('proposal_id', _ID, nullable=False),
    sa.Column('item_id', _ID, nullable=False),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposals.id'], name=op.f('fk_property_proposals_proposal_id')),
    sa.ForeignKeyConstraint(['item_id'], ['property_items.id'], name=op.f('fk_property_proposals_item_id')),
    sa.PrimaryKeyConstraint('proposal_id', name=op.f('pk_property_proposals'))
    )
    op.create_index(op.f('ix_property_proposals_item_id'), 'property_proposals', ['item_id'])


def downgrade() -> None:
    op.drop_table('property_proposals')
    op.drop_table('property_items')
