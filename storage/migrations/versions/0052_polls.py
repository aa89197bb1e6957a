"""Priorities polls: counts of what was voted, keyed hashes of who has"""

import sqlalchemy as sa
from alembic import op

revision = '0052'
down_revision = '0051'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('polls',
    sa.Column('id', _ID, nullable=False),
    sa.Column('aimak_id', _ID, nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('opened_by', _ID, nullable=True),
    sa.Column('opened_at', sa.BigInteger(), nullable=False),
    sa.Column('closes_at', sa.BigInteger(), nullable=False),
    sa.Column('told_at', sa.BigInteger(), nullable=True),
    sa.Column('ballots', sa.Integer(), nullable=False),
    sa.Column('paper', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['aimak_id'], ['aimaks.id'], name=op.f('fk_polls_aimak_id')),
    sa.ForeignKeyConstraint(['opened_by'], ['people.id'], name=op.f('fk_polls_opened_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_polls'))
    )
    op.create_index(op.f('ix_polls_aimak_id'), 'polls', ['aimak_id'])
    op.create_table('poll_choices',
    sa.Column('poll_id', _ID, nullable=False),
    sa.Column('number', sa.SmallInteger(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('votes', sa.Integer(), nullable=False),
    sa.Column('paper', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['poll_id'], ['polls.id'], name=op.f('fk_poll_choices_poll_id')),
    sa.PrimaryKeyConstraint('poll_id', 'number', name=op.f('pk_poll_choices'))
    )
    op.create_table('poll_marks',
    sa.Column('poll_id', _ID, nullable=False),
    sa.Column('mark', sa.String(64), nullable=False),
    sa.Column('peer_id', _ID, nullable=True),
    sa.ForeignKeyConstraint(['peer_id'], ['peers.id'], name=op.f('fk_poll_marks_peer_id')),
    sa.ForeignKeyConstraint(['poll_id'], ['polls.id'], name=op.f('fk_poll_marks_poll_id')),
    sa.PrimaryKeyConstraint('poll_id', 'mark', name=op.f('pk_poll_marks'))
    )
    op.create_index(op.f('ix_poll_marks_peer_id'), 'poll_marks', ['peer_id'])


def downgrade() -> None:
    for table in ('poll_marks', 'poll_choices', 'polls'):
        op.drop_table(table)
