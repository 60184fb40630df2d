"""The weather card as a PNG. The only package that knows the drawing library; nothing else imports it until drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from messages.picture.compose import compose
from messages.picture.face import CannotDrawError
from messages.picture.paint import png
from messages.picture.palette import PALETTES

if TYPE_CHECKING:
    from messages.message import Card

__all__ = ["CannotDrawError", "draw"]


def draw(card: Card) -> bytes:
    """Draw `card` as a PNG of 1080 by 1350 pixels, at most 300 kB.

    The same card gives the same bytes on one machine. Raises CannotDrawError when the forecast has no day or no font
    for Chinese is found; the caller then sends the text form, which says the same.
    """
    return png(compose(card), PALETTES[card.theme])
