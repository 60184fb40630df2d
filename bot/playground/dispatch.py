"""One call from parameters to answer: faults, the method, the ledger. Knows methods, not HTTP."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.playground.calls import Call
from bot.playground.faults import AFTER, BEFORE, Fault
from bot.playground.keyboards import buttons
from bot.playground.ledger import Row
from bot.playground.methods import METHODS, NAMES
from bot.playground.methods.ask import Ask
from bot.playground.params import whole_number
from bot.playground.refusal import OTHER_POLLER, RefusedError, bad_request, too_many
from bot.playground.wire import encode

if TYPE_CHECKING:
    from bot.playground.bots import Bot
    from bot.playground.params import Parameters
    from bot.playground.wire import Json
    from bot.playground.world import World

UNLOGGED = frozenset({"getme", "close", "logout"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: HTTP status and body, and the fault that meets it on its way."""

    status: int
    body: bytes
    fault: Fault | None = None
    retry_after: int | None = None


async def answer(world: World, bot: Bot, name: str, params: Parameters) -> Answer:
    """Carry out one call of `bot`. Never raises: what is wrong is said in the answer."""
    began = world.real()
    key = name.lower()
    ask = Ask(world, bot, NAMES.get(key, name), params)
    chat_id = named_chat(params)
    before = world.faults.take(BEFORE, key, chat_id, began)
    try:
        if before:
            return struck(ask, before, chat_id, began)
        result = await carried_out(ask, key)
    except RefusedError as refusal:
        return refused(ask, refusal, chat_id, began)
    if key == "getupdates":
        return Answer(200, encode({"ok": True, "result": result}))
    after = world.faults.take(AFTER, key, chat_id, began)
    accepted(ask, result, chat_id, began, after)
    return Answer(200, encode({"ok": True, "result": result}), after)


async def carried_out(ask: Ask, key: str) -> Any:
    method = METHODS.get(key)
    if method is None:
        raise RefusedError(404, "Not Found")
    if ask.bot.logged_out and key not in UNLOGGED:
        raise bad_request("Logged out")
    try:
        result = method(ask)
        return await result if inspect.isawaitable(result) else result
    except (TypeError, ValueError, AttributeError, KeyError, OverflowError, RecursionError) as error:
        # Parameters of a shape no method foresaw; Telegram, too, only says that it cannot read them.
        raise bad_request(f"can't parse request parameters of {ask.method}: {type(error).__name__}") from error


def named_chat(params: Parameters) -> int | None:
    value = params.values.get("chat_id")
    return value if type(value) is int else whole_number(str(value), 0) or None


def struck(ask: Ask, fault: Fault, chat_id: int | None, began: float) -> Answer:
    """The answer of a fault that comes before the work."""
    if fault.kind == "cut_before":
        note(ask, chat_id, began, fault=fault)
        return Answer(200, b"", fault)
    return refused(ask, refusal_of(fault), chat_id, began, fault)


def refusal_of(fault: Fault) -> RefusedError:
    if fault.kind == "flood":
        return too_many(fault.values["retry_after"])
    if fault.kind == "conflict":
        return RefusedError(409, OTHER_POLLER)
    return RefusedError(fault.values["code"], fault.values["description"], fault.values.get("parameters"))


def refused(ask: Ask, refusal: RefusedError, chat_id: int | None, began: float, fault: Fault | None = None) -> Answer:
    note(ask, chat_id, began, refusal=refusal, fault=fault)
    ledger, text = ask.world.ledger, ask.params.text("text") or ask.params.text("caption")
    thread_id = ask.params.integer("message_thread_id") or None
    message_id = ask.params.integer("message_id") or None
    told = (ask.world.now(), ask.bot.id, refusal.code, refusal.description)
    ledger.refuse(Row(ledger.number(), ask.method, chat_id, thread_id, message_id, text, *told))
    return Answer(refusal.code, encode(refusal.answer()), fault, (refusal.parameters or {}).get("retry_after"))


def accepted(ask: Ask, result: Any, chat_id: int | None, began: float, fault: Fault | None) -> None:
    """Write the messages this call made or changed into the ledger."""
    call = note(ask, chat_id, began, result=result, fault=fault)
    ledger = ask.world.ledger
    ledger.calls[ask.method] += 1
    if ask.world.recorder.on and not only_reads(ask.method):
        ask.world.recorder.heard(remembered(ask, call.chat_id))
    for place, entry in ask.done:
        entry.calls = (*entry.calls[-9:], call.id)
        thread_id = entry.message.get("message_thread_id")
        ledger.accept(Row(ledger.number(), ask.method, place, thread_id, entry.id, entry.text, call.at, ask.bot.id))


def remembered(ask: Ask, chat_id: int | None) -> Json:
    """What a recording keeps of a call: what people would notice of it."""
    text = ask.params.text("text") or ask.params.text("caption")
    labels = [each["text"] for _, entry in ask.done for _, _, each in buttons(entry.message.get("reply_markup"))]
    return {"method": ask.method, "chat_id": chat_id, "text": text, **({"buttons": labels} if labels else {})}


def only_reads(method: str) -> bool:
    return method.startswith("get")


def note(
    ask: Ask,
    chat_id: int | None,
    began: float,
    *,
    result: Any = None,
    refusal: RefusedError | None = None,
    fault: Fault | None = None,
) -> Call:
    """Keep the call for the inspector."""
    calls, world = ask.world.calls, ask.world
    message_id = ask.done[0][1].id if ask.done else ask.params.integer("message_id") or None
    call = Call(calls.next_id(), world.now(), ask.bot.id, ask.method, ask.params, chat_id, message_id, result)
    call.ms = (world.real() - began) * 1000
    call.fault = fault.kind if fault else None
    if refusal:
        call.error_code, call.description = refusal.code, refusal.description
    calls.kept.append(call)
    world.events.publish("call", call)
    return call
