"""The clock, the limits and the faults, as whoever runs the playground sets them."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING

from bot.clock import SettableClock
from bot.playground.control.wishes import ControlError, Wish, instant
from bot.playground.faults import KINDS, UNCOUNTED, Fault

if TYPE_CHECKING:
    from bot.playground.wire import Json
    from bot.playground.world import World

LIMITS = {"per_second": int, "per_chat_second": float, "burst": float, "per_group_minute": int}
SERVER_ERRORS = range(500, 600)
REFUSALS = range(400, 600)
TOO_MANY = 429
FASTEST = 100_000.0
SPELT = {
    "429": "flood",
    "too_many_requests": "flood",
    "rate_limit": "flood",
    "retry_after": "flood",
    "409": "conflict",
    "5xx": "error",
    "server_error": "error",
    "delay": "slow",
    "reset_before": "cut_before",
    "reset": "cut_before",
    "cut": "cut_before",
    "reset_after": "cut_after",
    "truncated": "truncate",
    "duplicate": "duplicate_update",
    "late": "late_update",
    "stale": "stale_tap",
}
WORDS = {
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
    400: "Bad Request: refused on purpose",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
}


def clock_shape(world: World) -> Json:
    clock = world.clock
    speed = clock.speed if isinstance(clock, SettableClock) else 1.0
    pending = clock.pending if isinstance(clock, SettableClock) else None
    shown = {"now": clock.now().isoformat(), "speed": speed, "frozen": speed == 0}
    return {**shown, "pending": pending.isoformat() if pending else None}


def get_clock(wish: Wish) -> Json:
    return clock_shape(wish.world)


def set_clock(wish: Wish) -> Json:
    """Set, jump, speed up or freeze."""
    clock = wish.world.clock
    if not isinstance(clock, SettableClock):
        raise ControlError(400, "This playground runs on the machine's clock, which cannot be set.")
    target = wanted_instant(wish)
    speed, frozen = wish.number("speed"), wish.flag("freeze", "frozen")
    if target is None and speed is None and frozen is None:
        raise ControlError(400, "Say now (ISO), jump (seconds), speed or freeze.")
    if speed is not None and not 0 <= speed <= FASTEST:
        raise ControlError(400, f"speed must lie between 0 and {FASTEST:.0f}.")
    if frozen is not None:
        clock.run(0.0 if frozen else speed or clock.speed or 1.0)
    elif speed is not None:
        clock.run(speed)
    if target is not None:
        clock.jump(target)
    shown = clock_shape(wish.world)
    wish.world.events.publish("clock", shown)
    return shown


def wanted_instant(wish: Wish) -> dt.datetime | None:
    moment = wish.text("now", "set", "to", "at")
    step = wish.get("jump", "advance", "seconds")
    if moment is not None:
        return instant(moment)
    if step is None:
        return None
    if isinstance(step, str) and "T" in step:
        return instant(step)
    seconds = wish.number("jump", "advance", "seconds") or 0.0
    try:
        return wish.world.now() + dt.timedelta(seconds=seconds)
    except (OverflowError, ValueError):
        raise ControlError(400, "That is further than dates go.") from None


def get_limits(wish: Wish) -> Json:
    return wish.world.limits.shape()


def set_limits(wish: Wish) -> Json:
    limits = wish.world.limits
    enabled = wish.flag("enabled", "on")
    for name, kind in LIMITS.items():
        value = wish.number(name)
        if value is not None:
            if not (math.isfinite(value) and value > 0):
                raise ControlError(400, f"{name} must be greater than 0.")
            setattr(limits, name, kind(value))
    limits.enabled = limits.enabled if enabled is None else enabled
    limits.forget()
    wish.world.events.publish("limits", limits.shape())
    return limits.shape()


def get_faults(wish: Wish) -> Json:
    return {"faults": list(wish.world.faults.waiting), "kinds": sorted(KINDS)}


def add_fault(wish: Wish) -> Json:
    """Something shall go wrong."""
    kind, code = kind_and_code(wish)
    world, lasting = wish.world, wish.number("for", "duration")
    times = wish.integer("times", "count", "n")
    chat_id = wish.integer("chat_id", "chat")
    method = (wish.text("method") or ("getUpdates" if kind == "conflict" else "")).lower()
    fault = Fault(world.faults.next_id(), kind, method, chat_id)
    fault.left = times if times is not None else UNCOUNTED if lasting else 1
    fault.until = world.real() + lasting if lasting else None
    fault.skip = wish.integer("skip", "after") or 0
    fault.probability = wish.number("probability", "rate") or 1.0
    fault.values = own_values(wish, kind, code)
    if fault.left < 1:
        raise ControlError(400, "times must be at least 1.")
    world.faults.add(fault)
    tell_faults(world)
    return {"fault": fault}


def kind_and_code(wish: Wish) -> tuple[str, int | None]:
    """The kind meant, from its name, another spelling, or an HTTP code."""
    given = (wish.text("kind", "type", "fault") or "").lower().replace("-", "_").replace(" ", "_")
    code = wish.integer("code", "status", "error_code")
    given = given or str(code or "")
    kind = SPELT.get(given, given)
    if kind.isdecimal():
        code = int(kind)
        kind = "error" if code in SERVER_ERRORS else "refuse"
    if kind == "error" and code == TOO_MANY:
        kind = "flood"
    if kind not in KINDS:
        raise ControlError(400, f"There is no fault {given!r}; there are {', '.join(sorted(KINDS))}.")
    return kind, code


def own_values(wish: Wish, kind: str, code: int | None) -> Json:
    """The fields only this kind has."""
    if kind == "flood":
        return {"retry_after": max(1, math.ceil(wish.number("retry_after", "seconds") or 3))}
    if kind in {"slow", "late_update"}:
        return {"seconds": wish.number("seconds", "delay") or (2.0 if kind == "slow" else 5.0)}
    if kind not in {"error", "refuse"}:
        return {}
    code = code or (500 if kind == "error" else 400)
    if code not in REFUSALS:
        raise ControlError(400, "code must lie between 400 and 599.")
    values = {"code": code, "description": wish.text("description") or WORDS.get(code, "Internal Server Error")}
    parameters = wish.mapping("parameters")
    return {**values, "parameters": parameters} if parameters else values


def clear_faults(wish: Wish) -> Json:
    faults, number = wish.world.faults, wish.integer("id")
    faults.waiting = [each for each in faults.waiting if number is not None and each.id != number]
    tell_faults(wish.world)
    return {"faults": list(faults.waiting)}


def tell_faults(world: World) -> None:
    world.events.publish("fault", {"faults": [each.shape() for each in world.faults.waiting]})


READ = {"clock": get_clock, "limits": get_limits, "fault": get_faults, "faults": get_faults}
ROUTES = {"clock": set_clock, "limits": set_limits, "fault": add_fault, "fault/clear": clear_faults}
