"""Somebody's chats in two messengers are one person's"""

import sqlalchemy as sa
from alembic import op

revision = '0038'
down_revision = '0036'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.add_column('peers', sa.Column('chosen_at', sa.BigInteger(), nullable=True))
    op.create_table('link_codes',
    sa.Column('person_id', _ID, autoincrement=False, nullable=False),
    sa.Column('peer_id', _ID, nullable=False),
    sa.Column('mark', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.BigInteger(), nullable=False),
    sa.Column('opened_by', _ID, nullable=True),
    sa.ForeignKeyConstraint(['peer_id'], ['peers.id'], name=op.f('fk_link_codes_peer_id_peers')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_link_codes_person_id_people')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_link_codes')),
    sa.UniqueConstraint('mark', name=op.f('uq_link_codes_mark'))
    )
    op.create_index(op.f('ix_link_codes_peer_id'), 'link_codes', ['peer_id'])
    op.create_table('joins',
    sa.Column('peer_id', _ID, autoincrement=False, nullable=False),
    sa.Column('person_id', _ID, nullable=False),
    sa.Column('other_id', _ID, nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('carried', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['other_id'], ['people.id'], name=op.f('fk_joins_other_id_people')),
    sa.ForeignKeyConstraint(['peer_id'], ['peers.id'], name=op.f('fk_joins_peer_id_peers')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_joins_person_id_people')),
    sa.PrimaryKeyConstraint('peer_id', name=op.f('pk_joins'))
    )
    op.create_index(op.f('ix_joins_person_id'), 'joins', ['person_id'])
    op.create_index(op.f('ix_joins_other_id'), 'joins', ['other_id'])


def downgrade() -> None:
    op.drop_index(op.f('ix_joins_other_id'), table_name='joins')
    op.drop_index(op.f('ix_joins_person_id'), table_name='joins')
    op.drop_table('joins')
    op.drop_index(op.f('ix_link_codes_peer_id'), table_name='link_codes')
    op.drop_table('link_codes')
    with op.batch_alter_table('peers') as peers:
        peers.drop_column('chosen_at')
