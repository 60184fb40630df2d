"""JSON as it goes over the wire. Knows no Telegram."""

from __future__ import annotations

import json
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]


class Shaped:
    """Something that goes over the wire as the object its `shape` gives, asked for only when somebody reads it."""

    __slots__ = ()

    def shape(self) -> Json:
        raise NotImplementedError


def _shape(value: object) -> Json:
    if isinstance(value, Shaped):
        return value.shape()
    raise TypeError(f"{type(value).__name__} has no shape on the wire")


_ENCODER = json.JSONEncoder(separators=(",", ":"), default=_shape)


def encode(value: object) -> bytes:
    """Compact JSON in ASCII, as Telegram writes it."""
    return _ENCODER.encode(value).encode("ascii")
