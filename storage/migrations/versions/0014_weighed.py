"""What criterion 6 weighs of a proposal stands on its row. So a year of a million is counted from an index

The statement and the form of what is kept stand here whole. So a migration does the same whatever today's say.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

_AT_ONCE = 1000
_DAY, _BISHKEK = 86_400_000, 6 * 3_600_000  # milliseconds
FACTS = sa.text("""
    SELECT p.id, p.received_at, p.source, p.withdrawn_at, a.decision, a.revision, a.sent_at, a.reasoned, a.own_words,
        (SELECT min(f.sent_at) FROM answers f WHERE f.proposal_id = p.id) AS first_sent,
        (SELECT min(d.said_at) FROM dialogue d WHERE d.proposal_id = p.id AND d.kind = 'asked') AS first_asked,
        (SELECT min(c.confirmed_at) FROM confirmations c WHERE c.answer_id = a.id) AS confirmed,
        (SELECT max(c.confirmed_at) FROM confirmations c WHERE c.answer_id = a.id) AS confirmed_last,
        (SELECT count(*) FROM outbox o JOIN peers e ON e.id = o.peer_id
            WHERE o.kind = 'answer' AND o.object_id = a.id AND e.person_id = p.author_id
            AND (o.state = 4 OR o.state = 3 AND o.channel IN ('terminal', 'telegram'))) AS arrived,
        (SELECT count(*) FROM told t WHERE t.answer_id = a.id) AS told,
        (SELECT r.reaction FROM answers f JOIN reactions r ON r.answer_id = f.id
            WHERE f.proposal_id = p.id AND r.person_id = p.author_id ORDER BY r.id DESC LIMIT 1) AS reaction,
        (SELECT CASE WHEN x.author_agreed THEN 2 ELSE 1 END FROM exclusions x
            WHERE x.proposal_id = p.id AND x.lifted_at IS NULL ORDER BY x.id DESC LIMIT 1) AS excluded,
        (SELECT count(*) FROM roles r WHERE r.person_id = p.author_id AND r.role IN ('staff', 'head')
            AND (r.aimak_id = p.aimak_id
                OR EXISTS (SELECT 1 FROM aimaks m WHERE m.id = r.aimak_id AND m.merged_into_id = p.aimak_id))) AS by_office
    FROM proposals p
    LEFT JOIN answers a ON a.proposal_id = p.id
        AND a.revision = (SELECT max(l.revision) FROM answers l WHERE l.proposal_id = p.id)
    WHERE p.id > :after ORDER BY p.id LIMIT :most
""")
_KEPT = sa.text('UPDATE proposals SET weighed = :weighed, own_words = :own_words, unreached = :unreached WHERE id = :id')


def upgrade() -> None:
    op.add_column('proposals', sa.Column('weighed', sa.String(length=96), nullable=True))
    op.add_column('proposals', sa.Column('own_words', sa.String(length=16), nullable=True))
    op.add_column('proposals', sa.Column('unreached', sa.Boolean(), nullable=True))
    fill(op.get_bind())
    op.create_index('ix_proposals_weighed', 'proposals', ['aimak_id', 'budget_year', 'weighed', 'own_words'])
    op.create_index(
        'ix_proposals_unreached', 'proposals', ['aimak_id', 'due_on', 'id'],
        sqlite_where=sa.text('unreached = 1'), postgresql_where=sa.text('unreached'),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index('ix_proposals_unreached', table_name='proposals')
    op.drop_index('ix_proposals_weighed', table_name='proposals')
    for name in ('unreached', 'own_words', 'weighed'):
        op.drop_column('proposals', name)


def fill(connection: sa.Connection) -> None:
    """Keeps on every row what is weighed of it."""
    after = 0
    while rows := connection.execute(FACTS, {'after': after, 'most': _AT_ONCE}).all():
        connection.execute(_KEPT, [{'id': row.id, **keep(row)} for row in rows])
        after = rows[-1].id


def keep(row: Any) -> dict[str, Any]:
    """Returns what is kept of a proposal. weighed is None if it has several answers, or was confirmed on several days."""
    first = min((one for one in (row.first_sent, row.first_asked) if one is not None), default=None)
    confirmed, confirmed_last = _day(row.confirmed), _day(row.confirmed_last)
    excluded = 2 if row.withdrawn_at is not None else row.excluded or 0
    fields = (
        _day(row.received_at), _day(first), row.decision, _day(row.sent_at), confirmed, _flag(row.reasoned),
        _flag(row.arrived), _flag(row.told), row.reaction, excluded, row.source, _flag(row.by_office),
    )  # fmt: skip
    simple = (row.revision or 1) == 1 and confirmed == confirmed_last
    return {
        'weighed': ';'.join('' if one is None else str(one) for one in fields) if simple else None,
        'own_words': row.own_words or None,
        'unreached': row.decision is not None and not row.arrived and not row.told,
    }


def _day(moment: int | None) -> int | None:
    return None if moment is None else (moment + _BISHKEK) // _DAY


def _flag(value: Any) -> int | None:
    return 1 if value else None
