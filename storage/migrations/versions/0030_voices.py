"""A voice in one line, and what its author says to that"""

import sqlalchemy as sa
from alembic import op

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('proposal_texts', sa.Column('summary_by', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
    op.add_column('proposal_texts', sa.Column('agreed', sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.drop_column('proposal_texts', 'agreed')
    op.drop_column('proposal_texts', 'summary_by')
