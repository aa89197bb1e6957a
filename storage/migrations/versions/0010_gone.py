"""Erasures; what people said is sealed: dialogue, questions, places, kept answers; the audit's hashes are keyed from here on"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import context, op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_AT_ONCE = 1000
_KEYED_AFTER = 'audit_keyed_after'
_SEALED = (('dialogue', 'id', 'text'), ('hearing_questions', 'id', 'text'), ('proposals', 'id', 'place'), ('answer_drafts', 'proposal_id', 'sentence'))


def upgrade() -> None:
    op.create_table('erasures',
    sa.Column('id', _ID, nullable=False),
    sa.Column('mark', sa.String(length=32), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('left', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_erasures')),
    sa.UniqueConstraint('mark', name=op.f('uq_erasures_mark'))
    )
    op.create_index('ix_erasures_left', 'erasures', ['id'], unique=False, sqlite_where=sa.text('"left" IS NOT NULL'), postgresql_where=sa.text('"left" IS NOT NULL'))
    op.create_index(op.f('ix_hearing_questions_person_id'), 'hearing_questions', ['person_id'], unique=False)
    op.create_index(op.f('ix_media_hash'), 'media', ['hash'], unique=False)
    _each(lambda seal, value: None if seal.is_sealed(value) else seal.seal(value))
    last = op.get_bind().execute(sa.text('SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1')).first()
    kept = op.get_bind().execute(sa.text('SELECT value FROM meta WHERE name = :name'), {'name': _KEYED_AFTER}).first()
    if last is not None and kept is None:
        op.get_bind().execute(
            sa.text('INSERT INTO meta (name, value) VALUES (:name, :value)'),
            {'name': _KEYED_AFTER, 'value': f'{last.id} ' + _seal().chained(last.hash, f'keyed after {last.id}')},
        )


def downgrade() -> None:
    _each(lambda seal, value: seal.open(value) if seal.is_sealed(value) else None)
    op.drop_index(op.f('ix_media_hash'), table_name='media')
    op.drop_index(op.f('ix_hearing_questions_person_id'), table_name='hearing_questions')
    op.drop_index('ix_erasures_left', table_name='erasures')
    op.drop_table('erasures')


def _each(changed: Callable[[Any, str], str | None]) -> None:
    connection = op.get_bind()
    for table, key, column in _SEALED:
        found = sa.text(f'SELECT {key} AS id, {column} AS value FROM {table} WHERE {column} IS NOT NULL AND {key} > :after ORDER BY {key} LIMIT {_AT_ONCE}')
        anew, after = sa.text(f'UPDATE {table} SET {column} = :value WHERE {key} = :id'), 0
        while rows := connection.execute(found, {'after': after}).all():
            after = rows[-1].id
            values = [{'id': row.id, 'value': value} for row in rows if (value := changed(_seal(), row.value)) is not None]
            if values:
                connection.execute(anew, values)


def _seal() -> Any:
    seal = context.config.attributes['seal']
    assert seal is not None, 'what people said is sealed with the key of the install'
    return seal
