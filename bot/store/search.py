"""Search in past editions: full text that finds Chinese words of two characters and of one, on both databases.

A text is kept as pairs of neighbouring characters (物业管理: 物业 业管 管理), by SQLite's FTS5 and by PostgreSQL's
tsvector alike; what the pairs find is then compared with the text itself. What readers may not see is never found.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.store.schema import articles, editions
from messages.escape import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.store.briefings import Release
    from messages.edition import Article

MOST_HITS = 500  # looked at in one search, the newest first
LONGEST_QUERY = 20
MOST_WORDS = 5
_RUN = re.compile(r"[a-z0-9]+|[^\W\d_]", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that holds what was looked for."""

    date: dt.date
    number: int  # from 1, over all articles of the edition
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits, newest first, and how many there are in all."""

    hits: tuple[Hit, ...]
    total: int


def index(connection: sa.Connection, date: dt.date, found: Sequence[Article]) -> None:
    """Index all articles of an edition anew, in their order."""
    connection.execute(_DROP, {"date": date.isoformat()})
    connection.execute(articles.delete().where(articles.c.date == date.isoformat()))
    for number, article in enumerate(found, 1):
        _put(connection, date, number, article)


def _put(connection: sa.Connection, date: dt.date, number: int, article: Article) -> None:
    title = article.headline or article.kicker or ""
    parts = (article.headline, article.kicker, article.summary, *article.paragraphs)
    text = plain("\n".join(part for part in parts if part))
    values = {"date": date.isoformat(), "number": number, "title": title, "text": text}
    key = connection.execute(articles.insert().values(**values)).inserted_primary_key
    assert key is not None  # noqa: S101 - one row was inserted, so it has a key
    found = sorted(set(grams(text)))
    shown = " ".join(found) if connection.dialect.name == "sqlite" else found
    connection.execute(_INSERT[connection.dialect.name], {"id": key[0], "grams": shown})


def plain(text: str) -> str:
    """A text as it is compared: NFKC, small letters, nothing hidden."""
    return clean(unicodedata.normalize("NFKC", text)).casefold()


def grams(text: str) -> Iterator[str]:
    """Latin words and numbers whole; of other scripts every pair of neighbours, and the last character alone."""
    before, at = "", -1
    for found in _RUN.finditer(text):
        piece = found[0]
        if len(piece) > 1 or piece.isascii():
            yield piece[:40]
            before = ""
            continue
        yield piece
        if before and found.start() == at:
            yield before + piece
        before, at = piece, found.end()


def words(query: str) -> tuple[str, ...]:
    """What is looked for: the words of a query, bounded."""
    return tuple(dict.fromkeys(plain(query[:LONGEST_QUERY]).split()))[:MOST_WORDS]


def find(
    connection: sa.Connection, query: str, now: dt.datetime, release: Release, *, start: int = 0, count: int = 5
) -> Found:
    """Articles that hold every word of `query`, of editions readers may see at `now`."""
    wanted = words(query)
    terms = sorted({gram for word in wanted for gram in _of_word(word)})
    if not terms:
        return Found((), 0)
    rows = connection.execute(
        _query(connection.dialect.name, wanted), {"terms": _match(connection.dialect.name, terms)}
    )
    seen = _Readable(now, release)
    hits = [
        Hit(date, row.number, row.title, row.text)
        for row in rows
        if (date := dt.date.fromisoformat(row.date)) and seen.shows(row)
    ]
    return Found(tuple(hits[start : start + count]), len(hits))


def _of_word(word: str) -> Iterable[str]:
    """The grams a word is found by: its pairs, or itself when it has none."""
    found = list(grams(word))
    pairs = [gram for gram in found if len(gram) > 1]
    return pairs or found


def _query(dialect: str, wanted: Iterable[str]) -> sa.Select[tuple[str, int, str, str, bool, bool, str]]:
    hit = sa.table("article_grams", sa.column("rowid"), sa.column("grams"))
    matches = sa.text(_MATCH[dialect]).bindparams(sa.bindparam("terms"))
    return (
        sa.select(
            articles.c.date, articles.c.number, articles.c.title, articles.c.text,
            editions.c.held, editions.c.published, editions.c.retracted,
        )
        .select_from(hit)
        .join(articles, articles.c.id == hit.c.rowid)
        .join(editions, editions.c.date == articles.c.date)
        .where(matches, *(articles.c.text.contains(word, autoescape=True) for word in wanted))
        .order_by(articles.c.date.desc(), articles.c.number)
        .limit(MOST_HITS)
    )  # fmt: skip


def _match(dialect: str, terms: Iterable[str]) -> str:
    """The terms as the database's own query language writes "all of these"; they hold letters and digits only."""
    if dialect == "sqlite":
        return " AND ".join(f'"{term}"' for term in terms)
    return " & ".join(f"'{term}'" for term in terms)


@dataclass(frozen=True, slots=True)
class _Readable:
    """Whether readers may see an article now."""

    now: dt.datetime
    release: Release

    def shows(self, row: sa.Row[tuple[str, int, str, str, bool, bool, str]]) -> bool:
        date = dt.date.fromisoformat(row.date)
        out = self.release.out(date, held=bool(row.held), published=bool(row.published), now=self.now)
        return out and row.number - 1 not in json.loads(row.retracted)


_MATCH = {
    "sqlite": "article_grams MATCH :terms",
    "postgresql": "article_grams.grams @@ CAST(:terms AS tsquery)",
}
_INSERT = {
    "sqlite": sa.text("INSERT INTO article_grams (rowid, grams) VALUES (:id, :grams)"),
    "postgresql": sa.text(
        "INSERT INTO article_grams (rowid, grams) VALUES (:id, array_to_tsvector(CAST(:grams AS text[])))"
    ),
}
_DROP = sa.text("DELETE FROM article_grams WHERE rowid IN (SELECT id FROM articles WHERE date = :date)")
