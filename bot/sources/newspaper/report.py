"""Shows an operator how a page was read: the page coloured by what each line became, counts, doubts, the unread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sources.newspaper.lines import printed_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType
    from rich.text import Text

    from messages.edition import Block, Edition, Forecast, Period, Wind

_COLOURS = {
    "hotline": "cyan",
    "forecast": "bright_blue",
    "headline": "bold yellow",
    "paragraph": "white",
    "byline": "green",
    "caption": "magenta",
    "service_note": "bright_magenta",
    "safety_notice": "bright_green",
    "imprint": "bright_black",
    "unread": "bold white on red",
}
_COUNTED = (
    "hotlines",
    "forecasts",
    "articles",
    "captions",
    "service_notes",
    "safety_notices",
    "imprint",
    "unread",
    "doubts",
)


def nothing_left(edition: Edition) -> bool:
    """Say whether every block was placed and nothing is in doubt."""
    return not edition.unread and not edition.doubts


def report(text: str, edition: Edition) -> RenderableType:
    """Give the page of `text`, coloured by what was read, between its counts and its doubts."""
    # Imported here: only the command that prints a report pays for rich.
    from rich.console import Group  # noqa: PLC0415

    read = [told(forecast) for forecast in edition.forecasts]
    return Group(_head(edition), *_page(text, edition), *_legend(edition), *read, *_doubts(edition))


def told(forecast: Forecast) -> RenderableType:
    """Give what was read out of one forecast, a line a day."""
    from rich.text import Text  # noqa: PLC0415

    lines = [_visible(forecast.place)] if forecast.place else []
    return Text("\n".join(lines + [_visible(_day(period)) for period in forecast.periods]), style="bright_blue")


def _day(period: Period) -> str:
    date = f"{period.date or 'no date'}{f'..{period.date_end}' if period.date_end else ''}"
    warmth = "" if period.low is None and period.high is None else f"{_bound(period.low)}~{_bound(period.high)}℃"
    rain = ",".join(f"{one.where or ''}{one.type}" for one in period.precipitation)
    said = [period.label, date, period.part, "转".join(period.sky), rain, " ".join(map(_wind, period.wind)), warmth]
    strange = [f"?{one}" for one in (*period.unread, *period.odd)]
    return "  ".join(one for one in (*said, *period.other, *strange) if one)


def _bound(value: float | None) -> str:
    return "…" if value is None else f"{value}"


def _wind(leg: Wind) -> str:
    gust = f"阵风{_force(leg.gust_min, leg.gust_max)}" if leg.gust_min is not None else ""
    return f"{leg.where or ''}{leg.direction or ''}{leg.word or ''}{_force(leg.force_min, leg.force_max)}{gust}"


def _force(low: int | None, high: int | None) -> str:
    return "" if low is None else f"{low}级" if low == high else f"{low}~{high}级" if high is not None else f"≥{low}级"


def _head(edition: Edition) -> Text:
    from rich.text import Text  # noqa: PLC0415

    date = edition.date.isoformat() if edition.date else "no date found"
    counts = " · ".join(f"{len(getattr(edition, name))} {name.replace('_', ' ')}" for name in _COUNTED)
    return Text(f"{date} ({edition.date_from or 'nothing on the page says it; give --date'})\n{counts}\n", style="bold")


def _page(text: str, edition: Edition) -> Iterator[Text]:
    """Give the printed lines with their numbers; a doubtful place is underlined."""
    from rich.text import Text  # noqa: PLC0415

    kinds = _kind_by_line(edition.blocks)
    for number, line in enumerate(printed_lines(text), start=1):
        if not line.strip():
            continue
        kind = kinds.get(number, "unread")
        shown = Text(f"{number:>4} {kind[:13]:<13} ", style="dim") + Text(
            _visible(line), style=_COLOURS.get(kind, "white")
        )
        for doubt in edition.doubts:
            if doubt.line == number:
                begin = 19 + doubt.column - 1
                shown.stylize("underline bold red", begin, begin + max(1, len(doubt.text)))
        yield shown


def _kind_by_line(blocks: tuple[Block, ...]) -> dict[int, str]:
    """Name each line by its block; a forecast inside a story shows over the story."""
    kinds: dict[int, str] = {}
    for block in sorted(blocks, key=lambda block: block.kind == "forecast"):
        kinds.update(dict.fromkeys(range(block.line_from, block.line_to + 1), block.part or block.kind))
    return kinds


def _visible(line: str) -> str:
    """Show control characters as blanks, so that no page can drive the terminal."""
    return "".join(char if char.isprintable() or char == "\u3000" else " " for char in line)


def _legend(edition: Edition) -> Iterator[Text]:
    from rich.text import Text  # noqa: PLC0415

    kinds = dict.fromkeys(block.part or block.kind for block in edition.blocks)
    yield Text("\n") + Text("  ").join(Text(kind, style=_COLOURS.get(kind, "white")) for kind in kinds)


def _doubts(edition: Edition) -> Iterator[Text]:
    from rich.text import Text  # noqa: PLC0415

    for doubt in edition.doubts:
        yield Text(f"{doubt.line}:{doubt.column}: ", style="bold red") + Text(f"{_visible(doubt.text)}: {doubt.reason}")
    if nothing_left(edition):
        yield Text("Everything was placed and nothing is in doubt.", style="green")
