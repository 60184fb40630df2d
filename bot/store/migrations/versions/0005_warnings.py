"""Official warnings: their events, whom a fan-out concerns, replies, and what each chat wants of them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "warnings",
        sa.Column("id", key, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("alert", sa.Text(), nullable=False),
        sa.Column("places", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("warnings_state", "warnings", ["state", "until"])
    op.add_column("subscriptions", sa.Column("without_kinds", sa.Text(), server_default="", nullable=False))
    op.add_column("subscriptions", sa.Column("place", sa.Text(), server_default="", nullable=False))
    op.add_column("publications", sa.Column("revision", sa.Integer(), server_default="0", nullable=False))
    op.add_column("publications", sa.Column("warning_id", sa.BigInteger(), nullable=True))
    op.add_column("publications", sa.Column("notice", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.create_index("ix_publications_warning_id", "publications", ["warning_id"])
    op.add_column("fanouts", sa.Column("audience", sa.Text(), nullable=True))
