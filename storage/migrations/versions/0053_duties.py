"""Duties of several workers: who holds each, until when"""

import sqlalchemy as sa
from alembic import op

revision = '0053'
down_revision = '0052'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('duties',
    sa.Column('name', sa.String(80), nullable=False),
    sa.Column('holder', sa.String(40), nullable=False),
    sa.Column('until', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_duties'))
    )


def downgrade() -> None:
    op.drop_table('duties')
