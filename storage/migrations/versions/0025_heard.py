"""A question that reached nobody is no answer; what was done to one proposal is found by an index"""

from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None

# A row that keeps nothing is weighed by the log. Up here and down there the rule of its own day counts.
_BY_THE_LOG = ("UPDATE proposals SET weighed = NULL WHERE id IN "
               "(SELECT proposal_id FROM dialogue WHERE kind = 'asked')")


def upgrade() -> None:
    op.create_index('ix_audit_object', 'audit', ['object', 'object_id'])
    op.execute(_BY_THE_LOG)


def downgrade() -> None:
    op.execute(_BY_THE_LOG)
    op.drop_index('ix_audit_object', table_name='audit')
