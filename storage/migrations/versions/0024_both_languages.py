"""The sentence of an answer in the other language"""

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ('answers', 'answer_drafts'):
        op.add_column(table, sa.Column('other', sa.Text(), nullable=True))
        op.add_column(table, sa.Column('other_in', sa.String(length=2), nullable=True))


def downgrade() -> None:
    for table in ('answer_drafts', 'answers'):
        op.drop_column(table, 'other_in')
        op.drop_column(table, 'other')
