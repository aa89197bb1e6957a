"""When an answer that was sent leaves, so that it can be taken back until then"""

import sqlalchemy as sa
from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_WHERE = 'leaves_at IS NOT NULL'


def upgrade() -> None:
    op.add_column('answer_drafts', sa.Column('leaves_at', sa.BigInteger(), nullable=True))
    op.add_column('answer_drafts', sa.Column('sent_from', _ID, nullable=True))
    op.add_column('answer_drafts', sa.Column('pressed_at', sa.BigInteger(), nullable=True))
    op.create_index('ix_answer_drafts_leaving', 'answer_drafts', ['leaves_at', 'proposal_id'],
                    sqlite_where=sa.text(_WHERE), postgresql_where=sa.text(_WHERE))


def downgrade() -> None:
    # What was sent and has not left is a kept answer again.
    op.execute('UPDATE proposals SET drafted = (1 = 1) WHERE id IN '
               '(SELECT proposal_id FROM answer_drafts WHERE leaves_at IS NOT NULL)')
    op.execute('UPDATE proposals SET waiting = (1 = 1) WHERE withdrawn_at IS NULL AND id IN '
               '(SELECT proposal_id FROM answer_drafts WHERE leaves_at IS NOT NULL) '
               'AND id NOT IN (SELECT proposal_id FROM answers) '
               'AND id NOT IN (SELECT proposal_id FROM exclusions WHERE lifted_at IS NULL)')
    op.drop_index('ix_answer_drafts_leaving', table_name='answer_drafts')
    for name in ('pressed_at', 'sent_from', 'leaves_at'):
        op.drop_column('answer_drafts', name)
