"""The inbox: questions to officials, what the bot missed, articles"""

from alembic import op
import sqlalchemy as sa
import db.base


revision = '0006_inbox'
down_revision = '0005_seasons'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('article',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('likeness', sa.Text(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('made_by', sa.BigInteger(), nullable=False),
    sa.Column('made_at', db.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('retired_at', db.base.UtcDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_article'))
    )
    op.create_table('question',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('group_id', sa.BigInteger(), nullable=True),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('likeness', sa.Text(), nullable=False),
    sa.Column('anonymous', sa.Boolean(), nullable=False),
    sa.Column('topic', sa.String(length=64), nullable=True),
    sa.Column('confidence', sa.Double(), nullable=True),
    sa.Column('context', sa.JSON(), nullable=False),
    sa.Column('origin', sa.String(length=40), nullable=True),
    sa.Column('created_at', db.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('answered_at', db.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('answered_by', sa.BigInteger(), nullable=True),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('told', sa.String(length=8), nullable=True),
    sa.Column('told_at', db.base.UtcDateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(status = 'answered') = (answered_at IS NOT NULL)", name=op.f('ck_question_answered_has_a_day')),
    sa.CheckConstraint("kind IN ('question', 'complaint')", name=op.f('ck_question_kind_known')),
    sa.CheckConstraint("status IN ('missed', 'open', 'answered', 'withdrawn')", name=op.f('ck_question_status_known')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_question_person_id_person'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question')),
    sa.UniqueConstraint('origin', name=op.f('uq_question_origin'))
    )
    op.create_index(op.f('ix_question_group_id'), 'question', ['group_id'], unique=False)
    op.create_index(op.f('ix_question_person_id'), 'question', ['person_id'], unique=False)
    op.create_index(op.f('ix_question_status'), 'question', ['status', 'created_at'], unique=False)
    op.create_table('notified',
    sa.Column('official_id', sa.BigInteger(), nullable=False),
    sa.Column('message_id', sa.BigInteger(), nullable=False),
    sa.Column('question_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_notified_question_id_question'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('official_id', 'message_id', name=op.f('pk_notified'))
    )
    op.create_index(op.f('ix_notified_question_id'), 'notified', ['question_id'], unique=False)
    op.create_table('question_part',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('question_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', db.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('origin', sa.String(length=40), nullable=True),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_question_part_question_id_question'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question_part')),
    sa.UniqueConstraint('origin', name=op.f('uq_question_part_origin'))
    )
    op.create_index(op.f('ix_question_part_question_id'), 'question_part', ['question_id'], unique=False)


def downgrade() -> None:
    for table in ('question_part', 'notified', 'question', 'article'):
        op.drop_table(table)
