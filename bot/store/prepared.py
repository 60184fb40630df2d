"""A statement said in SQLAlchemy's terms and run as the driver's own text.

What SQLAlchemy does at each execution holds Python's lock for longer than the database works; the statements of the
sending loop, some hundred a second beside it, do without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    import sqlalchemy as sa


class Prepared:
    """A statement built once for each dialect, by its name; called with a connection and its parameters."""

    def __init__(self, build: Callable[[str], sa.Select[Any] | sa.Update]) -> None:
        self._build = build
        self._known: dict[str, tuple[str, list[str] | None, dict[str, Any]]] = {}

    def __call__(self, connection: sa.Connection, **values: object) -> sa.CursorResult[Any]:
        """Run it. Its rows hold what the driver gives: no type of ours is applied."""
        dialect = connection.dialect
        if dialect.name not in self._known:
            compiled = self._build(dialect.name).compile(dialect=dialect)
            constants = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
            self._known[dialect.name] = (str(compiled), compiled.positiontup, constants)
        text, order, constants = self._known[dialect.name]
        given = {**constants, **values}
        return connection.exec_driver_sql(text, given if order is None else tuple(given[name] for name in order))
