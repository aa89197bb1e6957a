"""Whether an author lets a text stand on the public page as well"""

import sqlalchemy as sa
from alembic import op

revision = '0046'
down_revision = '0044'
branch_labels = None
depends_on = None

# Until now the one question named the page beside the hall and the board.
_ASKED = 'UPDATE proposals SET on_page = public_text WHERE public_text IS NOT NULL'


def upgrade() -> None:
    op.add_column('proposals', sa.Column('on_page', sa.Boolean(), nullable=True))
    op.execute(_ASKED)


def downgrade() -> None:
    op.drop_column('proposals', 'on_page')
