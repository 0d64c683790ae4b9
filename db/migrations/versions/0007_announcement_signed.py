"""Announcements: the name they are signed with"""

from alembic import op
import sqlalchemy as sa


revision = '0007_announcement_signed'
down_revision = '0006_inbox'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What exists is signed by the office alone: that is how it went out, or was approved.

    Not as a batch: on SQLite that makes the table anew, which the ledger's foreign keys forbid (or follow by deleting).
    """
    op.add_column('announcement', sa.Column('signed', sa.String(length=64), nullable=False, server_default=''))


def downgrade() -> None:
    op.drop_column('announcement', 'signed')
