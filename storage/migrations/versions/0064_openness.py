"""What an office says it has published: entries of the openness checklist"""

import sqlalchemy as sa
from alembic import op

revision = '0064'
down_revision = '0062'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('openness_entries',
    sa.Column('id', _ID, nullable=False),
    sa.Column('aimak_id', _ID, nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('row', sa.String(24), nullable=False),
    sa.Column('channel', sa.String(8), nullable=False),
    sa.Column('language', sa.String(4), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('media_id', _ID, nullable=True),
    sa.Column('entered_by', _ID, nullable=True),
    sa.Column('entered_at', sa.BigInteger(), nullable=False),
    sa.Column('removed_by', _ID, nullable=True),
    sa.Column('removed_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['aimak_id'], ['aimaks.id'], name=op.f('fk_openness_entries_aimak_id')),
    sa.ForeignKeyConstraint(['entered_by'], ['people.id'], name=op.f('fk_openness_entries_entered_by')),
    sa.ForeignKeyConstraint(['media_id'], ['media.id'], name=op.f('fk_openness_entries_media_id')),
    sa.ForeignKeyConstraint(['removed_by'], ['people.id'], name=op.f('fk_openness_entries_removed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_openness_entries'))
    )
    op.create_index(op.f('ix_openness_entries_aimak_id_year'), 'openness_entries', ['aimak_id', 'year'])
    op.create_index(op.f('ix_openness_entries_media_id'), 'openness_entries', ['media_id'])


def downgrade() -> None:
    op.drop_table('openness_entries')
