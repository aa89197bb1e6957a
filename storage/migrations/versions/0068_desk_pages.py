"""Pages of the desk that a posted form led to: each has its address until the session ends"""

import sqlalchemy as sa
from alembic import op

revision = '0068'
down_revision = '0067'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('desk_pages',
    sa.Column('id', _ID, nullable=False),
    sa.Column('session_id', _ID, nullable=False),
    sa.Column('key', sa.String(length=32), nullable=False),
    sa.Column('path', sa.String(length=120), nullable=False),
    sa.Column('act', sa.String(length=32), nullable=True),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('status', sa.Integer(), nullable=False),
    sa.Column('page', sa.Text(), nullable=False),
    sa.Column('made_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['desk_sessions.id'], name=op.f('fk_desk_pages_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_desk_pages')),
    sa.UniqueConstraint('session_id', 'key', name=op.f('uq_desk_pages_session_id_key'))
    )


def downgrade() -> None:
    op.drop_table('desk_pages')
