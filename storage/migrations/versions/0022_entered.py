"""Which clerk entered a proposal for somebody else"""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.add_column('proposals', sa.Column('entered_by', _ID))


def downgrade() -> None:
    op.drop_column('proposals', 'entered_by')
