"""Templates that ask people to open their window are counted by day and month"""

import sqlalchemy as sa
from alembic import op

revision = '0036'
down_revision = '0035'
branch_labels = None
depends_on = None

_WHERE = "kind = 'opener'"


def upgrade() -> None:
    op.create_index('ix_outbox_openers', 'outbox', ['channel', 'account', 'created_at'],
                    sqlite_where=sa.text(_WHERE), postgresql_where=sa.text(_WHERE))


def downgrade() -> None:
    op.drop_index('ix_outbox_openers', table_name='outbox')
