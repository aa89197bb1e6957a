"""Proposals of clerks of merged aimaks are weighed by the log"""

from alembic import op

revision = '0040'
down_revision = '0039'
branch_labels = None
depends_on = None

# A row that keeps nothing is weighed by the log, which counts right before and after.
_BY_THE_LOG = ("UPDATE proposals SET weighed = NULL WHERE author_id IN "
               "(SELECT r.person_id FROM roles r JOIN aimaks a ON a.id = r.aimak_id "
               "WHERE a.merged_into_id IS NOT NULL AND r.role IN ('staff', 'head'))")


def upgrade() -> None:
    op.execute(_BY_THE_LOG)


def downgrade() -> None:
    pass
