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


def listed(dialect: str, name: str) -> sa.Select[Any]:
    """Whole numbers bound as the parameter `name`, a JSON list, as a column."""
    parameter = sa.bindparam(name, type_=sa.Text)
    if dialect == POSTGRESQL:
        each = sa.func.json_array_elements_text(sa.cast(parameter, sa.JSON)).table_valued("value")
        return sa.select(sa.cast(each.c.value, sa.BigInteger))
    return sa.select(sa.func.json_each(parameter).table_valued("value").c.value)


def gathered(
    dialect: str, columns: Sequence[sa.ColumnElement[Any]], where: sa.ColumnElement[bool]
) -> sa.ColumnElement[Any]:
    """The rows of a query that fulfil `where` as one value, which `unpacked` reads; their order is not kept.

    None when there are none. Of a single column a list of its values, of several a list of lists.
    """
    if dialect == POSTGRESQL:
        row = columns[0] if len(columns) == 1 else sa.func.json_build_array(*columns)
        return sa.cast(sa.func.json_agg(row).filter(where), sa.Text)
    row = columns[0] if len(columns) == 1 else sa.func.json_array(*columns)
    return sa.func.nullif(sa.func.json_group_array(row).filter(where), "[]")


def unpacked(found: str | None) -> list[Any]:
    """The rows of a packed query."""
    return json.loads(found) if found else []
