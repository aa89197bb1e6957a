"""What residents watch: a line or a work, its group, their reports with photos, the ratings"""

import sqlalchemy as sa
from alembic import op

revision = '0059'
down_revision = '0056'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('watches',
    sa.Column('id', _ID, nullable=False),
    sa.Column('key', sa.String(64), nullable=False),
    sa.Column('aimak_id', _ID, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('token', sa.String(32), nullable=False),
    sa.Column('proposal_id', _ID, nullable=True),
    sa.Column('line', sa.Text(), nullable=False),
    sa.Column('last', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.Column('opened_at', sa.BigInteger(), nullable=False),
    sa.Column('opened_by', _ID, nullable=True),
    sa.Column('finished_at', sa.BigInteger(), nullable=True),
    sa.Column('closed_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['aimak_id'], ['aimaks.id'], name=op.f('fk_watches_aimak_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposals.id'], name=op.f('fk_watches_proposal_id')),
    sa.ForeignKeyConstraint(['opened_by'], ['people.id'], name=op.f('fk_watches_opened_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_watches')),
    sa.UniqueConstraint('aimak_id', 'number', name=op.f('uq_watches_aimak_id_number')),
    sa.UniqueConstraint('key', name=op.f('uq_watches_key')),
    sa.UniqueConstraint('token', name=op.f('uq_watches_token'))
    )
    op.create_index(op.f('ix_watches_proposal_id'), 'watches', ['proposal_id'])
    op.create_table('watch_members',
    sa.Column('watch_id', _ID, nullable=False),
    sa.Column('person_id', _ID, nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_watch_members_person_id')),
    sa.ForeignKeyConstraint(['watch_id'], ['watches.id'], name=op.f('fk_watch_members_watch_id')),
    sa.PrimaryKeyConstraint('watch_id', 'person_id', name=op.f('pk_watch_members'))
    )
    op.create_index(op.f('ix_watch_members_person_id'), 'watch_members', ['person_id'])
    op.create_table('watch_reports',
    sa.Column('id', _ID, nullable=False),
    sa.Column('key', sa.String(64), nullable=False),
    sa.Column('watch_id', _ID, nullable=False),
    sa.Column('label', sa.String(16), nullable=False),
    sa.Column('author_id', _ID, nullable=False),
    sa.Column('peer_id', _ID, nullable=True),
    sa.Column('seen', sa.String(12), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('received_at', sa.BigInteger(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('answered_at', sa.BigInteger(), nullable=True),
    sa.Column('answered_by', _ID, nullable=True),
    sa.Column('withdrawn_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['answered_by'], ['people.id'], name=op.f('fk_watch_reports_answered_by')),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_watch_reports_author_id')),
    sa.ForeignKeyConstraint(['peer_id'], ['peers.id'], name=op.f('fk_watch_reports_peer_id')),
    sa.ForeignKeyConstraint(['watch_id'], ['watches.id'], name=op.f('fk_watch_reports_watch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_watch_reports')),
    sa.UniqueConstraint('key', name=op.f('uq_watch_reports_key'))
    )
    op.create_index(op.f('ix_watch_reports_author_id'), 'watch_reports', ['author_id'])
    op.create_index(op.f('ix_watch_reports_watch_id'), 'watch_reports', ['watch_id'])
    op.create_table('watch_files',
    sa.Column('id', _ID, nullable=False),
    sa.Column('report_id', _ID, nullable=False),
    sa.Column('media_id', _ID, nullable=False),
    sa.ForeignKeyConstraint(['media_id'], ['media.id'], name=op.f('fk_watch_files_media_id')),
    sa.ForeignKeyConstraint(['report_id'], ['watch_reports.id'], name=op.f('fk_watch_files_report_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_watch_files'))
    )
    op.create_index(op.f('ix_watch_files_media_id'), 'watch_files', ['media_id'])
    op.create_index(op.f('ix_watch_files_report_id'), 'watch_files', ['report_id'])
    op.create_table('watch_ratings',
    sa.Column('id', _ID, nullable=False),
    sa.Column('watch_id', _ID, nullable=False),
    sa.Column('person_id', _ID, nullable=False),
    sa.Column('stars', sa.SmallInteger(), nullable=False),
    sa.Column('word', sa.Text(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_watch_ratings_person_id')),
    sa.ForeignKeyConstraint(['watch_id'], ['watches.id'], name=op.f('fk_watch_ratings_watch_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_watch_ratings')),
    sa.UniqueConstraint('watch_id', 'person_id', name=op.f('uq_watch_ratings_watch_id_person_id'))
    )
    op.create_index(op.f('ix_watch_ratings_person_id'), 'watch_ratings', ['person_id'])


def downgrade() -> None:
    for table in ('watch_ratings', 'watch_files', 'watch_reports', 'watch_members', 'watches'):
        op.drop_table(table)
