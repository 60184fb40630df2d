"""What the sending loop has done since it began, as numbers for the operator. Knows nothing of how it sends."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Gauges:
    """Counts since the start."""

    sent: int = 0
    refused: int = 0
    unknown: int = 0
    again: int = 0
    answers: int = 0
    dropped: int = 0  # answers nobody could be given in time
