"""Practice aimaks: everything works there and nothing counts"""

import sqlalchemy as sa
from alembic import op

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('aimaks', sa.Column('practice_of_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))


def downgrade() -> None:
    # The older version would count them: they are closed, and nobody chooses them any more.
    op.execute("UPDATE aimaks SET valid_to = '2000-01-01' WHERE practice_of_id IS NOT NULL AND valid_to IS NULL")
    op.drop_column('aimaks', 'practice_of_id')
