"""The reader on the project's own corpus: every field of every line and page, and the table the documents show."""

from __future__ import annotations

from pathlib import Path

from bot.sources.newspaper import read_forecast, read_page
from tests.corpus.score import HERE, misses, rows, score, table

DOCUMENT = Path(__file__).parents[4] / "docs" / "newspaper.md"


def test_every_field_of_the_corpus_is_read_right_and_none_is_invented() -> None:
    assert misses(score(HERE, read_forecast, read_page)) == ""


def test_the_documents_show_the_table_as_it_is_measured() -> None:
    measured = table(rows(score(HERE, read_forecast, read_page)), markdown=True)
    assert measured in DOCUMENT.read_text("utf-8"), "python -m tests.corpus.score --markdown"
