"""The settings in force as TOML, secrets hidden."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeGuard

from pydantic import SecretStr

from bot.section import Section

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.config import Settings


def shown(settings: Settings) -> str:
    """The settings in force as TOML, secrets hidden."""
    return "\n\n".join(_tables("", {name: getattr(settings, name) for name in type(settings).model_fields}))


def _tables(name: str, content: Mapping[str, object]) -> Iterator[str]:
    """A table's own values, then the tables in it, then its lists of tables."""
    inner = {key: value for key, value in content.items() if isinstance(value, Section)}
    lists = {key: value for key, value in content.items() if _is_tables(value)}
    plain = {key: value for key, value in content.items() if key not in inner and key not in lists}
    if name and plain:
        yield "\n".join((name, *(_line(key, value) for key, value in plain.items())))
    prefix = f"{name.strip('[]')}." if name else ""
    for key, value in inner.items():
        yield from _tables(f"[{prefix}{key}]", dict(value))
    for key, tables in lists.items():
        for one in tables:
            yield from _tables(f"[[{prefix}{key.replace('_', '-')}]]", dict(one))


def _is_tables(value: object) -> TypeGuard[tuple[Section, ...]]:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], Section)


def _line(key: str, value: object) -> str:
    return f"{key} = {toml(value)}" if value is not None else f"# {key} is not set"


def toml(value: object) -> str:
    """One value as TOML."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case tuple():
            return "[" + ", ".join(toml(item) for item in value) + "]"
        case dict():
            return "{ " + ", ".join(f"{key} = {toml(item)}" for key, item in value.items()) + " }"
        case _:
            return _quoted(value)


def _quoted(value: object) -> str:
    """A value that TOML writes as text."""
    match value:
        case SecretStr():
            return '"***"'
        case dt.time():
            return f'"{value:%H:%M}"'
        case dt.timedelta():
            return f'"{value.total_seconds():.0f}s"'
        case _:
            text = str(value).replace("\\", "\\\\").replace('"', '\\"')
            return f'"{text}"'
