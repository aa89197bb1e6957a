"""Proposals that repeat one another are linked: they get one answer, and each stays a row of its own"""

import sqlalchemy as sa
from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_WHERE = 'linked_to IS NOT NULL'


def upgrade() -> None:
    op.add_column('proposals', sa.Column('linked_to', _ID, nullable=True))
    op.create_index('ix_proposals_linked', 'proposals', ['linked_to', 'id'],
                    sqlite_where=sa.text(_WHERE), postgresql_where=sa.text(_WHERE))


def downgrade() -> None:
    op.drop_index('ix_proposals_linked', table_name='proposals')
    op.drop_column('proposals', 'linked_to')
