"""Groups: an office can let one go, so that another aimak's clerk may bind it without asking."""

from alembic import op
from sqlalchemy import Boolean, Column, false

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the column; what was put out before may still be asked for."""
    op.add_column("groups", Column("let_go", Boolean, nullable=False, server_default=false()))


def downgrade() -> None:
    """Takes the column away."""
    op.drop_column("groups", "let_go")
