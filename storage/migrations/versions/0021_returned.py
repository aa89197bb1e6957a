"""What a head says of an answer draft that goes back to its clerk, and which groups an office owns"""

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('answer_drafts', sa.Column('remark', sa.Text(), nullable=True))
    op.add_column('groups', sa.Column('of_staff', sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('groups', schema=None) as batch_op:
        batch_op.drop_column('of_staff')
    with op.batch_alter_table('answer_drafts', schema=None) as batch_op:
        batch_op.drop_column('remark')
