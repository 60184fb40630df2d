"""Marks onto pixels, and pixels into a PNG; shapes are drawn four times too large, then shrunk. Knows no weather."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from messages.picture.face import face
from messages.picture.icons import DRAWINGS, Pen
from messages.picture.scene import ASCENT, HEIGHT, WIDTH, Arrow, Box, Mark, Panel, Sign, Slot, Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from messages.picture.palette import Colour, Palette
    from messages.sky import SkyKind

HEAVIEST = 300_000  # bytes; only a card crammed with foreign text is heavier, and then gives up shades
FINE = 4  # times larger than shown, for smooth edges
JOINT = 0.36  # of a phase's side: the room of a chevron
NARROW = 1.3  # width to height of a box; below it two phases stand on a diagonal
DIAGONAL = 0.62  # of the whole: the side of each of two phases drawn down a diagonal
BOLDER = 0.016  # of the size: the package has one weight, so titles get a thin outline of their own colour


def png(marks: Iterable[Mark], palette: Palette) -> bytes:
    """Paint the marks in their order on the page's ground."""
    page = Image.new("RGB", (WIDTH, HEIGHT), palette.ground)
    for mark in marks:
        match mark:
            case Words():
                write(page, mark)
            case Panel():
                panel(page, mark)
            case Slot():
                slot(page, mark)
            case Arrow():
                arrow(page, mark)
            case Sign():
                sign(page, mark, palette)
    file = saved(page)
    if len(file) <= HEAVIEST:
        return file
    return saved(page.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE))


def saved(page: Image.Image) -> bytes:
    file = io.BytesIO()
    page.save(file, "PNG", compress_level=6)
    return file.getvalue()


def write(page: Image.Image, words: Words) -> None:
    draw = ImageDraw.Draw(page)
    outline = words.size * BOLDER if words.bold else 0
    for line in words.lines:
        baseline = line.box.y + ASCENT * words.size
        draw.text((line.box.x, baseline), line.text, words.fill, face(words.size), anchor="ls", stroke_width=outline)


def tile(box: Box, ground: Colour) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (box.w * FINE, box.h * FINE), ground)
    return image, ImageDraw.Draw(image)


def lay(page: Image.Image, image: Image.Image, box: Box) -> None:
    page.paste(image.reduce(FINE), (box.x, box.y))


def panel(page: Image.Image, mark: Panel) -> None:
    if not mark.radius:
        box = mark.box
        page.paste(mark.fill, (box.x, box.y, box.right, box.bottom))
        return
    image, draw = tile(mark.box, mark.ground)
    draw.rounded_rectangle((0, 0, image.width - 1, image.height - 1), mark.radius * FINE, mark.fill)
    lay(page, image, mark.box)


def slot(page: Image.Image, mark: Slot) -> None:
    box = mark.box
    image, draw = tile(box, mark.ground)
    radius = box.w * FINE // 2
    draw.rounded_rectangle((0, 0, image.width - 1, image.height - 1), radius, mark.fill)
    lay(page, image, box)
    if mark.steps:
        part = Box(box.x, mark.top, box.w, len(mark.steps))
        page.paste(gradient(mark), (part.x, part.y), rounded(part))


def gradient(mark: Slot) -> Image.Image:
    column = Image.new("RGB", (1, len(mark.steps)))
    column.putdata(mark.steps)
    return column.resize((mark.box.w, len(mark.steps)))


def rounded(box: Box) -> Image.Image:
    mask = Image.new("L", (box.w * FINE, box.h * FINE), 0)
    radius = min(box.w, box.h) * FINE // 2
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, mask.width - 1, mask.height - 1), radius, 255)
    return mask.reduce(FINE)


def arrow(page: Image.Image, mark: Arrow) -> None:
    image, draw = tile(mark.box, mark.ground)
    side = image.width
    if mark.degrees is None:
        draw.ellipse((side * 0.22, side * 0.22, side * 0.78, side * 0.78), outline=mark.fill, width=side // 11)
    else:
        thick = side // 10
        draw.line((side / 2, side * 0.92, side / 2, side * 0.2), mark.fill, thick)
        draw.polygon(((side / 2, side * 0.04), (side * 0.76, side * 0.44), (side * 0.24, side * 0.44)), mark.fill)
        image = image.rotate(-mark.degrees, Image.Resampling.BILINEAR, fillcolor=mark.ground)
    lay(page, image, mark.box)


def sign(page: Image.Image, mark: Sign, palette: Palette) -> None:
    """Draw each phase, as large as the box allows, with a chevron before each but the first."""
    image, draw = tile(mark.box, mark.ground)
    for number, (phase, (x, y, side)) in enumerate(zip(mark.phases, squares(mark), strict=True)):
        pen = Pen(draw, palette, mark.ground, x, y, side, mark.night)
        if number:
            chevron(pen, mark.joint, falling=falls(mark))
        overlap(pen, phase)
    lay(page, image, mark.box)


def falls(mark: Sign) -> bool:
    """Tell whether two phases are drawn down a diagonal, because side by side they would be small."""
    return len(mark.phases) == 2 and mark.box.w < NARROW * mark.box.h  # noqa: PLR2004  (a diagonal has two ends)


def squares(mark: Sign) -> list[tuple[float, float, float]]:
    """Give left, top and side of each phase's square."""
    wide, high, count = mark.box.w * FINE, mark.box.h * FINE, len(mark.phases)
    if falls(mark):
        side = min(DIAGONAL * wide, DIAGONAL * high)
        whole = side / DIAGONAL
        left, top = (wide - whole) / 2, (high - whole) / 2
        return [(left, top, side), (left + whole - side, top + whole - side, side)]
    side = min(high, wide / (count + JOINT * (count - 1)))
    left = (wide - side * (count + JOINT * (count - 1))) / 2 if mark.centred else 0
    return [(left + number * side * (1 + JOINT), (high - side) / 2, side) for number in range(count)]


def chevron(pen: Pen, fill: Colour, *, falling: bool) -> None:
    right, middle = (68, -18) if falling else (-12, 50)
    pen.line(((right - 11, middle - 12), (right, middle), (right - 11, middle + 12)), 5.5, fill)


def overlap(pen: Pen, kinds: tuple[SkyKind, ...]) -> None:
    """Draw one kind over the whole square, or the first behind and above the second."""
    if len(kinds) == 1:
        draw_kind(pen, kinds[0])
        return
    share = 0.68
    rest = (1 - share) * pen.side
    for kind, shift in zip(kinds[:2], (0, rest), strict=True):
        part = replace(pen, x=pen.x + shift, y=pen.y + shift, side=share * pen.side)
        draw_kind(part, kind)


def draw_kind(pen: Pen, kind: SkyKind) -> None:
    for stroke in DRAWINGS[kind]:
        stroke(pen)
