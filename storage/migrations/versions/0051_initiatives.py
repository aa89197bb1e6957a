"""Local initiatives: calls, applications, what became of each, and its photos"""

import sqlalchemy as sa
from alembic import op

revision = '0051'
down_revision = '0050'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('initiative_calls',
    sa.Column('id', _ID, nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('aimak_id', _ID, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('regime', sa.String(length=8), nullable=False),
    sa.Column('largest', sa.BigInteger(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('done_by', sa.Date(), nullable=False),
    sa.Column('rules', sa.Text(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False, server_default=sa.text('0')),
    sa.Column('opened_at', sa.BigInteger(), nullable=False),
    sa.Column('opened_by', _ID, nullable=True),
    sa.Column('closed_at', sa.BigInteger(), nullable=True),
    sa.Column('closed_by', _ID, nullable=True),
    sa.ForeignKeyConstraint(['aimak_id'], ['aimaks.id'], name=op.f('fk_initiative_calls_aimak_id')),
    sa.ForeignKeyConstraint(['opened_by'], ['people.id'], name=op.f('fk_initiative_calls_opened_by')),
    sa.ForeignKeyConstraint(['closed_by'], ['people.id'], name=op.f('fk_initiative_calls_closed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_initiative_calls')),
    sa.UniqueConstraint('aimak_id', 'number', name=op.f('uq_initiative_calls_aimak_id_number')),
    sa.UniqueConstraint('key', name=op.f('uq_initiative_calls_key'))
    )
    op.create_table('initiatives',
    sa.Column('id', _ID, nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('call_id', _ID, nullable=False),
    sa.Column('label', sa.String(length=16), nullable=False),
    sa.Column('author_id', _ID, nullable=False),
    sa.Column('peer_id', _ID, nullable=True),
    sa.Column('proposal_id', _ID, nullable=True),
    sa.Column('answers', sa.Text(), nullable=False),
    sa.Column('total', sa.BigInteger(), nullable=False),
    sa.Column('asked', sa.BigInteger(), nullable=False),
    sa.Column('shown', sa.Boolean(), nullable=False),
    sa.Column('received_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['call_id'], ['initiative_calls.id'], name=op.f('fk_initiatives_call_id')),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_initiatives_author_id')),
    sa.ForeignKeyConstraint(['peer_id'], ['peers.id'], name=op.f('fk_initiatives_peer_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposals.id'], name=op.f('fk_initiatives_proposal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_initiatives')),
    sa.UniqueConstraint('key', name=op.f('uq_initiatives_key'))
    )
    op.create_index(op.f('ix_initiatives_author_id'), 'initiatives', ['author_id'])
    op.create_index(op.f('ix_initiatives_call_id'), 'initiatives', ['call_id'])
    op.create_index(op.f('ix_initiatives_proposal_id'), 'initiatives', ['proposal_id'])
    op.create_table('initiative_steps',
    sa.Column('id', _ID, nullable=False),
    sa.Column('initiative_id', _ID, nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('what', sa.String(length=24), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('person_id', _ID, nullable=True),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['initiative_id'], ['initiatives.id'], name=op.f('fk_initiative_steps_initiative_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_initiative_steps_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_initiative_steps'))
    )
    op.create_index(op.f('ix_initiative_steps_initiative_id'), 'initiative_steps', ['initiative_id'])
    op.create_table('initiative_files',
    sa.Column('id', _ID, nullable=False),
    sa.Column('initiative_id', _ID, nullable=False),
    sa.Column('step_id', _ID, nullable=True),
    sa.Column('media_id', _ID, nullable=False),
    sa.ForeignKeyConstraint(['initiative_id'], ['initiatives.id'], name=op.f('fk_initiative_files_initiative_id')),
    sa.ForeignKeyConstraint(['step_id'], ['initiative_steps.id'], name=op.f('fk_initiative_files_step_id')),
    sa.ForeignKeyConstraint(['media_id'], ['media.id'], name=op.f('fk_initiative_files_media_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_initiative_files'))
    )
    op.create_index(op.f('ix_initiative_files_initiative_id'), 'initiative_files', ['initiative_id'])
    op.create_index(op.f('ix_initiative_files_media_id'), 'initiative_files', ['media_id'])
    op.create_index(op.f('ix_initiative_files_step_id'), 'initiative_files', ['step_id'])


def downgrade() -> None:
    op.drop_index(op.f('ix_initiative_files_step_id'), table_name='initiative_files')
    op.drop_index(op.f('ix_initiative_files_media_id'), table_name='initiative_files')
    op.drop_index(op.f('ix_initiative_files_initiative_id'), table_name='initiative_files')
    op.drop_table('initiative_files')
    op.drop_index(op.f('ix_initiative_steps_initiative_id'), table_name='initiative_steps')
    op.drop_table('initiative_steps')
    op.drop_index(op.f('ix_initiatives_proposal_id'), table_name='initiatives')
    op.drop_index(op.f('ix_initiatives_call_id'), table_name='initiatives')
    op.drop_index(op.f('ix_initiatives_author_id'), table_name='initiatives')
    op.drop_table('initiatives')
    op.drop_table('initiative_calls')
