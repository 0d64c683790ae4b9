"""Season reminders: waves, choices, answers"""

from alembic import op
import sqlalchemy as sa
import db.base


revision = '0005_seasons'
down_revision = '0004_businesses'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('wave',
    sa.Column('season', sa.String(length=80), nullable=False),
    sa.Column('year', sa.SmallInteger(), nullable=False),
    sa.Column('number', sa.SmallInteger(), nullable=False),
    sa.Column('wave', sa.SmallInteger(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('announcement_id', sa.BigInteger(), nullable=True),
    sa.Column('decided_by', sa.BigInteger(), nullable=True),
    sa.Column('at', db.base.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state <> 'made' OR announcement_id IS NOT NULL", name=op.f('ck_wave_made_has_an_announcement')),
    sa.CheckConstraint("state IN ('made', 'missed', 'empty', 'held', 'skipped', 'awaiting', 'approved')", name=op.f('ck_wave_state_known')),
    sa.PrimaryKeyConstraint('season', 'year', 'number', 'wave', name=op.f('pk_wave'))
    )
    op.create_index(op.f('ix_wave_announcement_id'), 'wave', ['announcement_id'], unique=False)
    op.create_table('wave_note',
    sa.Column('season', sa.String(length=80), nullable=False),
    sa.Column('year', sa.SmallInteger(), nullable=False),
    sa.Column('number', sa.SmallInteger(), nullable=False),
    sa.Column('wave', sa.SmallInteger(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('by', sa.BigInteger(), nullable=False),
    sa.Column('at', db.base.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('season', 'year', 'number', 'wave', name=op.f('pk_wave_note'))
    )
    op.create_table('reminder_choice',
    sa.Column('person_id', db.base.BigId, nullable=False),
    sa.Column('main', sa.Boolean(), nullable=False),
    sa.Column('hour', sa.SmallInteger(), nullable=False),
    sa.Column('paused_until', db.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('updated_at', db.base.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint('hour BETWEEN 0 AND 23', name=op.f('ck_reminder_choice_hour_of_a_day')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_reminder_choice_person_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_reminder_choice'))
    )
    op.create_table('reminder_season',
    sa.Column('person_id', db.base.BigId, nullable=False),
    sa.Column('season', sa.String(length=80), nullable=False),
    sa.Column('since', db.base.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_reminder_season_person_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id', 'season', name=op.f('pk_reminder_season'))
    )
    op.create_index(op.f('ix_reminder_season_season'), 'reminder_season', ['season'], unique=False)
    op.create_table('reminder_answer',
    sa.Column('person_id', db.base.BigId, nullable=False),
    sa.Column('season', sa.String(length=80), nullable=False),
    sa.Column('year', sa.SmallInteger(), nullable=False),
    sa.Column('number', sa.SmallInteger(), nullable=False),
    sa.Column('answer', sa.String(length=8), nullable=False),
    sa.Column('at', db.base.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_reminder_answer_person_id_person'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id', 'season', 'year', 'number', name=op.f('pk_reminder_answer'))
    )
    op.create_index(op.f('ix_reminder_answer_season'), 'reminder_answer', ['season', 'year', 'number'], unique=False)


def downgrade() -> None:
    for table in ('reminder_answer', 'reminder_season', 'reminder_choice', 'wave_note', 'wave'):
        op.drop_table(table)
