"""Files: as they came and their clean copies, how they are passed on, why they were lost, whose they are"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

_COLUMNS: dict[str, Any] = {
    'copy_hash': sa.String(length=64),
    'ending': sa.String(length=8),
    'form': sa.String(length=8),
    'why': sa.String(length=8),
    'peer_id': sa.BigInteger().with_variant(sa.Integer(), 'sqlite'),
    'mark': sa.String(length=64),
}
_OF_UNSENT = {'ix_media_peer_id': 'peer_id', 'ix_media_mark': 'mark', 'ix_media_unsent': 'created_at'}
_UNSENT = sa.text('peer_id IS NOT NULL')


def upgrade() -> None:
    op.add_column('media', sa.Column('begun', sa.Integer(), server_default=sa.text('0'), nullable=False))
    for name, type in _COLUMNS.items():
        op.add_column('media', sa.Column(name, type, nullable=True))
    op.create_index('ix_media_copy_hash', 'media', ['copy_hash'])
    for index, column in _OF_UNSENT.items():
        op.create_index(index, 'media', [column], sqlite_where=_UNSENT, postgresql_where=_UNSENT)


def downgrade() -> None:
    # An older Sunush shows what it finds under the hash: of a picture that is the clean copy.
    op.execute('UPDATE media SET hash = copy_hash WHERE kind = \'photo\' AND copy_hash IS NOT NULL')
    for index in (*_OF_UNSENT, 'ix_media_copy_hash'):
        op.drop_index(index, 'media')
    for name in reversed([*_COLUMNS, 'begun']):
        op.drop_column('media', name)
