"""Announcements and their ledger; leases for what one process may do at a time"""

from alembic import op
import sqlalchemy as sa
import db.base


revision = '0003_announcements'
down_revision = '0002_content'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('announcement',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('author_id', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('action', sa.String(length=8), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('entities', sa.JSON(), nullable=False),
    sa.Column('media_kind', sa.String(length=10), nullable=True),
    sa.Column('media_id', sa.String(length=200), nullable=True),
    sa.Column('buttons', sa.JSON(), nullable=False),
    sa.Column('blanks', sa.JSON(), nullable=False),
    sa.Column('audience', sa.JSON(), nullable=False),
    sa.Column('send_at', db.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('not_after', db.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('origin', sa.String(length=120), nullable=True),
    sa.Column('corrects_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('template', sa.String(length=60), nullable=True),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('approved_hash', sa.String(length=64), nullable=True),
    sa.Column('approved_by', sa.BigInteger(), nullable=True),
    sa.Column('rejected_by', sa.BigInteger(), nullable=True),
    sa.Column('rejected_reason', sa.String(length=500), nullable=True),
    sa.Column('pause_reason', sa.String(length=40), nullable=True),
    sa.Column('paused_by', sa.BigInteger(), nullable=True),
    sa.Column('canary', sa.JSON(), nullable=True),
    sa.Column('audience_size', sa.Integer(), nullable=True),
    sa.Column('created_at', db.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('updated_at', db.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('started_at', db.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('finished_at', db.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('told', sa.String(length=10), nullable=False),
    sa.CheckConstraint("(action = 'send') = (corrects_id IS NULL)", name=op.f('ck_announcement_corrections_have_a_subject')),
    sa.CheckConstraint("action IN ('send', 'edit', 'delete')", name=op.f('ck_announcement_action_known')),
    sa.CheckConstraint("kind IN ('emergency', 'deadline', 'information', 'season')", name=op.f('ck_announcement_kind_known')),
    sa.CheckConstraint("state <> 'rejected' OR rejected_reason <> ''", name=op.f('ck_announcement_rejected_with_a_reason')),
    sa.CheckConstraint("state IN ('draft', 'awaiting', 'approved', 'sending', 'paused', 'finished', 'rejected', 'cancelled', 'expired')", name=op.f('ck_announcement_state_known')),
    sa.CheckConstraint("state NOT IN ('approved', 'sending', 'paused', 'finished') OR approved_hash IS NOT NULL", name=op.f('ck_announcement_approved_first')),
    sa.ForeignKeyConstraint(['corrects_id'], ['announcement.id'], name=op.f('fk_announcement_corrects_id_announcement')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_announcement')),
    sa.UniqueConstraint('origin', name=op.f('uq_announcement_origin'))
    )
    with op.batch_alter_table('announcement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_announcement_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_announcement_corrects_id'), ['corrects_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_announcement_fingerprint'), ['fingerprint'], unique=False)
        batch_op.create_index('ix_announcement_open', ['state', 'send_at'], unique=False, sqlite_where=sa.text("state IN ('awaiting', 'approved', 'sending', 'paused')"), postgresql_where=sa.text("state IN ('awaiting', 'approved', 'sending', 'paused')"))

    op.create_table('lease',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('holder', sa.String(length=64), nullable=False),
    sa.Column('until', db.base.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_lease'))
    )
    op.create_table('approval',
    sa.Column('announcement_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('person_id', sa.BigInteger(), nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('at', db.base.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['announcement_id'], ['announcement.id'], name=op.f('fk_approval_announcement_id_announcement'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('announcement_id', 'person_id', name=op.f('pk_approval'))
    )
    op.create_table('delivery',
    sa.Column('announcement_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('person_id', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('reason', sa.String(length=40), nullable=True),
    sa.Column('variant_id', sa.BigInteger(), nullable=True),
    sa.Column('target_id', sa.BigInteger(), nullable=True),
    sa.Column('message_id', sa.BigInteger(), nullable=True),
    sa.Column('attempts', sa.SmallInteger(), nullable=False),
    sa.Column('again', sa.SmallInteger(), nullable=False),
    sa.Column('due_at', db.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('lease_until', db.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('updated_at', db.base.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state <> 'sending' OR lease_until IS NOT NULL", name=op.f('ck_delivery_sending_has_a_lease')),
    sa.CheckConstraint("state <> 'sent' OR message_id IS NOT NULL", name=op.f('ck_delivery_sent_has_a_message')),
    sa.CheckConstraint("state IN ('queued', 'sending', 'sent', 'blocked', 'failed', 'unknown', 'skipped')", name=op.f('ck_delivery_state_known')),
    sa.CheckConstraint("state NOT IN ('skipped', 'failed') OR reason IS NOT NULL", name=op.f('ck_delivery_reason_is_said')),
    sa.ForeignKeyConstraint(['announcement_id'], ['announcement.id'], name=op.f('fk_delivery_announcement_id_announcement')),
    sa.PrimaryKeyConstraint('announcement_id', 'person_id', name=op.f('pk_delivery')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.create_index('ix_delivery_person', ['person_id', 'announcement_id'], unique=False)
        batch_op.create_index('ix_delivery_queued', ['announcement_id', 'due_at', 'person_id'], unique=False, sqlite_where=sa.text("state = 'queued'"), postgresql_where=sa.text("state = 'queued'"))
        batch_op.create_index('ix_delivery_sending', ['announcement_id', 'lease_until'], unique=False, sqlite_where=sa.text("state = 'sending'"), postgresql_where=sa.text("state = 'sending'"))

    op.create_table('link',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('announcement_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('position', sa.SmallInteger(), nullable=False),
    sa.Column('label', sa.String(length=64), nullable=False),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('clicks', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['announcement_id'], ['announcement.id'], name=op.f('fk_link_announcement_id_announcement'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_link'))
    )
    with op.batch_alter_table('link', schema=None) as batch_op:
        batch_op.create_index('uq_link_position', ['announcement_id', 'position'], unique=True)

    op.create_table('variant',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('announcement_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('entities', sa.JSON(), nullable=False),
    sa.Column('buttons', sa.JSON(), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['announcement_id'], ['announcement.id'], name=op.f('fk_variant_announcement_id_announcement'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_variant'))
    )
    with op.batch_alter_table('variant', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_variant_fingerprint'), ['fingerprint'], unique=False)
        batch_op.create_index('uq_variant_key', ['announcement_id', 'key'], unique=True)

    op.create_table('watch',
    sa.Column('announcement_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('chat_id', sa.BigInteger(), nullable=False),
    sa.Column('message_id', sa.BigInteger(), nullable=False),
    sa.Column('shown_at', db.base.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['announcement_id'], ['announcement.id'], name=op.f('fk_watch_announcement_id_announcement'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('announcement_id', 'chat_id', name=op.f('pk_watch'))
    )
    op.create_table('recipient',
    sa.Column('announcement_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('person_id', sa.BigInteger(), nullable=False),
    sa.Column('variant_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['announcement_id'], ['announcement.id'], name=op.f('fk_recipient_announcement_id_announcement'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['variant_id'], ['variant.id'], name=op.f('fk_recipient_variant_id_variant'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('announcement_id', 'person_id', name=op.f('pk_recipient')),
    sqlite_with_rowid=False
    )


def downgrade() -> None:
    op.drop_table('recipient')
    op.drop_table('watch')
    with op.batch_alter_table('variant', schema=None) as batch_op:
        batch_op.drop_index('uq_variant_key')
        batch_op.drop_index(batch_op.f('ix_variant_fingerprint'))

    op.drop_table('variant')
    with op.batch_alter_table('link', schema=None) as batch_op:
        batch_op.drop_index('uq_link_position')

    op.drop_table('link')
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.drop_index('ix_delivery_sending', sqlite_where=sa.text("state = 'sending'"), postgresql_where=sa.text("state = 'sending'"))
        batch_op.drop_index('ix_delivery_queued', sqlite_where=sa.text("state = 'queued'"), postgresql_where=sa.text("state = 'queued'"))
        batch_op.drop_index('ix_delivery_person')

    op.drop_table('delivery')
    op.drop_table('approval')
    op.drop_table('lease')
    with op.batch_alter_table('announcement', schema=None) as batch_op:
        batch_op.drop_index('ix_announcement_open', sqlite_where=sa.text("state IN ('awaiting', 'approved', 'sending', 'paused')"), postgresql_where=sa.text("state IN ('awaiting', 'approved', 'sending', 'paused')"))
        batch_op.drop_index(batch_op.f('ix_announcement_fingerprint'))
        batch_op.drop_index(batch_op.f('ix_announcement_corrects_id'))
        batch_op.drop_index(batch_op.f('ix_announcement_author_id'))

    op.drop_table('announcement')
