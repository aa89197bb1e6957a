"""Trust surveys: counts of what was answered, keyed hashes of who has"""

import sqlalchemy as sa
from alembic import op

revision = '0062'
down_revision = '0061'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('trust_surveys',
    sa.Column('id', _ID, nullable=False),
    sa.Column('aimak_id', _ID, nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('opened_by', _ID, nullable=True),
    sa.Column('opened_at', sa.BigInteger(), nullable=False),
    sa.Column('closes_at', sa.BigInteger(), nullable=False),
    sa.Column('closed_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['aimak_id'], ['aimaks.id'], name=op.f('fk_trust_surveys_aimak_id')),
    sa.ForeignKeyConstraint(['opened_by'], ['people.id'], name=op.f('fk_trust_surveys_opened_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_trust_surveys'))
    )
    op.create_index(op.f('ix_trust_surveys_aimak_id'), 'trust_surveys', ['aimak_id'])
    op.create_table('trust_counts',
    sa.Column('survey_id', _ID, nullable=False),
    sa.Column('question', sa.String(12), nullable=False),
    sa.Column('who', sa.String(8), nullable=False),
    sa.Column('answer', sa.SmallInteger(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['survey_id'], ['trust_surveys.id'], name=op.f('fk_trust_counts_survey_id')),
    sa.PrimaryKeyConstraint('survey_id', 'question', 'who', 'answer', name=op.f('pk_trust_counts'))
    )
    op.create_table('trust_marks',
    sa.Column('survey_id', _ID, nullable=False),
    sa.Column('mark', sa.String(64), nullable=False),
    sa.ForeignKeyConstraint(['survey_id'], ['trust_surveys.id'], name=op.f('fk_trust_marks_survey_id')),
    sa.PrimaryKeyConstraint('survey_id', 'mark', name=op.f('pk_trust_marks'))
    )


def downgrade() -> None:
    for table in ('trust_marks', 'trust_counts', 'trust_surveys'):
        op.drop_table(table)
