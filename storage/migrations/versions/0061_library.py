"""Papers with a title are the library of an aimak"""

import sqlalchemy as sa
from alembic import op

revision = '0061'
down_revision = '0060'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('papers', sa.Column('title', sa.Text(), nullable=True))
    op.add_column('papers', sa.Column('language', sa.String(length=4), nullable=True))
    op.add_column('papers', sa.Column('removed_at', sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column('papers', 'removed_at')
    op.drop_column('papers', 'language')
    op.drop_column('papers', 'title')
