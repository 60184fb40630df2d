"""JSON from outside, bounded, and the picking of single values out of it. Knows no service.

Every picker takes what stands there and answers None for what it is not: foreign JSON has numbers as strings, empty
strings for unknown, nulls anywhere.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from typing import TYPE_CHECKING, Any, Final

from bot.errors import UnreadableError
from bot.sources.decode import Decoded, decode
from bot.sources.reading import MAX_BYTES, MAX_DEPTH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.sources.reading import Problems

MAX_TEXT: Final = 8_000
_SOUND_PER_BAD: Final = 20  # a UTF-8 text with damage has this many sound foreign letters for each broken byte
_NUMBER_LENGTH: Final = 32
_YEARS: Final = range(1990, 2101)  # an instant outside is a mistake, and its arithmetic could overflow
# Controls, lone surrogates and non-characters: no message may carry them, and pydantic refuses lone surrogates.
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def json_object(data: bytes, problems: Problems) -> dict[str, Any]:
    """The object a payload holds. Raises UnreadableError when it is none, too large or too deep."""
    text = bounded_text(data, problems)
    try:
        body = json.loads(text, parse_constant=lambda _: None)
    except (ValueError, RecursionError) as error:
        reason = "nested too deep" if isinstance(error, RecursionError) else str(error)
        raise UnreadableError(f"not JSON: {reason}") from error
    if not isinstance(body, dict):
        raise UnreadableError(f"a JSON object was expected, not {type(body).__name__}")
    _refuse_depth(body)
    return body


def bounded_text(data: bytes, problems: Problems) -> str:
    """The text of a payload within bounds; bytes that had to be replaced are a problem."""
    try:
        decoded = decode(data, limit=MAX_BYTES)
    except UnicodeError as error:  # a declared codec that can decode nothing ("undefined")
        raise UnreadableError(f"its declared encoding reads nothing: {error}") from error
    if decoded.encoding == "gb18030" or (decoded.encoding == "utf-8" and decoded.doubtful):
        return _second_look(data, decoded, problems)
    if decoded.doubtful:
        problems.add(f"encoding: not sound {decoded.encoding}; bytes were replaced")
    return decoded.text


def _second_look(data: bytes, decoded: Decoded, problems: Problems) -> str:
    """GB 18030 happily reads many a damaged UTF-8 text, and Western text under a wrong declaration is neither."""
    mended = data.decode("utf-8", errors="replace").removeprefix("\ufeff")
    bad = mended.count("\ufffd")
    sound = sum(not letter.isascii() for letter in mended) - bad
    if decoded.doubtful and sound == 0:
        return data.decode("cp1252", errors="replace")
    if decoded.doubtful or sound > bad * _SOUND_PER_BAD:
        problems.add(f"encoding: {bad} bytes are not UTF-8 and were replaced")
        return mended
    return decoded.text


def _refuse_depth(body: Any) -> None:
    """Walk level by level, never recursing over foreign trees."""
    level = [body]
    for _ in range(MAX_DEPTH):
        level = [child for parent in level for child in _children(parent)]
        if not level:
            return
    raise UnreadableError(f"nested deeper than {MAX_DEPTH} levels")


def _children(parent: Any) -> Iterator[Any]:
    members = parent.values() if isinstance(parent, dict) else parent if isinstance(parent, list) else ()
    return (child for child in members if isinstance(child, (dict, list)))


def as_object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects in a list; what is no object is left out. Some services write a list of one without its brackets."""
    return [value] if isinstance(value, dict) else [entry for entry in as_list(value) if isinstance(entry, dict)]


def text(value: Any, limit: int = MAX_TEXT) -> str | None:
    """Clean, trimmed text of at most `limit` characters, or None when there is none. Numbers are no text."""
    if not isinstance(value, str):
        return None
    return _UNPRINTABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()[:limit] or None


def identifier(value: Any) -> str | None:
    """An identifier given as text or as a whole number."""
    return str(value) if type(value) is int else text(value, 300)


def number(value: Any, lowest: float, highest: float) -> float | None:
    """A finite number within bounds, given as a number or as a string; None for everything else."""
    if isinstance(value, str) and len(value) <= _NUMBER_LENGTH:
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return value if lowest <= value <= highest and math.isfinite(value) else None


def temperature(value: Any, unit: str = "C") -> float | None:
    """°C, to a tenth when it had to be turned from °F. Nothing outside -95 to 65 °C is believed."""
    if "F" not in unit.upper():
        return number(value, -95, 65)
    fahrenheit = number(value, -139, 149)
    return None if fahrenheit is None else round((fahrenheit - 32) / 1.8, 1)


def percent(value: Any) -> float | None:
    return number(value, 0, 100)


def instant(value: Any, zone: dt.tzinfo | None = None) -> dt.datetime | None:
    """An aware instant; one without offset is in `zone`, and None when no zone is given."""
    if not isinstance(value, str) or len(value) > _NUMBER_LENGTH + 8:
        return None
    try:
        read = dt.datetime.fromisoformat(value.strip().replace("/", "-"))
    except ValueError:
        return None
    if read.year not in _YEARS:
        return None
    return read if read.tzinfo else read.replace(tzinfo=zone) if zone else None


def day(value: Any) -> dt.date | None:
    """A calendar day given as YYYY-MM-DD."""
    try:
        read = dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return read if read and read.year in _YEARS else None


def web_link(value: Any) -> str | None:
    """An http or https address, or None: nothing else may become a link in a message."""
    link = text(value, 2_000)
    return link if link and re.match(r"https?://[^\s<>\"]+$", link, re.IGNORECASE) else None
