"""From which level warnings break the quiet hours, and when a slot was closed, so that leaving can be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "subscriptions", sa.Column("breaks_quiet", sa.String(length=6), server_default="orange", nullable=False)
    )
    op.add_column("slots", sa.Column("closed_at", sa.BigInteger()))


def downgrade() -> None:
    op.drop_column("slots", "closed_at")
    op.drop_column("subscriptions", "breaks_quiet")
