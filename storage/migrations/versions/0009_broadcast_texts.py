"""Texts of broadcasts: a row a language instead of a column a language"""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_LANGUAGES = ('ky', 'ru')


def upgrade() -> None:
    op.create_table('broadcast_texts',
    sa.Column('broadcast_id', _ID, nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['broadcast_id'], ['broadcasts.id'], name=op.f('fk_broadcast_texts_broadcast_id_broadcasts')),
    sa.PrimaryKeyConstraint('broadcast_id', 'language', name=op.f('pk_broadcast_texts'))
    )
    for language in _LANGUAGES:
        op.execute(f"INSERT INTO broadcast_texts (broadcast_id, language, text) SELECT id, '{language}', text_{language} FROM broadcasts")
    with op.batch_alter_table('broadcasts', schema=None) as batch_op:
        for language in _LANGUAGES:
            batch_op.drop_column(f'text_{language}')


def downgrade() -> None:
    for language in _LANGUAGES:
        op.add_column('broadcasts', sa.Column(f'text_{language}', sa.Text(), nullable=True))
        # Where a language has no text, the Kyrgyz one stands for it, as in the program. Then any other does.
        op.execute(f"""
            UPDATE broadcasts SET text_{language} = coalesce(
                (SELECT text FROM broadcast_texts WHERE broadcast_id = broadcasts.id AND language = '{language}'),
                (SELECT text FROM broadcast_texts WHERE broadcast_id = broadcasts.id AND language = 'ky'),
                (SELECT max(text) FROM broadcast_texts WHERE broadcast_id = broadcasts.id), '')
        """)
    with op.batch_alter_table('broadcasts', schema=None) as batch_op:
        for language in _LANGUAGES:
            batch_op.alter_column(f'text_{language}', existing_type=sa.Text(), nullable=False)
    op.drop_table('broadcast_texts')
