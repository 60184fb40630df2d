"""What stands where on the card, as values: lengths in pixels from the top left. Knows nothing of weather or Pillow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from messages.picture.palette import Colour
    from messages.sky import SkyKind

WIDTH, HEIGHT = 1080, 1350
SMALLEST = 36  # pixels; about 13 on a phone 390 points wide
PITCH = 1.26  # from one line to the next, in ems
ASCENT = 0.88  # of a Han character's square, which is what we align by


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, width, height."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        return self.x + self.w

    @property
    def bottom(self) -> int:
        return self.y + self.h

    @property
    def middle(self) -> int:
        return self.y + self.h // 2

    def inset(self, across: int, down: int = 0) -> Box:
        return Box(self.x + across, self.y + down, self.w - 2 * across, self.h - 2 * down)

    def holds(self, other: Box) -> bool:
        return self.x <= other.x and self.y <= other.y and other.right <= self.right and other.bottom <= self.bottom


PAGE = Box(0, 0, WIDTH, HEIGHT)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; `box` is what it covers, a square of one em for each Han character."""

    text: str
    box: Box
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Words:
    """Text of one size and colour. `cut` tells that it did not fit and ends in an ellipsis."""

    lines: tuple[Line, ...]
    size: int
    fill: Colour
    ground: Colour
    bold: bool = False
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """A filled rectangle; `radius` rounds its corners."""

    box: Box
    fill: Colour
    ground: Colour
    radius: int = 0


@dataclass(frozen=True, slots=True)
class Slot:
    """The temperature slot: `steps` are the colours from `top` to `bottom`, one for each pixel; empty when unknown."""

    box: Box
    top: int
    steps: tuple[Colour, ...]
    fill: Colour
    ground: Colour


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow pointing `degrees` clockwise from the top of the page; None draws a ring, for air that goes nowhere."""

    box: Box
    degrees: float | None
    fill: Colour
    ground: Colour


@dataclass(frozen=True, slots=True)
class Sign:
    """The sky: one inner tuple for each phase of the day, its drawings overlapping; chevrons stand between phases."""

    box: Box
    phases: tuple[tuple[SkyKind, ...], ...]
    night: bool
    ground: Colour
    joint: Colour
    centred: bool = True


Mark = Words | Panel | Slot | Arrow | Sign
Align = Literal["left", "centre", "right"]
