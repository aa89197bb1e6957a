"""Each account of a messenger says when it was last heard; two bots no longer write over each other"""

import sqlalchemy as sa
from alembic import op

revision = '0034'
down_revision = '0033'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('accounts', sa.Column('heard_at', sa.BigInteger(), nullable=True))
    # Until now one fact a messenger stood for all its accounts.
    op.execute("UPDATE accounts SET heard_at = (SELECT CAST(meta.value AS BIGINT) FROM meta "
               "WHERE meta.name = accounts.channel || '_polled_at')")
    op.execute("DELETE FROM meta WHERE name IN (SELECT channel || '_polled_at' FROM accounts)")


def downgrade() -> None:
    op.drop_column('accounts', 'heard_at')
