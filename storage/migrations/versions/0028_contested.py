"""What residents say of work is found by who said it, so that it can be forgotten"""

import sqlalchemy as sa
from alembic import op

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None

_WHERE = "kind = 'work:contest'"


def upgrade() -> None:
    op.create_index('ix_dialogue_contested', 'dialogue', ['person_id', 'id'],
                    sqlite_where=sa.text(_WHERE), postgresql_where=sa.text(_WHERE))


def downgrade() -> None:
    op.drop_index('ix_dialogue_contested', table_name='dialogue')
