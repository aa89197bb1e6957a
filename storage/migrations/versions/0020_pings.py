"""How each colleague hears of new proposals, and up to which one they have heard"""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table(
        'pings',
        sa.Column('person_id', _ID, nullable=False),
        sa.Column('aimak_id', _ID, nullable=False),
        sa.Column('mode', sa.String(length=8), nullable=False),
        sa.Column('said_at', sa.BigInteger(), nullable=False),
        sa.Column('last_id', _ID, nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_pings_person_id_people')),
        sa.ForeignKeyConstraint(['aimak_id'], ['aimaks.id'], name=op.f('fk_pings_aimak_id_aimaks')),
        sa.PrimaryKeyConstraint('person_id', 'aimak_id', name=op.f('pk_pings')),
    )
    op.create_index('ix_pings_aimak_id', 'pings', ['aimak_id'])


def downgrade() -> None:
    op.drop_table('pings')
