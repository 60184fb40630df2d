"""What readers were told of a place's weather, and of which changes they were told since."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "told_forecasts",
        sa.Column("id", key, nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.Column("days", sa.Text(), nullable=False),
        sa.Column("from_at", sa.BigInteger(), nullable=False),
        sa.Column("to_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("told_forecasts_of_place", "told_forecasts", ["place", "date"])
    op.create_table(
        "notices",
        sa.Column("told_id", key, sa.ForeignKey("told_forecasts.id", ondelete="CASCADE"), nullable=False),
        sa.Column("source_id", sa.BigInteger(), nullable=False),
        sa.Column("publication_id", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("told_id", "source_id"),
    )
    op.create_index("notices_of_place", "notices", ["place", "date"])
