"""Names of aimaks and villages: a row a language instead of a column a language"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_LANGUAGES = ('ky', 'ru')
_PARTS = ('oblast', 'rayon', 'name')


def upgrade() -> None:
    op.create_table('aimak_names',
    sa.Column('aimak_id', _ID, nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    *(sa.Column(part, sa.Text(), nullable=False) for part in _PARTS),
    sa.ForeignKeyConstraint(['aimak_id'], ['aimaks.id'], name=op.f('fk_aimak_names_aimak_id_aimaks')),
    sa.PrimaryKeyConstraint('aimak_id', 'language', name=op.f('pk_aimak_names'))
    )
    op.create_table('village_names',
    sa.Column('village_id', _ID, nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['village_id'], ['villages.id'], name=op.f('fk_village_names_village_id_villages')),
    sa.PrimaryKeyConstraint('village_id', 'language', name=op.f('pk_village_names'))
    )
    for language in _LANGUAGES:
        parts = ', '.join(f'{part}_{language}' for part in _PARTS)
        op.execute(f"INSERT INTO aimak_names (aimak_id, language, oblast, rayon, name) SELECT id, '{language}', {parts} FROM aimaks")
        op.execute(f"INSERT INTO village_names (village_id, language, name) SELECT id, '{language}', name_{language} FROM villages")
    with op.batch_alter_table('aimaks', schema=None) as batch_op:
        for part in _PARTS:
            for language in _LANGUAGES:
                batch_op.drop_column(f'{part}_{language}')
    with op.batch_alter_table('villages', schema=None) as batch_op:
        batch_op.drop_constraint('uq_villages_aimak_id_name_ky', type_='unique')
        batch_op.drop_column('name_ky')
        batch_op.drop_column('name_ru')
        batch_op.create_index('ix_villages_aimak_id', ['aimak_id'], unique=False)


def downgrade() -> None:
    _back('aimaks', 'aimak_names', 'aimak_id', _PARTS)
    _back('villages', 'village_names', 'village_id', ('name',))
    with op.batch_alter_table('villages', schema=None) as batch_op:
        batch_op.drop_index('ix_villages_aimak_id')
        batch_op.create_unique_constraint('uq_villages_aimak_id_name_ky', ['aimak_id', 'name_ky'])
    op.drop_table('village_names')
    op.drop_table('aimak_names')


def _back(table: str, names: str, key: str, parts: tuple[str, ...]) -> None:
    columns = [(part, language) for part in parts for language in _LANGUAGES]
    for part, language in columns:
        op.add_column(table, sa.Column(f'{part}_{language}', sa.Text(), nullable=True))
        # Where a language has no name, the Kyrgyz one stands for it, as in the program. Then any other does.
        op.execute(f"""
            UPDATE {table} SET {part}_{language} = coalesce(
                (SELECT {part} FROM {names} WHERE {key} = {table}.id AND language = '{language}'),
                (SELECT {part} FROM {names} WHERE {key} = {table}.id AND language = 'ky'),
                (SELECT max({part}) FROM {names} WHERE {key} = {table}.id), '')
        """)
    with op.batch_alter_table(table, schema=None) as batch_op:
        for part, language in columns:
            batch_op.alter_column(f'{part}_{language}', existing_type=sa.Text(), nullable=False)
