"""Items of plans, priorities of gatherings, and the proposals that are tied to them"""

import sqlalchemy as sa
from alembic import op

revision = '0049'
down_revision = '0047'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('plan_items',
    sa.Column('id', _ID, nullable=False),
    sa.Column('aimak_id', _ID, nullable=False),
    sa.Column('plan', sa.String(length=8), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('from_year', sa.Integer(), nullable=True),
    sa.Column('to_year', sa.Integer(), nullable=True),
    sa.Column('amount', sa.BigInteger(), nullable=True),
    sa.Column('created_by', _ID, nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('removed_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['aimak_id'], ['aimaks.id'], name=op.f('fk_plan_items_aimak_id')),
    sa.ForeignKeyConstraint(['created_by'], ['people.id'], name=op.f('fk_plan_items_created_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_items')),
    sa.UniqueConstraint('aimak_id', 'plan', 'code', name=op.f('uq_plan_items_aimak_id_plan_code'))
    )
    op.create_table('priorities',
    sa.Column('id', _ID, nullable=False),
    sa.Column('aimak_id', _ID, nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=12), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('village_id', _ID, nullable=True),
    sa.Column('origin', sa.String(length=40), nullable=True),
    sa.Column('created_by', _ID, nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('removed_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['aimak_id'], ['aimaks.id'], name=op.f('fk_priorities_aimak_id')),
    sa.ForeignKeyConstraint(['village_id'], ['villages.id'], name=op.f('fk_priorities_village_id')),
    sa.ForeignKeyConstraint(['created_by'], ['people.id'], name=op.f('fk_priorities_created_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_priorities')),
    sa.UniqueConstraint('aimak_id', 'year', 'origin', name=op.f('uq_priorities_aimak_id_year_origin'))
    )
    op.create_table('ties',
    sa.Column('id', _ID, nullable=False),
    sa.Column('proposal_id', _ID, nullable=False),
    sa.Column('plan_item_id', _ID, nullable=True),
    sa.Column('priority_id', _ID, nullable=True),
    sa.Column('tied_by', _ID, nullable=True),
    sa.Column('tied_at', sa.BigInteger(), nullable=False),
    sa.Column('untied_by', _ID, nullable=True),
    sa.Column('untied_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposals.id'], name=op.f('fk_ties_proposal_id')),
    sa.ForeignKeyConstraint(['plan_item_id'], ['plan_items.id'], name=op.f('fk_ties_plan_item_id')),
    sa.ForeignKeyConstraint(['priority_id'], ['priorities.id'], name=op.f('fk_ties_priority_id')),
    sa.ForeignKeyConstraint(['tied_by'], ['people.id'], name=op.f('fk_ties_tied_by')),
    sa.ForeignKeyConstraint(['untied_by'], ['people.id'], name=op.f('fk_ties_untied_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ties'))
    )
    op.create_index(op.f('ix_ties_proposal_id'), 'ties', ['proposal_id'])


def downgrade() -> None:
    op.drop_table('ties')
    op.drop_table('priorities')
    op.drop_table('plan_items')
