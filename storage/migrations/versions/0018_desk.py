"""What an office has to do with each proposal, kept on its row; the stems by which it is found

The search of today makes the stems themselves when the install is opened; `search_from` says from where on. It would
find nothing by the stems of another day.
"""

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_FLAGS = ('waiting', 'drafted', 'questioned')
_KEPT = sa.text("""
    UPDATE proposals SET
        waiting = (withdrawn_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM answers a WHERE a.proposal_id = proposals.id)
            AND NOT EXISTS (SELECT 1 FROM exclusions x WHERE x.proposal_id = proposals.id AND x.lifted_at IS NULL)),
        drafted = EXISTS (SELECT 1 FROM answer_drafts k WHERE k.proposal_id = proposals.id),
        questioned = (EXISTS (SELECT 1 FROM dialogue d
            WHERE d.proposal_id = proposals.id AND d.kind IN ('question', 'objected')
            AND d.id > coalesce((SELECT max(e.id) FROM dialogue e
                WHERE e.proposal_id = proposals.id AND e.kind = 'explained'), 0))
            OR coalesce((SELECT r.reaction = 'disagree' AND r.tapped_at > coalesce((SELECT max(e.said_at) FROM dialogue e
                    WHERE e.proposal_id = proposals.id AND e.kind = 'explained'), 0)
                FROM reactions r JOIN answers a ON a.id = r.answer_id
                WHERE a.proposal_id = proposals.id AND r.person_id = proposals.author_id
                AND a.revision = (SELECT max(l.revision) FROM answers l WHERE l.proposal_id = proposals.id)
                ORDER BY r.id DESC LIMIT 1), false))
""")
_OLDER = sa.text("""
    INSERT INTO meta (name, value) SELECT 'search_from', '0'
    WHERE EXISTS (SELECT 1 FROM proposals) AND NOT EXISTS (SELECT 1 FROM meta WHERE name = 'search_from')
""")


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
    op.execute("DELETE FROM meta WHERE name = 'search_from'")
    for name in _FLAGS:
        op.drop_column('proposals', name)


def fill(connection: sa.Connection) -> None:
    """Keeps on every row what is to do, in one statement, and notes that the texts have no stems yet."""
    connection.execute(_KEPT)
    connection.execute(_OLDER)
