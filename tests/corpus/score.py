"""How well the newspaper reader does on lines and pages whose answers were written by hand, by kind of field.

`python -m tests.corpus.score [--cases DIR] [--markdown] [--document FILE]`
DIR holds `lines.jsonl` or `forecast-lines.jsonl`, and `pages/`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from tests.corpus.compare import Json, Mark, Outcome, line_marks
from tests.corpus.compare_page import page_marks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from messages.edition import Edition, Forecast

HERE = Path(__file__).parent
OUTCOMES: tuple[str, ...] = get_args(Outcome)
OPENS, CLOSES = "<!-- table -->", "<!-- table ends -->"
HEADINGS = ("kind of field", "fields", *OUTCOMES, "right %")


def line_cases(folder: Path) -> list[Json]:
    """The printed lines with their answers; none when the folder has no such file."""
    files = [folder / name for name in ("lines.jsonl", "forecast-lines.jsonl")]
    texts = [path.read_text(encoding="utf-8") for path in files if path.exists()]
    return [json.loads(row) for text in texts for row in text.splitlines() if row.strip()]


def page_cases(folder: Path) -> Iterator[tuple[str, str, Json]]:
    """(name, text, gold) of each page. Line ends are kept, because they are part of the case."""
    for path in sorted((folder / "pages").glob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = (path.parent / gold["file"]).read_bytes().decode("utf-8")
        yield path.name.removesuffix(".gold.json"), text, gold


def score(folder: Path, read_forecast: Callable[..., Forecast | None], read_page: Callable[..., Edition]) -> list[Mark]:
    """All marks of the folder's lines and pages; the readers take a text and `date`."""
    marks: list[Mark] = []
    for line in line_cases(folder):
        forecast = read_forecast(line["text"], date=day(line.get("date")))
        marks += line_marks(line, None if forecast is None else forecast.model_dump(mode="json"))
    for name, text, gold in page_cases(folder):
        edition = read_page(text, date=day(gold.get("given_date")))
        marks += page_marks(name, gold, edition.model_dump(mode="json"))
    return marks


def day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


def rows(marks: Iterable[Mark]) -> list[tuple[str, ...]]:
    """One row a kind of field, in the order met, and a last one for all; cells as text."""
    counts: dict[str, Counter[str]] = {}
    total: Counter[str] = Counter()
    for mark in marks:
        counts.setdefault(mark.kind, Counter())[mark.outcome] += 1
        total[mark.outcome] += 1
    return [row(kind, count) for kind, count in [*counts.items(), ("all", total)]]


def row(kind: str, count: Counter[str]) -> tuple[str, ...]:
    share = f"{100 * count['right'] / count.total():.1f}" if count else "-"
    return (kind, str(count.total()), *(str(count[outcome]) for outcome in OUTCOMES), share)


def table(cells: list[tuple[str, ...]], *, markdown: bool) -> str:
    """The rows under their headings, as a Markdown table or in columns."""
    if markdown:
        lines = [HEADINGS, ("---", *("--:" for _ in HEADINGS[1:])), *cells]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return "\n".join(line[0].ljust(18) + "".join(cell.rjust(10) for cell in line[1:]) for line in [HEADINGS, *cells])


def documented(text: str, marks: Iterable[Mark]) -> str:
    """The document with the table between its markers."""
    head, _, rest = text.partition(OPENS)
    return f"{head}{OPENS}\n{table(rows(marks), markdown=True)}\n{CLOSES}{rest.partition(CLOSES)[2]}"


def misses(marks: Iterable[Mark]) -> str:
    """A line for each field that is not right, with what was expected and what came."""
    return "\n".join(
        f"{mark.outcome:8} {mark.kind} · {mark.where}: expected {mark.expected!r}, got {mark.got!r}"
        for mark in marks
        if mark.outcome != "right"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--cases", type=Path, default=HERE, help="folder of lines and pages (default: the project's own)"
    )
    parser.add_argument(
        "--markdown", action="store_true", help="print the table for the documentation, without the misses"
    )
    parser.add_argument("--document", type=Path, help="put the table between this file's two markers")
    options = parser.parse_args()
    # Imported here, because the scorer and the corpus are tested without the reader.
    from bot.sources.newspaper import read_forecast, read_page  # noqa: PLC0415

    marks = score(options.cases, read_forecast, read_page)
    if options.document:
        options.document.write_text(documented(options.document.read_text("utf-8"), marks), "utf-8")
        return
    sys.stdout.write(table(rows(marks), markdown=options.markdown) + "\n")
    if not options.markdown:
        sys.stdout.write(f"\n{misses(marks)}\n")


if __name__ == "__main__":
    main()
