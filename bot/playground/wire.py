"""JSON as it goes over the wire. Knows no Telegram."""

from __future__ import annotations

import abc
import json
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]


class Shaped(abc.ABC):
    """Something that goes over the wire as the object its `shape` gives, asked for only when somebody reads it."""

    __slots__ = ()

    @abc.abstractmethod
    def shape(self) -> Json:
        """The object, made anew each time."""


def _shape(value: object) -> Json:
    if isinstance(value, Shaped):
        return value.shape()
    raise TypeError(f"{type(value).__name__} has no shape on the wire")


def _not_json(name: str) -> None:
    """Python reads NaN and Infinity; JSON has neither, and what we write must be readable elsewhere."""
    raise ValueError(name)


# Made once: json.loads with an option of its own would make one a call.
_DECODER = json.JSONDecoder(parse_constant=_not_json)
_ENCODER = json.JSONEncoder(separators=(",", ":"), default=_shape)


def decode(text: str) -> Any:
    """What JSON says. Raises ValueError or RecursionError when it is none."""
    return _DECODER.decode(text)


def encode(value: object) -> bytes:
    """Compact JSON in ASCII, as Telegram writes it."""
    return _ENCODER.encode(value).encode("ascii")
