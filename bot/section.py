"""What every section of the settings is: frozen, closed to unknown keys; and lists as the environment writes them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict
from pydantic_settings import NoDecode

Ids = Annotated[tuple[int, ...], NoDecode]
Words = Annotated[tuple[str, ...], NoDecode]


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def listed(value: object) -> object:
    """A list out of "1, 2, 3", as an environment variable gives it."""
    if isinstance(value, str):
        return [part.strip() for part in value.strip("[] ").split(",") if part.strip()]
    return value
