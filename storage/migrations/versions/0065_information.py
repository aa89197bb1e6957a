"""Requests for information"""

import sqlalchemy as sa
from alembic import op

revision = '0065'
down_revision = '0064'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('information_requests',
    sa.Column('id', _ID, nullable=False),
    sa.Column('aimak_id', _ID, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('label', sa.String(length=12), nullable=False),
    sa.Column('key', sa.String(length=32), nullable=False),
    sa.Column('author_id', _ID, nullable=False),
    sa.Column('peer_id', _ID, nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('received_at', sa.BigInteger(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('due_days', sa.Integer(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('media_id', _ID, nullable=True),
    sa.Column('answered_by', _ID, nullable=True),
    sa.Column('answered_at', sa.BigInteger(), nullable=True),
    sa.Column('late_told_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['aimak_id'], ['aimaks.id'], name=op.f('fk_information_requests_aimak_id')),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_information_requests_author_id')),
    sa.ForeignKeyConstraint(['media_id'], ['media.id'], name=op.f('fk_information_requests_media_id')),
    sa.ForeignKeyConstraint(['answered_by'], ['people.id'], name=op.f('fk_information_requests_answered_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_information_requests')),
    sa.UniqueConstraint('key', name=op.f('uq_information_requests_key'))
    )
    op.create_index(op.f('ix_information_requests_aimak_id'), 'information_requests', ['aimak_id'])
    op.create_index(op.f('ix_information_requests_author_id'), 'information_requests', ['author_id'])


def downgrade() -> None:
    op.drop_table('information_requests')
