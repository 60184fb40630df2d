"""What all days of one card share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from messages.message import Language
    from messages.picture.palette import Palette
    from messages.picture.thermometer import Scale


@dataclass(frozen=True, slots=True)
class Look:
    """The paper's date, the language, the colours and the scale of temperatures."""

    today: dt.date
    language: Language
    palette: Palette
    scale: Scale
