"""Who supports whose proposal; proposals whose text their authors show to everybody are found by an index"""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table(
        'supports',
        sa.Column('proposal_id', _ID, nullable=False),
        sa.Column('person_id', _ID, nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.Column('behind', sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(['proposal_id'], ['proposals.id'], name=op.f('fk_supports_proposal_id_proposals')),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_supports_person_id_people')),
        sa.PrimaryKeyConstraint('proposal_id', 'person_id', name=op.f('pk_supports')),
    )
    op.create_index('ix_supports_person_id', 'supports', ['person_id'])
    op.create_index('ix_supports_behind', 'supports', ['proposal_id', 'person_id'],
                    sqlite_where=sa.text('behind = 1'), postgresql_where=sa.text('behind'))
    op.create_index('ix_proposals_shown', 'proposals', ['aimak_id', 'budget_year', 'id'],
                    sqlite_where=sa.text('public_text = 1 AND withdrawn_at IS NULL'),
                    postgresql_where=sa.text('public_text AND withdrawn_at IS NULL'))


def downgrade() -> None:
    op.drop_index('ix_proposals_shown', 'proposals')
    op.drop_table('supports')
