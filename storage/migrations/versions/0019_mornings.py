"""When each office last heard its day, and of which proposals a reminder or a delay was said"""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')

_A_MONTH_AGO = {'sqlite': "date('now', '-30 day')", 'postgresql': 'current_date - 30'}


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
    # What was filed before is not new on the first morning. What is late by more than a month is not said all at once.
    op.execute(
        'INSERT INTO mornings (aimak_id, at, last_id) SELECT aimak_id, 0, max(id) FROM proposals GROUP BY aimak_id'
    )
    op.execute(
        "INSERT INTO said (proposal_id, what, at) SELECT id, 'late', 0 FROM proposals"  # noqa: S608 - of two constants
        f' WHERE due_on < {_A_MONTH_AGO[op.get_bind().dialect.name]}'
    )


def downgrade() -> None:
    op.drop_table('said')
    op.drop_table('mornings')
