"""Voices, photos and documents that go with an answer, and how many went with it"""

import sqlalchemy as sa
from alembic import op

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('answer_files',
    sa.Column('id', _ID, nullable=False),
    sa.Column('proposal_id', _ID, nullable=False),
    sa.Column('answer_id', _ID, nullable=True),
    sa.Column('media_id', _ID, nullable=False),
    sa.ForeignKeyConstraint(['answer_id'], ['answers.id'], name=op.f('fk_answer_files_answer_id')),
    sa.ForeignKeyConstraint(['media_id'], ['media.id'], name=op.f('fk_answer_files_media_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposals.id'], name=op.f('fk_answer_files_proposal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_files'))
    )
    for column in ('answer_id', 'media_id', 'proposal_id'):
        op.create_index(op.f(f'ix_answer_files_{column}'), 'answer_files', [column], unique=False)
    for table in ('answers', 'answer_drafts'):
        op.add_column(table, sa.Column('files', sa.Integer(), server_default=sa.text('0'), nullable=False))


def downgrade() -> None:
    for table in ('answer_drafts', 'answers'):
        op.drop_column(table, 'files')
    op.drop_table('answer_files')
