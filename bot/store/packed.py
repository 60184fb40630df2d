"""Many rows into one statement and out of one, as JSON.

The driver gives Python's lock away at every step of a statement. A loop that sends meanwhile takes it, so a hundred
rows written or read one by one cost a hundred waits.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.types import TypeEngine

POSTGRESQL = "postgresql"


def given(dialect: str, columns: Mapping[str, TypeEngine[Any]], name: str = "given") -> sa.Subquery:
    """Rows bound as the parameter `name` (see `bound`), as a table with these columns."""
    parameter = sa.bindparam(name, type_=sa.Text)
    if dialect == POSTGRESQL:
        each = sa.func.json_array_elements(sa.cast(parameter, sa.JSON)).table_valued("value")
        values: list[sa.ColumnElement[Any]] = [
            sa.cast(each.c.value.op("->>")(sa.literal_column(str(number))), kind)
            for number, kind in enumerate(columns.values())
        ]
    else:
        each = sa.func.json_each(parameter).table_valued("value")
        values = [
            sa.func.json_extract(each.c.value, sa.literal_column(f"'$[{number}]'"), type_=kind)
            for number, kind in enumerate(columns.values())
        ]
    labelled = [value.label(column) for value, column in zip(values, columns, strict=True)]
    return sa.select(*labelled).subquery(name)


def bound(rows: Iterable[Sequence[object]]) -> str:
    """The value of the parameter of `given`."""
    return json.dumps(list(rows), ensure_ascii=False)


def packed(dialect: str, query: sa.SelectBase) -> sa.Select[Any]:
    """`query` as one row with one value, which `unpacked` reads; the order of its rows is not kept."""
    inner = query.subquery("inner")
    if dialect == POSTGRESQL:
        return sa.select(sa.func.json_agg(sa.func.json_build_array(*inner.c)))
    return sa.select(sa.func.json_group_array(sa.func.json_array(*inner.c)))


def unpacked(found: Any) -> list[list[Any]]:
    """The rows of a packed query."""
    rows = json.loads(found) if isinstance(found, str) else found
    return rows or []
