"""What an office has to do with each proposal, kept on its row; and the stems by which an office finds it

The stems are made by bot/language/matter/stems.py of today: those of yesterday would find nothing by today's search.
"""

import sqlalchemy as sa
from alembic import op

from bot.language.matter.stems import stems_of

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None

_AT_ONCE = 500
_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_FLAGS = ('waiting', 'drafted', 'questioned')
_KEPT = sa.text("""
    UPDATE proposals SET
        waiting = (withdrawn_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM answers a WHERE a.proposal_id = proposals.id)
            AND NOT EXISTS (SELECT 1 FROM exclusions x WHERE x.proposal_id = proposals.id AND x.lifted_at IS NULL)),
        drafted = EXISTS (SELECT 1 FROM answer_drafts k WHERE k.proposal_id = proposals.id),
        questioned = coalesce((SELECT d.kind IN ('question', 'objected') FROM dialogue d
            WHERE d.proposal_id = proposals.id AND d.kind NOT LIKE 'add:%' ORDER BY d.id DESC LIMIT 1), false)
    WHERE id = :id
""")
_TEXTS = sa.text("""
    SELECT p.id, p.aimak_id, p.village_id, p.withdrawn_at, t.text FROM proposals p
    JOIN proposal_texts t ON t.proposal_id = p.id
        AND t.revision = (SELECT max(l.revision) FROM proposal_texts l WHERE l.proposal_id = p.id)
    WHERE p.id > :after ORDER BY p.id LIMIT :most
""")
_NAMES = sa.text('SELECT name FROM village_names WHERE village_id = :village')
_ADD = sa.text('INSERT INTO proposal_stems (aimak_id, stem, proposal_id) VALUES (:aimak_id, :stem, :proposal_id)')


def upgrade() -> None:
    for name in _FLAGS:
        op.add_column('proposals', sa.Column(name, sa.Boolean(), nullable=True))
    op.create_table(
        'proposal_stems',
        sa.Column('aimak_id', _ID, nullable=False),
        sa.Column('stem', sa.String(length=24), nullable=False),
        sa.Column('proposal_id', _ID, nullable=False),
        sa.ForeignKeyConstraint(['aimak_id'], ['aimaks.id'], name=op.f('fk_proposal_stems_aimak_id_aimaks')),
        sa.ForeignKeyConstraint(['proposal_id'], ['proposals.id'], name=op.f('fk_proposal_stems_proposal_id_proposals')),
        sa.PrimaryKeyConstraint('aimak_id', 'stem', 'proposal_id', name=op.f('pk_proposal_stems')),
        sqlite_with_rowid=False,
    )
    fill(op.get_bind())
    op.create_index('ix_proposal_stems_proposal_id', 'proposal_stems', ['proposal_id'])
    op.create_index('ix_proposals_waiting', 'proposals',
                    ['aimak_id', 'due_on', 'id', 'side', 'category', 'village_id', 'taken_by', 'waiting'],
                    sqlite_where=sa.text('waiting = 1'), postgresql_where=sa.text('waiting'))
    for name in _FLAGS[1:]:
        op.create_index(f'ix_proposals_{name}', 'proposals', ['aimak_id', 'due_on', 'id'],
                        sqlite_where=sa.text(f'{name} = 1'), postgresql_where=sa.text(name))
    op.drop_index('ix_proposals_due', table_name='proposals')


def downgrade() -> None:
    op.create_index('ix_proposals_due', 'proposals', ['aimak_id', 'due_on', 'id'],
                    sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))
    for name in _FLAGS:
        op.drop_index(f'ix_proposals_{name}', table_name='proposals')
    op.drop_table('proposal_stems')
    for name in _FLAGS:
        op.drop_column('proposals', name)


def fill(connection: sa.Connection) -> None:
    """Keeps on every row what is to do, and the stems of every text that was not withdrawn."""
    names: dict[int | None, list[str]] = {None: []}
    after = 0
    while rows := connection.execute(_TEXTS, {'after': after, 'most': _AT_ONCE}).all():
        connection.execute(_KEPT, [{'id': row.id} for row in rows])
        for village in {row.village_id for row in rows} - set(names):
            names[village] = list(connection.scalars(_NAMES, {'village': village}))
        stems = [
            {'aimak_id': row.aimak_id, 'stem': stem, 'proposal_id': row.id}
            for row in rows
            if row.withdrawn_at is None
            for stem in stems_of(' '.join([*names[row.village_id], row.text]))
        ]
        if stems:
            connection.execute(_ADD, stems)
        after = rows[-1].id
