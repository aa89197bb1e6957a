"""Hearings, broadcasts and their recipients, papers, groups"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('hearings',
    sa.Column('id', _ID, nullable=False),
    sa.Column('aimak_id', _ID, nullable=False),
    sa.Column('budget_year', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('announced_at', sa.BigInteger(), nullable=False),
    sa.Column('announced_by', _ID, nullable=True),
    sa.Column('ended_at', sa.BigInteger(), nullable=True),
    sa.Column('published_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['aimak_id'], ['aimaks.id'], name=op.f('fk_hearings_aimak_id')),
    sa.ForeignKeyConstraint(['announced_by'], ['people.id'], name=op.f('fk_hearings_announced_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hearings')),
    sa.UniqueConstraint('key', name=op.f('uq_hearings_key'))
    )
    with op.batch_alter_table('hearings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_hearings_aimak_id'), ['aimak_id'], unique=False)

    op.create_table('attendances',
    sa.Column('id', _ID, nullable=False),
    sa.Column('hearing_id', _ID, nullable=False),
    sa.Column('women', sa.Integer(), nullable=False),
    sa.Column('men', sa.Integer(), nullable=False),
    sa.Column('whole', sa.Boolean(), nullable=False),
    sa.Column('entered_at', sa.BigInteger(), nullable=False),
    sa.Column('entered_by', _ID, nullable=True),
    sa.ForeignKeyConstraint(['entered_by'], ['people.id'], name=op.f('fk_attendances_entered_by')),
    sa.ForeignKeyConstraint(['hearing_id'], ['hearings.id'], name=op.f('fk_attendances_hearing_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendances'))
    )
    with op.batch_alter_table('attendances', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attendances_hearing_id'), ['hearing_id'], unique=False)

    op.create_table('broadcasts',
    sa.Column('id', _ID, nullable=False),
    sa.Column('aimak_id', _ID, nullable=False),
    sa.Column('hearing_id', _ID, nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('by_hand', sa.Boolean(), nullable=False),
    sa.Column('text_ky', sa.Text(), nullable=False),
    sa.Column('text_ru', sa.Text(), nullable=False),
    sa.Column('hearing_at', sa.BigInteger(), nullable=False),
    sa.Column('starts_at', sa.BigInteger(), nullable=False),
    sa.Column('expires_at', sa.BigInteger(), nullable=False),
    sa.Column('cursor', _ID, server_default=sa.text('0'), nullable=False),
    sa.Column('listed', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('made_at', sa.BigInteger(), nullable=False),
    sa.Column('made_by', _ID, nullable=True),
    sa.Column('began_at', sa.BigInteger(), nullable=True),
    sa.Column('finished_at', sa.BigInteger(), nullable=True),
    sa.Column('shown', sa.Text(), nullable=True),
    sa.Column('shown_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['aimak_id'], ['aimaks.id'], name=op.f('fk_broadcasts_aimak_id')),
    sa.ForeignKeyConstraint(['hearing_id'], ['hearings.id'], name=op.f('fk_broadcasts_hearing_id')),
    sa.ForeignKeyConstraint(['made_by'], ['people.id'], name=op.f('fk_broadcasts_made_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_broadcasts')),
    sa.UniqueConstraint('key', name=op.f('uq_broadcasts_key'))
    )
    with op.batch_alter_table('broadcasts', schema=None) as batch_op:
        batch_op.create_index('ix_broadcasts_hearing_id', ['hearing_id'], unique=False)
        batch_op.create_index('ix_broadcasts_open', ['starts_at'], unique=False, sqlite_where=sa.text('finished_at IS NULL'), postgresql_where=sa.text('finished_at IS NULL'))

    op.create_table('groups',
    sa.Column('peer_id', _ID, nullable=False),
    sa.Column('aimak_id', _ID, nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('added_at', sa.BigInteger(), nullable=False),
    sa.Column('added_by', _ID, nullable=False),
    sa.Column('removed_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['added_by'], ['people.id'], name=op.f('fk_groups_added_by')),
    sa.ForeignKeyConstraint(['aimak_id'], ['aimaks.id'], name=op.f('fk_groups_aimak_id')),
    sa.ForeignKeyConstraint(['peer_id'], ['peers.id'], name=op.f('fk_groups_peer_id')),
    sa.PrimaryKeyConstraint('peer_id', name=op.f('pk_groups'))
    )
    with op.batch_alter_table('groups', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_groups_aimak_id'), ['aimak_id'], unique=False)

    op.create_table('hearing_questions',
    sa.Column('id', _ID, nullable=False),
    sa.Column('hearing_id', _ID, nullable=False),
    sa.Column('person_id', _ID, nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['hearing_id'], ['hearings.id'], name=op.f('fk_hearing_questions_hearing_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_hearing_questions_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hearing_questions'))
    )
    with op.batch_alter_table('hearing_questions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_hearing_questions_hearing_id'), ['hearing_id'], unique=False)

    op.create_table('hearing_terms',
    sa.Column('id', _ID, nullable=False),
    sa.Column('hearing_id', _ID, nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('starts_at', sa.BigInteger(), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('agenda', sa.Text(), nullable=False),
    sa.Column('latitude', sa.Float(), nullable=True),
    sa.Column('longitude', sa.Float(), nullable=True),
    sa.Column('entered_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['hearing_id'], ['hearings.id'], name=op.f('fk_hearing_terms_hearing_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hearing_terms')),
    sa.UniqueConstraint('hearing_id', 'revision', name=op.f('uq_hearing_terms_hearing_id_revision'))
    )
    op.create_table('rsvps',
    sa.Column('hearing_id', _ID, nullable=False),
    sa.Column('person_id', _ID, nullable=False),
    sa.Column('coming', sa.Boolean(), nullable=False),
    sa.Column('companions', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.Column('said_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['hearing_id'], ['hearings.id'], name=op.f('fk_rsvps_hearing_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_rsvps_person_id')),
    sa.PrimaryKeyConstraint('hearing_id', 'person_id', name=op.f('pk_rsvps'))
    )
    op.create_table('recipients',
    sa.Column('broadcast_id', _ID, nullable=False),
    sa.Column('person_id', _ID, nullable=False),
    sa.Column('peer_id', _ID, nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('code', sa.String(length=24), nullable=True),
    sa.ForeignKeyConstraint(['broadcast_id'], ['broadcasts.id'], name=op.f('fk_recipients_broadcast_id')),
    sa.ForeignKeyConstraint(['peer_id'], ['peers.id'], name=op.f('fk_recipients_peer_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_recipients_person_id')),
    sa.PrimaryKeyConstraint('broadcast_id', 'person_id', name=op.f('pk_recipients'))
    )
    with op.batch_alter_table('recipients', schema=None) as batch_op:
        batch_op.create_index('ix_recipients_listed', ['broadcast_id', 'person_id'], unique=False, sqlite_where=sa.text("state = 'listed'"), postgresql_where=sa.text("state = 'listed'"))
        batch_op.create_index(batch_op.f('ix_recipients_peer_id'), ['peer_id'], unique=False)

    op.create_table('papers',
    sa.Column('id', _ID, nullable=False),
    sa.Column('aimak_id', _ID, nullable=False),
    sa.Column('budget_year', sa.Integer(), nullable=False),
    sa.Column('hearing_id', _ID, nullable=True),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('text', sa.Text(), nullable=True),
    sa.Column('media_id', _ID, nullable=True),
    sa.Column('added_at', sa.BigInteger(), nullable=False),
    sa.Column('added_by', _ID, nullable=True),
    sa.ForeignKeyConstraint(['added_by'], ['people.id'], name=op.f('fk_papers_added_by')),
    sa.ForeignKeyConstraint(['aimak_id'], ['aimaks.id'], name=op.f('fk_papers_aimak_id')),
    sa.ForeignKeyConstraint(['hearing_id'], ['hearings.id'], name=op.f('fk_papers_hearing_id')),
    sa.ForeignKeyConstraint(['media_id'], ['media.id'], name=op.f('fk_papers_media_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_papers'))
    )
    with op.batch_alter_table('papers', schema=None) as batch_op:
        batch_op.create_index('ix_papers_aimak_id_budget_year', ['aimak_id', 'budget_year'], unique=False)

    with op.batch_alter_table('follows', schema=None) as batch_op:
        batch_op.add_column(sa.Column('far_away', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.create_index('ix_follows_aimak_id', ['aimak_id', 'person_id'], unique=False, sqlite_where=sa.text('notices = 1'), postgresql_where=sa.text('notices'))

    with op.batch_alter_table('media', schema=None) as batch_op:
        batch_op.alter_column('proposal_id',
               existing_type=_ID,
               nullable=True)

    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_outbox_object'))
        batch_op.create_index('ix_outbox_object', ['kind', 'object_id', 'state', 'code'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('papers', schema=None) as batch_op:
        batch_op.drop_index('ix_papers_aimak_id_budget_year')

    op.drop_table('papers')
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_index('ix_outbox_object')
        batch_op.create_index(batch_op.f('ix_outbox_object'), ['kind', 'object_id'], unique=False)

    op.execute("DELETE FROM media WHERE proposal_id IS NULL")
    with op.batch_alter_table('media', schema=None) as batch_op:
        batch_op.alter_column('proposal_id',
               existing_type=_ID,
               nullable=False)

    with op.batch_alter_table('follows', schema=None) as batch_op:
        batch_op.drop_index('ix_follows_aimak_id', sqlite_where=sa.text('notices = 1'), postgresql_where=sa.text('notices'))
        batch_op.drop_column('far_away')

    with op.batch_alter_table('recipients', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_recipients_peer_id'))
        batch_op.drop_index('ix_recipients_listed', sqlite_where=sa.text("state = 'listed'"), postgresql_where=sa.text("state = 'listed'"))

    op.drop_table('recipients')
    op.drop_table('rsvps')
    op.drop_table('hearing_terms')
    with op.batch_alter_table('hearing_questions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_hearing_questions_hearing_id'))

    op.drop_table('hearing_questions')
    with op.batch_alter_table('groups', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_groups_aimak_id'))

    op.drop_table('groups')
    with op.batch_alter_table('broadcasts', schema=None) as batch_op:
        batch_op.drop_index('ix_broadcasts_open', sqlite_where=sa.text('finished_at IS NULL'), postgresql_where=sa.text('finished_at IS NULL'))
        batch_op.drop_index('ix_broadcasts_hearing_id')

    op.drop_table('broadcasts')
    with op.batch_alter_table('attendances', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attendances_hearing_id'))

    op.drop_table('attendances')
    with op.batch_alter_table('hearings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_hearings_aimak_id'))

    op.drop_table('hearings')
