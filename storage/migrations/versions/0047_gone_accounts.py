"""An account that is served no more is known as such"""

import sqlalchemy as sa
from alembic import op

revision = '0047'
down_revision = '0046'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('accounts', sa.Column('gone_at', sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column('accounts', 'gone_at')
