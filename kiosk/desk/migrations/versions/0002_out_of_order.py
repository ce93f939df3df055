"""A kiosk can be put out of order from the desk."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("kiosks", sa.Column("out_of_order", sa.Boolean, nullable=False, server_default=sa.false()))
