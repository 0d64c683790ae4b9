"""Incoming updates: whose they are, so that processes keep each other's order"""

from alembic import op
import sqlalchemy as sa


revision = '0008_incoming_whose'
down_revision = '0007_announcement_signed'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What waits at this moment is nobody's: it is taken up in order by whoever starts first."""
    op.add_column('incoming', sa.Column('whose', sa.BigInteger(), nullable=False, server_default='0'))


def downgrade() -> None:
    op.drop_column('incoming', 'whose')
