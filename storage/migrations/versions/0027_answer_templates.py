"""The templates of an office's answers"""

import sqlalchemy as sa
from alembic import op

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table(
        'answer_templates',
        sa.Column('id', _ID, nullable=False),
        sa.Column('aimak_id', _ID, nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('decision', sa.String(length=16), nullable=False),
        sa.Column('reason', sa.String(length=24), nullable=True),
        sa.Column('sentence', sa.Text(), nullable=False),
        sa.Column('other', sa.Text(), nullable=True),
        sa.Column('other_in', sa.String(length=2), nullable=True),
        sa.Column('budget_line', sa.Text(), nullable=True),
        sa.Column('with_sum', sa.Boolean(), nullable=False),
        sa.Column('category', sa.String(length=40), nullable=True),
        sa.Column('proposal_id', _ID, nullable=False),
        sa.Column('quotes', sa.Boolean(), nullable=False),
        sa.Column('uses', sa.Integer(), server_default=sa.text('0'), nullable=False),
        sa.Column('kept_by', _ID, nullable=False),
        sa.Column('kept_at', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['aimak_id'], ['aimaks.id'], name=op.f('fk_answer_templates_aimak_id')),
        sa.ForeignKeyConstraint(['proposal_id'], ['proposals.id'], name=op.f('fk_answer_templates_proposal_id')),
        sa.ForeignKeyConstraint(['kept_by'], ['people.id'], name=op.f('fk_answer_templates_kept_by')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_templates')),
    )
    op.create_index(op.f('ix_answer_templates_aimak_id'), 'answer_templates', ['aimak_id'])
    op.create_index(op.f('ix_answer_templates_proposal_id'), 'answer_templates', ['proposal_id'])


def downgrade() -> None:
    op.drop_table('answer_templates')
