"""An account that is served no more is known as such, so that nobody is written to there who has another chat"""

import sqlalchemy as sa
from alembic import op

revision = '0044'
down_revision = '0043'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('accounts', sa.Column('gone_at', sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column('accounts', 'gone_at')
