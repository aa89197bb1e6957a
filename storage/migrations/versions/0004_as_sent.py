"""What was read and who is named when an answer is sent; facts of a year; files of the dialogue"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')

# Until now an answer named its clerk by the role they had when it was read.
_LIKELY = """(
    SELECT roles.{column} FROM roles JOIN proposals ON proposals.id = answers.proposal_id
    WHERE roles.person_id = answers.answered_by AND roles.aimak_id = proposals.aimak_id
    ORDER BY roles.revoked_at IS NOT NULL, roles.id DESC LIMIT 1
)"""


def upgrade() -> None:
    op.add_column('answers', sa.Column('who', sa.Text(), nullable=True))
    op.add_column('answers', sa.Column('role', sa.String(length=8), nullable=True))
    op.add_column('answer_drafts', sa.Column('read', sa.Integer(), nullable=True))
    op.add_column('media', sa.Column('said_id', _ID, nullable=True))
    op.execute(f"UPDATE answers SET who = {_LIKELY.format(column='title')}, role = {_LIKELY.format(column='role')}")
    with op.batch_alter_table('budget_years', schema=None) as batch_op:
        batch_op.add_column(sa.Column('entered_at', sa.BigInteger(), server_default=sa.text('0'), nullable=False))
        batch_op.drop_constraint('uq_budget_years_aimak_id_year', type_='unique')
        batch_op.create_index('ix_budget_years_aimak_id_year', ['aimak_id', 'year'], unique=False)


def downgrade() -> None:
    op.execute("""
        DELETE FROM budget_years WHERE id NOT IN (SELECT max(id) FROM budget_years GROUP BY aimak_id, year)
    """)
    with op.batch_alter_table('budget_years', schema=None) as batch_op:
        batch_op.drop_index('ix_budget_years_aimak_id_year')
        batch_op.create_unique_constraint('uq_budget_years_aimak_id_year', ['aimak_id', 'year'])
        batch_op.drop_column('entered_at')
    for table, column in (('media', 'said_id'), ('answer_drafts', 'read'), ('answers', 'role'), ('answers', 'who')):
        op.drop_column(table, column)
