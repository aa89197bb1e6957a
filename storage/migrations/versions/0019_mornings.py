"""When each office last heard its day, and of which proposals a reminder or a delay was said"""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table(
        'mornings',
        sa.Column('aimak_id', _ID, nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.Column('last_id', _ID, nullable=False),
        sa.ForeignKeyConstraint(['aimak_id'], ['aimaks.id'], name=op.f('fk_mornings_aimak_id_aimaks')),
        sa.PrimaryKeyConstraint('aimak_id', name=op.f('pk_mornings')),
    )
    op.create_table(
        'said',
        sa.Column('proposal_id', _ID, nullable=False),
        sa.Column('what', sa.String(length=8), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['proposal_id'], ['proposals.id'], name=op.f('fk_said_proposal_id_proposals')),
        sa.PrimaryKeyConstraint('proposal_id', 'what', name=op.f('pk_said')),
    )


def downgrade() -> None:
    op.drop_table('said')
    op.drop_table('mornings')
