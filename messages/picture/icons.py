"""The sky in drawn shapes, on a square of 100 by 100 with its origin at the top left. Knows nothing of words or days.

A drawing is a tuple of strokes; a stroke takes the pen. A pen for the night draws the moon where the sun would be.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from math import cos, radians, sin
from typing import TYPE_CHECKING

from messages.sky import SkyKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.ImageDraw import ImageDraw

    from messages.picture.palette import Colour, Palette

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Pen:
    """Draws in hundredths of a square `side` wide at (`x`, `y`); `ground` is what lies under it."""

    draw: ImageDraw
    palette: Palette
    ground: Colour
    x: float
    y: float
    side: float
    night: bool

    def at(self, point: Point) -> Point:
        return self.x + point[0] * self.side / 100, self.y + point[1] * self.side / 100

    def disc(self, centre: Point, radius: float, fill: Colour) -> None:
        left, top = self.at((centre[0] - radius, centre[1] - radius))
        right, bottom = self.at((centre[0] + radius, centre[1] + radius))
        self.draw.ellipse((left, top, right, bottom), fill)

    def shape(self, points: tuple[Point, ...], fill: Colour) -> None:
        self.draw.polygon([self.at(point) for point in points], fill)

    def line(self, points: tuple[Point, ...], thick: float, fill: Colour) -> None:
        wide = max(1, round(thick * self.side / 100))
        self.draw.line([self.at(point) for point in points], fill, wide, joint="curve")
        for end in (points[0], points[-1]):
            self.disc(end, thick / 2, fill)


def luminary(pen: Pen, centre: Point = (50, 50), size: float = 1.0) -> None:
    """Draw the sun with its rays, or at night the moon."""
    (moon if pen.night else sun)(pen, centre, size)


def sun(pen: Pen, centre: Point, size: float) -> None:
    x, y = centre
    pen.disc(centre, 19 * size, pen.palette.sun)
    for turn in range(0, 360, 45):
        across, down = cos(radians(turn)), sin(radians(turn))
        near, far = 28 * size, 39 * size
        pen.line(
            ((x + across * near, y + down * near), (x + across * far, y + down * far)), 5.5 * size, pen.palette.sun
        )


def moon(pen: Pen, centre: Point, size: float) -> None:
    x, y = centre
    pen.disc(centre, 28 * size, pen.palette.moon)
    pen.disc((x + 13 * size, y - 8 * size), 24 * size, pen.ground)


def cloud(pen: Pen, centre: Point = (50, 54), size: float = 1.0, *, dark: bool = False) -> None:
    """Draw a cloud with a rim in the colour of the ground, so that it stands off from what is behind it."""
    fill = pen.palette.storm if dark else pen.palette.cloud
    puff(pen, centre, size, pen.ground, 4)
    puff(pen, centre, size, fill, 0)


def puff(pen: Pen, centre: Point, size: float, fill: Colour, rim: float) -> None:
    x, y = centre
    for across, up, radius in ((-22, 6, 15), (-5, -7, 21), (19, 3, 18)):
        pen.disc((x + across * size, y + up * size), radius * size + rim, fill)
    left, right = x - 22 * size, x + 19 * size
    top, bottom = y + 4 * size, y + 21 * size + rim
    pen.shape(((left, top), (right, top), (right, bottom), (left, bottom)), fill)


def drops(pen: Pen, count: int, long: float = 12, thick: float = 6) -> None:
    """Draw slanted rain under a cloud."""
    for x in spread(count):
        pen.line(((x + 2, 74), (x - 2 - long / 3, 74 + long)), thick, pen.palette.water)


def flakes(pen: Pen, count: int) -> None:
    for number, x in enumerate(spread(count)):
        flake(pen, (x, 81 + 6 * (number % 2)))


def flake(pen: Pen, centre: Point) -> None:
    x, y = centre
    for turn in (30, 90, 150):
        across, down = 7.5 * cos(radians(turn)), 7.5 * sin(radians(turn))
        pen.line(((x - across, y - down), (x + across, y + down)), 3.4, pen.palette.snow)


def sleety(pen: Pen) -> None:
    """Draw a drop beside a flake."""
    pen.line(((41, 74), (35, 90)), 6, pen.palette.water)
    flake(pen, (58, 83))


def frozen(pen: Pen) -> None:
    """Draw the ice that freezing rain makes of the ground."""
    pen.line(((24, 96), (74, 96)), 5, pen.palette.snow)


def bolt(pen: Pen) -> None:
    pen.shape(((53, 60), (38, 82), (48, 82), (42, 99), (63, 76), (52, 76), (60, 60)), pen.palette.bolt)


def bands(pen: Pen, rows: tuple[tuple[float, float, float], ...], *, dusty: bool = False) -> None:
    """Draw level strokes, each as (left, right, height)."""
    fill = pen.palette.dust if dusty else pen.palette.mist
    for left, right, y in rows:
        pen.line(((left, y), (right, y)), 7, fill)


def grains(pen: Pen, spots: tuple[Point, ...]) -> None:
    for spot in spots:
        pen.disc(spot, 4.2, pen.palette.dust)


def spread(count: int) -> tuple[float, ...]:
    """Give `count` places across the underside of a cloud."""
    step = 40 / count
    return tuple(48 - step * (count - 1) / 2 + step * number for number in range(count))


def unknown(pen: Pen) -> None:
    """Draw an empty ring: the page says something we have no drawing for."""
    pen.disc((50, 50), 26, pen.palette.mist)
    pen.disc((50, 50), 20, pen.ground)


RAINING = partial(cloud, centre=(50, 44), dark=True)
SNOWING = partial(cloud, centre=(50, 44))
PEEPING = partial(luminary, centre=(33, 34), size=0.72)

DRAWINGS: dict[SkyKind, tuple[Callable[[Pen], None], ...]] = {
    SkyKind.CLEAR: (partial(luminary, size=1.12),),
    SkyKind.PARTLY: (partial(luminary, centre=(37, 38), size=0.9), partial(cloud, centre=(58, 62), size=0.8)),
    SkyKind.CLOUDY: (partial(cloud, centre=(62, 40), size=0.72, dark=True), partial(cloud, centre=(46, 58), size=0.95)),
    SkyKind.OVERCAST: (partial(cloud, size=1.15, dark=True),),
    SkyKind.SHOWER: (PEEPING, partial(cloud, centre=(54, 48), size=0.9), partial(drops, count=2)),
    SkyKind.LIGHT_RAIN: (RAINING, partial(drops, count=2, long=9, thick=5)),
    SkyKind.MODERATE_RAIN: (RAINING, partial(drops, count=3, long=15)),
    SkyKind.HEAVY_RAIN: (RAINING, partial(drops, count=4, long=22, thick=6.5)),
    SkyKind.THUNDER: (RAINING, bolt),
    SkyKind.SLEET: (RAINING, sleety),
    SkyKind.FREEZING: (RAINING, partial(drops, count=2, long=14), frozen),
    SkyKind.SNOW: (SNOWING, partial(flakes, count=3)),
    SkyKind.FOG: (SNOWING, partial(bands, rows=((20, 70, 76), (34, 82, 90)))),
    SkyKind.HAZE: (
        partial(luminary, centre=(50, 36), size=0.85),
        partial(bands, rows=((16, 84, 58), (26, 74, 73), (16, 84, 88))),
    ),
    SkyKind.DUST: (
        partial(bands, rows=((14, 66, 32), (30, 88, 50), (14, 58, 68)), dusty=True),
        partial(grains, spots=((78, 32), (72, 68), (86, 68), (30, 84), (48, 84))),
    ),
    SkyKind.UNKNOWN: (unknown,),
}
