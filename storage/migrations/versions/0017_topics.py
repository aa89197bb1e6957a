"""Topics: notices by village and theme, for those who asked for them"""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_OURS = "SELECT id FROM broadcasts WHERE hearing_id IS NULL"

# A chat whose head went has its next row in the head's place.
_NEXT_HEADS = """
    UPDATE outbox SET state = 0 WHERE state = 2
    AND NOT EXISTS (SELECT 1 FROM outbox AS head WHERE head.peer_id = outbox.peer_id AND head.state IN (0, 1))
    AND NOT EXISTS (
        SELECT 1 FROM outbox AS before WHERE before.peer_id = outbox.peer_id AND before.state = 2
        AND (before.lane < outbox.lane OR (before.lane = outbox.lane AND before.id < outbox.id)))
"""


def upgrade() -> None:
    op.create_table(
        'topics',
        sa.Column('person_id', _ID, nullable=False),
        sa.Column('aimak_id', _ID, nullable=False),
        sa.Column('topic', sa.String(length=32), nullable=False),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_topics_person_id_people')),
        sa.ForeignKeyConstraint(['aimak_id'], ['aimaks.id'], name=op.f('fk_topics_aimak_id_aimaks')),
        sa.PrimaryKeyConstraint('person_id', 'aimak_id', 'topic', name=op.f('pk_topics')),
    )
    op.create_index('ix_topics_aimak_id', 'topics', ['aimak_id', 'topic', 'person_id'])
    with op.batch_alter_table('broadcasts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('topics', sa.Text(), nullable=True))
        batch_op.alter_column('hearing_id', existing_type=_ID, nullable=True)


def downgrade() -> None:
    # The older version knows broadcasts of hearings only.
    op.execute(f"DELETE FROM outbox WHERE kind IN ('broadcast', 'progress') AND object_id IN ({_OURS})")
    op.execute(_NEXT_HEADS)
    for table in ('recipients', 'broadcast_texts'):
        op.execute(f'DELETE FROM {table} WHERE broadcast_id IN ({_OURS})')
    op.execute('DELETE FROM broadcasts WHERE hearing_id IS NULL')
    with op.batch_alter_table('broadcasts', schema=None) as batch_op:
        batch_op.alter_column('hearing_id', existing_type=_ID, nullable=False)
        batch_op.drop_column('topics')
    op.drop_table('topics')
