"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "sites",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sites"),
        sa.UniqueConstraint("name", name="uq_sites_name"))
    op.create_table(
        "kiosks",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("site", sa.Integer, nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("added", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_kiosks"),
        sa.ForeignKeyConstraint(["site"], ["sites.id"], name="fk_kiosks_site"),
        sa.UniqueConstraint("name", name="uq_kiosks_name"),
        sa.UniqueConstraint("key_hash", name="uq_kiosks_key_hash"))
    op.create_table(
        "assistants",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("site", sa.Integer),
        sa.Column("name", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_assistants"),
        sa.ForeignKeyConstraint(["site"], ["sites.id"], name="fk_assistants_site"),
        sa.UniqueConstraint("name", name="uq_assistants_name"))
    op.create_table(
        "tokens",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("opens", sa.String(10), nullable=False),
        sa.Column("assistant", sa.Integer),
        sa.Column("expires", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_tokens"),
        sa.ForeignKeyConstraint(["assistant"], ["assistants.id"], name="fk_tokens_assistant", ondelete="CASCADE"),
        sa.CheckConstraint("opens in ('invite', 'device', 'session')", name="opens"))
    op.create_index("ix_tokens_assistant", "tokens", ["assistant"])
    op.create_table(
        "requests",
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("kiosk", sa.Integer),
        sa.Column("letters", sa.String(28)),
        sa.Column("asked", sa.Integer),
        sa.PrimaryKeyConstraint("place", name="pk_requests"),
        sa.ForeignKeyConstraint(["kiosk"], ["kiosks.id"], name="fk_requests_kiosk", ondelete="CASCADE"),
        sa.UniqueConstraint("id", name="uq_requests_id"),
        sa.CheckConstraint("state in ('waiting', 'coming', 'done', 'withdrawn')", name="state"),
        sa.CheckConstraint("state in ('waiting', 'coming') or (kiosk is null and letters is null and asked is null)",
                           name="closed_is_empty"))
    op.create_index("ix_requests_kiosk", "requests", ["kiosk"])
    op.create_index("ix_requests_day", "requests", ["day"])
    op.create_table(
        "hours",
        sa.Column("site", sa.Integer, nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("spans", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("site", "day", name="pk_hours"),
        sa.ForeignKeyConstraint(["site"], ["sites.id"], name="fk_hours_site", ondelete="CASCADE"))
    op.create_table(
        "counters",
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("month", "kind", "key", name="pk_counters"))
