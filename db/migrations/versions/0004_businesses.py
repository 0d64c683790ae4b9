"""Businesses, their history, interests and readiness, and what counts keep of erased ones"""

from alembic import op
import sqlalchemy as sa
import db.base


revision = '0004_businesses'
down_revision = '0003_announcements'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('business_gone',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('sector', sa.String(length=32), nullable=False),
    sa.Column('kecamatan', sa.String(length=16), nullable=False),
    sa.Column('scale', sa.String(length=10), nullable=True),
    sa.Column('registered', sa.Date(), nullable=False),
    sa.Column('gone', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_business_gone'))
    )
    with op.batch_alter_table('business_gone', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_business_gone_gone'), ['gone'], unique=False)
        batch_op.create_index(batch_op.f('ix_business_gone_registered'), ['registered'], unique=False)

    op.create_table('business',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('owner_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('draft_key', sa.String(length=64), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=True),
    sa.Column('token', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('description', sa.String(length=300), nullable=False),
    sa.Column('sector', sa.String(length=32), nullable=False),
    sa.Column('kecamatan', sa.String(length=16), nullable=False),
    sa.Column('kelurahan', sa.String(length=16), nullable=True),
    sa.Column('started_year', sa.Integer(), nullable=True),
    sa.Column('capital', sa.BigInteger(), nullable=True),
    sa.Column('yearly_sales', sa.BigInteger(), nullable=True),
    sa.Column('amount_range', sa.String(length=16), nullable=True),
    sa.Column('scale', sa.String(length=10), nullable=True),
    sa.Column('nib', sa.String(length=13), nullable=True),
    sa.Column('phone', sa.String(length=20), nullable=True),
    sa.Column('status', sa.String(length=8), nullable=False),
    sa.Column('created_at', db.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('updated_at', db.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', db.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('closed_at', db.base.UtcDateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", name=op.f('ck_business_closed_has_a_day')),
    sa.CheckConstraint('amount_range IS NULL OR (yearly_sales IS NULL AND capital IS NULL)', name=op.f('ck_business_range_or_figures')),
    sa.ForeignKeyConstraint(['owner_id'], ['person.id'], name=op.f('fk_business_owner_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_business')),
    sa.UniqueConstraint('draft_key', name=op.f('uq_business_draft_key')),
    sa.UniqueConstraint('number', name=op.f('uq_business_number')),
    sa.UniqueConstraint('token', name=op.f('uq_business_token'))
    )
    with op.batch_alter_table('business', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_business_created_at'), ['created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_business_kecamatan'), ['kecamatan'], unique=False)
        batch_op.create_index(batch_op.f('ix_business_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_business_sector'), ['sector', 'kecamatan'], unique=False)

    op.create_table('business_history',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('business_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', db.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('by', sa.BigInteger(), nullable=False),
    sa.Column('field', sa.String(length=32), nullable=False),
    sa.Column('before', sa.Text(), nullable=False),
    sa.Column('after', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['business_id'], ['business.id'], name=op.f('fk_business_history_business_id_business'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_business_history'))
    )
    with op.batch_alter_table('business_history', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_business_history_business_id'), ['business_id'], unique=False)

    op.create_table('business_ready',
    sa.Column('business_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('item', sa.String(length=32), nullable=False),
    sa.Column('since', db.base.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['business_id'], ['business.id'], name=op.f('fk_business_ready_business_id_business'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('business_id', 'item', name=op.f('pk_business_ready'))
    )
    op.create_table('interest',
    sa.Column('business_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('programme', sa.String(length=64), nullable=False),
    sa.Column('since', db.base.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['business_id'], ['business.id'], name=op.f('fk_interest_business_id_business'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('business_id', 'programme', name=op.f('pk_interest'))
    )
    with op.batch_alter_table('interest', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_interest_programme'), ['programme'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('interest', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_interest_programme'))

    op.drop_table('interest')
    op.drop_table('business_ready')
    with op.batch_alter_table('business_history', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_business_history_business_id'))

    op.drop_table('business_history')
    with op.batch_alter_table('business', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_business_sector'))
        batch_op.drop_index(batch_op.f('ix_business_owner_id'))
        batch_op.drop_index(batch_op.f('ix_business_kecamatan'))
        batch_op.drop_index(batch_op.f('ix_business_created_at'))

    op.drop_table('business')
    with op.batch_alter_table('business_gone', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_business_gone_registered'))
        batch_op.drop_index(batch_op.f('ix_business_gone_gone'))

    op.drop_table('business_gone')
