"""Whether an answer is reasoned, and by which sentence, kept beside it, so that criterion 6 is counted by the database"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

_AT_ONCE = 1000
_GIVEN = sa.text("""
    SELECT id, decision, reason, sentence, amount, budget_line FROM answers WHERE id > :after ORDER BY id LIMIT :most
""")
_KEPT = sa.text("UPDATE answers SET reasoned = :reasoned, own_words = :own_words WHERE id = :id")


def upgrade() -> None:
    op.add_column('answers', sa.Column('reasoned', sa.Boolean(), nullable=True))
    op.add_column('answers', sa.Column('own_words', sa.String(length=16), nullable=True))
    connection, after = op.get_bind(), 0
    while rows := connection.execute(_GIVEN, {'after': after, 'most': _AT_ONCE}).all():
        connection.execute(_KEPT, [_weighed(row) for row in rows])
        after = rows[-1].id


def _weighed(row: Any) -> dict[str, Any]:
    from bot.budget.proposal import Answer, Decision, Reason
    from bot.budget.reasoning import is_reasoned
    from storage.answers import mark_of_words

    try:
        reason, decision = Reason(row.reason) if row.reason else None, Decision(row.decision)
    except ValueError:  # a word no version of the rules knows: nobody can say whether it is a reason
        return {'id': row.id, 'reasoned': None, 'own_words': None}
    answer = Answer(decision, reason, row.sentence, row.amount, row.budget_line)
    return {'id': row.id, 'reasoned': is_reasoned(answer), 'own_words': mark_of_words(answer)}


def downgrade() -> None:
    op.drop_column('answers', 'own_words')
    op.drop_column('answers', 'reasoned')
