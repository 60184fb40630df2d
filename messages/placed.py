"""What is known, as it stands for one place: a page's forecast speaks for places it names and for the paper's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from messages.edition import Edition
    from messages.message import Briefing, House
    from messages.place import Place


def placed(briefing: Briefing, house: House, place: Place) -> tuple[Briefing, House]:
    """The briefing and the house for readers who chose `place`.

    Another place's printed forecast must not be taken for its own. It stands, under the paper's own name, only for a
    place without coordinates, of which no live source could ever speak: a district, most likely.
    """
    if place.name == house.place:
        return briefing, house
    fields = ("edition", "latest", "previous")
    own = {name: _naming(getattr(briefing, name), place.name) for name in fields}
    named = any(edition and edition.forecasts for edition in own.values())
    if not named and briefing.live is None and place.latitude is None:
        return briefing, house
    return (
        briefing.model_copy(update=own),
        house.model_copy(update={"place": place.name, "place_en": place.name_en}),
    )


def _naming(edition: Edition | None, place: str) -> Edition | None:
    """An edition with the forecasts it prints for one place."""
    if edition is None:
        return None
    return edition.model_copy(update={"forecasts": tuple(one for one in edition.forecasts if one.place == place)})
