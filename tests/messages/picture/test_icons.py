"""Every kind of sky has a drawing of its own, by day and by night, on both grounds."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageChops, ImageStat

from messages.picture.icons import DRAWINGS
from messages.picture.paint import sign
from messages.picture.palette import PALETTES
from messages.picture.scene import Box, Sign
from messages.sky import SkyKind

if TYPE_CHECKING:
    from messages.message import Theme

SIDE = 100
LEAST_DIFFERENCE = 1.2  # mean of 255 steps over all pixels; two drops more are about 2
HEAVENLY = (SkyKind.CLEAR, SkyKind.PARTLY, SkyKind.SHOWER, SkyKind.HAZE)  # where sun or moon is to be seen


def drawn(
    phases: tuple[tuple[SkyKind, ...], ...], *, night: bool = False, theme: Theme = "light", wide: int = SIDE
) -> Image.Image:
    palette = PALETTES[theme]
    page = Image.new("RGB", (wide, SIDE), palette.sheet)
    sign(page, Sign(Box(0, 0, wide, SIDE), phases, night, palette.sheet, palette.faint), palette)
    return page


def difference(first: Image.Image, second: Image.Image) -> float:
    return sum(ImageStat.Stat(ImageChops.difference(first, second)).mean) / 3


@pytest.mark.parametrize("night", [False, True])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_two_kinds_look_alike(theme: Theme, night: bool) -> None:  # noqa: FBT001  (a case)
    pictures = {kind: drawn(((kind,),), theme=theme, night=night) for kind in DRAWINGS}
    alike = [pair for pair in combinations(pictures, 2) if difference(*map(pictures.get, pair)) < LEAST_DIFFERENCE]  # type: ignore[arg-type]  # each is there
    assert alike == []


def test_every_kind_has_a_drawing() -> None:
    assert set(DRAWINGS) == set(SkyKind)


@pytest.mark.parametrize("kind", HEAVENLY)
def test_the_night_has_a_moon(kind: SkyKind) -> None:
    assert difference(drawn(((kind,),)), drawn(((kind,),), night=True)) > LEAST_DIFFERENCE


@pytest.mark.parametrize("wide", [100, 260])
def test_a_turn_draws_both_kinds_in_order(wide: int) -> None:
    clear, cloudy = (SkyKind.CLEAR,), (SkyKind.CLOUDY,)
    there, back = drawn((clear, cloudy), wide=wide), drawn((cloudy, clear), wide=wide)
    assert difference(there, back) > LEAST_DIFFERENCE
    assert difference(there, drawn((clear,), wide=wide)) > LEAST_DIFFERENCE


def test_sometimes_is_drawn_over_not_after() -> None:
    both = drawn(((SkyKind.CLEAR, SkyKind.CLOUDY),))
    assert difference(both, drawn(((SkyKind.CLEAR,), (SkyKind.CLOUDY,)))) > LEAST_DIFFERENCE
