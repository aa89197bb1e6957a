"""An index for whatever was searched from end to end: files of a proposal, old events, an office's lists, strangers"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

_REPLIES = "kind IN ('reply', 'menu', 'progress') AND finished_at IS NOT NULL"

# Name, table, columns, and which rows it is over where not all of them.
_INDEXES = (
    ('ix_media_proposal_id', 'media', ['proposal_id', 'kind'], None),
    ('ix_events_raw', 'events', ['received_at'], "raw IS NOT NULL"),
    ('ix_events_conversation', 'events', ['received_at'], "conversation IS NOT NULL"),
    ('ix_events_dead', 'events', ['received_at'], "state = 'dead'"),
    ('ix_proposals_due', 'proposals', ['aimak_id', 'due_on', 'id'], "withdrawn_at IS NULL"),
    ('ix_proposals_filed', 'proposals', ['aimak_id', 'id'], "withdrawn_at IS NULL"),
    ('ix_people_strangers', 'people', ['consent_at'], "consent_at IS NULL"),
    ('ix_outbox_ended_replies', 'outbox', ['kind', 'finished_at'], _REPLIES),
    ('ix_audit_person_id', 'audit', ['person_id'], None),
    ('ix_audit_aimak_id', 'audit', ['aimak_id'], None),
    ('ix_rsvps_person_id', 'rsvps', ['person_id'], None),
    ('ix_broadcasts_aimak_id', 'broadcasts', ['aimak_id'], None),
)


def upgrade() -> None:
    for name, table, columns, where in _INDEXES:
        only = None if where is None else sa.text(where)
        op.create_index(name, table, columns, sqlite_where=only, postgresql_where=only)


def downgrade() -> None:
    for name, table, _, _ in reversed(_INDEXES):
        op.drop_index(name, table_name=table)
