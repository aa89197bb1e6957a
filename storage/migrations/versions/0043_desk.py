"""The desk in a browser: links that sign in, who is signed in, what was done once"""

import sqlalchemy as sa
from alembic import op

revision = '0043'
down_revision = '0042'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('desk_links',
    sa.Column('person_id', _ID, autoincrement=False, nullable=False),
    sa.Column('peer_id', _ID, nullable=False),
    sa.Column('aimak_id', _ID, nullable=True),
    sa.Column('mark', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_desk_links_person_id_people')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_desk_links')),
    sa.UniqueConstraint('mark', name=op.f('uq_desk_links_mark'))
    )
    op.create_table('desk_sessions',
    sa.Column('id', _ID, nullable=False),
    sa.Column('mark', sa.String(length=64), nullable=False),
    sa.Column('person_id', _ID, nullable=False),
    sa.Column('peer_id', _ID, nullable=False),
    sa.Column('aimak_id', _ID, nullable=True),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('browser', sa.String(length=40), nullable=False),
    sa.Column('made_at', sa.BigInteger(), nullable=False),
    sa.Column('until', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_desk_sessions_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_desk_sessions')),
    sa.UniqueConstraint('mark', name=op.f('uq_desk_sessions_mark'))
    )
    op.create_index(op.f('ix_desk_sessions_person_id'), 'desk_sessions', ['person_id'])
    op.create_table('desk_done',
    sa.Column('person_id', _ID, autoincrement=False, nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('led_to', sa.String(length=200), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_desk_done_person_id_people')),
    sa.PrimaryKeyConstraint('person_id', 'key', name=op.f('pk_desk_done'))
    )


def downgrade() -> None:
    op.drop_table('desk_done')
    op.drop_index(op.f('ix_desk_sessions_person_id'), table_name='desk_sessions')
    op.drop_table('desk_sessions')
    op.drop_table('desk_links')
