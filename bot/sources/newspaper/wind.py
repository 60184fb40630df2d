"""Facts of a day to the legs of its wind: which force and which gust belong to which direction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.sources.newspaper.days import HALF
from messages.edition import Wind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lark import Tree

    from bot.sources.newspaper.grammar import Fact

Bounds = tuple[int | None, int | None]


@dataclass(frozen=True)
class _Leg:
    """A leg being read. Legs of one `chain` are linked by 转; `own` says its force was printed beside it."""

    wind: Wind
    chain: int
    clause: int
    own: bool


def winds_of(facts: Sequence[Fact]) -> tuple[tuple[Wind, ...], tuple[Fact, ...]]:
    """Give the legs in print order, and the facts about wind that found no leg to belong to."""
    legs: list[_Leg] = []
    left: list[Fact] = []
    for fact in facts:
        match fact.rule:
            case "leg":
                legs = _with_leg(legs, fact)
            case "gust":
                legs, fits = _with_gust(legs, fact)
                left += [] if fits else [fact]
            case "at_times":
                low, _ = _bounds(fact.tree)
                legs = [_changed(leg, at_times=low) if leg in _sharing(legs) else leg for leg in legs]
    return tuple(leg.wind for leg in legs), tuple(left)


def _with_leg(legs: list[_Leg], fact: Fact) -> list[_Leg]:
    direction, word = _vane(fact.tree)
    where, force = _where(fact.tree), _bounds(fact.tree)
    turned = _kinds(fact.tree, "TURN_WIND")
    bare = direction is None and word is None
    if (bare or (direction is None and not turned)) and _open(legs) and (force[0] is not None or word):
        return [_filled(leg, force, where, word) if leg in _open(legs) else leg for leg in legs]
    if direction and force[0] is None and _waits_for_vane(legs, fact):
        return [*legs[:-1], _changed(legs[-1], direction=direction)]
    if bare and legs and (turned or (where and legs[-1].wind.where)):
        direction = legs[-1].wind.direction
    chain = legs[-1].chain + (not turned) if legs else 0
    if direction and turned and not bare:
        legs = [_changed(one, direction=direction) if _is_bare(one, chain) else one for one in legs]
    leg = _Leg(_wind(direction, force, where, word), chain, fact.clause, own=force[0] is not None)
    if leg.own and turned:
        legs = [_filled(one, force, None, None) if one in _open(legs) and one.chain == chain else one for one in legs]
    return [*legs, leg]


def _is_bare(leg: _Leg, chain: int) -> bool:
    """Say whether a leg of the chain is a force alone: its direction comes last (3级转4级西北风)."""
    return leg.chain == chain and (leg.wind.direction, leg.wind.word, leg.wind.where) == (None, None, None)


def _waits_for_vane(legs: Sequence[_Leg], fact: Fact) -> bool:
    """Say whether the direction comes last: 6~7级、阵风8级的东北风 · 风力2~3级,风向西南."""
    if not legs or legs[-1].clause < fact.clause - 1 or _kinds(fact.tree, "TURN_WIND"):
        return False
    last = legs[-1].wind
    return last.direction is None and last.word is None and last.where is None and last.force_min is not None


def _open(legs: Sequence[_Leg]) -> list[_Leg]:
    """Give the last legs of the chain that have a direction but no force yet."""
    found: list[_Leg] = []
    for leg in reversed(legs):
        if leg.wind.force_min is not None or leg.wind.word or leg.wind.direction is None or leg.chain != legs[-1].chain:
            break
        found.append(leg)
    return found


def _filled(leg: _Leg, force: Bounds, where: str | None, word: str | None) -> _Leg:
    changed = _changed(leg, force_min=force[0], force_max=force[1], where=where or leg.wind.where, word=word)
    return replace(changed, own=False)


def _with_gust(legs: list[_Leg], fact: Fact) -> tuple[list[_Leg], bool]:
    low, high = _bounds(fact.tree)
    where = _where(fact.tree)
    if not legs:
        wind = Wind(gust_min=low, gust_max=high, gust_where=where)
        return [_Leg(wind, 0, fact.clause, own=False)], True
    after_comma = fact.clause != legs[-1].clause and fact.clause // HALF == legs[-1].clause // HALF
    ours = _chain(legs) if after_comma else _sharing(legs)
    if any(leg.wind.gust_min is not None for leg in ours if leg is legs[-1]):
        return legs, False
    return [
        _changed(leg, gust_min=low, gust_max=high, gust_where=where)
        if leg in ours and leg.wind.gust_min is None
        else leg
        for leg in legs
    ], True


def _chain(legs: Sequence[_Leg]) -> list[_Leg]:
    return [leg for leg in legs if leg.chain == legs[-1].chain]


def _sharing(legs: Sequence[_Leg]) -> list[_Leg]:
    """Give the legs that share the force printed last: the last leg and those before it that waited for it."""
    if not legs:
        return []
    found = [legs[-1]]
    for leg in reversed(_chain(legs)[:-1]):
        if leg.own or leg.wind.word:
            break
        found.append(leg)
    return found


def _changed(leg: _Leg, **fields: object) -> _Leg:
    return replace(leg, wind=leg.wind.model_copy(update=fields))


def _wind(direction: str | None, force: Bounds, where: str | None, word: str | None) -> Wind:
    return Wind(direction=direction, force_min=force[0], force_max=force[1], where=where, word=word)


def _kinds(tree: Tree[Any], *kinds: str) -> list[Any]:
    words: list[Any] = list(tree.scan_values(lambda _: True))
    return [word for word in words if word.type in kinds]


def _vane(tree: Tree[Any]) -> tuple[str | None, str | None]:
    """Give direction and word: (东北到北, None), (None, 微风), (偏北, 轻微)."""
    ways = [
        "到" if word.type == "TO_DIR" else str(word).removesuffix("风").removesuffix("大").removesuffix("向")
        for word in _kinds(tree, "DIR", "TO_DIR")
    ]
    words = [str(word).removesuffix("的") for word in _kinds(tree, "BREEZE", "LIGHT")]
    return "".join(ways) or None, "".join(words) or None


def _where(tree: Tree[Any]) -> str | None:
    return "".join(str(word) for word in _kinds(tree, "PLACE")) or None


def _bounds(tree: Tree[Any]) -> Bounds:
    """Give the force of a fact: one number is both bounds, 小于3级 is 0 to 2, 12级以上 has no upper one."""
    force = next(tree.find_data("force"), None)
    if force is None:
        return None, None
    values = sorted(abs(int(float(word))) for word in _kinds(force, "FORCE"))
    less, under, more = (_kinds(force, kind) for kind in ("LESS", "UNDER", "MORE"))
    if less:
        return 0, values[-1] - (str(less[0]) not in {"≤", "≦", "不超过"})
    if under:
        return 0, values[-1]
    return values[0], None if more else values[-1]
