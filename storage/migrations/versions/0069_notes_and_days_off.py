"""An office's own note on a proposal, and its own days off"""

import sqlalchemy as sa
from alembic import op

revision = '0069'
down_revision = '0068'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('office_notes',
    sa.Column('proposal_id', _ID, autoincrement=False, nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('written_by', _ID, nullable=False),
    sa.Column('written_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposals.id'], name=op.f('fk_office_notes_proposal_id')),
    sa.ForeignKeyConstraint(['written_by'], ['people.id'], name=op.f('fk_office_notes_written_by')),
    sa.PrimaryKeyConstraint('proposal_id', name=op.f('pk_office_notes'))
    )
    op.create_table('office_days_off',
    sa.Column('id', _ID, nullable=False),
    sa.Column('aimak_id', _ID, nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('entered_by', _ID, nullable=False),
    sa.Column('entered_at', sa.BigInteger(), nullable=False),
    sa.Column('removed_by', _ID, nullable=True),
    sa.Column('removed_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['aimak_id'], ['aimaks.id'], name=op.f('fk_office_days_off_aimak_id')),
    sa.ForeignKeyConstraint(['entered_by'], ['people.id'], name=op.f('fk_office_days_off_entered_by')),
    sa.ForeignKeyConstraint(['removed_by'], ['people.id'], name=op.f('fk_office_days_off_removed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_office_days_off'))
    )
    op.create_index('ix_office_days_off_aimak_id_day', 'office_days_off', ['aimak_id', 'day'])


def downgrade() -> None:
    op.drop_table('office_days_off')
    op.drop_table('office_notes')
