"""Contests: entries under codes, jurors, their marks"""

import sqlalchemy as sa
from alembic import op

revision = '0050'
down_revision = '0049'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('contests',
    sa.Column('id', _ID, nullable=False),
    sa.Column('kind', sa.String(8), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('rules', sa.Text(), nullable=False),
    sa.Column('begun_at', sa.BigInteger(), nullable=False),
    sa.Column('coded_at', sa.BigInteger(), nullable=True),
    sa.Column('looked_at', sa.BigInteger(), nullable=True),
    sa.Column('closed_at', sa.BigInteger(), nullable=True),
    sa.Column('unblinded_at', sa.BigInteger(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contests'))
    )
    op.create_table('contest_entries',
    sa.Column('id', _ID, nullable=False),
    sa.Column('contest_id', _ID, nullable=False),
    sa.Column('aimak_id', _ID, nullable=True),
    sa.Column('code', sa.SmallInteger(), nullable=True),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('figures', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['aimak_id'], ['aimaks.id'], name=op.f('fk_contest_entries_aimak_id')),
    sa.ForeignKeyConstraint(['contest_id'], ['contests.id'], name=op.f('fk_contest_entries_contest_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contest_entries')),
    sa.UniqueConstraint('contest_id', 'code', name=op.f('uq_contest_entries_contest_id_code')),
    sa.UniqueConstraint('contest_id', 'aimak_id', name=op.f('uq_contest_entries_contest_id_aimak_id'))
    )
    op.create_table('contest_jurors',
    sa.Column('id', _ID, nullable=False),
    sa.Column('contest_id', _ID, nullable=False),
    sa.Column('person_id', _ID, nullable=False),
    sa.Column('number', sa.SmallInteger(), nullable=False),
    sa.Column('seated_at', sa.BigInteger(), nullable=False),
    sa.Column('looked_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['contest_id'], ['contests.id'], name=op.f('fk_contest_jurors_contest_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_contest_jurors_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contest_jurors')),
    sa.UniqueConstraint('contest_id', 'person_id', name=op.f('uq_contest_jurors_contest_id_person_id')),
    sa.UniqueConstraint('contest_id', 'number', name=op.f('uq_contest_jurors_contest_id_number'))
    )
    op.create_index(op.f('ix_contest_jurors_person_id'), 'contest_jurors', ['person_id'])
    op.create_table('contest_marks',
    sa.Column('juror_id', _ID, nullable=False),
    sa.Column('entry_id', _ID, nullable=False),
    sa.Column('criterion', sa.SmallInteger(), nullable=False),
    sa.Column('mark', sa.SmallInteger(), nullable=False),
    sa.Column('first', sa.SmallInteger(), nullable=False),
    sa.Column('marked_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['contest_entries.id'], name=op.f('fk_contest_marks_entry_id')),
    sa.ForeignKeyConstraint(['juror_id'], ['contest_jurors.id'], name=op.f('fk_contest_marks_juror_id')),
    sa.PrimaryKeyConstraint('juror_id', 'entry_id', 'criterion', name=op.f('pk_contest_marks'))
    )
    op.create_index(op.f('ix_contest_marks_entry_id'), 'contest_marks', ['entry_id'])


def downgrade() -> None:
    for table in ('contest_marks', 'contest_jurors', 'contest_entries', 'contests'):
        op.drop_table(table)
