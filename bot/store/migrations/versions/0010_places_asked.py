"""Places readers asked for that there are not: the name, and marks from which nobody can tell who asked."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "places_asked",
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("mark", sa.String(length=16), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("place", "mark"),
    )


def downgrade() -> None:
    op.drop_table("places_asked")
