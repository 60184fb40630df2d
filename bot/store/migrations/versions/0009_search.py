"""What search in past editions looks in: articles one by one, and the pairs of characters they hold."""

import datetime as dt

import sqlalchemy as sa
from alembic import op

from bot.store import search
from bot.store.editions import joined
from messages.edition import Edition

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = {
    "sqlite": ("CREATE VIRTUAL TABLE article_grams USING fts5(grams, tokenize = 'unicode61 remove_diacritics 0')",),
    "postgresql": (
        "CREATE TABLE article_grams (rowid bigint PRIMARY KEY, grams tsvector NOT NULL)",
        "CREATE INDEX article_grams_found ON article_grams USING gin (grams)",
    ),
}


def upgrade() -> None:
    op.create_table(
        "articles",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("date", "number", name="one_article_a_number"),
    )
    connection = op.get_bind()
    for statement in TABLES[connection.dialect.name]:
        op.execute(statement)
    for text in connection.execute(sa.text("SELECT date FROM editions")).scalars().all():
        date = dt.date.fromisoformat(text)
        pages = connection.execute(
            sa.text("SELECT edition FROM pages WHERE date = :date ORDER BY name"), {"date": text}
        )
        parts = [Edition.model_validate_json(page) for page in pages.scalars()]
        search.index(connection, date, joined(date, parts).articles)


def downgrade() -> None:
    op.execute("DROP TABLE article_grams")
    op.drop_table("articles")
