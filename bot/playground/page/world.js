// The world as the server last told it. Entries are replaced, never changed, so that whoever draws can compare by identity.

export const KEPT_MESSAGES = 500;
const KEPT_CALLS = 600;
const KEPT_UPDATES = 600;
const KEPT_REFUSALS = 50;
const ACTION_MS = 5000;
const TAP_MS = 30_000;

/** A world from `GET /control/world`; calls and updates are what was looked up beside it. */
export function worldFrom(snapshot, calls = [], updates = []) {
  const world = {
    ...snapshot,
    bots: byId(snapshot.bots),
    people: byId(snapshot.people),
    chats: byId(snapshot.chats),
    messages: new Map(Object.entries(snapshot.messages).map(([id, entries]) => [Number(id), entries])),
    keyboards: new Map(snapshot.chats.map((chat) => [`${chat.id}/*`, chat.keyboard])),
    actions: new Map(),
    taps: new Map(),
    calls: new Map(),
    updates: [],
    refusals: new Map(),
    revision: 0,
  };
  calls.forEach((call) => keepCall(world, call));
  updates.forEach((update) => keepUpdate(world, update));
  return world;
}

function byId(items) {
  return new Map(items.map((item) => [item.id, item]));
}

/**
 * Applies one server-sent event; `now` is a time in ms that only grows. True when the event tells of somebody new:
 * who they are to each chat is only in the whole world.
 */
export function apply(world, kind, data, now) {
  const newcomer = (kind === "bot" && !world.bots.has(data.bot.id)) || (kind === "person" && !world.people.has(data.person.id));
  HEARD[kind]?.(world, data, now);
  world.revision += 1;
  return newcomer;
}

const HEARD = {
  message(world, { chat_id: chatId, entry }) {
    world.actions.delete(chatId);
    const entries = world.messages.get(chatId) ?? [];
    world.messages.set(chatId, [...entries.slice(1 - KEPT_MESSAGES), entry]);
    markStarted(world, chatId, entry);
  },
  edit(world, { chat_id: chatId, entry }) {
    changeEntries(world, chatId, [entry.message.message_id], () => entry);
  },
  delete(world, { chat_id: chatId, message_ids: ids }) {
    changeEntries(world, chatId, ids, (entry) => ({ ...entry, deleted: true }));
  },
  reaction(world, { chat_id: chatId, message_id: id, reactions }) {
    changeEntries(world, chatId, [id], (entry) => ({ ...entry, reactions }));
  },
  action(world, { chat_id: chatId, ...action }, now) {
    world.actions.set(chatId, { ...action, until: now + ACTION_MS });
  },
  tap(world, tap, now) {
    world.taps.set(tap.callback_query_id, { ...tap, until: now + TAP_MS });
    touch(world, tap);
  },
  answer(world, answer) {
    world.taps.delete(answer.callback_query_id);
    touch(world, answer);
  },
  chat(world, { chat }) {
    world.chats.set(chat.id, chat);
    if (chat.keyboard) world.keyboards.set(`${chat.id}/*`, chat.keyboard);
  },
  person: (world, { person }) => world.people.set(person.id, person),
  bot: (world, { bot }) => world.bots.set(bot.id, bot),
  keyboard(world, { chat_id: chatId, user_id: userId, keyboard }) {
    world.keyboards.set(`${chatId}/${userId ?? "*"}`, keyboard);
  },
  call: keepCall,
  update: keepUpdate,
  fault(world, { faults }) {
    world.faults = faults;
  },
  clock(world, clock) {
    world.clock = clock;
  },
  recording(world, recording) {
    world.recording = recording;
  },
  limits(world, limits) {
    world.limits = limits;
  },
};

/** Who writes in the private chat has started the bot; no event of its own says so. */
function markStarted(world, chatId, entry) {
  const person = world.people.get(chatId);
  if (person && entry.message.from?.id === chatId) world.people.set(chatId, { ...person, started: true });
}

function changeEntries(world, chatId, ids, change) {
  const entries = world.messages.get(chatId);
  if (!entries) return;
  world.messages.set(chatId, entries.map((entry) => (ids.includes(entry.message.message_id) ? change(entry) : entry)));
}

/** Makes the message of a tap count as changed: its spinner begins or ends. */
function touch(world, { chat_id: chatId, message_id: id }) {
  changeEntries(world, chatId, [id], (entry) => ({ ...entry }));
}

function keepCall(world, call) {
  bounded(world.calls, KEPT_CALLS).set(call.id, call);
  if (call.ok || call.chat_id === null || world.refusals.get(call.chat_id)?.some((each) => each.id === call.id)) return;
  const refusals = world.refusals.get(call.chat_id) ?? [];
  world.refusals.set(call.chat_id, [...refusals.slice(1 - KEPT_REFUSALS), call]);
}

function bounded(map, size) {
  if (map.size >= size) map.delete(map.keys().next().value);
  return map;
}

function keepUpdate(world, { bot_id: botId, update, duplicate = false }) {
  const same = (each) => each.bot_id === botId && each.update.update_id === update.update_id && each.duplicate === duplicate;
  if (world.updates.some(same)) return;
  world.updates = [...world.updates.slice(1 - KEPT_UPDATES), { bot_id: botId, update, duplicate, ...place(update) }];
}

/** Which chat and message an update is about. */
function place(update) {
  const [kind, body] = Object.entries(update).find(([name]) => name !== "update_id") ?? ["unknown", {}];
  const message = kind === "callback_query" ? body.message : body;
  return { kind, chat_id: message?.chat?.id ?? null, message_id: message?.message_id ?? null };
}

/** Forgets typing lines and spinners that nobody ended; true when there were any. */
export function expire(world, now) {
  const actions = [...world.actions].filter(([, action]) => action.until <= now);
  const taps = [...world.taps].filter(([, tap]) => tap.until <= now);
  actions.forEach(([chatId]) => world.actions.delete(chatId));
  taps.forEach(([id, tap]) => {
    world.taps.delete(id);
    touch(world, tap);
  });
  if (actions.length + taps.length > 0) world.revision += 1;
  return actions.length + taps.length > 0;
}

/** The reply keyboard, or ForceReply, in force for a person in a chat. */
export function keyboardFor(world, chatId, userId) {
  const own = world.keyboards.get(`${chatId}/${userId}`);
  return (own === undefined ? world.keyboards.get(`${chatId}/*`) : own) ?? null;
}

/** Whether a tap of this person on this button still waits for its answer. */
export function waits(world, chatId, messageId, userId, data) {
  return [...world.taps.values()].some(
    (tap) => tap.chat_id === chatId && tap.message_id === messageId && tap.user_id === userId && tap.data === data,
  );
}
