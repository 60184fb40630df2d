// What the page remembers and who draws it: one state, changed in one way, drawn at most once a frame.

const KEPT = "playground";
const OWN_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const REMEMBERED = ["language", "theme", "zone", "me", "chatId"];

/** A store over `state`; views are called with it in the order in which they came to watch. */
export function createStore(state) {
  const views = [];
  let waiting = false;
  const draw = () => {
    waiting = false;
    views.forEach((view) => view(state));
  };
  const change = (patch = {}) => {
    Object.assign(state, patch);
    remember(state);
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(draw);
  };
  return { state, change, watch: (view) => views.push(view) };
}

/** The state before any world is there; what stands in the address goes before what was remembered. */
export function firstState(search) {
  const asked = new URLSearchParams(search);
  const kept = remembered();
  const number = (name, own) => Number(asked.get(name) ?? kept[own]) || null;
  return {
    world: null,
    heardAt: 0,
    online: true,
    me: number("as", "me"),
    chatId: number("chat", "chatId"),
    language: { zh: "zh-CN", en: "en" }[asked.get("lang")] ?? kept.language ?? "zh-CN",
    theme: asked.get("theme") ?? kept.theme ?? "auto",
    zone: knownZone(asked.get("zone") ?? kept.zone),
    zoneChosen: Boolean(asked.get("zone") ?? kept.zone),
    threads: new Map(),
    read: new Map(),
    drafts: new Map(),
    anonymous: new Set(),
    hiddenKeyboards: new Set(),
    draft: 0,
    replyTo: null,
    editing: null,
    link: null,
    desk: null,
    sheet: null,
    awaiting: false,
    filter: { scope: "all", refused: false, entry: null, call: null },
    ledger: null,
    found: null,
  };
}

function knownZone(zone) {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone ?? OWN_ZONE }).resolvedOptions().timeZone;
  } catch {
    return OWN_ZONE;
  }
}

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}

function remember(state) {
  localStorage.setItem(KEPT, JSON.stringify(Object.fromEntries(REMEMBERED.map((name) => [name, state[name]]))));
}

/** The thread shown in the open chat: null is all of a forum, or a chat without topics. */
export function threadShown(state) {
  return state.threads.get(state.chatId) ?? null;
}

export function openChat(state) {
  return state.world?.chats.get(state.chatId) ?? null;
}

export function draftKey(state) {
  return `${state.me}/${state.chatId}`;
}
