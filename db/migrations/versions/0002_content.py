"""The city's content as rows"""

from alembic import op
import sqlalchemy as sa
import db.base


revision = '0002_content'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('content_item',
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('data', sa.JSON(), nullable=False),
    sa.Column('source_hash', sa.String(length=64), nullable=False),
    sa.Column('edited_at', db.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('edited_by', sa.BigInteger(), nullable=True),
    sa.Column('updated_at', db.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('retired_at', db.base.UtcDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('kind', 'key', name=op.f('pk_content_item'))
    )


def downgrade() -> None:
    op.drop_table('content_item')
