"""Needs studies and meetings: how many came, which problems they named"""

import sqlalchemy as sa
from alembic import op

revision = '0060'
down_revision = '0059'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('needs_meetings',
    sa.Column('id', _ID, nullable=False),
    sa.Column('aimak_id', _ID, nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(80), nullable=False),
    sa.Column('kind', sa.String(12), nullable=False),
    sa.Column('village_id', _ID, nullable=True),
    sa.Column('category', sa.String(12), nullable=True),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=True),
    sa.Column('women', sa.Integer(), nullable=True),
    sa.Column('entered_by', _ID, nullable=True),
    sa.Column('entered_at', sa.BigInteger(), nullable=False),
    sa.Column('removed_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['aimak_id'], ['aimaks.id'], name=op.f('fk_needs_meetings_aimak_id')),
    sa.ForeignKeyConstraint(['village_id'], ['villages.id'], name=op.f('fk_needs_meetings_village_id')),
    sa.ForeignKeyConstraint(['entered_by'], ['people.id'], name=op.f('fk_needs_meetings_entered_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_needs_meetings')),
    sa.UniqueConstraint('aimak_id', 'year', 'key', name=op.f('uq_needs_meetings_aimak_id_year_key'))
    )
    op.create_table('needs_problems',
    sa.Column('meeting_id', _ID, nullable=False),
    sa.Column('rank', sa.SmallInteger(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['needs_meetings.id'], name=op.f('fk_needs_problems_meeting_id')),
    sa.PrimaryKeyConstraint('meeting_id', 'rank', name=op.f('pk_needs_problems'))
    )


def downgrade() -> None:
    for table in ('needs_problems', 'needs_meetings'):
        op.drop_table(table)
