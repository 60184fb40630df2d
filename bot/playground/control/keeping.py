"""Conversations kept: transcripts, recordings, and a recording done again to see what differs."""

from __future__ import annotations

import asyncio
import inspect
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.clock import SettableClock
from bot.playground.control import clockwork, speaking, standing, tapping
from bot.playground.control.wishes import ControlError, Wish, instant
from bot.playground.recording import Recorder, differences
from bot.playground.transcript import as_html, as_json, as_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.playground.wire import Json
    from bot.playground.world import World

# What is recorded: everything people do, and the clock.
DEEDS: dict[str, Callable[[Wish], Any]] = {**speaking.ROUTES, **tapping.ROUTES, **standing.ROUTES, **clockwork.ROUTES}
UNRECORDED = frozenset({"reset"})
PATIENCE = 5.0
# How long an answer too many may still come after the last step.
LAST_WORDS = 0.3


async def do(wish: Wish, name: str) -> Any:
    """Carry out a deed, and remember it while recording."""
    if name not in UNRECORDED:
        wish.world.recorder.did(name, wish.body)
    try:
        result = DEEDS[name](wish)
        return await result if inspect.isawaitable(result) else result
    except ControlError:
        wish.world.recorder.undo()
        raise


def get_transcript(wish: Wish) -> Json | web.Response:
    chat = wish.chat() if wish.get("chat_id", "chat") is not None else None
    form = wish.text("format") or "text"
    if form == "json":
        return as_json(wish.world, chat)
    if form == "html":
        return web.Response(text=as_html(wish.world, chat), content_type="text/html", charset="utf-8")
    if form != "text":
        raise ControlError(400, "format must be text, json or html.")
    return web.Response(text=as_text(wish.world, chat), content_type="text/plain", charset="utf-8")


def get_recording(wish: Wish) -> Json:
    return wish.world.recorder.shape()


def record(wish: Wish) -> Json:
    """Begin anew, with `reset` in a new world; or stop. A stopped recording can still be read."""
    world = wish.world
    if wish.flag("on") is False:
        world.recorder.on = False
    else:
        if wish.flag("reset"):
            world.reset(world.seed, started=world.started)
        world.recorder = recorder_of(world)
    world.events.publish("recording", world.recorder.state())
    return world.recorder.state()


def recorder_of(world: World) -> Recorder:
    return Recorder(on=True, seed=world.seed, began=world.now().isoformat())


async def again(world: World, step: Json) -> None:
    """One step of a recording; one that is no longer possible is a difference, not the end."""
    body = dict(step.get("body") or {})
    try:
        await do(Wish(world, body), step["do"])
    except ControlError as error:
        world.recorder.failed(step["do"], body, str(error))


async def replay(wish: Wish) -> Json:
    """Do what was recorded again in a new world, from the same instant on; says where bots answered otherwise."""
    recording = wish.mapping("recording")
    steps = recording.get("steps")
    if not isinstance(steps, list) or not all(isinstance(each, dict) and each.get("do") in DEEDS for each in steps):
        raise ControlError(400, "recording must be what GET /control/recording gave.")
    world, patience = wish.world, wish.number("wait") or PATIENCE
    seed = recording.get("seed")
    world.reset(seed if isinstance(seed, int) else world.seed, started=world.started)
    if recording.get("clock") and isinstance(world.clock, SettableClock):
        world.clock.jump(instant(str(recording["clock"])))
    world.recorder = recorder = recorder_of(world)
    for step in steps:
        await again(world, step)
        await recorder.settled(len(step.get("bot", [])), patience)
    await asyncio.sleep(min(patience, LAST_WORDS))
    recorder.on = False
    found = differences(steps, recorder.steps)
    return {"steps": len(steps), "same": not found, "differences": found, "recording": recorder.shape()}


READ = {"transcript": get_transcript, "recording": get_recording}
ROUTES = {"record": record, "replay": replay}
