"""Deliveries that answer or change an earlier message; quiet hours of a fan-out; counts of rows no longer kept."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("subscriptions", sa.Column("suspended_at", sa.BigInteger()))
    op.add_column("fanouts", sa.Column("quiet", sa.String(length=7), server_default="silence", nullable=False))
    op.add_column("fanouts", sa.Column("silent", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("fanouts", sa.Column("source_id", sa.BigInteger()))
    op.add_column("fanouts", sa.Column("link", sa.String(length=5)))
    op.add_column("fanouts", sa.Column("sent_from", sa.BigInteger()))
    op.add_column("fanouts", sa.Column("sent_to", sa.BigInteger()))
    op.add_column("deliveries", sa.Column("reply_to", sa.BigInteger()))
    op.add_column("deliveries", sa.Column("silent", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.create_table(
        "tallies",
        sa.Column("publication_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hour", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["publication_id"], ["publications.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("publication_id", "hour", "state"),
    )
