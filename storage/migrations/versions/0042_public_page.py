"""The public page: its switch, a clerk's look at each text; from which day a table hangs elsewhere"""

import sqlalchemy as sa
from alembic import op

revision = '0042'
down_revision = '0040'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_SHOWN = 'withdrawn_at IS NULL AND text_look IS NULL'
# Until now a place was asked for with the day of the results: the table hung from that day on. So no year counts anew.
_FROM_THE_RESULTS = ("UPDATE budget_years SET table_on = results_on "
                     "WHERE table_place IS NOT NULL AND results_on IS NOT NULL")


def upgrade() -> None:
    op.create_table('public_pages',
    sa.Column('id', _ID, nullable=False),
    sa.Column('aimak_id', _ID, nullable=False),
    sa.Column('is_on', sa.Boolean(), nullable=False),
    sa.Column('contact', sa.Text(), nullable=True),
    sa.Column('changed_by', _ID, nullable=True),
    sa.Column('changed_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['aimak_id'], ['aimaks.id'], name=op.f('fk_public_pages_aimak_id')),
    sa.ForeignKeyConstraint(['changed_by'], ['people.id'], name=op.f('fk_public_pages_changed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_public_pages'))
    )
    op.create_index('ix_public_pages_aimak_id', 'public_pages', ['aimak_id', 'id'])
    op.create_table('text_looks',
    sa.Column('id', _ID, nullable=False),
    sa.Column('proposal_id', _ID, nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('shown', sa.Boolean(), nullable=True),
    sa.Column('looked_by', _ID, nullable=False),
    sa.Column('looked_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['looked_by'], ['people.id'], name=op.f('fk_text_looks_looked_by')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposals.id'], name=op.f('fk_text_looks_proposal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_text_looks'))
    )
    op.create_index(op.f('ix_text_looks_proposal_id'), 'text_looks', ['proposal_id'])
    op.add_column('proposals', sa.Column('text_look', sa.Boolean(), nullable=True))
    op.create_index('ix_proposals_to_look', 'proposals', ['aimak_id', 'id'],
                    sqlite_where=sa.text(f'public_text = 1 AND {_SHOWN}'),
                    postgresql_where=sa.text(f'public_text AND {_SHOWN}'))
    op.add_column('budget_years', sa.Column('table_on', sa.Date(), nullable=True))
    op.execute(_FROM_THE_RESULTS)


def downgrade() -> None:
    op.drop_column('budget_years', 'table_on')
    op.drop_index('ix_proposals_to_look', table_name='proposals')
    op.drop_column('proposals', 'text_look')
    op.drop_table('text_looks')
    op.drop_table('public_pages')
