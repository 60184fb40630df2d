// Calls of bots and updates to them, the newest first, each with its JSON; for all, one chat, or one message.

import { h, place, whenChanged } from "./dom.js";
import { refusalWords } from "./bubble.js";
import { jsonView } from "./json.js";
import { clockTime } from "./time.js";
import { phrases } from "./words.js";

const SHOWN = 120;

/** Fills the panel; what it gives draws it again. */
export function trafficPanel(root, store, deeds) {
  const words = phrases(store.state.language);
  const head = h("div", { class: "segments", role: "group" });
  const list = h("div", { class: "traffic" });
  root.append(head, list);
  const cache = new Map();
  const drawHead = whenChanged((s) => [s.filter], (s) => filters(head, s, words, deeds));
  const drawList = whenChanged((s) => [s.filter, s.chatId, s.world, s.world.revision, s.zone], (s) => {
    const rows = rowsFor(s, words);
    place(list, rows, cache, { same: (one, other) => one.body === other.body && one.open === other.open, draw: (row) => line(row, s, words) });
    if (rows.length === 0) list.replaceChildren(h("p", { class: "muted" }, words.no_traffic));
  });
  return (state) => {
    drawHead(state);
    drawList(state);
  };
}

function filters(root, { filter }, words, deeds) {
  const segment = (label, on, patch, name) =>
    h("button", { type: "button", class: "segment", "aria-pressed": String(on), data: { filter: name }, on: { click: () => deeds.filter(patch) } }, label);
  const loose = { entry: null, call: null };
  root.replaceChildren(
    segment(words.all, filter.scope === "all", { scope: "all", ...loose }, "all"),
    segment(words.this_chat, filter.scope === "chat", { scope: "chat", ...loose }, "chat"),
    filter.scope === "message" ? segment(words.this_message, true, {}, "message") : "",
    segment(words.refused_only, filter.refused, { refused: !filter.refused }, "refused"),
  );
}

/** Rows {key, kind, title, body, at, bad, open}, the newest first. */
function rowsFor(state, words) {
  const { filter, world } = state;
  if (filter.scope === "message") return aboutMessage(state, words);
  const fits = (chatId) => filter.scope === "all" || chatId === state.chatId;
  const calls = [...world.calls.values()].filter((call) => fits(call.chat_id) && (!filter.refused || !call.ok)).map(callRow);
  const updates = filter.refused ? [] : world.updates.filter((each) => fits(each.chat_id)).map(updateRow);
  return mixed(calls, updates).slice(-SHOWN).reverse();
}

function aboutMessage({ filter, world, chatId }, words) {
  if (filter.call) return [{ ...callRow(filter.call), open: true }];
  const id = filter.entry.message.message_id;
  const entry = world.messages.get(chatId)?.find((each) => each.message.message_id === id) ?? filter.entry;
  const made = new Set(entry.calls ?? []);
  const calls = [...world.calls.values()].filter((call) => made.has(call.id) || (call.chat_id === chatId && call.message_id === id)).map(callRow);
  const updates = world.updates.filter((each) => each.chat_id === chatId && each.message_id === id).map(updateRow);
  const whole = { key: "message", kind: "message", title: `${words.message_json} ${id}`, body: entry.message, at: entry.message.date * 1000, open: true };
  return [whole, ...mixed(calls, updates).reverse()];
}

/** Calls carry a time, updates only their order: an update takes the time of its message. */
function mixed(calls, updates) {
  return [...calls, ...updates].sort((a, b) => a.at - b.at);
}

function callRow(call) {
  return { key: `c${call.id}`, kind: "call", title: call.method, body: call, at: Date.parse(call.at), bad: !call.ok };
}

function updateRow({ update, kind, bot_id: botId, duplicate }) {
  const message = update[kind]?.message ?? update[kind];
  const seconds = message?.edit_date ?? message?.date ?? 0;
  return { key: `u${botId}/${update.update_id}/${duplicate}`, kind: "update", title: kind, body: update, at: seconds * 1000 };
}

function line(row, state, words) {
  const { body } = row;
  const about = row.kind === "call" ? [body.chat_id && state.world.chats.get(body.chat_id)?.title, body.fault].filter(Boolean).join(" · ") : `#${body.update_id ?? ""}`;
  const summary = h(
    "summary",
    {},
    h("span", { class: `arrow arrow-${row.kind}`, "aria-hidden": "true" }, { call: "←", update: "→", message: "●" }[row.kind]),
    h("b", {}, row.title),
    h("small", {}, row.kind === "message" ? "" : about),
    h("time", {}, row.at > 0 ? clockTime(row.at, state.zone, true) : ""),
    row.bad && h("span", { class: "told" }, refusalWords(body)),
  );
  const details = h("details", { class: row.bad ? "traffic-row bad" : "traffic-row", open: row.open, "aria-label": row.bad ? words.refused : null }, summary);
  // JSON is laid out when first looked at: most of it never is.
  const fill = () => details.open && details.children.length === 1 && details.append(jsonView(body));
  details.addEventListener("toggle", fill);
  fill();
  return details;
}
