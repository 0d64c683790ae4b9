"""Announcements: the name they are signed with"""

from alembic import op
import sqlalchemy as sa


revision = '0007_announcement_signed'
down_revision = '0006_inbox'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What exists is signed by the office alone: that is how it went out, or was approved."""
    with op.batch_alter_table('announcement', schema=None) as batch_op:
        batch_op.add_column(sa.Column('signed', sa.String(length=64), nullable=False, server_default=''))
    with op.batch_alter_table('announcement', schema=None) as batch_op:
        batch_op.alter_column('signed', existing_type=sa.String(length=64), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('announcement', schema=None) as batch_op:
        batch_op.drop_column('signed')
